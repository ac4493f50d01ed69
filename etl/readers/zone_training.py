"""`python -m etl.readers.zone_training`: trains the zone classifier on corpus train and writes `zone_weights.json`.

Deterministic: the same corpus gives the same weights. Takes about two minutes on one core.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etl.readers.zone_features import line_features
from etl.readers.zone_model import LABELS, ZoneModel
from etl.readers.zone_samples import Page, dress, read_pages
from etl.text.segment import find_paragraphs

Array = NDArray[np.float64]
Example = tuple[list[tuple[str, ...]], list[int]]
DRESSED = 3
"""Dressed copies of each article beside the article itself."""
_STEPS, _RATE, _PENALTY, _RARE = 200, 0.08, 0.6, 3
_L = len(LABELS)


def main() -> None:
    """Train on corpus train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("zone_weights.json"))
    output: Path = parser.parse_args().output
    pages = read_pages("train")
    model = train([*pages, *(dress(pages, i, seed) for seed in range(DRESSED) for i in range(len(pages)))])
    output.write_text(model.encode(), encoding="utf-8")
    print(f"{len(model.emission)} features written to {output}")


def train(pages: Sequence[Page], steps: int = _STEPS) -> ZoneModel:
    """The weights that make the pages' zones most probable, drawn towards 0 (L2); Adam on the whole set at once."""
    return _Trainer([_example(page) for page in pages]).fit(steps)


def _example(page: Page) -> Example:
    text = page.text
    return line_features(text, find_paragraphs(text)), [LABELS.index(kind) for words, kind in page.lines if words.strip()]


class _Trainer:
    """All pages as one block of lines: `x` marks the features of each line, `at` says where line t of page p stands in it."""

    def __init__(self, examples: Sequence[Example]) -> None:
        counts = Counter(name for features, _ in examples for names in features for name in set(names))
        self._names = sorted(name for name, count in counts.items() if count >= _RARE)
        self._examples = examples
        column = {name: i for i, name in enumerate(self._names)}
        lines = [names for features, _ in examples for names in features]
        self._x = np.zeros((len(lines), len(self._names)), dtype=np.float32)
        for row, names in enumerate(lines):
            self._x[row, [column[name] for name in names if name in column]] = 1
        self._y = np.array([label for _, labels in examples for label in labels])
        starts = np.cumsum([0, *(len(labels) for _, labels in examples)])
        self._pages = [slice(a, b) for a, b in pairwise(starts) if b > a]

    def fit(self, steps: int) -> ZoneModel:
        weights = np.zeros(len(self._names) * _L + _L * _L + _L)
        mean, square = np.zeros_like(weights), np.zeros_like(weights)
        for step in range(1, steps + 1):
            slope = self._slope(weights) + _PENALTY * weights
            mean = 0.9 * mean + 0.1 * slope
            square = 0.999 * square + 0.001 * slope**2
            rate = _RATE * min(1.0, 2 * (1 - step / (steps + 1)))
            weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        emission, transition, first = self._parts(weights)
        return ZoneModel(dict(zip(self._names, emission, strict=True)), transition, first)

    def _parts(self, weights: Array) -> tuple[Array, Array, Array]:
        cut = len(self._names) * _L
        return weights[:cut].reshape(-1, _L), weights[cut : cut + _L * _L].reshape(_L, _L), weights[cut + _L * _L :]

    def _slope(self, weights: Array) -> Array:
        """Slope of the negative log-likelihood: expected counts less those observed."""
        emission, transition, first = self._parts(weights)
        scores = (self._x @ emission.astype(np.float32)).astype(np.float64)
        expected, pairs, starts = np.zeros_like(scores), np.zeros((_L, _L)), np.zeros(_L)
        for page in self._pages:
            single, double = _marginals(scores[page], transition, first)
            labels = self._y[page]
            single[np.arange(len(labels)), labels] -= 1
            np.subtract.at(double, (labels[:-1], labels[1:]), 1)
            expected[page], pairs, starts = single, pairs + double, starts + single[0]
        return np.concatenate([(self._x.T @ expected.astype(np.float32)).astype(np.float64).ravel(), pairs.ravel(), starts])


def _marginals(scores: Array, transition: Array, first: Array) -> tuple[Array, Array]:
    """Probability of each label on each line, and expected count of each pair of neighbours (forward and backward pass)."""
    count = len(scores)
    forward, backward = np.zeros((count, _L)), np.zeros((count, _L))
    forward[0] = scores[0] + first
    for t in range(1, count):
        forward[t] = scores[t] + _log_sum(forward[t - 1][:, None] + transition, 0)
    for t in range(count - 2, -1, -1):
        backward[t] = _log_sum(transition + (scores[t + 1] + backward[t + 1])[None, :], 1)
    total = _log_sum(forward[-1], 0)
    pairs = np.zeros((_L, _L))
    if count > 1:
        pairs = np.exp(forward[:-1, :, None] + transition + (scores[1:] + backward[1:])[:, None, :] - total).sum(axis=0)
    return np.exp(forward + backward - total), pairs


def _log_sum(values: Array, axis: int) -> Array:
    top = values.max(axis=axis, keepdims=True)
    return np.asarray(np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis)))


if __name__ == "__main__":
    main()
