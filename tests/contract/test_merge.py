"""Shared rows are made of accounts alone: no order, no grouping, no clock."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.store.errors import StoreError
from etl.store.merge import Account, merge_entity, merge_meeting, merge_source

SOURCES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Tidal Times", "The Tidal Times", "Tidal"]),
        "domain": st.sampled_from([None, "tidal.example"]),
        "country_code": st.none(),
    }
)
MEETINGS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["other", "talks", "forum"]),
        "name": st.sampled_from([None, "Forum", "First Forum"]),
        "status": st.sampled_from(["planned", "held", "cancelled"]),
        "place_id": st.sampled_from([None, 1, 2]),
        "place_basis": st.sampled_from([None, "stated", "parent"]),
        "date_text": st.sampled_from([None, "May", "in May"]),
        "date_from": st.sampled_from([None, "2021-05-01", "2021-05-02"]),
        "date_to": st.sampled_from([None, "2021-05-02", "2021-05-31"]),
        "date_basis": st.sampled_from([None, "stated"]),
        "parent_id": st.none(),
        "parent_relation": st.none(),
        "agenda": st.sampled_from([None, "wheat", "wheat and oats"]),
        "outcome": st.sampled_from([None, "agreed to meet again"]),
    }
)


@given(st.lists(st.tuples(MEETINGS, st.integers(1, 3)), min_size=1, max_size=6), st.randoms())
def test_order_of_accounts_does_not_matter(accounts: list[Account], shuffle: Any) -> None:
    other = list(accounts)
    shuffle.shuffle(other)
    assert merge_meeting(other) == merge_meeting(accounts)


@given(st.lists(SOURCES, min_size=1, max_size=6))
def test_counted_accounts_equal_repeated_ones(accounts: list[dict[str, Any]]) -> None:
    distinct = {tuple(sorted(a.items(), key=str)): a for a in accounts}
    counted = [(a, accounts.count(a)) for a in distinct.values()]
    assert merge_source(counted) == merge_source([(a, 1) for a in accounts])


@given(st.lists(st.tuples(MEETINGS, st.integers(1, 3)), min_size=1, max_size=1))
def test_a_single_account_is_the_row(accounts: list[Account]) -> None:
    merged, said = merge_meeting(accounts), accounts[0][0]
    dated = said["date_from"] or said["date_to"]
    expected = said if dated or not (said["date_text"] or said["date_basis"]) else {**said, "date_from": None, "date_to": None}
    assert merged == expected


def person(name: str, **more: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("family_name", "given_name", "name_order", "country_code"))
    return {"subtype": "person", "name": name, **blank, "names": [], **more}


def place(**more: Any) -> dict[str, Any]:
    return {
        "subtype": "place",
        "name": "Ellery",
        "kind": None,
        "country_code": None,
        "latitude": None,
        "longitude": None,
        "names": [],
        **more,
    }


@pytest.mark.parametrize(
    ("accounts", "column", "expected"),
    [
        ([(person("Ann Roe"), 2), (person("Ann B. Roe"), 1)], "name", "Ann Roe"),
        ([(person("Ann Roe"), 1), (person("Ann B. Roe"), 1)], "name", "Ann B. Roe"),
        ([(person("A"), 5), (person("A", country_code="NZ"), 1)], "country_code", "NZ"),
        ([(person("A", country_code="AU"), 1), (person("A", country_code="NZ"), 2)], "country_code", "NZ"),
        ([(person("A", family_name="A", given_name="B"), 2), (person("A", family_name="B", given_name="A"), 1)], "given_name", "B"),
        ([(place(latitude=1.0, longitude=2.0), 1), (place(), 9)], "longitude", 2.0),
    ],
)
def test_columns_go_to_the_majority(accounts: list[Account], column: str, expected: object) -> None:
    assert merge_entity(accounts)[column] == expected


def test_names_are_united_and_counted() -> None:
    full, short = ({"name": "Ann Roe", "kind": "full", "articles": 1}, {"name": "Roe", "kind": "short", "articles": 1})
    merged = merge_entity([(person("Ann Roe", names=[full]), 3), (person("Ann Roe", names=[full, short]), 2)])
    assert merged["names"] == [{**full, "articles": 5}, {**short, "articles": 2}]


def test_two_kinds_under_one_id_are_refused() -> None:
    with pytest.raises(StoreError, match="is a person in one article and a place in another"):
        merge_entity([(place(), 1), (person("Ellery"), 1)])


def meeting(**more: Any) -> dict[str, Any]:
    blank = dict.fromkeys(
        ("name", "place_id", "place_basis", "date_text", "date_from", "date_to", "date_basis", "parent_id", "parent_relation")
    )
    return {"kind": "talks", "status": "held", **blank, **more}


@pytest.mark.parametrize(
    ("accounts", "column", "expected"),
    [
        ([(meeting(status="planned"), 9), (meeting(status="held"), 1)], "status", "held"),
        ([(meeting(status="planned"), 9), (meeting(status="cancelled"), 1)], "status", "cancelled"),
        ([(meeting(kind="other"), 9), (meeting(kind="forum"), 1)], "kind", "forum"),
        ([(meeting(kind="other"), 9)], "kind", "other"),
        (
            [(meeting(date_from="2021-05-01", date_to="2021-05-31"), 1), (meeting(date_from="2021-05-03", date_to="2021-05-03"), 1)],
            "date_to",
            "2021-05-03",
        ),
        (
            [(meeting(date_text="Monday"), 9), (meeting(date_text="3 May", date_from="2021-05-03", date_to="2021-05-03"), 1)],
            "date_text",
            "3 May",
        ),
        ([(meeting(date_text="Monday", date_basis="relative"), 1)], "date_text", "Monday"),
    ],
)
def test_meetings_advance_and_settle(accounts: list[Account], column: str, expected: object) -> None:
    assert merge_meeting(accounts)[column] == expected
