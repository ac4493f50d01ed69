"""Whom a quote speaks of: by name, and by an office that the article gives to one person only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

SQL = Path(__file__).parent.parent.parent / "sql"
TABLES = {
    "quotes": "quote_id bigint, article_id bigint, text text",
    "quote_segments": "quote_id bigint, start_char int, end_char int",
    "mentions": "article_id bigint, entity_id bigint, surface text, start_char int, end_char int",
    "positions": "article_id bigint, person_id bigint, organisation_id bigint, title text, status text",
    "organisations": "organisation_id bigint, name text, acronym text",
    "entities": "entity_id bigint, name text, kind text",
}
MELO, LI, SENATE, FBI = 1, 2, 3, 4


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
        connection.execute(
            "insert into organisations values (?, 'Senate', null), (?, 'Federal Bureau of Investigation', 'FBI')", [SENATE, FBI]
        )
        connection.execute("insert into entities values (?, 'Ana Melo', 'person'), (?, 'Bo Li', 'person')", [MELO, LI])
        yield connection


def targets(db: duckdb.DuckDBPyConnection, words: str) -> list[tuple[str, str]]:
    """Names and words of whom a quote of article 1 speaks."""
    db.execute("insert into quotes values (9, 1, ?)", [words])
    db.execute("insert into quote_segments values (9, 100, ?)", [100 + len(words)])
    query = (SQL / "tables" / "quote_targets.sql").read_text()
    return db.execute(f"select target, named_as from ({query}\n) order by all").fetchall()


@pytest.mark.parametrize(
    ("title", "body", "words", "named_as"),
    [
        ("president", SENATE, "The Senate president has asked us", "The Senate president"),
        ("director", FBI, "We told the FBI director.", "the FBI director"),
        ("Prime Minister", None, "He said the prime minister’s plane was late", "the prime minister"),
        ("president", SENATE, "The president has asked us", None),
        ("president", SENATE, "A Senate president has asked us", None),
        ("president", SENATE, "the Senate presidents", None),
        ("president", SENATE, "the Senate president of Peru", None),
        ("Prime Minister", None, "the Prime Minister Bo Li", None),
        ("Prime Minister", None, "the prime minister-elect", None),
    ],
)
def test_an_office_stands_for_its_only_holder(
    db: duckdb.DuckDBPyConnection, title: str, body: int | None, words: str, named_as: str | None
) -> None:
    db.execute("insert into positions values (1, ?, ?, ?, 'current'), (2, ?, ?, ?, 'current')", [MELO, body, title, LI, body, title])
    assert targets(db, words) == ([("Ana Melo", named_as)] if named_as else [])


def test_an_office_of_two_stands_for_nobody(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("insert into positions values (1, ?, null, 'Prime Minister', null), (1, ?, null, 'prime minister', null)", [MELO, LI])
    assert targets(db, "the prime minister") == []


def test_who_has_left_an_office_is_not_meant(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("insert into positions values (1, ?, null, 'Prime Minister', 'former')", [MELO])
    assert targets(db, "the prime minister") == []


def test_a_name_and_an_office_are_one_target(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("insert into positions values (1, ?, null, 'Prime Minister', 'current')", [MELO])
    db.execute("insert into mentions values (1, ?, 'Melo', 100, 104)", [MELO])
    assert targets(db, "Melo is the prime minister") == [("Ana Melo", "Melo, the prime minister")]
