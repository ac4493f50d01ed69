"""Takes what is offered apart, keeps the bytes of every document, and lists them."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote_to_bytes
from uuid import uuid4

from etl.home import Home
from etl.load.landing import NOTHING, Landed, Landing
from etl.load.request import LoadRequest
from etl.readers import Document, Refused, Sidecar, UnreadableError, Web, address, fetch, is_web_address, offered, unpack
from etl.readers.locate import MAX_BYTES
from etl.store import Quarantined

_KEPT_SECONDS = 7 * 24 * 3600.0


def land(request: LoadRequest, home: Home, again: Sequence[Quarantined] = ()) -> Landing:
    """Keep the bytes of everything the request names, and of the quarantined documents that are tried `again`.

    One unreadable file stops nothing. Raises SidecarError when the metadata file cannot be used.
    """
    lander = Lander(home, Sidecar.load(Path(request.metadata)) if request.metadata else None)
    _forget_old(home)
    names = offered(request.paths, [request.metadata] if request.metadata else [])
    return Landing.write(home.requests / f"{uuid4().hex}.landing.jsonl", request, lander.land(names, again))


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


def _forget_old(home: Home) -> None:
    """Lists of former loads are of use while their run may be tried again; then they only fill the disk."""
    for path in home.requests.glob("*.jsonl"):
        if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
            path.unlink(missing_ok=True)


class Lander:
    """Part by part: at any time one document is in memory, and one part of it."""

    def __init__(self, home: Home, sidecar: Sidecar | None) -> None:
        self._home, self._sidecar = home, sidecar
        self._followed: set[str] = set()

    @cached_property
    def _web(self) -> Web:
        return Web()

    def land(self, names: Iterable[Path | str], again: Sequence[Quarantined]) -> Iterator[Landed]:
        """All lines of a landing."""
        for name in names:
            yield from self._take(name)
        roots: dict[str, list[Quarantined]] = defaultdict(list)
        for document in again:
            roots[document.uri.partition("#")[0]].append(document)
        for root, documents in roots.items():
            yield from self._take_again(root, documents)

    def _take(self, name: Path | str) -> Iterator[Landed]:
        try:
            document = fetch(name, self._web if isinstance(name, str) else None)
        except UnreadableError as error:
            yield _unread(Refused(address(name), error.code, error.reason))
        else:
            yield from self._split(document)

    def _split(self, document: Document) -> Iterator[Landed]:
        """The document itself, or its parts and a line that closes it."""
        has_parts = False
        for part in unpack(document, self._sidecar):
            if part.uri == document.uri:  # no container, or one that is broken as a whole: its own bytes are kept
                yield self._keep(document, part)
            elif isinstance(part, Refused) and part.link is not None:
                yield from self._follow(part.link)
            else:
                has_parts = True
                yield _unread(part) if isinstance(part, Refused) else self._keep(part, part)
        if has_parts:
            yield Landed(document.uri, document.sha256, len(document.content), _now(), "container")

    def _keep(self, document: Document, part: Document | Refused) -> Landed:
        """Keep the bytes of `document`, of which `part` says whether they can be read and which wire item they are."""
        keep(document, self._home)
        code, reason = (part.code, part.reason) if isinstance(part, Refused) else (None, None)
        return Landed(
            uri=document.uri,
            sha256=document.sha256,
            byte_size=len(document.content),
            received_at=_now(),
            verdict="unreadable" if code else "new",
            reason_code=code,
            reason=reason,
            media_type=document.media_type,
            item_uri=part.item.uri if part.item else None,
            item_version=part.item.version if part.item else None,
        )

    def _follow(self, link: str) -> Iterator[Landed]:
        """The page behind an entry of a feed, once a load."""
        if link in self._followed:
            return
        self._followed.add(link)
        try:
            page = self._web.follow(link, MAX_BYTES)
        except UnreadableError as error:
            yield _unread(Refused(link, error.code, error.reason))
        else:
            yield from self._split(page)

    def _take_again(self, root: str, documents: Sequence[Quarantined]) -> Iterator[Landed]:
        """Quarantined documents that lie in one file: as it is now where it is still there, else as its bytes were kept."""
        wanted = {document.uri for document in documents}
        name = _name_of(root)
        try:
            found = fetch(name, self._web if isinstance(name, str) else None) if name else None
        except UnreadableError as error:
            for document in documents:
                yield from self._from_kept(document, error.code, error.reason)
            return
        if found is None:
            for document in documents:
                yield from self._from_kept(document, document.reason_code, document.reason or "")
        else:
            landed = self._split(found)
            yield from landed if root in wanted else (line for line in landed if line.uri in wanted or line.verdict == "container")

    def _from_kept(self, document: Quarantined, code: str, reason: str) -> Iterator[Landed]:
        """The document from its kept bytes; `code` and `reason` stand where none were kept."""
        path = self._home.document_path(document.sha256)
        if document.sha256 == NOTHING or not path.is_file():
            yield _unread(Refused(document.uri, code, reason))
        else:
            yield from self._split(Document(document.uri, path.read_bytes(), document.sha256, document.media_type))


def _unread(part: Refused) -> Landed:
    """A line for what has no bytes."""
    uri, version = (part.item.uri, part.item.version) if part.item else (None, None)
    return Landed(part.uri, NOTHING, 0, _now(), "unreadable", part.code, part.reason, item_uri=uri, item_version=version)


def _name_of(uri: str) -> Path | str | None:
    """What `fetch` takes for an address; None for what was piped in once and is no longer there to be had."""
    if uri.startswith("file://"):
        return Path(os.fsdecode(unquote_to_bytes(uri.removeprefix("file://"))))
    return uri if is_web_address(uri) else None


def _now() -> str:
    return datetime.now(UTC).isoformat()
