"""Landing: the bytes of every document offered are kept, and what lies unchanged since the last load is told apart."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Literal, Protocol
from uuid import uuid4

from etl.home import Home
from etl.load.request import LoadRequest, write_json
from etl.readers import Document, Metadata, Sidecar, UnreadableError, address, expand, fetch

Verdict = Literal["new", "unchanged", "unreadable"]
_CHUNK = 500
_NOTHING = sha256(b"").hexdigest()


class Known(Protocol):
    """What the record store holds of one uri; the last five are the loaded article's."""

    sha256: str
    extractor_version: str | None
    source: str | None
    published_text: str | None
    url: str | None
    headline: str | None
    byline: str | None


class Ledger(Protocol):
    """The part of the store that landing asks."""

    def known(self, uris: Sequence[str]) -> Mapping[str, Known]:
        """What is loaded from these addresses."""
        ...


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


@dataclass(frozen=True, slots=True)
class Landing:
    """Everything offered in one load, in order."""

    request: LoadRequest
    documents: tuple[Landed, ...]

    def write(self, home: Home) -> Path:
        """A new file for this landing beside the requests."""
        return write_json(home.requests / f"{uuid4().hex}.landing.json", asdict(self))

    @classmethod
    def read(cls, path: Path) -> Landing:
        """The landing that `write` left at `path`."""
        data = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
        request = LoadRequest(tuple(data["request"]["paths"]), data["request"]["metadata"], data["request"]["workers"])
        return cls(request, tuple(Landed(**document) for document in data["documents"]))

    def count(self, verdict: Verdict) -> int:
        """How many documents got this verdict."""
        return sum(document.verdict == verdict for document in self.documents)


def land(request: LoadRequest, home: Home, ledger: Ledger, extractor_version: str) -> Landing:
    """Keep the bytes of everything the request names and say what is new; one unreadable file stops nothing.

    Raises SidecarError when the metadata file cannot be used.
    """
    sidecar = Sidecar.load(Path(request.metadata)) if request.metadata else None
    landed: list[Landed] = []
    paths = iter(expand(request.paths))
    while chunk := list(islice(paths, _CHUNK)):
        offered = list(_keep_all(chunk, home))
        known = ledger.known([document.uri for document in offered])
        landed += [_judge(document, known.get(document.uri), sidecar, extractor_version) for document in offered]
    return Landing(request, tuple(landed))


def content_of(landed: Landed, home: Home) -> Document:
    """The document as it was received, read back from its kept bytes."""
    return Document(landed.uri, home.document_path(landed.sha256).read_bytes(), landed.sha256)


def _keep_all(paths: Sequence[Path], home: Home) -> Iterator[Landed]:
    for path in paths:
        now = datetime.now(UTC).isoformat()
        try:
            document = fetch(path)
        except UnreadableError as error:
            yield Landed(address(path), _NOTHING, 0, now, "unreadable", error.code, str(error))
        else:
            keep(document, home)
            yield Landed(document.uri, document.sha256, len(document.content), now, "new")


def keep(document: Document, home: Home) -> None:
    """Store the bytes once, whole or not at all."""
    target = home.document_path(document.sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{uuid4().hex}.part")
    with partial.open("wb") as file:
        file.write(document.content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)


def _judge(document: Landed, known: Known | None, sidecar: Sidecar | None, extractor_version: str) -> Landed:
    """Unchanged = the same bytes, read by the same extractor, and nothing in the sidecar that is not already held."""
    if document.verdict != "new" or known is None or known.sha256 != document.sha256 or known.extractor_version != extractor_version:
        return document
    metadata = sidecar.find(document.uri) if sidecar else None
    if metadata is not None and not _says_the_same(metadata, known):
        return document
    return Landed(document.uri, document.sha256, document.byte_size, document.received_at, "unchanged")


def _says_the_same(metadata: Metadata, known: Known) -> bool:
    """Whether the article already carries what the sidecar says; what the sidecar leaves out asks for no change."""
    pairs = [
        (metadata.source, known.source),
        (metadata.published_text, known.published_text),
        (metadata.url, known.url),
        (metadata.headline, known.headline),
        (metadata.byline, known.byline),
    ]
    return all(said is None or said == held for said, held in pairs)
