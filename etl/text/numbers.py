"""The number grammar: every number of a text as people print them, alone or as a range, without units.

`find_numbers` is the public verb; `find_atoms` gives the same without joining two numbers to a range, for callers that know the units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from etl.lexicon import load_yaml
from etl.text.numerals import Numeral, digits_value, magnitudes, number_words, read_numeral
from etl.text.patterns import by_letter, lowered
from etl.text.span import Span

Form = Literal["cardinal", "ordinal", "fraction", "multiple"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands. `value_max` = the upper (second) number of a range.

    `scale` is the magnitude it was printed with (1,000,000 in `5 million`), `letter` a glued `k`, `m` or `b`, which may be a unit after all
    (`500m`), `per_count` the ten of `six of every ten`.
    """

    span: Span
    value: float
    value_max: float | None = None
    form: Form = "cardinal"
    scale: float = 1.0
    letter: str | None = None
    in_words: bool = False
    per_count: float | None = None


def find_numbers(text: str, within: Span | None = None) -> tuple[Number, ...]:
    """All numbers of `text` (inside `within`), in order; `40 to 50`, `5-7` and `between two and three` are one number each."""
    joined: list[Number] = []
    for number in find_atoms(text, within):
        previous = joined[-1] if joined else None
        linked = previous and previous.value_max is None and is_range_link(text, previous.span, text[previous.span.end : number.span.start])
        both = join_range(previous, number) if previous and linked else None
        if both and both.value_max is not None and both.value < both.value_max:
            joined[-1] = both
        else:
            joined.append(number)
    return tuple(joined)


def parse_number(words: str) -> Number | None:
    """The number that the whole of `words` prints (surrounding blanks aside), or None."""
    span = Span(0, len(words)).trimmed(words)
    found = find_numbers(words, span)
    if len(found) != 1 or not len(span):
        return None
    lead = words[span.start : found[0].span.start].strip().lower()
    return found[0] if found[0].span.end == span.end and lead in {"", "between", "from"} else None


def find_atoms(text: str, within: Span | None = None) -> tuple[Number, ...]:
    """All single numbers, in order, none overlapping."""
    return tuple(_scan(text, within or Span(0, len(text))))


def _scan(text: str, bounds: Span) -> Iterator[Number]:
    at, lower = bounds.start, lowered(text)
    while match := _start().search(lower, at, bounds.end):
        number = _read_at(text, match.start(), bounds.end)
        if number:
            yield number
        at = number.span.end if number else match.end()


def _read_at(text: str, at: int, end: int) -> Number | None:
    """The longest number that starts at `at`: the special forms first, since each begins like a plain one."""
    readers = (_read_half_of, _read_fraction, _read_multiple, _read_ordinal, _read_cardinal)
    return next((number for reader in readers if (number := reader(text, at, end))), None)


# --- the forms -----------------------------------------------------------------------------------------------------------------


def _read_half_of(text: str, at: int, end: int) -> Number | None:
    """`half a million`, `half a dozen`, `a quarter of a million`, `three-quarters of a billion`."""
    match = _part_of_magnitude().match(lowered(text), at, end)
    if match is None:
        return None
    factor = magnitudes()[match.group("magnitude").lower()]
    return Number(Span(at, match.end()), _part_value(match) * factor, scale=factor, in_words=True)


def _read_fraction(text: str, at: int, end: int) -> Number | None:
    """`half`, `a quarter`, `two-thirds`, `3/4`, `½`. `a third strike` and `one second` are none."""
    if match := _part().match(lowered(text), at, end):
        if match.group("part") and match.group("part").lower() != "half" and not _is_part(text, match.end(), match.group("count")):
            return None
        if match.group("part") == "third" and match.group("count") == "a" and _COUNTED_ON.search(text[max(0, at - 60) : at]):
            return None
        return Number(Span(at, match.end()), _part_value(match), form="fraction", in_words=True)
    if match := re.compile(r"([1-9]\d?)/([2-9]|1[026]|20|100)(?![\d/])").match(text, at, end):
        value = int(match.group(1)) / int(match.group(2))
        return Number(Span(at, match.end()), value, form="fraction") if value < 1 else None
    if text[at] in load_yaml("numbers.yaml")["vulgar"]:
        return Number(Span(at, at + 1), load_yaml("numbers.yaml")["vulgar"][text[at]], form="fraction")
    return None


_COUNTED_ON = re.compile(r"\b(?:another|a second)\b[^.;]*$")  # `a cut in May, another in June and |a third| in July`


