"""Whoever speaks unnamed in the opening of an article and by name below it."""

from __future__ import annotations

import pytest

from tests.unit.marked_text import read_marked

BELOW = "\n\n{s {r Mayor} {p Bo Lind}} said so.\n\n{s {r Chief Executive} {p Ana Melo}} said more."


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("{s A mayor} said so.", ("Bo Lind",)),
        ("{s Port chief} said so.", ("Ana Melo",)),
        ("{s Two mayors} said so.", ()),
        ("{s A neighbour} said so.", ()),
        ("{s A spokesman} said so.", ()),
    ],
)
def test_foretold(opening: str, expected: tuple[str, ...]) -> None:
    assert read_marked(opening + BELOW).speakers()[0] == expected


def test_the_police_are_no_officer_of_theirs() -> None:
    assert read_marked("{s Police} said so.\n\n{s {r Police Captain} {p Ana Melo}} said more.").speakers()[0] == ()
