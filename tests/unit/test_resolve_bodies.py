"""Who is who among bodies and places: marked article -> entities."""

from __future__ import annotations

import pytest

from etl.resolve import resolve_article
from etl.resolve.organisation_name import is_short_for, kind_of, read_body, same_body
from tests.unit.marked_text import read_marked


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "The {o Coalition of River Families} ({o CRF}) met. {o CRF} left.",
            {"Coalition of River Families": {"Coalition of River Families", "CRF"}},
        ),
        ("The {o Coalition of River Families} met. {o CRF} left.", {"Coalition of River Families": {"Coalition of River Families", "CRF"}}),
        ("The {o Union of Quay Hands}, known by its Irish initials {o OLC}, met.", {"Union of Quay Hands": {"Union of Quay Hands", "OLC"}}),
        (
            "The {o Centre for River Aid and Law} ({o Ceral}) met.",
            {"Centre for River Aid and Law": {"Centre for River Aid and Law", "Ceral"}},
        ),
        ("The {o Labour Ministry} met the {o Ministry of Labour}.", {"Ministry of Labour": {"Labour Ministry", "Ministry of Labour"}}),
        (
            "The {o Ministry of Labour and Vocational Training} met. The {o Ministry of Labour} left.",
            {"Ministry of Labour and Vocational Training": {"Ministry of Labour and Vocational Training", "Ministry of Labour"}},
        ),
        (
            "{o Boreal Zinc Corp.} met. {o Boreal Zinc} and {o Boreal} left.",
            {"Boreal Zinc Corp.": {"Boreal Zinc Corp.", "Boreal Zinc", "Boreal"}},
        ),
        ("The {o Quay Islander} met. The {o Islander} left.", {"Quay Islander": {"Quay Islander", "Islander"}}),
        ("{o Okara Spartak} met. {o Okara} left.", {"Okara Spartak": {"Okara Spartak", "Okara"}}),
        (
            "The {o Ohio Forest Protection Agency} met. {o Ohio FPA} left.",
            {"Ohio Forest Protection Agency": {"Ohio Forest Protection Agency", "Ohio FPA"}},
        ),
        ("The {o Free Church of Lewis} met. The {o Free Church} left.", {"Free Church of Lewis": {"Free Church of Lewis", "Free Church"}}),
        # known to all
        ("{o UNHCR} met the {o EU}.", {"UNHCR": {"UNHCR"}, "European Union": {"EU"}}),
        (
            "{o Asean} met the {o Association of Southeast Asian Nations}.",
            {"Association of Southeast Asian Nations": {"Asean", "Association of Southeast Asian Nations"}},
        ),
        # two stay two
        (
            "The {o African Union} met the {o African Union Commission}.",
            {"African Union": {"African Union"}, "African Union Commission": {"African Union Commission"}},
        ),
        ("{o Vanguard} met the {o Vanguard Foundation}.", {"Vanguard": {"Vanguard"}, "Vanguard Foundation": {"Vanguard Foundation"}}),
        (
            "{o Meridian Foods}, {o Meridian Steel} and {o Meridian} met.",
            {"Meridian Foods": {"Meridian Foods"}, "Meridian Steel": {"Meridian Steel"}, "Meridian": {"Meridian"}},
        ),
        ("The {o White House} met the {o House}.", {"White House": {"White House"}, "House": {"House"}}),
        (
            "Thailand’s {o Ministry of Labour} met the Cambodian {o Ministry of Labour} there.",
            {"Ministry of Labour": {"Ministry of Labour"}},  # one name, two bodies: see test_ministries_of_two_countries
        ),
        ("Congress or the {o Quay Board} met {o Senate} aides.", {"Quay Board": {"Quay Board"}, "Senate": {"Senate"}}),
    ],
)
def test_bodies(marked: str, expected: dict[str, set[str]]) -> None:
    assert read_marked(marked).named("organisation") == expected


def test_ministries_of_two_countries() -> None:
    read = read_marked("Thailand’s {o Ministry of Labour} met the Cambodian {o Ministry of Labour} there.")
    bodies = [e for e in read.entities.entities if e.kind == "organisation"]
    assert {(e.name, e.country_code, e.scope) for e in bodies} == {
        ("Ministry of Labour", "TH", "global"),
        ("Ministry of Labour", "KH", "global"),
    }
    assert len({e.key for e in bodies}) == 2


def test_a_ministry_without_country_stays_in_its_article() -> None:
    [body] = read_marked("The {o Ministry of Labour} met.").entities.entities
    assert (body.country_code, body.scope) == (None, "article")


