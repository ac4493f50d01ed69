"""Numbers that measure nothing: dates, clock times, names, references, telephone numbers, list items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from etl.extract.figures.quantity import Quantity
from etl.extract.figures.units import glued_degrees
from etl.lexicon import load_words, load_yaml
from etl.text.dates import DateExpression, find_clock_times, find_dates
from etl.text.patterns import any_of, by_letter
from etl.text.span import Span

# Digits with letters, dots or dashes in them: `G20`, `F-16`, `4x4`, `HBM3E`, `10.1.2`, `0800 555 0111`, `JL-10050`, `@user12`, `5G`.
_IDENTIFIER = re.compile(
    r"(?:(?<![\w-])[A-Za-z]+[-–]?\d[\w-]*|\b\d+(?:st|nd|rd|th)?[A-Z][A-Za-z]*\d*\b|\b\d+x\d+\b|\b\d+(?:\.\d+){2,}\b|\bhttps?://\S+|\bwww\.\S+|\b[\w.]+@[\w.]+|[@#]\w+"
    r"|\b(?:9/11|7/7|24/7)\b|(?:\+|\b0)\d[\d ()-]{6,}\d\b|\b\d{3}-\d{4}\b|\b\d{3}-\d{3}-\d{4}\b|\b\d{4} \d{3} \d{3}\b|\b1-800-\S+)"
)
# What every such identifier has in it, quicker to look for: a digit beside a letter, digits with dots or dashes, many digits, web signs.
_MAY_IDENTIFY = re.compile(
    r"[\d@#/w](?:(?<=[A-Za-z]\d)|(?<=[A-Za-z][-–]\d)|(?<=\d)(?:[A-Za-z]|/|\.\d+\.|[-\d ()]{7}|-800-|\d\d-\d)"
    r"|(?<=[@#])|(?<=/)/|(?<=w)ww)"
)
# Marks beside words: a footnote or paragraph `[31]`, a district `(D-La.-02)`, a day `09/30/25`, `777-9 jet`, `their 80s`, `a 9 mm pistol`,
# a file `330417/2281`.
_MARKED = re.compile(
    r"\[\d{1,3}\](?=[.,;:)-]|$|\s+[A-Z])|\b\d{5,}/\d{2,}\b|(?<=\([A-Z]-)[A-Z][\w. ]{0,12}-\d{1,2}(?=\))|\b\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})\b"
    r"|\b\d{3}-\d{1,2}(?= (?:jets?|aircraft|planes?|airliners?)\b)|\b[1-9]0s\b"
    r"|\b\d{1,2}(?:\.\d{1,2})?[ -]?mm (?=(?:[\w-]+ )?(?:pistols?|handguns?|rifles?|guns?|ammunition|bullets?|cartridges?|rounds|lens)\b)"
)
_CUES = "figure_cues.yaml"
_ORDINAL_COMPOUND = re.compile(r"-(?:hand|rate|class|degree|floor|person|in-command|born|party|year|guess\w*|half|quarter|string|row|base)")
_MONTH_ORDINAL = re.compile(r"\b(?:on|by|of|until|since|before) the $", re.IGNORECASE)


def mask_of(text: str, region: Span) -> list[Span]:
    """Stretches of the paragraph whose numbers are sure to be none: absolute dates and years, clock times, identifiers."""
    # Of `the six months to | June 2023` not the duration.
    masked = [Span(item.span.start + item.lead, item.span.end) for item in find_dates(text, region) if _is_calendar(item)]
    masked += find_clock_times(text, region)
    masked += [Span(m.start(), m.end()) for m in _MARKED.finditer(text, region.start, region.end)]
    if _MAY_IDENTIFY.search(text, region.start, region.end):
        found = _IDENTIFIER.finditer(text, region.start, region.end)
        masked += [
            Span(m.start(), m.end())
            for m in found
            if (_is_label(text, m) or not _is_money_or_measure(m.group())) and not glued_degrees(text, m.end() - 1, m.end() + 1)
        ]
    return sorted(masked)


def _is_calendar(item: DateExpression) -> bool:
    """Whether a date expression is one of the calendar; `three days later` and `the past two years` are durations that measure."""
    hanging = re.search(r"(?:day|week|month|year|decade)s? (?:ago|earlier|later|before|after|prior)\b", item.text)
    return item.relation != "window" and not hanging


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether letters that may be a currency only number a thing: `told N1`, `COP28`; `R5 billion` and `P9.50` are money."""
    return bool(_LABEL.fullmatch(match.group())) and not _GOES_ON.match(text, match.end())


