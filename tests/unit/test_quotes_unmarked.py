"""Speech that no tagged cue announces or that several cues claim: headings, colons, a reporting word beside another, asides, papers."""

from __future__ import annotations

import pytest

from tests.unit.marked_text import analyse as analyse_text
from tests.unit.quote_markup import describe, quotes_of

CASES: list[tuple[str, str, str, str | None]] = [
    # a heading that puts who says it before a colon; one that names no speaker there; a subject further left
    ("# {o:Port Watch}: Pier is rotten", "indirect", "Pier is rotten", "Port Watch"),
    ("# {p:Ana Reyes}: Pier is ‘{d:a danger}’", "mixed", "Pier is ‘a danger’", "Ana Reyes"),
    ("# {p:Ana Reyes} warns the port: ‘{d:Close the pier}’", "direct", "Close the pier", "Ana Reyes"),
    ("# {s:{p:Reyes}} {c:Says} New Pier Will Be ‘{d:A Danger}’", "mixed", "New Pier Will Be ‘A Danger’", "Reyes"),
    # an office before the colon says it without a verb; who says it may stand behind
    ("# PM: PIER TO STAY SHUT", "indirect", "PIER TO STAY SHUT", None),
    ("# Pier to stay shut: harbour master’s chief", "indirect", "Pier to stay shut", None),
    ("# (LEAD) Two boats sink off pier: {o:PCG}", "indirect", "Two boats sink off pier", "PCG"),
    # a noun of speech before a colon, in the sentence or in the paragraph before
    ("{p:Ana Reyes} has a message: “{d:Close the pier.}”", "direct", "Close the pier.", "Ana Reyes"),
    ("On Monday {p:Ana Reyes} made this comment:¶“{d:Close the pier.}”", "direct", "Close the pier.", "Ana Reyes"),
    ("{p:Ana Reyes}, the harbour master, commented:¶“{d:Close the pier.}”", "direct", "Close the pier.", "Ana Reyes"),
    # a comma inside the marks decides the cue, whatever else the tagger gives it
    ("“{d:Close the pier,}” {s:{p:Ana Reyes}} {c:said} of {i:the plan}.", "direct", "Close the pier,", "Ana Reyes"),
    # an aside between dashes holds no subject
    ("{p:Ana Reyes} -- who sold it to {s:{p:Bo Lind}} -- {c:told} me, “{d:Close the pier.}”", "direct", "Close the pier.", "Ana Reyes"),
    # a relative pronoun behind a name
    ("It went to the {o:Port Watch}, which {c:says} {i:the pier is rotten}.", "indirect", "the pier is rotten", "Port Watch"),
    ("In May, when the pier closed, I laughed and {c:said}, “{d:Never.}”", "direct", "Never.", "I"),
    # who wrote the paper
    ("“{d:Close the pier,}” {c:stated} {s:a post} on {p:Ana Reyes}’s page on Monday.", "direct", "Close the pier,", "Ana Reyes"),
    (
        "{c:According to} a survey published by {o:Port Watch} this month, {i:the pier is rotten}.",
        "indirect",
        "the pier is rotten",
        "Port Watch",
    ),
    # an adverbial between `that` and the clause
    ("{s:She} {c:said} that under the new mayor, “{d:the pier was closed}”.", "mixed", "under the new mayor, “the pier was closed”", "She"),
]


