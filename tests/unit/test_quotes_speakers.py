"""Source -> the words in it that stand for the speaker; cue -> lemma, act, addressee, medium; silence."""

from __future__ import annotations

import pytest

from etl.extract.quotes import find_no_comments
from etl.extract.quotes.cues import read_cue
from tests.unit.quote_markup import analyse, quotes_of

SOURCES: list[tuple[str, list[str]]] = [
    ("{p:Ana Reyes}", ["Ana Reyes"]),
    ("Dr {p:Ana Reyes}, head of the {o:Port Authority}", ["Ana Reyes"]),
    ("{o:Port Authority} chief {p:Ana Reyes}", ["Ana Reyes"]),
    ("its director, {p:Ana Reyes}", ["Ana Reyes"]),
    ("a spokesman for the {o:Port Authority}, {p:Bo Lind}", ["Bo Lind"]),
    ("a spokesman for the {o:Port Authority}", ["Port Authority"]),
    ("a {o:Port Authority} spokeswoman", ["Port Authority"]),
    ("{o:Port Authority} officials", ["Port Authority"]),
    ("the {o:Port Authority}", ["Port Authority"]),
    ("{l:Malta}’s {o:labour ministry}", ["labour ministry"]),
    ("the {o:Weather Centre} in {l:Valletta}", ["Weather Centre"]),
    ("a report by the {o:Port Authority}", ["Port Authority"]),
    ("{o:Alarm Line}, an independent group for people at sea", ["Alarm Line"]),
    ("workers of the {o:Port Authority}", []),
    ("the fishing union {o:Red de Mar}", ["Red de Mar"]),
    ("{l:Malta}", ["Malta"]),
    ("{l:Malta}, {l:Cyprus} and {l:Tunisia}", ["Malta", "Cyprus", "Tunisia"]),
    ("{p:Ana Reyes} and {p:Bo Lind}", ["Ana Reyes", "Bo Lind"]),
    ("a {o:ministry} official", ["ministry"]),
    ("a ministry official", ["ministry"]),
    ("he", ["he"]),
    ("the minister", ["the minister"]),
    ("{r:the minister}, who left early,", ["the minister"]),
    # Nobody is named: the source stays text.
    ("a source close to the {o:Port Authority}", []),
    ("a person familiar with the talks", []),
    ("{p:Reyes}’s lawyer", []),
    ("a {p:Reyes} adviser", []),
    ("a spokesman for {p:Ana Reyes}", []),
    ("an aide to Mr {p:Lind}", []),
    ("a diplomat in {l:Valletta}", []),
    ("residents", []),
]


@pytest.mark.parametrize(("source", "wanted"), SOURCES)
def test_speaker_in_source(source: str, wanted: list[str]) -> None:
    text, (quote,) = quotes_of(f"On Monday {{s:{source}}} {{c:said}} {{i:the pier was closed}}.")
    found = [s.of(text) for s in (quote.speaker, *quote.co_speakers) if s]
    assert found == wanted


SUBJECTS: list[tuple[str, str | None]] = [
    ("{p:Ana Reyes} met {p:Bo Lind} and {c:asked him} {i:to free the crew}.", "Ana Reyes"),
    ("{p:Ana Reyes}, who ran the port for years, {c:warned} {i:that the pier was rotten}.", "Ana Reyes"),
    ("Opening the pier, {p:Ana Reyes}, its builder, {c:said} {i:that it would stand}.", "Ana Reyes"),
    ("It closed the pier and {c:asked} {i:the town to pay}.", "It"),
    ("With {p:Bo Lind} at her side the visitor walked on and {c:asked} {i:the town to pay}.", None),  # he does not ask
    ("{s:{p:Ana Reyes} thanked}, he {c:said} {i:that it would stand}.", "he"),
    ("{s:She then} {c:said} {i:that it would stand}.", "She"),
    ("At talks with the mayor, {s:{p:Bo Lind}, Ms {p:Reyes}} {c:said} {i:that it would stand}.", "Ms Reyes"),
    ("{i:It would stand}, {c:according to} {s:the {o:Port Office}. Reyes} disagreed.", "the Port Office"),
    ("{s:A survey} published by the {o:Harbour Watch} {c:said} {i:that it would fall}.", "A survey published by the Harbour Watch"),
]


@pytest.mark.parametrize(("marked", "wanted"), SUBJECTS)
def test_source_beside_and_apart_from_its_cue(marked: str, wanted: str | None) -> None:
    text, found = quotes_of(marked)
    assert [q.source.of(text) if q.source else None for q in found] == [wanted]


TAKEN_UP: list[tuple[str, str | None]] = [
    ("{s:A spokeswoman for the {o:Port Authority}} {c:said} {i:it was closed}. “{d:It was rotten,}” {s:she} {c:said}.", "Port Authority"),
    ("{s:A neighbour} {c:said} {i:it was closed}. “{d:It was rotten,}” {s:she} {c:said}.", None),
    ("{s:A report by the {o:Port Authority}} {c:said} {i:it was closed}. {s:The report} {c:warned} of {i:rot}.", "Port Authority"),
    ("{s:{p:Ana Reyes}} {c:said} {i:it was closed}. “{d:It was rotten,}” {s:she} {c:said}.", "she"),
    # a name inside the words of the quote does not break the chain
    (
        "{s:A spokeswoman for the {o:Port Authority}} {c:denied} {i:{p:Bo Lind} had fallen}. “{d:It was rotten,}” {s:she} {c:said}.",
        "Port Authority",
    ),
]


