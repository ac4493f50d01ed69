"""Learn which words a figure measures, and write the weights to `etl/lexicon/figure_measured_weights.csv`.

    python -m tests.evaluation.measured_training [--write]

Two steps. (1) On corpus train: weights of all features of the text, by softmax over the words of a sentence in plain numpy. (2) On corpus
dev, which the tagger has not learnt by heart: how much the tagger's opinion counts beside them, a few dozen weights more.
Prints what is right on train, on dev (step 2 crossed over five folds) and on test.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import etl.lexicon
from etl.extract.figures import find, measured
from etl.extract.figures.measured import Case, _phrase, find_measured
from etl.extract.figures.measured_features import Candidate, link_features
from etl.extract.figures.quantity import Quantity
from etl.model import Tagger, Tagging
from tests.evaluation.figure_scores import _alike, degraded, figure_pairs, gold_figures, words_of
from tests.gold import GoldArticle, gold_analysis, read_gold, split

RIDGE, RAREST, LEAST = 20.0, 5, 0.04
OPINION_RIDGE = 1.0
HEADER = "# Weights of what a figure measures (figures/measured.py); written by tests/evaluation/measured_training.py, not by hand.\n"
Options = list[list[tuple[str, float]]]


@dataclass(frozen=True)
class Example:
    """One figure: the features of each option, which options are right, and the article it comes from."""

    options: Options
    right: tuple[bool, ...]
    article: str


def examples(gold: GoldArticle, tagging: Tagging, *, opinions: bool) -> list[Example]:
    """The figures of one article that are found with the right value. Of two figures in a row the first has its right answer."""
    analysis, read = gold_analysis(gold, tagging), list[Quantity]()

    def note(_: object, items: Sequence[Quantity]) -> list[measured.Measured]:
        read.extend(items)
        return find_measured(analysis, items)

    kept, find.find_measured = find.find_measured, note
    try:
        figures = find.find_figures(analysis)
    finally:
        find.find_measured = kept
    wanted, cases = gold_figures(gold), measured.cases(analysis, read)
    found: list[Example] = []
    answers: dict[int, int] = {}
    for i, j in sorted(figure_pairs(wanted, figures), key=lambda pair: pair[1]):
        case = cases[j]
        if case is None or not case.options:
            continue
        right = tuple(_alike(wanted[i]["what"], words_of(_phrase(case, option.place).of(gold.text))) for option in case.options)
        before = cases[j - 1] if j else None
        joined = before if before and before.ground.words is case.ground.words and j - 1 in answers else None
        options = [_features(case, option, joined, answers.get(j - 1, -1), opinions) for option in case.options]
        answers[j] = next((option.place for option, good in zip(case.options, right, strict=True) if good), -1)
        found.append(Example(options, right, gold.id))
    return found


def _features(case: Case, option: Candidate, before: Case | None, place: int, opinions: bool) -> list[tuple[str, float]]:
    joined = link_features(before.ground, case.ground, option.place == place) if before else ()
    opinion = case.opinions.get(option.place) if opinions else None
    return [(name, 1.0) for name in (*option.features, *joined)] + list(opinion.features(case.ground.item.kind) if opinion else ())


class Matrix:
    """Examples as flat arrays: feature numbers and values by option, options by example."""

    def __init__(self, examples: Sequence[Example], names: Mapping[str, int], offsets: Sequence[Sequence[float]] | None = None) -> None:
        rows = [option for example in examples for option in example.options]
        pairs = [[(names[name], value) for name, value in row if name in names] or [(0, 0.0)] for row in rows]
        self.lengths = np.array([len(row) for row in pairs])
        self.columns = np.array([column for row in pairs for column, _ in row])
        self.values = np.array([value for row in pairs for _, value in row])
        self.right = np.array([good for example in examples for good in example.right])
        self.sizes = np.array([len(example.options) for example in examples])
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])
        self.offsets = np.concatenate([np.array(o) for o in offsets]) if offsets else np.zeros(len(rows))
        self.width = len(names)

    def sums(self, weights: np.ndarray) -> np.ndarray:
        """The sum of weights of each option."""
        begins = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        return self.offsets + np.add.reduceat(weights[self.columns] * self.values, begins)

    def gradient(self, weights: np.ndarray) -> np.ndarray:
        """Of the log loss of the right options together; an example without a right option teaches nothing."""
        sums = self.sums(weights)
        powers = np.exp(sums - np.repeat(np.maximum.reduceat(sums, self.starts), self.sizes))
        chances = powers / np.repeat(np.add.reduceat(powers, self.starts), self.sizes)
        good = chances * self.right
        total = np.repeat(np.add.reduceat(good, self.starts), self.sizes)
        error = np.where(total > 0, chances - good / np.maximum(total, 1e-9), 0.0)
        return np.bincount(self.columns, np.repeat(error, self.lengths) * self.values, minlength=self.width)

    def score(self, weights: np.ndarray) -> tuple[int, int]:
        """Examples whose likeliest option is right, and all."""
        sums = self.sums(weights)
        best = [start + int(np.argmax(sums[start : start + size])) for start, size in zip(self.starts, self.sizes, strict=True)]
        return int(self.right[best].sum()), len(best)


def descend(matrix: Matrix, ridge: float, steps: int = 80, pace: float = 0.15) -> np.ndarray:
    """Weights that minimise log loss plus ridge, by Adam with a falling pace."""
    weights, mean, square = (np.zeros(matrix.width) for _ in range(3))
    for step in range(1, steps + 1):
        gradient = matrix.gradient(weights) + ridge * weights
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
        weights -= pace * (1 - 0.9 * step / steps) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-3)
    return weights


def numbered(examples: Iterable[Example], rarest: int) -> dict[str, int]:
    """A number for each feature that so many articles hold."""
    spread = Counter(name for name, _ in {(name, e.article) for e in examples for option in e.options for name, _ in option})
    return {name: number for number, name in enumerate(sorted(name for name, count in spread.items() if count >= rarest))}


def fit_text(train: Sequence[Example]) -> dict[str, float]:
    """Step 1."""
    names = numbered(train, RAREST)
    weights = descend(Matrix(train, names), RIDGE)
    return {name: round(float(weights[i]), 2) for name, i in names.items() if abs(weights[i]) >= LEAST}


def fit_opinions(text: Mapping[str, float], examples: Sequence[Example]) -> dict[str, float]:
    """Step 2: the weights of the tagger's opinion, those of the text held still."""
    names = {name: i for i, name in enumerate(sorted({n for e in examples for o in e.options for n, _ in o if n.startswith("tagged")}))}
    offsets = [[sum(text.get(name, 0.0) * value for name, value in option) for option in e.options] for e in examples]
    weights = descend(Matrix(examples, names, offsets), OPINION_RIDGE, steps=300, pace=0.05)
    return {name: round(float(weights[i]), 2) for name, i in names.items()}


