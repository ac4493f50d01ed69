"""Makes one shared row of the accounts that articles give of it: pure, and the same for every order of the accounts.

Each column goes to the value that most articles give. A tie goes to the longer value (`Ministry of Labour` says more than `Labour`), then
to the first in alphabetical order, so that no clock and no load order decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeAlias

from etl.store.errors import StoreError

Account: TypeAlias = tuple[dict[str, Any], int]
"""What is said of a shared row, and how many articles say it."""

ENTITY_COLUMNS = {
    "person": (("name",), ("family_name", "given_name", "name_order"), ("country_code",)),
    "organisation": (("name",), ("acronym",), ("kind",), ("country_code",), ("parent_id",)),
    "place": (("name",), ("kind",), ("country_code",), ("latitude", "longitude")),
}
"""Columns of each subtype; those in one group belong together and are taken from the same accounts."""
SOURCE_COLUMNS = (("name",), ("domain",), ("country_code",))
STATUS_RANK = ("requested", "planned", "denied", "postponed", "cancelled", "ongoing", "held")
"""How far a meeting has come: planned in one article and held in another is held."""


def merge_source(accounts: Sequence[Account]) -> dict[str, Any]:
    """Columns of one outlet but its id."""
    return _elect_groups(accounts, SOURCE_COLUMNS)


def merge_entity(accounts: Sequence[Account]) -> dict[str, Any]:
    """`subtype`, the subtype's columns but the id, and `names` with the articles that use each.

    Raises StoreError when the accounts disagree on what kind of thing it is: the caller's ids are not what they should be.
    """
    subtype, *others = sorted({said["subtype"] for said, _ in accounts})
    if others:
        raise StoreError(f"{accounts[0][0]['name']!r} is a {subtype} in one article and a {others[0]} in another under one id")
    names: Counter[tuple[str, str]] = Counter()
    for said, articles in accounts:
        for name in said["names"]:
            names[name["name"], name["kind"]] += articles
    listed = [{"name": name, "kind": kind, "articles": articles} for (name, kind), articles in sorted(names.items())]
    return {"subtype": subtype, **_elect_groups(accounts, ENTITY_COLUMNS[subtype]), "names": listed}


def merge_meeting(accounts: Sequence[Account]) -> dict[str, Any]:
    """Columns of one meeting but its id. `other` is no kind where an article knows better; the furthest status stands."""
    known = [account for account in accounts if account[0]["kind"] != "other"] or accounts
    return {
        **_elect_groups(known, (("kind",),)),
        **_elect_groups(accounts, (("name",), ("parent_id", "parent_relation"), ("agenda",), ("outcome",))),
        "status": max((said["status"] for said, _ in accounts), key=STATUS_RANK.index),
        **_elect_place(accounts),
        **_elect_dates(accounts),
    }


def _elect_place(accounts: Sequence[Account]) -> dict[str, Any]:
    """The place that most articles give, and what those articles know of it."""
    place = _elect_groups(accounts, (("place_id",),))["place_id"]
    agreeing = [account for account in accounts if account[0]["place_id"] == place]
    return {"place_id": place, **_elect_groups(agreeing, (("place_basis",),))}


def _elect_dates(accounts: Sequence[Account]) -> dict[str, Any]:
    """The period that most articles give; the narrowest and then earliest where they are level; words and basis come with it."""
    columns = ("date_from", "date_to", "date_text", "date_basis")
    dated = [account for account in accounts if account[0]["date_from"] or account[0]["date_to"]]
    period = _winner(dated, ("date_from", "date_to"), _narrowest)
    if period is None:
        words = _elect_groups(accounts, (("date_text", "date_basis"),))
        return {"date_from": None, "date_to": None, **words}
    agreeing = [account for account in dated if (account[0]["date_from"], account[0]["date_to"]) == period]
    return dict(zip(columns, (*period, *_elect_groups(agreeing, (("date_text", "date_basis"),)).values()), strict=True))


def _elect_groups(accounts: Sequence[Account], groups: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """The winning values of each group of columns; None where no account says anything."""
    if len(accounts) == 1:  # nearly always, and nothing to elect
        return {column: accounts[0][0].get(column) for columns in groups for column in columns}
    merged: dict[str, Any] = {}
    for columns in groups:
        values = _winner(accounts, columns, _longest) or (None,) * len(columns)
        merged.update(zip(columns, values, strict=True))
    return merged


def _winner(accounts: Sequence[Account], columns: tuple[str, ...], tie: Callable[[tuple[Any, ...]], Any]) -> tuple[Any, ...] | None:
    """The combination of values that most articles give; an account with none of them does not vote."""
    votes: Counter[tuple[Any, ...]] = Counter()
    for said, articles in accounts:
        values = tuple(said.get(column) for column in columns)
        if any(value is not None for value in values):
            votes[values] += articles
    return min(votes, key=lambda values: (-votes[values], tie(values)), default=None)


def _longest(values: tuple[Any, ...]) -> tuple[int, str]:
    """Sorts the longer value first, then by alphabet. Numbers only by their digits: any fixed order does."""
    words = "\x1f".join("" if value is None else str(value) for value in values)
    return -len(words), words


def _narrowest(period: tuple[Any, ...]) -> tuple[int, str]:
    """Sorts the shorter period first, then the earlier; an open one last."""
    start, end = (date.fromisoformat(day) if day else None for day in period)
    return (end - start).days if start and end else 100_000, f"{start}/{end}"
