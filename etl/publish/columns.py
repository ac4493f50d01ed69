"""What each column of the record store becomes on its way: read as what, stored as what."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, String, Table

from models import Base
from models.types import UtcDateTime

STORAGE_VERSION = "v1.2.0"
"""DuckDB 1.x clients cannot read the format that 2.0 writes by default."""
SHAPE = "is_shape_row"
"""Marks the row that only shows SQLite's driver what type each column has."""


_TYPES = ((BigInteger, "BIGINT"), (Integer, "INTEGER"), (Date, "DATE"), (Boolean, "BOOLEAN"), (Float, "DOUBLE"), (String, "VARCHAR"))


def published_tables() -> list[Table]:
    """Tables of the snapshot, those pointed to first."""
    return [table for table in Base.metadata.sorted_tables if table.info.get("published", True)]


def published_references() -> list[tuple[str, str, str, str]]:
    """Every reference of the snapshot: its table and column, and the table and column that it points to."""
    return [
        (table.name, column.name, key.column.table.name, key.column.name)
        for table in published_tables()
        for column in table.columns
        for key in column.foreign_keys
    ]


def duckdb_type(column: Column[object]) -> str:
    """The DuckDB type a model's column is stored as; raises TypeError for one nobody decided on."""
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return "TIMESTAMP"  # always UTC; TIMESTAMPTZ would need the time zone extension to be read
    found = next((name for model_type, name in _TYPES if isinstance(kind, model_type)), None)
    if found is None:
        raise TypeError(f"{column.table.name}.{column.name}: nobody decided what {kind!r} becomes in DuckDB")
    return found


def attach_statement(path: Path) -> str:
    """The statement that opens a new snapshot, made where it is not there yet, as `snapshot`."""
    return f"attach {quote(str(path))} as snapshot (storage_version '{STORAGE_VERSION}')"


def create_statement(table: Table, database: str) -> str:
    """CREATE TABLE for the snapshot: names, types and what may not be null; keys stay in the record store, where they are enforced."""
    columns = (f'"{c.name}" {duckdb_type(c)}{"" if c.nullable else " not null"}' for c in table.columns)
    return f'create table {database}."{table.name}" ({", ".join(columns)})'


def comment_statements(table: Table, database: str) -> list[str]:
    """COMMENT ON statements with the models' words."""
    found = [f'comment on table {database}."{table.name}" is {quote(table.comment or "")}']
    return found + [f'comment on column {database}."{table.name}"."{c.name}" is {quote(c.comment or "")}' for c in table.columns]


def read_statement(table: Table, condition: str = "", *, shaped: bool) -> str:
    """SELECT of all columns in the record store, for SQLite `shaped`; of the rows that fit the condition, where there is one.

    SQLite has no column types, so its driver takes those of the first rows: a date column that begins with 1,024 nulls would be read as
    numbers. A first row of our own shows it the types; `copy_statement` leaves it out.
    """
    where = f" where {condition}" if condition else ""
    if not shaped:
        return f'select {", ".join(_postgresql(c) for c in table.columns)} from "{table.name}"{where}'
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    shapes = ", ".join(_SHAPES[duckdb_type(c)] for c in table.columns)
    return f'select 1 as {SHAPE}, {shapes} union all select 0, {names} from "{table.name}"{where}'


_SHAPES = {
    "BIGINT": "0",
    "INTEGER": "0",
    "BOOLEAN": "0",
    "DOUBLE": "0.0",
    "VARCHAR": "''",
    "DATE": "'2000-01-01'",
    "TIMESTAMP": "'2000-01-01 00:00:00'",
}


def _postgresql(column: Column[object]) -> str:
    return f"\"{column.name}\" at time zone 'utc'" if isinstance(column.type, UtcDateTime) else f'"{column.name}"'


def copy_statement(table: Table, database: str, arrow: str, *, shaped: bool) -> str:
    """INSERT from the Arrow stream registered as `arrow`, every column cast to the model's type."""
    names = [f"v{number}" for number in range(len(table.columns))]
    casts = ", ".join(f"cast({name} as {duckdb_type(c)})" for name, c in zip(names, table.columns, strict=True))
    stream = f"{arrow} as s({', '.join([SHAPE, *names] if shaped else names)})"
    where = f" where {SHAPE} = 0" if shaped else ""
    return f'insert into {database}."{table.name}" select {casts} from {stream}{where}'


def quote(words: str) -> str:
    """An SQL string literal."""
    return "'" + words.replace("'", "''") + "'"
