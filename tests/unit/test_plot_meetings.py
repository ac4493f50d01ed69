"""The network of who met whom: what is read, where the nodes go, what the picture shows."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.plot.canvas import svg_of
from etl.plot.layout import place_nodes
from etl.plot.meetings import draw_meetings, read_network, table_of

ROWS = [
    ("Alma Reyes", "person", "Joon Park", "person", "talks", "2024-05-03", None, "Lima", None, "a1", 2, 1),
    ("Alma Reyes", "person", "Joon Park", "person", "call", None, "Monday", None, None, "a2", 1, 2),
    ("Alma Reyes", "person", "Coast Guard", "organisation", "bilateral_meeting", None, None, "Oslo", "Water Summit", "a3", 1, 3),
    ("Chile", "place", "Peru", "place", "talks", None, None, None, None, "a4", 1, 4),
]


@pytest.fixture
def snapshot() -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    db.execute(
        "create table who_met_whom (party_a varchar, party_a_kind varchar, party_b varchar, party_b_kind varchar, kind varchar,"
        " date_from date, date_text varchar, place varchar, parent varchar, articles varchar, article_count int, meeting_id int)"
    )
    return db


def filled(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    db.executemany(f"insert into who_met_whom values ({','.join('?' * 12)})", ROWS)
    return db


def test_pairs_that_met_most_come_first(snapshot: duckdb.DuckDBPyConnection) -> None:
    network = read_network(filled(snapshot))
    assert next(iter(network.pairs)) == ("Alma Reyes", "Joon Park")
    assert [met.when for met in network.pairs["Alma Reyes", "Joon Park"]] == ["2024-05-03", "Monday"]
    assert network.kinds["Coast Guard"] == "organisation"


def test_only_the_parties_of_the_pairs_shown_stand_in_the_picture(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert set(read_network(filled(snapshot), most=1).kinds) == {"Alma Reyes", "Joon Park"}


def test_the_picture_names_everybody_and_is_the_same_each_time(snapshot: duckdb.DuckDBPyConnection) -> None:
    network = read_network(filled(snapshot))
    picture = svg_of(draw_meetings(network))
    assert all(name in picture for name in network.kinds)
    assert "Lima, 2024-05-03 and 1 more" in picture
    assert picture == svg_of(draw_meetings(network))


def test_without_meetings_the_picture_says_so(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert "No two parties" in svg_of(draw_meetings(read_network(snapshot)))


def test_the_table_has_a_row_a_meeting(snapshot: duckdb.DuckDBPyConnection) -> None:
    header, rows = table_of(read_network(filled(snapshot)))
    assert len(header) == 7
    assert [row[2] for row in rows] == ["talks", "call", "bilateral meeting", "talks"]


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(0, 25), st.data())
def test_nodes_get_finite_places_of_their_own(count: int, data: st.DataObject) -> None:
    node = st.integers(0, max(count - 1, 0))
    edges = [e for e in data.draw(st.lists(st.tuples(node, node), max_size=40)) if e[0] != e[1]] if count > 1 else []
    points = place_nodes(count, edges)
    assert points.shape == (count, 2)
    assert np.isfinite(points).all()
    assert len({tuple(np.round(p, 6)) for p in points}) == count
