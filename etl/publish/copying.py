"""Copies rows of the record store into DuckDB files; run as a process of its own, and importing next to nothing for that.

ADBC's SQLite driver carries its own copy of SQLite. In one process with Python's copy the two do not see each other's locks: when it
closes the file it believes to be the last user, deletes the write-ahead log, and what the other one commits from then on is lost. Between
processes the locks work as they should.

Arrow goes from the driver to DuckDB by its C interface, without pyarrow, which would be a third of the whole installation.

Standard input and output: a JSON object a line. First `driver` (sqlite or postgresql) and `address`; then requests, each with `attach` (the
statement that makes or opens the file `snapshot`) and `tables`, each with `name`, the statements `create` and `copy`, and `reads`; and
statements `then` to be run in that file.
Each is answered by rows by table. All are read in one transaction, which ends with the input.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import Any

import duckdb
from adbc_driver_manager import Error as RecordStoreError

_READING = {"sqlite": {"adbc.sqlite.query.batch_rows": "8192"}}
"""Options by driver. With batches of 1,024 rows, as SQLite's has by itself, copying takes a quarter longer; with 20,000 it is no faster."""


def main() -> None:
    """Serve requests; the exit status is 1, with a line that says why, when one fails."""
    sys.modules["pyarrow"] = None  # type: ignore[assignment]  # where it is installed, the driver would import it and numpy: 0.3 CPU seconds
    try:
        first = json.loads(sys.stdin.readline())
        with closing(_open(first["driver"], first["address"])) as record:
            for line in sys.stdin:
                print(json.dumps(_copy(record, _READING.get(first["driver"], {}), json.loads(line))), flush=True)
    except (RecordStoreError, duckdb.Error) as error:
        sys.exit(str(error).strip().splitlines()[0])


def _copy(record: Any, options: dict[str, str], request: dict[str, Any]) -> dict[str, int]:
    rows: dict[str, int] = {}
    with duckdb.connect() as snapshot:
        snapshot.execute(request["attach"])
        for table in request["tables"]:
            snapshot.execute(table["create"])
            rows[table["name"]] = sum(_read(record, options, snapshot, read, table["copy"]) for read in table["reads"])
        snapshot.execute("use snapshot")
        for statement in request["then"]:
            snapshot.execute(statement)
        snapshot.execute("use memory")
        snapshot.execute("checkpoint snapshot")
        snapshot.execute("detach snapshot")
    return rows


_PATIENCE = 30_000
"""Milliseconds to wait while another process makes or removes the log of writes (WAL): nobody may read in that instant."""


def _read(record: Any, options: dict[str, str], snapshot: duckdb.DuckDBPyConnection, read: str, copy: str) -> int:
    """Copy what one statement reads; returns how many rows."""
    with record.cursor(adbc_stmt_kwargs=options) as cursor:
        cursor.execute(read)
        snapshot.register("stream", cursor.fetch_arrow())
        copied = snapshot.execute(copy).fetchone()
        snapshot.unregister("stream")
    return copied[0] if copied else 0


def _open(driver: str, address: str) -> Any:
    """SQLite in WAL mode shows a transaction the database of its first read; PostgreSQL has to be asked for that."""
    if driver == "sqlite":
        import adbc_driver_sqlite.dbapi

        record = adbc_driver_sqlite.dbapi.connect(address)
        with record.cursor() as cursor:
            cursor.execute(f"pragma busy_timeout={_PATIENCE}")
        return record
    import adbc_driver_postgresql.dbapi

    connection = adbc_driver_postgresql.dbapi.connect(address)
    with connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read read only")
    return connection


if __name__ == "__main__":
    main()
