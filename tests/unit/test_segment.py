"""Paragraphs, sentences and tokens: words -> expected pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text.segment import find_paragraphs, find_sentences, find_tokens
from etl.text.span import Span, cover, enclosing

SENTENCES = [
    ("Sen. Ada Bell (D-Ore.) met U.S. Rep. J. Doe. They talked.", ["Sen. Ada Bell (D-Ore.) met U.S. Rep. J. Doe.", "They talked."]),
    ("“It is over.” He left.", ["“It is over.”", "He left."]),
    ("It fell 3.5 percent in Jan. and rose later. Why?", ["It fell 3.5 percent in Jan. and rose later.", "Why?"]),
    (
        "She works for Acme Inc. The firm is small.",
        ["She works for Acme Inc. The firm is small."],
    ),  # known gap: an abbreviation may end a sentence
    ("The plane landed at 7 p.m. The pilot waved.", ["The plane landed at 7 p.m. The pilot waved."]),  # known gap, likewise
    ("He flew to the U.S. The visit was short.", ["He flew to the U.S.", "The visit was short."]),
    ("Stop! “Never,” she said.", ["Stop!", "“Never,” she said."]),
    ("One… Two", ["One…", "Two"]),
]
TOKENS = [
    ("Kyung-wha’s team", ["Kyung-wha", "’s", "team"]),
    ("O'Brien won't pay $1,200.50m", ["O'Brien", "won't", "pay", "$", "1,200.50", "m"]),
    ("(U.S.)", ["(", "U.S.", ")"]),
    ("the players' union", ["the", "players", "'", "union"]),
    ("12% of São Tomé", ["12", "%", "of", "São", "Tomé"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [s.of(text) for s in find_sentences(text, Span(0, len(text)))] == expected


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [t.of(text) for t in find_tokens(text)] == expected


def test_paragraphs_drop_blank_lines_and_margins() -> None:
    text = "  One.\r\n\r\n\tTwo. \n   \nThree"
    assert [p.of(text) for p in find_paragraphs(text)] == ["One.", "Two.", "Three"]


@given(st.text(max_size=300))
def test_pieces_are_sorted_disjoint_and_lose_no_letter(text: str) -> None:
    paragraphs = find_paragraphs(text)
    sentences = [s for p in paragraphs for s in find_sentences(text, p)]
    tokens = find_tokens(text)
    for pieces in (paragraphs, sentences, tokens):
        assert all(a.end <= b.start for a, b in itertools.pairwise(pieces))
        assert "".join(p.of(text) for p in pieces if p).count("x") == text.count("x")
    assert "".join(t.of(text) for t in tokens) == "".join(text.split())


def test_span_arithmetic() -> None:
    a, b = Span(2, 5), Span(5, 9)
    assert not a.overlaps(b)
    assert a.distance(b) == 0
    assert cover([b, a]) == Span(2, 9)
    assert enclosing([a, b], 5) == b
    assert enclosing([a], 7) is None
    assert Span(0, 4).trimmed(" ab ") == Span(1, 3)