def test_the_country_the_article_is_set_in_is_a_national_bodys_country() -> None:
    read = read_marked("Kenyan nurses and Kenyan doctors in {l Kenya} met the {o Ministry of Health}.")
    assert read.entities.entities[0].country_code == "KE"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Ministry of Labour", "ministry"),
        ("Okara District Court", "court"),
        ("Bank of Korea", "central_bank"),
        ("European Union", "intergovernmental"),
        ("Royal Danish Embassy", "embassy"),
        ("Okara City Council", "local_government"),
        ("Unity Party", "party"),
        ("Nepali Congress", "party"),
        ("United States Congress", "parliament"),
        ("Brazilian Congress", "parliament"),
        ("Okara Daily News", "media"),
        ("University of Okara", "university"),
        ("Okara General Hospital", "hospital"),
        ("Dockers’ Union", "union"),
        ("Centre for River Aid", "ngo"),
        ("River Aid Foundation", "foundation"),
        ("Boreal Zinc Corp.", "company"),
        ("Okara United", "team"),
        ("Quorl", None),
    ],
)
def test_kinds(written: str, kind: str | None) -> None:
    assert kind_of(written) == kind


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("Ministry of Justice of Spain", "Ministry of Justice of Peru", False),
        ("Ministry of Defense", "Ministry of Defence", True),
        ("Nurses’ Union", "Nurses Union", True),
        ("Okara Police", "Okara Court", False),
        ("Bank of Okara", "Okara Bank", True),
    ],
)
def test_same_body(short: str, full: str, expected: bool) -> None:
    assert same_body(read_body(short), read_body(full)) is expected


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("Academy", "Sultan Rashid Academy for Police Sciences", True),
        ("House", "White House", False),
        ("Okara", "Okara Police", False),
        ("QSE", "Quay Stock Exchange Group", True),
        ("QSG", "Quay Stock Exchange Group", False),
        ("Embassy", "British Embassy Lisbon", False),
        ("British Embassy", "British Embassy Lisbon", True),
        ("Kenyan Ministry of Health", "Tanzanian Ministry of Health and Sport", False),
    ],
)
def test_short_for(short: str, full: str, expected: bool) -> None:
    assert is_short_for(read_body(short), read_body(full)) is expected


@pytest.mark.parametrize(
    ("marked", "name", "country", "kind", "located"),
    [
        ("He left {l South Korea}.", "South Korea", "KR", "country", False),
        ("He left the {l Republic of Korea} for {l Seoul}.", "South Korea", "KR", "country", False),
        ("He left {l Busan}.", "Busan", "KR", "city", True),
        ("He left {l Pusan}.", "Pusan", "KR", "city", True),
        ("{l BUSAN} – He left.", "Busan", "KR", "city", True),
        ("{l SELBY} – He left {l Selby}.", "Selby", "GB", "city", True),
        ("He left {l Salem}, {l Ore.}", "Oregon", "US", "state", False),
        ("Canadian nurses in {l Canada} left {l London}.", "London", "CA", "city", True),
        ("British nurses in the {l UK} left {l London}.", "London", "GB", "city", True),
        ("He left {l Springfield}.", "Springfield", None, None, False),  # many level candidates
        ("He left {l San Jose}.", "San Jose", None, None, False),
        ("He left {l Georgia}.", "Georgia", None, None, False),
        ("He left {l Armenia} for {l Georgia}.", "Georgia", "GE", "country", False),
        ("He left {l Tbilisi} in {l Georgia}.", "Georgia", "GE", "country", False),
        ("He left {l Michigan} for {l Georgia}.", "Georgia", "US", "state", False),
        ("He left {l Atlanta}, {l Georgia}.", "Georgia", "US", "state", False),
        ("{l U.S.} and Georgian nurses left {l Georgia}.", "Georgia", "GE", "country", False),
        ("He left {l Michigan}.", "Michigan", "US", "state", False),
        ("He left {l Oregon} for {l Ohio}.", "Oregon", "US", "state", False),
        ("He left {l New York}.", "New York", "US", "city", True),
        ("Costa Rican nurses in {l Costa Rica} left {l San Jose}.", "San Jose", "CR", "city", True),
        ("He left {l Springfield}, {l Illinois}.", "Springfield", "US", "city", True),
        ("He left {l Quorl Market}.", "Quorl Market", None, "building", False),
        ("He left {l Southeast Asia}.", "Southeast Asia", None, "region", False),
        ("Omani nurses in {l Oman} praised the {l Sultanate}.", "Oman", "OM", "country", False),
    ],
)
def test_places(marked: str, name: str, country: str | None, kind: str | None, located: bool) -> None:
    found = {e.name: e for e in read_marked(marked).entities.entities if e.kind == "place"}
    place = found[name]
    assert (place.country_code, place.place_kind, place.latitude is not None) == (country, kind, located)


