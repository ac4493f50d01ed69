"""A landing: everything offered in one load, as a list on disk that is read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from etl.load.request import LoadRequest

Verdict = Literal["new", "unchanged", "unreadable", "outdated", "container", "gone"]
"""`outdated`: a wire item of which a later version or a withdrawal is held. `container`: what was taken apart into the lines above it.
`gone`: no file goes by this name; it is told, but a mistyped path is no document and enters no ledger."""
NOTHING = sha256(b"").hexdigest()
"""Stands in the ledger where no bytes could be had."""


@dataclass(frozen=True, slots=True)
class Landed:
    """One document offered: its address, its content's SHA-256 and size in bytes, and whether there is work to do on it."""

    uri: str
    sha256: str
    byte_size: int
    received_at: str
    verdict: Verdict
    reason_code: str | None = None
    reason: str | None = None
    media_type: str | None = None
    item_uri: str | None = None
    item_version: str | None = None
    tried_by: str | None = None


@dataclass(frozen=True)
class Landing:
    """Everything offered in one load, in order: a list on disk, so that a hundred thousand documents take no memory."""

    request: LoadRequest
    path: Path

    @classmethod
    def write(cls, path: Path, request: LoadRequest, documents: Iterable[Landed]) -> Landing:
        """The list as JSON lines at `path`, the request first."""
        with path.open("w", encoding="ascii") as file:  # what is not ASCII is escaped, names that are no text included
            file.write(json.dumps(asdict(request)) + "\n")
            file.writelines(json.dumps(astuple(document)) + "\n" for document in documents)
        return cls(request, path)

    @classmethod
    def read(cls, path: Path) -> Landing:
        """The landing that `write` left at `path`."""
        with path.open(encoding="ascii") as file:
            return cls(LoadRequest.of_json(json.loads(file.readline())), path)

    @property
    def documents(self) -> Iterator[Landed]:
        """The documents, read from the disk one by one; containers are not among them."""
        return (document for document in self.lines() if document.verdict != "container")

    def lines(self) -> Iterator[Landed]:
        """Documents and containers."""
        with self.path.open(encoding="ascii") as file:
            file.readline()
            yield from (Landed(*json.loads(line)) for line in file)

    def of(self, *verdicts: Verdict) -> Iterator[Landed]:
        """Lines with one of these verdicts."""
        return (document for document in self.lines() if document.verdict in verdicts)

    def count(self, *verdicts: Verdict) -> int:
        """How many lines have one of these verdicts."""
        return sum(1 for _ in self.of(*verdicts))
