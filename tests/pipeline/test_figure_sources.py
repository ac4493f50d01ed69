"""Figures of several sources: all are stored, published and kept over migration, in both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import select

from etl.publish import publish
from etl.store import Store
from etl.store.batch import TABLES
from tests.contract.factory import Rows, make_article, make_batch

ROOT = Path(__file__).parent.parent.parent
SOURCES = TABLES["figure_sources"]


def joint_article(number: int) -> Rows:
    """An article whose figure is given by both people it names."""
    article = make_article(number)
    (first,) = article["figure_sources"]
    other = next(row["person_id"] for row in article["people"] if row["person_id"] != first["entity_id"])
    article["figure_sources"].append({**first, "source_no": 2, "entity_id": other})
    return article


def save(store: Store, article: Rows) -> None:
    load = store.begin_load()
    store.save(make_batch(load, [article]))
    store.finish_load(load)


def held(store: Store) -> list[tuple[Any, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(SOURCES.c.source_no, SOURCES.c.entity_id).order_by(*SOURCES.primary_key))]


def test_both_are_published_and_renewed(record_url: str, tmp_path: Path) -> None:
    """One article alone first; the other comes by a renewal."""
    store = Store.open(record_url)
    save(store, make_article(1))
    publish(record_url, tmp_path / "cuttings.duckdb", ROOT / "sql")
    save(store, joint_article(2))
    store.close()
    target = publish(record_url, tmp_path / "cuttings.duckdb", ROOT / "sql").target
    with duckdb.connect(str(target), read_only=True) as snapshot:
        rows = snapshot.execute("select source, sources, article from figures_by_source order by article").fetchall()
    (alone, only, _), (source, sources, _) = rows
    assert alone == only
    assert sources.startswith(f"{source} and ") and len(sources.split(" and ")) == 2


def test_a_replaced_article_takes_its_sources_along(record_url: str) -> None:
    store = Store.open(record_url)
    save(store, joint_article(1))
    assert [number for number, _ in held(store)] == [1, 2]
    save(store, make_article(1, version=1))
    assert [number for number, _ in held(store)] == [1]
    store.close()


def test_figures_of_an_older_schema_have_their_one_source(record_url: str) -> None:
    store = Store.open(record_url)
    save(store, make_article(1))
    before = held(store)
    store.close()
    environment = {**os.environ, "CUTTINGS_DATABASE_URL": record_url}
    subprocess.run([sys.executable, "-m", "alembic", "downgrade", "0010"], cwd=ROOT, env=environment, check=True, capture_output=True)
    store = Store.open(record_url)
    assert held(store) == before and len(before) == 1
    store.close()
