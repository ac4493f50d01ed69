"""Whether two entities of different articles are one: judged by their names and by what the articles say of them.

judge(a, b) -> Judgement     `same` joins by itself; `candidate` is put to a person; `different` is neither

Equal full names are one unless something stands against it. Names that only resemble each other need support besides: a shared body, or
country and kind of office.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from etl.extract.name_join import initials_match
from etl.extract.name_repair import is_acronym
from etl.lexicon import load_entries, load_words
from etl.resolve.organisation_name import known_bodies, read_body
from etl.resolve.organisation_spelling import normal_body, portfolio_parts
from etl.resolve.person_name import PersonName, is_subsequence, person_key, read_name
from etl.resolve.person_spelling import are_alike, is_turned, skeleton
from etl.text.fold import fold

Verdict = Literal["same", "candidate", "different"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one entity. `titles` are folded, `bodies` are folded names of the bodies in which a person holds them."""

    kind: Literal["person", "organisation", "place"]
    name: str
    country: str | None = None
    titles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    organisation_kind: str | None = None
    acronym: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and in a few words why."""

    verdict: Verdict
    reason: str


_DIFFERENT = Judgement("different", "nothing in common")


def judge(a: Profile, b: Profile) -> Judgement:
    """Judge two entities; the order does not matter."""
    if a.kind != b.kind or a.kind == "place":  # places have their gazetteer
        return _DIFFERENT
    return _judge_people(a, b) if a.kind == "person" else _judge_bodies(a, b)


def _judge_people(a: Profile, b: Profile) -> Judgement:
    likeness = likeness_of(read_name(a.name), read_name(b.name), frozenset(filter(None, (a.country, b.country))))
    if likeness is None:
        return _DIFFERENT
    if against := conflict_of_people(a, b):
        return Judgement("candidate", f"{likeness}, but {against}")
    support = _support(a, b)
    if likeness in {"equal names", "names in another order"}:
        return Judgement("same", likeness)
    return Judgement("same", f"{likeness}, {support}") if support else Judgement("candidate", likeness)


def likeness_of(a: PersonName, b: PersonName, countries: frozenset[str] = frozenset()) -> str | None:
    """How two full names resemble each other; None when they are two people's, or one is a single word. `Jr.` and `Sr.` part."""
    if len(a.words) < 2 or len(b.words) < 2 or a.suffix != b.suffix:
        return None
    if person_key(a) == person_key(b) or "".join(a.tokens) == "".join(b.tokens):
        return "equal names"
    if is_turned(a, b):
        return "names in another order"
    if are_alike(a, b, countries):
        return "names spelt alike"
    short, full = sorted((a.tokens, b.tokens), key=len)
    if len(short[0]) > 1 and short[0] == full[0] and short[-1] == full[-1] and is_subsequence(short, full):
        return "a middle name left out"
    if short[-1] == full[-1] and _abbreviates(short[:-1], full[:-1]):
        return "initials for given names"
    return None


def name_forms(name: PersonName) -> tuple[str, str, str]:
    """All letters, all words in order of the alphabet, and the last word: `likeness_of` two names who share none of these in its place is
    None, unless they sound alike in a country whose script is not Latin. Quick to compare, and most pairs share none.
    """
    return "".join(name.tokens), " ".join(sorted(name.tokens)), name.tokens[-1] if name.tokens else ""


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """`J R` for `John Robert`, `J` for `John Robert`: initials alone on one side."""
    for a, b in ((short, full), (full, short)):
        if all(len(w) == 1 for w in a) and all(x[0] == y[0] for x, y in zip(a, b, strict=False)):
            return True
    return False


def conflict_of_people(a: Profile, b: Profile) -> str | None:
    """What keeps two bearers of one name apart, in words: countries, lines of work, or one local office in two places."""
    if a.bodies & b.bodies:
        return None
    if a.country and b.country and a.country != b.country:
        return f"{min(a.country, b.country)} here and {max(a.country, b.country)} there"
    heads_a, heads_b = heads_of(a.titles), heads_of(b.titles)
    local = heads_a & heads_b & load_words("titles.yaml", "local_offices")
    if local and a.bodies and b.bodies:
        return f"{min(local)} of two places"
    fields = fields_of(heads_a), fields_of(heads_b)
    if fields[0] and fields[1] and not fields[0] & fields[1]:
        return "{} here and {} there".format(*sorted((min(fields[0]), min(fields[1]))))
    return None


@lru_cache(maxsize=4096)
def heads_of(titles: frozenset[str]) -> frozenset[str]:
    """Head nouns of folded titles: `minister of labour`, `labour minister`: `minister`."""
    return frozenset(re.split(r" (?:of|for|at|in|to) ", title)[0].rsplit(" ", 1)[-1] for title in titles if title)


