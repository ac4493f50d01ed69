"""Titles tied to people, bodies and countries: marked sentence -> positions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.extract.analysis import Analysis
from etl.extract.positions import find_positions
from etl.extract.title_spans import find_titles
from etl.model import Link, TaggedSpan, Tagging
from etl.text.span import Span
from tests.unit.marked_text import read_marked

Row = tuple[str, str | None, str | None, str | None, str]


def rows(marked: str) -> list[Row]:
    """Title, holder, body, country, status."""
    read = read_marked(marked)
    found = []
    for p in read.positions:
        found.append(
            (p.title, read.name(read.entities.person_of(p)), read.name(read.entities.organisation_of(p)), p.country_code, p.status)
        )
    return found


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{r Mayor} {p Ana Melo} left.", [("Mayor", "Ana Melo", None, None, "current")]),
        ("{r Foreign Minister} Dr {p Ana Melo} left.", [("Foreign Minister", "Ana Melo", None, None, "current")]),
        ("{p Ana Melo}, {r mayor} of the town, left.", [("mayor", "Ana Melo", None, None, "current")]),
        ("{p Ana Melo}, 71, a retired {r pilot}, left.", [("pilot", "Ana Melo", None, None, "former")]),
        ("{p Ana Melo}, {r president} of the {o Quay Board}, left.", [("president", "Ana Melo", "Quay Board", None, "current")]),
        ("The {r president} of the {o Quay Board}, {p Ana Melo}, left.", [("president", "Ana Melo", "Quay Board", None, "current")]),
        ("{o Quay Board} {r president} {p Ana Melo} left.", [("president", "Ana Melo", "Quay Board", None, "current")]),
        ("The {o Quay Board}’s {r president}, {p Ana Melo}, left.", [("president", "Ana Melo", "Quay Board", None, "current")]),
        ("{r Chairwoman} {p Ana Melo} of the {o Quay Board} left.", [("Chairwoman", "Ana Melo", "Quay Board", None, "current")]),
        (
            "The {o Dockers’ Union} met. “No,” said the union’s {r president}, {p Ana Melo}.",
            [("president", "Ana Melo", "Dockers’ Union", None, "current")],
        ),
        (
            "The {o Dockers’ Union} met. Its {r president}, {p Ana Melo}, left.",
            [("president", "Ana Melo", "Dockers’ Union", None, "current")],
        ),
        (
            "The {o Ministry of Health} met. {r Health Minister} {p Ana Melo} left.",
            [("Health Minister", "Ana Melo", "Ministry of Health", None, "current")],
        ),
        (
            "South Korean {r Foreign Minister} {p Bae Su-jin} left.",
            [("Foreign Minister", "Bae Su-jin", "Ministry of Foreign Affairs", "KR", "current")],
        ),
        (
            "{l Fiji}’s {r Employment Minister}, {p Ana Melo}, left.",
            [("Employment Minister", "Ana Melo", "Ministry of Employment", "FJ", "current")],
        ),
        ("{r President} {p Ana Melo} of {l Kiribati} left.", [("President", "Ana Melo", "Government of Kiribati", "KI", "current")]),
        (
            "{p Ana Melo}, the Dutch {r foreign minister}, left.",
            [("foreign minister", "Ana Melo", "Ministry of Foreign Affairs", "NL", "current")],
        ),
        # status
        ("Former {r judge} {p Ana Melo} left.", [("judge", "Ana Melo", None, None, "former")]),
        ("{p Ana Melo}, a {r former judge}, left.", [("judge", "Ana Melo", None, None, "former")]),
        ("Ex-{r mayor} {p Ana Melo} left.", [("mayor", "Ana Melo", None, None, "former")]),
        ("{r President}-elect {p Ana Melo} left.", [("President", "Ana Melo", None, None, "elect")]),
        ("Its interim {r chief executive}, {p Ana Melo}, left.", [("chief executive", "Ana Melo", None, None, "acting")]),
        (
            "{p Ana Melo}, then {l Peru}’s {r labour minister}, left.",
            [("labour minister", "Ana Melo", "Ministry of Labour", "PE", "former")],
        ),
        # who is told something employs nobody; a state's secretary serves no body that is named by the way; who is spoken for
        (
            "A source told {o Bay News} that {r Treasury Secretary} {p Bo Lund} left.",
            [("Treasury Secretary", "Bo Lund", None, None, "current")],
        ),
        ("It sued {o Dock Company}, and {r Health Secretary} {p Bo Lund} left.", [("Health Secretary", "Bo Lund", None, None, "current")]),
        (
            "“Yes,” said {p Ana Melo}, {r spokeswoman} for {r Representative} {p Bo Lund}.",
            [("spokeswoman", "Ana Melo", None, None, "current"), ("Representative", "Bo Lund", None, None, "current")],
        ),
        (
            "{r Sens.} {p Bo Lund} of {l Ohio}, {p Mo Berg} of {l Iowa} and {p Ana Melo} of {l Utah} voted.",
            [("Sens.", name, None, None, "current") for name in ("Bo Lund", "Mo Berg", "Ana Melo")],
        ),
        # several titles, several names
        (
            "{r Deputy Prime Minister} and {r Foreign Minister} {p Ana Melo} left.",
            [("Deputy Prime Minister", "Ana Melo", None, None, "current"), ("Foreign Minister", "Ana Melo", None, None, "current")],
        ),
        (
            "{r Justices} {p R. Lund} and {p S. Berg} sat.",
            [("Justices", "R. Lund", None, None, "current"), ("Justices", "S. Berg", None, None, "current")],
        ),
        (
            "{r Mayor} {p Ana Melo} met {r Governor} {p Bo Dahl}.",
            [("Mayor", "Ana Melo", None, None, "current"), ("Governor", "Bo Dahl", None, None, "current")],
        ),
        # verbs and pronouns that give a title
        ("{p Ana Melo}, who succeeded him as {r editor}, left.", [("editor", "Ana Melo", None, None, "current")]),
        ("{p Ana Melo} spoke. She was {r president} of the {o Quay Board}.", [("president", "Ana Melo", "Quay Board", None, "current")]),
        (
            "{r Prime Minister} {p Ana Melo} spoke. The {r Prime Minister} left.",
            [("Prime Minister", "Ana Melo", None, None, "current")] * 2,
        ),
        # the party of a legislator is no body of the office
        ("The {o Labour} {r MP} {p Ana Melo} left.", [("MP", "Ana Melo", None, None, "current")]),
        # nobody bears it
        ("The {r president} left. Later {p Ana Melo} came.", []),
        ("{p Ana Melo} met the {r mayor}.", []),
        # an unsure tagger: titles are found and made whole
        (
            "{r? Minister} of Foreign Affairs {p? Ana Melo} left.",
            [("Minister of Foreign Affairs", "Ana Melo", "Ministry of Foreign Affairs", None, "current")],
        ),
        (
            "Minister of Energy and Mines {p? Ana Melo} left.",
            [("Minister of Energy and Mines", "Ana Melo", "Ministry of Energy and Mines", None, "current")],
        ),
        ("The {r? vice}-minister {p? Ana Melo} left.", [("vice-minister", "Ana Melo", None, None, "current")]),
        ("Deputy Prime Minister {p? Ana Melo} left.", [("Deputy Prime Minister", "Ana Melo", None, None, "current")]),
        ("{p? Ana Melo}, the firm’s chief executive, left.", [("chief executive", "Ana Melo", None, None, "current")]),
    ],
)
def test_positions(marked: str, expected: list[Row]) -> None:
    assert rows(marked) == expected


def test_evidence_runs_from_title_to_name() -> None:
    read = read_marked("The {r president} of the {o Quay Board}, {p Ana Melo}, left.")
    assert read.positions[0].span.of(read.analysis.text) == "president of the Quay Board, Ana Melo"


@pytest.mark.parametrize(
    ("marked", "country"),
    [
        ("Peruvian {r minister} {p Ana Melo} left.", "PE"),
        ("Kenyan nurses in {l Kenya} heard {r Prime Minister} {p Quorl Bex}.", "KE"),
        ("Kenyan nurses in {l Kenya} heard {r Mayor} {p Quorl Bex}.", None),
        ("Kenyan nurses met Peruvian nurses and {r Prime Minister} {p Quorl Bex}.", None),
    ],
)
def test_country_of_an_office(marked: str, country: str | None) -> None:
    read = read_marked(marked)
    assert read.entities.country_of(read.positions[0]) == country


@pytest.mark.parametrize(
    ("marked", "body", "basis"),
    [
        ("{o Quay Board} {r president} {p Ana Melo} left.", "Quay Board", "stated"),
        ("The {o Dockers’ Union} met. “No,” said the union’s {r president}, {p Ana Melo}.", "Dockers’ Union", "stated"),
        ("The {o Selby Infirmary} shut. The infirmary’s {r matron}, {p Ana Melo}, wept.", "Selby Infirmary", "stated"),
        ("The {o Selby Harbour Panel} ({o SHP}) {r chair}, {p Ana Melo}, left.", "Selby Harbour Panel", "stated"),
        ("It is up to the {o Quay Board}, whose {r secretary}, {p Ana Melo}, is ill.", "Quay Board", "stated"),
        ("{p Ana Melo}, {r director} of {l Fiji}’s {o Seed Agency}, left.", "Seed Agency", "stated"),
        ("{p Ana Melo}, a {r clerk} at {l Fiji}’s {o Seed Agency}, left.", "Seed Agency", "stated"),
        # by the rest of the article
        ("{o Selby Crown Court} sat. {r Judge} {p Ana Melo} sighed.", "Selby Crown Court", "context"),
        ("{o Selby Crown Court} and {o Ness High Court} sat. {r Judge} {p Ana Melo} sighed.", None, None),
        ("The {o Dockers’ Union} met. {r Union president} {p Ana Melo} sighed.", "Dockers’ Union", "context"),
        ("The {o Dockers’ Union} and the {o Miners’ Union} met. {r Union president} {p Ana Melo} sighed.", None, None),
        ("The Fijian {o government} met. Fijian {r Prime Minister} {p Ana Melo} sighed.", "government", "context"),
        ("{p Ana Melo}, {r director} of {l Selby}’s {o Ness Hospital}, left.", "Ness Hospital", "stated"),
        ("The {o Ness Hospital} shut. {p Ana Melo}, {r chief nurse} of the hospital, left.", "Ness Hospital", "context"),
        ("The {o Ness Hospital} shut. {p Ana Melo}, {r clerk} of the town, left.", None, None),
        ("The {o Department for Transport} met. {r Transport Secretary} {p Ana Melo} sighed.", "Department for Transport", "context"),
        ("The {o Justice Department} met. {r Justice Secretary} {p Ana Melo} sighed.", "Justice Department", "context"),
        ("The {o Department for Transport} met. {r Justice Secretary} {p Ana Melo} sighed.", None, None),
        # by title and country alone
        ("Fijian {r Prime Minister} {p Ana Melo} sighed.", "Government of Fiji", "implied"),
        ("{p Ana Melo}, {l Fiji}’s {r deputy minister of labour and training}, sighed.", "Ministry of Labour and Training", "implied"),
        ("{l Fiji}’s {r shadow health minister}, {p Ana Melo}, sighed.", None, None),
        ("{l Fiji}’s {r minister}, {p Ana Melo}, sighed.", None, None),
        ("{r Prime Minister} {p Ana Melo} sighed.", None, None),
        ("The {o Quay Board} left {l Fiji}. Its {r foreign minister}, {p Ana Melo}, sighed.", "Ministry of Foreign Affairs", "implied"),
        ("{l Nadi} {r Mayor} {p Ana Melo} sighed.", "Nadi city government", "implied"),
        ("The {r mayor} of {l Nadi}, {p Ana Melo}, sighed.", "Nadi city government", "implied"),
        ("{l Nadi city} {r mayor} {p Ana Melo} sighed.", "Nadi city government", "implied"),
        ("{l Davao City} {r Mayor} {p Ana Melo} sighed.", "Davao City government", "implied"),
        ("{r Mayor} {p Ana Melo} left {l Nadi}.", None, None),
    ],
)
def test_body_of_an_office(marked: str, body: str | None, basis: str | None) -> None:
    read = read_marked(marked)
    (position,) = read.positions
    assert (read.name(read.entities.organisation_of(position)), read.entities.organisation_basis(position)) == (body, basis)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{p Ana Melo}, {r chairman} and {r chief executive} of the {o Quay Board}, left.", ["Quay Board", "Quay Board"]),
        ("{p Ana Melo}, {r founder}, {r chairman} and {r editor} of the {o Quay News}, left.", ["Quay News"] * 3),
        ("{p Ana Melo}, the {o Quay Board}’s {r chairman and chief executive}, left.", ["Quay Board", "Quay Board"]),
        ("{p Ana Melo}, {r chairman} of the {o Quay Board} and {r president} of the {o Dock Union}, left.", ["Quay Board", "Dock Union"]),
        ("Fijian {r prime minister} and {r finance minister} {p Ana Melo} left.", ["Government of Fiji", "Ministry of Finance"]),
        ("{p Ana Melo}, the {r president} and {r defence minister} of {l Fiji}, left.", ["Government of Fiji", "Ministry of Defence"]),
        # a job is done anywhere, and another person’s office is hers
        ("{p Ana Melo}, {r lawyer} and {r chairman} of the {o Quay Board}, left.", [None, "Quay Board"]),
        ("{r President} {p Ana Melo} and {r treasurer} {p Bo Dahl} of the {o Quay Board} left.", [None, "Quay Board"]),
    ],
)
def test_offices_of_one_phrase_share_their_body(marked: str, expected: list[str | None]) -> None:
    assert [body for _, _, body, _, _ in rows(marked)] == expected


def test_a_shorter_title_keeps_its_body() -> None:
    read = read_marked("{o Quay Board} {r vice-president} {p Ana Melo} spoke. {r Vice-President} {p Melo} left. {r Editor} {p Melo} slept.")
    bodies = [(read.name(read.entities.organisation_of(p)), read.entities.organisation_basis(p)) for p in read.positions]
    assert bodies == [("Quay Board", "stated"), ("Quay Board", "context"), (None, None)]


@pytest.mark.parametrize(
    ("marked", "titles"),
    [
        ("{r Deputy Prime Minister and Minister of Trade} {p Ana Melo} left.", ["Deputy Prime Minister", "Minister of Trade"]),
        ("{r Minister of Trade} and {r Foreign Investment} {p Ana Melo} left.", ["Minister of Trade and Foreign Investment"]),
        ("{r Minister of Trade and Industry} {p Ana Melo} left.", ["Minister of Trade and Industry"]),
        ("{p Ana Melo}, {r founder and president} of the {o Quay Board}, left.", ["founder", "president"]),
        ("{p Ana Melo}, {r vice president for research and training}, left.", ["vice president for research and training"]),
    ],
)
def test_several_offices_in_one_span(marked: str, titles: list[str]) -> None:
    assert [p.title for p in read_marked(marked).positions] == titles


@pytest.mark.parametrize(
    ("text", "role", "name", "title"),
    [
        ("Minister of Energy Tan Boon spoke.", "Minister of Energy Tan", "Tan Boon", "Minister of Energy"),
        ("Harbour Board spokesman Ola Berg spoke.", "Harbour Board spokesman", "Harbour Board", "spokesman"),
        ("The harbour master Ola Berg spoke.", "harbour master", "Ola Berg", "harbour master"),
    ],
)
def test_a_title_ends_where_a_name_begins(text, role, name, title):
    """The tagger's heads do not know of each other: a role may run into the name beside it."""
    at, named = text.index(role), text.index(name)
    analysis = Analysis(text, (Span(0, len(text)),), (), Tagging((TaggedSpan("role", "role", at, at + len(role), 0.95),)))
    span = Span(named, named + len(name))
    people = [span] if name != "Harbour Board" else []
    assert [found.of(text) for found in find_titles(analysis, people, [span])] == [title]


