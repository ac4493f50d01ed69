"""Saving one article asks by key: no statement walks what is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import event

from etl.store import Store
from etl.text.fingerprint import story_signature
from tests.contract.factory import Rows, make_article, make_batch


def walks_of(store: Store, act: Callable[[], object]) -> tuple[int, list[tuple[str, str]]]:
    """How many statements `act` asks, and the steps of their plans that read a whole table or all documents of one status."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, executemany: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((statement, parameters[0] if executemany else parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    act()
    event.remove(store.engine, "before_cursor_execute", note)
    walks = []
    with store.engine.connect() as connection:
        for statement, parameters in asked:
            for row in connection.exec_driver_sql(f"explain query plan {statement}", parameters).all():
                if row[3].startswith("SCAN ") or "status=?" in row[3]:
                    walks.append((row[3], statement))
    return len(asked), walks


def alone(number: int) -> Rows:
    """An article with a signature like no other's."""
    signature = story_signature(" ".join(f"w{number}n{at}" for at in range(60)))
    assert signature is not None
    return _signed(make_article(number), signature.encode(), signature.bands)


def bridge(one: Rows, other: Rows, number: int) -> Rows:
    """An article of which half the signature is that of one article, half that of another: a copy of both."""
    halves = [rows["story_signatures"][0]["minima"] for rows in (one, other)]
    bands = [row["band"] for row in one["story_bands"][:8]] + [row["band"] for row in other["story_bands"][8:]]
    return _signed(make_article(number), halves[0][:128] + halves[1][128:], bands)


def _signed(rows: Rows, minima: bytes, bands: Sequence[int]) -> Rows:
    article = rows["articles"][0]["article_id"]
    rows["story_signatures"] = [{"article_id": article, "minima": minima}]
    rows["story_bands"] = [{"article_id": article, "band": band} for band in bands]
    return rows


def stories(store: Store, *rows: Rows) -> list[int]:
    """The stories these articles are in."""
    ids = [row["articles"][0]["article_id"] for row in rows]
    with store.engine.connect() as connection:
        found = dict(connection.exec_driver_sql("select article_id, story_id from articles").all())  # type: ignore[arg-type]
    return [found[article] for article in ids]


def test_no_statement_of_a_save_scans_a_table_or_a_status(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    load_id = store.begin_load()
    store.save(make_batch(load_id, [make_article(n) for n in range(60)]))
    asked, walks = walks_of(store, lambda: store.save(make_batch(load_id, [make_article(3, version=1)])))
    store.close()
    assert asked > 20
    assert walks == []


def test_neither_joining_stories_nor_parting_them_scans_a_table(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    load_id = store.begin_load()
    made = [alone(n) for n in range(60)]
    store.save(make_batch(load_id, made))
    assert len(set(stories(store, *made))) == 60
    one, other = made[3], made[7]
    both = bridge(one, other, 60)
    _, walks = walks_of(store, lambda: store.save(make_batch(load_id, [both])))
    assert walks == []
    assert len(set(stories(store, one, other, both))) == 1
    _, walks = walks_of(store, lambda: store.save(make_batch(load_id, [make_article(60, version=1)])))
    assert walks == []
    assert len(set(stories(store, one, other))) == 2
    store.close()