_LABEL = re.compile(r"[A-Z]\d|COP[1-4]\d")
_GOES_ON = re.compile(r"[.,]\d| ?(?:m|k|b|bn|mn|tn|thousand|million|billion|trillion|lakh|crore)\b| (?:an?|per|each|to|or|and)\b")


def _is_money_or_measure(token: str) -> bool:
    """Whether letters glued to digits are a currency (`Rs1.4`, `JD12`) or a unit or magnitude (`15kg`, `5m`, `85GW`)."""
    if lead := re.match(r"([A-Za-z]+)\d", token):
        return lead.group(1) in _currency_signs() and not re.search(r"\d[A-Za-z]{2,}\d", token)
    tail = re.fullmatch(r"\d+([A-Za-z]+)", token)
    return bool(tail) and tail.group(1) in _glued()  # type: ignore[union-attr]


@lru_cache(maxsize=1)
def _currency_signs() -> frozenset[str]:
    return frozenset(sign for entry in load_yaml("currencies.yaml").values() for sign in entry["signs"])


@lru_cache(maxsize=1)
def _glued() -> frozenset[str]:
    signs = {s for entry in load_yaml("units.yaml").values() for s in entry.get("symbols", [])}
    numbers = load_yaml("numbers.yaml")
    letters = {*numbers["glued"], *numbers["spaced"]}
    return frozenset(
        signs | letters | {x.upper() for x in letters} | {"K", "M", "B", "TEU", "st", "nd", "rd", "th", "ST", "ND", "RD", "TH"}
    )


def is_excluded(text: str, item: Quantity, region: Span, masked: Sequence[Span]) -> bool:
    """Whether the words around say that the number measures nothing, whatever else thinks it does."""
    if any(m.overlaps(item.number.span) for m in masked):
        return True
    if _idiom().match(text, item.core.start) or _is_address(text, item, region):
        return True  # `one-to-one talks`
    before = text[max(region.start, item.core.start - 32) : item.core.start]
    if _PER.search(before) or _GROUP.search(before) or _is_compound_zero(text, item):
        return True  # the base of a rate (`per 100,000`), `zero-tolerance`
    if item.kind in {"bare", "count"} and (_BASE.search(before) or _is_year_compared(item, before)):
        return True
    after = text[item.core.end : min(region.end, item.core.end + 24)]
    if _is_reference(before, item) or _is_list_number(text, item, region, after):
        return True
    if item.kind == "ordinal":
        return _ordinal_measures_nothing(text, item, before, after, region)
    if item.kind == "fraction":
        return _is_idle_half(before, after)
    if item.kind == "times" and item.number.form == "multiple":
        return _is_idle_double(item.number.span.of(text).lower(), before, after)
    return item.value <= 4 and bool(_after("after_compound_number", "[- ]?").match(after))


@lru_cache(maxsize=1)
def _idiom() -> re.Pattern[str]:
    return re.compile(rf"{any_of(_CUES, 'idioms')}\b", re.IGNORECASE)


@lru_cache(maxsize=16)
def _after(section: str, lead: str) -> re.Pattern[str]:
    """Words of a cue list right behind the number."""
    return re.compile(rf"{lead}{any_of(_CUES, section)}\b", re.IGNORECASE)


