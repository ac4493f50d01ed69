"""Plain text and Markdown."""

from __future__ import annotations

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.formats.base import Format
from etl.readers.plain import read_plain


def _read(document: Document) -> Article:
    if document.content.startswith(b"{\\rtf"):
        raise UnreadableError("format_unsupported", "this is Rich Text under another name; save it as plain text")
    return read_plain(document)[0]


FORMATS = (Format("text/plain", ("", ".txt", ".text", ".md", ".markdown"), read=_read),)
