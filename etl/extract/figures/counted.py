"""What a number printed without a noun counts: the head of the phrase that it measures, or what the figure before it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.figures.nouns import is_person, is_plural, singular, unit_of
from etl.extract.figures.quantity import TIME_UNITS, Quantity
from etl.extract.figures.words import word_class
from etl.lexicon import load_words

_LEXICON = "counted.yaml"
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_REACH = 400  # characters back to the figure whose unit goes on


def settle_counted(items: Sequence[Quantity], measured: Sequence[str | None]) -> list[Quantity]:
    """The same figures, those that count something unnamed with a unit where their measured words or the figures before tell one."""
    settled: list[Quantity] = []
    for item, what in zip(items, measured, strict=True):
        if item.kind == "count" and item.unit in _open_units():
            unit = counted_unit(what)
            item = replace(item, unit=_unit_before(settled, item, what or "") if unit is None else unit)
        settled.append(item)
    return settled


def counted_unit(measured: str | None) -> str | None:
    """The unit that a measured phrase stands for; empty when it names none, None when it only points back (`them`, `others`).

    `Applications for benefits` -> application, `number of people in the queue` -> person, `death toll` -> person, `waiting` -> person.
    """
    words = _WORD.findall((measured or "").lower())
    while words:
        stop = _head_stop(words)
        head, rest = words[stop - 1], words[stop:]
        if head in load_words(_LEXICON, "pointing"):
            return None
        if head in load_words(_LEXICON, "people_only") or is_person(singular(head)):
            return "person"
        if singular(head) not in load_words(_LEXICON, "transparent"):
            return _unit_of_head(head)
        if not rest or rest[0] not in {"of", "for"}:
            return "person" if stop > 1 and is_person(singular(words[stop - 2])) else ""  # `|visitor| numbers`
        words = rest[1:]  # `total of |votes|`
    return ""


def head_of(phrase: str) -> str:
    """The head of a noun phrase in lower case: `|people| in the queue`; empty where there is no word."""
    words = _WORD.findall(phrase.lower())
    return words[_head_stop(words) - 1] if words else ""


def _head_stop(words: Sequence[str]) -> int:
    """Where the words up to the head end."""
    return next((place for place, word in enumerate(words) if place and _links(word)), len(words))


def _links(word: str) -> bool:
    return word_class(word) in "PC" or word in {"who", "that", "which"}


def _unit_of_head(head: str) -> str:
    """The unit of a noun; none for verbs and adverbs, digits, and lengths of time, which a bare number never counts."""
    if singular(head) in TIME_UNITS:
        return ""
    return unit_of(head) if is_plural(head) or word_class(head) in "WSX" else ""


def _unit_before(settled: Sequence[Quantity], item: Quantity, what: str) -> str:
    """What the nearest count before counts: `three boats sank, two of |them| …`; else people, whom `others` and `them` mostly are."""
    if what.lower() in {"it", "this", "that"}:
        return ""
    for other in reversed(settled):
        if item.core.start - other.core.end > _REACH:
            break
        if other.kind == "count" and other.unit and other.unit not in _open_units():
            return other.unit
    return "person"


@lru_cache(maxsize=1)
def _open_units() -> frozenset[str]:
    """No unit yet, or one that only points back."""
    return frozenset({""} | load_words(_LEXICON, "pointing"))
