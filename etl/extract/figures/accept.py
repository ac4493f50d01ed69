"""Whether a number that could measure something does: the rules' own certainty and the tagger's vote."""

from __future__ import annotations

import re

from etl.extract.figures.marks import Marks, touches, within
from etl.extract.figures.quantity import Quantity
from etl.text.patterns import any_of
from etl.text.span import Span

_CUES = "figure_cues.yaml"
# A definite article or the like makes a small count an anaphor: `the two ministers`, `both`, `these three`.
_ANAPHOR = re.compile(rf"\b{any_of(_CUES, 'anaphors')} $", re.IGNORECASE)
_OF_MANY = re.compile(
    rf" of (?:(?:only|just|several|many|{any_of(_CUES, 'small_numbers')}|them|the|its|his|her|their|those|these|our|my|\d+)\b|[$£€])"
)
_THE_FEW = re.compile(r"\b(?:the|these|those|the other) $", re.IGNORECASE)
_AFTER_NAME = re.compile(r"(?:[a-z] |^)(?:[A-Z][a-z]+(?:-[A-Z][a-z]+)* )+$")
_NOT_ONE = re.compile(rf"\b{any_of(_CUES, 'not_before_one')} $", re.IGNORECASE)


# Whatever the tagger takes for a name: `passed the |Senate 52-48|`.
_NEVER_IN_NAMES = {"score", "money", "percent", "ratio"}


def keeps(text: str, item: Quantity, region: Span, marks: Marks) -> bool:
    """Whether `item` is a figure. With a tagger that marks figures, its vote decides what the rules leave open."""
    if (
        item.number.form != "fraction"
        and item.kind not in _NEVER_IN_NAMES
        and any(name.contains(item.number.span) and len(name) > len(item.number.span) for name in within(marks.names, region))
    ):
        return False  # `31st Asean Summit`, `Marla Two Bulls`
    belief = certainty(text, item, region)
    if not marks.figures:
        return belief >= 0.5
    tagged = touches(marks.figures, item.number.span)
    # Measured on dev: the rules miss less than the tagger, so its silence alone drops only what they doubt.
    return belief >= 0.2 if tagged else belief >= 0.6


def certainty(text: str, item: Quantity, region: Span) -> float:
    """How sure the rules are, from 0 (never a figure) to 1 (always)."""
    before = text[max(region.start, item.core.start - 24) : item.core.start]
    word = item.number.span.of(text).lower()
    if word == "one":
        return _certainty_of_one(text, item, before)
    if item.kind in {"money", "percent", "fraction", "age", "measure", "ratio", "score", "times"}:
        return 0.95
    if item.kind == "time":
        return 0.9
    if item.kind in {"occasions"}:
        return 0.85
    if item.kind == "ordinal":
        return 0.7 if item.noun or item.number.value > 1 else 0.5
    if word == "two" and re.search(r"\b(?:the|these|those|in|the other) $", before, re.IGNORECASE):
        return 0.3
    if item.kind == "bare" and item.number.in_words and item.value < 10 and _THE_FEW.search(before):
        return 0.3  # `The |three| had met before`
    if item.kind == "count":
        return 0.7 if _ANAPHOR.search(before) and item.value < 10 else 0.95
    if not item.number.in_words and _AFTER_NAME.search(before) and item.kind == "bare":
        return 0.4  # `Industrial Revolution 4.0`, `Boeing 737`, `the Sea-Dove 5`: a name with its number, unless the tagger knows better
    if (
        item.number.in_words
        and item.value <= 12
        and re.search(r"\b(?:at|by|after|before|until|since|around|about|past) $", before, re.IGNORECASE)
    ):
        return 0.3
    return 0.75


def _certainty_of_one(text: str, item: Quantity, before: str) -> float:
    """`one` counts in `one day`, `one of the 16 students`, `only one`; not in `one of only three`; elsewhere an article or pronoun."""
    if _NOT_ONE.search(before):
        return 0.1
    if _OF_MANY.match(text, item.number.span.end):
        return 0.45
    if item.kind in {"percent", "money", "measure"} or item.comparator not in {"eq", "approx"} or item.value_max is not None:
        return 0.95
    if re.search(r"\bthat $", before, re.IGNORECASE):
        return 0.1
    if item.kind == "time":
        return 0.6 if not re.match(r" (?:day|night|evening|morning)\b", text[item.number.span.end :][:9]) else 0.45
    return 0.4 if item.kind in {"count", "occasions"} else 0.2
