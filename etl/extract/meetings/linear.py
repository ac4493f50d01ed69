"""Small linear scorers: named yes-or-no features, one weight each, learned on the corpus and kept as a readable table.

`meeting_weights.csv` holds a row per decision, label and feature; `tests/evaluation/meeting_training.py` writes it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from etl.lexicon import load_csv

TABLE = "meeting_weights.csv"
BIAS = "(bias)"
Weights = Mapping[str, Mapping[str, float]]
"""Label -> feature -> weight, of one decision."""


@lru_cache(maxsize=1)
def all_weights() -> dict[str, dict[str, dict[str, float]]]:
    """Decision -> label -> feature -> weight, as committed; empty before the first training."""
    table: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in load_csv(TABLE):
        table[row["decision"]][row["label"]][row["feature"]] = float(row["weight"])
    return {decision: dict(labels) for decision, labels in table.items()}


def probability(decision: str, features: Iterable[str]) -> float:
    """Chance, 0 to 1, that a yes-or-no decision holds."""
    return _sigmoid(_sum(all_weights().get(decision, {}).get("yes", {}), set(features)))


def label_scores(decision: str, features: Iterable[str]) -> dict[str, float]:
    """Chance of each label by itself (one against the rest); the highest is the answer."""
    present = set(features)
    return {label: _sigmoid(_sum(weights, present)) for label, weights in all_weights().get(decision, {}).items()}


def _sum(weights: Mapping[str, float], features: set[str]) -> float:
    return weights.get(BIAS, 0.0) + sum(weights.get(f, 0.0) for f in features)


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
