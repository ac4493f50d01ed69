"""Reads one number with all that belongs to it: currency or unit, counted noun, comparator and per-phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from etl.extract.figures.ages import read_age
from etl.extract.figures.nouns import noun_phrase_after, singular, unit_of
from etl.extract.figures.units import Unit, currency_after, currency_before, exchange_rate, settled_degree, settled_points, unit_after
from etl.lexicon import load_words, load_yaml
from etl.text.numbers import Number
from etl.text.span import Span

Kind = Literal["money", "percent", "measure", "time", "count", "bare", "ordinal", "fraction", "times", "occasions", "age", "score", "ratio"]

TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "century", "generation", "weekend", "millisecond"})
PERCENT_UNITS = frozenset({"percent", "percentage_point", "basis_point"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it measures. `core` = number with currency or unit; `span` = with comparator and per-phrase; `noun` = the counted noun phrase."""

    number: Number
    core: Span
    span: Span
    value: float
    unit: str
    kind: Kind
    value_max: float | None = None
    comparator: str = "eq"
    per: str | None = None
    noun: Span | None = None


def read_quantity(text: str, number: Number, region: Span, country: str | None = None) -> Quantity:
    """The quantity around `number`, read inside `region`. `country`: ISO code of the outlet, which settles a bare `$`."""
    bare = _with_unit(text, number, region, country)
    after = _comparator_after(text, bare.core.end, region.end)
    if after:
        bare = replace(bare, core=Span(bare.core.start, after[1]), comparator=after[0])
    else:
        bare = _with_comparator(text, bare, region)
    return _with_per(text, bare, region)


# --- number and unit -------------------------------------------------------------------------------------------------------------


def _with_unit(text: str, number: Number, region: Span, country: str | None) -> Quantity:
    """Number and unit, the surest reading first."""
    at, end = number.span.start, number.span.end
    if sign := currency_before(text, at, region.start, country):
        return Quantity(number, Span(sign.edge, _after_code(text, end, region.end, sign)), number.span, _signed(text, sign.edge, number), sign.name, "money")
    if number.form == "fraction":
        return _fraction(text, number, region)
    if number.form == "ordinal":
        return _ordinal(text, number, region)
    if number.form == "multiple":
        return _multiple(text, number, region)
    if age := read_age(text, number, region):
        return Quantity(number, Span(at, age[1]), number.span, number.value, age[0], "age")
    if rate := exchange_rate(text, number, region):
        return Quantity(number, Span(at, rate.edge), number.span, number.value, rate.name, "money", per=rate.per)
    readers = (lambda: currency_after(text, end, region.end, country), lambda: unit_after(text, end, region.end), lambda: _letter_unit(text, number, region))
    point = re.compile(r"(?: of an?)? (?:per[ -]?cent(?:age)?[ -])?point\b").match(text, end, region.end) if number.value < 1 else None
    if point:
        return Quantity(number, Span(at, point.end()), number.span, number.value, "percentage_point", "percent")
    unit = next((found for reader in readers if (found := reader())), None)
    if unit is None:
        return _counted(text, number, region)
    kind: Kind = "money" if unit.is_money else _unit_kind(unit.name)
    value = _signed(text, at, number) * unit.factor
    name = settled_degree(text) if unit.name == "degree" else unit.name
    half = re.compile(r" and a half\b").match(text, unit.edge, region.end) if number.value == 1.5 and not number.span.of(text)[0].isdigit() else None
    return Quantity(number, Span(at, half.end() if half else unit.edge), number.span, round(value, 9), name, kind, per=unit.per)


def _unit_kind(name: str) -> Kind:
    return "time" if name in TIME_UNITS else "percent" if name in PERCENT_UNITS else "measure"


def _after_code(text: str, at: int, end: int, sign: Unit) -> int:
    """Where the money ends: a name may follow its sign (`$5 million US`, `€3 million euros`)."""
    match = re.compile(r" (?:US|Canadian|Australian)\b(?! [a-z])").match(text, at, end)
    return match.end() if match and "$" in text[sign.edge : at] else at


def _signed(text: str, at: int, number: Number) -> float:
    """The value, negative after a minus: `minus 22 degrees`, `-5°C`, not in `10-5`."""
    before = text[max(0, at - 8) : at]
    minus = re.search(r"(?:\bminus |(?<![\w\d)])[-−–])$", before)
    return -number.value if minus and not re.search(r"plus or minus $", text[max(0, at - 16) : at]) else number.value


def _letter_unit(text: str, number: Number, region: Span) -> Unit | None:
    """A glued `m` or `t` that is a metre or tonne after all: `500m away`, where no noun tells of half a billion things."""
    if number.letter not in {"m", "t", "k"} or number.scale == 1 or noun_phrase_after(text, number.span.end, region.end):
        return None
    if number.letter == "k" and not re.compile(r" (?:run|race|walk|fun)").match(text, number.span.end):
        return None
    name = {"m": "metre", "t": "tonne", "k": "km"}[number.letter]
    return Unit(name, 1 / number.scale, number.span.end)