@lru_cache(maxsize=16)
def _before(section: str, tail: str) -> re.Pattern[str]:
    """Words of a cue list right before the number."""
    return re.compile(rf"\b{any_of(_CUES, section)}{tail}$", re.IGNORECASE)


def _is_idle_half(before: str, after: str) -> bool:
    """`half-time`, `half price`, `halves`, `the fly-half`, `the second half`; `in half a year` and `a half` stay."""
    if _after("after_half_hyphen", "-").match(after) or _after("after_half", "[ -]").match(after) or after[:1] == "s":
        return True
    return bool(_before("before_half", "[ -]").search(before)) and not re.search(r"\b(?:a|in) $", before)


def _is_idle_double(word: str, before: str, after: str) -> bool:
    """`double room`, `triple jump`, `the men's doubles`: words that multiply no quantity."""
    if word in {"double", "triple", "treble"}:
        return bool(_after("after_double", "[ -]").match(after))
    return word in {"doubles", "triples"} and bool(re.search(r"\b(?:men's|women's|mixed|the|in) $", before))


def _is_reference(before: str, item: Quantity) -> bool:
    """`Article 235`, `page 12`, `Game 5`, `category two`, `note 3`, `No. 4`, `Highway 1`, `Air Force One`."""
    if item.kind in {"bare", "count"} and _INDEX.search(before):
        return True
    if item.kind == "count" and _CLASS.search(before):
        return True
    if item.kind in {"money", "percent", "occasions", "time", "age", "times"} or (
        item.noun and item.kind == "count" and "-" not in before[-2:] and not before.endswith(". ")
    ):
        return bool(_label(titled=True).search(before))
    return bool(_label(titled=False).search(before.lower()) or _NAMED.search(before))


_INDEX = re.compile(r"\b(?:FTSE|STOXX|Stoxx|STOXX Europe|Stoxx Europe|EuroStoxx|Nikkei|CAC|ASX|TSX|CSI|AEX|Russell|Fortune|Nasdaq) $")
_CLASS = re.compile(r"\bcategory $|\ban? (?:stage|level|phase|class|type|tier|grade) $", re.IGNORECASE)  # `a category |four| cyclone`
_PER = re.compile(r"\bper $")
# `0.3 in |10,000| people`, `one kite in |40|`, `95 boys for every |100| girls`, `index (2018=|100|)`.
_BASE = re.compile(r"\b\d+\.\d+ in $|\b[Oo]ne (?!of\b)[a-z]+ in (?:every )?$|\bfor every $|\d=$")
_GROUP = re.compile(r"\b(?:Group|Gang) of $")
_ADDRESS = re.compile(
    r" (?:[A-Z][\w'’.]+ ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square|Boulevard|Blvd|Terrace|Crescent|Gardens|Court|Quay)\b(?! [a-z]+s\b)"
)


def _is_year_compared(item: Quantity, before: str) -> bool:
    """`an increase of 6 percent over |2024|`: the year before, whatever `over` may bound elsewhere."""
    year = not item.number.in_words and item.number.scale == 1 and item.noun is None and 1950 <= item.value <= 2050
    return year and item.kind == "bare" and item.value == int(item.value) and bool(_OVER.search(before))


_OVER = re.compile(r"(?:%|\bpercent|\bper cent|\bpoints|\b(?:increase|decrease|rise|fall|drop|growth|gain|improvement)) over $")


def _is_compound_zero(text: str, item: Quantity) -> bool:
    """`zero-tolerance`; a `0-0` draw is a result."""
    return item.value == 0 and item.kind != "score" and text.startswith("-", item.number.span.end)


def _is_address(text: str, item: Quantity, region: Span) -> bool:
    """`visit |10| Downing Street`; `|10| Downing Street staff` counts."""
    return not item.number.in_words and item.kind in {"bare", "count"} and bool(_ADDRESS.match(text, item.number.span.end, region.end))


_NAMED = re.compile(r"(?:#|№|§) ?$|\bS&P $|\bAir Force $|\bNumber $|\bU\.?S\.? $|\b(?:[HS]\.?B\.?|H\.?R\.?|[HS]\.?J\.?R\.?) $")


