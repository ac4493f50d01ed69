"""Set-based statements in bounded chunks, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Select, Table, delete, insert
from sqlalchemy.dialects import postgresql, sqlite

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


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`, all with the same keys."""
    if rows:
        connection.execute(insert(table), list(rows))


def upsert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], add: Sequence[str] = ()) -> None:
    """Insert `rows` or, where the primary key is taken, overwrite the given columns; columns in `add` are added to instead."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = [name for name in rows[0] if name not in keys]
    values = {name: table.c[name] + statement.excluded[name] if name in add else statement.excluded[name] for name in changed}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows))
