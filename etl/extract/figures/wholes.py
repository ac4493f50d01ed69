"""Which figure another one is a part of: `73 per cent |of whom|`, `half |of them|`, `eight |of the| 11`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.extract.figures.quantity import Quantity
from etl.text.patterns import any_of

_PARTS = {"percent", "fraction", "count", "bare", "money"}
_WHOLES = {"count", "money", "measure", "percent", "bare"}
_CUES = "figure_cues.yaml"
# `45 per cent |of whom|`, `12 |of them|` point back; so does `|of whom| 45 per cent`.
_BACK = re.compile(rf",? of {any_of(_CUES, 'back_pointers')}\b")
_BACK_BEFORE = re.compile(rf"\bof {any_of(_CUES, 'back_pointers')}[,:]? (?:\w+ ){{0,3}}$")
_ON = re.compile(rf" of {any_of(_CUES, 'whole_articles')} ")


def find_wholes(analysis: Analysis, items: Sequence[Quantity]) -> list[int | None]:
    """For each of `items` the index of the figure that it is a part of, where the text says so."""
    return [_whole(analysis, items, index) for index in range(len(items))]


def _whole(analysis: Analysis, items: Sequence[Quantity], index: int) -> int | None:
    item, text = items[index], analysis.text
    if item.kind not in _PARTS or item.unit in {"percentage_point", "basis_point"}:
        return None
    if index + 1 < len(items) and _ON.fullmatch(text[item.core.end : items[index + 1].span.start]):
        return index + 1 if items[index + 1].kind in _WHOLES and _may_hold(items[index + 1], item) else None
    sentence = analysis.sentence_at(item.core.start)
    if sentence is None:
        return None
    back = _BACK.match(text, item.core.end, sentence.end)
    if back and _OTHERS.match(text, back.end(), sentence.end) and back.group().endswith(("those", "these")):
        return None
    return _last_whole(analysis, items, index) if back or _BACK_BEFORE.search(text[sentence.start : item.span.start]) else None


# `half of those |jeans|`, `nine in 10 of those |infected|` name their own whole; `half of those |lie| in the south` points back.
_OTHERS = re.compile(r" [a-z-]+(?:s|ed)\b")
# `2,312 were waiting, |against| 1,480 a year before`: what another is set against is no whole.
_SET_AGAINST = re.compile(r"\b(?:compared (?:with|to)|(?:up|down) from) $|, against $")


def _may_hold(whole: Quantity, part: Quantity) -> bool:
    """Whether a part fits into it: no more things than there are, and no things among shares."""
    if part.kind in {"count", "bare"}:
        return whole.kind in {"count", "bare"} and (whole.value_max or whole.value) >= part.value
    return part.kind != "money" or (whole.unit == part.unit and whole.value >= part.value)


def _last_whole(analysis: Analysis, items: Sequence[Quantity], index: int) -> int | None:
    """The nearest figure before, in the same sentence or at the end of the one before in the same paragraph."""
    paragraph = analysis.paragraph_at(items[index].core.start)
    for other in range(index - 1, max(-1, index - 4), -1):
        if paragraph is None or not paragraph.contains(items[other].core):
            return None
        between = analysis.text[items[other].core.end : items[index].core.start]
        if len(between) > 250 or len(re.findall(r"[.!?]\s", between)) > 1:
            return None
        whole = items[other]
        set_against = _SET_AGAINST.search(analysis.text[max(0, whole.span.start - 16) : whole.span.start])
        is_part = _BACK.match(analysis.text, whole.core.end)
        if whole.kind in _WHOLES and not set_against and not is_part and _may_hold(whole, items[index]):
            return other
    return None
