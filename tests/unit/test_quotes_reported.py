"""Reported clauses stretched to their bounds when the tagger cut them, and built where it missed them."""

from __future__ import annotations

import pytest

from tests.unit.quote_markup import describe, quotes_of

Case = tuple[str, list[tuple[str, str]]]

MENDED: list[Case] = [
    # After its cue content runs from the cue or its `that` …
    ("{s:She} {c:said} the {i:pier was closed}.", [("indirect", "the pier was closed")]),
    ("{s:She} {c:said} she hoped {i:to open the pier}.", [("indirect", "she hoped to open the pier")]),
    ("{s:She} {c:said} in a letter that most {i:piers were closed}.", [("indirect", "most piers were closed")]),
    ("{s:He} {c:denied} changing {i:his mind}.", [("indirect", "changing his mind")]),
    ("{s:She} {c:said} privately that {i:it was closed}.", [("indirect", "it was closed")]),
    # … to the end of the sentence, where no other cue follows.
    ("{s:She} {c:said} {i:the pier was} closed for good.", [("indirect", "the pier was closed for good")]),
    ("{s:She} {c:said} {i:the pier was closed} but would not say why.", [("indirect", "the pier was closed")]),
    # Whom the cue speaks to is no content.
    ("{s:She} {c:urged} {i:the port authority to open the pier}.", [("indirect", "to open the pier")]),
    ("{s:She} {c:thanked} {i:the crew for opening the pier}.", [("indirect", "for opening the pier")]),
    ("{s:She} {c:told} {i:her visitor that it was closed}.", [("indirect", "it was closed")]),
    ("{s:She} {c:said} in {i:a message of thanks that it was closed}.", [("indirect", "it was closed")]),
    # Content before its cue starts with the sentence, after a dateline or a first `But`.
    ("The old pier {i:was closed}, {s:she} {c:said}.", [("indirect", "The old pier was closed")]),
    ("VALLETTA, June 3 (Port News) — The old pier {i:was closed}, {s:she} {c:said}.", [("indirect", "The old pier was closed")]),
    ("But the old pier {i:was closed}, {s:she} {c:said}.", [("indirect", "the old pier was closed")]),
    # A clause with a fragment in marks is mixed; `called X “…”` quotes the fragment alone.
    ("{s:She} {c:said} the pier was {d:“rotten to the core}”.", [("mixed", "the pier was “rotten to the core”")]),
    ("{s:She} {c:called} the pier “{d:rotten to the core}”.", [("direct", "rotten to the core")]),
    ("Rebuilding it “{d:makes no sense at all,}” {s:she} {c:said}.", [("mixed", "Rebuilding it “makes no sense at all,”")]),
    ("As for the pier, “{d:nobody wants it back,}” {s:she} {c:said}.", [("direct", "nobody wants it back,")]),
    # The half that the tagger missed.
    ("The pier, {s:she} {c:said}, {i:was closed}.", [("indirect", "The pier … was closed")]),
    ("{i:The pier}, {s:she} {c:said}, was closed.", [("indirect", "The pier … was closed")]),
    # An aside of the sentence is no half.
    ("“{d:It is closed,}” {s:she} {c:said}, {i:turning to a reporter}.", [("direct", "It is closed,")]),
    (
        "“{d:It is closed,}” {s:she} {c:said}, {c:noting} that {i:it was old}. “{d:Use the quay.}”",
        [("direct", "It is closed, … Use the quay."), ("indirect", "it was old")],
    ),
    ("“{d:It is closed,}” {s:she} {c:said}, referring to the pier, “{d:for good.}”", [("direct", "It is closed, … for good.")]),
]

BUILT: list[Case] = [
    ("{s:She} {c:said} that the pier was closed.", [("indirect", "the pier was closed")]),
    ("{s:She} {c:said} the pier was closed.", [("indirect", "the pier was closed")]),
    ("{s:She} {c:told} reporters the pier was closed.", [("indirect", "the pier was closed")]),
    ("The pier was closed, {s:she} {c:said}.", [("indirect", "The pier was closed")]),
    ("The pier was closed, {c:according to} {s:the {o:Port Authority}}.", [("indirect", "The pier was closed")]),
    ("{c:According to} {s:the {o:Port Authority}}, the pier was closed.", [("indirect", "the pier was closed")]),
    # A word of the lexicon that the tagger missed, with a subject.
    ("{p:Ana Reyes} said the pier was closed.", [("indirect", "the pier was closed")]),
    # Not every reporting word reports: a noun, a passive, a cue that is often something else.
    ("The pier was said to be closed for good.", []),
    ("{p:Ana Reyes} called the port office twice on Monday.", []),
    ("The report on the pier was long.", []),
]


