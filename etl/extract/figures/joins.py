"""Joins two quantities that print one figure: ranges (`$3,000 to $8,000`) and results (`2-1`, `24 votes to 19`, `112 for two`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.figures.quantity import Quantity
from etl.lexicon import load_words
from etl.text.numbers import join_range
from etl.text.span import Span

_DASH = re.compile(r" ?[-–‑] ?")
_RESULT = re.compile(r"[-–‑]| (?:votes )?(?:to|against|for|vs\.?|versus) |-for-|-to-| (?:votes )?in favou?r(?: and| to|,) ")


def join_quantities(text: str, items: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of one paragraph with ranges and results joined, in order."""
    joined: list[Quantity] = []
    for item in items:
        previous = joined[-1] if joined else None
        both = _join(text, previous, item) if previous and previous.value_max is None else None
        if both:
            joined[-1] = both
        else:
            joined.append(_all_square(text, item))
    return _with_shared_rates(text, joined)


def _with_shared_rates(text: str, items: Sequence[Quantity]) -> list[Quantity]:
    """The same; a rate printed once holds for both sides of a change: `from |£1.20| to £1.40 an hour`, `$3 a day, up from |$2|`."""
    shared = list(items)
    for index in range(1, len(shared)):
        left, right = shared[index - 1], shared[index]
        link = _CHANGES.fullmatch(text, left.span.end, right.span.start)
        if link is None or left.kind not in _RATED or (left.unit != right.unit and "bare" not in {left.kind, right.kind}):
            continue
        if left.per is None and right.per is not None and link.group("to"):
            shared[index - 1] = replace(left, per=right.per)
        elif left.per is not None and right.per is None:
            shared[index] = replace(right, per=left.per)
    return shared


_RATED = {"money", "measure", "bare"}
_CHANGES = re.compile(r" (?P<to>to) |,? (?:up|down) from |,? compared (?:with|to) |,? against ")