def _fraction(text: str, number: Number, region: Span) -> Quantity:
    """A part: of a unit (`half an hour`, `a quarter of a percentage point`) or of whatever is measured."""
    match = re.compile(r"(?:[ -]of)?[ -](?:an?|one)(?=[ -])|-(?=hour|mile|day|year|century|metre|kilo|point|per)").match(text, number.span.end, region.end)
    if match:
        point = re.compile(r" (?:per[ -]?cent(?:age)?[ -])?point\b").match(text, match.end(), region.end)
        unit = Unit("percentage_point", 1, point.end()) if point else unit_after(text, match.end() - (match.group() == "-"), region.end)
        if unit and unit.name != "percent":
            scale = 100 if unit.name == "century" else 1  # `half a century` = 50 years
            value, unit = number.value * unit.factor * scale, unit if scale == 1 else Unit("year", 1, unit.edge)
            return Quantity(number, Span(number.span.start, unit.edge), number.span, value, unit.name, _unit_kind(unit.name))
    return Quantity(number, number.span, number.span, number.value, "fraction", "fraction")


def _ordinal(text: str, number: Number, region: Span) -> Quantity:
    """`third meeting`, `30th anniversary`, `fifth week`: the noun decides what is counted."""
    noun = noun_phrase_after(text, number.span.end, region.end, singular=True)
    unit = "event"
    if noun:
        head = re.split(r"[ \u00a0]", noun.of(text))[-1]
        unit = "year" if "anniversary" in noun.of(text).lower() or "birthday" in head.lower() else unit_of(head)
        if (first := re.split(r"[ \u00a0-]", noun.of(text))[0].lower()) in TIME_UNITS:
            unit = first
    return Quantity(number, number.span, number.span, number.value, unit, "ordinal", noun=noun)


def _multiple(text: str, number: Number, region: Span) -> Quantity:
    """`twice the price` compares, `interrupted twice` counts; `doubled`, `threefold` always compare."""
    word = number.span.of(text).lower()
    if word in {"twice", "thrice"} and not _compares(text, number.span.end, region.end):
        return Quantity(number, number.span, number.span, number.value, "event", "occasions")
    return Quantity(number, number.span, number.span, number.value, "times", "times")


def _compares(text: str, at: int, end: int) -> bool:
    match = re.compile(r"[ \u00a0]+(\w+)").match(text, at, end)
    return bool(match) and match.group(1).lower() in load_words("figure_words.yaml", "comparing")  # type: ignore[union-attr]


def _counted(text: str, number: Number, region: Span) -> Quantity:
    """A count of things, of times, or a number without a noun."""
    end = number.span.end
    if match := re.compile(r"(?: (?:more|other|further|separate))?(?: |-)times?\b(?!-)").match(text, end, region.end):
        kind: Kind = "times" if number.value > 1 and _compares(text, match.end(), region.end) else "occasions"
        return Quantity(number, Span(number.span.start, match.end()), number.span, number.value, "times" if kind == "times" else "event", kind)
    noun = _counted_noun(text, number, region)
    if noun is None:
        return Quantity(number, number.span, number.span, number.value, "", "bare")
    head = re.split(r"[ \u00a0]", noun.of(text))[-1]
    if singular(head) == "point":
        unit = settled_points(text, number.value, number.span)
        return Quantity(number, Span(number.span.start, noun.end), number.span, number.value, unit, "percent" if unit == "percentage_point" else "count", noun=None if unit == "percentage_point" else noun)
    return Quantity(number, number.span, number.span, number.value, unit_of(head), "count", noun=noun)


def _counted_noun(text: str, number: Number, region: Span) -> Span | None:
    """The noun phrase that a cardinal counts; `23-page`, `three-judge` count a singular, `one` and `a` too."""
    end = number.span.end
    if bound := _comparator_after(text, end, region.end):
        end = bound[1]
    if compound := re.compile(r"-([a-z]{3,})(?:-[a-z]+)?").match(text, end, region.end):
        return Span(compound.start(1), compound.end(1)) if singular(compound.group(1)) == compound.group(1).lower() else None
    lead = re.compile(r"(?:[ \u00a0]or so)?[ \u00a0](?:more|fewer|less|further|other|others|such|or so|of (?:the|its|their|his|her|our|my|these|those)(?: \d+| \w+teen| (?:two|three|four|five|six|seven|eight|nine|ten))?)(?= [^\W\d_])").match(text, end, region.end)
    start = lead.end() if lead and not text.startswith(" than", lead.end()) else end
    return noun_phrase_after(text, start, region.end, singular=number.value == 1 and not text.startswith(" of", end))


