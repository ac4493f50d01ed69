"""Series set side by side only what compares; contradictions are pairs that cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

SQL = Path(__file__).parent.parent.parent / "sql"
FIGURES = (
    "figure_id bigint, article_id bigint, value double, value_max double, comparator text, unit text, per text, type text, measured text, "
    "measured_key text, place_id text, period_text text, period_from date, period_to date, surface text, start_char int, end_char int, "
    "attributed_to_id text, attributed_to_text text, quote_id bigint, part_of_id bigint"
)
TABLES = {
    "figures": FIGURES,
    "figure_sources": "figure_id bigint, source_no int, article_id bigint, entity_id text",
    "articles": "article_id bigint, headline text, text text",
    "prepared.article_labels": "article_id bigint, article text, published_on date",
    "places": "place_id text, name text",
    "entities": "entity_id text, name text, kind text",
    "quotes": "quote_id bigint, speaker_text text, cue text",
}
DAY = "2024-06-02"


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema prepared; set search_path = 'main,prepared'")
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
        connection.execute((SQL / "macros" / "evidence_of.sql").read_text())
        for name in ("figure_labels", "series_points"):  # as views: figures are added later
            connection.execute(f"create view prepared.{name} as {(SQL / 'tables' / f'{name}.sql').read_text()}")
        for name in ("figure_series", "figure_contradictions"):
            connection.execute(f"create view {name} as {(SQL / 'views' / f'{name}.sql').read_text()}")
        yield connection


def add(
    db: duckdb.DuckDBPyConnection, number: int, value: float, *, place: str | None = None, source: str | None = None, **given: Any
) -> None:
    """A figure in an article of its own; the names of its place and source are their ids too."""
    row = {"figure_id": number, "article_id": number, "measured_key": "ferry", "measured": "ferries", "type": "stock", "unit": "ferry",
           "comparator": "eq", "value": value, "period_to": "2024-05-31", "surface": f"{value:g}", "start_char": 0, "end_char": 2,
           "place_id": place, "attributed_to_id": source} | given  # fmt: skip
    db.execute(f"insert into figures ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values()))
    db.execute("insert into articles values (?, 'A', ?)", [number, f"{value:g} ferries sail."])
    db.execute("insert into prepared.article_labels values (?, 'a', ?)", [number, DAY])
    db.execute("insert into places select ?, ? where ? is not null", [place] * 3)
    db.execute("insert into entities select ?, ?, 'person' where ? is not null", [source] * 3)


@pytest.mark.parametrize(
    "other",
    [{"type": "flow"}, {"unit": "percent"}, {"place": "Oban"}, {"per": "year"}, {"measured_key": "ferry crew"}],
    ids=lambda given: next(iter(given)),
)
def test_unlike_figures_are_two_series(db: duckdb.DuckDBPyConnection, other: dict[str, str]) -> None:
    add(db, 1, 40)
    add(db, 2, 44, **other)
    assert db.execute("select distinct points from figure_series").fetchall() == [(1,)]


def test_like_figures_are_one_series_by_date(db: duckdb.DuckDBPyConnection) -> None:
    add(db, 1, 44)
    add(db, 2, 40, period_to="2023-05-31")
    add(db, 3, 47, period_to=None)
    rows = db.execute("select value, point_no, points, is_dated from figure_series order by point_no").fetchall()
    assert rows == [(40, 1, 3, True), (44, 2, 3, True), (47, 3, 3, False)]


def test_a_part_is_no_point_of_its_whole(db: duckdb.DuckDBPyConnection) -> None:
    """Of the 92 per cent of ferries that sailed 73 were late: 73 stands alone, and so do 20 others of them; no pair contradicts another."""
    add(db, 1, 92, surface="92 per cent")
    add(db, 2, 73, part_of_id=1)
    add(db, 3, 20, part_of_id=1)
    add(db, 4, 10, part_of_id=2)
    add(db, 5, 90)
    rows = db.execute("select value, points, series ilike '%, part of 92 per cent]' from figure_series order by value").fetchall()
    assert rows == [(10, 1, False), (20, 1, True), (73, 1, True), (90, 2, False), (92, 2, False)]
    assert db.execute("select value, other_value from figure_contradictions").fetchall() == [(92, 90)]


def test_a_part_that_says_what_it_is_has_its_series(db: duckdb.DuckDBPyConnection) -> None:
    add(db, 1, 92)
    add(db, 2, 73, measured_key="late ferry", part_of_id=1)
    add(db, 3, 70, measured_key="late ferry")
    assert db.execute("select value, points from figure_series order by value").fetchall() == [(70, 2), (73, 2), (92, 1)]


@pytest.mark.parametrize(
    "given", [{"type": "age"}, {"type": "duration"}, {"type": "rank"}, {"type": "amount", "value": 2}, {"measured_key": None}]
)
def test_trivial_figures_make_no_series(db: duckdb.DuckDBPyConnection, given: dict[str, Any]) -> None:
    add(db, 1, **{"value": 40.0, **given})
    assert db.execute("select count(*) from figure_series").fetchone() == (0,)


@pytest.mark.parametrize(
    ("first", "second", "contradict"),
    [
        ((40, "eq"), (44, "eq"), True),
        ((40, "eq"), (40, "eq"), False),
        ((40, "approx"), (43, "eq"), False),
        ((40, "gt"), (44, "eq"), False),
        ((40, "eq"), (44, "gt"), True),
        ((40, "lt"), (44, "eq"), True),
        ((44, "lt"), (40, "eq"), False),
    ],
)
def test_a_contradiction_cannot_both_hold(
    db: duckdb.DuckDBPyConnection, first: tuple[float, str], second: tuple[float, str], contradict: bool
) -> None:
    add(db, 1, first[0], comparator=first[1], source="Port of Oban")
    add(db, 2, second[0], comparator=second[1], source="Union of Stewards")
    found = db.execute("select source, other_source from figure_contradictions").fetchall()
    assert found == ([("Port of Oban", "Union of Stewards")] if contradict else [])


def test_figures_of_other_days_do_not_contradict(db: duckdb.DuckDBPyConnection) -> None:
    add(db, 1, 40)
    add(db, 2, 44, period_to="2023-05-31")
    add(db, 3, 48, period_to=None)
    assert db.execute("select count(*) from figure_contradictions").fetchone() == (0,)
