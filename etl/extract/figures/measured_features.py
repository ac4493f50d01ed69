"""Which words a figure may measure, and what tells for each: named features for the learned weights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from etl.extract.figures.phrases import measured_by_rule, sure_by_rule
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.words import CAPS, Words, counts
from etl.lexicon import load_words, load_yaml
from etl.text.span import Span

# Words between, in buckets: `d8` = eight to ten.
_STEPS = (0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 25)
_FARTHEST = _STEPS[-1]
_DISTANCE = tuple((f"d{max(step for step in _STEPS if step <= distance)}",) for distance in range(_FARTHEST + 1))


class Candidate(NamedTuple):
    """A word that may be the head of what a figure measures: its place in the sentence and what tells for or against it.

    `lead` is the kind of figure and, last, the side of it that the word stands on (`countL`); stems tell by side, by lead or by both:
    those of `groups` come together in many sentences, those of `single` hardly ever; `names` tell by themselves.
    """

    place: int
    lead: str
    groups: tuple[tuple[str, ...], ...]
    single: list[str]
    names: list[str]

    @property
    def stems(self) -> list[str]:
        """All that tells by side or lead."""
        return [stem for group in (*self.groups, self.single) for stem in group]

    @property
    def features(self) -> tuple[str, ...]:
        """The names of all features, for the training."""
        by_side = (self.lead[-1] + stem for stem in self.stems if not _ONLY_BY_LEAD.match(stem))
        by_lead = (self.lead + stem for stem in self.stems if not _ONLY_BY_SIDE.match(stem))
        return (*self.names, *by_side, *by_lead)


# Tried on dev: with every stem by both there are a fifth more features, and measured words are right as often (77.7 for 78.0 of 100).
_ONLY_BY_LEAD = re.compile(r"\[|w |.+\]$|=.*\|.$", re.DOTALL)
_ONLY_BY_SIDE = re.compile(r"s |=(?!.*\|.$)", re.DOTALL)


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
    words, item = ground.words, ground.item
    counted = {place for other in others if other.noun and other is not item for place in range(*words.stretch(other.noun))}
    numbers = {place for other in others if other is not item for place in range(*words.stretch(other.number.span))}
    own = range(*words.stretch(item.noun)) if item.noun else range(0)
    left, inside, right = item.kind + "L", item.kind + "O", item.kind + "R"
    previous, following = f"[{ground.previous_word}]", f"[{ground.next_word}]"
    found: list[Candidate] = []
    for place, head in words.heads.items():
        if place < ground.first:
            lead, low, high = left, place + 1, ground.first
        elif place >= ground.stop:
            lead, low, high = right, ground.stop, place
        elif place in own:
            lead, low, high = inside, place, place
        else:
            continue
        if place in numbers or words.lower[place] in _calendar() or _attributes(words, place):
            continue  # `Six in 10 (4.1|million|)`, `up from 6.8 million in |July|`, `the |figures| show`
        distance = high - low
        between, few = _between(words.before[high] - words.before[low], head.letter)
        single = [f"{previous}{few}", f"{few}{following}", head.word, head.ending]
        if distance <= 6:
            single += _link(words, head.letter, low, high)
        groups = (_DISTANCE[distance if distance < _FARTHEST else _FARTHEST], between, head.shape)
        option = Candidate(place, lead, groups, single, [head.word])
        if place in own or place in counted or place in ground.rules:
            option.names.extend(_standing(ground, option, own, place in counted))
        found.append(option)
    return found


def _attributes(words: Words, place: int) -> bool:
    """Whether a word is the paper that a clause of its own credits: `it took 9 minutes, the new |figures| showed.`"""
    lower = words.lower
    closes = (
        lower[place + 1 : place + 2]
        and lower[place + 1] in load_words("figure_words.yaml", "showing")
        and lower[place + 2 : place + 3] in ([], ["."], ["”"])
    )
    return bool(closes) and lower[place] in _papers()


@lru_cache(maxsize=1)
def _papers() -> frozenset[str]:
    nouns = load_words("figure_words.yaml", "source_nouns")
    return nouns | {noun + "s" for noun in nouns}


@lru_cache(maxsize=1)
def _calendar() -> frozenset[str]:
    """Months and days of the week, which nothing counts; short ones may be other words (`sat`) and names (`April`)."""
    data = load_yaml("dates.yaml")
    return frozenset(word for word in (*data["months"], *data["weekdays"]) if len(word) > 5 or word == "july")


def _standing(ground: Ground, option: Candidate, own: range, counted: bool) -> Iterator[str]:
    """What only few words are: part of the counted noun, counted by another figure, the end of the rules' phrase."""
    kind, place = ground.item.kind, option.place
    if place in own:
        yield f"{kind}noun{place == own[-1]}"
    if counted:
        yield from ("counted", f"{option.lead}counted")
    if place in ground.rules:
        rule = ground.rules[place][0]
        yield from (rule, f"{kind}{rule}{ground.words.classes[place]}")


def link_features(left: Ground, right: Ground, shared: bool) -> tuple[str, ...]:
    """What tells for a word that the figure before measures too (`shared`), or for another one: `14% of men |and| 20% of women`."""
    kind, other, words = right.item.kind, left.item.kind, right.words
    if not shared:
        return "apart", f"{kind}apart{other}"
    low, high = left.stop, right.first
    link = " ".join(words.lower[low:high]) if high - low <= 3 else words.classes[low:high] if high - low <= 8 else "far"
    return "shared", f"{kind}shared{other}", f"shared {link}", f"{kind}shared{other} {link}"


@lru_cache(maxsize=20_000)
def _between(packed: int, letter: str) -> tuple[tuple[str, ...], str]:
    """What tells of a word of class `letter` by all that is counted between it and the figure, and a name for how much that is."""
    heads, breaks, links, verbs, numbers, marks = counts(packed)
    crossed = _CROSSED[verbs][links if links < 2 else 2][breaks if breaks < 2 else 2]
    group = (_HEADS[heads], _BREAKS[breaks][marks][numbers], _LINKS[links][verbs], letter + crossed)
    return group, _FEW[heads if heads < 3 else 3] + letter


def _link(words: Words, letter: str, low: int, high: int) -> list[str]:
    """The few words between a word and the figure, `low` to `high`."""
    classes = f"|{words.classes[low:high]}|{letter}"
    if high - low > 3:
        return [classes]
    link = " ".join(words.lower[low:high])
    return [classes, f"={link}", f"={link}|{letter}"]


# The names of what lies between, by how many; see `words.CAPS`.
_FEW = "0123"
_HEADS = tuple(f"r{heads}" for heads in range(CAPS[0] + 1))
_BREAKS = tuple(tuple(tuple(f"b{b}m{m}n{n}" for n in range(CAPS[4] + 1)) for m in range(CAPS[5] + 1)) for b in range(CAPS[1] + 1))
_LINKS = tuple(tuple(f"p{p}v{v}" for v in range(CAPS[3] + 1)) for p in range(CAPS[2] + 1))
_CROSSED = tuple(tuple(tuple(f"v{v}p{p}b{b}" for b in range(3)) for p in range(3)) for v in range(CAPS[3] + 1))
