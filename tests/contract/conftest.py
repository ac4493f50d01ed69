"""A published snapshot of invented articles, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.publish import publish
from etl.store import Batch, Store
from tests.contract.factory import make_article, make_batch, quarantined

SQL = Path(__file__).parent.parent.parent / "sql"


@pytest.fixture(scope="session")
def snapshot_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of a snapshot with forty articles and one document in quarantine."""
    home = tmp_path_factory.mktemp("snapshot")
    url = f"sqlite:///{home / 'record.sqlite'}"
    store = Store.open(url)
    load = store.begin_load()
    store.save(make_batch(load, [make_article(n) for n in range(40)]))
    store.save(Batch(load, {"documents": [quarantined(1)]}))
    store.finish_load(load)
    store.close()
    return publish(url, home / "cuttings.duckdb", SQL).target


@pytest.fixture
def snapshot(snapshot_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The snapshot, opened as users do."""
    with duckdb.connect(str(snapshot_path), read_only=True) as connection:
        yield connection
