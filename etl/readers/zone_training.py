"""`python -m etl.readers.zone_training`: trains the zone classifier on corpus train and writes `zone_weights.json`.

Deterministic: the same corpus gives the same weights. Takes about a minute on one core.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
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
    """All pages as one block of lines: `_x` marks the features of each line, `_at[page, line]` says where a page's line stands in it."""

    def __init__(self, examples: Sequence[Example]) -> None:
        counts = Counter(name for features, _ in examples for names in features for name in set(names))
        self._names = sorted(name for name, count in counts.items() if count >= _RARE)
        column = {name: i for i, name in enumerate(self._names)}
        lines = [names for features, _ in examples for names in features]
        self._x = np.zeros((len(lines), len(self._names)), dtype=np.float32)
        for row, names in enumerate(lines):
            self._x[row, [column[name] for name in names if name in column]] = 1
        lengths = np.array([len(labels) for _, labels in examples])
        starts = np.cumsum(lengths) - lengths
        inside = np.arange(lengths.max())
        self._real = inside[None, :] < lengths[:, None]
        self._at = np.where(self._real, starts[:, None] + inside, 0)
        self._observed = self._count(np.eye(_L)[np.array([label for _, labels in examples for label in labels])])

    def fit(self, steps: int) -> ZoneModel:
        weights = np.zeros(len(self._names) * _L + _L * _L + _L)
        mean, square = np.zeros_like(weights), np.zeros_like(weights)
        for step in range(1, steps + 1):
            slope = self._expected(weights) - self._observed + _PENALTY * weights
            mean = 0.9 * mean + 0.1 * slope
            square = 0.999 * square + 0.001 * slope**2
            rate = _RATE * min(1.0, 2 * (1 - step / (steps + 1)))
            weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        emission, transition, first = self._parts(weights)
        return ZoneModel(dict(zip(self._names, emission, strict=True)), transition, first)

    def _parts(self, weights: Array) -> tuple[Array, Array, Array]:
        cut = len(self._names) * _L
        return weights[:cut].reshape(-1, _L), weights[cut : cut + _L * _L].reshape(_L, _L), weights[cut + _L * _L :]

    def _count(self, labels: Array) -> Array:
        """How often each weight is used when the lines have these labels, one row of 0 and 1 a line."""
        paged = labels[self._at] * self._real[:, :, None]
        pairs = np.einsum("pta,ptb->ab", paged[:, :-1], paged[:, 1:])
        return self._joined(labels, pairs, paged[:, 0].sum(axis=0))

    def _joined(self, lines: Array, pairs: Array, starts: Array) -> Array:
        emission = (self._x.T @ lines.astype(np.float32)).astype(np.float64)
        return np.concatenate([emission.ravel(), pairs.ravel(), starts])

    def _expected(self, weights: Array) -> Array:
        """How often each weight is expected to be used under the model (forward and backward pass over all pages at once)."""
        emission, transition, first = self._parts(weights)
        scores = (self._x @ emission.astype(np.float32)).astype(np.float64)[self._at]
        forward, backward = self._forward(scores, transition, first), self._backward(scores, transition)
        total = _log_sum(forward[:, -1], 1)[:, None, None]
        single = np.exp(forward + backward - total) * self._real[:, :, None]
        after = (scores + backward)[:, 1:, None, :]
        double = np.exp(forward[:, :-1, :, None] + transition + after - total[..., None]) * self._real[:, 1:, None, None]
        lines = np.zeros((len(self._x), _L))
        lines[self._at[self._real]] = single[self._real]
        return self._joined(lines, double.sum(axis=(0, 1)), single[:, 0].sum(axis=0))

    def _forward(self, scores: Array, transition: Array, first: Array) -> Array:
        found = np.empty_like(scores)
        found[:, 0] = scores[:, 0] + first
        for t in range(1, scores.shape[1]):
            ahead = scores[:, t] + _log_sum(found[:, t - 1, :, None] + transition, 1)
            found[:, t] = np.where(self._real[:, t, None], ahead, found[:, t - 1])  # past a page's end its last line is carried on
        return found

    def _backward(self, scores: Array, transition: Array) -> Array:
        found = np.zeros_like(scores)
        for t in range(scores.shape[1] - 2, -1, -1):
            behind = _log_sum(transition + (scores[:, t + 1] + found[:, t + 1])[:, None, :], 2)
            found[:, t] = np.where(self._real[:, t + 1, None], behind, 0)
        return found


def _log_sum(values: Array, axis: int) -> Array:
    top = values.max(axis=axis, keepdims=True)
    return np.asarray(np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis)))


if __name__ == "__main__":
    main()
