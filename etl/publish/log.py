"""The record store's log of changes, as publications read it: up to where one read it, and which rows changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
from sqlalchemy import Table

from etl.publish.columns import published_tables
from etl.publish.record import Wanted
from models import Base

SUBTYPES = {"people": "person_id", "organisations": "organisation_id", "places": "place_id"}
KEYS = {"entities": "entity_id", "entity_names": "entity_id", **SUBTYPES}
"""Tables of entities, with the id in them."""
ALONE = {"loads": ("load", "load_id"), "documents": ("document", "document_id"), "sources": ("source", "source_id")}
SUBJECTS = {**ALONE, "meetings": ("meeting", "meeting_id"), **{table: ("entity", key) for table, key in KEYS.items()}}
"""What a table's rows stand for in the log, and the id in them; all other tables belong to articles."""
_CHANGES = Base.metadata.tables["changes"]
_MOST = 0.3
"""Of a larger share of articles everything is read."""
_CHUNK = 5_000


class NotRenewableError(Exception):
    """What the last publication left is no base for this one; everything must be read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where a publication read the record store's log. None where the log was empty."""

    change_no: int | None = None
    mark: int | None = None


def read_mark(db: duckdb.DuckDBPyConnection, changes: str) -> Mark:
    """The last mark in a table of changes."""
    row = db.execute(f"select change_no, subject_id from {changes} where subject = 'mark' order by change_no desc limit 1").fetchone()
    return Mark(*row) if row else Mark()


def latest_mark() -> Wanted:
    """What of the log a full rebuild reads."""
    return Wanted(_CHANGES, ("change_no = (select max(change_no) from changes) and subject = 'mark'",))


def changed_rows(base: Mark) -> list[Wanted]:
    """The log from `base` on, and the rows of all tables that it names."""
    # Without `|| ''` SQLite looks for the subject in every transaction of the log by turns, for each table.
    since = f"select subject_id from changes where change_no > {base.change_no} and subject || '' = '{{}}'"
    rows = [Wanted(table, (condition_of(table, since.format(subject_of(table)[0])),)) for table in published_tables()]
    return [Wanted(_CHANGES, (f"change_no >= {base.change_no}",)), *rows]


def note_touched(db: duckdb.DuckDBPyConnection, base: Mark, changes: str) -> Mark:
    """Note what changed since `base`, deleted rows too, in the temporary table `touched`; returns the last mark.

    Raises NotRenewableError where the log, read into the table `changes`, does not know `base`.
    """
    if not db.execute(f"select 1 from {changes} where change_no = ? and subject_id = ?", [base.change_no, base.mark]).fetchone():
        raise NotRenewableError("the log does not know the last publication")
    db.execute(
        f"create temp table touched as select distinct subject, subject_id from {changes} "
        f"where change_no > {base.change_no} and subject <> 'mark'"
    )
    return read_mark(db, changes)


def count_touched(db: duckdb.DuckDBPyConnection) -> int:
    """How many articles are touched; raises NotRenewableError when they are so many that reading everything is no dearer."""
    touched = "select count(*) from touched where subject = 'article'"
    (many,), (of,) = (db.execute(query).fetchone() or (0,) for query in (touched, "select count(*) from snapshot.articles"))
    if many > _MOST * of:
        raise NotRenewableError(f"{many} of {of} articles changed")
    return int(many)


def subject_of(table: Table) -> tuple[str, str]:
    """What the table's rows stand for in the log, and the column with its id."""
    return SUBJECTS.get(table.name, ("article", "article_id"))


def condition_of(table: Table, ids: str) -> str:
    """The condition that a row of `table` belongs to one of the ids."""
    if table.name == "quote_segments":
        return f"quote_id in (select quote_id from quotes where article_id in ({ids}))"
    return f"{subject_of(table)[1]} in ({ids})"


def parts_of(ids: Sequence[int]) -> Iterator[str]:
    """The ids as lists for conditions, none too long for a statement."""
    for at in range(0, len(ids), _CHUNK):
        yield ", ".join(map(str, ids[at : at + _CHUNK]))


def listed(column: str, ids: Sequence[int]) -> list[str]:
    """Conditions that the column holds one of the ids."""
    return [f"{column} in ({part})" for part in parts_of(ids)]
