"""Reads the record store as Arrow, all tables as of one instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import pyarrow
from sqlalchemy import URL, Table

from etl.publish.columns import read_statement
from etl.store.engine import parse_url


class NoRecordError(Exception):
    """There is no record store at this address."""


class Reader(Protocol):
    """One read transaction on the record store."""

    dialect: str

    def read(self, table: Table) -> AbstractContextManager[pyarrow.RecordBatchReader]:
        """All rows of a table, as a stream."""
        ...


class _AdbcReader:
    def __init__(self, connection: adbc_driver_sqlite.dbapi.Connection, dialect: str) -> None:
        self._connection = connection
        self.dialect = dialect

    @contextmanager
    def read(self, table: Table) -> Iterator[pyarrow.RecordBatchReader]:
        """All rows of a table, as a stream that lives as long as the cursor."""
        with self._connection.cursor() as cursor:
            cursor.execute(read_statement(table, self.dialect))
            yield cursor.fetch_record_batch()


@contextmanager
def reading(record_url: str) -> Iterator[Reader]:
    """Open the record store for one consistent read; loads go on meanwhile. Raises NoRecordError where there is none."""
    url = parse_url(record_url)
    dialect = url.get_backend_name()
    connection = _open_sqlite(url) if dialect == "sqlite" else _open_postgresql(url)
    try:
        yield _AdbcReader(connection, dialect)
    finally:
        connection.rollback()
        connection.close()


def _open_sqlite(url: URL) -> adbc_driver_sqlite.dbapi.Connection:
    """WAL gives the transaction, from its first read on, the database of that instant."""
    path = Path(url.database or "")
    if not path.is_file():
        raise NoRecordError(f"nothing is loaded yet: there is no record store at {path}")
    return adbc_driver_sqlite.dbapi.connect(str(path))


def _open_postgresql(url: URL) -> adbc_driver_postgresql.dbapi.Connection:
    """Repeatable read gives every statement the same snapshot; the default would give each its own."""
    connection = adbc_driver_postgresql.dbapi.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    with connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read read only")
    return connection
