"""Which places an article names, with country and coordinates where the article settles them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.lexicon import load_entries
from etl.lexicon.gazetteer import (
    Place,
    capitals,
    country_of_demonym,
    country_of_name,
    demonym_pattern,
    find_places,
    fold_place,
    realm_of,
    us_divisions,
)
from etl.resolve.entity import EntityName, LocalEntity, Scope

_STATE_AFTER = re.compile(r",\s+([A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*)*)")
_LARGE = 1_000_000  # people, from which a city bears its state's name before the state does: New York


@dataclass(frozen=True)
class CountryContext:
    """How often an article names each country: by name or by nationality. Cities and regions of which the world has but one count
    a little, others for none (they are what is to be settled).
    """

    counts: Counter[str]
    foreign: frozenset[str] = frozenset()

    def home(self) -> str | None:
        """The country the article is set in: named at least twice as often as any other; None when that is not clear.

        Countries whose officials are presented as such (`South Korean Foreign Minister X`) are `foreign`: an article does not say so of the
        officials of the country that it is set in, if another one is left.
        """
        own = Counter({code: n for code, n in self.counts.items() if code not in self.foreign})
        ranked = (own or self.counts).most_common(2)
        if not ranked or ranked[0][1] < 2:
            return None
        return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1] else None


def read_context(analysis: Analysis, mentions: Sequence[Mention]) -> CountryContext:
    """Count the countries of an article's readable text."""
    counts: Counter[str] = Counter()
    for region in analysis.regions:
        for match in demonym_pattern().finditer(analysis.text, region.start, region.end):
            if code := country_of_demonym(match.group()):
                counts[code] += 2
    for mention in mentions:
        if mention.entity_kind == "place":
            if code := country_of_name(mention.surface):
                counts[code] += 2
            elif len(codes := {p.country for p in find_places(mention.surface) if p.country}) == 1:
                counts[codes.pop()] += 1  # `Phnom Penh`; `London` may be another one
    return CountryContext(counts)


