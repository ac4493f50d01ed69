"""The query language of `cuttings search`: what is typed becomes words to look for and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.search.words import QueryError, Term, exactly, match_expression, read_query, telling, terms

TEXTS = ["The new bridge over the river", "A ferry crosses the river", "Ministers paid the bridge toll", "Kyung-wha spoke"]


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute("create virtual table words using fts5(body, secret, tokenize = 'porter unicode61 remove_diacritics 2')")
        opened.executemany("insert into words (rowid, body, secret) values (?, ?, 'hidden')", enumerate(TEXTS))
        yield opened


def found(index: sqlite3.Connection, query: str) -> list[int]:
    expression = match_expression(read_query(query))
    rows = index.execute("select rowid from words where words match ? order by rowid", [f"{{body}} : ({expression})"])
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bridge", [0, 2]),
        ("BRIDGES", [0, 2]),
        ("bridge river", [0]),
        ("bridge AND river", [0]),
        ('"new bridge"', [0]),
        ('"bridge new"', []),
        ("“new bridge”", [0]),
        ("minist*", [2]),
        ('"bridge to"*', [2]),
        ("toll OR ferry", [1, 2]),
        ("toll OR ferry river", [1, 2]),
        ("(toll OR ferry) river", [1]),
        ("bridge -toll", [0]),
        ("bridge NOT toll", [0]),
        ("river NOT (bridge OR ferry)", []),
        ("bridge AND NOT toll", [0]),
        ("Kyung-wha", [3]),
        ("bridge – river", [0]),
        ("hidden", []),
        ("secret:hidden", []),
        ("NEAR(bridge river)", []),
        ("- bridge", [0, 2]),
        ("bridge\ud800 toll", [2]),
    ],
)
def test_a_query_finds(index: sqlite3.Connection, query: str, expected: list[int]) -> None:
    assert found(index, query) == expected


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "no word"),
        ("–", "no word"),
        ('the "new bridge', "quotation mark at character 5 is never closed"),
        ('"…"', "no word between the quotation marks"),
        ("(bridge", r"bracket \( at character 1 is never closed"),
        ("bridge)", r"bracket \) at character 7 closes nothing"),
        ("()", "word is missing"),
        ("bridge OR", "word is missing at the end"),
        ("OR bridge", "word is missing at character 1"),
        ("bridge AND", "word is missing behind AND at character 8"),
        ("NOT toll", "only exclusions"),
        ("-toll", "only exclusions"),
        ("br*", "too short"),
        ("*", "stands alone"),
        ("br*dge", "ends a word"),
        ("(" * 30 + "a" + ")" * 30, "brackets stand in each other"),
        ("word " * 300, "longer than"),
    ],
)
def test_a_malformed_query_says_why(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_query(query)


@given(st.text(alphabet=st.one_of(st.sampled_from("\"()*-{}:^+ANDORT '\\\0“"), st.characters()), max_size=40))
def test_whatever_is_typed_is_a_query_or_said_to_be_none(query: str) -> None:
    try:
        expression = match_expression(read_query(query))
    except QueryError:
        return
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.execute("create virtual table words using fts5(body, secret)")
        opened.execute("insert into words values ('', 'AND OR NOT T A N D R')")
        assert opened.execute("select 1 from words where words match ?", [f"{{body}} : ({expression})"]).fetchall() == []


COMMON = {Term("the"), Term("said")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("the", "the"),
        ("the OR said", "the OR said"),
        ("the OR zeppelin", "zeppelin"),
        ("the bridge", "the bridge"),
        ("the bridge OR said", "the bridge"),
        ("(the OR toll OR ferry) river", "(toll OR ferry) river"),
        ("(the OR said) river", "(the OR said) river"),
        ("the -bridge OR toll -said", "toll -said"),
    ],
)
def test_alternatives_of_common_words_alone_are_left_out(query: str, expected: str) -> None:
    assert telling(read_query(query), COMMON) == read_query(expected)


def test_only_what_may_stand_is_a_term() -> None:
    assert set(terms(read_query('bridge "new toll"* -ferry OR river'))) == {Term("bridge"), Term("new toll", True), Term("river")}


@given(st.lists(st.sampled_from(["bridge", "riv*", "minist*", "OR", "-toll", "the", "(ferry OR pai*)"]), min_size=1, max_size=6))
def test_narrower_queries_find_nothing_else(index: sqlite3.Connection, words: list[str]) -> None:
    try:
        query = read_query(" ".join(words))
    except QueryError:
        return
    narrower = [exactly(query), telling(query, {Term("the"), Term("bridge")})]
    sought = "select rowid from words where words match ?"
    wide, *narrow = ({row for (row,) in index.execute(sought, [match_expression(one)])} for one in (query, *narrower))
    assert all(found <= wide for found in narrow)
