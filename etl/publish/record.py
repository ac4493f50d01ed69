"""Reads the record store into a new DuckDB file, all tables as of one instant."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Table

from etl.publish import copying
from etl.publish.columns import copy_statement, create_statement, read_statement
from etl.store.engine import parse_url


class RecordError(Exception):
    """The record store is not there or cannot be read."""


def copy_tables(record_url: str, tables: Sequence[Table], attach: str) -> dict[str, int]:
    """Create and fill every table in the database `snapshot` that the statement `attach` makes; returns the rows of each.

    All are read in one transaction; loads go on meanwhile. `etl.publish.copying` says why another process does it. Raises RecordError.
    """
    url = parse_url(record_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        address = str(Path(url.database or "").absolute())
        if not Path(address).is_file():
            raise RecordError(f"nothing is loaded yet: there is no record store at {address}")
    else:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    request = {
        "driver": "sqlite" if is_sqlite else "postgresql",
        "address": address,
        "attach": attach,
        "tables": [
            {
                "name": table.name,
                "create": create_statement(table, "snapshot"),
                "read": read_statement(table, shaped=is_sqlite),
                "copy": copy_statement(table, "snapshot", "stream", shaped=is_sqlite),
            }
            for table in tables
        ],
    }
    return _ask(request)


def _ask(request: object) -> dict[str, int]:
    """The child's answer; raises RecordError with its last words when it has none. The address may hold a password: it goes by a pipe."""
    command = [sys.executable, "-I", str(copying.__file__)]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise RecordError(f"the record store cannot be read: {lines[-1] if lines else f'the reader ended with {done.returncode}'}")
    rows: dict[str, int] = json.loads(done.stdout)
    return rows
