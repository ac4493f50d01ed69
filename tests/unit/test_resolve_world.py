"""What the list of well-known bodies adds to a body's name, kind and country: sentence -> body."""

from __future__ import annotations

import pytest

from tests.unit.marked_text import read_marked


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The {o SNP} met in {l Selby}.", ("Scottish National Party", "party", "GB")),  # an acronym that the list spells out
        ("The note by {o Novartis} was short.", ("Novartis", "company", "CH")),
        ("The {o AFP} said so.", ("AFP", "news_agency", "FR")),  # nobody spells it out
        ("The {o Selby Pilots’ Deputation (SPD)} met.", ("Selby Pilots’ Deputation", None, None)),  # the article's own acronym
        ("The {o Environment Agency} met in {l Selby}.", ("Environment Agency", "agency", None)),  # every country may have one
        ("In {l Canada} the {o Labour Party} met.", ("Labour Party", "party", None)),
    ],
)
def test_listed_bodies(marked: str, expected: tuple[str, str | None, str | None]) -> None:
    body = next(e for e in read_marked(marked).entities.entities if e.kind == "organisation")
    assert (body.name, body.organisation_kind, body.country_code) == expected


def test_spellings_of_one_body_are_one() -> None:
    bodies = read_marked("{o JPMorgan Chase} grew. {o JPMorgan} said so. {o JD Wetherspoon} fell; {o Wetherspoon} sold.").named(
        "organisation"
    )
    assert bodies == {"JPMorgan Chase": {"JPMorgan Chase", "JPMorgan"}, "JD Wetherspoon": {"JD Wetherspoon", "Wetherspoon"}}


def test_a_listed_word_is_one_body_in_all_articles() -> None:
    scopes = {e.name: e.scope for e in read_marked("{o Walmart} and {o Quorl} met.").entities.entities}
    assert scopes == {"Walmart": "global", "Quorl": "article"}
