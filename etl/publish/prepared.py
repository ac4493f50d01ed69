"""Tables that views read in the place of all facts: what takes long to gather, made once at publication by the queries under sql/tables.

They stand in a schema of their own, `prepared`, and hold no sentences: views cut those out of the texts for the rows that are asked for.

Each row follows from the facts with the same key, so that a renewal makes only the rows of stale keys anew, and by the same query: for as
long as that runs, the tables that it gathers from are views of their rows with those keys. Stale is a key of facts, earlier or new, of

- an article that was touched,
- an article whose facts point to an entity that is called otherwise than before, or has another kind or country,
- a key that is stale in a prepared table that the query reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import duckdb

from etl.publish.columns import published_tables, quote
from etl.publish.identities import references
from etl.publish.log import SUBTYPES
from etl.publish.sqlfiles import SqlFile, SqlFileError

SCHEMA = "snapshot.prepared"
_PATH = f"set search_path = 'snapshot.main,{SCHEMA}'"
_OF_ARTICLES = {table.name for table in published_tables() if "article_id" in table.columns}
_GOVERNMENT = "select 1 from snapshot.organisations where kind = 'government' and organisation_id in (from changed)"
_STALE_TOO = {
    "position_labels": f"select person_id from snapshot.positions where organisation_id is null and title ilike '%prime minister%' "
    f"and exists ({_GOVERNMENT})"
}
"""Prime ministers of no named body are given their country's only government, which no fact of theirs points to."""


def create_prepared(snapshot: duckdb.DuckDBPyConnection, tables: Sequence[SqlFile]) -> None:
    """Make and comment the tables, each after those it reads from; raises SqlFileError naming the one that fails."""
    snapshot.execute(f"create schema {SCHEMA}; {_PATH}")
    for table in tables:
        _create(snapshot, table)
    snapshot.execute("use snapshot")


def _create(snapshot: duckdb.DuckDBPyConnection, table: SqlFile) -> None:
    name = f'{SCHEMA}."{table.name}"'
    try:
        snapshot.execute(f"create table {name} as {table.query}")
    except duckdb.Error as error:
        raise SqlFileError(f"table {table.name} fails: {error}") from error
    columns = [column[0] for column in snapshot.execute(f"select * from {name} limit 0").description or ()]
    if table.key not in columns:
        raise SqlFileError(f"table {table.name} has no key among its columns {', '.join(columns)}")
    if columns != list(table.columns):
        raise SqlFileError(f"table {table.name} has the columns {', '.join(columns)}, but its header says {', '.join(table.columns)}")
    snapshot.execute(f"comment on table {name} is {quote(table.comment)}")
    for column, words in table.columns.items():
        snapshot.execute(f'comment on column {name}."{column}" is {quote(words)}')


class PreparedRenewal:
    """Renews the tables of a snapshot whose facts are being replaced: `note` before, `renew` after."""

    def __init__(self, db: duckdb.DuckDBPyConnection, tables: Sequence[SqlFile], changed: Set[str]) -> None:
        """`changed`: tables that are made anew, among them all that read from one of these."""
        self._db, self._changed = db, changed
        self._tables, self._keys = tables, {table.name: table.key for table in tables}

    def note(self) -> None:
        """Note the stale keys of the rows that are there, by `touched` and, of the entities in `chosen`, those that differ in `staging`."""
        db = self._db
        pairs = {"entities": "entity_id", **SUBTYPES}.items()
        rows = [(f"select * from {{}}.{table} where {key} in (from chosen)", key) for table, key in pairs]
        differing = (
            f"select {key} from (({old} except {new}) union all ({new} except {old}))"
            for query, key in rows
            for old, new in [(query.format("snapshot"), query.format("staging"))]
        )
        db.execute(f"create temp table changed (entity_id bigint); insert into changed {' union '.join(differing)}")
        db.execute("create temp table known_before as select entity_id from snapshot.entities where entity_id in (from changed)")
        pointing = [  # to a new entity nothing that is there points; without any other, nothing is read here
            f"select article_id from snapshot.{table} where {column} in (from known_before)"
            for table, column in references()
            if table in _OF_ARTICLES
        ]
        touched = "select subject_id from touched where subject = 'article'"
        db.execute(
            f"create temp table stale_articles (article_id bigint); insert into stale_articles {' union '.join([touched, *pointing])}"
        )
        for table in self._kept():
            db.execute(f"create temp table stale_{table.name} (key bigint)")
            self._add_stale(table)

    def renew(self) -> None:
        """Make the rows of stale keys anew, of the facts as they are now."""
        self._db.execute(_PATH)
        held = self._db.execute("select table_name from duckdb_tables() where database_name = 'snapshot' and schema_name = 'prepared'")
        for (name,) in held.fetchall():
            if name not in self._keys or name in self._changed:
                self._db.execute(f'drop table {SCHEMA}."{name}"')
        for table in self._tables:
            if table.name in self._changed:
                _create(self._db, table)
            else:
                self._add_stale(table)
                self._make_anew(table)
        self._db.execute("use snapshot")

    def _kept(self) -> Iterator[SqlFile]:
        return (table for table in self._tables if table.name not in self._changed)

    def _add_stale(self, table: SqlFile) -> None:
        """Add the stale keys of the facts as they are now."""
        queries = [self._stale(name, column) for name, column in table.inputs]
        queries += [_STALE_TOO[table.name]] if table.name in _STALE_TOO else []
        self._db.execute(f"insert into stale_{table.name} {' union '.join(queries)} except from stale_{table.name}")

    def _stale(self, name: str, column: str) -> str:
        """The query for the keys in a column of the rows of a table that changed, or change."""
        if name in self._keys:
            return f"select {column} from {SCHEMA}.{name} where {column} is not null and {self._keys[name]} in (from stale_{name})"
        if column == "article_id":
            return "from stale_articles"
        condition = "article_id in (from stale_articles)"
        if name not in _OF_ARTICLES:
            condition = f"{column} in (select subject_id from touched where subject = '{column.removesuffix('_id')}')"
        return f"select {column} from snapshot.{name} where {column} is not null and {condition}"

    def _make_anew(self, table: SqlFile) -> None:
        stale = f"from stale_{table.name}"
        self._db.execute(f"delete from {SCHEMA}.{table.name} where {table.key} in ({stale})")
        for name, column in table.inputs:
            schema = SCHEMA if name in self._keys else "snapshot.main"
            self._db.execute(f"create temp view {name} as select * from {schema}.{name} where {column} in ({stale})")
        self._db.execute(f"insert into {SCHEMA}.{table.name} {table.query}")
        for name, _ in table.inputs:
            self._db.execute(f"drop view temp.{name}")