SET_OFF: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    # as releases print it: no marks, in the first person, paragraph after paragraph
    ("{s:{p:Ana Reyes}} {c:said}:¶I can’t wait for the pier.", [("direct", "I can’t wait for the pier.", "Ana Reyes")]),
    (
        "{s:The mayor, {p:Ana Reyes}}, {c:said} in a letter:¶The pier is ours.¶We shall open it.¶The pier has 40 planks.",
        [("direct", "The pier is ours. … We shall open it.", "Ana Reyes")],
    ),
    ("{s:{p:Ana Reyes}} {c:said}:¶I {i:can}’t wait for the pier.", [("direct", "I can’t wait for the pier.", "Ana Reyes")]),
    # in any person, where a release says whose words they are
    (
        "Please attribute to {p:Ana Reyes}:¶Police have closed the pier.¶Two boats were taken.¶{s:He} {c:says} {i:it is shut}.",
        [("direct", "Police have closed the pier. … Two boats were taken.", "Ana Reyes"), ("indirect", "it is shut", "He")],
    ),
    (
        "The following is attributable to Spokesperson {p:Ana Reyes}:¶The secretary spoke by phone.¶ENDS",
        [("direct", "The secretary spoke by phone.", "Ana Reyes")],
    ),
    # a transcript: lines of `Q`, whose speaker is nobody, and answers of several paragraphs
    (
        "MS. {p:REYES}: The pier is closed.¶We shall open it.¶Q  When in May?¶MS. {p:REYES}: On Friday.¶END",
        [
            ("direct", "The pier is closed. … We shall open it.", "REYES"),
            ("direct", "When in May?", None),
            ("direct", "On Friday.", "REYES"),
        ],
    ),
    # two speeches
    (
        "{p:Ana Reyes} said:¶We shall open it.¶{p:Bo Lind} added:¶I shall close it.",
        [("direct", "We shall open it.", "Ana Reyes"), ("direct", "I shall close it.", "Bo Lind")],
    ),
    # nobody’s words: no first person, a list, a paragraph that reports
    ("{p:Ana Reyes} said:¶The pier has 40 planks.", []),
    ("The port has three boats:¶We, the Gull and the Tern.", []),
    ("{p:Ana Reyes} said:¶{s:{p:Bo Lind}} {c:said} {i:we should wait}.", [("indirect", "we should wait", "Bo Lind")]),
]


@pytest.mark.parametrize(("marked", "wanted"), SET_OFF)
def test_a_speech_set_off_without_marks(marked: str, wanted: list[tuple[str, str, str | None]]) -> None:
    text, quotes = quotes_of(marked)
    assert [describe(text, q) for q in quotes] == wanted


@pytest.mark.parametrize(("marked", "kind", "words", "speaker"), CASES)
def test_speech(marked: str, kind: str, words: str, speaker: str | None) -> None:
    text, quotes = quotes_of(marked.removeprefix("# "), headline=marked.startswith("# "))
    assert (kind, words, speaker) in [describe(text, q) for q in quotes]


@pytest.mark.parametrize(
    "marked",
    [
        "# {o:Port Watch}: Interim results for May",
        "# Cholera: deaths pass 400",
        "# Two boats: a tale",
        "# {l:Malta}: two boats were lost",
        "# Cholera: key facts",
    ],
)
def test_a_label_without_speech_is_no_speaker(marked: str) -> None:
    assert quotes_of(marked.removeprefix("# "), headline=True)[1] == ()


def test_a_second_cue_in_one_sentence_touches_the_marks() -> None:
    text, quotes = quotes_of("{s:She} {c:said} {i:the pier was closed}, and when pressed the mayor replied, “{d:It was rotten.}”")
    assert [(describe(text, q)[1], q.cue_lemma) for q in quotes][-1] == ("It was rotten.", "reply")


def test_what_is_only_to_come_is_no_cue() -> None:
    _, (quote,) = quotes_of("{s:{p:Ana Reyes}} {c:said} {i:they will meet the port and} {c:urge} {i:it to close the pier}.")
    assert (quote.cue_lemma, quote.act) == ("say", None)


@pytest.mark.parametrize(
    ("marked", "addressee"),
    [
        ("{s:She} {c:requested} {i:port workers stay on their boats}.", "port workers"),
        ("{s:She} {c:called for} {i:the pier to be closed by the coastal towns}.", "the coastal towns"),
        ("{s:She} {c:called for} {i:a ban on rowing}.", None),
    ],
)
def test_who_is_asked_inside_the_request(marked: str, addressee: str | None) -> None:
    text, (quote, *_) = quotes_of(marked)
    assert (quote.addressee and quote.addressee.of(text)) == addressee


@pytest.mark.parametrize(
    ("later", "outcome"),
    [("{p:Bo Lind} has yet to reply to {p:Reyes}’s request.", "pending"), ("{p:Bo Lind} has yet to reply to {p:Dahl}’s request.", None)],
)
def test_an_answer_told_further_down_names_who_asked(later: str, outcome: str | None) -> None:
    _, quotes = quotes_of("{s:{p:Ana Reyes}} {c:asked} {p:Bo Lind} {i:to dredge the harbour}.¶Gulls sat by.¶" + later)
    assert (quotes[0].answer and quotes[0].answer.outcome) == outcome


def test_headings_are_told_apart_by_their_capitals() -> None:
    from etl.extract.quotes.labels import find_headings

    assert find_headings(analyse_text("Harbour Master Says Pier Is Rotten\n\nIt closed on Monday."))
    assert not find_headings(analyse_text("The harbour master says the pier is rotten\n\nIt closed on Monday."))
