"""Small linear scorers: named yes-or-no features, one weight each, learned on the corpus and kept as a readable table.

`meeting_weights.csv` holds a row per decision, label and feature; `tests/evaluation/meeting_training.py` writes it. Where the tagger links
meeting words to what they are about, a second, much smaller scorer (decision `… with links`) weighs the first one's score against the
links: it is learned apart, on articles that the tagger has not seen, since on those it has seen its links are too good to be true.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from etl.extract.meetings.links import step
from etl.lexicon import load_csv

TABLE = "meeting_weights.csv"
BIAS = "(bias)"
SCORE = "(score)"
WITH_LINKS = " with links"
Weights = Mapping[str, Mapping[str, float]]
"""Label -> feature -> weight, of one decision."""


@lru_cache(maxsize=1)
def all_weights() -> dict[str, dict[str, dict[str, float]]]:
    """Decision -> label -> feature -> weight, as committed; empty before the first training."""
    table: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in load_csv(TABLE):
        table[row["decision"]][row["label"]][row["feature"]] = float(row["weight"])
    return {decision: dict(labels) for decision, labels in table.items()}


def probability(decision: str, features: Iterable[str], links: Iterable[str] = ()) -> float:
    """Chance, 0 to 1, that a yes-or-no decision holds. `links` are features of the tagger's links, none where it gives none."""
    score = _sum(all_weights().get(decision, {}).get("yes", {}), features)
    return _sigmoid(_weighed(decision, score, links))


def label_scores(decision: str, features: Iterable[str], said: tuple[str, float] | None = None) -> dict[str, float]:
    """Chance of each label by itself (one against the rest); the highest is the answer. `said` is the tagger's own label and score."""
    present = set(features)
    scores = {label: _sum(weights, present) for label, weights in all_weights().get(decision, {}).items()}
    return {label: _sigmoid(_weighed(decision, score, agreement(label, said))) for label, score in scores.items()}


def agreement(label: str, said: tuple[str, float] | None) -> set[str]:
    """What the tagger's label says of another scorer's: `agrees .85`, `differs .6`; empty where it gives none."""
    return {step("agrees" if said[0] == label else "differs", said[1])} if said else set()


def _weighed(decision: str, score: float, links: Iterable[str]) -> float:
    """The score with the links taken into account."""
    features, weights = set(links), all_weights().get(decision + WITH_LINKS, {}).get("yes")
    return _sum(weights, features) + weights.get(SCORE, 0.0) * score if features and weights else score


def _sum(weights: Mapping[str, float], features: Iterable[str]) -> float:
    return weights.get(BIAS, 0.0) + sum(weights.get(f, 0.0) for f in set(features))


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
