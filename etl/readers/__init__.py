"""Reading: bytes -> Document -> Article with zones. One module a format, registered in `READERS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlparse

from etl.readers.article import READABLE, Article, Document, UnreadableError, Zone
from etl.readers.locate import address, expand, fetch
from etl.readers.plain import read_plain
from etl.readers.sidecar import Metadata, Sidecar, SidecarError

__all__ = [
    "READABLE",
    "Article",
    "Document",
    "Metadata",
    "Sidecar",
    "SidecarError",
    "UnreadableError",
    "Zone",
    "address",
    "expand",
    "fetch",
    "read",
]

Reader = Callable[[Document], list[Article]]
READERS: dict[str, Reader] = {"": read_plain, ".txt": read_plain, ".text": read_plain, ".md": read_plain, ".markdown": read_plain}
"""Reader by file ending; `""` for a name without one."""


def read(document: Document, sidecar: Sidecar | None = None) -> list[Article]:
    """The articles of a document, with what the sidecar knows of them; raises UnreadableError with a documented code."""
    ending = PurePosixPath(document.uri.split("#")[-1]).suffix.lower()
    reader = READERS.get(ending)
    if reader is None:
        raise UnreadableError("format_unsupported", f"no reader for {ending} files; known: {', '.join(sorted(filter(None, READERS)))}")
    return [_with_metadata(article, sidecar.find(article.uri) if sidecar else None) for article in reader(document)]


def _with_metadata(article: Article, metadata: Metadata | None) -> Article:
    """The sidecar's word counts before the page's."""
    if metadata is None:
        return article
    url = metadata.url or article.url
    return replace(
        article,
        source_name=metadata.source or article.source_name,
        source_domain=article.source_domain or (urlparse(url).hostname if url else None),
        url=url,
        headline=metadata.headline or article.headline,
        byline=metadata.byline or article.byline,
        published_text=metadata.published_text or article.published_text,
        published=metadata.published or article.published,
        source_basis="sidecar" if metadata.source else article.source_basis,
    )
