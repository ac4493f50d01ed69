"""From a document to its articles: choose the format, take containers apart, add what the sidecar knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlparse

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.formats import choose_format
from etl.readers.formats.base import MAX_DEPTH, Budget, Part, Refused
from etl.readers.sidecar import Metadata, Sidecar


@dataclass(frozen=True, slots=True)
class Reading:
    """All that became of one document: articles, and the parts that could not become one."""

    articles: tuple[Article, ...]
    refused: tuple[Refused, ...]


def is_container(document: Document) -> bool:
    """Whether the document is an archive, dump, feed or the like, of which `unpack` makes many; False where no reader knows it."""
    try:
        return choose_format(document).split is not None
    except UnreadableError:
        return False


def unpack(document: Document, sidecar: Sidecar | None = None) -> Iterator[Part]:
    """The parts of a document, each to be read by itself; a document that is no container comes back as it is.

    Lazy: at any time only one part is in memory beside the document. A part that cannot be taken out comes as Refused, the rest goes on; a
    container that is broken as a whole is one Refused.
    """
    budget = Budget(columns=sidecar.columns if sidecar else {})
    found = False
    try:
        for part in _unpack(document, budget, 0):
            found = True
            yield part
        if not found:
            yield Refused(document.uri, "no_article", "it is a container without any content that could be an article")
    except UnreadableError as error:
        yield Refused(document.uri, error.code, error.reason)


def _unpack(document: Document, budget: Budget, depth: int) -> Iterator[Part]:
    split = choose_format(document).split
    if split is None:
        yield document
        return
    if depth > MAX_DEPTH:
        raise UnreadableError("too_deep", f"archives lie more than {MAX_DEPTH} deep in each other")
    for part in split(document, budget):
        if isinstance(part, Refused):
            yield part
            continue
        try:
            yield from _unpack(part, budget, depth + 1)
        except UnreadableError as error:
            yield Refused(part.uri, error.code, error.reason)
            if budget.bytes_left < 0 or budget.members_left < 0:
                return


def read_all(document: Document, sidecar: Sidecar | None = None, given: Metadata | None = None) -> Reading:
    """Every article of a document, and every part that holds none with the reason.

    `given` is what metadata files said of the document before; the sidecar's word comes first.
    """
    articles: list[Article] = []
    refused: list[Refused] = []
    for part in unpack(document, sidecar):
        if isinstance(part, Refused):
            refused.append(part)
            continue
        try:
            articles.append(_read_one(part, sidecar, given))
        except UnreadableError as error:
            refused.append(Refused(part.uri, error.code, error.reason))
    return Reading(tuple(articles), tuple(refused))


def read(document: Document, sidecar: Sidecar | None = None, given: Metadata | None = None) -> list[Article]:
    """As `read_all`, the articles alone; raises UnreadableError (a code of `REASONS`) when there is none."""
    reading = read_all(document, sidecar, given)
    if reading.articles:
        return list(reading.articles)
    first = reading.refused[0]
    more = f" (and {len(reading.refused) - 1} more parts)" if len(reading.refused) > 1 else ""
    raise UnreadableError(first.code, f"{first.reason}{more}")


def _read_one(document: Document, sidecar: Sidecar | None, given: Metadata | None) -> Article:
    reader = choose_format(document).read
    if reader is None:
        raise UnreadableError("no_article", "the document is a container")
    article = reader(document)
    found = sidecar.find_either(article.uri, article.url) if sidecar else None
    return with_metadata(article, found.over(given) if found else given)


def with_metadata(article: Article, metadata: Metadata | None) -> Article:
    """The article as a metadata file describes it, whose word counts before the page's."""
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
