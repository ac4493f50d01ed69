"""What a figure measures, in words: the likeliest word of its sentence, by learned weights and what the tagger thinks."""

from __future__ import annotations

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
    read: dict[Span, Words] = {}
    tagged, marked, links = tagged_words(analysis.tagging.spans), analysis.tagging.of("measured"), _links(analysis)
    found: list[Case | None] = []
    for item in items:
        sentence = analysis.sentence_at(item.core.start)
        if sentence is None:
            found.append(None)
            continue
        if sentence not in read:
            inside = [(span, letter) for span, letter in tagged if sentence.start <= span.start < sentence.end]
            read[sentence] = Words(analysis.text, sentence, inside)
        ground = ground_of(analysis.text, read[sentence], item, sentence)
        options = candidates(ground, [other for other in items if sentence.contains(other.core)])
        found.append(Case(ground, tuple(options), _opinions(analysis, ground, options, marked, links)))
    return found


def choose(weights: Mapping[str, float], case: Case, previous: tuple[Case, Candidate] | None) -> Candidate:
    """The option with the highest sum of weights; `previous` is the figure before with its answer."""
    before = previous[0].ground if previous and previous[0].ground.words is case.ground.words else None
    joined = [_sum(weights, link_features(before, case.ground, shared)) for shared in (False, True)] if before else [0.0, 0.0]
    shared_place = previous[1].place if previous else -1

    def score(option: Candidate) -> float:
        opinion = case.opinions.get(option.place)
        said = opinion.features(case.ground.item.kind) if opinion else ()
        told = sum(weights.get(name, 0.0) * value for name, value in said)
        return _sum(weights, option.features) + joined[option.place == shared_place] + told

    return max(case.options, key=score)


@lru_cache(maxsize=1)
def measured_weights() -> Mapping[str, float]:
    """Feature -> weight, as committed."""
    return {row["feature"]: float(row["weight"]) for row in load_csv(TABLE)}


def _sum(weights: Mapping[str, float], features: Sequence[str]) -> float:
    return sum([weights[feature] for feature in features if feature in weights])


# --- the tagger's opinion --------------------------------------------------------------------------------------------------------


def _links(analysis: Analysis) -> list[tuple[TaggedSpan, TaggedSpan, float]]:
    """The tagger's links from figures to what they measure."""
    spans = analysis.tagging.spans
    return [(spans[link.source], spans[link.target], link.score) for link in analysis.tagging.links if link.kind == "measured"]


def _opinions(
    analysis: Analysis,
    ground: Ground,
    options: Sequence[Candidate],
    marked: Sequence[TaggedSpan],
    links: Sequence[tuple[TaggedSpan, TaggedSpan, float]],
) -> dict[int, Opinion]:
    """For each option in a measured phrase of the tagger, that phrase and the link to it."""
    core, spans = ground.item.core, ground.words.spans
    linked = {target: score for source, target, score in links if source.start < core.end and core.start < source.end}
    found = {}
    for option in options:
        for phrase in overlapping(marked, spans[option.place]):
            found[option.place] = Opinion(phrase, linked.get(phrase, 0.0))
    return found


# --- from the head to the phrase -------------------------------------------------------------------------------------------------


def _phrase(case: Case, place: int) -> Span:
    """The phrase around its head: the tagger's, that of the rules, else the nouns and adjectives before it."""
    ground, words = case.ground, case.ground.words
    noun = ground.item.noun
    if opinion := case.opinions.get(place):
        span = Span(opinion.span.start, opinion.span.end)
        # a phrase that the tagger cut short: `timetabled| sailings`
        return cover([span, noun]) if noun is not None and span.overlaps(noun) else span
    if place in ground.rules:
        return ground.rules[place][1]
    first = place
    while first and place - first < _LONGEST and words.classes[place] in NOUNS and words.adjoins(first - 1):
        first -= 1
    return Span(words.spans[_with_verb(case, first)].start, words.spans[place].end)


def _with_verb(case: Case, first: int) -> int:
    """Where the phrase starts with the verb before it, for what is done for so long or so often: `|sold eggs| for 17 years`."""
    words = case.ground.words
    start = first - 1 if first and words.classes[first - 1] == "D" else first
    done = case.ground.item.kind in {"time", "occasions"} and words.classes[first] in NOUNS and start and words.classes[start - 1] in "VE"
    return start - 1 if done else first
