"""What DuckDB's message leaves out when a lookup is called in the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

_UNKNOWN_COLUMN = re.compile(r'Referenced column "(.+?)" not found')
_UNKNOWN_TABLE = re.compile(r"Table with name (\S+) does not exist")
_LOOKUPS = "select distinct function_name from duckdb_functions() where not internal and function_type = 'table_macro'"


@contextmanager
def hinted(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[None]:
    """Errors of `query` go on with a hint where a lookup is at fault."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        lookups = {row[0] for row in connection.execute(_LOOKUPS).fetchall()}
        hint = hint_for(str(error), query, lookups)
        if hint is None:
            raise
        raise type(error)(f"{error}\n\n{hint}") from error


def hint_for(message: str, query: str, lookups: set[str]) -> str | None:
    """What to write instead, or None where no lookup is meant.

    `from quotes_of(chou)` takes chou for a column: the name wants quotation marks. `from quotes_of` takes the lookup for a table.
    """
    called = re.search(rf"\b({'|'.join(map(re.escape, sorted(lookups)))})\s*\(\s*([^')]*?)\s*\)", query, re.IGNORECASE) if lookups else None
    if called and called[2] and (_UNKNOWN_COLUMN.search(message) or "syntax error" in message):
        wanted = called[2].strip('"').replace("'", "''")
        return f"A name to look for stands in single quotation marks: {called[1]}('{wanted}')"
    table = _UNKNOWN_TABLE.search(message)
    if table and table[1].lower() in lookups:
        return f"{table[1]} is a lookup and takes a name: from {table[1]}('…')"
    return None
