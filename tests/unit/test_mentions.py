"""Names mended, voted on and searched for again: sentence -> mentions."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.facts import Mention
from etl.extract.mentions import find_mentions, head_noun
from etl.extract.name_join import initials_match
from etl.extract.name_repair import is_acronym, spells
from etl.model import TaggedSpan, Tagging
from tests.unit.marked_text import analyse

KINDS = {"person": "p", "organisation": "o", "place": "l", "event": "e"}


def names(marked: str) -> list[str]:
    """Names found, as `p:Ana Lopes`, in text order."""
    return [f"{KINDS[m.entity_kind]}:{m.surface}" for m in find_mentions(analyse(marked)) if m.form not in {"pronoun", "nominal"}]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # forms of address and titles are no part of a name
        ("{p Dr Amara Keita} left early.", ["p:Amara Keita"]),
        ("{p Mr. Vuthy} left early.", ["p:Vuthy"]),
        ("{p H.E. Sok Pheakdey} left early.", ["p:Sok Pheakdey"]),
        ("{p Samdech Techo [Chan Rith]} left early.", ["p:Samdech Techo", "p:Chan Rith"]),  # an honour that an editor explains
        ("{p Samdech Techo Chan Rith} left early.", ["p:Chan Rith"]),
        ("{p Tan Sri Rozita Hamzah} left early.", ["p:Rozita Hamzah"]),
        ("{p Rt Hon Gwen Parry} left early.", ["p:Gwen Parry"]),
        ("{p Interior Sok Pheakdey} left early.", ["p:Sok Pheakdey"]),
        ("{p U Ba Maw Thein} left early.", ["p:Ba Maw Thein"]),
        ("{p U Maw} left early.", ["p:U Maw"]),
        ("{p Ruth Adler KC} left early.", ["p:Ruth Adler"]),
        ("{p Dame} went home with {p Ruth Adler}.", ["p:Ruth Adler"]),
        ("{p Cardinal Ruth Adler} left early.", ["p:Ruth Adler"]),
        ("In {p Bamako Ana Melo}, a farmer, sat.", ["p:Ana Melo"]),
        ("In the market at {p Bamako Ana Melo} sat.", ["p:Ana Melo"]),
        ("He met {p Bamako Ana Melo} again.", ["p:Bamako Ana Melo"]),  # no sentence that opens with a place
        # titles, days and question hours are no names; nor are initials of a title that stands elsewhere
        ("The {o? Attorney General} left.", []),
        ("{r Attorney General} {p Bo Dahl} left. “{o? Attorney General Dahl} stays,” it said.", ["p:Bo Dahl", "p:Dahl"]),
        ("{r Attorney General} {p Bo Dahl} left. {o AG} {p Dahl} is gone.", ["p:Bo Dahl", "p:Dahl"]),
        ("{o? Attorney General’s Department} met.", ["o:Attorney General’s Department"]),
        ("The {o? Archbishop of Selby} left.", []),
        ("At {o? PMQs} he sat on the {o? World Day of the Reef}.", []),
        # whose administration it is; a producer of films
        ("The {l? Dahl} administration left.", ["p:Dahl"]),
        ("The {l? Paris} administration left.", ["l:Paris"]),
        ("The producer {p Harvey Dahl} left.", ["p:Harvey Dahl"]),
        ("It was the {p? Day of the Reef}.", []),
        ("{p? Bo Day} left.", ["p:Bo Day"]),
        # a place's possessive is no part of a person's name; bodies named after places; the halves of a court case
        ("{p Peru’s Ana Melo} met {p Dahl’s Bo Lund}.", ["l:Peru", "p:Ana Melo", "p:Dahl’s Bo Lund"]),
        ("The {l Ohio GOP} and {l Iowa Democrats} saw {l Texas}.", ["o:Ohio GOP", "o:Iowa Democrats", "l:Texas"]),
        ("The judge cited {p Lund} v. {p Berg} to {p Ana Melo}.", ["p:Ana Melo"]),
        # edges
        ("He met {p Ruth Adler’s} son.", ["p:Ruth Adler"]),
        ("He met {p Ruth Adler,} again.", ["p:Ruth Adler"]),
        ("He met {p Ruth Adler.}", ["p:Ruth Adler"]),
        ("He met {p Tom Whitlock Jr.} at noon.", ["p:Tom Whitlock Jr."]),
        ("The {p ‘Ana Taufa} papers.", ["p:‘Ana Taufa"]),
        ("He joined {o the Harbour Board} in May.", ["o:Harbour Board"]),
        ("He flew to {l the Hague} and {l The Hague}.", ["l:Hague", "l:The Hague"]),
        ("It fell in {l Salem, Ore.}", ["l:Salem, Ore."]),
        ("Senator Lund (R-{l Ore.}) agreed.", ["l:Ore."]),
        ("Senator Lund ({p? R-Ore}) agreed.", ["l:Ore"]),
        # acronyms in brackets
        ("{o Coalition of River Families (CRF)} met.", ["o:Coalition of River Families", "o:CRF"]),
        ("The {o Coalition of River Families} (CRF) met.", ["o:Coalition of River Families", "o:CRF"]),
        ("The {o Centre for River Aid and Law} (Ceral) met.", ["o:Centre for River Aid and Law", "o:Ceral"]),
        ("The {o Coalition of River Families} (Tuesday) met.", ["o:Coalition of River Families"]),
        ("The {o Coalition of River Families} (34) met.", ["o:Coalition of River Families"]),
        ("{o Workers’ Party (Marxist)} met.", ["o:Workers’ Party (Marxist)"]),
        # governments and papers that the tagger missed; lists that go on in common words
        ("She thanked the Irish government for it.", ["o:Irish government"]),
        ("Irish government bonds fell.", []),
        ("She thanked the government of {l Chad} again.", ["o:government of Chad"]),
        ("He told The Courier on Friday.", ["o:Courier"]),
        ("He told The Northern Courier, a paper.", ["o:Northern Courier"]),
        ("He told The Hague to wait.", []),
        ("He told the others to wait.", []),
        ("Aid came from {o the RMCU, civil society} and others.", ["o:RMCU"]),
        # names cut at `and` and `of`
        ("The {o Ministry of Labour} and Vocational Training replied.", ["o:Ministry of Labour and Vocational Training"]),
        ("The {o Ministry of Labour} and {o Vocational Training} replied.", ["o:Ministry of Labour and Vocational Training"]),
        ("The Ministry of {o Labour} replied.", ["o:Ministry of Labour"]),
        ("The {o Ministry} of Labour replied.", ["o:Ministry of Labour"]),
        ("The {o Ministry of Health} and Oxhill Farms replied.", ["o:Ministry of Health"]),
        (
            "The {o? Ministry of Health and the Organisation for River Aid} replied.",
            ["o:Ministry of Health", "o:Organisation for River Aid"],
        ),
        ("The {o Ministry of Food and Agriculture} replied.", ["o:Ministry of Food and Agriculture"]),
        # owners in front of a body are names of their own; people and trades who own are part of it
        ("She wrote to {o Fiji’s Land Bank}.", ["l:Fiji", "o:Land Bank"]),
        ("{o ICRO} met. A note of {o the ICRO’s Budget Committee} said so.", ["o:ICRO", "o:ICRO", "o:Budget Committee"]),
        ("She led {o the Selby Nurses’ Federation}.", ["o:Selby Nurses’ Federation"]),
        ("She led {o the Women’s Union}.", ["o:Women’s Union"]),
        # loose words at the edges
        ("{o? At Oxhill Farms} they pay less.", ["o:Oxhill Farms"]),
        ("He led {o? the exiled Coastal Council} then.", ["o:Coastal Council"]),
        ("A review by {o the Coastal Council of} harbours.", ["o:Coastal Council"]),
        ("Figures by {o? Patrol Watch under} the law.", ["o:Patrol Watch"]),
        ("By {o? Oxhill Weather Bureau data} it rained.", ["o:Oxhill Weather Bureau"]),
        ("He works at {o? the central bank} now.", []),
        # offices, courts, committees, numbers
        ("{o Office of} the President said so.", ["o:Office of the President"]),
        ("{o Office} of the Auditor-General said so.", ["o:Office of the Auditor-General"]),
        ("{o U.S. Court of Appeals for} the 8th Circuit ruled.", ["o:U.S. Court of Appeals for the 8th Circuit"]),
        ("{o? Senate Committee} on Ways and Means met.", ["o:Senate Committee on Ways and Means"]),
        ("{o? Senate Committee} on Monday met.", ["o:Senate Committee"]),
        ("{o High Court} B sat.", ["o:High Court B"]),
        ("{o Selby Vocational College No.} 3 opened.", ["o:Selby Vocational College No. 3"]),
        ("{o? QT}&E cut the line.", ["o:QT&E"]),
        # lists within one name
        (
            "The {o Bay Charter Boat}, {o Marina and Bait Dealers Association} sued.",
            ["o:Bay Charter Boat, Marina and Bait Dealers Association"],
        ),
        ("The {o? Oakham} and {o? Melton Residents’ Forum} sued.", ["o:Oakham and Melton Residents’ Forum"]),
        ("The {o Net Makers}’ and {o Boat Builders’ Union} sued.", ["o:Net Makers’ and Boat Builders’ Union"]),
        ("{o Selby Medical College} and {o Hospital} closed.", ["o:Selby Medical College and Hospital"]),
        ("{o Dahl Demolition} and Hauling closed.", ["o:Dahl Demolition and Hauling"]),
        ("The {o Coastal Council} and the {o Harbour Board} met.", ["o:Coastal Council", "o:Harbour Board"]),
        ("The {o FRB} and {o Oxhill Bank} met.", ["o:FRB", "o:Oxhill Bank"]),
        # firms by their `&`; no titles
        ("He asked {p? Quill}, {p? Hart} & {o? Dove} again.", ["o:Quill, Hart & Dove"]),
        ("He asked {p? Bell} & Sons Axle again.", ["o:Bell & Sons Axle"]),
        ("So did {p Ana Melo}, Managing Director & CEO.", ["p:Ana Melo"]),
        # what an acronym in brackets spells
        ("{o? Parties} to the Sulu Accord (PSA) met.", ["o:Parties to the Sulu Accord", "o:PSA"]),
        # the words beside an unsure name
        ("So said the rights group {p? Ana Viva} again.", ["o:Ana Viva"]),
        ("{p? Ana Viva}, an exile group, said so.", ["o:Ana Viva"]),
        ("{p? Ana Viva}, the group’s leader, said so.", ["p:Ana Viva"]),
        ("He joined {p? Gebrüder Dahl} GmbH then.", ["o:Gebrüder Dahl GmbH"]),
        ("It is run by {l? Dahl Petroleum} now.", ["o:Dahl Petroleum"]),
        ("She sat down in {o? Qorvaal} again.", ["l:Qorvaal"]),
        ("She spoke at the {o Global Reef Forum} again.", ["e:Global Reef Forum"]),
        ("The {o Island Farmers’ Forum} objected.", ["o:Island Farmers’ Forum"]),
        ("The Labour peer objected; Labour-run councils did not.", ["o:Labour", "o:Labour"]),
        ("The Labour Minister objected to labour laws.", []),
        ("The Danish foreign ministry objected.", ["o:Danish foreign ministry"]),
        # broken names healed, sure ones left alone
        ("The {l? Okara} {l? District} {l? Court} sat.", ["o:Okara District Court"]),
        ("She moved to {o? New} {l? Zealand} later.", ["l:New Zealand"]),
        ("Then {p? Hun} Vicheka spoke.", ["p:Hun Vicheka"]),
        ("He stands in for Minister {p? Rath} Sen.", ["p:Rath Sen"]),
        ("He met Prime Minister {p Lim} Gov.", ["p:Lim Gov"]),
        ("He met {p Lim} Gov. Then he left.", ["p:Lim Gov"]),
        ("He met {p Lim} Gov. {p Ana Melo} there.", ["p:Lim", "p:Ana Melo"]),
        ("He met {p Lim Gov.}", ["p:Lim Gov"]),
        ("{p Rancher Ana Melo} met {p Bo Dahl} III.", ["p:Ana Melo", "p:Bo Dahl III"]),
        ("The {o? Oslo-listed Boreal Zinc} fell.", ["l:Oslo", "o:Boreal Zinc"]),
        ("It went to the 6th {o U.S. Circuit Court}.", ["o:6th U.S. Circuit Court"]),
        ("Minister of {p? Interior Sok Pheakdey} left.", ["p:Sok Pheakdey"]),
        ("Then Maria do {p? Rego Alves} spoke.", ["p:Maria do Rego Alves"]),
        ("Then {p? Daniel} “Duke” {p? Whitlock} spoke.", ["p:Daniel “Duke” Whitlock"]),
        ("The MSP {p? Kirsty Muir} spoke.", ["p:Kirsty Muir"]),
        ("On Monday {p? Kirsty Muir} Tuesday spoke.", ["p:Kirsty Muir"]),
        ("The {o Alliance of Writers} {p Tomás Rego} spoke.", ["o:Alliance of Writers", "p:Tomás Rego"]),
        ("A ship from {l? Nuku}’alofa came.", ["l:Nuku’alofa"]),
        ("A {l? Busan}-based firm came.", ["l:Busan"]),
        # what is no name
        ("Many {o Lao} and {l Cambodian} traders came.", []),
        ("It was on {o Facebook} and {o WhatsApp}.", []),
        ("They signed the {o Basel Convention} and the {o Wages Act}.", []),
        ("It opens on {l Monday}.", []),
        ("The {o? Minister of Transport} left.", []),
        ("The {o? Interior} minister left.", []),
        # countries and known bodies the tagger missed or retyped
        ("Nurses left Cambodia for Thailand.", ["l:Cambodia", "l:Thailand"]),
        ("{o? Cambodia} signed.", ["l:Cambodia"]),
        ("Aid from UNHCR came.", ["o:UNHCR"]),
        ("The Tonga Rugby Board met.", []),
        ("{p Jordan Blake} came late. Jordan slept.", ["p:Jordan Blake", "p:Jordan"]),
        ("{p? Okara Media} reported it.", ["o:Okara Media"]),
        ("{p? Hotel Miramar} was full.", ["l:Hotel Miramar"]),
    ],
)
def test_names(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # second references found where the tagger missed them
        ("{p Prak Dara} spoke. Dara left.", ["p:Prak Dara", "p:Dara"]),
        ("{p Hendrik van der Berg} spoke. Then van der Berg left.", ["p:Hendrik van der Berg", "p:van der Berg"]),
        ("{p Oh Min-su} spoke. Mr Oh left.", ["p:Oh Min-su", "p:Oh"]),
        ("{p Oh Min-su} spoke. Then {l? Oh} left.", ["p:Oh Min-su", "p:Oh"]),
        ("{p Kin Sophea} spoke. Later {o? Sophea} left.", ["p:Kin Sophea", "p:Sophea"]),
        ("{o Harbour Watch} spoke. Later Harbour Watch left.", ["o:Harbour Watch", "o:Harbour Watch"]),
        # not found: another name, a common word, a day
        ("{p Kim Su-jin} spoke. The Kim Foundation left.", ["p:Kim Su-jin"]),
        ("{p Will Hope} spoke. They will hope. Will left.", ["p:Will Hope"]),
        ("{p April Dunn} spoke in April.", ["p:April Dunn"]),
        ("The {o Council} sat. Another Council sat.", ["o:Council"]),
        # one name, one kind
        ("{p Ana Melo} spoke. {p Melo} left. {o? Melo} rests.", ["p:Ana Melo", "p:Melo", "p:Melo"]),
        ("{o Hartley & Sons} closed. {o Hartley} paid {p Jo Hartley}.", ["o:Hartley & Sons", "o:Hartley", "p:Jo Hartley"]),
        ("{l Kenya} beat {o Kenya} fans.", ["l:Kenya", "o:Kenya"]),
    ],
)
def test_document_knows(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{s {f He}} said so.", [("person", "pronoun", "He")]),
        ("{s It} said so.", [("organisation", "pronoun", "It")]),
        ("{s the ministry} said so.", [("organisation", "nominal", "the ministry")]),
        ("{s The labour minister} said so.", [("person", "nominal", "The labour minister")]),
        ("{s officials} said so.", []),
        ("{s A resident} said so.", []),
        ("{f the ambassador} met them.", [("person", "nominal", "the ambassador")]),
    ],
)
def test_references(marked: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(m.entity_kind, m.form, m.surface) for m in find_mentions(analyse(marked)) if m.form in {"pronoun", "nominal"}]
    assert found == expected


def test_nothing_outside_the_readable_text() -> None:
    analysis = analyse("{p Ana Melo} spoke.\n\nRead more: {p Bo Dahl}")
    inside = type(analysis)(analysis.text, analysis.regions[:1], (), analysis.tagging)
    assert [m.surface for m in find_mentions(inside)] == ["Ana Melo"]


@pytest.mark.parametrize(
    ("acronym", "full", "expected"),
    [
        ("CRF", "Coalition of River Families", True),
        ("MoLVT", "Ministry of Labour and Vocational Training", True),
        ("U.N.", "United Nations", True),
        ("WHO", "World Health Organization", True),
        ("CRF", "Coalition of Lake Families", False),
        ("C", "Coalition", False),
    ],
)
def test_initials(acronym: str, full: str, expected: bool) -> None:
    assert initials_match(acronym, full) is expected


@pytest.mark.parametrize(
    ("words", "expected"), [("IOM", True), ("U.N.", True), ("CPI(M)", True), ("Oxfam", False), ("The BBC", False), ("MoEYS", True)]
)
def test_acronym_look(words: str, expected: bool) -> None:
    assert is_acronym(words) is expected


def test_short_name_spelled_by_the_full_one() -> None:
    assert spells("Ceral", "Centre for River Aid and Law")
    assert not spells("Tuesday", "Coalition of River Families")


@pytest.mark.parametrize(
    ("words", "noun"),
    [("the labour ministry", "ministry"), ("the head of the mission", "head"), ("the country’s army", "army"), ("the chair, 52", "chair")],
)
def test_head_noun(words: str, noun: str) -> None:
    assert head_noun(words) == noun


TEXT = "Ana Melo of Harbour Watch met Prak Dara in Lisbon. Melo said Dara (HW) would pay. The Ministry of Labour and Health agreed."


@st.composite
def taggings(draw: st.DrawFn) -> Tagging:
    """Any spans of names over a fixed text."""
    spans = draw(
        st.lists(
            st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30), st.sampled_from(list(KINDS)), st.sampled_from([0.5, 1.0])),
            max_size=8,
        )
    )
    return Tagging(tuple(TaggedSpan("name", kind, at, min(at + size, len(TEXT)), score) for at, size, kind, score in sorted(spans)))


@settings(deadline=None, max_examples=60)
@given(taggings())
def test_any_tagging_gives_disjoint_names_with_their_words(tagging: Tagging) -> None:
    analysis = analyse(TEXT)
    found = find_mentions(type(analysis)(TEXT, analysis.regions, (), tagging))
    ordered: list[Mention] = sorted(found, key=lambda m: m.span)
    assert all(m.surface == m.span.of(TEXT) and m.surface == m.surface.strip() and m.surface for m in found)
    assert all(not a.span.overlaps(b.span) for a, b in itertools.pairwise(ordered))


@settings(deadline=None, max_examples=60)
@given(taggings())
def test_no_name_is_lost_on_a_second_reading(tagging: Tagging) -> None:
    """The names found, tagged surely, are found again, though a name may grow (`Ministry of Labour` takes in `and Health` only once it
    has its head).
    """
    analysis = analyse(TEXT)
    first = find_mentions(type(analysis)(TEXT, analysis.regions, (), tagging))
    again = Tagging(tuple(TaggedSpan("name", m.entity_kind, m.span.start, m.span.end, 1.0) for m in first))
    second = find_mentions(type(analysis)(TEXT, analysis.regions, (), again))
    assert all(any(m.span.overlaps(o.span) for o in second) for m in first)


@pytest.mark.parametrize("words", ["US$5 million", "about four US cents", "ten Hong Kong dollars"])
def test_a_currency_names_no_place(words: str) -> None:
    assert [m.surface for m in find_mentions(analyse(f"The {{l US}} nurses in {{l Hong Kong}} paid {words}."))] == ["US", "Hong Kong"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("At {o Quay College or Ness University} they met.", ["Quay College", "Ness University"]),
        ("The {o Ness Union} met. {o Department of Ports and Ness Union} left.", ["Ness Union", "Department of Ports", "Ness Union"]),
        ("The {o Ministry of Labour and Training} met.", ["Ministry of Labour and Training"]),
        ("The {o Live or Die Society} met.", ["Live or Die Society"]),
        ("{p Cardinal Ana Melo} met {p Monsignor Bo Dahl} and {p Ed Cardinal}.", ["Ana Melo", "Bo Dahl", "Ed Cardinal"]),
    ],
)
def test_two_bodies_in_one_span_and_church_titles(marked: str, expected: list[str]) -> None:
    assert [m.surface for m in find_mentions(analyse(marked))] == expected


@pytest.mark.parametrize("venue", ["Hotel Quay", "Quay Hotel", "Miners’ Hall", "Quay Office Building"])
def test_a_venue_is_a_place(venue: str) -> None:
    assert [(m.surface, m.entity_kind) for m in find_mentions(analyse(f"They met at the {{o {venue}}}."))] == [(venue, "place")]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # a title makes a surname, against any number of other guesses
        ("President {l? Dahl} met {p Ana Reyes}. {l? Dahl}’s aide left. {l? Dahl} stayed.", ["p:Dahl", "p:Ana Reyes", "p:Dahl", "p:Dahl"]),
        ("Mayor {l Ankara} did not pay.", ["l:Ankara"]),  # a town stays one
        # a town glued to a surname that is known in full
        ("{p Ana Reyes} flew out. Upon arrival in {p Ankara Reyes} spoke.", ["p:Ana Reyes", "l:Ankara", "p:Reyes"]),
        ("{p Ana Reyes} flew out to see {p Ankara Reyes} speak.", ["p:Ana Reyes", "p:Ankara Reyes"]),
        # where shares are traded
        ("{o Tern Foods Corporation} ({o NYSE}: {o TNF}) grew.", ["o:Tern Foods Corporation"]),
        ("{o Tern Foods} (Nasdaq | {o TSX}: {o TNF}) grew, says {o NYSE}.", ["o:Tern Foods", "o:NYSE"]),
        ("The {o Utah Republican} spoke of {o inter-Korean} ties to {o Senate Republicans}.", ["o:Senate Republicans"]),
        # a full name of which the tagger saw a half elsewhere, and against which it guessed once
        ("{p? Bo Lind} came. {p Bo} Lind left. A post on {o Bo Lind}’s page.", ["p:Bo Lind", "p:Bo Lind", "p:Bo Lind"]),
        ("{p Bo Lind} came. At the wish of his father [{o? Bo} Lind].", ["p:Bo Lind", "p:Bo Lind"]),
        ("{p Bo Lind} came. {p Bo} Linden left.", ["p:Bo Lind", "p:Bo"]),
        # accents make no other name
        ("{p Recep Dağlı} came. {l? Dagli} spoke.", ["p:Recep Dağlı", "p:Dagli"]),
    ],
)
def test_people_told_by_the_words_around(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Council Blocks Budget, Majority Preserves {p? Filibuster}", []),
        ("Council Blocks Budget, Majority Thanks {p? Reyes} Again", ["p:Reyes", "p:Reyes"]),
        ("Council blocks budget, majority thanks {p? Marsh} again", ["p:Marsh"]),
    ],
)
def test_a_capital_word_of_a_headline_alone_is_nobody(headline: str, expected: list[str]) -> None:
    body = "Ms {p Reyes} welcomed it." if "p:Reyes" in expected else "The filibuster stays."
    assert names(f"# {headline}\n\n{body}") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{l Chad}’s foreign ministry agreed.", ["l:Chad", "o:foreign ministry"]),
        ("{l Seoul}'s labour ministry agreed.", ["l:Seoul", "o:labour ministry"]),
        ("{l Chad}’s coast guard and the Irish navy agreed.", ["l:Chad", "o:coast guard", "o:Irish navy"]),
        ("{l Selby}’s foreign ministry is a joke, and the town’s labour ministry too.", ["l:Selby"]),
    ],
)
def test_a_ministry_that_a_state_owns(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # a surname that is a town too; where the article uses it as a place, the tagger's word stays
        ("{p Ana Kerry} and {p Bo Dahl} met. {l Kerry} left.", ["p:Ana Kerry", "p:Bo Dahl", "p:Kerry"]),
        ("{p Ana Kerry} drove to {l Kerry}.", ["p:Ana Kerry", "l:Kerry"]),
        ("{p Ana Johnson} won. There is a row in {l Johnson}’s cabinet.", ["p:Ana Johnson", "p:Johnson"]),
        ("{p Han Se-jin} won. He held talks with {l Han} on Monday.", ["p:Han Se-jin", "p:Han"]),
        ("{p Han Se-jin} won. He lives in {l Han}.", ["p:Han Se-jin", "l:Han"]),
        ("{p Ana Selby} ran. He voted for {l Selby}.", ["p:Ana Selby", "p:Selby"]),
        # what a place is, behind its name
        ("He left {l Pokhara city} for {l Kansas city}.", ["l:Pokhara", "l:Kansas city"]),
        # a full name taken for a place, not where a place stands
        ("It would put {l? Emma Dahlby} off.", ["p:Emma Dahlby"]),
        ("They met in {l? Emma Dahlby}.", ["l:Emma Dahlby"]),
        # no name grows over an article, another's possessive or a bracket
        ("The Union of the Outer Isles {p? Ana Melo} spoke.", ["p:Ana Melo"]),
        ("{p Ana Melo} won. {o? Reef Union} rules suited Melo’s {o? Reef Union} friends.",
         ["p:Ana Melo", "o:Reef Union", "p:Melo", "o:Reef Union"]),
        ("It closed. (See {o? Reef Daily News} for more.)", ["o:Reef Daily News"]),
        ("{p Ana Melo} leads. {o Melo’s Reef Party} won.", ["p:Ana Melo", "p:Melo", "o:Reef Party"]),
        # a nickname of two words
        ("{p? Ana} “La Gata” {p? Melo} fled.", ["p:Ana “La Gata” Melo"]),
        # halves of titles, broadcasts, labels, many bodies in one span, inhabitants
        ("The {o Shadow Foreign} Secretary spoke.", []),
        ("{o Communities} Secretary {p Ana Melo} spoke.", ["p:Ana Melo"]),
        ("{o Shadow Ports and Inland Waters} Secretary {p Ana Melo} spoke.", ["p:Ana Melo"]),
        ("He won the {o General Elections}.", []),
        ("{o Treasury} Secretary {p Ana Melo} left the {o Treasury}.", ["o:Treasury", "p:Ana Melo", "o:Treasury"]),
        ("She told its {o Focus on Reefs} programme.", []),
        ("- {o REEF PIER} CASE: A judge met {o Port Watch}.", ["o:Port Watch"]),
        ("The {o Departments of Health, Labor and Education} agreed.", []),
        ("It is {o Our Union} that holds.", []),
        ("He put {l? Californians} first.", []),
        ("The {o? Scottish} primrose grew.", []),
        ("Senator Lund, R-S.{l? D.}, agreed.", ["l:S.D."]),
        # a head behind a possessive belongs to the name, cut or whole
        ("{o Selby County Sheriff}’s {o Department} agreed.", ["o:Selby County Sheriff’s Department"]),
        ("The {o Commons foreign affairs} committee met.", ["o:Commons foreign affairs committee"]),
        # what one sits for, and a town beside its police
        ("{p Ana Melo}, the MP for {o Mid Selby}, spoke.", ["p:Ana Melo", "l:Mid Selby"]),
        ("{o Douglas County} Sheriff {p Ana Melo} spoke.", ["l:Douglas County", "p:Ana Melo"]),
    ],
)  # fmt: skip
def test_names_of_real_pages(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # parties by one word, where a parliament is spoken of
        ("{o? Labour} fights back. The Tories left.", ["o:Labour", "o:Tories"]),
        ("Labour’s plan failed, a shadow health minister said.", ["o:Labour"]),
        ("Labour rules were tightened.", []),
        ("The MPs saw the Ministry of Labour on Labour Day.", ["o:Ministry of Labour"]),
        ("{o Reform MPs} and a Green councillor left.", ["o:Reform", "o:Green"]),
        ("The Green belt stays, three MPs said.", []),
        # a known name takes in its pieces
        ("She wrote to {o Cabinet} Office minister {p Ana Melo}.", ["o:Cabinet Office", "p:Ana Melo"]),
        # cameras, indices, scandals and codes are no bodies; nor is half of an executive's title
        ("They saw {o CCTV} footage.", []),
        ("The {o FTSE} fell after {o Partygate}.", []),
        ("Labour opposed the {o Code of Recommended Practice on Publicity}, the MPs said.", ["o:Labour"]),
        ("{p Ana Melo}, {o Group Finance} Director, left the {o Group}.", ["p:Ana Melo", "o:Group"]),
        # honours behind a name
        ("{p Ana Melo CBE DL} left.", ["p:Ana Melo"]),
    ],
)
def test_names_of_british_pages(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected
