"""Tables and views as Parquet and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

_COLUMNS = """
select c.table_name, c.column_name, c.data_type, c.is_nullable, c.comment, coalesce(t.comment, v.comment), v.view_name is not null
from duckdb_columns() as c
left join duckdb_tables() as t on c.database_name = t.database_name and c.table_name = t.table_name
left join duckdb_views() as v on c.database_name = v.database_name and c.table_name = v.view_name and not v.internal
where c.database_name = current_catalog() and c.schema_name = 'main' and not c.internal
order by v.view_name is not null, c.table_name, c.column_index
"""
_FULL_TEXTS = {("articles", "text"), ("article_cards", "text")}
_OPTIONS = {
    "parquet": "format parquet, compression zstd",
    "csv": "format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ'",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, DuckDB type, whether it may be null, and what it means."""

    name: str
    type: str
    is_nullable: bool
    comment: str


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """One table or view with the columns that are exported."""

    name: str
    comment: str
    is_view: bool
    fields: tuple[Field, ...]


def list_tables(connection: duckdb.DuckDBPyConnection, *, snippets: bool) -> list[ExportedTable]:
    """All tables, then all views; with `snippets` without the columns that hold full texts."""
    found: dict[str, tuple[str, bool, list[Field]]] = {}
    for table, column, kind, nullable, words, about, is_view in connection.execute(_COLUMNS).fetchall():
        _, _, fields = found.setdefault(table, (about or "", is_view, []))
        if not (snippets and (table, column) in _FULL_TEXTS):
            fields.append(Field(column, kind, nullable, words or ""))
    return [ExportedTable(name, about, is_view, tuple(fields)) for name, (about, is_view, fields) in found.items()]


def write_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Sequence[ExportedTable], forms: Sequence[str]
) -> dict[str, int]:
    """One file a table and form, in a folder for each form; returns the rows of each table."""
    rows: dict[str, int] = {}
    for form in forms:
        (folder / form).mkdir()
        for table in tables:
            columns = ", ".join(f'"{field.name}"' for field in table.fields)
            path = str((folder / form / f"{table.name}.{form}").absolute()).replace("'", "''")
            done = connection.execute(f"copy (select {columns} from \"{table.name}\") to '{path}' ({_OPTIONS[form]})").fetchone()
            rows[table.name] = done[0] if done else 0
    return rows


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    """Rows of a query by column name, a few thousand at a time; other queries of the connection end it."""
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    while rows := result.fetchmany(2_000):
        yield from (dict(zip(names, row, strict=True)) for row in rows)
