"""Small linear scorers: named yes-or-no features, one weight each, learned on the corpus and kept as a readable table.

`meeting_weights.csv` holds a row per decision, label and feature; `tests/evaluation/meeting_training.py` writes it. Where the tagger links
meeting words to what they are about, a second, much smaller scorer (decision `… with links`) weighs the first one's score against the
links: it is learned apart, on articles that the tagger has not seen, since on those it has seen its links are too good to be true.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import repeat

from etl.extract.meetings.links import step
from etl.lexicon import load_csv

TABLE = "meeting_weights.csv"
BIAS = "(bias)"
SCORE = "(score)"
WITH_LINKS = " with links"
_PLACES = 9  # of a sum of weights, which have three: the order of a set differs from run to run and must not decide between equals
Weights = Mapping[str, Mapping[str, float]]
"""Label -> feature -> weight, of one decision."""


@lru_cache(maxsize=1)
def all_weights() -> dict[str, dict[str, dict[str, float]]]:
    """Decision -> label -> feature -> weight, as committed; empty before the first training."""
    table: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in load_csv(TABLE):
        table[row["decision"]][row["label"]][row["feature"]] = float(row["weight"])
    return {decision: dict(labels) for decision, labels in table.items()}


def use(tables: Mapping[str, dict[str, dict[str, float]]]) -> None:
    """From now on, decide by these weights (decision -> label -> feature -> weight) instead of the committed ones."""
    all_weights().update(tables)
    _by_feature.cache_clear()


@lru_cache(maxsize=16)
def _by_feature(decision: str) -> dict[str, dict[str, float]]:
    """Feature -> label -> weight of a decision between labels: most features say nothing of most labels."""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for label, weights in all_weights().get(decision, {}).items():
        table[BIAS][label] = weights.get(BIAS, 0.0)
        for feature, weight in weights.items():
            table[feature][label] = weight
    return dict(table)


def probability(decision: str, features: AbstractSet[str], links: AbstractSet[str] = frozenset()) -> float:
    """Chance, 0 to 1, that a yes-or-no decision holds. `links` are features of the tagger's links, none where it gives none."""
    score = _sum(all_weights().get(decision, {}).get("yes", {}), features)
    return _sigmoid(_weighed(decision, score, links))


def between(chance: float, score: float, share: float) -> float:
    """A chance that lies between one chance and another scorer's logit, which counts for `share` (0 to 1)."""
    kept = min(max(chance, 1e-6), 1 - 1e-6)
    return _sigmoid((1 - share) * math.log(kept / (1 - kept)) + share * score)


def label_scores(decision: str, features: AbstractSet[str], said: tuple[str, float] | None = None) -> dict[str, float]:
    """Chance of each label by itself (one against the rest); the highest is the answer. `said` is the tagger's own label and score."""
    by_feature = _by_feature(decision)
    scores = dict(by_feature.get(BIAS, {}))
    for feature in features:
        for label, weight in by_feature.get(feature, {}).items():
            scores[label] += weight
    weights = all_weights().get(decision + WITH_LINKS, {}).get("yes") if said else None
    if not said or not weights:
        return {label: _sigmoid(round(score, _PLACES)) for label, score in scores.items()}
    agrees, differs = (_sum(weights, {step(word, said[1])}) for word in ("agrees", "differs"))
    share = weights.get(SCORE, 0.0)
    return {label: _sigmoid((agrees if label == said[0] else differs) + share * round(score, _PLACES)) for label, score in scores.items()}


def agreement(label: str, said: tuple[str, float] | None) -> set[str]:
    """What the tagger's label says of another scorer's: `agrees .85`, `differs .6`; empty where it gives none."""
    return {step("agrees" if said[0] == label else "differs", said[1])} if said else set()


def _weighed(decision: str, score: float, links: AbstractSet[str]) -> float:
    """The score with the links taken into account."""
    weights = all_weights().get(decision + WITH_LINKS, {}).get("yes") if links else None
    return _sum(weights, links) + weights.get(SCORE, 0.0) * score if weights else score


def _sum(weights: Mapping[str, float], features: AbstractSet[str]) -> float:
    """Summed weights of the features; `map` and `repeat` keep the loop out of Python."""
    return round(sum(map(weights.get, features, repeat(0.0)), weights.get(BIAS, 0.0)), _PLACES)


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
