"""Dagster's run history on SQLite, written by a command: the same files as the web UI's, over connections that stay open.

Dagster opens a connection for every event and closes it again, which makes SQLite fold its log into the file each time. A load writes about
a hundred events, and that took two of the eight seconds of a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

_BUSY_SECONDS = 120


class OpenEventLog(SqliteEventLogStorage):
    """SqliteEventLogStorage with one lasting connection a file."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> OpenEventLog:
        """As Dagster makes it from the instance's settings."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engines.get(shard) or self._open(shard)
            with engine.begin() as connection:
                yield connection

    def _open(self, shard: str) -> Engine:
        url = self.conn_string_for_shard(shard)
        engine = create_engine(url, poolclass=QueuePool, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _relax)
        self._initdb(engine)
        self._engines[shard] = engine
        return engine

    def dispose(self) -> None:
        """Close the files."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


def _relax(connection: Any, _record: object) -> None:
    """A power cut may lose the last events of the history, never a fact: those are in the record store, which waits for the disk."""
    connection.execute("pragma synchronous = normal")