def score(weights: Mapping[str, float], examples: Sequence[Example]) -> tuple[int, int]:
    """Right and all."""
    names = {name: i for i, name in enumerate(weights)}
    return Matrix(examples, names).score(np.array(list(weights.values())))


def crossed(text: Mapping[str, float], examples: Sequence[Example], folds: int = 5) -> float:
    """Share that is right when the tagger's opinion is weighed on other articles than those it is counted on."""
    articles, right = sorted({e.article for e in examples}), 0
    for fold in range(folds):
        held = set(articles[fold::folds])
        weights = {**text, **fit_opinions(text, [e for e in examples if e.article not in held])}
        right += score(weights, [e for e in examples if e.article in held])[0]
    return right / len(examples)


def write(weights: Mapping[str, float]) -> None:
    """The table, a row a feature."""
    rows = "".join(f'"{name.replace(chr(34), chr(34) * 2)}",{weight:g}\n' for name, weight in sorted(weights.items()) if weight)
    Path(etl.lexicon.__file__).with_name(measured.TABLE).write_text(HEADER + "feature,weight\n" + rows, encoding="utf-8")


def gather(name: str, tagger: Tagger | None = None) -> list[Example]:
    """The examples of one split, with the tagger's spans or, without one, with blurred gold spans."""
    found: list[Example] = []
    for article in split(name):
        gold = read_gold(article)
        regions = [(region.start, region.end) for region in gold_analysis(gold).regions]
        tagging = tagger.tag(gold.text, regions) if tagger else degraded(gold)
        found += examples(gold, tagging, opinions=tagger is not None)
    return found


def main() -> None:
    """Train, print the scores, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    tagger, train = Tagger(), gather("train")
    text, dev = fit_text(train), gather("dev", tagger)
    weights = {**text, **fit_opinions(text, dev)}
    right, count = score(text, train)
    print(f"{count} figures, {len(weights)} features; text alone: train {right / count:.3f}, dev {score(text, dev)[0] / len(dev):.3f}")
    print(f"with the tagger: dev {score(weights, dev)[0] / len(dev):.3f}, crossed {crossed(text, dev):.3f}")
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