def _is_part(text: str, stop: int, count: str | None) -> bool:
    """Whether `third` after its count is a part: plural, or followed by no noun of its own (`a third of`, `a fifth below`, `a third.`)."""
    if text[stop - 1] == "s" or (count and count.lower() not in {"a", "an"}):
        return True
    after = re.compile(r"[ \u00a0]+([\w]+)").match(text, stop)
    return after is None or after.group(1).lower() in load_yaml("figure_words.yaml")["after_part"]


def _read_multiple(text: str, at: int, end: int) -> Number | None:
    """`twice`, `doubled`, `threefold`, `10-fold`. `N times` is a number before a noun and read with its unit."""
    if match := _multiple().match(lowered(text), at, end):
        return Number(
            Span(at, match.end()), float(load_yaml("numbers.yaml")["multiples"][match.group().lower()]), form="multiple", in_words=True
        )
    if match := _fold().match(lowered(text), at, end):
        numeral = read_numeral(text, at, match.start("fold"))
        return Number(Span(at, match.end()), numeral.value, form="multiple") if numeral else None
    return None


def _read_ordinal(text: str, at: int, end: int) -> Number | None:
    """`third`, `twenty-first`, `21st`, `1,000th`."""
    if match := _ordinal_digits().match(lowered(text), at, end):
        return Number(Span(at, match.end()), digits_value(match.group(1)), form="ordinal")
    if match := _ordinal_words().match(lowered(text), at, end):
        tens = match.group("tens")
        value = load_yaml("numbers.yaml")["ordinals"][match.group("last").lower()] + (number_words()[tens.lower()] if tens else 0)
        return Number(Span(at, match.end()), float(value), form="ordinal", in_words=True)
    return None


def _read_cardinal(text: str, at: int, end: int) -> Number | None:
    """A plain numeral with what may extend it: `2½`, `two and a half`, `a million and a half`, `one in five`, `six of every ten`."""
    numeral = read_numeral(text, at, end)
    if numeral is None:
        return None
    for extend in (_with_half, _with_share):
        if number := extend(text, at, end, numeral):
            return number
    return Number(Span(at, numeral.end), numeral.value, None, "cardinal", numeral.scale, numeral.letter, numeral.in_words)


def _with_half(text: str, at: int, end: int, numeral: Numeral) -> Number | None:
    """`two and a half million`, `a million and a half`, `6½`, `5 1/2`."""
    match = _and_part().match(lowered(text), numeral.end, end)
    if match is None:
        return None
    if sign := match.group("vulgar"):
        part = load_yaml("numbers.yaml")["vulgar"][sign]
    elif match.group("over"):
        part = int(match.group("top")) / int(match.group("over"))
    else:
        part = _part_value(match)
    scale = magnitudes()[word.lower()] if (word := match.group("magnitude")) else numeral.scale
    return Number(
        Span(at, match.end()), (numeral.value + part * numeral.scale) * (scale if word else 1), scale=scale, in_words=numeral.in_words
    )


def _with_share(text: str, at: int, end: int, numeral: Numeral) -> Number | None:
    """`one in five` = 0.2; `six of every ten ships` stays six, per ten."""
    match = _out_of().match(lowered(text), numeral.end, end)
    whole = read_numeral(text, match.end(), end) if match else None
    if match is None or whole is None or not 0 < numeral.value < whole.value:
        return None
    every, link = match.group("every"), match.group("link").lower()
    if not every and not _is_share(text, numeral, whole, link):
        return None
    span = Span(at, whole.end)
    if every and link in {"of", "for"}:
        return Number(span, numeral.value, per_count=whole.value, in_words=numeral.in_words)
    return Number(span, numeral.value / whole.value, form="fraction", in_words=numeral.in_words)


def _is_share(text: str, numeral: Numeral, whole: Numeral, link: str) -> bool:
    """Whether `N in M` without `every` is a share: small round wholes only, so that `nine goals in 10 games` and `12 in 2019` stay apart.

    `one in eight`, `seven in 10`, `1 in 50`, `four out of five` are; `two in 15 minutes` is not.
    """
    if re.compile(r"[ -](?:minute|hour|day|week|month|year|second|match|game|start|inning|over)", re.IGNORECASE).match(text, whole.end):
        return False
    if link == "out of":
        return whole.value <= 100
    if link != "in":
        return False
    return (numeral.value == 1 and (whole.value <= 100 or whole.value % 100 == 0)) or (
        whole.value in {3, 4, 5, 6, 7, 8, 9, 10} and numeral.scale == 1
    )


# --- ranges --------------------------------------------------------------------------------------------------------------------


