"""The list of well-known bodies keeps its form: what a careless line in it would break is told here."""

from __future__ import annotations

from collections import Counter

from etl.lexicon import load_csv, load_entries, load_words
from etl.lexicon.bodies import world_bodies
from etl.lexicon.gazetteer import find_places
from etl.text.fold import fold

ROWS = load_csv("bodies.csv")
KINDS = {str(e["kind"]) for e in load_entries("org_kinds.yaml", "rules")} | {"armed_group"}


def spellings(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["also"].split("|"))]


def test_rows_are_sorted_by_name() -> None:
    names = [row["name"] for row in ROWS]
    assert names == sorted(names, key=lambda name: (fold(name), name))


def test_kinds_and_countries_are_known() -> None:
    countries = {row["code"] for row in load_csv("countries.csv")}
    assert [row["name"] for row in ROWS if row["kind"] not in KINDS or row["country"] not in countries | {""}] == []
    assert {row["alone"] for row in ROWS} == {"0", "1"}


def test_no_spelling_stands_twice() -> None:
    times = Counter(written.removesuffix("?") for row in ROWS for written in spellings(dict(row)))
    assert [written for written, n in times.items() if n > 1] == []


def test_no_further_spelling_is_in_the_list_of_acronyms() -> None:
    known = {str(w) for e in load_entries("org_kinds.yaml", "known") for w in (e["word"], e["name"], *e.get("also", ()))}
    assert [w for row in ROWS for w in spellings(dict(row))[1:] if w.removesuffix("?") in known] == []


def test_what_stands_alone_is_no_place_or_given_name() -> None:
    given = load_words("given_names.yaml", "f") | load_words("given_names.yaml", "m")
    alone = [written for written, spelling in world_bodies().items() if spelling.alone]
    assert [written for written in alone if find_places(written) or fold(written) in given] == []


def test_spellings_lead_to_their_body() -> None:
    assert world_bodies()["SNP"].body.name == "Scottish National Party"
    assert world_bodies()["SNP"].alone
    assert not world_bodies()["Ford"].alone
    assert world_bodies()["Ford Motor"].body is world_bodies()["Ford"].body