_SINGLE = re.compile(
    r"\b(?P<lead>under|over|almost|nearly|about|around|than|least|within|half|to)\s(?P<one>an?)(?= (?:hour|minute|day|week|fortnight|month|year|decade|century|mile|kilometre|tonne|ton)\b"
    r"(?! (?:ago|earlier|later|before|after)))|\b(?P<one2>an?)(?= (?:hour|minute|day|week|month|year|mile) (?:and a half|or (?:two|so))\b)"
)


def find_single_units(text: str, region: Span) -> list[Number]:
    """`just under |an| hour`, `almost |a| week`, `|an| hour and a half`: an article that counts one, which no numeral says."""
    found = []
    for match in _SINGLE.finditer(text, region.start, region.end):
        name = "one2" if match.group("one2") else "one"
        if name == "one" and match.group("lead") in {"to", "half", "within", "about", "around"}:
            continue
        half = re.compile(r" \w+ and a half").match(text, match.end(name), region.end)
        found.append(Number(Span(match.start(name), match.end(name)), 1.5 if half else 1.0, in_words=True))
    return found


# --- comparators and rates -------------------------------------------------------------------------------------------------------


def _with_comparator(text: str, item: Quantity, region: Span) -> Quantity:
    """The bound or estimate before the number: `more than`, `an estimated`, `up to`."""
    before = text[max(region.start, item.core.start - 44) : item.core.start]
    match = _before().search(before)
    if match is None:
        return replace(item, span=item.core)
    phrase = re.sub(r"\s+", " ", match.group("phrase").lower())
    if _is_preposition(phrase, before[: match.start()], item):
        return replace(item, span=item.core)
    start = item.core.start - len(before) + match.start("phrase")
    return replace(item, span=Span(start, item.core.end), comparator=_comparator_names()[phrase])


def _is_preposition(phrase: str, lead: str, item: Quantity) -> bool:
    """Whether the word only links: `32 percent over four years`, `above second place`, `over one shoulder`; `for over an hour` bounds."""
    if phrase == "some":
        return item.kind in {"ordinal", "fraction"} or (item.value < 10 and item.kind in {"count", "bare"} and item.number.scale == 1)
    if phrase in {"over", "under", "above", "below", "around", "about", "near", "beyond", "within"} and item.kind == "ordinal":
        return True
    if phrase == "over" and item.kind == "time":
        return not re.search(r"\b(?:for|just|well|after|lasted|little|of|took|taken|than|is|was|spent|waited|a) $", lead + " " if lead and not lead.endswith(" ") else lead)
    return phrase == "within" and item.kind not in {"time", "measure", "percent", "money"}


def _comparator_after(text: str, at: int, end: int) -> tuple[str, int] | None:
    """`85 or above`, `1,700 or so`, `50-plus`: comparator and where it ends."""
    match = _after().match(text, at, end)
    if match is None:
        return None
    words = re.sub(r"\s+", " ", match.group("phrase").lower())
    return _after_names()[words], match.end()


def _with_per(text: str, item: Quantity, region: Span) -> Quantity:
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


def _alternation(words: list[str]) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s+") for w in words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _comparator_names() -> dict[str, str]:
    return {word: name for name, words in load_yaml("comparators.yaml")["before"].items() for word in words}


@lru_cache(maxsize=1)
def _after_names() -> dict[str, str]:
    return {word: name for name, words in load_yaml("comparators.yaml")["after"].items() for word in words}


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    between = _alternation(load_yaml("comparators.yaml")["between"])
    return re.compile(rf"(?<![\w])(?P<phrase>{_alternation(list(_comparator_names()))})(?:\s+(?:{between}))?[\s\u00a0(]*(?:between |from )?$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s\u00a0]|-)?(?P<phrase>{_alternation(list(_after_names()))})(?![\w])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _per() -> re.Pattern[str]:
    nouns = _alternation(list(load_yaml("figure_words.yaml")["per_nouns"]))
    adverbs = _alternation(list(load_yaml("figure_words.yaml")["per_adverbs"]))
    return re.compile(
        rf"(?: |-)?(?:(?:\s*(?:in damages )?)(?P<adverb>{adverbs})\b"
        rf"|(?: )?(?:per|/|for every|-per-)[ -]?(?P<many>\d[\d,]*|)(?: |-)?(?!cent\b)(?P<noun>[a-z]+(?:-hour)?)\b"
        rf"|an?[ -](?P<noun2>{nouns})\b(?! (?:ago|earlier|later|before|after|in advance|on|into|old|long|early|late)|-)"
        rf"|(?:each|every) (?P<noun3>{nouns})\b|(?P<each>each|apiece)\b(?! (?:of|other|year|month|week|day|hour)))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _per_time() -> re.Pattern[str]:
    """After a counted noun only a length of time makes a rate: `1,300 civil servants every year`."""
    return re.compile(r" (?:a|per|each|every) (?P<noun>year|month|week|day|hour|minute)\b(?! (?:ago|earlier|later|before|after))", re.IGNORECASE)
