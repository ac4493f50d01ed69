"""Who is who among bodies and places: marked article -> entities."""

from __future__ import annotations

import pytest

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
        ("{o UNHCR} met the {o EU}.", {"UN High Commissioner for Refugees": {"UNHCR"}, "European Union": {"EU"}}),
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
        ("He left {l Salem}, {l Ore.}", "Oregon", "US", "state", False),
        ("Canadian nurses in {l Canada} left {l London}.", "London", "CA", "city", True),
        ("British nurses in the {l UK} left {l London}.", "London", "GB", "city", True),
        ("He left {l Springfield}.", "Springfield", None, None, False),  # many level candidates
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


def test_two_names_of_one_country_are_one() -> None:
    assert read_marked("The {l U.S.} is the {l United States}.").named("place") == {"United States": {"U.S.", "United States"}}
