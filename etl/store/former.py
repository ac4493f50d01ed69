"""Articles whose facts an older extraction gave: where their bytes are, and what their facts say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from etl.store.batch import TABLES, Row
from etl.store.bulk import select_where
from etl.store.claims import Said

_ARTICLES, _DOCUMENTS, _SOURCES = (TABLES[name] for name in ("articles", "documents", "sources"))
_CLAIMS, _LINKS = TABLES["claims"], TABLES["article_claims"]
COMPARED = ("mentions", "positions", "quotes", "figures", "meeting_reports", "meeting_participants")
"""Tables of facts that are compared one by one; the rest of an article follows from them or has no span."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles: words of the outlet's name or domain, the days between which they appeared, their ids; None and () choose all."""

    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    articles: tuple[int, ...] = ()

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """As conditions on `articles`. An article without a date is in no stretch of days."""
        if self.outlet:
            named = [func.lower(column).contains(self.outlet.lower(), autoescape=True) for column in (_SOURCES.c.name, _SOURCES.c.domain)]
            yield _ARTICLES.c.source_id.in_(select(_SOURCES.c.source_id).where(or_(*named)))
        if self.since:
            yield _ARTICLES.c.published_from >= self.since
        if self.until:
            yield _ARTICLES.c.published_to <= self.until
        if self.articles:
            yield _ARTICLES.c.article_id.in_(self.articles)


@dataclass(frozen=True, slots=True)
class Kept:
    """A loaded document, as the ledger has it; its bytes lie under its SHA-256."""

    document_id: int
    uri: str
    sha256: str
    byte_size: int
    received_at: datetime
    media_type: str | None
    item_uri: str | None
    item_version: str | None


_KEPT = tuple(_DOCUMENTS.c[name] for name in Kept.__slots__)


def outdated_documents(connection: Connection, version: str, chosen: Selection, after: int, most: int) -> list[Kept]:
    """Up to `most` documents, by id from above `after` on, with a chosen article that another version than `version` read."""
    query = select(*_KEPT).where(_DOCUMENTS.c.document_id.in_(_outdated(version, chosen)), _DOCUMENTS.c.document_id > after)
    return [Kept(**row._mapping) for row in connection.execute(query.order_by(_DOCUMENTS.c.document_id).limit(most))]


def count_outdated(connection: Connection, version: str, chosen: Selection) -> int:
    """How many documents `outdated_documents` has in all."""
    return connection.execute(select(func.count()).select_from(_outdated(version, chosen).distinct().subquery())).scalar_one()


def _outdated(version: str, chosen: Selection) -> Select[Any]:
    return select(_ARTICLES.c.document_id).where(_ARTICLES.c.extractor_version != version, *chosen.conditions())


def articles_of(connection: Connection, documents: Sequence[int]) -> dict[int, int]:
    """The document of each current article read from these documents."""
    query = select(_ARTICLES.c.article_id, _ARTICLES.c.document_id)
    return {row.article_id: row.document_id for row in select_where(connection, query, _ARTICLES.c.document_id, documents)}


def facts_of(connection: Connection, articles: Sequence[int]) -> dict[str, list[Row]]:
    """Rows of the articles and of their facts, by table."""
    return {
        name: [dict(row._mapping) for row in select_where(connection, select(TABLES[name]), TABLES[name].c.article_id, articles)]
        for name in ("articles", *COMPARED)
    }


def accounts_given(connection: Connection, articles: Sequence[int]) -> list[Said]:
    """What each article says of the rows it shares with others, as it said it: not what became of it among all accounts."""
    columns = (_LINKS.c.article_id, _CLAIMS.c.subject, _CLAIMS.c.subject_id, _CLAIMS.c.attributes, _CLAIMS.c.claim_id)
    query = select(*columns).join_from(_LINKS, _CLAIMS)
    return [Said(**row._mapping) for row in select_where(connection, query, _LINKS.c.article_id, articles)]
