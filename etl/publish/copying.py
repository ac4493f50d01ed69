"""Copies the record store's tables into a new DuckDB file; run as a process of its own, and importing next to nothing for that.

ADBC's SQLite driver carries its own copy of SQLite. In one process with Python's copy the two do not see each other's locks: when it
closes the file it believes to be the last user, deletes the write-ahead log, and what the other one commits from then on is lost. Between
processes the locks work as they should.

Arrow goes from the driver to DuckDB by its C interface, without pyarrow, which would be a third of the whole installation.

Standard input: one JSON object, `driver` (sqlite or postgresql), `address`, `attach` (the statement that makes the file `snapshot`) and
`tables`, each with `name` and the statements `create`, `read` and `copy`. Standard output: rows by table. All are read in one transaction.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import Any

import duckdb
from adbc_driver_manager import Error as RecordStoreError


def main() -> None:
    """Serve one request; the exit status is 1, with a line that says why, when it fails."""
    try:
        rows = _copy(json.load(sys.stdin))
    except (RecordStoreError, duckdb.Error) as error:
        sys.exit(str(error).strip().splitlines()[0])
    json.dump(rows, sys.stdout)


def _copy(request: dict[str, Any]) -> dict[str, int]:
    rows = {}
    with closing(_open(request["driver"], request["address"])) as record, duckdb.connect() as snapshot:
        snapshot.execute(request["attach"])
        for table in request["tables"]:
            snapshot.execute(table["create"])
            with record.cursor() as cursor:
                cursor.execute(table["read"])
                snapshot.register("stream", cursor.fetch_arrow())
                copied = snapshot.execute(table["copy"]).fetchone()
                snapshot.unregister("stream")
            rows[table["name"]] = copied[0] if copied else 0
        snapshot.execute("checkpoint snapshot")
        snapshot.execute("detach snapshot")
    return rows


def _open(driver: str, address: str) -> Any:
    """SQLite in WAL mode shows a transaction the database of its first read; PostgreSQL has to be asked for that."""
    if driver == "sqlite":
        import adbc_driver_sqlite.dbapi

        return adbc_driver_sqlite.dbapi.connect(address)
    import adbc_driver_postgresql.dbapi

    connection = adbc_driver_postgresql.dbapi.connect(address)
    with connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read read only")
    return connection


if __name__ == "__main__":
    main()
