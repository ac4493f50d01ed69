"""Names everybody knows, marked or not: countries, capitals and bodies known by their acronym; and what the look of a name tells of its
kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import EntityKind, Mention
from etl.extract.name_repair import form_of
from etl.extract.name_runs import SURE
from etl.lexicon import load_csv, load_entries, load_words
from etl.lexicon.gazetteer import find_places
from etl.text.fold import fold
from etl.text.span import Span

_KNOWN_SCORE = 0.9
_LARGE = 50_000  # inhabitants from which a bare name taken for a body is a town
_LARGE_FOR_PERSON = 300_000  # and one taken for a person
_CAPITAL = r"[A-ZÀ-Þ](?:[\w-]|[’'](?!s\b)(?=\w))*"
NOT_MONEY = r"(?!\$| dollars?\b| cents?\b)"  # behind a name: `US$5`, `Hong Kong dollars` tell the currency, no place
_CAMEL = re.compile(r"^\w*[a-z][A-Z]{2,}$")
_BESIDE = re.compile(r" [A-ZÀ-Þ]")


def add_known(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """All mentions, with countries, capitals and known bodies that the tagger missed, cut or retyped; in text order.

    A known name inside a longer name (`Tonga Rugby Union`) or beside a further capital word (`Jordan Smith`) is left alone.
    """
    people = {fold(w) for m in mentions if m.entity_kind == "person" for w in m.surface.split()}
    kept = sorted(mentions, key=lambda m: m.span)
    added = []
    for region in analysis.regions:
        for match in _pattern().finditer(analysis.text, region.start, region.end):
            span, word = Span(match.start(), match.end()), match.group()
            if fold(word) not in people and not _beside_name(analysis.text, span) and _is_free(span, kept):
                kind = known_names().get(word, "organisation")
                added.append(Mention(span, kind, form_of(word, kind), word, _KNOWN_SCORE))
    fresh = {m.span for m in added}
    return sorted([*added, *(m for m in kept if not any(s.overlaps(m.span) for s in fresh))], key=lambda m: m.span)


def _is_free(span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether only pieces within the known name stand there: unsure ones, or a body’s that the name takes in (`Cabinet | Office`)."""
    touching = [m for m in mentions if m.span.overlaps(span)]
    return all(span.contains(m.span) and m.span != span and (m.score < SURE or m.entity_kind == "organisation") for m in touching)


def _beside_name(text: str, span: Span) -> bool:
    """Whether another capital word touches: then the known name is a part of something else."""
    before = re.search(r"([^\s(“\"]+) $", text[max(0, span.start - 20) : span.start])
    if _BESIDE.match(text, span.end) or re.match(r"-[A-ZÀ-Þ]", text[span.end : span.end + 2]):
        return True
    return bool(before) and before.group(1)[:1].isupper() and before.group(1) not in _openers()  # type: ignore[union-attr]


def is_venue(mention: Mention) -> bool:
    """Whether what was taken for a body is where bodies meet: `Hotel Quay`, `Quay Hotel`, `Miners’ Hall`."""
    words = fold(mention.surface).split()
    return mention.entity_kind == "organisation" and len(words) > 1 and (words[-1] in _venues() or words[0] == "hotel")


def kind_by_look(mention: Mention) -> EntityKind | None:
    """Kind that the words of an unsure name give away: a body's head noun (`… Assembly`), or a place of the gazetteer that is no body's
    name.
    """
    words = fold(mention.surface).split()
    if not words or mention.entity_kind == "event":
        return None
    if mention.entity_kind == "person" and len(words) > 1 and (words[0] in _places_front() or words[-1] in _places_behind()):
        return "place"
    if mention.entity_kind == "organisation" and len(words) > 1 and words[-1] in _place_heads():
        return "place"
    if words[-1] in _heads() or (len(words) > 2 and any(w in _heads() for w in words) and " of " in mention.surface):
        return "organisation"
    if mention.surface in known_names():
        return known_names()[mention.surface]
    if mention.entity_kind == "person" and _CAMEL.search(mention.surface):
        return "organisation"  # `ReefWireXYZ`
    if mention.entity_kind == "person" and mention.score > 0.8:
        return None  # `His wife, Carol,`: many towns bear a person's name
    if mention.entity_kind in {"organisation", "person"} and (len(words) == 1 or mention.entity_kind == "organisation"):
        places = find_places(mention.surface)
        large = _LARGE_FOR_PERSON if mention.entity_kind == "person" else _LARGE  # `Bush`, a town of 136,000, is a surname far more often
        if places and (places[0].population >= large or places[0].kind != "city"):
            return "place"
    return None


def is_full_name(surface: str) -> bool:
    """Whether the words are a given name that is no place and one word more, which together no gazetteer knows: `Ana Melo`."""
    words = surface.split()
    if len(words) != 2 or fold(words[0]) not in _given_names() or not re.fullmatch(_CAPITAL, words[1]) or words[1].isupper():
        return False
    last = fold(words[1])
    is_place = find_places(words[0]) or find_places(surface) or last in _place_heads() | _places_behind() | _venues()
    return not is_place and last not in _heads()


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return load_words("given_names.yaml", "f") | load_words("given_names.yaml", "m")


@lru_cache(maxsize=1)
def known_names() -> dict[str, EntityKind]:
    """Names known the world over and their kind."""
    found: dict[str, EntityKind] = dict.fromkeys(load_words("org_kinds.yaml", "always"), "organisation")
    for row in load_csv("countries.csv"):
        found |= {name: "place" for name in [row["name"], *row["names"].split("|"), row["capital"]] if len(name) > 1}
    for entry in load_entries("org_kinds.yaml", "known"):
        names = (str(word) for word in [entry["word"], entry["name"], *entry.get("also", ())])
        found |= {name: "organisation" for name in names if not entry.get("weak") or " " in name}  # `Cabinet Office` of any country
    ambiguous = load_words("places.yaml", "ambiguous")
    return {name: kind for name, kind in found.items() if name not in ambiguous}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(known_names(), key=lambda n: (-len(n), n))
    bodies = rf"(?:Ministry|University|Embassy) of (?:the )?{_CAPITAL}(?: {_CAPITAL})*"
    return re.compile(rf"(?<![\w.-])(?=[A-ZÀ-Þ])(?:{bodies}|" + "|".join(map(re.escape, names)) + rf")(?!\w){NOT_MONEY}")


@lru_cache(maxsize=1)
def _venues() -> frozenset[str]:
    return load_words("places.yaml", "venues")


@lru_cache(maxsize=1)
def _places_front() -> frozenset[str]:
    return load_words("places.yaml", "opens_place")


@lru_cache(maxsize=1)
def _places_behind() -> frozenset[str]:
    return load_words("places.yaml", "closes_place")


@lru_cache(maxsize=1)
def _place_heads() -> frozenset[str]:
    return load_words("places.yaml", "place_heads")


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return load_words("org_kinds.yaml", "body_heads")


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return load_words("abbreviations.yaml", "sentence_openers")
