"""The log of what each transaction changed, by which a publication reads what is new and leaves the rest alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from secrets import randbits

from sqlalchemy import Connection, delete, func, select

from etl.store.batch import TABLES
from etl.store.bulk import insert_rows

KEPT = 5_000
"""Transactions the log reaches back: of 32 articles each, more than a publication of what is new could use."""
_CHANGES = TABLES["changes"]


class Changes:
    """What one transaction changes, by subject; written into the log as its last statement."""

    def __init__(self) -> None:
        self._ids: dict[str, set[int]] = defaultdict(set)

    def add(self, subject: str, ids: Iterable[int]) -> None:
        """Rows of this subject were written or deleted; an article stands for all its facts, an entity for its subtype and names."""
        self._ids[subject].update(ids)

    def add_pairs(self, subjects: Iterable[tuple[str, int]]) -> None:
        """The same of (subject, id) pairs."""
        for subject, subject_id in subjects:
            self._ids[subject].add(subject_id)

    def write(self, connection: Connection) -> None:
        """Enter the changes under the next number, with a mark: after a restored backup a number may come twice, a mark never does."""
        if not any(self._ids.values()):
            return
        number = (connection.execute(select(func.max(_CHANGES.c.change_no))).scalar() or 0) + 1
        found = [("mark", randbits(62)), *((subject, one) for subject, ids in self._ids.items() for one in sorted(ids))]
        insert_rows(connection, _CHANGES, [{"change_no": number, "subject": subject, "subject_id": one} for subject, one in found])


def forget_old(connection: Connection) -> None:
    """Drop transactions that lie too far back; a snapshot older than that is made anew from everything."""
    latest = connection.execute(select(func.max(_CHANGES.c.change_no))).scalar() or 0
    connection.execute(delete(_CHANGES).where(_CHANGES.c.change_no <= latest - KEPT))
