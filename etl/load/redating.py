"""Metadata that comes after its articles: it is applied to what is stored, without a new extraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from etl.dated import DatedFacts, Row, article_columns, source_row
from etl.readers import Article, Metadata, Sidecar, with_metadata
from etl.store import Described, Held, Store
from etl.text.period import Period

_PAGE = 500


def redate(store: Store, sidecar: Sidecar) -> tuple[int, list[str]]:
    """Apply what the metadata file says of stored articles where it is new.

    Returns how many articles changed, and which of the file's names no article goes by, in the file's order.

    What a file says is remembered by the document's address, and what an earlier one said still counts where this one is silent. The rows
    are those a load with this metadata would have given.
    """
    changed, idle = 0, dict.fromkeys(sidecar.names)
    articles = store.held_articles()
    while page := list(islice(articles, _PAGE)):
        named = [(held, said) for held in page if (said := sidecar.find_either(held.uri, held.url))]
        changed += _apply(store, named) if named else 0
        for held, _ in named:
            for name in sidecar.fitting(held.uri, held.url, idle):
                del idle[name]
    return changed, list(idle)


def _apply(store: Store, named: Sequence[tuple[Held, Metadata]]) -> int:
    """One page of articles; those of which the file says what is known already cost a look."""
    before = {uri: Metadata.of_row(row) for uri, row in store.given_metadata([held.uri for held, _ in named]).items()}
    news = {held.article_id: (held.uri, said.over(before.get(held.uri))) for held, said in named}
    news = {article: (uri, said) for article, (uri, said) in news.items() if said != before.get(uri)}
    if not news:
        return 0
    rows: dict[str, list[Row]] = defaultdict(list)
    for described in store.describe(list(news)):
        for table, more in revised_rows(described, news[described.article_id][1]):
            rows[table] += more
    given = {uri: {"uri": uri, **said.as_row()} for uri, said in news.values()}
    store.revise(rows, list(given.values()))
    return len(rows["articles"])


def revised_rows(held: Described, said: Metadata) -> Iterator[tuple[str, list[Row]]]:
    """The rows of an article that metadata changes, by table; nothing where it changes none."""
    article = _article(held)
    described = with_metadata(article, said)
    if (article_columns(described), source_row(described)) == (article_columns(article), source_row(article)):
        return
    facts = DatedFacts.decode(held.article_id, held.facts)
    source = source_row(described)
    yield "articles", [{"article_id": held.article_id, **article_columns(described)}]
    yield "sources", [{**source, "article_id": held.article_id}] if source else []
    yield "figures", facts.figure_rows(described.published)
    yield from facts.meeting_rows(described.published).items()


def _article(held: Described) -> Article:
    """The article as far as metadata goes; its text plays no part."""
    settled = held.published_from or held.published_to
    return Article(
        uri="",
        text="",
        zones=(),
        language="en",
        media_type="",
        charset=None,
        headline=held.headline,
        byline=held.byline,
        url=held.url,
        source_name=held.outlet,
        source_domain=held.domain,
        published_text=held.published_text,
        source_basis=held.source_basis,
        published=Period(held.published_from, held.published_to, held.published_basis or "") if settled else None,
    )
