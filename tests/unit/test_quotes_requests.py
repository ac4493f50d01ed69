"""How strongly a request is put, what became of it, and when two quotes are one utterance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract.quotes.utterance import fingerprint
from tests.unit.quote_markup import quotes_of

ASKED = "{s:{p:Ana Reyes}} {c:asked} {p:Bo Lind} {i:to dredge the harbour}. "


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (ASKED, None),
        (ASKED + "He has yet to reply.", ("pending", "He")),
        (ASKED + "He agreed.", ("agreed", "He")),
        (ASKED + "{p:Bo Lind} refused, saying the sand was clean.", ("refused", "Bo Lind")),
        (ASKED + "Gulls sat by. He rejected the request.", ("refused", "He")),
        (ASKED + "He agreed to meet again.", None),  # another agreement
        (ASKED + "The harbour fell silent. Gulls sat by. Rain came. He agreed.", None),  # too far
        (ASKED + "\n\nHe agreed.", None),  # another paragraph
        (ASKED + "Nobody agreed.", None),  # nobody known answers
        ("{s:{p:Ana Reyes}} {c:said} {i:the harbour was full}. He agreed.", None),  # no request
    ],
)
def test_answer(marked: str, wanted: tuple[str, str] | None) -> None:
    text, (quote, *_) = quotes_of(marked)
    assert (quote.answer and (quote.answer.outcome, quote.answer.by.of(text))) == wanted


@pytest.mark.parametrize(
    ("cue", "wanted"),
    [("asked", "ask"), ("urged", "urge"), ("ordered", "demand"), ("called on", "urge"), ("thanked", None)],
)
def test_strength(cue: str, wanted: str | None) -> None:
    _, (quote,) = quotes_of(f"{{s:{{p:Ana Reyes}}}} {{c:{cue}}} {{p:Bo Lind}} {{i:to dredge the harbour}}.")
    assert quote.strength == wanted


def test_a_thing_that_calls_for_something_is_nobody() -> None:
    assert quotes_of("{s:This} {c:called for} {i:a new pier}.")[1] == ()


@pytest.mark.parametrize(
    ("marked", "addressee", "words"),
    [
        ("{s:{p:Ana Reyes}} {c:requested} the {i:town council to dredge the pier}.", "the town council", "to dredge the pier"),
        ("{s:{p:Ana Reyes}} {c:urged} {l:Malta} mayor {p:Bo Lind} {i:to dredge the pier}.", "Bo Lind", "to dredge the pier"),
        ("{s:{p:Ana Reyes}} {c:called for} {i:Mayor {p:Lind} to resign}.", "Lind", "Mayor Lind to resign"),
        ("{s:{p:Ana Reyes}} {c:called for} {p:Bo Lind} {i:to resign over the pier}.", "Bo Lind", "Bo Lind to resign over the pier"),
        ("{s:{p:Ana Reyes}} was the second to {c:call} for {p:Bo Lind} {i:to resign}.", "Bo Lind", "Bo Lind to resign"),
        ("{s:{p:Ana Reyes}} {c:called for} {i:the {o:Lind Fund} to be closed}.", None, "the Lind Fund to be closed"),
        ("{s:{p:Ana Reyes}} {c:called for} {i:talks with {p:Bo Lind} on how to dredge}.", None, "talks with Bo Lind on how to dredge"),
        ("{s:{p:Ana Reyes}} {c:requested} for dredging firms {i:to clear the pier}.", "dredging firms", "to clear the pier"),
    ],
)
def test_who_is_asked(marked: str, addressee: str | None, words: str) -> None:
    text, (quote,) = quotes_of(marked)
    assert (quote.addressee and quote.addressee.of(text), quote.span.of(text)) == (addressee, words)


SPEECH = "We shall not close the harbour while it stands"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ([SPEECH], [SPEECH + "."], True),
        ([SPEECH], ["We shall not close", "the harbour while it stands"], True),  # split by its cue
        ([SPEECH], ["We shall not close [this] the harbour while it stands"], True),
        ([SPEECH], ["We shall not close the harbour while it pays"], False),
        (["It’s all that we have ever asked for"], ["It's all that we have ever asked for"], True),
    ],
)
def test_fingerprint(one: list[str], other: list[str], alike: bool) -> None:
    assert (fingerprint(one, "a") == fingerprint(other, "b")) is alike


def test_short_words_are_one_utterance_of_one_speaker_only() -> None:
    assert fingerprint(["Thank you"], "a") == fingerprint(["Thank you!"], "a") != fingerprint(["Thank you"], "b")


@given(st.lists(st.text(st.characters(categories=["Lu", "Ll", "Zs", "Po"])), max_size=4), st.text(max_size=5))
def test_fingerprint_does_not_mind_case_and_marks(words: list[str], speaker: str) -> None:
    plain = [w for w in words if not set("[](){}") & set(w)]
    assert fingerprint(plain, speaker) == fingerprint([f"“{w}”" for w in plain], speaker)