def fields_of(heads: frozenset[str]) -> frozenset[str]:
    """Lines of work that exclude each other (player, state, trade), as far as the offices tell."""
    return frozenset(_fields()[h] for h in heads if h in _fields())


def line_of(title: str) -> tuple[str | None, bool]:
    """All that `conflict_of_people` asks of a folded title: its line of work, if it tells one, and whether it is a local office."""
    heads = heads_of(frozenset([title]))
    return next(iter(fields_of(heads)), None), bool(heads & load_words("titles.yaml", "local_offices"))


def _support(a: Profile, b: Profile) -> str | None:
    """What speaks for one person besides the likeness of the names."""
    if a.bodies & b.bodies:
        return "in the same body"
    common = heads_of(a.titles) & heads_of(b.titles)
    if a.country and a.country == b.country and common:
        return f"{min(common)} of the same country"
    return None


def _judge_bodies(a: Profile, b: Profile) -> Judgement:
    name_a, name_b = read_body(a.name), read_body(b.name)
    countries = {a.country or name_a.country, b.country or name_b.country}
    one_country = len(countries) == 1 and None not in countries
    apart = len(countries - {None}) == 2
    known = known_bodies().get(a.name), known_bodies().get(b.name)
    if known[0] is not None and known[0] is known[1] and not known[0].weak and not apart:
        return Judgement("same", "a body known by both names")
    generic = name_a.is_generic and name_b.is_generic
    if normal_body(a.name) == normal_body(b.name):
        if generic:
            return Judgement("same", "equal names in one country") if one_country else _unless(apart, "equal common names")
        return Judgement("candidate", "equal names in two countries") if apart else Judgement("same", "equal names")
    if apart:
        return _DIFFERENT
    if name_a.portfolio and name_b.portfolio:
        parts = portfolio_parts(a.name), portfolio_parts(b.name)
        if parts[0] <= parts[1] or parts[1] <= parts[0]:
            return Judgement("same", "a ministry called by part of its name") if one_country else Judgement("candidate", "ministries alike")
        return Judgement("candidate", "ministries alike") if name_a.portfolio & name_b.portfolio and one_country else _DIFFERENT
    return _judge_acronym(a, b, one_country)


def _judge_acronym(a: Profile, b: Profile, one_country: bool) -> Judgement:
    """An acronym alone is the full name's where that bears it, in the same country; two full names are two bodies."""
    short, full = (a, b) if is_acronym(a.name) else (b, a)
    if not is_acronym(short.name) or is_acronym(full.name):
        return _DIFFERENT
    bears = _letters(full.acronym or "") == _letters(short.name)
    if not bears and not initials_match(short.name, full.name):
        return _DIFFERENT
    agree = short.organisation_kind in {None, full.organisation_kind} or full.organisation_kind is None
    return Judgement("same", "acronym of the full name") if bears and one_country and agree else Judgement("candidate", "acronym")


def _letters(acronym: str) -> str:
    """`U.N.`: `UN`."""
    return re.sub(r"\W", "", acronym).upper()


def _unless(apart: bool, reason: str) -> Judgement:
    return _DIFFERENT if apart else Judgement("candidate", reason)


def block_keys(profile: Profile) -> frozenset[str]:
    """Keys of which two entities share one if `judge` could find them the same or a candidate."""
    if profile.kind == "person":
        return _person_blocks(read_name(profile.name))
    keys = {f"o {normal_body(profile.name)}", *(f"m {part}" for part in portfolio_parts(profile.name))}
    known = known_bodies().get(profile.name)
    if known:
        keys.add(f"k {known.name}")
    if is_acronym(profile.name):
        keys.add(f"a {_letters(profile.name)}")
    if profile.acronym:
        keys.add(f"a {_letters(profile.acronym)}")
    return frozenset(keys)


def _person_blocks(name: PersonName) -> frozenset[str]:
    """Sorted skeletons of the words; first and last word; initial and last word."""
    if len(name.words) < 2:
        return frozenset()
    first, last = fold(name.words[0]).replace(" ", ""), fold(name.words[-1]).replace(" ", "")
    sounds = [skeleton(token) for token in name.tokens]
    keys = ["p " + " ".join(sorted(sounds)), "j " + skeleton("".join(sounds)), f"e {first} {last}"]
    if len(first) > 1 or any(len(w) == 1 for w in name.tokens[:-1]):
        keys.append(f"i {first[:1]} {last}")
    return frozenset(keys)


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    return {str(w): str(e["field"]) for e in load_entries("titles.yaml", "fields") for w in e["words"]}
