"""How the tagger reads words and quotation marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model.marks import find_marks
from etl.model.words import CAPITALS, DIGIT, INITIAL, LOWER, MIXED, POINT, SHAPES, TITLE, read_words, shape_of


def split(text: str) -> list[str]:
    return [text[w.start : w.end] for w in read_words(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lee Min-ju met O'Hara.", ["Lee", "Min-ju", "met", "O'Hara", "."]),
        ("Lima's mayor", ["Lima", "'s", "mayor"]),
        ("the nurses’ union", ["the", "nurses", "’", "union"]),
        ("the U.S. side", ["the", "U.S.", "side"]),
        ("S$1,200.50 (4.5bn)", ["S", "$", "1,200.50", "(", "4.5bn", ")"]),
        ("a 12-year-old, 3-2", ["a", "12-year-old", ",", "3-2"]),
        ("Senator Ray Poe (D-Ore.)", ["Senator", "Ray", "Poe", "(", "D", "-", "Ore", ".", ")"]),
        ("the Lima-based firm", ["the", "Lima", "-", "based", "firm"]),
        ("left-wing", ["left-wing"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert split(text) == words


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("rice", LOWER),
        ("Rice", TITLE),
        ("RICE", CAPITALS),
        ("U.S.", CAPITALS),
        ("A", INITIAL),
        ("McRice", MIXED),
        ("5bn", DIGIT),
        ("—", POINT),
    ],
)
def test_shapes(word: str, shape: int) -> None:
    assert shape_of(word) == shape


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We go,” he said.", "We go ,"),
        ('"We go," he said. "They stay."', "We go , They stay ."),
        ("'We go,' he said, and didn't.", "We go ,"),
        ("‘We don’t go,’ said Ana’s aide.", "We don’t go ,"),
        ("‘The “big” plan failed,’ she said.", "The “ big ” plan failed ,"),
        ("the dockers' union and the boys' school", ""),
        ("in the '90s it wasn't", ""),
        ("“We wait, and more of this follows", "We wait , and more of this follows"),
        ("'We wait and it goes on", "We wait and it goes on"),
        ('He said:"No."', "No ."),
        ("«Non», dit-il", "Non"),
    ],
)
def test_words_inside_quotation_marks(text: str, inside: str) -> None:
    found = [text[w.start : w.end] for w in read_words(text, 0, len(text)) if w.row >= SHAPES]
    assert " ".join(found) == inside


def test_all_quotation_marks_are_spelt_alike() -> None:
    spellings = [[w.spelling for w in read_words(t, 0, len(t))] for t in ('"Go," he said', "‘Go,’ he said", "“Go,” he said")]
    assert spellings[0] == spellings[1] == spellings[2]


@given(st.text(alphabet="ab .,'’‘\"“”«»s-$5\n", max_size=60))
def test_every_letter_is_in_one_word_in_order(text: str) -> None:
    words = read_words(text, 0, len(text))
    assert "".join(text[w.start : w.end] for w in words) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(words))


@given(st.text(alphabet="ab .,'’‘\"“”", max_size=40))
def test_a_mark_never_both_opens_and_closes(text: str) -> None:
    marks = find_marks(text, 0, len(text))
    assert not marks.opening & marks.closing
    assert all(text[i] in "'’‘\"“”" for i in marks.opening | marks.closing)


def test_only_the_given_stretch_is_read() -> None:
    text = "Before. Inside it. After."
    assert [w.spelling for w in read_words(text, 8, 18)] == ["Inside", "it", "."]
