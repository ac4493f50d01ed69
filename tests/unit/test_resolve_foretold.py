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


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{s A retired port sergeant} said so.\n\nCapt. {p Ana Melo} sat for six hours.", ("Ana Melo",)),
        ("{s The chief executive of {l Peru}’s largest port} said so.\n\n{p Ana Melo} sat for six hours.", ("Ana Melo",)),
        ("{s The {o Dockers’ Union} president} said so.\n\n{p Ana Melo} sat for six hours.", ("Ana Melo",)),
        ("{s A retired port sergeant} told a farmer so.\n\n{p Ana Melo} sat for six hours.", ()),  # which of the two?
        ("{s The envoy} said so.\n\n{p Ana Melo} sat for six hours.", ()),  # takes somebody up
        ("{s A retired port sergeant} said so.\n\nGulls sat near {p Ana Melo}.", ()),  # no new topic
        ("{p Bo Lind} sat.\n\n{s A retired port sergeant} said so.\n\n{p Ana Melo} sat for six hours.", ()),  # another was named first
        ("{s Two port sergeants} said so.\n\n{p Ana Melo} sat for six hours.", ()),
    ],
)
def test_who_is_named_next_at_the_head_of_a_paragraph(marked: str, expected: tuple[str, ...]) -> None:
    assert read_marked(marked).speakers()[0] == expected
