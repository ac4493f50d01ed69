"""Reads the quantity around a number: currency, unit of measure or counted noun, then comparator and rate."""

from __future__ import annotations

import re

from etl.extract.figures.ages import read_age
from etl.extract.figures.bounds import comparator_after, with_comparator, with_per
from etl.extract.figures.nouns import noun_phrase_after, singular, unit_of
from etl.extract.figures.quantity import PERCENT_UNITS, TIME_UNITS, Kind, Quantity
from etl.extract.figures.units import (
    Unit,
    currency_after,
    currency_before,
    exchange_rate,
    glued_degrees,
    settled_degree,
    settled_points,
    unit_after,
)
from etl.lexicon import load_words
from etl.text.numbers import Number
from etl.text.patterns import any_of
from etl.text.span import Span


def read_quantity(text: str, number: Number, region: Span, country: str | None = None) -> Quantity:
    """The quantity around `number`, read inside `region`. `country`: ISO code of the outlet, which settles a bare `$`."""
    bare = _with_unit(text, number, region, country)
    return with_per(text, with_comparator(text, bare, region), region)


# --- number and unit -------------------------------------------------------------------------------------------------------------


def _with_unit(text: str, number: Number, region: Span, country: str | None) -> Quantity:
    """Number and unit, the surest reading first."""
    at, end = number.span.start, number.span.end
    if sign := currency_before(text, at, region.start, country):
        return Quantity(
            number,
            Span(sign.edge, _after_code(text, end, region.end, sign)),
            number.span,
            _signed(text, sign.edge, number),
            sign.name,
            "money",
        )
    if text[at - 1 : at].isalpha():
        return Quantity(number, number.span, number.span, number.value, "", "money")  # `R|38bn|`, where nothing tells whose R it is
    if number.form == "fraction":
        return _fraction(text, number, region)
    if number.form == "ordinal":
        return _ordinal(text, number, region)
    if number.form == "multiple":
        return _multiple(text, number, region)
    if strength := _strength(text, number, region):
        return Quantity(number, strength, number.span, number.value, "magnitude", "measure")
    if age := read_age(text, number, region):
        return Quantity(number, Span(at, age[1]), number.span, number.value, age[0], "age")
    if rate := exchange_rate(text, number, region):
        return Quantity(number, Span(at, rate.edge), number.span, number.value, rate.name, "money", per=rate.per)
    point = _POINT.match(text, end, region.end) if number.value < 1 else None
    if point:
        return Quantity(number, Span(at, point.end()), number.span, number.value, "percentage_point", "percent")
    unit = (
        _pound_of_weight(text, number, region)
        or currency_after(text, end, region.end, country)
        or unit_after(text, end, region.end)
        or glued_degrees(text, end, region.end)
        or _letter_unit(text, number, region)
    )
    if unit is None:
        return _counted(text, number, region)
    kind: Kind = "money" if unit.is_money else _unit_kind(unit.name)
    value = _signed(text, at, number) * unit.factor
    name = settled_degree(text) if unit.name == "degree" else unit.name
    half = (
        re.compile(r" and a half\b").match(text, unit.edge, region.end)
        if number.value == 1.5 and not number.span.of(text)[0].isdigit()
        else None
    )
    return Quantity(number, Span(at, half.end() if half else unit.edge), number.span, round(value, 9), name, kind, per=unit.per)


def _strength(text: str, number: Number, region: Span) -> Span | None:
    """`magnitude 6.8`, `6.8-magnitude`, `6.8 on the Richter scale`: an earthquake's strength, its words included."""
    if not number.value < 10 or number.in_words:
        return None
    after = _STRENGTH_AFTER.match(text, number.span.end, region.end)
    if after:
        return Span(number.span.start, after.end())
    before = _STRENGTH_BEFORE.search(text, max(region.start, number.span.start - 20), number.span.start)
    return Span(before.start() if not before.group(1) else number.span.start, number.span.end) if before else None


_STRENGTH_AFTER = re.compile(r"[- ][Mm]agnitude\b| on the (?:open-ended )?Richter\b")
_STRENGTH_BEFORE = re.compile(r"\b[Mm]agnitude(?:[- ]|( of (?:about )?))$")
_POINT = re.compile(r"(?: of an?)? (?:per[ -]?cent(?:age)?[ -])?point\b")


def _unit_kind(name: str) -> Kind:
    return "time" if name in TIME_UNITS else "percent" if name in PERCENT_UNITS else "measure"