@pytest.mark.parametrize(
    ("marked", "parents"),
    [
        ("The {o Quay Board}, an agency of the {o Ministry of Ports}, met.", {"Quay Board": "Ministry of Ports"}),
        ("The {o Quay Board}, the research arm of the {o Dock Union}, met.", {"Quay Board": "Dock Union"}),
        ("The {o Quay Board} ({o QB}), which is part of the {o Harbour Trust}, met.", {"Quay Board": "Harbour Trust"}),
        ("{o Boreal Zinc} is a subsidiary of {o Ness Metals}.", {"Boreal Zinc": "Ness Metals"}),
        ("The {o Dock Lab} at {o Ness University} met.", {"Dock Lab": "Ness University"}),
        ("{o Ness University}’s {o School of Law} met.", {"School of Law": "Ness University"}),
        ("The {o Department of Skills} under the {o Ministry of Labour} met.", {"Department of Skills": "Ministry of Labour"}),
        # not so
        ("The {o Quay Board}, a rival of the {o Dock Union}, met.", {}),
        ("The {o Quay Board}, a member of the {o Dock Union}, met.", {}),
        ("The {o Quay Board} of the town met the {o Dock Union}.", {}),
        ("{o Quay FC}’s {o Dock League} met.", {}),
        ("{l Fiji}’s {o Quay Board} met.", {}),
        ("{o Dock Lab} at {o Ness University} met. {o Dock Lab} at {o Selby College} met.", {}),  # two wholes
        ("{o Ness Trust}’s {o Dock Lab} met {o Dock Lab}’s {o Ness Trust}.", {}),  # a ring
    ],
)
def test_what_a_body_is_part_of(marked: str, parents: dict[str, str]) -> None:
    entities = read_marked(marked).entities.entities
    assert {e.name: entities[e.parent].name for e in entities if e.parent is not None} == parents


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The Lao and Thai governments met.", {"Lao government": "LA", "Thai government": "TH"}),
        ("Both Lao and Thai governments met.", {"Lao government": "LA", "Thai government": "TH"}),
        ("The {l US} and {l UK} governments met.", {"US government": "US", "UK government": "GB"}),
        (
            "The South Korean, Lao and {o Thai governments} met.",
            {"South Korean government": "KR", "Lao government": "LA", "Thai government": "TH"},
        ),
        ("The governments of {l Fiji} and {l Tonga} met.", {"government of Fiji": "FJ", "government of Tonga": "TO"}),
        ("The Lao and Thai labour ministries met.", {"Lao labour ministry": "LA", "Thai labour ministry": "TH"}),
        # no list of states
        ("The Melo and Thai governments met.", {}),
        ("The federal and state governments met.", {}),
        ("The Lao and Thai government bonds fell.", {}),
    ],
)
def test_governments_of_several_countries(marked: str, expected: dict[str, str]) -> None:
    assert {e.name: e.country_code for e in read_marked(marked).entities.entities if e.kind == "organisation"} == expected


def test_the_names_of_two_governments_stand_where_their_words_do() -> None:
    read = read_marked("The Lao and Thai governments met.")
    assert [m.span.of(read.analysis.text) for m in read.mentions] == ["Lao", "Thai governments"]


def test_two_names_of_one_country_are_one() -> None:
    assert read_marked("The {l U.S.} is the {l United States}.").named("place") == {"United States": {"U.S.", "United States"}}


@pytest.mark.parametrize(
    ("marked", "outlet", "expected"),
    [
        ("He told {o The Courier} so.", "Selby Courier", {"Selby Courier"}),
        ("He told {o The Courier} so.", "Selby Post", {"Courier"}),
        ("He told {o The Courier} so.", None, {"Courier"}),
        ("He told {o The Selby Courier} and {o The Courier} so.", "Selby Courier", {"Selby Courier"}),
        ("The {o Council} met.", "Selby Council", {"Council"}),  # any council
    ],
)
def test_an_outlet_by_the_end_of_its_name(marked: str, outlet: str | None, expected: set[str]) -> None:
    read = read_marked(marked)
    entities = resolve_article(read.analysis, read.mentions, read.positions, outlet).entities
    assert {e.name for e in entities if e.kind == "organisation"} == expected
