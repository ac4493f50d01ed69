"""The type of a figure (stock, flow, share, …): cue words, learned weights and the tagger's own opinion, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import exp, log

from etl.extract.analysis import Analysis
from etl.extract.figures.around import words_around
from etl.extract.figures.kinds import type_by_rule
from etl.extract.figures.marks import Marks, overlapping
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.type_features import type_features
from etl.lexicon import load_csv
from etl.model import TaggedSpan
from etl.text.span import Span

TYPES = ("stock", "flow", "cumulative", "share", "rate", "change", "price", "amount", "duration", "age", "rank", "score", "other")
TABLE = "figure_type_weights.csv"
BIAS = "(bias)"
Weights = Mapping[str, tuple[float, ...]]
"""Feature -> weight for each of TYPES."""

# How much the tagger's opinion counts beside the weights (exponent of its probability), chosen on dev.
_TAGGER_WEIGHT = 0.15
# Kinds of number whose form alone settles the type: `aged 21`, `3-1`, `30th anniversary`.
_SURE = {("age", "age"), ("score", "score"), ("ordinal", "duration")}


def type_of(analysis: Analysis, marks: Marks, item: Quantity, measured: str | None, time: Span | None) -> str:
    """The likeliest type."""
    around = words_around(analysis, item, measured, time)
    rule = type_by_rule(item, around)
    if not weights() or (item.kind, rule) in _SURE:
        return rule
    chances = probabilities(weights(), type_features(item, around, rule))
    return _best(chances, overlapping(marks.types, item.span))


def _best(chances: Mapping[str, float], opinions: Iterable[TaggedSpan]) -> str:
    """The type with the highest product of chances; what the tagger leaves is shared by all other types."""
    scores = {label: log(max(chance, 1e-6)) for label, chance in chances.items()}
    for opinion in opinions:
        rest = max(1e-3, 1 - opinion.score) / (len(TYPES) - 1)
        for label in scores:
            scores[label] += _TAGGER_WEIGHT * log(opinion.score if label == opinion.label else rest)
    return max(scores, key=lambda label: scores[label])


def probabilities(table: Weights, features: Iterable[str]) -> dict[str, float]:
    """Chance of each type, summing to one."""
    sums = list(table[BIAS])
    for feature in features:
        if row := table.get(feature):
            sums = [total + weight for total, weight in zip(sums, row, strict=True)]
    top = max(sums)
    powers = [exp(value - top) for value in sums]
    return dict(zip(TYPES, (power / sum(powers) for power in powers), strict=True))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The committed weights; empty before the first training."""
    return {row["feature"]: tuple(float(row[label] or 0) for label in TYPES) for row in load_csv(TABLE)}
