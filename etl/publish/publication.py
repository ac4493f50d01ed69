"""The snapshot's one row about itself: when it was made, and which full-text index belongs to it.

Snapshot and index are two things on the disk, and no file system swaps two at once. So an index gets a name that none had before, the
snapshot says that name, and replacing the snapshot replaces both: who opens a snapshot and then the index it names has two that belong
together.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb
from sqlalchemy import Column, MetaData, String, Table

from etl.publish.columns import comment_statements, create_statement
from etl.search.index import build_index, can_index
from etl.serving import search_folder
from models.types import UtcDateTime

PUBLICATION = Table(
    "publication",
    MetaData(),
    Column("published_at", UtcDateTime(), nullable=False, comment="When the snapshot was made (UTC)."),
    Column(
        "search_index",
        String,
        comment="Folder beside the snapshot with the full-text index made of it, for `cuttings search`; null where SQLite has no FTS5.",
    ),
    comment="One row: the snapshot itself.",
)


class IndexingError(Exception):
    """The full-text index could not be written."""


def new_folder(target: Path) -> Path | None:
    """A new folder for what belongs to the snapshot that is to become `target`; None where SQLite cannot index."""
    if not can_index():
        return None
    folder = target.with_name(f"{target.stem}.search-{uuid4().hex[:16]}")
    folder.mkdir()
    return folder


def sign(snapshot: duckdb.DuckDBPyConnection, folder: Path | None, target: Path, changed: Collection[int] | None = None) -> None:
    """Index the snapshot that is to become `target` in the folder, and write down in it when and where. Raises IndexingError.

    `changed`: articles that may differ from those in `target`, where that is known.
    """
    snapshot.execute("drop table if exists publication")
    snapshot.execute(create_statement(PUBLICATION, "snapshot"))
    for statement in comment_statements(PUBLICATION, "snapshot"):
        snapshot.execute(statement)
    now = datetime.now(UTC).replace(tzinfo=None)
    snapshot.execute("insert into publication values (?, ?)", [now, folder.name if folder else None])
    if folder is not None:
        try:
            build_index(snapshot, folder, search_folder(target), changed)
        except (sqlite3.Error, OSError, duckdb.Error) as error:
            raise IndexingError(f"the full-text index cannot be written: {error}") from error


def remove_indexes(target: Path) -> None:
    """Remove every index that the snapshot `target` does not name: earlier ones, and what a publication that failed left behind.

    A reader that just opened the snapshot before finds its index gone and opens the new snapshot instead.
    """
    current = search_folder(target)
    for folder in target.parent.glob(f"{target.stem}.search-*"):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make sure that a folder with its files is on the disk."""
    for path in [*folder.iterdir(), folder]:
        sync(path)


def sync(path: Path) -> None:
    """Make sure a file or a folder's entries are on the disk before anything relies on them."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
