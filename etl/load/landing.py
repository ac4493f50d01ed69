"""Landing: the bytes of every document offered are kept, and what lies unchanged since the last load is told apart."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Literal
from uuid import uuid4

from etl.home import Home
from etl.load.request import LoadRequest, write_json
from etl.readers import Document, Metadata, Sidecar, UnreadableError, address, expand, fetch
from etl.store import KnownDocument, Store

Verdict = Literal["new", "unchanged", "unreadable"]
_CHUNK = 500
_NOTHING = sha256(b"").hexdigest()


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


def land(request: LoadRequest, home: Home) -> Landing:
    """Keep the bytes of everything the request names; one unreadable file stops nothing."""
    return Landing(request, tuple(_keep_all(expand(request.paths), home)))


def judge(landing: Landing, store: Store, extractor_version: str) -> Landing:
    """The same landing with what is loaded already marked as unchanged. Raises SidecarError when the metadata file cannot be used.

    The caller holds the write lock, so that no other load changes the answer.
    """
    sidecar = Sidecar.load(Path(landing.request.metadata)) if landing.request.metadata else None
    judged: list[Landed] = []
    documents = iter(landing.documents)
    while part := list(islice(documents, _CHUNK)):
        known = store.known([document.uri for document in part])
        judged += [_judge(document, known.get(document.uri), sidecar, extractor_version) for document in part]
    return Landing(landing.request, tuple(judged))


def _keep_all(paths: Iterable[Path], home: Home) -> Iterator[Landed]:
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


def _judge(document: Landed, known: KnownDocument | None, sidecar: Sidecar | None, extractor_version: str) -> Landed:
    """Unchanged = the same bytes, read by the same extractor, and nothing in the sidecar that is not already held."""
    if document.verdict != "new" or known is None or known.sha256 != document.sha256 or known.extractor_version != extractor_version:
        return document
    metadata = sidecar.find(document.uri) if sidecar else None
    if metadata is not None and not _says_the_same(metadata, known):
        return document
    return replace(document, verdict="unchanged")


def _says_the_same(metadata: Metadata, known: KnownDocument) -> bool:
    """Whether the article already carries what the sidecar says; what the sidecar leaves out asks for no change."""
    pairs = [
        (metadata.source, known.source),
        (metadata.published_text, known.published_text),
        (metadata.url, known.url),
        (metadata.headline, known.headline),
        (metadata.byline, known.byline),
    ]
    return all(said is None or said == held for said, held in pairs)
