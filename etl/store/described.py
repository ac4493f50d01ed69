"""Metadata that came later: what files said of documents, the articles they concern, and rewriting what depends on it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from etl.store.batch import TABLES, Batch, Row, complete
from etl.store.bulk import delete_where, insert_rows, select_where, upsert_rows
from etl.store.changes import Changes
from etl.store.claims import accounts_of, link_claims, merge_subjects, remove_unclaimed, replace_claims

_ARTICLES, _DOCUMENTS, _FACTS, _GIVEN = (TABLES[name] for name in ("articles", "documents", "dated_facts", "given_metadata"))
_CLAIMS, _LINKS = TABLES["claims"], TABLES["article_claims"]
_PAGE = 2_000
_KINDS = ("source", "meeting")
"""What an article says of shared rows and its metadata may change."""


@dataclass(frozen=True, slots=True)
class Held:
    """Where an article came from: enough to ask a metadata file whether it speaks of it."""

    article_id: int
    uri: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Described:
    """What an article holds of its metadata, and its facts before they were dated. `outlet` and `domain` are as the article gives them."""

    article_id: int
    headline: str | None
    byline: str | None
    url: str | None
    published_text: str | None
    published_from: date | None
    published_to: date | None
    published_basis: str | None
    source_basis: str | None
    outlet: str | None
    domain: str | None
    facts: str


def held_articles(connection: Connection) -> Iterator[Held]:
    """Every current article, in pages by id."""
    last = -1
    query = (
        select(_ARTICLES.c.article_id, _DOCUMENTS.c.uri, _ARTICLES.c.url).join_from(_ARTICLES, _DOCUMENTS).order_by(_ARTICLES.c.article_id)
    )
    while page := connection.execute(query.where(_ARTICLES.c.article_id > last).limit(_PAGE)).all():
        yield from (Held(*row) for row in page)
        last = page[-1].article_id


def given_metadata(connection: Connection, uris: Sequence[str]) -> dict[str, Row]:
    """What metadata files said so far of these addresses; nothing for those they never named."""
    return {row.uri: dict(row._mapping) for row in select_where(connection, select(_GIVEN), _GIVEN.c.uri, list(dict.fromkeys(uris)))}


def keep_metadata(connection: Connection, rows: Sequence[Row]) -> None:
    """Remember what a metadata file says, in place of what was said before of the same addresses."""
    upsert_rows(connection, _GIVEN, complete("given_metadata", rows))


def describe(connection: Connection, articles: Sequence[int]) -> list[Described]:
    """The metadata of these articles; one that holds no facts to be dated (stored by an old version) is left out."""
    outlets = {row.article_id: json.loads(row.attributes) for row in select_where(connection, _outlets(), _LINKS.c.article_id, articles)}
    names = (
        "article_id",
        "headline",
        "byline",
        "url",
        "published_text",
        "published_from",
        "published_to",
        "published_basis",
        "source_basis",
    )
    query = select(*(_ARTICLES.c[name] for name in names), _FACTS.c.facts).join_from(_ARTICLES, _FACTS)
    found = []
    for row in select_where(connection, query, _ARTICLES.c.article_id, articles):
        outlet = outlets.get(row.article_id, {})
        found.append(Described(**row._mapping, outlet=outlet.get("name"), domain=outlet.get("domain")))
    return found


def _outlets() -> Select[Any]:
    """What each article says of its outlet."""
    return select(_LINKS.c.article_id, _CLAIMS.c.attributes).join_from(_LINKS, _CLAIMS).where(_CLAIMS.c.subject == "source")


def revise(connection: Connection, changes: Changes, rows: Mapping[str, Sequence[Row]]) -> None:
    """Rewrite articles' metadata and what is dated by it.

    `articles` rows carry their id and all columns that metadata may change; `sources`, `meetings`, `meeting_reports` and
    `meeting_participants` take the place of all that these articles had; `figures` rows carry their id and the columns of their period.
    """
    articles = [row["article_id"] for row in rows["articles"]]
    said = accounts_of(Batch(0, {table: rows.get(table, ()) for table in ("sources", "meetings")}))
    for table in ("meeting_reports", "meeting_participants"):
        delete_where(connection, TABLES[table].c.article_id, articles)
    subjects = replace_claims(connection, articles, said, _KINDS)
    gone = merge_subjects(connection, subjects)
    changes.add("article", articles)
    changes.add_pairs(subjects)
    _update(connection, "articles", "article_id", rows["articles"])
    _update(connection, "figures", "figure_id", rows.get("figures", ()))
    for table in ("meeting_reports", "meeting_participants"):
        insert_rows(connection, TABLES[table], complete(table, rows.get(table, ())))
    link_claims(connection, said)
    remove_unclaimed(connection, gone)


def _update(connection: Connection, table: str, key: str, rows: Sequence[Row]) -> None:
    """Overwrite the columns that the rows carry, all with the same keys, where `key` is theirs."""
    if rows:
        changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != key}
        statement = update(TABLES[table]).where(TABLES[table].c[key] == bindparam("key_is")).values(changed)
        values = [{"key_is": row[key], **{f"new_{name}": row[name] for name in rows[0] if name != key}} for row in rows]
        connection.execute(statement, values)
