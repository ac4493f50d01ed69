"""Reading: bytes -> Document -> Article with zones. One module a format in `formats/`; `reasons.py` lists why a document stays out."""

from __future__ import annotations

from etl.readers.article import READABLE, Article, Document, UnreadableError, Zone
from etl.readers.formats.base import Refused
from etl.readers.locate import address, expand, fetch, offered
from etl.readers.reading import Reading, is_container, read, read_all, unpack, with_metadata
from etl.readers.reasons import REASONS
from etl.readers.sidecar import Metadata, Sidecar, SidecarError
from etl.readers.web import Web, is_web_address

__all__ = [
    "READABLE",
    "REASONS",
    "Article",
    "Document",
    "Metadata",
    "Reading",
    "Refused",
    "Sidecar",
    "SidecarError",
    "UnreadableError",
    "Web",
    "Zone",
    "address",
    "expand",
    "fetch",
    "is_container",
    "is_web_address",
    "offered",
    "read",
    "read_all",
    "unpack",
    "with_metadata",
]
