"""Formats: every module in this folder that has `FORMATS` takes part. A new format is one file and its tests."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlparse

from etl.readers.article import Document, UnreadableError
from etl.readers.formats.base import Format

_HEAD = 4096
_SAYING_NOTHING = ("", ".txt", ".text")


@cache
def load_formats() -> tuple[Format, ...]:
    """All formats: those told by their first bytes alone before those told by name, modules in alphabetical order."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return tuple(format for module in sorted(modules, key=lambda m: m.__name__) for format in getattr(module, "FORMATS", ()))


def choose_format(document: Document) -> Format:
    """The format of a document by its media type, its first bytes, and last its name.

    Raises UnreadableError (`empty`, `format_unsupported`).
    """
    if not document.content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("empty", "the document holds no text")
    formats = load_formats()
    if document.media_type and (known := [f for f in formats if f.media_type == document.media_type]):
        return known[0]
    head = _head(document.content)
    looking = next((format for format in formats if format.looks(head)), None)
    if looking is not None:
        return looking
    ending = ending_of(document.uri)
    named = next((format for format in formats if ending in format.endings), None)
    if named is None:
        known_endings = sorted({e for format in formats for e in format.endings if e})
        raise UnreadableError("format_unsupported", f"no reader for {ending} files; known: {', '.join(known_endings)}")
    return next((format for format in formats if format.suits(head)), named) if ending in _SAYING_NOTHING else named


def _head(content: bytes) -> bytes:
    """The first bytes, those of UTF-16 in UTF-8."""
    head = content[:_HEAD]
    return head.decode("utf-16", "ignore").encode("utf-8", "ignore") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head


def ending_of(uri: str) -> str:
    """The ending of the name in a `uri`, in lower case; empty for web addresses without one (`/news/2024/pier`) and numbered records."""
    name = uri.split("#")[-1]
    path = urlparse(name).path if name.startswith(("http://", "https://")) else unquote(name)
    ending = PurePosixPath(path).suffix.lower()
    plain = uri.startswith(("http://", "https://", "stdin:")) and not any(ending in f.endings for f in load_formats())
    return "" if plain or ending[1:].isdigit() else ending
