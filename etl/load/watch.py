"""Which files in the landing folder are new or changed, and no longer being written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from etl.readers import expand

State = tuple[int, int]
"""Size in bytes and time of last change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What the last look saw: `settled` files were handed on in that state, `moving` ones were seen once and may still be growing."""

    settled: Mapping[str, State] = field(default_factory=dict)
    moving: Mapping[str, State] = field(default_factory=dict)

    @classmethod
    def decode(cls, text: str | None) -> Watch:
        """The watch that `encode` wrote; a fresh one for any other text: everything is looked at again, which is harmless."""
        try:
            data = json.loads(text or "{}")
            return cls(*({path: (int(size), int(at)) for path, (size, at) in data.get(key, {}).items()} for key in ("settled", "moving")))
        except (ValueError, AttributeError, TypeError):
            return cls()

    def encode(self) -> str:
        """As text, to be kept between two looks."""
        return json.dumps({"settled": self.settled, "moving": self.moving})

    def look(self, now: Mapping[str, State]) -> tuple[tuple[str, ...], Watch]:
        """Files that are ready to be loaded, and the watch for the next look.

        A file is ready when two looks in a row saw it in the same state. Example: a download of 40 MB seen at 3 MB, then twice at 40 MB, is
        handed on at the third look. A file that vanished is forgotten, so that it counts as new when it comes back.
        """
        fresh = {path: state for path, state in now.items() if self.settled.get(path) != state}
        ready = {path: state for path, state in fresh.items() if self.moving.get(path) == state}
        kept = {path: state for path, state in self.settled.items() if path in now}
        moving = {path: state for path, state in fresh.items() if path not in ready}
        return tuple(sorted(ready)), Watch({**kept, **ready}, moving)


def scan(folder: Path) -> dict[str, State]:
    """State of every file in `folder`; what vanishes meanwhile is left out."""
    found: dict[str, State] = {}
    for path in expand([str(folder)]):
        try:
            stat = path.stat()
        except OSError:
            continue
        if path.is_file():
            found[str(path)] = (stat.st_size, stat.st_mtime_ns)
    return found