def _after_code(text: str, at: int, end: int, sign: Unit) -> int:
    """Where the money ends: a name may follow its sign (`$5 million US`, `€3 million euros`)."""
    match = re.compile(r" (?:US|Canadian|Australian)\b(?! [a-z])").match(text, at, end)
    return match.end() if match and "$" in text[sign.edge : at] else at


def _signed(text: str, at: int, number: Number) -> float:
    """The value, negative after a minus: `minus 22 degrees`, `-5°C`, not in `10-5`."""
    before = text[max(0, at - 8) : at]
    minus = _MINUS.search(before)
    return -number.value if minus and not re.search(r"plus or minus $", text[max(0, at - 16) : at]) else number.value


def _below_zero(text: str, number: Number) -> float:
    """The value of a number without unit, negative after a sign glued to it: `an index of -20`."""
    at = number.span.start
    glued = (
        not number.in_words
        and text[at - 1 : at] in {"-", "−"}
        and text[at - 2 : at - 1] in {" ", "("}
        and not text[at - 3 : at - 2].isdigit()
    )
    return -number.value if glued else number.value


_MINUS = re.compile(r"(?:\bminus |(?<![\w\d)])[-−–])$")


def _letter_unit(text: str, number: Number, region: Span) -> Unit | None:
    """A glued `m` or `t` that is a metre or tonne after all: `500m away`, where no noun tells of half a billion things."""
    if number.letter not in {"m", "t", "k"} or number.scale == 1 or noun_phrase_after(text, number.span.end, region.end):
        return None
    if number.letter == "k" and not re.compile(r" (?:run|race|walk|fun)").match(text, number.span.end):
        return None
    before = text[max(region.start, number.span.start - 16) : number.span.start]
    if number.letter == "m" and _PASSED.search(before) and not _DEEP.search(text, region.start, region.end):
        return None  # `the waiting list tops |7m|`
    name = {"m": "metre", "t": "tonne", "k": "km"}[number.letter]
    return Unit(name, 1 / number.scale, number.span.end)


_PASSED = re.compile(r"\b(?:tops?|topped|hits?|pass(?:es|ed)|surpass(?:es|ed)|exceeds|exceeded|nears|neared) (?:record )?$", re.IGNORECASE)
_DEEP = re.compile(r"\b(?:flood\w*|rivers?|waters?|waves?|tides?|swell|snow\w*|depths?|heights?|high|deep|tall|long)\b", re.IGNORECASE)


def _pound_of_weight(text: str, number: Number, region: Span) -> Unit | None:
    """`a 500-pound calf`, in an article that prints no `£`."""
    match = _POUND.match(text, number.span.end, region.end)
    return Unit("pound", 1.0, match.end()) if match and "£" not in text else None


_POUND = re.compile(rf"-pound(?= (?!{any_of('figure_words.yaml', 'moneyed')}s?\b)[a-z])")


def _fraction(text: str, number: Number, region: Span) -> Quantity:
    """A part: of a unit (`half an hour`, `a quarter of a percentage point`) or of whatever is measured."""
    match = re.compile(r"(?:[ -]of)?[ -](?:an?|one)(?=[ -])|-(?=hour|mile|day|year|century|metre|kilo|point|per)").match(
        text, number.span.end, region.end
    )
    if match:
        point = _PART_OF_POINT.match(text, match.end() - (match.group() == "-"), region.end)
        name = "percentage_point" if point and (point.group(1) or match.group() != "-") else settled_points(text, 0.5, number.span)
        unit = Unit(name, 1, point.end()) if point else unit_after(text, match.end() - (match.group() == "-"), region.end)
        if unit and unit.name != "percent":
            scale = 100 if unit.name == "century" else 1  # `half a century` = 50 years
            value, unit = number.value * unit.factor * scale, unit if scale == 1 else Unit("year", 1, unit.edge)
            return Quantity(number, Span(number.span.start, unit.edge), number.span, value, unit.name, _unit_kind(unit.name))
    if point := _PART_OF_POINT.match(text, number.span.end, region.end):  # `by |a quarter point|`
        name = "percentage_point" if point.group(1) else settled_points(text, 0.5, number.span)
        return Quantity(number, Span(number.span.start, point.end()), number.span, number.value, name, _unit_kind(name))
    return Quantity(number, number.span, number.span, round(number.value, 4), "fraction", "fraction")


_PART_OF_POINT = re.compile(r"[ -](per[ -]?cent(?:age)?[ -])?point\b")


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
    match = None if _THIS_PERIOD.match(text, at, end) else re.compile(r"[ \u00a0]+(\w+)").match(text, at, end)
    return bool(match) and match.group(1).lower() in load_words("figure_words.yaml", "comparing")  # type: ignore[union-attr]


