"""Database URLs and engines: SQLite in WAL mode, or PostgreSQL, behaving alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from etl.store.errors import StoreError

BUSY_TIMEOUT_MS = 30_000
_LIKE = "postgresql://USER:PASSWORD@HOST:5432/NAME or sqlite:////PATH"
READ_ONLY = {"cuttings_read_only": True}
"""Execution options of a connection that only reads: on SQLite it then waits for no writer."""


def parse_url(url: str) -> URL:
    """`url` with the driver that is installed: `postgres://` and `postgresql://` become psycopg's.

    Raises StoreError for other databases, and for what is no address.
    """
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    except (ArgumentError, ValueError):  # a port that is no number, say; the words may hold a password and are not repeated
        raise StoreError(f"CUTTINGS_DATABASE_URL is no address of a database; it is like {_LIKE}") from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+pysqlite")
    shown = parsed.render_as_string(hide_password=True)
    raise StoreError(f"the record store is SQLite or PostgreSQL, not {backend}: {shown}; its address is like {_LIKE}")


def connect_url(url: str) -> Engine:
    """An engine for `url`; a SQLite file is created, with its folder, where it does not exist."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError("the record store needs a file: sqlite:///PATH")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL lets readers read on while one writes; synchronous=FULL keeps a committed load through a power cut."""
    connection.isolation_level = None  # we send BEGIN ourselves: the driver would otherwise commit before schema changes
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: taking it midway fails at once when another writer came between, whatever the busy timeout."""
    reading = connection.get_execution_options().get("cuttings_read_only", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
