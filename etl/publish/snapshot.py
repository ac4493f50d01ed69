"""Builds a new snapshot beside the old one and swaps it in once everything in it has answered."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb
from filelock import FileLock, Timeout
from sqlalchemy import Table

from etl.publish.columns import comment_statements, published_tables, quote
from etl.publish.identities import DECISIONS_FILE, settle_identities
from etl.publish.publication import IndexingError, remove_indexes, sign, sync, sync_folder
from etl.publish.record import RecordError, copy_tables
from etl.publish.sqlfiles import SqlFile, SqlFileError, in_order, read_folder
from etl.resolve.decisions import DecisionError

STORAGE_VERSION = "v1.2.0"
"""DuckDB 1.x clients cannot read the format that 2.0 writes by default."""
LOCK_SECONDS = 600.0
_SHOWN_ROWS = 5
_SMOKE_ROWS = 20


class PublishError(Exception):
    """A snapshot that must not serve; the message names the view or check and shows what is wrong. The old snapshot stays."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was published: rows by table, views and checks that passed, size in bytes, wall time in seconds."""

    target: Path
    rows: dict[str, int]
    views: tuple[str, ...]
    checks: tuple[str, ...]
    byte_size: int
    seconds: float


def publish(record_url: str, target: Path, sql_dir: Path) -> PublishReport:
    """Make `target` a DuckDB snapshot of the record store at `record_url`, with the views of `sql_dir`, past its checks, and indexed.

    Readers of the old file keep it until they open anew. Raises PublishError, with the old file in place, when anything fails.
    """
    started = time.monotonic()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        macros, views, checks = (read_folder(sql_dir / kind) for kind in ("macros", "views", "checks"))
        views = in_order(views)
        with _publishing(target) as partial:
            rows = copy_tables(record_url, published_tables(), _attach(partial))
            with _building(partial) as snapshot:
                settle_identities(snapshot, target.with_name(DECISIONS_FILE))
                snapshot.begin()  # one commit for all comments: each would be written through to the disk
                _comment_tables(snapshot, published_tables())
                _create_macros(snapshot, macros)
                _create_views(snapshot, views)
                snapshot.commit()
                _run_checks(snapshot, checks)
                index = sign(snapshot, target)
            sync(partial)
            if index is not None:
                sync_folder(index)
            os.replace(partial, target)
            sync(target.parent)
    except (SqlFileError, RecordError, IndexingError, DecisionError) as error:
        raise PublishError(str(error)) from error
    names = tuple(view.name for view in views), tuple(check.name for check in checks)
    return PublishReport(target, rows, *names, target.stat().st_size, time.monotonic() - started)


@contextmanager
def _publishing(target: Path) -> Iterator[Path]:
    """A path for the new file, one publication at a time; what a killed one left behind is removed, and so is ours when it fails."""
    try:
        lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=LOCK_SECONDS).acquire()
    except Timeout as error:
        raise PublishError(f"another process is publishing {target}; try again later") from error
    with lock:
        _remove_partials(target)
        try:
            yield target.with_name(f".{target.name}.{uuid4().hex}.tmp")
        finally:
            _remove_partials(target)
            remove_indexes(target)


def _remove_partials(target: Path) -> None:
    for left in target.parent.glob(f".{target.name}.*.tmp*"):
        left.unlink(missing_ok=True)


def _attach(path: Path) -> str:
    """The statement that opens the new file, made where it is not there yet."""
    return f"attach {quote(str(path))} as snapshot (storage_version '{STORAGE_VERSION}')"


@contextmanager
def _building(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose current database is the new file; written through and closed at the end."""
    connection = duckdb.connect()
    try:
        connection.execute(_attach(path))
        connection.execute("use snapshot")
        yield connection
        connection.execute("checkpoint snapshot")
        connection.execute("use memory")
        connection.execute("detach snapshot")
    finally:
        connection.close()


def _comment_tables(snapshot: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> None:
    """The models' words, in the catalogue."""
    for table in tables:
        for statement in comment_statements(table, "snapshot"):
            snapshot.execute(statement)


def _create_macros(snapshot: duckdb.DuckDBPyConnection, macros: Sequence[SqlFile]) -> None:
    """Create and comment the functions that views and users call; raises PublishError naming the one that fails."""
    for macro in macros:
        try:
            snapshot.execute(macro.query)
            snapshot.execute(f'comment on macro "{macro.name}" is {quote(macro.comment)}')
        except duckdb.Error as error:
            raise PublishError(f"macro {macro.name} fails: {error}") from error


def _create_views(snapshot: duckdb.DuckDBPyConnection, views: Sequence[SqlFile]) -> None:
    """Create, comment and try every view; raises PublishError naming the one that fails or whose header does not fit."""
    for view in views:
        try:
            snapshot.execute(f'create view "{view.name}" as {view.query}')
            result = snapshot.execute(f'select * from "{view.name}" limit {_SMOKE_ROWS}')
            columns = [column[0] for column in result.description or ()]
            result.fetchall()
        except duckdb.Error as error:
            raise PublishError(f"view {view.name} fails: {error}") from error
        if columns != list(view.columns):
            raise PublishError(f"view {view.name} has the columns {', '.join(columns)}, but its header says {', '.join(view.columns)}")
        snapshot.execute(f'comment on view "{view.name}" is {quote(view.comment)}')
        for column, words in view.columns.items():
            snapshot.execute(f'comment on column "{view.name}"."{column}" is {quote(words)}')


def _run_checks(snapshot: duckdb.DuckDBPyConnection, checks: Sequence[SqlFile]) -> None:
    """Every check must give no row; raises PublishError with the first rows it gave."""
    for check in checks:
        try:
            result = snapshot.execute(check.query)
            columns = [column[0] for column in result.description or ()]
            offending = result.fetchmany(_SHOWN_ROWS)
        except duckdb.Error as error:
            raise PublishError(f"check {check.name} fails: {error}") from error
        if offending:
            shown = "\n".join("  " + ", ".join(f"{c}={v!r}" for c, v in zip(columns, row, strict=True)) for row in offending)
            raise PublishError(f"check {check.name} found rows that must not exist ({check.row}):\n{shown}")
