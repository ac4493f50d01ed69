"""Plain text and Markdown."""

from __future__ import annotations

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.build import build_article, check_size
from etl.readers.decode import decode
from etl.readers.plain_zones import find_zones
from etl.readers.prose import is_documentation
from etl.readers.unwrap import unwrap


def read_plain(document: Document) -> list[Article]:
    """The one article of a text file: its text as decoded, with zones; where lines are broken at a fixed width, blanks stand for breaks.

    Raises UnreadableError (`empty`, `binary`, `encoding_unknown`, `too_large`, `no_article`, `language_unsupported`).
    """
    text, charset = decode(document.content)
    check_size(text)
    text = unwrap(text)
    if is_documentation(text):
        raise UnreadableError("no_article", "this is documentation (tables, code, rules in bullets), no article")
    return [build_article(document.uri, text, find_zones(text), "text/plain", charset)]
