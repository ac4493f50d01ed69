"""Plain text and Markdown."""

from __future__ import annotations

from etl.readers.article import Article, Document
from etl.readers.formats.base import Format
from etl.readers.plain import read_plain


def _read(document: Document) -> Article:
    return read_plain(document)[0]


FORMATS = (Format("text/plain", ("", ".txt", ".text", ".md", ".markdown"), read=_read),)
