"""Pronouns, noun phrases and speakers: marked article -> whom the words mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.model import Link, Tagging
from etl.resolve import resolve_article
from tests.unit.marked_text import read_marked


@pytest.mark.parametrize(
    ("marked", "words", "expected"),
    [
        ("{p Ana Melo} spoke. He left.", "He", None),  # the given name says she
        ("{p Ana Melo} met {p Peter Lund}. She left.", "She", "Ana Melo"),
        ("{p Ana Melo} met {p Peter Lund}. He left.", "He", "Peter Lund"),
        ("Mr {p Quorl Bex} met Ms {p Zan Tor}. She left.", "She", "Zan Tor"),
        ("His wife, {p Zan Tor}, met {p Quorl Bex}. She left.", "She", "Zan Tor"),
        ("{p Quorl Bex} met {p Zan Tor}.\n\nHe left.", "He", "Quorl Bex"),  # the subject
        ("{r Minister} {p Quorl Bex} spoke. {p Zan Tor} left. The minister slept.", "The minister", "Quorl Bex"),
        (
            "{r Minister} {p Quorl Bex} met {r Minister} {p Zan Tor} and {p Zan Tor} met {p Quorl Bex}. The minister from afar slept.",
            "the mayor",
            None,
        ),
        ("The {o Dockers’ Union} met {o Boreal Zinc Corp.} The company left.", "The company", "Boreal Zinc Corp."),
        ("The {o Dockers’ Union} met {o Boreal Zinc Corp.} The union left.", "The union", "Dockers’ Union"),
        (
            "The {o Ministry of Labour} met the {o Ministry of Health}. The health ministry left.",
            "The health ministry",
            "Ministry of Health",
        ),
        ("Then the court rose. The {o Okara Court} sat.", "the court", None),  # named only later
        ("Police closed the road. {o Selby Police} left.", "Police", "Selby Police"),  # the only force of the article
        ("{o Okara Bank} met {o Boreal}. {o Boreal} rose after the drugmaker spoke.", "the drugmaker", "Boreal"),  # of no known kind
        ("{r Gov.} {p Ana Melo} spoke. The governor left.", "The governor", "Ana Melo"),
        ("{r Mrs Justice} {p Ana Melo} sat. The judge left.", "The judge", "Ana Melo"),
        ("{r Prime Minister} {p Ana Melo} spoke. The PM left.", "The PM", "Ana Melo"),
        ("{r Ambassador} {p Ana Melo} spoke. The envoy left.", "The envoy", "Ana Melo"),
        ("{r Sen.} {p Ana Melo} spoke. The lawmaker left.", "The lawmaker", "Ana Melo"),
        (
            "Polish {r President} {p Jan Ruk} met Peruvian {r President} {p Ana Melo}. The Polish president left.",
            "The Polish president",
            "Jan Ruk",
        ),
        ("{o Boreal Zinc Corp.} fell. The Selby-based company left.", "The Selby-based company", "Boreal Zinc Corp."),
        ("{p Ana Melo} spoke. They left.", "They", None),
        ("Kenyan {r minister} {p Quorl Bex} spoke. The Kenyan left.", "The Kenyan", "Quorl Bex"),
    ],
)
def test_reference(marked: str, words: str, expected: str | None) -> None:
    read = read_marked(marked)
    if words not in read.analysis.text:
        assert expected is None
        return
    assert read.name(read.entities.refer(read.span(words))) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{s A post on {p Ana Melo}’s page} said so. {s The post} said more.", [("Ana Melo",), ("Ana Melo",)]),
        ("{s {r Mayor} {p Ana Melo}} said so.", [("Ana Melo",)]),
        ("{s {r Foreign Minister} {p Bae Su-jin} of {l Peru}} said so.", [("Bae Su-jin",)]),
        ("{s {p Ana Melo}} said so. {s She} said more.", [("Ana Melo",), ("Ana Melo",)]),
        ("{s {p Ana Melo} and {p Bo Dahl}} said so.", [("Ana Melo", "Bo Dahl")]),
        ("{s {p Ana Melo}, {p Bo Dahl} and {p Ed Lund}} said so.", [("Ana Melo", "Bo Dahl", "Ed Lund")]),
        ("{s {p Ana Melo}, who succeeded {p Bo Dahl}} said so.", [("Ana Melo",)]),
        ("{s His daughter, {p Ana Melo},} said so.", [("Ana Melo",)]),
        # a person's people are not the person
        ("{s {p Ana Melo}’s lawyer} said so.", [()]),
        ("{s A spokesman for {p Ana Melo}} said so.", [()]),
        ("{s A {p Melo} adviser} said so.", [()]),
        ("{s His office} said so.", [()]),
        # a body speaks through its unnamed voices, not through its workers
        ("{s The {o Quay Board}} said so.", [("Quay Board",)]),
        ("{s A spokeswoman for the {o Quay Board}} said so.", [("Quay Board",)]),
        ("{s A {o Quay Board} official} said so.", [("Quay Board",)]),
        ("{s A report by the {o Quay Board}} said so.", [("Quay Board",)]),
        ("{s The {o Quay Board} and {o Harbour Watch}} said so.", [("Quay Board", "Harbour Watch")]),
        ("{s {o Quay Board} workers} said so.", [()]),
        ("{s A source close to the {o Quay Board}} said so.", [()]),
        ("{s A letter seen by the {o Quay Board}} said so.", [()]),
        ("{s The head of the {o Quay Board}} said so.", [()]),
        ("The {o Dockers’ Union} met. {s A union spokesman} said so.", [("Dockers’ Union",)]),
        ("The {o Dockers’ Union} met. {s A spokesman for the union} said so.", [("Dockers’ Union",)]),
        ("The {o Dockers’ Union} met. {s Its spokesman} said so.", [("Dockers’ Union",)]),
        ("{s The {o Quay Board}} said so. {s The statement} said more.", [("Quay Board",), ("Quay Board",)]),
        # a body that only describes the one that speaks
        ("{s The {o Quay Board}-run {o Selby Clinic}} said so.", [("Selby Clinic",)]),
        ("{s The {o Quay Board}’s harbour agency, {o Tidewatch},} said so.", [("Tidewatch",)]),
        ("{s {o Quay Board} radio station {o Radio Mole}} said so.", [("Radio Mole",)]),
        # whoever receives a paper did not write it
        ("{s A filing with the {o Quay Board}} said so.", [()]),
        ("{s A complaint against the {o Quay Board}} said so.", [()]),
        # members of a chamber are not the chamber; a party named as a party speaks
        ("{s Four {o Senate} Republicans} said so.", [()]),
        ("{s {o Labour} and the {o Social Democrats}} said so.", [("Labour Party", "Social Democrats")]),
        # an office holder's people are not the office holder
        ("{r Prime Minister} {p Ana Melo} left. {s The prime minister’s official spokesman} said so.", [()]),
        ("{r Prime Minister} {p Ana Melo} left. {s The prime minister’s statement} said so.", [("Ana Melo",)]),
        ("{p Ana Melo} met {p Bo Dahl}. {s Both} said so.", [("Ana Melo", "Bo Dahl")]),
        # a body's noun in several words, and its paper or official told of at length
        ("The {o Peruvian Coast Guard} sailed. {s A coast guard spokesman} said so.", [("Peruvian Coast Guard",)]),
        ("The {o Ministry of Labour} met. {s A ministry statement issued after dinner} said so.", [("Ministry of Labour",)]),
        ("The {o Quay Board} met {o Harbour Watch}. {s A spokesman} said so.", [("Quay Board",)]),
        ("The {o Quay Board} met.\n\n{s A spokesman} said so.", [()]),
        ("{s Q} said so.", [()]),  # whoever asks in a transcript
        # states and strangers
        ("{l South Korea} met {l Peru}. {s The South Korean side} said so.", [("South Korea",)]),
        ("{l Peru} rose. {s The South Korean side} said so.", [()]),
        ("{s {l South Korea}} said so.", [("South Korea",)]),
        ("{s The {l UK} side} said so.", [("United Kingdom",)]),
        ("{s {l Mali}, {l Niger} and {l Chad}} said so.", [("Mali", "Niger", "Chad")]),
        ("{s Residents of {l Busan}} said so.", [()]),
        ("{s Two officials} said so.", [()]),
        ("{p Ana Melo} sat. {s A friend} said so.", [()]),
        ("{s The {o Quay Board}} said so. {s The audit report} said more.", [("Quay Board",), ()]),  # nobody spoke of a report
        ("{s The {o Quay Board}} said so in a report. {s The report} said more.", [("Quay Board",), ("Quay Board",)]),
        (
            "{s The {o Quay Board}} said so in a circular. {s {p Ana Melo}} said no. {s The circular} said more.",
            [("Quay Board",), ("Ana Melo",), ("Quay Board",)],
        ),
        ("A memo by the {o Quay Board} leaked. {s {p Ana Melo}} said no. {s The memo} said more.", [("Ana Melo",), ("Quay Board",)]),
        ("{p Ana Melo}’s letter leaked. {s The document} said more.", [("Ana Melo",)]),
        ("A letter to {p Ana Melo} leaked. {s The letter} said more.", [()]),  # whoever got it did not write it
        ("{s The envoy who chairs the talks, {p Ana Melo},} said so.", [("Ana Melo",)]),
        ("{s A former driver at {o Quay Board}, {p Ana Melo},} said so.", [("Ana Melo",)]),
        ("{s A survey published by the {o Quay Board}} said so.", [("Quay Board",)]),
        ("{s {p Corran} coach {p Ana Melo}} said so.", [("Ana Melo",)]),  # a club taken for a person
        ("{p Ana Melo}, {s a farmer of Selby}, said so.", [("Ana Melo",)]),
        ("{o Selby Infirmary} closed. {s The infirmary} said so.", [("Selby Infirmary",)]),
        # one of two namesakes: who spoke last
        ("{s {p Ada Lund}} said so. {p Bo Lund} left.\n\n{s Lund} said more.", [("Ada Lund",), ("Ada Lund",)]),
    ],
)
def test_speakers(marked: str, expected: list[tuple[str, ...]]) -> None:
    assert read_marked(marked).speakers() == expected


def test_both_of_two() -> None:
    read = read_marked("{p Ana Melo} met {p Bo Dahl}. They agreed.")
    assert tuple(read.name(e) for e in read.entities.refer_all(read.span("They"))) == ("Ana Melo", "Bo Dahl")


def test_three_are_not_both() -> None:
    read = read_marked("{p Ana Melo} met {p Bo Dahl} and {p Ed Lund}. They agreed.")
    assert read.entities.refer_all(read.span("They")) == ()


def test_a_quote_that_goes_on_keeps_its_speaker() -> None:
    from etl.extract.facts import Quote
    from etl.text.span import Span

    read = read_marked("{s {p Ana Melo}} said so. “More.” “And more.”")
    quotes = [
        Quote("direct", (Span(20, 24),), source=Span(0, 8)),
        Quote("direct", (Span(25, 30),), continues=0),
        Quote("direct", (Span(31, 36),)),
    ]
    assert [tuple(read.name(e) for e in found) for found in read.entities.bind_speakers(quotes)] == [("Ana Melo",), ("Ana Melo",), ()]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{p Ana Melo} rowed home. {f The witness} slept.", "Ana Melo"),
        ("“{q Ask {p Ana Melo}!}” they said. {f The witness} slept.", None),  # only in somebody’s words
    ],
)
def test_a_link_of_the_tagger_to_somebody_named_in_the_telling_is_believed(marked: str, expected: str | None) -> None:
    read = read_marked(marked)
    spans = read.analysis.tagging.spans
    name, reference = (next(i for i, s in enumerate(spans) if s.head == head) for head in ("name", "ref"))
    tagging = Tagging(spans, (Link("antecedent", reference, name, 0.6),))
    entities = resolve_article(replace(read.analysis, tagging=tagging), read.mentions, read.positions)
    assert read.name(entities.refer(read.span("The witness"))) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The {o Labour Party} met. {s the {o Labour} MP} spoke.", [()]),  # a member is not the party
        ("Asked about it on a show with {p Ana Melo}, {s the mayor} spoke.", [()]),
        ("{r Minister} {p Ana Melo} spoke. {s Ministers} agreed.", [()]),
    ],
)
def test_who_does_not_speak(marked: str, expected: list[tuple[str, ...]]) -> None:
    assert read_marked(marked).speakers() == expected


def test_a_caucus_is_not_its_chamber() -> None:
    named = read_marked("{o House Republicans} met. The {o House} rose.").named("organisation")
    assert "House Republicans" in named and named["House Republicans"] == {"House Republicans"}


def test_a_link_of_the_tagger_makes_no_officer_of_the_police() -> None:
    read = read_marked("{r Police Captain} {p Ana Melo} rowed home. {f Police} slept.")
    spans = read.analysis.tagging.spans
    name, reference = (next(i for i, s in enumerate(spans) if s.head == head) for head in ("name", "ref"))
    tagging = Tagging(spans, (Link("antecedent", reference, name, 0.9),))
    entities = resolve_article(replace(read.analysis, tagging=tagging), read.mentions, read.positions)
    assert entities.refer(read.span("Police", 1)) is None