# `met twice |this year|` counts; `twice this level` compares.
_THIS_PERIOD = re.compile(rf" (?:this|last) (?:year|month|week|quarter|{any_of('figure_words.yaml', 'recurring')})\b(?!['’]s)")


def _counted(text: str, number: Number, region: Span) -> Quantity:
    """A count of things, of times, or a number without a noun."""
    end = number.span.end
    if match := _TIMES.match(text, end, region.end):
        kind: Kind = "times" if number.value > 1 and _compares(text, match.end(), region.end) else "occasions"
        return Quantity(
            number, Span(number.span.start, match.end()), number.span, number.value, "times" if kind == "times" else "event", kind
        )
    if _CHILDREN.search(text, max(region.start, number.span.start - 24), number.span.start):
        return Quantity(number, number.span, number.span, number.value, "person", "count")  # `a mother-of-|four|`
    noun = _counted_noun(text, number, region)
    if noun is None:
        return Quantity(number, number.span, number.span, _below_zero(text, number), "", "bare")
    head = re.split(r"[ \u00a0]", noun.of(text))[-1]
    if singular(head) == "point" and (compound := _PLACE_POINT.search(noun.of(text))):
        return Quantity(number, Span(number.span.start, noun.end), number.span, number.value, compound.group(1).lower(), "count", noun=noun)
    if singular(head) == "point":
        unit = settled_points(text, number.value, number.span)
        return Quantity(
            number,
            Span(number.span.start, noun.end),
            number.span,
            number.value,
            unit,
            "percent" if unit == "percentage_point" else "count",
            noun=None if unit == "percentage_point" else noun,
        )
    return Quantity(number, number.span, number.span, number.value, unit_of(head), "count", noun=noun)


_CHILDREN = re.compile(rf"\b{any_of('figure_words.yaml', 'parents')}[- ]of[- ]$", re.IGNORECASE)
_TIMES = re.compile(r"(?: (?:more|other|further|separate))?(?: |-)times?\b(?!-)")
_HYPHENED = re.compile(r"-([a-z]{3,})(?:-[a-z]+)?")


# `nine |crossing points|`, `three |entry points|`: places, no marks.
_PLACE_POINT = re.compile(rf"\b({any_of('figure_words.yaml', 'place_points')}) points?$", re.IGNORECASE)


def _counted_noun(text: str, number: Number, region: Span) -> Span | None:
    """The noun phrase that a cardinal counts; `23-page`, `three-judge` count a singular, `one` and `a` too."""
    end = number.span.end
    if bound := comparator_after(text, end, region.end):
        end = bound[1]
    if compound := _HYPHENED.match(text, end, region.end):
        if compound.group(1) == "strong":
            return None  # `a 15,000-strong crowd` counts whom it consists of
        return Span(compound.start(1), compound.end(1)) if singular(compound.group(1)) == compound.group(1).lower() else None
    lead = _SKIPPED.match(text, end, region.end)
    start = lead.end() if lead and not text.startswith(" than", lead.end()) else end
    return noun_phrase_after(text, start, region.end, singular=number.value == 1 and not text.startswith(" of", end))


_CUES = "figure_cues.yaml"
# `1,200| fewer| workers`, `eight| of the 11| members`: skipped between a number and its noun.
_OWN = rf"of {any_of(_CUES, 'own')}(?: [a-z]+['’]s)?(?: \d+| [a-z]+teen| {any_of(_CUES, 'small_numbers')})?"
_SKIPPED = re.compile(rf"(?:[ \u00a0]or so)?[ \u00a0](?:{any_of(_CUES, 'before_counted')}|{_OWN})(?= [^\W\d_])")
_UNIT_AHEAD = rf"(?= {any_of(_CUES, 'single_units')}\b(?! (?:ago|earlier|later|before|after)))"
_SINGLE = re.compile(
    rf"\b{any_of(_CUES, 'before_single')}\s(?P<one>an?){_UNIT_AHEAD}|\b(?P<whole>an?)(?= \w+ (?:and a half|or (?:two|so))\b){_UNIT_AHEAD}"
)


def find_single_units(text: str, region: Span) -> list[Number]:
    """`just under |an| hour`, `less than |a| week`, `|an| hour and a half`: an article that counts one, which no numeral says."""
    found = []
    for match in _SINGLE.finditer(text, region.start, region.end):
        name = "whole" if match.group("whole") else "one"
        half = re.compile(r" \w+ and a half").match(text, match.end(name), region.end)
        found.append(Number(Span(match.start(name), match.end(name)), 1.5 if half else 1.0, in_words=True))
    return found
