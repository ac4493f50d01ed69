"""The warehouse from Python: a read-only connection to the published snapshot, and the full-text search.

import cuttings

db = cuttings.connect()                      # CUTTINGS_HOME, else ./cuttings-data
db.sql("from most_quoted limit 5")           # a DuckDB relation: .df(), .pl(), .arrow(), .fetchall()
db.sql("from quotes where speaker_id = ?", params=[17])
db.search('"prime minister" visit*', speaker="Okonjo")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from etl.home import Home
from etl.search import END, START, Filters, Hit, QueryError, SearchError, search
from etl.serving import NotPublishedError
from etl.serving import connect as _connect

__all__ = ["Connection", "Hit", "NotPublishedError", "QueryError", "SearchError", "connect"]


class Connection:
    """A connection to the newest snapshot: every call looks whether another was published, and then goes on with that.

    Nothing can be changed, and no query reaches another file, the network, an extension or a Python variable. What an earlier call returned
    keeps the snapshot it was made from. One connection is for one thread.
    """

    def __init__(self, snapshot: Path) -> None:
        self.path = snapshot
        self._open: duckdb.DuckDBPyConnection | None = None
        self._seen: tuple[int, ...] = ()
        self.refresh()

    def refresh(self) -> bool:
        """Go on with the newest snapshot; whether there was a newer one. Raises NotPublishedError when there is none at all."""
        seen = self._state()
        if self._open is not None and seen == self._seen:
            return False
        self._open, self._seen = _connect(self.path), seen
        return True

    def sql(self, query: str, params: Sequence[Any] | dict[str, Any] | None = None) -> duckdb.DuckDBPyRelation:
        """The answer as a relation, read when it is used. Raises duckdb.Error."""
        return self._current.sql(query, params=params)

    def execute(self, query: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> duckdb.DuckDBPyConnection:
        """Execute at once; fetch from what is returned, as with DB-API. Raises duckdb.Error."""
        return self._current.execute(query, parameters)

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """A table or view. Raises duckdb.Error."""
        return self._current.table(name)

    def search(
        self,
        words: str,
        *,
        kinds: Sequence[str] = ("articles", "quotes"),
        speaker: str | None = None,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """What `cuttings search` finds, with **words** in the snippets. Raises QueryError, SearchError."""
        found = search(self.path, words, kinds, Filters(speaker, outlet, since, until), limit)
        return [_marked(hit) for part in found for hit in part.hits]

    def close(self) -> None:
        """Let go of the snapshot; the next call opens it again."""
        if self._open is not None:
            self._open.close()
        self._open = None

    @property
    def _current(self) -> duckdb.DuckDBPyConnection:
        self.refresh()
        assert self._open is not None
        return self._open

    def _state(self) -> tuple[int, ...]:
        """What tells one snapshot file from the next."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return ()
        return stat.st_ino, stat.st_mtime_ns, stat.st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def connect(home: str | Path | None = None) -> Connection:
    """A read-only connection to the warehouse in the folder `home`, else in CUTTINGS_HOME, else in ./cuttings-data.

    Raises NotPublishedError when nothing is published there yet.
    """
    found = Home.from_env() if home is None else Home(Path(home).expanduser().absolute())
    return Connection(found.snapshot)


def _marked(hit: Hit) -> Hit:
    return replace(hit, snippet=hit.snippet.replace(START, "**").replace(END, "**"))
