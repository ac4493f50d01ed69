"""What a figure measures, in words: the likeliest word of its sentence, by learned weights and what the tagger thinks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.figures.marks import overlapping
from etl.extract.figures.measured_features import Candidate, Ground, candidates, ground_of, link_features
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.words import NOUNS, Words, tagged_words
from etl.lexicon import load_csv
from etl.model import TaggedSpan
from etl.text.span import Span, cover

TABLE = "figure_measured_weights.csv"
_LONGEST = 3  # words before the head that belong to the phrase where neither tagger nor rules draw its bounds


@dataclass(frozen=True, slots=True)
class Measured:
    """The words that say what is measured, and where they stand; both None when nothing was found."""

    text: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the tagger says of a word: it is in the measured phrase `span`, to which the figure has a link of probability `link`."""

    span: TaggedSpan
    link: float

    def features(self, kind: str) -> Iterator[tuple[str, float]]:
        """Named values for the weights."""
        yield "tagged", 1.0
        yield f"tagged {kind}", 1.0
        yield "tagged score", self.span.score
        yield "tagged link", self.link
        yield f"tagged link {kind}", self.link


@dataclass(frozen=True, slots=True)
class Case:
    """One figure with the words that it may measure, and the tagger's opinion of those that it has one of."""

    ground: Ground
    options: tuple[Candidate, ...]
    opinions: Mapping[int, Opinion]


def find_measured(analysis: Analysis, items: Sequence[Quantity]) -> list[Measured]:
    """One answer for each of `items`. A figure in a sentence without any noun has none."""
    weights, found = measured_weights(), []
    previous: tuple[Case, Candidate] | None = None
    for case in cases(analysis, items):
        best = choose(weights, case, previous) if case and case.options else None
        previous = (case, best) if case and best else None
        span = _phrase(case, best.place) if case and best else None
        found.append(Measured(span.of(analysis.text), span) if span else Measured())
    return found


