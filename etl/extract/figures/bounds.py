"""Comparators (`more than`, `up to`, `or so`) and rates (`a year`, `per 100,000 people`) around a quantity."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from etl.extract.figures.nouns import singular
from etl.extract.figures.quantity import Quantity
from etl.lexicon import load_words, load_yaml
from etl.text.numerals import number_words
from etl.text.patterns import alternation, any_of, by_letter, lowered
from etl.text.span import Span


def with_comparator(text: str, item: Quantity, region: Span) -> Quantity:
    """The quantity with its bound or estimate: `85 |or above|`, `|more than| 40`, `|an estimated| $65 million`."""
    if after := comparator_after(text, item.core.end, region.end):
        core = Span(item.core.start, after[1])
        return replace(item, core=core, span=core, comparator=after[0])
    before = lowered(text)[max(region.start, item.core.start - 44) : item.core.start]
    match = _before().search(before)
    if match is None:
        return item if item.span == item.core else replace(item, span=item.core)
    phrase = re.sub(r"\s+", " ", match.group("phrase"))
    if _is_preposition(phrase, before[: match.start()], item):
        return replace(item, span=item.core)
    start = item.core.start - len(before) + match.start("phrase")
    return replace(item, span=Span(start, item.core.end), comparator=_comparator_names()[phrase])


def _is_preposition(phrase: str, lead: str, item: Quantity) -> bool:
    """Whether the word only links: `32 percent over four years`, `above second place`, `over one shoulder`; `for over an hour` bounds."""
    if phrase == "some":
        small = item.value < 10 and item.kind in {"count", "bare"} and item.number.scale == 1
        return small or item.kind == "ordinal" or (item.kind == "fraction" and _is_one_part(item.value))
    if phrase == "up to" and _CLIMBED.search(lead):
        return True
    if phrase == "over" and item.kind in {"percent", "money"} and _QUARREL.search(lead):
        return True
    if phrase == "top":  # `cases |top| 190`, not `the top 190`
        return item.kind != "money" and not _MANY_BEFORE.search(lead)
    if phrase in {"over", "under", "above", "below", "around", "about", "near", "beyond", "within", "up to"} and item.kind == "ordinal":
        return True
    if phrase == "over" and (item.kind == "time" or _counts_seasons(item)):
        return not re.search(rf"\b{any_of('figure_cues.yaml', 'before_over')}\s*$", lead)
    return phrase == "within" and item.kind not in {"time", "measure", "percent", "money"}


# `had |gone| up to 8%`: the words only tell the way; `ran |over| a 3% offer`: what it is about.
_CLIMBED = re.compile(rf"\b{any_of('figure_cues.yaml', 'before_up_to')}\s*$")
_QUARREL = re.compile(rf"\b{any_of('figure_cues.yaml', 'before_over_matter')}\s*$")
_MANY_BEFORE = re.compile(r"(?<!['’])(?<!world)(?<!countr)[a-z]{2,}s(?: in [\w ]+)?\s*$|^$")


def _is_one_part(value: float) -> bool:
    """A half, a third, a quarter, of which `some` is no estimate."""
    return value > 0 and abs(1 / value - round(1 / value)) < 0.01


def _counts_seasons(item: Quantity) -> bool:
    """`netted over 22 |summers|`: a length of time by what recurs in it."""
    return item.kind == "count" and item.unit in load_words("figure_words.yaml", "recurring")


def comparator_after(text: str, at: int, end: int) -> tuple[str, int] | None:
    """`85 or above`, `1,700 or so`, `50-plus`: comparator and where it ends."""
    match = _after().match(lowered(text), at, end)
    if match is None:
        return None
    words = re.sub(r"\s+", " ", match.group("phrase"))
    return _after_names()[words], match.end()


def with_per(text: str, item: Quantity, region: Span) -> Quantity:
    """The rate after it: `a year`, `per 100,000 people`, `each`, `a kilo`."""
    if item.kind in {"ordinal", "fraction", "age", "score"} and item.number.per_count is None:
        return item
    if item.number.per_count:
        noun = item.noun.of(text).split()[-1] if item.noun else "item"
        return replace(item, per=f"{item.number.per_count:g}_{singular(noun)}")
    match = _per().match(text, item.core.end, region.end) or (_per_time().match(text, item.noun.end, region.end) if item.noun else None)
    if match is None or item.per:
        return item
    per = _per_name(match, item)
    return replace(item, per=per, span=Span(item.span.start, match.end() if match.start() == item.core.end else item.span.end))


def _per_name(match: re.Match[str], item: Quantity) -> str:
    names, adverbs = load_yaml("figure_words.yaml")["per_nouns"], load_yaml("figure_words.yaml")["per_adverbs"]
    if adverb := match.groupdict().get("adverb"):
        return str(adverbs[adverb.lower()])
    if whole := match.groupdict().get("whole"):
        return f"{whole.replace(',', '')}_person"
    if match.groupdict().get("each"):
        return "person" if item.kind == "money" else "item"
    groups = match.groupdict()
    noun = (groups.get("noun") or groups.get("noun2") or groups.get("noun3") or "").lower()
    name = str(names.get(singular(noun), singular(noun))).replace(" ", "_")
    if match.groupdict().get("many"):
        many = re.sub(r"[,\s]", "", match.group("many"))
        people = {"people": "person", "inhabitants": "person", "residents": "person", "population": "person"}
        return f"{many}_{people.get(noun, name)}"
    return name


# --- patterns --------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _comparator_names() -> dict[str, str]:
    return {word: name for name, words in load_yaml("comparators.yaml")["before"].items() for word in words}


@lru_cache(maxsize=1)
def _after_names() -> dict[str, str]:
    return {word: name for name, words in load_yaml("comparators.yaml")["after"].items() for word in words}


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    between = alternation(load_yaml("comparators.yaml")["between"])
    return re.compile(rf"(?<![\w])(?P<phrase>{by_letter(_comparator_names())})(?:\s+(?:{between}))?[\s\u00a0(]*(?:between |from )?$")


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s\u00a0]|-)?(?P<phrase>{by_letter(_after_names())})(?![\w])")


@lru_cache(maxsize=1)
def _per() -> re.Pattern[str]:
    nouns = alternation(list(load_yaml("figure_words.yaml")["per_nouns"]))
    adverbs = alternation(list(load_yaml("figure_words.yaml")["per_adverbs"]))
    number_word = alternation(number_words())  # `forty-six/|seven| percent`
    return re.compile(
        rf"(?: |-)?(?:(?:\s*(?:in damages )?)(?P<adverb>{adverbs})\b"
        rf"|(?: )?(?:per[ -]|/ ?|for every |-per-)(?P<many>\d[\d,]*|)(?: |-)?(?!cent\b|{number_word}\b)(?P<noun>[a-z]+(?:-hour)?)\b"
        rf"| per (?P<whole>\d[\d,]{{3,}})(?![\d,]* ?[a-z])"
        rf"|an?[ -](?P<noun2>{nouns})\b(?! (?:ago|earlier|later|before|after|in advance|on|into|old|long|early|late)|-)"
        rf"|(?:each|every) (?P<noun3>{nouns})\b|(?P<each>each|apiece)\b(?! (?:of|other|year|month|week|day|hour)))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _per_time() -> re.Pattern[str]:
    """After a counted noun: a length of time (`1,300 civil servants every year`), and whatever `per` names (`32 people per boat`)."""
    return re.compile(
        r" (?:(?:a|each|every) (?P<noun>year|month|week|day|hour|minute)\b(?! (?:ago|earlier|later|before|after))"
        r"|per (?!cent\b|capita\b|se\b)(?P<many>\d[\d,]*(?= [a-z]{3,}\b))? ?(?P<noun2>[a-z]{3,})\b)",
        re.IGNORECASE,
    )
