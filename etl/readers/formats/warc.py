"""WARC files of web archives, compressed or not: every HTML page answered with 200 is an article of its address."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from typing import Any, TypeVar

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.build import build_article
from etl.readers.decode import decode
from etl.readers.formats.base import (
    MAX_MEMBER_BYTES,
    Budget,
    Format,
    Part,
    Refused,
    guarded,
    member,
    part_uri,
    read_limited,
    unzipped_head,
)
from etl.readers.html_page import declared_charset, read_page

_MARK = b'{"cuttings_page":1,'
_MEDIA_TYPE = "application/vnd.cuttings.page"
_GZIP = b"\x1f\x8b"
_T = TypeVar("_T")


def _split(document: Document, budget: Budget) -> Iterator[Part]:
    yield from guarded(document, _records(document, budget), ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError, AttributeError)


def _records(document: Document, budget: Budget) -> Iterator[Part]:
    """The pages, and a refusal for a record that is cut off, also where so little is left of it that it cannot be unpacked."""
    content = _unzipped_whole(document.content, budget)
    archive = ArchiveIterator(io.BytesIO(content))
    number, end = 0, len(content)
    while (record := _quietly(lambda: next(archive, None))) is not None:
        number += 1
        part = _page(document, str(number), record, budget)
        end = archive.get_record_offset() + _quietly(archive.get_record_length)
        if getattr(record.raw_stream, "limit", 0) > 0:
            yield Refused(part_uri(document, str(number)), "broken", "the record is cut off")
        elif part is not None:
            yield part
    if content.startswith(_GZIP) and end < len(content):
        yield Refused(part_uri(document, "rest"), "broken", "the last record is cut off")


def _page(document: Document, number: str, record: Any, budget: Budget) -> Part | None:
    """The page in a record; None where there is none in it."""
    kind = (record.http_headers.get_header("Content-Type") or "").lower() if record.http_headers else ""
    if record.rec_type != "response" or not kind.startswith(("text/html", "application/xhtml")):
        return None
    budget.count_member()
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    status = record.http_headers.get_statuscode()
    if status != "200":
        return Refused(part_uri(document, number), "no_article", f"the page was answered with {status}: {url}")
    charset = kind.split("charset=")[-1].split(";")[0].strip(" \"'") if "charset=" in kind else None
    head = json.dumps({"url": url, "charset": charset}, separators=(",", ":")).encode()
    content = _quietly(lambda: read_limited(record.content_stream().read, budget))
    return member(document, number, _MARK + head[1:] + b"\n" + content, _MEDIA_TYPE)


def _unzipped_whole(content: bytes, budget: Budget) -> bytes:
    """A web archive that was compressed as one, as `gzip crawl.warc` does, without its compression; any other as it is."""
    if not content.startswith(_GZIP):
        return content
    inflater = zlib.decompressobj(31)
    try:
        first = inflater.decompress(content, MAX_MEMBER_BYTES)
    except zlib.error:
        return content
    if not inflater.eof or inflater.unused_data or b"\r\n\r\nWARC/1." not in first:
        return content
    budget.take(len(first))
    return first


def _quietly(call: Callable[[], _T]) -> _T:
    """What `call` gives; the library's remarks on damage do not reach the terminal."""
    with redirect_stderr(io.StringIO()):
        return call()


def _read_page(document: Document) -> Article:
    """One page out of a WARC: a line with its address, then its bytes."""
    line, _, content = document.content.partition(b"\n")
    try:
        head = json.loads(line)
    except ValueError as error:
        raise UnreadableError("broken", f"the head of the page is damaged: {error}") from error
    text, charset = decode(content, head.get("charset") or declared_charset(content))
    words, zones, known = read_page(text, head["url"] or None)
    return build_article(document.uri, words, zones, "text/html", charset, known)


FORMATS = (
    Format(
        "application/warc", (".warc",), lambda head: head.startswith(b"WARC/") or unzipped_head(head).startswith(b"WARC/"), split=_split
    ),
    Format(_MEDIA_TYPE, (), lambda head: head.startswith(_MARK), read=_read_page),
)
