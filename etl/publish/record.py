"""Reads the record store as Arrow, all tables as of one instant."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import adbc_driver_manager
import adbc_driver_postgresql.dbapi
import pyarrow
from sqlalchemy import URL, Table

from etl.publish import sqlite_child
from etl.publish.columns import read_statement
from etl.store.engine import parse_url

Streams = Generator[tuple[Table, pyarrow.RecordBatchReader], None, None]


class RecordError(Exception):
    """The record store is not there or cannot be read."""


def read_tables(record_url: str, tables: Sequence[Table]) -> Streams:
    """All rows of each table as a stream, which is to be used up before the next is asked for.

    They are of one transaction; loads go on meanwhile. Raises RecordError.
    """
    url = parse_url(record_url)
    return _read_sqlite(url, tables) if url.get_backend_name() == "sqlite" else _read_postgresql(url, tables)


def is_shaped(record_url: str) -> bool:
    """Whether streams from this store begin with a shape row (see `read_statement`)."""
    return parse_url(record_url).get_backend_name() == "sqlite"


def _read_sqlite(url: URL, tables: Sequence[Table]) -> Streams:
    """From a process of its own, which `sqlite_child` explains. WAL gives it, from its first read on, the database of that instant."""
    path = Path(url.database or "").absolute()
    if not path.is_file():
        raise RecordError(f"nothing is loaded yet: there is no record store at {path}")
    request = {"path": str(path), "statements": [read_statement(table, shaped=True) for table in tables]}
    child = _start([sys.executable, "-I", str(sqlite_child.__file__)], json.dumps(request).encode())
    try:
        for table in tables:
            yield table, _open_stream(child)
    finally:
        child.kill()
        child.communicate()


def _start(command: Sequence[str], request: bytes) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdin
    child.stdin.write(request)
    child.stdin.close()
    child.stdin = None
    return child


def _open_stream(child: subprocess.Popen[bytes]) -> pyarrow.RecordBatchReader:
    """The child's next stream; raises RecordError with its last words when there is none."""
    try:
        return pyarrow.ipc.open_stream(child.stdout)
    except pyarrow.ArrowInvalid as error:
        _, complaint = child.communicate()
        lines = complaint.decode(errors="replace").strip().splitlines()
        raise RecordError(f"the record store cannot be read: {lines[-1] if lines else error}") from error


def _read_postgresql(url: URL, tables: Sequence[Table]) -> Streams:
    """Repeatable read gives every statement the same snapshot; the default would give each its own."""
    try:
        connection: Any = adbc_driver_postgresql.dbapi.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
        with closing(connection), connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read read only")
            for table in tables:
                cursor.execute(read_statement(table, shaped=False))
                yield table, cursor.fetch_record_batch()
    except adbc_driver_manager.Error as error:
        raise RecordError(f"the record store cannot be read: {error}") from error
