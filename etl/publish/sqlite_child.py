"""Streams tables of a SQLite file as Arrow; run as a process of its own, and importing next to nothing for that.

ADBC's driver carries its own copy of SQLite. In one process with Python's copy the two do not see each other's locks: when the driver
closes the file it believes to be the last user, deletes the write-ahead log, and what the other one commits from then on is lost. Between
processes the locks work as they should.

Standard input: one JSON object, `path` and `statements`. Standard output: one Arrow IPC stream a statement, all read in one transaction.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import adbc_driver_sqlite.dbapi
import pyarrow.ipc


def main() -> None:
    """Serve one request."""
    try:
        _serve(json.load(sys.stdin))
    except adbc_driver_sqlite.dbapi.Error as error:
        sys.exit(str(error).splitlines()[0])


def _serve(request: dict[str, Any]) -> None:
    with adbc_driver_sqlite.dbapi.connect(request["path"]) as connection, pyarrow.PythonFile(sys.stdout.buffer, "w") as out:
        for statement in request["statements"]:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                stream = cursor.fetch_record_batch()
                with pyarrow.ipc.new_stream(out, stream.schema) as writer:
                    for batch in stream:
                        writer.write_batch(batch)


if __name__ == "__main__":
    main()