@pytest.mark.parametrize(("marked", "wanted"), TAKEN_UP)
def test_sources_taken_up_again(marked: str, wanted: str | None) -> None:
    text, quotes = quotes_of(marked)
    assert (quotes[1].speaker.of(text) if quotes[1].speaker else None) == wanted


ACTS: list[tuple[str, str, str | None, str | None]] = [
    ("{s:She} {c:urged} {p:Bo Lind} {i:to close it}.", "urge", "request", "Bo Lind"),
    ("{s:She} {c:asked} {l:Malta} {i:to take more boats}.", "ask", "request", "Malta"),
    ("{s:She} {c:asked} the mayor {i:whether it was closed}.", "ask", "question", "the mayor"),
    ("{s:She} {c:asked} {i:why it was closed}.", "ask", "question", None),
    ("{s:She} {c:asked for} {i:more time}.", "ask for", "request", None),
    ("{s:She} {c:told} {o:Port News} that {i:it was closed}.", "tell", None, "Port News"),
    ("{s:She} {c:told} the crew {i:to go home}.", "tell", "request", "the crew"),
    ("“{d:It is closed,}” {s:she} {c:told} reporters.", "tell", None, "reporters"),
    ("{s:He} {c:denied} {i:taking the oars}.", "deny", "denial", None),
    ("{s:He} {c:ruled out} {i:a new pier}.", "rule out", "denial", None),
    ("{s:He} {c:promised} {i:to open it}.", "promise", "promise", None),
    ("{s:He} {c:offered} {i:to open it}.", "offer", "promise", None),
    ("{s:He} {c:offered} {i:an opinion on it}.", "offer", None, None),
    ("{s:He} {c:thanked} {p:Ana Reyes} {i:for opening it}.", "thank", "thanks", "Ana Reyes"),
    ("{s:He} {c:accused} {p:Ana Reyes} of {i:closing it}.", "accuse", "accusation", "Ana Reyes"),
    ("{s:He} {c:apologised} to the crew {i:for the delay}.", "apologise", "apology", "the crew"),
    ("{s:He} {c:warned} that {i:it would close}.", "warn", "warning", None),
    ("{s:He} {c:called on} {o:Port Authority} {i:to open it}.", "call on", "request", "Port Authority"),
    ("{s:He} {c:said} {i:it was closed}.", "say", None, None),
    ("{s:He} {c:signalled} {i:it would close}.", "signal", None, None),
]


@pytest.mark.parametrize(("marked", "lemma", "act", "addressee"), ACTS)
def test_act_and_addressee(marked: str, lemma: str, act: str | None, addressee: str | None) -> None:
    text, (quote,) = quotes_of(marked)
    assert (quote.cue_lemma, quote.act, quote.addressee.of(text) if quote.addressee else None) == (lemma, act, addressee)


@pytest.mark.parametrize(
    ("marked", "medium"),
    [
        ("{s:She} {c:said} in a statement that {i:it was closed}.", "statement"),
        ("{s:She} {c:said} in an interview that {i:it was closed}.", "interview"),
        ("“{d:It is closed,}” {s:she} {c:wrote} on Facebook.", "social_media"),
        ("“{d:It is closed,}” {s:she} {c:told} the court.", "court"),
        ("{s:She} {c:said} {i:the interview was short}.", None),
    ],
)
def test_medium(marked: str, medium: str | None) -> None:
    _, (quote,) = quotes_of(marked)
    assert quote.medium == medium


@pytest.mark.parametrize(
    ("surface", "lemma"),
    [
        ("Said", "say"),
        ("has repeatedly denied", "deny"),
        ("called on", "call on"),
        ("calling for", "call for"),
        ("submitted", "submit"),
        ("put it", "put it"),
        ("rowed", None),
    ],
)
def test_cue_lemma(surface: str, lemma: str | None) -> None:
    word = read_cue(surface)
    assert (word.lemma if word else None) == lemma


SILENCE: list[tuple[str, str, str | None]] = [
    ("{p:Ana Reyes} declined to comment.", "declined", "Ana Reyes"),
    ("A spokesman for the {o:Port Authority} declined to comment on the closure.", "declined", "Port Authority"),
    ("The pier was closed, and {p:Bo Lind}, the mayor, could not be reached.", "unreachable", "Bo Lind"),
    ("The {o:Port Authority} has yet to reply.", "no_reply", "Port Authority"),
    ("Calls to the {o:Port Authority} were not returned.", "no_reply", "Port Authority"),
    ("A neighbour would not say.", "declined", None),
]


@pytest.mark.parametrize(("marked", "kind", "speaker"), SILENCE)
def test_silence(marked: str, kind: str, speaker: str | None) -> None:
    text, analysis, mentions = analyse(marked)
    (found,) = find_no_comments(analysis, mentions)
    assert (found.kind, found.speaker.of(text) if found.speaker else None) == (kind, speaker)


def test_plain_talk_is_no_silence() -> None:
    _, analysis, mentions = analyse("{p:Ana Reyes} commented on the pier.")
    assert find_no_comments(analysis, mentions) == ()
