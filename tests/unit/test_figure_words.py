"""Words of a sentence and their classes, and which of them may be measured: sentence -> a letter a word, heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract.analysis import Analysis
from etl.extract.figures import find_figures
from etl.extract.figures.words import Words, tagged_words
from etl.model import Link, TaggedSpan, Tagging
from etl.text.span import Span

CLASSES = """
The mill sold 40 tonnes of flour. => DWVNSPW.
She was paid twice on Monday. => RAVWPT.
Rents rose sharply, but wages fell. => XVB,CSV.
It hired retired nurses in Leeds. => REESPX.
"""


@pytest.mark.parametrize("row", CLASSES.strip().splitlines())
def test_classes(row: str) -> None:
    sentence, letters = row.split(" => ")
    assert Words(sentence, Span(0, len(sentence))).classes[:-1] == letters[:-1]


def test_the_tagger_tells_names_from_other_words() -> None:
    text = "Ida Holm met nurses of Brae Mill."
    spans = [TaggedSpan("name", "person", 0, 8, 0.9), TaggedSpan("name", "organisation", 23, 32, 0.9)]
    assert Words(text, Span(0, len(text)), tagged_words(spans, Span(0, len(text)))).classes[:-1] == "ppVSPoo"


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_a_stretch_covers_the_words_that_a_span_touches(text: str, one: int, other: int) -> None:
    words, span = Words(text, Span(0, len(text))), Span(*sorted((min(one, len(text)), min(other, len(text)))))
    first, stop = words.stretch(span)
    bounds = zip(words.starts, words.ends, strict=True)
    touched = [i for i, (start, end) in enumerate(bounds) if start < span.end and span.start < end]
    assert touched == list(range(first, stop)) or not len(span)


def test_a_link_of_the_tagger_decides_between_two_nouns() -> None:
    text = "The trust lent the school $60."
    spans = (
        TaggedSpan("measured", "measured", 4, 9, 0.9),
        TaggedSpan("measured", "measured", 19, 25, 0.9),
        TaggedSpan("figure", "figure", 26, 29, 0.9),
    )
    answers = set()
    for target in (0, 1):
        analysis = Analysis(text, (Span(0, len(text)),), (), Tagging(spans, (Link("measured", 2, target, 0.99),)))
        answers |= {figure.measured for figure in find_figures(analysis)}
    assert answers <= {"trust", "school"} and answers
