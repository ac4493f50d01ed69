"""Which words a figure may measure, and what tells for each: named features for the learned weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.extract.figures.phrases import measured_by_rule, sure_by_rule
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.words import HEADS, Words
from etl.text.span import Span

_STEPS = (0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 25)  # words between, in buckets


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be the head of what a figure measures: its place in the sentence and the features that tell for or against it."""

    place: int
    features: tuple[str, ...]


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
        Candidate(place, tuple(_features(ground, place, own, place in counted)))
        for place, letter in enumerate(words.classes)
        if letter in HEADS and not (ground.first <= place < ground.stop and place not in own) and not _inside_name(words, place)
    ]


def link_features(left: Ground, right: Ground, shared: bool) -> tuple[str, ...]:
    """What tells for a word that the figure before measures too (`shared`), or for another one: `14% of men |and| 20% of women`."""
    kind, other, words = right.item.kind, left.item.kind, right.words
    if not shared:
        return "apart", f"{kind}apart{other}"
    low, high = left.stop, right.first
    link = " ".join(words.lower[low:high]) if high - low <= 3 else words.classes[low:high] if high - low <= 8 else "far"
    return "shared", f"{kind}shared{other}", f"shared {link}", f"{kind}shared{other} {link}"


def _inside_name(words: Words, place: int) -> bool:
    """Whether the name goes on after the word: the last word stands for the whole."""
    return words.classes[place] in "Xpolv" and words.adjoins(place) and words.classes[place + 1] == words.classes[place]


def _features(ground: Ground, place: int, own: range, counted: bool) -> Iterator[str]:
    """All features of one word."""
    words, kind = ground.words, ground.item.kind
    inside = ground.first <= place < ground.stop
    side = "O" if inside else "L" if place < ground.first else "R"
    low, high = (place, place) if inside else (place + 1, ground.first) if side == "L" else (ground.stop, place)
    for feature in _shapes(words, place, low, high):
        yield side + feature
        yield kind + side + feature
    yield from _crossings(ground, place, low, high, kind + side)
    word = words.lower[place]
    yield f"w {word}"
    yield f"{kind}{side}w {word}"
    yield f"{side}s {word[-3:]}"
    if place in own:
        yield f"{kind}noun{place == own[-1]}"
    if counted:
        yield "counted"
        yield f"{kind}{side}counted"
    if place in ground.rules:
        rule = ground.rules[place][0]
        yield rule
        yield f"{kind}{rule}{words.classes[place]}"


def _shapes(words: Words, place: int, low: int, high: int) -> Iterator[str]:
    """How far off the word stands, what lies between, what kind of word it is and what its neighbours are."""
    before, letter = words.before, words.classes[place]
    between = {what: counts[high] - counts[low] for what, counts in before.items()}
    first, last = not (place and words.adjoins(place - 1)), not words.adjoins(place)
    breaks = between["commas"] + between["clauses"]
    yield f"d{_bucket(high - low)}"
    yield f"r{min(between['heads'], 6)}"
    yield f"b{min(breaks, 3)}m{min(between['marks'], 1)}n{min(between['numbers'], 2)}"
    yield f"p{min(between['links'], 3)}v{min(between['verbs'], 2)}"
    yield f"h{letter}{last:d}{first:d}"
    yield f"<{_neighbour(words, place - 1)}{first:d}"
    yield f">{_neighbour(words, place + 1)}{last:d}"
    yield f"{letter}v{min(between['verbs'], 2)}p{min(between['links'], 2)}b{min(breaks, 2)}"
    if high - low <= 6:
        yield f"|{words.classes[low:high]}|{letter}"


def _crossings(ground: Ground, place: int, low: int, high: int, lead: str) -> Iterator[str]:
    """The words beside the figure and those between it and the word."""
    words = ground.words
    rank = min(words.before["heads"][high] - words.before["heads"][low], 3)
    letter = words.classes[place]
    yield f"{lead}[{ground.previous_word}]{rank}{letter}"
    yield f"{lead}{rank}{letter}[{ground.next_word}]"
    if high - low <= 3:
        between = " ".join(words.lower[low:high])
        yield f"{lead[-1]}={between}"
        yield f"{lead}={between}|{letter}"


def _neighbour(words: Words, place: int) -> str:
    """A function word as it is, any other as its class."""
    if not 0 <= place < len(words.classes):
        return "^"
    letter = words.classes[place]
    return words.lower[place] if letter in "PDCA" else letter


def _bucket(count: int) -> int:
    return max(step for step in _STEPS if step <= count)
