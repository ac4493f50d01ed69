"""Set-based statements in bounded chunks, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Dialect, Row, Select, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

_T = TypeVar("_T")

CHUNK = 5_000
"""Ids in one IN list: SQLite takes 32,766 parameters, PostgreSQL 65,535."""


def chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Consecutive parts of at most CHUNK items."""
    for at in range(0, len(items), CHUNK):
        yield items[at : at + CHUNK]


def select_where(connection: Connection, query: Select[Any], column: Column[Any], values: Sequence[Any]) -> Iterator[Row[Any]]:
    """Rows of `query` where `column` is one of `values`, read before anything is yielded."""
    for part in chunks(values):
        yield from connection.execute(query.where(column.in_(part))).all()


def delete_where(connection: Connection, column: Column[Any], values: Sequence[Any]) -> None:
    """Delete the rows where `column` is one of `values`."""
    for part in chunks(values):
        connection.execute(delete(column.table).where(column.in_(part)))


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], columns: Sequence[str] = ()) -> None:
    """Insert `rows`, all with the keys of the first, or with any of `columns`: absent ones are null."""
    if rows:
        _execute_many(connection, _Insert(table, tuple(columns or rows[0])), rows)


def upsert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], add: Sequence[str] = ()) -> None:
    """Insert `rows` or, where the primary key is taken, overwrite the given columns; columns in `add` are added to instead."""
    if rows:
        _execute_many(connection, _Insert(table, tuple(rows[0]), replace=True, add=tuple(add)), rows)


@dataclass(frozen=True)
class _Insert:
    """An insertion into some columns; with `replace` one that overwrites rows whose primary key is taken."""

    table: Table
    columns: tuple[str, ...]
    replace: bool = False
    add: tuple[str, ...] = ()

    def statement(self, dialect: Dialect) -> PostgresqlInsert | SqliteInsert:
        """The statement, without values."""
        inserting: PostgresqlInsert | SqliteInsert
        inserting = postgresql.insert(self.table) if dialect.name == "postgresql" else sqlite.insert(self.table)
        if not self.replace:
            return inserting
        keys = [column.name for column in self.table.primary_key]
        fresh, held = inserting.excluded, self.table.c
        values = {name: held[name] + fresh[name] if name in self.add else fresh[name] for name in self.columns if name not in keys}
        return inserting.on_conflict_do_update(index_elements=keys, set_=values)


def _execute_many(connection: Connection, insertion: _Insert, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows. SQLite gets them as tuples by a statement that is compiled once: SQLAlchemy takes as long to prepare a row as SQLite
    does to store it.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(insertion.statement(connection.dialect), [{name: row.get(name) for name in insertion.columns} for row in rows])
        return
    sql, names, convert = _compiled(insertion, connection.dialect)
    values = [tuple(map(row.get, names)) for row in rows]
    if any(convert):
        by_column = zip(*values, strict=True)
        values = list(zip(*(map(to, column) if to else column for to, column in zip(convert, by_column, strict=True)), strict=True))
    connection.exec_driver_sql(sql, values)


@lru_cache(maxsize=256)
def _compiled(insertion: _Insert, dialect: Dialect) -> tuple[str, list[str], list[Callable[[Any], Any] | None]]:
    """The statement's text, the columns in the order of its question marks, and what turns their values into SQLite's (dates to text)."""
    compiled = insertion.statement(dialect).compile(dialect=dialect, column_keys=insertion.columns)
    names = list(compiled.positiontup or ())
    return str(compiled), names, [insertion.table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
