"""Which words a figure may measure, and what tells for each: named features for the learned weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from etl.extract.figures.phrases import measured_by_rule, sure_by_rule
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.words import COUNT_BITS, COUNTED, Words
from etl.text.span import Span

_STEPS = (0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 25)  # words between, in buckets
_COUNT = (1 << COUNT_BITS) - 1
_BITS = tuple(COUNT_BITS * place for place in range(len(COUNTED)))


Group = tuple[Any, ...]  # a function and its arguments


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be the head of what a figure measures: its place in the sentence and the features that tell for or against it.

    The features come in groups, each a function and what it makes their names of: whoever sums up weights need not have the names of
    a group that was met before.
    """

    place: int
    groups: tuple[Group, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The names of all features."""
        return tuple(name for make, *parts in self.groups for name in make(*parts))


@dataclass(frozen=True, slots=True)
class Ground:
    """One figure in its sentence: `first` to `stop` are its words, `rules` the rules' phrases by the place where they end."""

    text: str
    words: Words
    item: Quantity
    first: int
    stop: int
    rules: dict[int, tuple[str, Span]]

    @property
    def previous_word(self) -> str:
        """The word right before the figure, `^` at the start."""
        return self.words.lower[self.first - 1] if self.first else "^"

    @property
    def next_word(self) -> str:
        """The word right after the figure, `$` at the end."""
        return self.words.lower[self.stop] if self.stop < len(self.words.lower) else "$"


def ground_of(text: str, words: Words, item: Quantity, sentence: Span) -> Ground:
    """The figure `item` among the words of its sentence."""
    first, stop = words.stretch(item.span)
    rules: dict[int, tuple[str, Span]] = {}
    for name, span in (("rule", measured_by_rule(text, item, sentence)), ("sure", sure_by_rule(text, item, sentence))):
        if span is not None:
            rules[words.stretch(span)[1] - 1] = name, span
    return Ground(text, words, item, first, stop, rules)


def candidates(ground: Ground, others: Sequence[Quantity]) -> list[Candidate]:
    """All words of the sentence that may be measured, in order; `others` are the figures of the sentence."""
    words, noun = ground.words, ground.item.noun
    counted = {place for other in others if other.noun and other is not ground.item for place in range(*words.stretch(other.noun))}
    own = range(*words.stretch(noun)) if noun else range(0)
    return [
        Candidate(place, tuple(_groups(ground, place, own, place in counted)))
        for place in words.heads
        if not ground.first <= place < ground.stop or place in own
    ]


def link_features(left: Ground, right: Ground, shared: bool) -> tuple[str, ...]:
    """What tells for a word that the figure before measures too (`shared`), or for another one: `14% of men |and| 20% of women`."""
    kind, other, words = right.item.kind, left.item.kind, right.words
    if not shared:
        return "apart", f"{kind}apart{other}"
    low, high = left.stop, right.first
    link = " ".join(words.lower[low:high]) if high - low <= 3 else words.classes[low:high] if high - low <= 8 else "far"
    return "shared", f"{kind}shared{other}", f"shared {link}", f"{kind}shared{other} {link}"


def _groups(ground: Ground, place: int, own: range, counted: bool) -> Iterator[Group]:
    """All features of one word, in groups."""
    words, kind, letter = ground.words, ground.item.kind, ground.words.classes[place]
    if ground.first <= place < ground.stop:
        lead, low, high = kind + "O", place, place
    elif place < ground.first:
        lead, low, high = kind + "L", place + 1, ground.first
    else:
        lead, low, high = kind + "R", ground.stop, place
    between = words.before[high] - words.before[low]
    yield led, lead, words.heads[place]
    gap, crossed = _gap(between)
    yield led, lead, gap
    yield far, lead, min(high - low, _STEPS[-1]), letter + crossed
    if high - low <= 6:
        yield led, lead, (f"|{words.classes[low:high]}|{letter}",)
    if high - low <= 3:
        yield linked, lead, " ".join(words.lower[low:high]), letter
    yield beside, lead, ground.previous_word, min(between & _COUNT, 3), letter, ground.next_word
    yield of_word, lead, words.lower[place]
    if place in own:
        yield alone, f"{kind}noun{place == own[-1]}"
    if counted:
        yield alone, "counted", f"{lead}counted"
    if place in ground.rules:
        rule = ground.rules[place][0]
        yield alone, rule, f"{kind}{rule}{letter}"


# --- the groups: `lead` is the kind of figure and, last, the side of it that the word stands on ---------------------------------------


def led(lead: str, stems: tuple[str, ...]) -> tuple[str, ...]:
    """Each stem by side, and by kind and side."""
    return tuple(start + stem for stem in stems for start in (lead[-1], lead))


def far(lead: str, distance: int, crossed: str) -> tuple[str, ...]:
    """How far off the word stands, and over what (`crossed`, for words of its class)."""
    return led(lead, (f"d{max(step for step in _STEPS if step <= distance)}", crossed))


def linked(lead: str, link: str, letter: str) -> tuple[str, ...]:
    """The few words between."""
    return f"{lead[-1]}={link}", f"{lead}={link}|{letter}"


def beside(lead: str, previous: str, rank: int, letter: str, following: str) -> tuple[str, ...]:
    """The words before and after the figure, for a word that so many other heads part from it."""
    return f"{lead}[{previous}]{rank}{letter}", f"{lead}{rank}{letter}[{following}]"


def of_word(lead: str, word: str) -> tuple[str, ...]:
    """The word itself and its ending."""
    return f"w {word}", f"{lead}w {word}", f"{lead[-1]}s {word[-3:]}"


def alone(*names: str) -> tuple[str, ...]:
    """Names that need no making."""
    return names


# --- what lies between ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def _gap(between: int) -> tuple[tuple[str, ...], str]:
    """Heads, breaks, marks, numbers, prepositions and verbs, by the packed counts of `Words.before`; the last three together too."""
    heads, commas, clauses, links, verbs, numbers, marks = (between >> bits & _COUNT for bits in _BITS)
    breaks = commas + clauses
    stems = f"r{min(heads, 6)}", f"b{min(breaks, 3)}m{min(marks, 1)}n{min(numbers, 2)}", f"p{min(links, 3)}v{min(verbs, 2)}"
    return stems, f"v{min(verbs, 2)}p{min(links, 2)}b{min(breaks, 2)}"
