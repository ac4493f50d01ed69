"""What the type of a figure may hang on, as named features for the learned weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from etl.extract.analysis import Analysis
from etl.extract.figures.around import Around, words_around
from etl.extract.figures.kinds import is_settled, type_by_rule
from etl.extract.figures.marks import Marks, overlapping
from etl.extract.figures.quantity import Quantity
from etl.text.numerals import number_words
from etl.text.span import Span

_WORD = re.compile(r"[a-zà-ÿ]+(?:['’-][a-zà-ÿ]+)*|\d+|[%,;:()“”\"]")
_NEAR, _FAR = 3, 9  # words beside the figure whose place counts, and those that count wherever they stand
_SECTIONS_BEFORE = ("change_before", "share_before", "stock_words", "cumulative_words", "price_words")
_SECTIONS_AFTER = ("change_after", "share_after", "rank_words", "cumulative_words")
_SECTIONS = ("rate_words", "price_words", "wage_words", "flow_words", "stock_words", "cumulative_words")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one figure's type is decided on: the type by the cue words alone, `settled` when that is sure, and the learned features."""

    item: Quantity
    rule: str
    settled: bool
    features: frozenset[str]


def outlooks(
    analysis: Analysis, marks: Marks, items: Sequence[Quantity], measured: Sequence[str | None], times: Sequence[Span | None]
) -> list[Outlook]:
    """One for each of `items`, each seen with the one before in its sentence: `rose to 57, |against 60|` says twice what it counts."""
    found: list[Outlook] = []
    for item, what, time in zip(items, measured, times, strict=True):
        around = words_around(analysis, item, what, time)
        rule = type_by_rule(item, around)
        features = type_features(item, around, rule) | {*_of_pair(analysis, found[-1:], item), *_of_tagger(marks, item)}
        found.append(Outlook(item, rule, is_settled(item, rule, around), features))
    return found


def type_features(item: Quantity, around: Around, rule: str) -> frozenset[str]:
    """The features of one figure by itself; `rule` is the type that the cue words alone give."""
    kind = item.kind
    found = {f"rule={rule}", f"kind={kind}", f"{kind}|rule={rule}"}
    found.update(_of_number(item))
    found.update((*_of_neighbours(around), *_of_sections(around), *_of_phrases(around)))
    return frozenset(found)


def _of_pair(analysis: Analysis, before: Sequence[Outlook], item: Quantity) -> Iterator[str]:
    """Type and unit of the figure before in the same sentence, and the few words between."""
    sentence = analysis.sentence_at(item.core.start)
    if not before or sentence is None or not sentence.contains(before[0].item.core):
        return
    other = before[0]
    same = "same" if other.item.unit == item.unit else "other"
    yield f"pair:{same}|rule={other.rule}"
    words = tokens(analysis.text[other.item.span.end : item.span.start].lower())
    if len(words) <= 3:
        yield f"pair:{same}|{' '.join(words)}"
        yield f"pair:{same}|near|rule={other.rule}"


def _of_tagger(marks: Marks, item: Quantity) -> Iterator[str]:
    """What the tagger takes the figure for, and how sure it is."""
    for opinion in overlapping(marks.types, item.span):
        yield f"tagger={opinion.label}"
        yield f"tagger={opinion.label}{int(4 * opinion.score)}"
        yield f"{item.kind}|tagger={opinion.label}"


def _of_number(item: Quantity) -> Iterator[str]:
    yield f"unit={item.unit}"
    yield f"cmp={item.comparator}"
    yield f"form={item.number.form}"
    yield f"{item.kind}|size={_size(item.value)}"
    yield f"{item.kind}|words={item.number.in_words}"
    if item.per:
        yield f"{item.kind}|per={item.per}"
        yield "per"
    if item.value_max is not None:
        yield f"{item.kind}|range"


def _size(value: float) -> str:
    """Order of magnitude; small counts apart."""
    if value in {1, 2, 3}:
        return str(int(value))
    return "small" if abs(value) < 1 else f"e{int(log10(abs(value)))}"


def _of_neighbours(around: Around) -> list[str]:
    """Words beside the figure: with their place when next to it, in a bag further off."""
    before, after = tokens(around.lead)[-_FAR:][::-1], tokens(around.rest)[:_FAR]
    found = [f"start={len(before) == 0}", f"end={len(after) == 0}"]
    for side, words in (("b", before), ("a", after)):
        found += [f"{side}{place}={word}" for place, word in enumerate(words[:_NEAR], 1)]
        found += [f"{side}~{word}" for word in words]
        if len(words) > 1:
            found.append(f"{side}12={words[0]} {words[1]}")
        if len(words) > 2:
            found.append(f"{side}123={words[0]} {words[1]} {words[2]}")
    return found


def _of_sections(around: Around) -> Iterator[str]:
    """Which lists of cue words are met, and where."""
    yield from (f"before:{s}" for s in _SECTIONS_BEFORE if around.near_before(s))
    yield from (f"after:{s}" for s in _SECTIONS_AFTER if around.near_after(s))
    yield from (f"clause:{s}" for s in _SECTIONS if around.anywhere(s))


def _of_phrases(around: Around) -> list[str]:
    """The measured phrase, the counted noun and the time phrase."""
    measured, when = tokens(around.measured), tokens(around.time)
    found = [f"m={measured[-1] if measured else None}", f"dated={bool(around.time)}"]
    found += [f"m~{word}" for word in measured]
    found += [f"t1={word}" for word in when[:1]]
    found += [f"t~{word}" for word in when]
    return found


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words and telling marks; a year is `#year`, any other number `#`, in words too."""
    return tuple([_shape(word) for word in _WORD.findall(text)])


@lru_cache(maxsize=20_000)
def _shape(word: str) -> str:
    if not word.isdigit():
        return "#" if word in number_words() else word
    return "#year" if len(word) == 4 and word[:2] in {"18", "19", "20"} else "#"
