"""What a caller hands to the store: rows by table, ids already set, every span checked against its article's text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Table

from etl.store.errors import StoreError
from models import Base

Row: TypeAlias = dict[str, Any]

TABLES: Mapping[str, Table] = Base.metadata.tables
LEDGER = ("documents",)
SHARED_KEYS = {
    "sources": "source_id",
    "entities": "entity_id",
    "people": "person_id",
    "organisations": "organisation_id",
    "places": "place_id",
    "entity_names": "entity_id",
    "meetings": "meeting_id",
}
"""Tables whose rows several articles share, and the id in them. A row in a batch is one article's account and carries its `article_id`."""
FACTS = (
    "zones",
    "mentions",
    "positions",
    "meeting_reports",
    "meeting_participants",
    "quotes",
    "quote_segments",
    "quote_speakers",
    "no_comments",
    "figures",
    "figure_sources",
    "story_signatures",
    "story_bands",
    "dated_facts",
)
"""Tables whose rows belong to one article, in the order they are inserted (a figure may point to a quote)."""
ACCEPTED = (*LEDGER, *SHARED_KEYS, "articles", *FACTS)
STORE_SETS = {("documents", "load_id"), ("entity_names", "articles")}
"""Columns the store fills in by itself."""


WITHDRAWN = "withdrawn"
"""The one reason for quarantine that takes out an article: its sender has withdrawn it."""
MISSING = "missing"
"""The reason of what was never there to be read: told by a load, and kept nowhere."""


@dataclass(frozen=True)
class Batch:
    """Documents offered in one load, with the articles read from them; saved in one transaction or not at all.

    `rows` maps a contract table to rows with its columns; a column left out is null, an unknown one is refused.

    - `documents`: every document offered, with status `loaded`, `quarantined`, `unchanged` (already held; only its id and status count) or
      `superseded` (a wire item of which a later version or a withdrawal is held).
    - `articles`: one or more for each `loaded` document; they replace whatever was read from the same uri before, with all its facts.
    - Shared rows (`sources people organisations places entity_names meetings`) are one article's account each and carry `article_id`
      besides the contract columns; the store merges the accounts. Rows of `entities` may be left out: they follow from the subtypes.
    - Each article lists every shared row that it refers to. `article_id` may stand on rows of `quote_segments` too and is ignored there.
    """

    load_id: int
    rows: Mapping[str, Sequence[Row]]

    def of(self, table: str) -> Sequence[Row]:
        """Rows of one table; empty when the batch has none."""
        return self.rows.get(table, ())

    def loaded(self) -> list[Row]:
        """Documents offered whose article is in this batch."""
        return [row for row in self.of("documents") if row["status"] == "loaded"]

    def withdrawn(self) -> list[Row]:
        """Documents by which a sender takes back what stood at their uri."""
        return [row for row in self.of("documents") if row["status"] == "quarantined" and row.get("reason_code") == WITHDRAWN]


def complete(table: str, rows: Iterable[Row]) -> list[Row]:
    """The rows with every column of `table`, absent ones as None; a bulk insert needs them alike. Other keys are dropped."""
    columns = TABLES[table].columns.keys()
    return [{column: row.get(column) for column in columns} for row in rows]


def check_columns(batch: Batch) -> None:
    """Raise StoreError for a table or column the schema does not have, or a required value that is missing."""
    for table, rows in batch.rows.items():
        if table not in ACCEPTED:
            raise StoreError(f"a batch has no table {table!r}; known: {', '.join(ACCEPTED)}")
        extra = {"article_id"} if table in SHARED_KEYS else set()
        known = {*TABLES[table].columns.keys(), "article_id"}
        required = _required(table) | extra
        for row in rows:
            if not known.issuperset(row):
                raise StoreError(f"{table} has no column {', '.join(sorted(row.keys() - known))}: {_brief(row)}")
            if _is_reoffer(table, row):
                continue
            if None in map(row.get, required):
                missing = sorted(column for column in required if row.get(column) is None)
                raise StoreError(f"{table} needs {', '.join(missing)}: {_brief(row)}")


def check_references(batch: Batch) -> None:
    """Raise StoreError where articles and loaded documents do not pair, or an article refers to a shared row it gives no account of."""
    articles = {row["article_id"]: row["document_id"] for row in batch.of("articles")}
    loaded = {row["document_id"] for row in batch.loaded()}
    if len(articles) != len(batch.of("articles")):
        raise StoreError("an article stands twice in the batch")
    if set(articles.values()) != loaded:
        raise StoreError("each document with status 'loaded' needs an article in the batch, and each article such a document")
    for table in (*SHARED_KEYS, "zones", "mentions"):
        for row in batch.of(table):
            if row["article_id"] not in articles:
                raise StoreError(f"{table} speaks of an article that is not in the batch: {_brief(row)}")
    accounts = _accounts(batch)
    for table, row, column, target in _pointers(batch):
        if (row["article_id"], target, row[column]) not in accounts:
            raise StoreError(f"{table}.{column} points to {target} {row[column]}, which the article gives no account of: {_brief(row)}")


def _accounts(batch: Batch) -> set[tuple[int, str, int]]:
    """(article, table, id) of every shared row that an article gives an account of."""
    found = {(row["article_id"], table, row[key]) for table, key in SHARED_KEYS.items() for row in batch.of(table)}
    subtypes = ("people", "organisations", "places")
    return found | {(article, "entities", entity) for article, table, entity in found if table in subtypes}


def _pointers(batch: Batch) -> Iterator[tuple[str, Row, str, str]]:
    """(table, row, column, target table) wherever a row points to a shared row."""
    for table in ("articles", *SHARED_KEYS, *FACTS):
        for column, target in _shared_keys(table):
            yield from ((table, row, column, target) for row in batch.of(table) if row.get(column) is not None)


@cache
def _shared_keys(table: str) -> list[tuple[str, str]]:
    """Columns of a table that point to shared rows, and the tables of these."""
    return [(key.parent.name, key.column.table.name) for key in TABLES[table].foreign_keys if key.column.table.name in SHARED_KEYS]


def by_article(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows grouped by their article."""
    found = defaultdict(list)
    for row in rows:
        found[row["article_id"]].append(row)
    return found


@cache
def _required(table: str) -> frozenset[str]:
    """Columns that must hold a value."""
    return frozenset(c.name for c in TABLES[table].columns if not c.nullable and c.default is None and (table, c.name) not in STORE_SETS)


def _is_reoffer(table: str, row: Row) -> bool:
    """A document already held: only its id and status matter."""
    return table == "documents" and row.get("status") == "unchanged" and row.get("document_id") is not None


def _brief(row: Row) -> str:
    """A row for an error message, without long texts."""
    return ", ".join(f"{key}={str(value)[:60]!r}" for key, value in row.items() if value is not None)