@pytest.mark.parametrize(
    ("marked", "titles"),
    [
        ("It fell {r under Prime Minister} {p Ana Melo}.", ["Prime Minister"]),
        ("It fell under {r? Prime Minister} {p Ana Melo}.", ["Prime Minister"]),
        ("{p Ana Melo}, {r parliamentary under-secretary of} state, left.", ["parliamentary under-secretary of state"]),
        ("{r Chairman and} {p Ana Melo} left.", ["Chairman"]),
        ("{r US Secretary of State} {p Ana Melo} left.", ["Secretary of State"]),
    ],
)
def test_a_title_has_no_loose_ends(marked: str, titles: list[str]) -> None:
    assert [p.title for p in read_marked(marked).positions] == titles


@pytest.mark.parametrize(
    ("marked", "body"),
    [
        ("The {o Senate} sat. {r Speaker} {p Ana Melo} left.", None),  # another chamber's, most likely
        ("{o Parliament} sat. {r Speaker} {p Ana Melo} left.", "Parliament"),
        ("{o Labour Party} former cabinet {r minister} {p Ana Melo} left.", None),
        ("{p Ana Melo}, the {o Quay Party}’s {r culture secretary}, left.", None),
        ("{p Ana Melo}, the {o Quay Party}’s {r general secretary}, left.", "Quay Party"),
    ],
)
def test_what_is_no_body_of_an_office(marked: str, body: str | None) -> None:
    read = read_marked(marked)
    assert [read.name(read.entities.organisation_of(p)) for p in read.positions] == [body]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{r Sens.} {p Ana Melo} ({l Utah}), {p Bo Dahl} ({l Ohio}) and {p Cy Ness} voted.",
         ["Sens.: Ana Melo", "Sens.: Bo Dahl", "Sens.: Cy Ness"]),
        ("{r Speaker} of the house of elders, {p Ana Melo} gave {p Bo Dahl} a day.", ["Speaker: Ana Melo"]),
        ("{p Ana Melo}, {r chief} of naval staff, left.", ["chief of naval staff: Ana Melo"]),
        ("{o {r? White} House} {r director} {p Ana Melo} left.", ["director: Ana Melo"]),
        ("{p Bo Dahl} won. {p Ana Melo}, who is now {r health secretary} in {p Dahl}’s cabinet, left.", ["health secretary: Ana Melo"]),
    ],
)  # fmt: skip
def test_offices_of_real_pages(marked: str, expected: list[str]) -> None:
    read = read_marked(marked)
    assert [f"{p.title}: {read.name(read.entities.person_of(p))}" for p in read.positions] == expected


