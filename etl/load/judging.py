"""What of a landing is work, and what is held already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from etl.load.landing import Landed, Landing
from etl.store import KnownDocument, KnownItem, Store
from etl.store.batch import MISSING, WITHDRAWN

_CHUNK = 500


def judge(landing: Landing, store: Store, extractor_version: str) -> Landing:
    """The same landing, in a list of its own, with what needs no extraction marked.

    The caller holds the write lock, so that no other load changes the answer.
    """
    judges = _Judge(store, extractor_version, landing.request.retry is not None, _newest_items(landing))
    return Landing.write(landing.path.with_suffix(".judged.jsonl"), landing.request, judges.judge(landing))


def _newest_items(landing: Landing) -> dict[str, KnownItem]:
    """The latest version of each wire item within the landing, a withdrawal before the version it takes back."""
    found: dict[str, KnownItem] = {}
    for document in landing.documents:
        if document.item_uri:
            item = KnownItem(document.item_version, document.reason_code == WITHDRAWN)
            found[document.item_uri] = max(found.get(document.item_uri, item), item)
    return found


@dataclass(frozen=True, slots=True)
class _Judge:
    store: Store
    extractor_version: str
    is_retry: bool
    newest: Mapping[str, KnownItem]

    def judge(self, landing: Landing) -> Iterator[Landed]:
        lines = landing.lines()
        while part := list(islice(lines, _CHUNK)):
            known = self.store.known([document.uri for document in part])
            items = self.store.known_items([document.item_uri for document in part if document.item_uri])
            yield from (self._judge(document, known.get(document.uri), items) for document in part)

    def _judge(self, document: Landed, known: KnownDocument | None, items: Mapping[str, KnownItem]) -> Landed:
        """Unchanged = the same bytes, read by the same extractor. What it failed on before, it would fail on again, unless told to try."""
        if document.reason_code == MISSING:
            return replace(document, verdict="gone")
        is_loaded = known is not None and known.status == "loaded" and known.sha256 == document.sha256
        if document.item_uri and not is_loaded and self._is_outdated(document, known, items.get(document.item_uri)):
            return replace(document, verdict="outdated")
        if (
            document.verdict != "new"
            or known is None
            or known.sha256 != document.sha256
            or known.extractor_version != self.extractor_version
        ):
            return document
        if is_loaded:
            return replace(document, verdict="unchanged")
        if known.status == "quarantined" and not self.is_retry:
            tried = self.extractor_version
            return replace(document, verdict="unreadable", reason_code=known.reason_code, reason=known.reason, tried_by=tried)
        return document

    def _is_outdated(self, document: Landed, known: KnownDocument | None, held: KnownItem | None) -> bool:
        """Whether a later version of the item, or its withdrawal, is held or comes in the same load.

        CASE 1: the versions tell. CASE 2: the same version was taken back: `usable` in one file, `canceled` in a later. CASE 3: this very
        content made way for another one before; without that rule two files of one version would take turns, load by load.
        """
        item = KnownItem(document.item_version, document.reason_code == WITHDRAWN)
        if any(other is not None and other > item for other in (held, self.newest.get(document.item_uri or ""))):
            return True
        return held is not None and known is not None and known.status == "superseded" and known.sha256 == document.sha256
