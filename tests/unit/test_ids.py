"""Ids are the same everywhere and fit a signed 64-bit column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etl.ids import stable_id


def test_ids_never_change() -> None:
    """A changed id is a breaking change: every warehouse would be filled anew under other numbers."""
    assert stable_id("article", "file:///a.txt") == stable_id("article", "file:///a.txt")
    assert stable_id("article", "file:///a.txt") == 1714882966381555025


@given(st.lists(st.text(), min_size=1))
def test_ids_are_positive_63_bit(parts: list[str]) -> None:
    assert 0 <= stable_id(*parts) < 2**63


def test_parts_do_not_run_together() -> None:
    assert stable_id("a", "bc") != stable_id("ab", "c")
