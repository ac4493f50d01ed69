"""Joint speakers: words that two say together are found with both, in both databases, over replacement, migration and publication."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import select

from etl.export.jsonld import write_jsonld
from etl.publish import publish
from etl.search import Filters, search
from etl.store import Store
from etl.store.batch import TABLES
from tests.contract.factory import Rows, make_article, make_batch

ROOT = Path(__file__).parent.parent.parent
SPEAKERS = TABLES["quote_speakers"]


def joint_article(number: int) -> Rows:
    """An article whose first quote is said by both people it names."""
    article = make_article(number)
    first, *_ = article["quote_speakers"]
    other = next(row["person_id"] for row in article["people"] if row["person_id"] != first["entity_id"])
    article["quote_speakers"].append({**first, "speaker_no": 2, "entity_id": other})
    return article


def save(store: Store, article: Rows) -> None:
    load = store.begin_load()
    store.save(make_batch(load, [article]))
    store.finish_load(load)


def held(store: Store) -> list[tuple[Any, ...]]:
    with store.engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(select(SPEAKERS.c.speaker_no, SPEAKERS.c.entity_id).order_by(*SPEAKERS.primary_key))
        ]


def test_both_are_published_and_counted(record_url: str, tmp_path: Path) -> None:
    store = Store.open(record_url)
    save(store, joint_article(1))
    store.close()
    target = publish(record_url, tmp_path / "cuttings.duckdb", ROOT / "sql").target
    with duckdb.connect(str(target), read_only=True) as snapshot:
        said = snapshot.execute(
            "select speaker, spoken_with, speaker_no from quotes_by_speaker where kind = 'indirect' order by 3"
        ).fetchall()
        counted = dict(snapshot.execute("select speaker, reported_statements from most_quoted").fetchall())
        about = snapshot.execute("select count(*) = count(distinct (quote_id, target_id)) from quotes_about").fetchone()
        write_jsonld(snapshot, tmp_path / "all.jsonld", snippets=True)
    (first, second) = said
    assert first == (second[1], second[0], 1) and second[2] == 2
    assert counted == {first[0]: 1, second[0]: 1} and about == (True,)
    nodes = json.loads((tmp_path / "all.jsonld").read_text())["@graph"]
    names = {node["@id"]: node.get("name") for node in nodes}
    (spoken,) = (node["spokenByCharacter"] for node in nodes if node.get("additionalType") == "indirect")
    assert [names[one["@id"]] for one in spoken] == [first[0], second[0]]
    for name in (first[0], second[0]):
        (found,) = search(target, "harbour OR sea OR the OR boat", ("quotes",), Filters(speaker=name))
        assert f"{first[0]} and {second[0]}" in {hit.speaker for hit in found.hits}


def test_a_replaced_article_takes_its_speakers_along(record_url: str) -> None:
    store = Store.open(record_url)
    save(store, joint_article(1))
    assert [number for number, _ in held(store)].count(2) == 1
    save(store, make_article(1, version=1))
    assert {number for number, _ in held(store)} == {1}
    store.close()


def test_quotes_of_an_older_schema_have_their_first_speaker(record_url: str) -> None:
    store = Store.open(record_url)
    save(store, make_article(1))
    before = held(store)
    store.close()
    environment = {**os.environ, "CUTTINGS_DATABASE_URL": record_url}
    subprocess.run([sys.executable, "-m", "alembic", "downgrade", "0009"], cwd=ROOT, env=environment, check=True, capture_output=True)
    store = Store.open(record_url)
    assert held(store) == before and len(before) == 2
    store.close()