@lru_cache(maxsize=2)
def _label(titled: bool) -> re.Pattern[str]:
    """A reference word right before the number, with a capital or, in lower-case text, as it may be."""
    words = load_words("figure_words.yaml", "references")
    if titled:
        return re.compile(rf"\b(?:{by_letter(word.title() for word in words)}|No\.)\s$")
    return re.compile(rf"\b(?:{by_letter(words)}s?|(?:nos?|art|sec|para|vol|fig|pg?|exh)\.)[\s\u00a0]?(?:\d+(?:, | and | to | or ))*$")


def _is_list_number(text: str, item: Quantity, region: Span, after: str) -> bool:
    """`1. The agreement …` or `2) …` at the start of a paragraph."""
    return (
        item.number.span.start - region.start <= 1
        and item.kind in {"bare", "count"}
        and bool(re.match(r"[.)] ", text[item.number.span.end : item.number.span.end + 2]))
    )


def _ordinal_measures_nothing(text: str, item: Quantity, before: str, after: str, region: Span) -> bool:
    """`first lady`, `second-hand`, `the first half`, `was first heard`, `on the 30th`, `the First World War`."""
    word = item.number.span.of(text)
    if _RUNNING.match(after):
        return False  # `for the |second| quarter running`
    following = re.match(r"[ \u00a0-]+([A-Za-z]+(?:-[a-z]+)?)", after)
    noun = following.group(1).lower() if following else ""
    if not following and re.search(r"\bin the $", before) and re.match(r"[.,;]|$", after):
        return True  # `in the third quarter after 2% in the |second|`
    if noun in load_words("counted.yaml", "ordinal_not") or noun in {"-hand"}:
        return True
    if word[0].isupper() and item.core.start > region.start and not re.search(r"[.!?“\"'‘]\s?$|: $", before):
        return True
    if word[0].isdigit() and _MONTH_ORDINAL.search(before) and re.match(r"[.,;]| of (?:this|last|next|each|every) month|$", after):
        return True
    if noun == "day" and _DAY_OF.match(after):
        return True  # `this |3rd| day of May 2024`
    if noun in {"year", "week", "month", "day"} and not _counts_periods(word, before, after):
        return True
    if word.lower() == "first" and (_is_office(following) or _is_adverb(before, bool(following and item.noun), noun)):
        return True
    return bool(_ORDINAL_COMPOUND.match(after)) or (word.lower() == "second" and noun in {"thoughts", "nature", "guess"})


_RUNNING = re.compile(r"[ -][a-z]+ (?:running|in a row|in succession)\b")
_DAY_OF = re.compile(r"[ -]day of [A-Z][a-z]+ \d{4}\b")


def _is_office(following: re.Match[str] | None) -> bool:
    """`First Minister`, wherever it stands."""
    return following is not None and following.group(1) in {"Minister", "Lady", "Secretary", "Officer"}


def _is_adverb(before: str, has_noun: bool, following: str) -> bool:
    """`was first elected`, `who spoke first`, `The Sun first reported`: nothing is counted; `the first such trip` is."""
    if _before("before_adverb_first", " ").search(before):
        return True
    says = following in load_words(_CUES, "after_adverb_first")
    return (says or not has_noun) and not re.search(r"\b(?:the|her|his|its|their|a|our|my) $", before, re.IGNORECASE)


def _counts_periods(word: str, before: str, after: str) -> bool:
    """`for a fifth week`, `the sixth week of a strike`, `entered its ninth day`; `in its first year` only dates something."""
    return word.lower() not in {"first", "1st"} and bool(
        re.search(r"\b(?:an?|for (?:the|its|their|his|her)|enter(?:s|ed|ing)?(?: (?:its|their|the))?) $", before)
        or re.match(r"[ -]\w+ (?:of|straight|consecutive|running|in a row)\b", after)
    )
