"""What is asked to be loaded, as a file that the command line hands to the orchestrator."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from etl.home import Home
from etl.load.watch import scan
from etl.readers import is_web_address


class RequestError(ValueError):
    """A request file cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """Files, folders, globs, web addresses and `-` (standard input) to load, the sidecar that describes them and stored articles, how many
    processes parse (None = as fits the amount), codes of quarantined documents to try again (None = none, empty = all), and `on` what to
    parse (one of `spread.PLACES`, None = as the environment says).
    """

    paths: tuple[str, ...]
    metadata: str | None = None
    workers: int | None = None
    retry: tuple[str, ...] | None = None
    on: str | None = None

    @classmethod
    def of_landing(cls, home: Home, last_day: date | None = None) -> LoadRequest:
        """All that lies in the landing folder, described by `metadata.csv` where that lies there too.

        With `last_day`, only files last changed on it or before (UTC).
        """
        sidecar = home.landing / "metadata.csv"
        paths = (str(home.landing),) if last_day is None else tuple(sorted(_changed_by(home.landing, last_day)))
        return cls(paths, str(sidecar) if sidecar.is_file() else None)

    @classmethod
    def read(cls, path: Path) -> LoadRequest:
        """The request in a file that `write` made; raises RequestError."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls.of_json(data)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RequestError(f"the request {path} cannot be read: {error}") from error

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> LoadRequest:
        """The request whose fields these are; raises KeyError or TypeError."""
        paths, retry = tuple(data["paths"]), data.get("retry")
        return cls(paths, data.get("metadata"), data.get("workers"), None if retry is None else tuple(retry), data.get("on"))

    def write(self, home: Home) -> Path:
        """A new file for this request in CUTTINGS_HOME/requests; its paths are absolute, so that any process may read it."""
        metadata = self.metadata and os.path.abspath(self.metadata)
        request = replace(self, paths=tuple(map(_absolute, self.paths)), metadata=metadata)
        return write_json(home.requests / f"{uuid4().hex}.json", asdict(request))


def _changed_by(folder: Path, last_day: date) -> Iterator[str]:
    end = datetime.combine(last_day + timedelta(days=1), time.min, UTC).timestamp()
    return (path for path, (_, changed_ns) in scan(folder).items() if changed_ns < end * 1e9)


def _absolute(name: str) -> str:
    """An absolute path; web addresses and `-` stay as they are."""
    return name if name == "-" or is_web_address(name) else os.path.abspath(name)


def write_json(path: Path, data: Mapping[str, Any]) -> Path:
    """`data` at `path`, whole or not at all; returns `path`."""
    partial = path.with_name(f".{path.name}.{uuid4().hex}.part")
    partial.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8", errors="surrogateescape")
    partial.replace(path)
    return path
