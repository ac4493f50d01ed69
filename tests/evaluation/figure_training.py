"""Learn the weights of a figure's type from corpus train, and write them to `etl/lexicon/figure_type_weights.csv`.

    python -m tests.evaluation.figure_training [--write] [--check]     (--check: five-fold cross-validation on train, and dev)

Multinomial logistic regression in plain numpy, held down by a ridge, on train by the tagger's spans and by blurred gold ones. What the
tagger takes a figure for is a feature like any other, so how far it is trusted is learnt too. Run `measured_training` and
`time_training` first: what a figure measures, and when, tells of its type.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import etl.lexicon
from etl.extract.analysis import Analysis
from etl.extract.facts import Figure
from etl.extract.figures import find, types
from etl.extract.figures.marks import Marks
from etl.extract.figures.type_features import outlooks
from etl.model import Tagger
from tests.evaluation.figure_scores import degraded, figure_pairs, gold_figures
from tests.gold import GoldArticle, gold_analysis, read_gold, split

RIDGE, RAREST, LEAST = 16.0, 5, 0.03
HEADER = "# Weights of a figure's type (etl/extract/figures/types.py); written by tests/evaluation/figure_training.py, not by hand.\n"


@dataclass(frozen=True)
class Case:
    """One figure: its features, its type in the gold, and the article it comes from."""

    features: frozenset[str]
    label: str
    article: str


def gather(articles: Iterable[str], tagger: Tagger, *, blurred: bool = False) -> list[Case]:
    """The figures of the articles that are found with the right value, by the tagger's spans and, when asked, by blurred gold ones too."""
    return [case for article in articles for case in _cases(read_gold(article), tagger, blurred)]


def _cases(gold: GoldArticle, tagger: Tagger, blurred: bool) -> Iterator[Case]:
    wanted = gold_figures(gold)
    regions = [(region.start, region.end) for region in gold_analysis(gold).regions]
    for tagging in (tagger.tag(gold.text, regions), *([degraded(gold)] if blurred else [])):
        seen = _read(gold_analysis(gold, tagging))
        for i, j in figure_pairs(wanted, [figure for figure, _ in seen]):
            yield Case(seen[j][1], wanted[i]["type"], gold.id)


def _read(analysis: Analysis) -> list[tuple[Figure, frozenset[str]]]:
    """Each figure with the features of its type."""
    noted: list[frozenset[str]] = []

    def note(_: Analysis, marks: Marks, *read: Any) -> list[str]:
        noted.extend(outlook.features for outlook in outlooks(analysis, marks, *read))
        return ["other"] * len(noted)

    kept, find.types_of = find.types_of, note
    try:
        return list(zip(find.find_figures(analysis), noted, strict=True))
    finally:
        find.types_of = kept


def fit(cases: Sequence[Case]) -> types.Weights:
    """Weights that tell the labels of the cases apart."""
    spread = Counter(f for f, _ in {(f, c.article) for c in cases for f in c.features})
    names = sorted(f for f, n in spread.items() if n >= RAREST)
    column = {f: i for i, f in enumerate(names)}
    matrix = np.zeros((len(cases), len(names) + 1), np.float32)
    matrix[:, -1] = 1.0
    for row, case in enumerate(cases):
        matrix[row, [column[f] for f in case.features if f in column]] = 1.0
    weights = _descend(matrix, np.array([types.TYPES.index(c.label) for c in cases]))
    rows = {f: weights[i] for f, i in column.items() if np.abs(weights[i]).max() >= LEAST}
    return types.weights_of({**rows, types.BIAS: weights[-1]})


def _descend(matrix: np.ndarray, truth: np.ndarray, steps: int = 150) -> np.ndarray:
    """Weights that minimise log loss plus ridge, by Nesterov's accelerated gradient; rare features take longer steps."""
    target = np.eye(len(types.TYPES), dtype=np.float32)[truth]
    scale = matrix.sum(axis=0)[:, None] ** -0.25
    scaled = matrix * scale.T
    ridge = RIDGE * scale**2
    ridge[-1] = 0.0
    pace = 1.0 / (0.5 * _largest_eigenvalue(scaled) + float(ridge.max()))
    weights = np.zeros((matrix.shape[1], len(types.TYPES)), np.float32)
    ahead = weights
    for step in range(steps):
        scores = scaled @ ahead
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        moved = ahead - pace * (scaled.T @ (chances - target) + ridge * ahead)
        ahead = moved + step / (step + 3) * (moved - weights)
        weights = moved
    return np.asarray(weights * scale)


def _largest_eigenvalue(matrix: np.ndarray) -> float:
    """Of `matrix` transposed times itself, by power iteration, with a little on top."""
    vector = np.ones(matrix.shape[1], np.float32)
    for _ in range(12):
        vector = matrix.T @ (matrix @ (vector / np.linalg.norm(vector)))
    return 1.05 * float(np.linalg.norm(vector))


def right(table: types.Weights, cases: Sequence[Case]) -> float:
    """Share of cases whose likeliest type is the gold one."""
    guesses = [types.probabilities(table, c.features) for c in cases]
    return sum(max(g, key=lambda label: g[label]) == c.label for g, c in zip(guesses, cases, strict=True)) / max(1, len(cases))


def write(table: types.Weights) -> None:
    """The table as a row a feature; small weights are left out."""
    with Path(etl.lexicon.__file__).with_name(types.TABLE).open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", *types.TYPES])
        for feature, row in sorted(table.rows.items()):
            writer.writerow([feature, *(f"{w:.2f}" if abs(w) >= LEAST else "" for w in table.values[row])])


def main() -> None:
    """Cross-validate, check on dev, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    articles, tagger = split("train"), Tagger()
    cases = gather(articles, tagger, blurred=True)
    table = fit(cases)
    print(f"{len(cases)} cases, {len(table.rows)} features")
    if options.check:
        folds = [set(articles[i::5]) for i in range(5)]
        crossed = [right(fit([c for c in cases if c.article not in f]), [c for c in cases if c.article in f]) for f in folds]
        print(f"right: crossed {np.mean(crossed):.3f}, dev {right(table, gather(split('dev'), tagger)):.3f}")
    if options.write:
        write(table)


if __name__ == "__main__":
    main()
