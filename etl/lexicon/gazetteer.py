"""Look up names of countries, regions and cities; who is meant among namesakes is for `places` to say."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import load_csv, load_entries, load_words
from etl.text.fold import fold


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry. Coordinates in degrees, for cities only; `population` 0 where unknown; `division` = first-level code of a
    city.
    """

    name: str
    kind: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    division: str = ""


def find_places(name: str) -> tuple[Place, ...]:
    """All gazetteer entries of this name: countries first, then regions, then cities by falling population."""
    folded = fold_place(name)
    if state := _abbreviations().get(name.rstrip(".")):
        return (state,)
    found = [*_countries().get(folded, ()), *_regions().get(folded, ()), *_cities().get(folded, ())]
    alias = _aliases().get(folded)
    if alias and alias[0] != folded:
        found += [p for p in _cities().get(alias[0], ()) if p.country == alias[1]]
    return tuple(found)


def is_large_place(name: str, inhabitants: int) -> bool:
    """Whether a country, a region or a town of at least so many inhabitants is called so."""
    return any(place.kind != "city" or place.population >= inhabitants for place in find_places(name))


def country_of_name(name: str) -> str | None:
    """ISO code when `name` is a country's name, long or short, and no state's of another country (`Georgia`)."""
    folded = fold_place(name)
    found = _countries().get(folded, ())
    return found[0].country if len(found) == 1 and folded not in _regions() else None


def country_of_demonym(word: str) -> str | None:
    """ISO code of a nationality adjective or demonym (`South Korean`, `Lao`, `Thais`); None where two countries share it (`Congolese`)."""
    return _demonyms().get(fold_place(word))


def country_name(code: str) -> str:
    """Usual English name of a country; raises KeyError for a code that is none."""
    return _names()[code]


def country_of_domain(domain: str | None) -> str | None:
    """ISO code of the country in an outlet's address (`bay-courier.co.nz`: NZ); None where the ending is no country's."""
    ending = (domain or "").rstrip(".").rsplit(".", 1)[-1].upper()
    code = "GB" if ending == "UK" else ending
    return code if code in _names() else None


def fold_place(name: str) -> str:
    """Comparable form: as people's names, without a leading `the`; `U.S.` -> `us`."""
    return fold(name).removeprefix("the ")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in load_csv("countries.csv")}


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for row in load_csv("countries.csv"):
        for name in {fold_place(n) for n in [row["name"], *row["names"].split("|")] if n}:
            found[name].append(Place(row["name"], "country", row["code"]))
    return found


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in load_csv("countries.csv"):
        for word in filter(None, row["demonyms"].split("|")):
            found[fold_place(word)].add(row["code"])
            found[fold_place(word) + "s"].add(row["code"])
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}


@lru_cache(maxsize=1)
def country_words() -> frozenset[str]:
    """Every folded word of a country's names and demonyms, and `the`: no other word is a part of one."""
    return frozenset(word for name in ("the", *_countries(), *_demonyms()) for word in name.split())


@lru_cache(maxsize=1)
def demonym_pattern() -> re.Pattern[str]:
    """Finds nationality adjectives and demonyms, the longest first (`South Korean` before `Korean`)."""
    words = {w for row in load_csv("countries.csv") for w in row["demonyms"].split("|") if w}
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + r")(?!\w)")


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, Place]:
    """States as newspapers shorten them, as written: `Ore`, `OH`; `Oh` is none."""
    return {str(e["word"]): Place(str(e["name"]), "state", str(e["country"])) for e in load_entries("places.yaml", "state_abbreviations")}


@lru_cache(maxsize=256)
def realm_of(word: str, country: str) -> str | None:
    """The country's name, when `word` (`Kingdom`, `Sultanate`) is what its official name calls it; else None."""
    row = next((r for r in load_csv("countries.csv") if r["code"] == country), None)
    if row and word.lower() in load_words("places.yaml", "realms") and any(n.startswith(f"{word} of") for n in row["names"].split("|")):
        return row["name"]
    return None


@lru_cache(maxsize=1)
def _regions() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for row in load_csv("places_regions.csv"):
        found[fold_place(row["name"])].append(Place(row["name"], row["kind"], row["country"]))
    for entry in load_entries("places.yaml", "regions"):
        found[fold_place(str(entry["word"]))].append(Place(str(entry["word"]), "region", None))
    return found


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for row in load_csv("places_cities.csv"):
        place = Place(
            row["name"], "city", row["country"], float(row["latitude"]), float(row["longitude"]), int(row["population"]), row["admin1"]
        )
        found[fold_place(row["name"])].append(place)
        if row["name"].endswith(" City") and fold_place(row["name"][:-5]) not in _regions():  # `Iowa` is never Iowa City
            found[fold_place(row["name"][:-5])].append(place)
    for places in found.values():
        places.sort(key=lambda p: (-p.population, p.country or "", p.division))
    return found


@lru_cache(maxsize=1)
def _aliases() -> dict[str, tuple[str, str]]:
    return {fold_place(str(e["word"])): (fold_place(str(e["name"])), str(e["country"])) for e in load_entries("places.yaml", "aliases")}


@lru_cache(maxsize=1)
def us_divisions() -> dict[str, str]:
    """Postal code of each US state by its name."""
    return {str(e["word"]): str(e["name"]) for e in load_entries("places.yaml", "us_divisions")}


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """Folded name of each capital and its country."""
    return {fold_place(row["capital"]): row["code"] for row in load_csv("countries.csv") if row["capital"]}