def cases(analysis: Analysis, items: Sequence[Quantity]) -> list[Case | None]:
    """One for each of `items`, None for a figure outside every sentence."""
    sentences = [analysis.sentence_at(item.core.start) for item in items]
    phrases = analysis.tagging.of("measured")
    scenes = {sentence: _Scene.of(analysis, sentence, phrases) for sentence in dict.fromkeys(sentences) if sentence is not None}
    for item, sentence in zip(items, sentences, strict=True):
        if sentence is not None and sentence.contains(item.core):
            scenes[sentence].items.append(item)
    links = _links(analysis)
    return [
        _case(analysis.text, scenes[sentence], item, sentence, links) if sentence is not None else None
        for item, sentence in zip(items, sentences, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What all figures of a sentence share: its words, its figures and the tagger's measured phrases by the words that they hold."""

    words: Words
    items: list[Quantity]
    phrases: Mapping[int, TaggedSpan]

    @classmethod
    def of(cls, analysis: Analysis, sentence: Span, phrases: Sequence[TaggedSpan]) -> _Scene:
        words = Words(analysis.text, sentence, tagged_words(analysis.tagging.spans, sentence))
        held = {
            place: phrase for phrase in overlapping(phrases, sentence) for place in range(*words.stretch(Span(phrase.start, phrase.end)))
        }
        return cls(words, [], held)


def _case(text: str, scene: _Scene, item: Quantity, sentence: Span, links: Sequence[tuple[TaggedSpan, TaggedSpan, float]]) -> Case:
    ground = ground_of(text, scene.words, item, sentence)
    core = item.core
    linked = {target: score for source, target, score in links if source.start < core.end and core.start < source.end}
    options = candidates(ground, scene.items)
    opinions = {option.place: Opinion(phrase, linked.get(phrase, 0.0)) for option in options if (phrase := scene.phrases.get(option.place))}
    return Case(ground, tuple(options), opinions)


class Weights:
    """Feature -> weight, and the sums of the features of whatever is weighed."""

    def __init__(self, table: Mapping[str, float]) -> None:
        self._table = table
        self._by_lead: dict[str, _Lead] = {}
        # `Ld3` tells by side, `countLd3` by lead
        self._split: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for feature, weight in table.items():
            if match := _LEAD.match(feature):
                self._split[match.group()][feature[match.end() :]] = weight

    def of(self, *features: str) -> float:
        """The sum over some features; one without weight counts nothing."""
        return sum([self._table[feature] for feature in features if feature in self._table])

    def of_candidate(self, option: Candidate) -> float:
        """The sum over all features of a word."""
        lead = self._by_lead.get(option.lead)
        if lead is None:
            lead = self._by_lead[option.lead] = _Lead(self._split[option.lead[-1]], self._split[option.lead])
        return lead.of(option) + sum([self._table[name] for name in option.names if name in self._table])


_LEAD = re.compile("[a-z]*[LRO]")


class _Lead:
    """The weights of stems for one lead, by side and by lead together: one look instead of two names made and looked up."""

    def __init__(self, by_side: Mapping[str, float], by_lead: Mapping[str, float]) -> None:
        self._stems = {**by_side, **{stem: weight + by_side.get(stem, 0.0) for stem, weight in by_lead.items()}}
        self._groups: dict[tuple[str, ...], float] = {}

    def of(self, option: Candidate) -> float:
        """The sum over all stems of a word."""
        stems, groups = self._stems, self._groups
        total = sum([stems[stem] for stem in option.single if stem in stems])
        for group in option.groups:
            if group not in groups:
                groups[group] = sum([stems[stem] for stem in group if stem in stems])
            total += groups[group]
        return total


def choose(weights: Weights, case: Case, previous: tuple[Case, Candidate] | None) -> Candidate:
    """The option with the highest sum of weights; `previous` is the figure before with its answer."""
    totals = [weights.of_candidate(option) for option in case.options]
    before = previous[0].ground if previous and previous[0].ground.words is case.ground.words else None
    if before and previous:
        joined = [weights.of(*link_features(before, case.ground, shared)) for shared in (False, True)]
        totals = [total + joined[option.place == previous[1].place] for total, option in zip(totals, case.options, strict=True)]
    if case.opinions:
        kind = case.ground.item.kind
        for number, option in enumerate(case.options):
            if opinion := case.opinions.get(option.place):
                totals[number] += sum(weights.of(name) * value for name, value in opinion.features(kind))
    # weights have two decimals: where two words come out even, the first of them wins, whatever the order of the sum
    rounded = [round(total, 6) for total in totals]
    return case.options[rounded.index(max(rounded))]


@lru_cache(maxsize=1)
def measured_weights() -> Weights:
    """The weights as committed."""
    return Weights({row["feature"]: float(row["weight"]) for row in load_csv(TABLE)})


# --- the tagger's opinion --------------------------------------------------------------------------------------------------------


def _links(analysis: Analysis) -> list[tuple[TaggedSpan, TaggedSpan, float]]:
    """The tagger's links from figures to what they measure."""
    spans = analysis.tagging.spans
    return [(spans[link.source], spans[link.target], link.score) for link in analysis.tagging.links if link.kind == "measured"]


# --- from the head to the phrase -------------------------------------------------------------------------------------------------


def _phrase(case: Case, place: int) -> Span:
    """The phrase around its head: the tagger's, that of the rules, else the nouns and adjectives before it."""
    ground, words = case.ground, case.ground.words
    noun = ground.item.noun
    if opinion := case.opinions.get(place):
        span = Span(opinion.span.start, opinion.span.end)
        # a phrase that the tagger cut short: `timetabled| sailings`
        return _without_ends(words, cover([span, noun]) if noun is not None and span.overlaps(noun) else span)
    if place in ground.rules:
        return _without_ends(words, ground.rules[place][1])
    first = place
    while first and place - first < _LONGEST and words.classes[place] in NOUNS and words.adjoins(first - 1):
        first -= 1
    return Span(words.starts[_with_verb(case, first)], words.ends[place])


def _without_ends(words: Words, span: Span) -> Span:
    """The phrase without a loose end: `people making |the|`, `migrants |and|`, `|from| a quake`; a participle goes with its lost object."""
    first, stop = words.stretch(span)
    last = stop - 1
    while last > first and words.classes[last] in "DPCA":
        last -= 1
    if last < stop - 1 and words.classes[stop - 1] == "D" and words.classes[last] == "G" and last > first:
        last -= 1
    while first < last and words.classes[first] in "PC":
        first += 1
    return Span(max(span.start, words.starts[first]), min(span.end, words.ends[last])) if first <= last < len(words.starts) else span


def _with_verb(case: Case, first: int) -> int:
    """Where the phrase starts with the verb before it, for what is done for so long or so often: `|sold eggs| for 17 years`."""
    words = case.ground.words
    start = first - 1 if first and words.classes[first - 1] == "D" else first
    done = case.ground.item.kind in {"time", "occasions"} and words.classes[first] in NOUNS and start and words.classes[start - 1] in "VE"
    return start - 1 if done else first
