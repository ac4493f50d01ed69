"""Evaluates single numerals: digits in any grouping, number words, magnitudes. No ranges, no fractions, no units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import load_yaml

# Blanks that newspapers print inside a number: `29 000` with a plain, no-break, narrow or thin space.
_BLANK = "[ \u00a0\u202f\u2009]"
_DIGITS = re.compile(
    rf"""\d{{1,3}}(?:,\d{{2,3}})*,\d{{3}}(?:\.\d+)?(?![\d])     # 1,200  12,34,567.5
    | \d{{1,3}}(?:\.\d{{3}}){{2,}}(?:,\d+)?(?![\d])           # 1.200.000,50
    | \d{{1,3}}(?:\.\d{{3}})+,\d{{1,2}}(?![\d])               # 1.200,50
    | \d{{1,3}}(?:['’]\d{{3}})+(?:\.\d+)?(?![\d])             # 1'200
    | (?!0)\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d{{1,2}})?(?![\d.,:/-]?\d|[a-z])  # 29 000
    | \d+,\d{{1,2}}(?=(?:{_BLANK}?%|{_BLANK}(?:million|billion|per[ ]?cent)))     # 2,5 million
    | \d+(?:[.·]\d+)?
    | \.\d+""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A bare number that ends at `end`. `scale` = its magnitude (1,000,000 in `5 million`); `letter` = a glued `k`, `m` or `b`."""

    value: float
    end: int
    scale: float = 1.0
    letter: str | None = None
    in_words: bool = False


@lru_cache(maxsize=1)
def number_words() -> dict[str, float]:
    """All spelled cardinals below a hundred, lower case."""
    data = load_yaml("numbers.yaml")
    return {**data["cardinals"], **data["tens"]}


@lru_cache(maxsize=1)
def magnitudes() -> dict[str, float]:
    """`hundred`, `million`, `crore`, … and their values."""
    return dict(load_yaml("numbers.yaml")["magnitudes"])


@lru_cache(maxsize=1)
def _run() -> re.Pattern[str]:
    """A run of number words: `one hundred and twenty-five thousand`."""
    word = f"(?:{'|'.join(sorted([*number_words(), *magnitudes()], key=len, reverse=True))})"
    return re.compile(rf"(?:an?[ -])?{word}(?:(?:[ -]| and |-and-){word})*\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _magnitude() -> re.Pattern[str]:
    """What may follow digits: ` million`, `-thousand`, `bn`, glued `m`."""
    data = load_yaml("numbers.yaml")
    words, spaced, glued = ("|".join(sorted(data[k], key=len, reverse=True)) for k in ("magnitudes", "spaced", "glued"))
    return re.compile(rf"(?:[ \u00a0\u202f-]?(?P<word>{words}|{spaced})|(?P<glued>{glued}))(?![\w])", re.IGNORECASE)


def read_numeral(text: str, at: int, end: int) -> Numeral | None:
    """The numeral that starts exactly at `at`, or None."""
    return _read_digits(text, at, end) if text[at].isdigit() or text[at] == "." else _read_words(text, at, end)


def _read_digits(text: str, at: int, end: int) -> Numeral | None:
    match = _DIGITS.match(text, at, end)
    if match is None:
        return None
    value, stop, scale, letter = digits_value(match.group()), match.end(), 1.0, None
    while (found := _magnitude().match(text, stop, end)) and letter is None:
        factor, letter = _factor(found)
        if found.group("glued") and scale > 1:
            break
        scale, stop = scale * factor, found.end()
    # A product in floating point must print like the number in the text: `2.3 million` = 2,300,000.
    return Numeral(float(round(value * scale, 6)), stop, scale, letter)


def _factor(found: re.Match[str]) -> tuple[float, str | None]:
    """Value of a matched magnitude and its letter where it is a glued one."""
    data = load_yaml("numbers.yaml")
    if letter := found.group("glued"):
        return float(data["glued"][letter.lower()]), letter
    word = found.group("word").lower()
    return float(data["magnitudes"].get(word) or data["spaced"][word]), None


def digits_value(digits: str) -> float:
    """Value of printed digits: `1,200.5`, `29 000`, `1.200.000,50`, `2,5`."""
    if (match := re.fullmatch(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?", digits)) and (match.group(2) or digits.count(".") > 1):
        return float(match.group(1).replace(".", "") + "." + (match.group(2) or "0"))
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return float(digits.replace(",", "."))
    return float(re.sub(r"[,'’\s\u00a0\u202f\u2009]", "", digits).replace("·", "."))


def _read_words(text: str, at: int, end: int) -> Numeral | None:
    """Number words from `at` on, as far as they make one number: `two three` stops after `two`."""
    match = _run().match(text, at, end)
    if match is None:
        return None
    total, group, scale, stop, last = 0.0, 0.0, 1.0, at, ""
    for piece in re.finditer(r"[A-Za-z]+", match.group()):
        word = piece.group().lower()
        kind = _kind(word)
        if not _may_follow(last, kind):
            break
        if kind == "magnitude":
            factor = magnitudes()[word]
            scale = factor if factor > 12 else scale
            total, group = (total, (group or 1) * factor) if factor <= 100 else (total + (group or 1) * factor, 0.0)
        elif kind in {"unit", "tens"}:
            group += number_words()[word]
        if kind != "and":
            stop = at + piece.end()
        last = kind
    return Numeral(total + group, stop, scale, None, True) if stop > at and last != "article" else None


def _kind(word: str) -> str:
    data = load_yaml("numbers.yaml")
    if word in data["cardinals"]:
        return "unit"
    if word in data["tens"]:
        return "tens"
    return {"a": "article", "an": "article", "and": "and"}.get(word, "magnitude")


def _may_follow(last: str, kind: str) -> bool:
    """Whether a word of this kind may stand after the last one within one number: `twenty-five`, not `five twenty`."""
    allowed = {
        "": {"article", "unit", "tens"},  # bare `million`, `dozen` count nothing
        "article": {"magnitude"},
        "unit": {"magnitude"},
        "tens": {"unit", "magnitude"},
        "magnitude": {"and", "unit", "tens", "magnitude"},
        "and": {"unit", "tens"},
    }
    return kind in allowed[last]
