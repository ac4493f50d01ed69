"""The record store's tables in columns, row for row, beside the snapshot: from there a snapshot is made anew after a change of the program.

Of 100,000 articles SQLite needs half a minute to read them; the file is copied in half a second.

It cannot be out of date without that being noticed:

- It is written once, after everything was read from the record store, and never changed. Later snapshots pass it on by a hard link.
- It holds the mark of the record store's log up to which it was read; who uses it reads what the log names since then, as a renewal does.
  Where the log does not know the mark (an older backup was restored), or names too many articles, everything is read.
- It lies in the folder that the snapshot names, and is complete on the disk before the snapshot is put in place; a publication that was
  killed leaves a folder that no snapshot names.
- `Rules.record` digests the code and the columns by which it was made. By others it is not used.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from etl.publish.columns import published_tables, quote
from etl.publish.log import NotRenewableError, changed_rows, condition_of, count_touched, note_touched, read_mark, subject_of
from etl.publish.record import Record

MIRROR_FILE = "record.duckdb"


def has_mirror(folder: Path) -> bool:
    """Whether the folder of a snapshot holds one: those of earlier programs do not."""
    return (folder / MIRROR_FILE).is_file()


def keep_mirror(snapshot: Path, folder: Path) -> None:
    """Keep what a new snapshot holds right after the record store was copied into it. Raises OSError."""
    shutil.copyfile(snapshot, _free(folder))


def copy_mirror(folder: Path, snapshot: Path) -> None:
    """Begin a new snapshot with the mirror in the folder. Raises OSError."""
    shutil.copyfile(folder / MIRROR_FILE, snapshot)


def pass_on_mirror(last: Path, folder: Path) -> None:
    """Have the mirror of the last snapshot's folder, if there is one, in the new one's, too. Raises OSError."""
    if has_mirror(last):
        target = _free(folder)
        try:
            os.link(last / MIRROR_FILE, target)
        except OSError:  # this file system has no hard links
            shutil.copyfile(last / MIRROR_FILE, target)


def _free(folder: Path) -> Path:
    """The path of a mirror, free: writing over a hard link would write into the last snapshot's."""
    path = folder / MIRROR_FILE
    path.unlink(missing_ok=True)
    return path


def bring_up_to_date(db: duckdb.DuckDBPyConnection, record: Record, path: Path) -> int:
    """Make the current database `snapshot`, a copy of a mirror, the record store as it is now; returns how many articles changed.

    All rows of what changed stand in the database `delta` afterwards, whose file begins with `path`. Raises NotRenewableError, RecordError,
    duckdb.Error.
    """
    base = read_mark(db, "snapshot.changes")
    if base.mark is None:
        raise NotRenewableError("the record store had no log when it was read")
    delta = path.with_name(f"{path.name}.delta")
    delta.unlink(missing_ok=True)  # a renewal that failed may have left its own
    record.copy(changed_rows(base), f"attach {quote(str(delta))} as snapshot")
    db.execute(f"attach {quote(str(delta))} as delta (read_only)")
    note_touched(db, base, "delta.changes")
    changed = count_touched(db)
    db.begin()
    for table in reversed(published_tables()):  # pieces of quotes are found by their quotes, and go before them
        touched = f"select subject_id from touched where subject = '{subject_of(table)[0]}'"
        db.execute(f"delete from {table.name} where {condition_of(table, touched)}")
    for table in published_tables():
        db.execute(f"insert into {table.name} from delta.{table.name}")
    db.execute("delete from changes; insert into changes from delta.changes where subject = 'mark'")
    db.commit()
    db.execute("drop table touched")
    return changed
