"""WARC files of web archives, compressed or not: every HTML page answered with 200 is an article of its address."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.build import build_article
from etl.readers.decode import decode
from etl.readers.formats.base import Budget, Format, Part, Refused, guarded, member, part_uri, read_limited, unzipped_head
from etl.readers.html_page import declared_charset, read_page

_MARK = b'{"cuttings_page":1,'
_MEDIA_TYPE = "application/vnd.cuttings.page"


def _split(document: Document, budget: Budget) -> Iterator[Part]:
    yield from guarded(document, _records(document, budget), ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError, AttributeError)


def _records(document: Document, budget: Budget) -> Iterator[Part]:
    for number, record in enumerate(ArchiveIterator(io.BytesIO(document.content)), 1):
        if record.rec_type != "response" or record.http_headers is None:
            continue
        kind = (record.http_headers.get_header("Content-Type") or "").lower()
        if not kind.startswith(("text/html", "application/xhtml")):
            continue
        budget.count_member()
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        status = record.http_headers.get_statuscode()
        if status != "200":
            yield Refused(part_uri(document, str(number)), "no_article", f"the page was answered with {status}: {url}")
            continue
        charset = kind.split("charset=")[-1].split(";")[0].strip(" \"'") if "charset=" in kind else None
        head = json.dumps({"url": url, "charset": charset}, separators=(",", ":")).encode()
        yield member(document, str(number), _MARK + head[1:] + b"\n" + read_limited(record.content_stream().read, budget), _MEDIA_TYPE)


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
