"""Units of measure and currencies: what stands right after or before a number, and what it means."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import load_csv, load_words, load_yaml
from etl.text.numbers import Number
from etl.text.patterns import by_letter, lowered
from etl.text.span import Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit read at a place: its name, what the number is multiplied with, where it ends or starts, and a built-in rate (`mph`)."""

    name: str
    factor: float
    edge: int
    per: str | None = None
    is_money: bool = False


# `-`, `- ` and blanks may stand between number and unit: `three-day`, `90 -day`.
_GAP = r"(?:[ \u00a0\u202f]|-|‑)?"


def unit_after(text: str, at: int, end: int) -> Unit | None:
    """The unit of measure that starts at `at` (after a blank or hyphen), with one adjective at most before it (`three more months`)."""
    match = _measure_signs().match(text, at, end) or _measure_words().match(lowered(text), at, end)
    if match is None:
        return None
    name, factor, per = _measure_forms()[_BLANKS.sub(" ", match.group("form"))]
    return Unit(name, factor, match.end(), per)


def currency_before(text: str, at: int, start: int, country: str | None = None) -> Unit | None:
    """The currency whose sign or code ends at `at`: `US$|5`, `Rs |1.4`, `DKK |18`. `edge` is where it starts."""
    # a look at the last sign spares the search in most places
    last = text[at - 2 : at - 1] if at - start > 1 and text[at - 1] in " \u00a0\u202f" else text[at - 1 : at]
    match = _signs().search(text, max(start, at - 9), at) if last in _sign_ends() else None
    if match is None:
        return None
    sign = match.group("sign")
    code = _settle(sign, _sign_codes()[sign], text, country)
    return Unit(code, 1.0, match.start("sign"), is_money=True) if code else None


def currency_after(text: str, at: int, end: int, country: str | None = None) -> Unit | None:
    """The currency whose name or code starts at `at`: ` baht`, `-euro`, ` US dollars`, ` cents`, `bn EUR`."""
    match = _money_words().match(lowered(text), at, end)
    if match is None:
        return None
    word = _BLANKS.sub(" ", text[match.start("word") : match.end("word")])
    key = word if word in _money_forms() else word.lower()
    codes = _money_forms().get(key)
    if codes is None:
        return None
    code = _settle(key, tuple(c for c, _ in codes), text, country)
    factor = next((f for c, f in codes if c == code), 1.0)
    return Unit(code, factor, match.end(), is_money=True) if code else None


def exchange_rate(text: str, number: Number, region: Span) -> Unit | None:
    """`149 to the dollar`, `938.60 pesos per euro`: the unit is the currency named before in the paragraph, `per` the one after."""
    match = _per_currency().match(text, number.span.end, region.end)
    if match is None:
        return None
    names = [
        m
        for m in _money_words().finditer(lowered(text), region.start, number.span.start)
        if text[m.start("word") - 1 : m.start("word")] in {" ", ""}
    ]
    own = currency_after(text, number.span.end, region.end) or next(
        (u for m in reversed(names) if (u := currency_after(text, m.start(), region.end)) and u.name != _BASES[match.group("base")]), None
    )
    return Unit(own.name, 1.0, match.end(), _BASES[match.group("base")], True) if own else None