def cluster_places(analysis: Analysis, mentions: Sequence[Mention], context: CountryContext) -> list[tuple[LocalEntity, list[int]]]:
    """Places of the article with the indexes of their mentions. Two names of one gazetteer place are one (`U.S.`, `United States`)."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    settled: dict[tuple[str, str], Place | None] = {}
    for index in sorted((i for i, m in enumerate(mentions) if m.entity_kind == "place"), key=lambda i: mentions[i].span):
        name = mentions[index].surface
        place = _settle(analysis.text, mentions[index], context)
        key = (
            (place.kind if place.kind != "city" else f"city:{place.division}", f"{place.name}|{place.country}")
            if place
            else ("", fold_place(name))
        )
        groups[key].append(index)
        settled[key] = place
    return [(_entity(analysis.text, mentions, indexes, settled[key]), indexes) for key, indexes in groups.items()]


def _settle(text: str, mention: Mention, context: CountryContext) -> Place | None:
    """The one gazetteer entry that is meant. CASE 1: a country (`Georgia` only where no US state is nearer). CASE 2: the article says
    where (`Paris, Texas`).
    CASE 3: a capital, unless the article is about elsewhere. CASE 4: one candidate lies in a country of the article. CASE 5: a single
    candidate, or one ten times larger than the next. Else nobody knows.
    """
    home = context.home()
    if home and (name := realm_of(mention.surface, home)):
        return Place(name, "country", home)
    candidates = find_places(mention.surface)
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    if candidates[0].kind == "country" and country_of_name(mention.surface) and context.counts.get(candidates[0].country or ""):
        return candidates[0]
    if stated := _stated(text, mention, candidates):
        return stated
    if candidates[0].kind == "country":
        return candidates[0] if country_of_name(mention.surface) else _country_or_state(candidates, context)
    capital = _capital(mention, candidates)
    if candidates[0].country is None or (fold_place(mention.surface) in capitals() and capital is None):
        return candidates[0]
    return capital if capital and not _elsewhere(capital, candidates, context) else _by_context(candidates, context)


def _country_or_state(candidates: Sequence[Place], context: CountryContext) -> Place | None:
    """`Georgia`: the country where the article speaks of it otherwise (`Georgian`, `Tbilisi`) or of other countries than the state's; the
    state where it speaks of that one at least twice as often as of any other; else nobody knows.
    """
    country, state = candidates[0], candidates[1]
    if context.counts.get(country.country or ""):
        return country
    others = max((n for code, n in context.counts.items() if code != state.country), default=0)
    if counted := context.counts.get(state.country or ""):
        return state if counted >= 2 * others else None
    return country if others else None


def _stated(text: str, mention: Mention, candidates: Sequence[Place]) -> Place | None:
    """The candidate whose country or state stands behind a comma: `Springfield, Illinois`, `Battambang, Cambodia`."""
    match = _STATE_AFTER.match(text, mention.span.end)
    if not match:
        return None
    country = country_of_name(match.group(1))
    found = [p for p in candidates if country and p.country == country]
    if not country:
        states = [s for s in find_places(match.group(1)) if s.kind in {"state", "province", "region"}]
        codes = {us_divisions().get(s.name) for s in states if s.country == "US"}
        found = [p for p in candidates if p.kind == "city" and any(p.country == s.country for s in states)]
        found = [p for p in found if p.country != "US" or p.division in codes]
        found = found if len(found) == 1 else []
    return found[0] if found else None


def _capital(mention: Mention, candidates: Sequence[Place]) -> Place | None:
    code = capitals().get(fold_place(mention.surface))
    return next((p for p in candidates if code and p.country == code and p.kind == "city"), None)


def _elsewhere(capital: Place, candidates: Sequence[Place], context: CountryContext) -> bool:
    """Whether the article speaks of a namesake's country and not of the capital's, or of neither, and a namesake is larger (`San Jose`)."""
    if context.counts.get(capital.country or ""):
        return False
    return any(context.counts.get(p.country or "") or p.population > capital.population for p in candidates)


def _by_context(candidates: Sequence[Place], context: CountryContext) -> Place | None:
    """The candidate in the article's countries; level candidates give none. A region and a city of one name and country are taken as the
    city, but a US state (`Oregon`) before a small city.
    """
    near = [p for p in candidates if context.counts.get(p.country or "")]
    pool = near or list(candidates)
    countries = {p.country for p in pool}
    if len(countries) > 1 and near:
        best = max(context.counts[p.country or ""] for p in near)
        pool = [p for p in near if context.counts[p.country or ""] == best]
        countries = {p.country for p in pool}
    cities = sorted((p for p in pool if p.kind == "city"), key=lambda p: -p.population)
    state = next((p for p in pool if p.kind == "state" and p.country == "US"), None)
    if state and countries == {"US"} and (not cities or cities[0].population < _LARGE):
        return state
    if len(countries) == 1 and len(cities) <= 1:
        return cities[0] if cities else pool[0]
    if cities and len(cities) == len(pool) and cities[0].population >= 10 * cities[1].population:
        return cities[0]
    return None


def _entity(text: str, mentions: Sequence[Mention], indexes: Sequence[int], place: Place | None) -> LocalEntity:
    """The entity of one place: the gazetteer's name for countries and what only a dateline names (`DALLAS`), else the fullest name
    written, not in capitals where there is a choice.
    """
    surfaces = sorted({mentions[i].surface for i in indexes}, key=lambda s: (-len(s), s.isupper(), s))
    by_book = place and (place.kind == "country" or (place.kind == "state" and "." in surfaces[0] + ".") or _is_shouted(surfaces[0], place))
    name = place.name if place and by_book else surfaces[0]
    others: list[EntityName] = [(s, "acronym" if s.isupper() and len(s) < 6 else "alias") for s in surfaces if s != name]
    key, scope = _key(name, place)
    return LocalEntity(
        kind="place",
        name=name,
        names=((name, "full"), *others),
        key=key,
        scope=scope,
        country_code=place.country if place else None,
        place_kind=place.kind if place else _kind_by_word(surfaces[0]),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def _is_shouted(surface: str, place: Place) -> bool:
    return surface.isupper() and fold_place(surface) == fold_place(place.name)


def _key(name: str, place: Place | None) -> tuple[str, Scope]:
    """CASE 1: a country is its code. CASE 2: a gazetteer place is its name, country and division. CASE 3: an unknown place stays in its
    article.
    """
    if place and place.kind == "country":
        return f"place|{place.country}", "global"
    if place:
        return f"place|{fold_place(place.name)}|{place.country or ''}|{place.division}|{place.kind}", "global"
    return f"place|{fold_place(name)}", "article"


def _kind_by_word(name: str) -> str | None:
    words = set(fold_place(name).split())
    return next((kind for kind, hints in _kinds() if words & hints), None)


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((str(e["kind"]), frozenset(e["words"])) for e in load_entries("places.yaml", "kinds"))