def is_range_link(text: str, left: Span, link: str) -> bool:
    """Whether `link`, the words right after `left`, makes it the lower end of a range: `to`, a dash, `or`, or `and` after `between`."""
    word = link.strip(" \u00a0").lower()
    if word in {"to", "–", "-", "‑", "—", "or"} and len(link) <= 4:
        return word != "—"
    return word == "and" and bool(
        re.search(r"\b(?:between|both)\s+(?:[^\s\d]{1,4})?$", text[max(0, left.start - 14) : left.start], re.IGNORECASE)
    )


def join_range(low: Number, high: Number) -> Number:
    """One number of two. The lower takes the magnitude that only the upper prints: `2 to 3 million`, `5-7bn`."""
    value = low.value
    if low.scale == 1 and high.scale > 1 and low.value < 1000 and low.value < high.value / high.scale:
        value = low.value * high.scale
    return replace(high, span=Span(low.span.start, high.span.end), value=value, value_max=high.value, in_words=low.in_words)


# --- patterns ------------------------------------------------------------------------------------------------------------------


def _words(*sections: str) -> str:
    """Alternation of all words of some sections, longest first."""
    data = load_yaml("numbers.yaml")
    return "|".join(sorted((w for s in sections for w in data[s]), key=len, reverse=True))


@lru_cache(maxsize=1)
def _start() -> re.Pattern[str]:
    """Where a number may start: digits (also glued to a currency: `Rs1.4`, `US$5`) and number words."""
    data = load_yaml("numbers.yaml")
    words = {"a", "an"}.union(*(data[section] for section in ("cardinals", "tens", "magnitudes", "ordinals", "multiples", "parts")))
    return re.compile(
        rf"\d(?<!\d\d)(?<!\d[.,:/]\d)|\.(?<![\w.]\.)(?=\d)|[{''.join(data['vulgar'])}]|(?=[a-z])(?<![\w'’]){by_letter(words)}(?=\b|fold)"
    )


@lru_cache(maxsize=1)
def _part() -> re.Pattern[str]:
    """A named part with its count: `a quarter`, `two-thirds`; `half` needs none. A bare `third` is an ordinal."""
    parts = "|".join(sorted(load_yaml("numbers.yaml")["parts"], key=len, reverse=True))
    count = rf"(?P<count>an?|{_words('cardinals')}|\d{{1,2}})"
    # CASE 1 counted part. CASE 2 bare `half`.
    return re.compile(rf"(?:{count}[ \u00a0-](?P<part>{parts}|halve)s?|(?P<bare>half))(?!\w)")


@lru_cache(maxsize=1)
def _part_of_magnitude() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<count>an?|{_words('cardinals')})[ -])?(?P<part>{_words('parts')})s?[ -](?:of an? |an? )"
        rf"(?P<magnitude>{_words('magnitudes')})\b",
    )


@lru_cache(maxsize=1)
def _and_part() -> re.Pattern[str]:
    signs, parts = "".join(load_yaml("numbers.yaml")["vulgar"]), _words("parts")
    return re.compile(
        rf"(?:[ -]?(?P<vulgar>[{signs}])|[ -](?P<top>\d)/(?P<over>[2-8])(?![\d/])"
        rf"|(?:[ -]and[ -])(?P<count>an?|one|three|two)[ -](?P<part>{parts})s?)"
        rf"(?:[ -](?P<magnitude>{_words('magnitudes')}))?(?![\w])",
    )


@lru_cache(maxsize=1)
def _out_of() -> re.Pattern[str]:
    return re.compile(r"[ -](?P<link>out of|in|of|for)[ -](?P<every>every |each )?(?=\w)")


@lru_cache(maxsize=1)
def _multiple() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('multiples')})\b")


@lru_cache(maxsize=1)
def _fold() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('cardinals', 'tens')}|\d+(?:\.\d+)?)(?P<fold>-?fold)\b")


@lru_cache(maxsize=1)
def _ordinal_digits() -> re.Pattern[str]:
    return re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b")


@lru_cache(maxsize=1)
def _ordinal_words() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<tens>{_words('tens')})[ -])?(?P<last>{_words('ordinals')})\b")


def _part_value(match: re.Match[str]) -> float:
    """Value of `three quarters`: the matched count over the part."""
    count, part = match.group("count"), (match.group("part") or "half").lower()
    top = (
        1.0 if count is None or count.lower() in {"a", "an"} else digits_value(count) if count.isdigit() else number_words()[count.lower()]
    )
    return float(top / load_yaml("numbers.yaml")["parts"].get(part, 2))