def _join(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    link = text[left.core.end : right.core.start]
    if len(link) > 18 or right.value_max is not None:
        return None
    return (
        _restated(text, left, right, link)
        or _compound(left, right, link)
        or _ratio(text, left, right, link)
        or _result(text, left, right, link)
        or _range(text, left, right, link)
    )


def _restated(text: str, left: Quantity, right: Quantity, link: str) -> Quantity | None:
    """`fifty-seven percent (57%)`, `forty-two (42%) of voters`: one figure, printed in words and in digits."""
    same = left.value == right.value and (left.unit == right.unit or "bare" in {left.kind, right.kind})
    if link != " (" or not same or text[right.core.end : right.core.end + 1] != ")" or not left.number.in_words:
        return None
    full = left if right.kind == "bare" else right
    core = Span(left.core.start, right.core.end + 1)
    return replace(full, core=core, span=Span(left.span.start, core.end), comparator=left.comparator, per=left.per or right.per)


_PARTS = {
    ("year", "month"): 12,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("foot", "inch"): 12,
}


def _compound(left: Quantity, right: Quantity, link: str) -> Quantity | None:
    """`three hours and 14 minutes` = 194 minutes, `six years and nine months` = 81 months, `six feet two inches`."""
    factor = _PARTS.get((left.unit, right.unit))
    if factor is None or link not in {" and ", " ", ", "} or right.value >= factor or left.per or left.kind == "age":
        return None
    core = Span(left.core.start, right.core.end)
    return replace(
        right, core=core, span=Span(left.span.start, right.span.end), value=left.value * factor + right.value, comparator=left.comparator
    )


# --- results ---------------------------------------------------------------------------------------------------------------------


def _result(text: str, left: Quantity, right: Quantity, link: str) -> Quantity | None:
    """A score or vote: two small whole numbers without measures, and words around that play or vote."""
    plain = {"bare", "count"}
    if not _RESULT.fullmatch(link) or left.kind not in plain or right.kind not in plain or left.number.scale * right.number.scale > 1:
        return None
    votes = left.unit == "vote"
    if left.kind == "count" and not votes:
        return None
    window = _words_around(text, left.core.start, right.core.end)
    falling = left.value > right.value
    unit = "vote" if votes else _score_unit(window, text, left, right)
    by = falling and text[max(0, left.core.start - 3) : left.core.start] == "by "
    spoken = bool(_DASH.fullmatch(link)) or link == "-to-"
    if " for " in link or link == "-for-":
        if link == "-for-":
            return _scored(left, right, "goal")
        if not _is_cricket(text, left, right):
            return None
        unit = "wicket" if left.value < right.value else "run"
    elif (
        not votes
        and not by
        and not (spoken and (falling or left.value == right.value or window & _cues()))
        and not (not spoken and window & _votes() and not _is_change(text, left))
    ):
        return None
    if (
        right.kind == "count"
        and right.unit not in {"vote", "goal", "point", "event", "win", "victory", "defeat"}
        and not (falling and spoken)
    ):
        return None
    return _scored(left, right, unit)


def _scored(left: Quantity, right: Quantity, unit: str) -> Quantity:
    span = Span(left.span.start, right.number.span.end)
    return replace(left, core=span, span=span, value=left.value, value_max=right.value, unit=unit, kind="score", noun=None, per=None)


def _score_unit(window: set[str], text: str, left: Quantity, right: Quantity) -> str:
    """What a result counts: votes, points of rugby and the like, else goals."""
    if window & _votes() and not window & load_words("figure_words.yaml", "point_cues"):
        return "vote"
    high = max(left.value, right.value) > 12
    return "point" if high or window & load_words("figure_words.yaml", "point_cues") else "goal"


def _is_cricket(text: str, left: Quantity, right: Quantity) -> bool:
    """`112 for two`, `six for 48`, `2-for-4`: one of the two is at most ten wickets, and the words around are of cricket."""
    near = text[max(0, left.core.start - 160) : right.core.end + 160].lower()
    return min(left.value, right.value) <= 10 and bool(
        re.search(r"\b(?:wickets?|overs?|innings|runs|bowled|batting|batted|stumps|power play|overnight|declared)\b", near)
    )


def _all_square(text: str, item: Quantity) -> Quantity:
    """`two-all`, `1-all`, `three-nil`: a result printed as one word."""
    match = _SQUARE.match(text, item.number.span.end)
    if item.kind not in {"bare", "count"} or match is None or (text[match.start()] == " " and match.group(1) != "all"):
        return item
    if match.group(1) == "all" and text[match.start()] == " ":
        return item
    span = Span(item.span.start, match.end())
    other = item.value if match.group(1) == "all" else 0.0
    return replace(item, core=span, span=span, value_max=other, unit="goal", kind="score", noun=None)


_SQUARE = re.compile(r"[- ](all|nil|love)\b(?! (?:the|of))")


def _ratio(text: str, left: Quantity, right: Quantity, link: str) -> Quantity | None:
    """`3.2-to-1 ratio`, `two to one`, `odds of 5 to 1`: a ratio to one is its first number."""
    if (
        link not in {"-to-", " to ", ":", ": "}
        or right.number.value != 1
        or left.kind not in {"bare", "count"}
        or right.number.scale != 1
        or left.value <= 1
    ):
        return None
    end = right.number.span.end
    named = re.compile(r"[- ](?:ratio|majority|margin|odds|student|ratios)").match(text, end)
    near = text[max(0, left.core.start - 60) : left.core.start].lower()
    if not named and not re.search(r"\b(?:ratio|odds|outnumber\w*|by about|by a|margin)\b", near):
        return None
    if link == "-to-" or named or "ratio" in near or "odds" in near or "outnumber" in near or "by about" in near:
        span = Span(left.span.start, end)
        return replace(left, core=span, span=span, unit="ratio", kind="ratio")
    return None


# --- ranges ----------------------------------------------------------------------------------------------------------------------


def _range(text: str, left: Quantity, right: Quantity, link: str) -> Quantity | None:
    left = _unlettered(left, right)
    if left.kind == "money" and right.kind == "count" and _DASH.fullmatch(link):
        right = replace(right, kind="bare", noun=None, core=right.number.span, span=right.number.span)  # `a $10-15 charge`
    if not _links(text, left, right, link) or not _same_kind(left, right):
        return None
    number = join_range(left.number, right.number)
    keep = left if right.kind == "bare" else right
    factor = keep.value / keep.number.value if keep.number.value else 1.0
    low = number.value * factor if left.kind == "bare" else left.value
    high = right.value if right.kind != "bare" else right.number.value * factor
    if left.kind == "money" and right.kind in {"money", "bare"} and left.number.scale == 1 and right.number.scale > 1:
        low = number.value
    if not low < high:
        return None
    lead = re.compile(r"\b(?:between|from|of from) $", re.IGNORECASE).search(text, max(0, left.core.start - 8), left.core.start)
    start = lead.start() if lead else left.span.start
    core = Span(left.core.start, right.core.end)
    comparator = left.comparator if left.comparator != "eq" else right.comparator
    span = Span(min(start, left.span.start), right.span.end)
    return replace(
        keep,
        number=number,
        core=core,
        span=span,
        value=low,
        value_max=high,
        comparator=comparator,
        per=right.per or left.per,
        noun=keep.noun,
    )


def _unlettered(left: Quantity, right: Quantity) -> Quantity:
    """The left bound as a plain number where its glued letter is a magnitude after all: `between 11m and 14m zlotys`."""
    if (
        left.number.letter
        and left.kind in {"measure", "count"}
        and right.number.letter == left.number.letter
        and right.kind in {"money", "count"}
    ):
        return replace(left, kind="bare", unit="", value=left.number.value, noun=None, core=left.number.span)
    return left


def _links(text: str, left: Quantity, right: Quantity, link: str) -> bool:
    """Whether the words between make a range and not a change or a mere row."""
    word = link.strip(" \u00a0").lower()
    before = text[max(0, left.core.start - 10) : left.core.start].lower()
    if word == "and":
        return bool(re.search(r"\bbetween $", before)) or (
            left.kind == "bare" and right.kind == "percent" and "between" in text[max(0, left.core.start - 24) : left.core.start].lower()
        )
    if word == "or":
        return left.value < right.value <= 2 * left.value + 1 and right.comparator == "eq" and left.kind == "bare"
    if word == "to":
        if left.kind != "bare" and right.kind != "bare" and _has_changed_by(text, left):
            return False  # `rose |5 cents| to |$3.20|`
        if before.endswith("by ") and right.value >= _FAR * left.value and _is_change(text, left):
            return False  # `rose by |11,000| to |235,000|`
        return not (before.endswith("from ") and _is_change(text, left)) and not before.endswith("due ")
    return bool(_DASH.fullmatch(link)) or word == "-to-" or (word in {"until", "through"} and left.kind == "bare")


_FAR = 6  # times as much: then `rose by 3 to 9 points` is no range but a change and its end


def _has_changed_by(text: str, left: Quantity) -> bool:
    """Whether a verb of change stands right before."""
    words = re.findall(r"[a-z]+", text[max(0, left.span.start - 24) : left.span.start].lower())[-2:]
    return bool(set(words) & load_words("figure_words.yaml", "change_verbs")) and words[-1] not in {"from", "between", "of"}


def _is_change(text: str, left: Quantity) -> bool:
    """Whether a verb of change stands in the clause before `from X`."""
    clause = re.split(r"[.;:]\s", text[max(0, left.core.start - 90) : left.core.start])[-1]
    return bool(set(re.findall(r"[a-z]+", clause.lower())) & load_words("figure_words.yaml", "change_verbs"))


def _same_kind(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities can bound one range: one unit for both, printed twice or once."""
    if "bare" in {left.kind, right.kind}:
        known = left.kind if right.kind == "bare" else right.kind
        return known in {"bare", "money", "percent", "measure", "time", "count", "age", "occasions", "times"} and (
            right.kind != "bare" or left.kind in {"bare", "money", "age"}
        )
    return (
        left.kind == right.kind
        and left.unit == right.unit
        and left.kind in {"money", "percent", "measure", "time", "age", "count", "occasions"}
    )


# --- words around ----------------------------------------------------------------------------------------------------------------


def _words_around(text: str, start: int, end: int) -> set[str]:
    """Lower-case words within 70 characters on the same line."""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    high = len(text) if high < 0 else high
    return set(re.findall(r"[a-z]+(?:-[a-z]+)?", text[max(low, start - 70) : min(high, end + 60)].lower()))


@lru_cache(maxsize=1)
def _cues() -> frozenset[str]:
    return load_words("figure_words.yaml", "score_cues") | _votes()


@lru_cache(maxsize=1)
def _votes() -> frozenset[str]:
    return load_words("figure_words.yaml", "vote_cues")
