"""Sentence -> expected quotes: kind, content, words that stand for the speaker."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.unit.quote_markup import describe, quotes_of

Row = tuple[str, list[tuple[str, str, str | None]]]

DIRECT: list[Row] = [
    ("“{d:The pier is closed,}” {s:{p:Ana Reyes}} {c:said}.", [("direct", "The pier is closed,", "Ana Reyes")]),
    ("“{d:The pier is closed,}” {c:said} {s:{p:Ana Reyes}, the harbour master}.", [("direct", "The pier is closed,", "Ana Reyes")]),
    ("{s:{p:Ana Reyes}} {c:said}: “{d:The pier is closed.}”", [("direct", "The pier is closed.", "Ana Reyes")]),
    ("‘{d:The pier is closed,}’ {s:she} {c:said}.", [("direct", "The pier is closed,", "she")]),
    ("«{d:The pier is closed}», {s:she} {c:said}.", [("direct", "The pier is closed", "she")]),
    # Split by its cue: one quote. Two halves with a full stop between: one quote too.
    ("“{d:The pier,}” {s:she} {c:said}, “{d:is closed.}”", [("direct", "The pier, … is closed.", "she")]),
    ("“{d:The pier is closed,}” {s:she} {c:said}. “{d:Use the quay.}”", [("direct", "The pier is closed, … Use the quay.", "she")]),
    ("“{d:Who closed it?}” {s:{p:Bo Lind}} {c:asked}. “{d:Nobody told us.}”", [("direct", "Who closed it? … Nobody told us.", "Bo Lind")]),
    (
        "“{d:The pier is closed,}” {s:she} {c:said} on a cold morning by the lock. “{d:Use the quay.}”",
        [("direct", "The pier is closed, … Use the quay.", "she")],
    ),
    ("“{d:It is closed,}” {s:she} {c:said}.¶“{d:Use the quay.}”", [("direct", "It is closed, … Use the quay.", "she")]),
    # Several paragraphs with repeated opening marks are one speech.
    (
        "“{d:It is closed,}” {s:she} {c:said}. “{d:It was rotten.}¶“{d:Use the quay.}”",
        [("direct", "It is closed, … It was rotten. … Use the quay.", "she")],
    ),
    ("“{d:It was rotten.}¶“{d:Use the quay,}” {s:she} {c:said}.", [("direct", "It was rotten. … Use the quay,", "she")]),
    # A cue before a colon reports the next paragraph.
    ("{s:{p:Ana Reyes}} {c:added}:¶“{d:Use the quay.}”", [("direct", "Use the quay.", "Ana Reyes")]),
    # Each with a cue of its own: two quotes.
    (
        "“{d:It is closed,}” {s:she} {c:said}. “{d:Use the quay,}” {s:she} {c:added}.",
        [("direct", "It is closed,", "she"), ("direct", "Use the quay,", "she")],
    ),
    # Nested: the outer only, and the name inside is not the speaker.
    (
        "“{d:{p:Bo Lind} told me ‘go home’ twice,}” {s:{p:Ana Reyes}} {c:said}.",
        [("direct", "Bo Lind told me ‘go home’ twice,", "Ana Reyes")],
    ),
    ("“{d:[The pier] was ... rotten,}” {s:she} {c:said}.", [("direct", "[The pier] was ... rotten,", "she")]),
    # The marks decide where direct speech ends, whatever the tagger cut off or took along.
    ("“The {d:pier is closed,” }{s:she} {c:said}.", [("direct", "The pier is closed,", "she")]),
    ("“{d:The pier} is closed and the quay is open,” {s:she} {c:said}.", [("direct", "The pier is closed and the quay is open,", "she")]),
    # No tag at all: marks, a reporting word and a name are enough.
    ("“The pier is closed,” {p:Ana Reyes} said on Friday.", [("direct", "The pier is closed,", "Ana Reyes")]),
    ("“The pier is closed,” said {p:Ana Reyes}, who runs the port.", [("direct", "The pier is closed,", "Ana Reyes")]),
    (
        "According to {p:Ana Reyes}, “the pier was rotten from end to end.”",
        [("direct", "the pier was rotten from end to end.", "Ana Reyes")],
    ),
    # Lines of a dialogue, and a signature.
    (
        "REYES: The pier is closed.¶LIND: Since when?¶REYES: Since Monday.",
        [("direct", "The pier is closed.", None), ("direct", "Since when?", None), ("direct", "Since Monday.", None)],
    ),
    (
        "“Closing the pier was the right thing to do.” — {p:Ana Reyes}",
        [("direct", "Closing the pier was the right thing to do.", "Ana Reyes")],
    ),
    # An answer in the next paragraph is another speaker's.
    (
        "“{d:I was at sea,}” {s:{p:Ana Reyes}} {c:said}.¶“{d:All night?}” {s:he} {c:asked}.¶“{d:Until five.}”",
        [("direct", "I was at sea,", "Ana Reyes"), ("direct", "All night?", "he"), ("direct", "Until five.", None)],
    ),
    ("“{d:Never,}” {s:she} {c:said}.", [("direct", "Never,", "she")]),
    # Typewriter doubles, straight marks, and marks that never close.
    ("``{d:The pier is closed,}'' {s:she} {c:said}.", [("direct", "The pier is closed,", "she")]),
    ('"{d:The pier is closed,}" {s:she} {c:said}.', [("direct", "The pier is closed,", "she")]),
    ("“{d:The pier is closed,} {s:she} {c:said}.", [("direct", "The pier is closed,", "she")]),
    # First person; joint speakers, who stay together.
    ("“{d:The pier is closed,}” {s:I} {c:said}.", [("direct", "The pier is closed,", "I")]),
    (
        "“{d:It is closed,}” {p:Ana Reyes}, 29, who walked the pier with her two dogs that night, {c:told} the crew.",
        [("direct", "It is closed,", "Ana Reyes")],
    ),
    ("{s:He} {c:called} the plan “{d:a raft of paper}”.", [("direct", "a raft of paper", "He")]),
    ("{s:The mayor} {c:described} the pier as “{d:a danger to dogs}”.", [("direct", "a danger to dogs", "The mayor")]),
]

NONE: list[Row] = [
    ("{p:Ana Reyes} believed that the pier was closed.", []),  # a thought
    ("{p:Ana Reyes} wanted to close the pier.", []),  # a wish
    ("Her book, “The Long Pier”, sold out.", []),
    ("{p:Jan “Skipper” Visser} won again.", []),
    ("The so-called “experts” stayed at home.", []),
    ("They wore shirts that read “Save Our Pier” to the match.", []),
    ("Nobody spoke. The pier was empty.", []),
    ("The number of people claiming {i:asylum rose by a third}.", []),
    ("The flood {c:claimed} {i:the lives of two rowers}.", []),
    # A clause that the tagger took for a quote, with neither cue nor source: none.
    ("{i:The pier will open in May}.", []),
]

REPORTED: list[Row] = [
    ("{s:{p:Ana Reyes}} {c:said} {i:the pier was closed}.", [("indirect", "the pier was closed", "Ana Reyes")]),
    ("{s:She} {c:said} {i:that the pier was closed}.", [("indirect", "the pier was closed", "She")]),
    ("{s:She} {c:said} that{i:, for now, the pier was closed.}", [("indirect", "for now, the pier was closed", "She")]),
    ("{s:She} {c:asked} {i:whether the pier was closed}.", [("indirect", "whether the pier was closed", "She")]),
    ("{s:She} {c:urged} {p:Bo Lind} {i:to close the pier}.", [("indirect", "to close the pier", "She")]),
    ("{s:She} {c:called for} {i:a ban on rowing}.", [("indirect", "a ban on rowing", "She")]),
    (
        "{s:She} {c:said} {i:the plan by the port to close the pier was a sham}.",
        [("indirect", "the plan by the port to close the pier was a sham", "She")],
    ),
    # Of nested reports only the outer; its content is no bare name.
    (
        "{s:She} {c:said} that {i:{l:Malta}} {c:proposed} {i:to hold talks in May}.",
        [("indirect", "Malta proposed to hold talks in May", "She")],
    ),
    (
        "{s:She} {c:said} {i:{o:Port Watch}} had {c:asked} {i:to hold talks in May}.",
        [("indirect", "Port Watch had asked to hold talks in May", "She")],
    ),
    ("{s:She} {c:called for} {p:Reyes} {i:to} {c:apologise} {i:to the port}.", [("indirect", "Reyes to apologise to the port", "She")]),
    ("SELBY (Port News - 3rd May, 2024) {i:The pier was closed}, {s:{p:Reyes}} {c:said}.", [("indirect", "The pier was closed", "Reyes")]),
    # A subject that the tagger left outside of what an unnamed voice reports.
    (
        "{s:{p:Reyes}} {i:told the port about the pier}, {s:the source} {c:said}.",
        [("indirect", "Reyes told the port about the pier", "the source")],
    ),
    ("{s:It} {c:was reported} that {i:the pier had closed}.", [("indirect", "the pier had closed", None)]),  # by nobody named
    ("{s:It} was widely {c:said} that {i:the pier had closed}.", [("indirect", "the pier had closed", None)]),
    ("{s:It} {c:reported} that {i:the pier had closed}.", [("indirect", "the pier had closed", "It")]),
    ("{s:He} {c:denied} {i:taking the oars}.", [("indirect", "taking the oars", "He")]),
    ("{c:According to} {s:{p:Ana Reyes}}, {i:the pier was closed}.", [("indirect", "the pier was closed", "Ana Reyes")]),
    ("{i:The pier was closed}, {c:according to} {s:the {o:Port Authority}}.", [("indirect", "The pier was closed", "Port Authority")]),
    ("{i:The pier was closed}, {s:{p:Ana Reyes}} {c:said} on Monday.", [("indirect", "The pier was closed", "Ana Reyes")]),
    ("{i:The pier was closed}, {c:said} {s:{p:Ana Reyes}}.", [("indirect", "The pier was closed", "Ana Reyes")]),
    # Around an inner cue: one quote of two pieces.
    ("{i:The pier}, {s:she} {c:said}, {i:was closed}.", [("indirect", "The pier … was closed", "she")]),
    ("{i:The pier}, {s:she} {c:said}, “{d:was rotten from end to end}”.", [("mixed", "The pier … was rotten from end to end", "she")]),
    # Two cues in one sentence.
    (
        "{s:She} {c:said} {i:the pier was closed} and {c:urged} them {i:to use the quay}.",
        [("indirect", "the pier was closed", "She"), ("indirect", "to use the quay", "She")],
    ),
    (
        "“{d:It is closed,}” {s:she} {c:said}, {c:adding} that {i:the quay was open}.",
        [("direct", "It is closed,", "she"), ("indirect", "the quay was open", "she")],
    ),
    (
        "{s:She} {c:said} {i:the pier was closed} and that {i:the quay was open}.",
        [("indirect", "the pier was closed and that the quay was open", "She")],
    ),
    # Mixed quotes keep the whole clause with its marks, also where the tagger stopped short.
    ("{s:She} {c:said} {m:the pier was “rotten from end to end”}.", [("mixed", "the pier was “rotten from end to end”", "She")]),
    ("{s:She} {c:said} {m:the pier was “rotten} from end to end”.", [("mixed", "the pier was “rotten from end to end”", "She")]),
    ('{s:She} {c:said} {m:the pier was "rotten."}', [("mixed", 'the pier was "rotten."', "She")]),
    # Wholly inside the marks is direct, also after `that`.
    ("{s:She} {c:said} {m:that “the pier was rotten”}.", [("direct", "the pier was rotten", "She")]),
    # A point belongs to the sentence, not to the content; `U.S.` keeps its own.
    ("{s:She} {c:said} {i:the pier was sold to the U.S.}", [("indirect", "the pier was sold to the U.S.", "She")]),
    ("{s:He} {c:said} {i:That would do}.", [("indirect", "That would do", "He")]),
    # The cue and the source are no part of the content.
    ("{i:The pier was closed, she} {c:said}.", [("indirect", "The pier was closed, she", None)]),
    ("{s:He} was {c:quoted} by {o:Port News} {c:as saying} that {i:the pier was closed}.", [("indirect", "the pier was closed", "He")]),
    # Passive hearing: nobody is named as the speaker.
    ("{i:The pier was rotten}, the inquest {c:was told}.", [("indirect", "The pier was rotten", None)]),
    # A relative pronoun speaks for the name before it.
    ("The letter went to {p:Ana Reyes}, {s:who} {c:promised} {i:to open the pier}.", [("indirect", "to open the pier", "Ana Reyes")]),
]


@pytest.mark.parametrize(("marked", "wanted"), DIRECT + NONE + REPORTED)
def test_quotes(marked: str, wanted: list[tuple[str, str, str | None]]) -> None:
    text, quotes = quotes_of(marked)
    assert [describe(text, q) for q in quotes] == wanted


def test_a_speech_goes_on_in_the_next_quotation() -> None:
    _, quotes = quotes_of(
        "{i:The pier}, {s:he} {c:says}, {i:is finished}. “{d:We kept the bell.}” {s:{p:Bo Lind}} {c:said} {i:he would weep}."
    )
    assert [q.continues for q in quotes] == [None, 0, None]
    assert quotes[1].cue is None


def test_an_answer_continues_the_speaker_before_the_question() -> None:
    _, quotes = quotes_of("“{d:I was at sea,}” {s:{p:Ana Reyes}} {c:said}.¶“{d:All night?}” {s:he} {c:asked}.¶“{d:Until five.}”")
    assert quotes[2].continues == 0


def test_dialogue_lines_have_their_label_as_source() -> None:
    text, quotes = quotes_of("REYES: The pier is closed.¶LIND: Since when?¶REYES: Since Monday.")
    assert [q.source.of(text) for q in quotes if q.source] == ["REYES", "LIND", "REYES"]


def test_contents_are_disjoint_and_point_into_the_text() -> None:
    for marked, _ in DIRECT + NONE + REPORTED:
        text, quotes = quotes_of(marked)
        segments = sorted(s for q in quotes for s in q.segments)
        assert all(0 <= s.start < s.end <= len(text) for s in segments)
        assert all(a.end <= b.start for a, b in pairwise(segments))
