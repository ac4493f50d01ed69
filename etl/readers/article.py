"""What a reader makes of bytes: a document as received, and articles with zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl.text.period import Period
from etl.text.span import Span

ZoneKind = Literal["headline", "byline", "dateline", "body", "caption", "teaser", "furniture"]
READABLE: frozenset[str] = frozenset({"headline", "dateline", "body"})
"""Zones that facts are read from; a dateline names places and agencies."""


@dataclass(frozen=True, slots=True)
class WireItem:
    """What an agency calls an item in all its versions, in corrections and in its withdrawal, whatever file they come in.

    `version` sorts as text (`000000002`, or a time in ISO form); None where the item carries none.
    """

    uri: str
    version: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as received.

    `uri` is a `file://` or `http(s)://` address, with `#member` for a part of an archive; `sha256` is of `content`. `item` is there for an
    item of a wire service.
    """

    uri: str
    content: bytes
    sha256: str
    media_type: str | None = None
    item: WireItem | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """One stretch of an article's text and what it is."""

    kind: ZoneKind
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text as decoded or extracted, never altered afterwards, and what the page says of it.

    `published` is None where nothing settles it; `language` is an ISO 639-1 code; zones are sorted, disjoint and cover all words. `byline`
    names people only. `source_basis` says where the outlet's name comes from: `sidecar metadata url logo footer agency self_reference`.
    """

    uri: str
    text: str
    zones: tuple[Zone, ...]
    language: str
    media_type: str
    charset: str | None
    headline: str | None = None
    byline: str | None = None
    url: str | None = None
    source_name: str | None = None
    source_domain: str | None = None
    published_text: str | None = None
    published: Period | None = None
    source_basis: str | None = None

    def spans_of(self, *kinds: str) -> tuple[Span, ...]:
        """Spans of the zones of these kinds, in order."""
        return tuple(zone.span for zone in self.zones if zone.kind in kinds)


class UnreadableError(Exception):
    """A document that cannot become an article; it goes to quarantine with `code` (from the documented list) and a reason for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
