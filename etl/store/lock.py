"""One writer at a time, across processes and threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text

from etl.ids import stable_id
from etl.store.errors import LockedError

_ADVISORY_KEY = stable_id("cuttings", "record store writer")


@contextmanager
def write_lock(engine: Engine, timeout_seconds: float) -> Iterator[None]:
    """Hold the write lock of the record store; raises LockedError after `timeout_seconds`.

    The operating system (SQLite: a lock file beside the database) or the server (PostgreSQL: an advisory lock of a session) gives it back
    when the holder dies, so a killed load never leaves it behind.
    """
    if engine.dialect.name == "sqlite":
        with _file_lock(Path(str(engine.url.database)), timeout_seconds):
            yield
    else:
        with _advisory_lock(engine, timeout_seconds):
            yield


@contextmanager
def _file_lock(database: Path, timeout_seconds: float) -> Iterator[None]:
    """A lock file beside the database; the file stays, the lock on it goes."""
    lock = FileLock(database.with_name(database.name + ".lock"), timeout=timeout_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockedError(f"another process is loading into {database}; wait for it, or stop it, and try again") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock(engine: Engine, timeout_seconds: float) -> Iterator[None]:
    """A session-level advisory lock on a connection of its own, outside any transaction."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"set lock_timeout = {int(timeout_seconds * 1000)}"))
        try:
            connection.execute(text("select pg_advisory_lock(:key)"), {"key": _ADVISORY_KEY})
        except Exception as error:
            if getattr(getattr(error, "orig", None), "sqlstate", None) != "55P03":  # lock_not_available
                raise
            raise LockedError("another process is loading into this database; wait for it, or stop it, and try again") from error
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _ADVISORY_KEY})
            connection.execute(text("set lock_timeout = 0"))
