"""The published snapshot as its readers open it: read-only, and with no way out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

CATALOGUE = "cuttings"
"""Name of the snapshot inside a connection."""
_CLOSED = (
    "autoload_known_extensions",
    "autoinstall_known_extensions",
    "python_enable_replacements",  # else `from rows` would read a Python variable called rows
    "enable_external_access",
)


class NotPublishedError(Exception):
    """There is no snapshot yet; the message says what to do."""


def connect(path: Path, outputs: Sequence[Path] = ()) -> duckdb.DuckDBPyConnection:
    """A connection to the snapshot at `path`: no files but `outputs`, no network, no extensions, and no way to change that.

    The snapshot is attached rather than opened, so that another connection of the same process to the same file, with other settings,
    stands in nobody's way. Raises NotPublishedError, duckdb.Error.
    """
    if not path.is_file():
        raise NotPublishedError(f"nothing is published in {path.parent} yet; run `cuttings load PATH` first, or set CUTTINGS_HOME")
    connection = duckdb.connect()
    try:
        connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {CATALOGUE} (read_only)")
        connection.execute(f"use {CATALOGUE}")
        connection.execute("set enable_progress_bar = false")
        if outputs:
            connection.execute("set allowed_paths = ?", [[str(output.absolute()) for output in outputs]])
        for setting in _CLOSED:
            connection.execute(f"set {setting} = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error:
        connection.close()
        raise
    return connection


@contextmanager
def open_snapshot(path: Path, outputs: Sequence[Path] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection of `connect`, closed at the end."""
    connection = connect(path, outputs)
    try:
        yield connection
    finally:
        connection.close()


def search_folder(path: Path) -> Path | None:
    """Folder of the full-text index that the snapshot at `path` names; None where there is no snapshot or it names none."""
    if not path.is_file():
        return None
    try:
        with open_snapshot(path) as connection:
            return named_index(connection, path)
    except duckdb.Error:
        return None


def named_index(connection: duckdb.DuckDBPyConnection, path: Path) -> Path | None:
    """The same of a connection to the snapshot at `path`; None for a snapshot of a version that made no index."""
    try:
        row = connection.execute("select search_index from publication").fetchone()
    except duckdb.CatalogException:
        return None
    return path.with_name(row[0]) if row and row[0] else None