_BASES = {"dollar": "USD", "greenback": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY"}


@lru_cache(maxsize=1)
def _per_currency() -> re.Pattern[str]:
    return re.compile(rf"(?: \w+)? (?:to|per|against|for|to each) (?:the |one |a )?(?:US |U\.S\. )?(?P<base>{'|'.join(_BASES)})\b")


def glued_degrees(text: str, at: int, end: int) -> Unit | None:
    """The degrees of `41C`, `14F`, where words of the weather stand near; `seat 22C` has none."""
    match = _GLUED_DEGREES.match(text, at, end)
    if match is None or not _WARMTH.search(text, max(0, at - 150), min(len(text), at + 100)):
        return None
    return Unit("degree_celsius" if match.group() == "C" else "degree_fahrenheit", 1.0, match.end())


_GLUED_DEGREES = re.compile(r"(?<=\d)[CF](?![\w-])")
_WARMTH = re.compile(
    r"\b(?:temperatures?|weather|heat\w*|hot\w*|warm\w*|cold\w*|snow\w*|frost\w*|freez\w*|minus|degrees?|thermometers?)\b", re.IGNORECASE
)


def settled_degree(text: str) -> str:
    """Celsius or Fahrenheit for bare `degrees` of warmth, by what the article prints elsewhere; else Fahrenheit in the United States."""
    if re.search(r"Fahrenheit|\d ?[°º]F\b", text):
        return "degree_fahrenheit"
    if re.search(r"Celsius|\d ?[°º˚]C\b", text):
        return "degree_celsius"
    warm = re.search(r"\b(?:temperatures?|weather|heat|warm\w*|cold\w*|snow|frost|thermostats?|thermometers?)\b", text, re.IGNORECASE)
    return ("degree_fahrenheit" if countries_named(text)["US"] else "degree_celsius") if warm else "degree"


def settled_points(text: str, value: float, span: Span) -> str:
    """Whether points are percentage points (polls, inflation, pay offers) or marks of a table or index."""
    near = text[max(0, span.start - 400) : span.end + 250].lower()
    closer = text[max(0, span.start - 120) : span.end + 80].lower()
    if value > 40 or _cue("index_cues").search(closer):
        return "point"
    return "percentage_point" if _cue("percentage_cues").search(near) else "point"


def has_index_cue(words: str) -> bool:
    """Whether lower-case words tell of an index, a table or a match."""
    return bool(_cue("index_cues").search(words))


@lru_cache(maxsize=4)
def _cue(section: str) -> re.Pattern[str]:
    words = sorted(map(re.escape, load_words("figure_words.yaml", section)), key=len, reverse=True)
    return re.compile(rf"(?:(?<![\w-])|(?=%))(?:{'|'.join(words)})(?![\w-])")


# --- which of several currencies -------------------------------------------------------------------------------------------------


def _settle(sign: str, codes: tuple[str, ...], text: str, country: str | None) -> str | None:
    """The one of `codes` that the article's countries point to; else the one that stands for the sign by default; else None."""
    currencies = load_yaml("currencies.yaml")
    # `P500`, `R38m`, `12 won`: only beside the country
    shaky = (len(sign) == 1 and sign.isalpha()) or sign in load_words("figure_words.yaml", "shaky_money")
    if len(codes) == 1 and not shaky:
        return codes[0]
    if sign == "p":
        return "GBP" if "£" in text or countries_named(text)["GB"] else None
    if own := _prefixed(codes, text):
        return own
    named = countries_named(text)
    if country:
        named = named + Counter({country: 2})
    weights = {code: max((named[c] for c in currencies[code]["countries"]), default=0) for code in codes}
    best = max(codes, key=lambda code: weights[code])
    default = next((code for code in codes if currencies[code].get("default")), None)
    if default == "USD":  # a bare `$` is another dollar only where its country is the one the article is about
        top = max(named.values(), default=0)
        return best if weights[best] > weights["USD"] and 2 * weights[best] > top and weights[best] > 1 else default
    if weights[best] > 0:
        return best
    return None if shaky else default


@lru_cache(maxsize=32)
def _prefixed(codes: tuple[str, ...], text: str) -> str | None:
    """The dollar that the article prints with its letter (`A$`, `C$`), where it prints no `US$`: its bare `$` and `cents` are the same."""
    if "USD" not in codes or re.search(r"US ?\$|U\.S\. dollar|US dollar", text):
        return None
    marks = {"CAD": "C$", "AUD": "A$", "NZD": "NZ$"}
    found = {code: len(re.findall(rf"(?<![A-Z]){re.escape(mark)}\d", text)) for code, mark in marks.items() if code in codes}
    best = max(found, key=lambda code: found[code], default=None)
    return best if best and found[best] else None


@lru_cache(maxsize=8)
def countries_named(text: str) -> Counter[str]:
    """How often an article names each country, its people, its capital or a big city; the longest name at a place counts."""
    forms, found = _country_forms(), Counter[str]()
    for run in _CAPITALISED.finditer(text):
        words = re.split(r"(?<=\w)[ \u00a0]", run.group())
        at = 0
        while at < len(words):
            size = next((n for n in (4, 3, 2, 1) if " ".join(words[at : at + n]) in forms and at + n <= len(words)), 0)
            if size:
                found[forms[" ".join(words[at : at + size])]] += 1
            at += size or 1
    return found


_CAPITALISED = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*(?: (?:of|and|the|[A-ZÀ-Þ][\w’'-]*))*")


# Cities of this size point to their country as its name does (`Karachi`); smaller names are shared too often.
_BIG_CITY = 700_000


def is_country(name: str) -> bool:
    """Whether a name is that of a country, its people, its capital or a big city."""
    return name in _country_forms()


@lru_cache(maxsize=1)
def _country_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for row in load_csv("countries.csv"):
        names = [row["name"], *row["names"].split("|"), *row["demonyms"].split("|"), row["capital"]]
        forms.update({form + plural: row["code"] for form in names if len(form) > 2 for plural in ("", "s")})
    cities = (row for row in load_csv("places_cities.csv") if int(row["population"]) >= _BIG_CITY)
    return {**{row["name"]: row["country"] for row in cities}, **forms}


# --- tables ----------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _measure_forms() -> dict[str, tuple[str, float, str | None]]:
    """Printed form -> (unit, factor, built-in per)."""
    forms: dict[str, tuple[str, float, str | None]] = {}
    for name, entry in load_yaml("units.yaml").items():
        meaning = (str(entry.get("as", name)), float(entry.get("factor", 1)), entry.get("per"))
        for word in entry.get("words", []):
            forms[word.lower()] = meaning
            forms.setdefault(word.lower() + "s", meaning)
            forms.setdefault(word.lower().replace(" ", "-"), meaning)
        forms.update({word.lower(): meaning for word in entry.get("plural", [])})
        forms.update(dict.fromkeys(entry.get("symbols", []), meaning))
    return forms


@lru_cache(maxsize=1)
def _symbols() -> frozenset[str]:
    return frozenset(symbol for entry in load_yaml("units.yaml").values() for symbol in entry.get("symbols", []))


@lru_cache(maxsize=1)
def _measure_signs() -> re.Pattern[str]:
    """A symbol, as printed: `km`, `°C`, `MW`."""
    return re.compile(rf"[ \u00a0\u202f-]?(?P<form>{by_letter(_symbols())})(?![\w])")


@lru_cache(maxsize=1)
def _measure_words() -> re.Pattern[str]:
    """A unit's name in lower-case text."""
    words, adjectives = set(_measure_forms()) - _symbols(), by_letter(load_yaml("counted.yaml")["time_adjectives"])
    return re.compile(rf"(?:[ \u00a0]{adjectives})?{_GAP}(?P<form>{by_letter(words, blank=_INNER)})(?![\w])")


_BLANKS = re.compile(r"\s+")
_INNER = r"[ \u00a0-]"


@lru_cache(maxsize=1)
def _sign_codes() -> dict[str, tuple[str, ...]]:
    """Sign -> the currencies that print it."""
    codes: dict[str, tuple[str, ...]] = {}
    for code, entry in load_yaml("currencies.yaml").items():
        for sign in entry["signs"]:
            codes[sign] = (*codes.get(sign, ()), code)
    return codes


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    signs = "|".join(sorted(map(re.escape, _sign_codes()), key=len, reverse=True))
    return re.compile(rf"(?<![\w$£€])(?P<sign>{signs})[ \u00a0\u202f]?$")


@lru_cache(maxsize=1)
def _sign_ends() -> frozenset[str]:
    return frozenset(sign[-1] for sign in _sign_codes())


@lru_cache(maxsize=1)
def _money_forms() -> dict[str, tuple[tuple[str, float], ...]]:
    """Printed word or code -> (currency, factor) of every currency it may mean."""
    forms: dict[str, tuple[tuple[str, float], ...]] = {}

    def add(word: str, code: str, factor: float) -> None:
        if (code, factor) not in forms.get(word, ()):
            forms[word] = (*forms.get(word, ()), (code, factor))

    for code, entry in load_yaml("currencies.yaml").items():
        for word in entry["words"]:
            for form in (word, word + "s", *entry.get("plural", [])):
                add(form.lower(), code, 1.0)
        for word in entry.get("minor", []):
            for form in (word, word + "s"):
                add(form, code, 0.01)
        for word in (*entry.get("minor_signs", []),):
            add(word, code, 0.01)
        for sign in entry["signs"]:
            if (len(sign) >= 3 and sign.isalpha()) or sign in "€£¥₩฿₫៛₹":
                add(sign, code, 1.0)
    return forms


@lru_cache(maxsize=1)
def _money_words() -> re.Pattern[str]:
    """A currency's name or code in lower-case text."""
    return re.compile(rf"{_GAP}(?P<word>{by_letter((form.lower() for form in _money_forms()), blank=_INNER)})(?![\w])")
