"""Stretches between quotation marks: cases, and what holds of any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text.quotemarks import find_quotations
from etl.text.segment import find_paragraphs
from etl.text.span import Span

CASES = [
    ("“We sail at dawn,” she said. “Bring oars.”", ["We sail at dawn,", "Bring oars."]),
    ("“We sail at dawn,’’ she said. “Bring oars.’’", ["We sail at dawn,", "Bring oars."]),
    ("“We sail at dawn,'' she said. “Bring the workers’ oars.''", ["We sail at dawn,", "Bring the workers’ oars."]),
    ('"We sail at dawn," she said. "Bring oars."', ["We sail at dawn,", "Bring oars."]),
    ("‘We sail at dawn,’ she said. ‘Bring oars.’", ["We sail at dawn,", "Bring oars."]),
    ("'We sail at dawn,' she said. 'Bring oars.'", ["We sail at dawn,", "Bring oars."]),
    ("«We sail at dawn», she said.", ["We sail at dawn"]),
    ("„We sail at dawn“, she said.", ["We sail at dawn"]),
    ("``We sail at dawn,'' she said.", ["We sail at dawn,"]),
    ("''We sail at dawn,'' she said.", ["We sail at dawn,"]),
    # An apostrophe opens and closes nothing.
    ("It's the sailors' boat, the '90s one; 'tis O'Hara's.", []),
    ("The sailors’ boat wasn’t Ana’s.", []),
    ("‘Otai Fonua, the mayor, said the harbour was full.", []),
    ("He called it 'the sailors' own port'.", ["the sailors' own port"]),
    ("The word 'oar' and the word 'rope'.", ["oar", "rope"]),
    # Of nested quotations the outer.
    ("“He told me ‘go home’ twice,” she said.", ["He told me ‘go home’ twice,"]),
    ("‘He told me “go home” twice,’ she said.", ["He told me “go home” twice,"]),
    ("“He told me “go home” twice,” she said.", ["He told me “go home” twice,"]),
    ("“His words were, ‘Have you rowed?’” she said. “Now I have.”", ["His words were, ‘Have you rowed?’", "Now I have."]),
    # A forgotten mark.
    ("“We sail at dawn, she said. “Bring oars.”", ["We sail at dawn, she said.", "Bring oars."]),
    ("“We sail at dawn.", ["We sail at dawn."]),
    ("It was late. We sail at dawn,” she said.", ["We sail at dawn,"]),
    ("she said: ”We sail at dawn.”", ["We sail at dawn."]),
    # Inches and nicknames.
    ('The 6" board of Jan "Skipper" Visser.', ["Skipper"]),
    ("No marks at all.", []),
    ("“”", []),
    ("“[The boat] is ... ours,” she said.", ["[The boat] is ... ours,"]),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_quotations(text: str, wanted: list[str]) -> None:
    assert [q.span.of(text) for q in find_quotations(text, Span(0, len(text)))] == wanted


@pytest.mark.parametrize(
    ("text", "opened", "closed"),
    [
        ("“We sail, he said.", True, False),
        ("“We sail, he said. “Bring oars.”", True, False),
        ("It was late. We go,” she said.", False, True),
    ],
)
def test_missing_marks_are_told(text: str, opened: bool, closed: bool) -> None:
    first = find_quotations(text, Span(0, len(text)))[0]
    assert (first.opened, first.closed) == (opened, closed)


def test_a_single_mark_runs_on_only_where_the_next_paragraph_reopens() -> None:
    text = "She said: ‘We sail at dawn.\n\n‘Bring oars.’"
    first, second = find_paragraphs(text)
    assert [q.span.of(text) for q in find_quotations(text, first, second)] == ["We sail at dawn."]
    assert find_quotations(text, first) == ()


TEXTS = st.text(st.sampled_from("ab S.,'\"“”‘’«»„`?!0-:\n"), max_size=60)


@given(TEXTS)
def test_quotations_are_disjoint_sorted_and_inside_their_paragraph(text: str) -> None:
    for paragraph in find_paragraphs(text):
        found = find_quotations(text, paragraph)
        for quotation in found:
            assert paragraph.contains(quotation.outer)
            assert quotation.outer.contains(quotation.span)
            assert quotation.span.of(text).strip()
            assert "\n" not in quotation.outer.of(text)
        assert all(a.outer.end <= b.outer.start for a, b in pairwise(found))


@given(TEXTS)
def test_marks_stand_around_what_is_opened_and_closed(text: str) -> None:
    for paragraph in find_paragraphs(text):
        for q in find_quotations(text, paragraph):
            assert not q.opened or text[q.outer.start] in "“„«‘'\"`”»"
            assert not q.closed or text[q.outer.end - 1] in "”“»’'\""


@given(st.lists(st.sampled_from(["We sail at dawn.", "Bring oars, all of you.", "Who rows?"]), min_size=1, max_size=4))
def test_well_formed_speech_is_read_back(sentences: list[str]) -> None:
    for opening, closing in ("“”", "‘’", '""', "«»"):
        text = " Then ".join(f"{opening}{s}{closing}" for s in sentences)
        assert [q.span.of(text) for q in find_quotations(text, Span(0, len(text)))] == sentences