@pytest.mark.parametrize(("marked", "wanted"), MENDED + BUILT)
def test_reported_clause(marked: str, wanted: list[tuple[str, str]]) -> None:
    text, quotes = quotes_of(marked)
    assert [describe(text, q)[:2] for q in quotes] == wanted


SOURCES: list[tuple[str, str]] = [
    ("{s:Ms} {p:Reyes} {c:said} {i:the pier was closed}.", "Ms Reyes"),
    ("{s:The} regional port authority {c:said} {i:the pier was closed}.", "The regional port authority"),
    ("Dr. {s:{p:Ana} Reyes} {c:said} {i:the pier was closed}.", "Dr. Ana Reyes"),
    ("{i:The pier was closed}, {c:according} {s:to the {o:Port Authority}}.", "the Port Authority"),
    ("{p:Ana Reyes} defended the plan, {c:saying} {i:the pier was closed}.", "Ana Reyes"),
]


@pytest.mark.parametrize(("marked", "source"), SOURCES)
def test_whole_source(marked: str, source: str) -> None:
    text, (quote,) = quotes_of(marked)
    assert quote.source is not None
    assert quote.source.of(text) == source


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # an infinitive further on opens no clause
        ("{s:She} {c:said} {i:if the port fails to pay, it will close}.", [("indirect", "if the port fails to pay, it will close", "She")]),
        ("{s:He} {c:said} {i:he ran to the pier}.", [("indirect", "he ran to the pier", "He")]),
        ("{s:He} {c:told} him {i:she came to help}.", [("indirect", "she came to help", "He")]),
        # who speaks stands before `who`, not at the sentence's head
        ("{p:{s:Bo Lind}} scolded a member who {c:claims} {i:to have paid}.", [("indirect", "to have paid", None)]),
        # nobody, or whoever the noun belongs to
        ("{s:It} was {c:suggested} {i:the pier be closed}.", [("indirect", "the pier be closed", None)]),
        ("{s:It} followed {c:claims} {i:the pier was closed}.", [("indirect", "the pier was closed", None)]),
        ("{s:The mayor} answered {p:Bo Lind}’s {c:claims} that {i:the pier was closed}.", [("indirect", "the pier was closed", "Bo Lind")]),
        # whose words a paper reports
        (
            "“{d:The pier is closed,}” {s:the statement} {c:reported} {r:him} as telling the mayor.",
            [("direct", "The pier is closed,", "him")],
        ),
        # no words of anybody
        ("{s:The extradition of} {c:alleged} {i:smugglers was delayed again}.", []),
        ("{p:{s:Bo Lind}} {c:called} {p:Ana Reyes} {i:to concede defeat}.", []),
        ("{p:{s:Bo Lind}} {c:responded} to {i:questions about the old pier}.", []),
        ("{s:They} {c:reported} {i:the}", []),
        # data show it, nobody says it
        ("In a poll {s:61% of rowers} {c:said} {i:the pier was closed}.", []),
        ("{s:The rest} {c:say} {i:the pier was closed}.", []),
        ("{o:{s:Port Watch}} {c:put} {i:the loss at $4 million}.", []),
        ("{c:According to} {s:{o:Port Watch} figures}, {i:the pier was closed}.", []),
        ("{s:A {o:Port Watch} survey} {c:found} {i:the pier was closed}.", []),
        ("{s:She} {c:put} {i:the loss at $4 million}.", [("indirect", "the loss at $4 million", "She")]),
        ("{p:{s:Bo Lind}} {c:put} {i:the loss at $4 million}.", [("indirect", "the loss at $4 million", "Bo Lind")]),
        ("{s:They} {c:said} {i:81% of rowers had voted}.", [("indirect", "81% of rowers had voted", "They")]),
        # when, how long and before whom it was said is no content
        ("{p:Ana Reyes} testified for five hours before the port board, which sat late.", []),
        ("{p:Ana Reyes} testified under oath in the old custom house.", []),
        ("{p:Ana Reyes} said Tuesday that {i:the pier was closed}.", [("indirect", "the pier was closed", "Ana Reyes")]),
        # a subheading in marks
        ("{p:{s:Bo Lind}} {c:said} that {i:it was closed}.¶‘Thrown to crabs’¶The pier is old.", [("indirect", "it was closed", "Bo Lind")]),
    ],
)
def test_whose_words_and_whether_any(marked: str, expected: list[tuple[str, str, str | None]]) -> None:
    text, quotes = quotes_of(marked)
    assert [describe(text, q) for q in quotes] == expected
