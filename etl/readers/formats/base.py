"""What a format is: how it is recognised, and how it is read or split. One module each beside this one, each with its `FORMATS`."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from etl.readers.article import Article, Document, UnreadableError, WireItem

MAX_MEMBER_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024
MAX_MEMBERS = 200_000
MAX_DEPTH = 3
"""Archives inside archives: as deep as that, no deeper."""

MAIL_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library's mail parser raises at broken headers and at parts nested a thousand deep."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a document that cannot become an article: its address, a code of `REASONS` and a reason for people.

    `item` is there for an item of a wire service; `link` is where the article stands when a feed prints no more than its address.
    """

    uri: str
    code: str
    reason: str
    item: WireItem | None = None
    link: str | None = None


Part = Document | Refused


@dataclass(slots=True)
class Budget:
    """What unpacking one document may cost in all, so that a bomb is stopped early: bytes and members left."""

    columns: Mapping[str, str] = field(default_factory=dict)
    bytes_left: int = MAX_TOTAL_BYTES
    members_left: int = MAX_MEMBERS
    names: set[tuple[str, str]] = field(default_factory=set)

    def name(self, parent: Document, wanted: Any, number: int) -> str:
        """The name of part `number` of a dump or feed: the web address of its article, where no part before it has the same.

        A feed shows the last twenty articles: what was its third part yesterday is its ninth today, and still the same article.
        """
        address = wanted.strip() if isinstance(wanted, str) and wanted.strip().startswith(("http://", "https://")) else ""
        name = address if address and (parent.uri, address) not in self.names else str(number)
        self.names.add((parent.uri, name))
        return name

    def take(self, count: int) -> None:
        """Spend `count` bytes; raises UnreadableError (`bomb`) when nothing is left."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise UnreadableError("bomb", f"it unpacks to more than {MAX_TOTAL_BYTES:,} bytes")

    def count_member(self) -> None:
        """One more member; raises UnreadableError (`too_large`) when there are too many."""
        self.members_left -= 1
        if self.members_left < 0:
            raise UnreadableError("too_large", f"it holds more than {MAX_MEMBERS:,} parts: split it")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document. `looks` judges its first bytes and decides before the name does; `endings` are those of file names.

    `suits` judges them where the name says nothing: standard input, addresses without an ending, `.txt`.
    `read` gives the one article of a document; `split` takes a document of several apart, part by part, never all at once.
    """

    media_type: str
    endings: tuple[str, ...]
    looks: Callable[[bytes], bool] = lambda head: False
    suits: Callable[[bytes], bool] = lambda head: False
    read: Callable[[Document], Article] | None = None
    split: Callable[[Document, Budget], Iterable[Part]] | None = None


def part_uri(parent: Document, name: str) -> str:
    """The address of a part: the parent's, `#`, and the part's name with odd characters escaped."""
    return f"{parent.uri}#{quote(name, safe='/', errors='surrogateescape')}"


def member(parent: Document, name: str, content: bytes, media_type: str | None = None) -> Document:
    """A part of `parent` as a document of its own."""
    return Document(part_uri(parent, name), content, sha256(content).hexdigest(), media_type)


def read_limited(read: Callable[[int], bytes], budget: Budget, limit: int = MAX_MEMBER_BYTES) -> bytes:
    """All that `read(count)` gives, up to `limit` bytes; raises UnreadableError (`bomb`)."""
    found = bytearray()
    while chunk := read(1 << 20):
        budget.take(len(chunk))
        found += chunk
        if len(found) > limit:
            raise UnreadableError("bomb", f"a part unpacks to more than {limit:,} bytes")
    return bytes(found)


def unzipped_head(head: bytes) -> bytes:
    """The first bytes inside a gzip file, of which `head` is the start; empty where it is none."""
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


def guarded(parent: Document, parts: Iterator[Part], *errors: type[Exception]) -> Iterator[Part]:
    """The parts, and where `errors` end them early, a refusal in place of the rest: what was read before the damage stays."""
    try:
        yield from parts
    except UnreadableError as error:
        yield Refused(part_uri(parent, "rest"), error.code, error.reason)
    except errors as error:
        yield Refused(part_uri(parent, "rest"), "broken", f"the file is damaged: {type(error).__name__}: {error}"[:300])