@pytest.mark.parametrize(("gap", "bearer"), [(" of the works slept. ", "Ana Melo"), (" of the works slept.\n\n", None)])
def test_a_link_of_the_tagger_holds_within_a_paragraph(gap: str, bearer: str | None) -> None:
    read = read_marked(f"The {{r keeper}}{gap}It rained. {{p Ana Melo}} left.")
    spans = read.analysis.tagging.spans
    title, name = (next(i for i, s in enumerate(spans) if s.head == head) for head in ("role", "name"))
    analysis = replace(read.analysis, tagging=Tagging(spans, (Link("person", title, name, 0.9),)))
    found = find_positions(analysis, read.mentions)
    assert [p.person.of(analysis.text) for p in found] == ([bearer] if bearer else [])


@pytest.mark.parametrize(
    ("marked", "countries"),
    [
        ("{l Peru}’s and {l Fiji}’s {r Foreign Ministers}, {p Ana Melo} and {p Bo Dahl}, met.", ["PE", "FJ"]),
        ("The Peruvian and Fijian {r foreign ministers}, {p Ana Melo} and {p Bo Dahl}, met.", ["PE", "FJ"]),
        ("The {r foreign ministers} of {l Peru} and {l Fiji}, {p Ana Melo} and {p Bo Dahl}, met.", ["PE", "FJ"]),
        ("The Peruvian, Fijian and Dutch {r ministers} {p Ana Melo} and {p Bo Dahl} met.", [None, None]),  # three states, two names
        ("The Peruvian {r ministers} {p Ana Melo} and {p Bo Dahl} met.", ["PE", "PE"]),
    ],
)
def test_each_state_has_its_own_holder(marked: str, countries: list[str | None]) -> None:
    assert [row[3] for row in rows(marked)] == countries


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # between a name and its title: genitives without an s, degrees, parties
        ("{p Ana Melo}, {o Tern Airways}’ {r head of fuel}, left.", ["Ana Melo: head of fuel"]),
        ("{p Ana Melo}, MD, {o Tern}’s {r director of care}, left.", ["Ana Melo: director of care"]),
        ("{p Ana Melo} KC, {r counsel} to the inquiry, left.", ["Ana Melo: counsel"]),
        ("{r Sen.} {p Ana Melo}, R-{l Utah}, the {r ranking member} on the panel, left.", ["Ana Melo: Sen.", "Ana Melo: ranking member"]),
        ("{p Ana Melo} was elected first African {r president} of the {o Quay Board}.", ["Ana Melo: president"]),
        ("{p Ana Melo} {r MP} left.", ["Ana Melo: MP"]),
        ("{p Ana Melo} {r boss} left.", []),
        ("{p Ana Melo}’s {r aide} left.", []),
        # between a title and its name: forms of address of two words, complements between commas, lists of posts
        ("{r Minister of Women and Families} Datuk Seri {p Ana Melo} left.", ["Ana Melo: Minister of Women and Families"]),
        ("A {r lawyer} for the company, {p Ana Melo}, left.", ["Ana Melo: lawyer"]),
        ("A {r spokesman} for the {o RSF} delegation, {p Ana Melo}, left.", ["Ana Melo: spokesman"]),
        ("He saw the {r lawyer} for the company, {p Ana Melo} and {p Bo Dahl}.", []),
        ("Who is in:\n\n• {r Foreign Secretary}: {p Ana Melo}. She is 49.", ["Ana Melo: Foreign Secretary"]),
        ("He told the {r foreign secretary}: {p Ana Melo} left.", []),
        # two titles of one person, and the next person's
        ("{p Ana Melo}, a 17-year {r cashier} and {r shop steward}, left.", ["Ana Melo: cashier", "Ana Melo: shop steward"]),
        ("{p Ana Melo}, {r mayor} of a village in {l Kerry} and a {r councillor}, left.", ["Ana Melo: mayor", "Ana Melo: councillor"]),
        ("{p Ana Melo}, {r Managing Director} & {r CEO}, left.", ["Ana Melo: Managing Director", "Ana Melo: CEO"]),
        ("He met {p Ana Melo}, and the French {r transport minister}, {p Bo Dahl}.", ["Bo Dahl: transport minister"]),
    ],
)
def test_what_stands_between_a_title_and_its_holder(marked: str, expected: list[str]) -> None:
    read = read_marked(marked)
    assert [f"{read.name(read.entities.person_of(p))}: {p.title}" for p in read.positions] == expected
