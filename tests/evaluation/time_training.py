"""Learn which time phrase dates a figure, and write the weights to `etl/lexicon/figure_time_weights.csv`.

    python -m tests.evaluation.time_training [--write]

Softmax over the time phrases of a sentence and none of them, in plain numpy, on corpus train: once with the tagger's spans, once with
blurred gold ones of which four in ten times are lost, for the tagger knows these articles by heart and misses more in others.
Prints what is right on train, crossed over five folds, and on dev.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import etl.lexicon
from etl.extract.analysis import Analysis
from etl.extract.figures import find, times
from etl.extract.figures.marks import Marks
from etl.extract.figures.quantity import Quantity
from etl.model import Tagger, Tagging
from etl.text.span import Span
from tests.evaluation.figure_scores import _alike, degraded, figure_pairs, gold_figures, words_of
from tests.evaluation.measured_training import Example, Matrix, descend, numbered, score
from tests.gold import GoldArticle, gold_analysis, read_gold, split

RIDGE, RAREST, LEAST = 3.0, 5, 0.03
LOST = 0.33  # of the times that `degraded` leaves
# Taken from `none`, for the tagger passes over more times in articles that it has not learnt. Decided on dev: 0, 0.3, 0.6, 1.0 and 1.5
# give 93.4, 94.1, 93.8, 92.9 and 92.0 right times, and 73, 77, 80, 83 and 87 of 100 right periods.
DOUBT = 0.6
HEADER = "# Weights of what dates a figure (figures/times.py); written by tests/evaluation/time_training.py, not by hand.\n"


def examples(gold: GoldArticle, tagging: Tagging) -> list[Example]:
    """The figures of one article that are found with the right value and have a time phrase in their sentence; the first option is none."""
    read: list[times.Choice | None] = []

    def note(analysis: Analysis, marks: Marks, items: Sequence[Quantity]) -> list[Span | None]:
        read.extend(times.choices(analysis, marks, items))
        return [None] * len(items)

    kept, find.find_times = find.find_times, note
    try:
        figures = find.find_figures(gold_analysis(gold, tagging))
    finally:
        find.find_times = kept
    wanted, found = gold_figures(gold), list[Example]()
    for i, j in figure_pairs(wanted, figures):
        choice = read[j]
        if choice is None:
            continue
        want = wanted[i]["time"]
        right = [not want, *(bool(want) and _alike(want, words_of(phrase.span.of(gold.text))) for phrase in choice.phrases)]
        found.append(Example([[(name, 1.0) for name in names] for names in (choice.none, *choice.features)], tuple(right), gold.id))
    return found


def fit(train: Sequence[Example]) -> dict[str, float]:
    """The weights."""
    names = numbered(train, RAREST)
    weights = descend(Matrix(train, names), RIDGE, steps=150)
    found = {name: round(float(weights[i]), 2) for name, i in names.items() if abs(weights[i]) >= LEAST}
    found["none"] = round(found.get("none", 0.0) - DOUBT, 2)
    return found


def crossed(train: Sequence[Example], folds: int = 5) -> float:
    """Share that is right in articles that the weights have not seen."""
    articles, right = sorted({e.article for e in train}), 0
    for fold in range(folds):
        held = set(articles[fold::folds])
        right += score(fit([e for e in train if e.article not in held]), [e for e in train if e.article in held])[0]
    return right / len(train)


def write(weights: Mapping[str, float]) -> None:
    """The table, a row a feature."""
    rows = "".join(f'"{name.replace(chr(34), chr(34) * 2)}",{weight:g}\n' for name, weight in sorted(weights.items()) if weight)
    Path(etl.lexicon.__file__).with_name(times.TABLE).write_text(HEADER + "feature,weight\n" + rows, encoding="utf-8")


def gather(name: str, tagger: Tagger) -> list[Example]:
    """The examples of one split with the tagger's spans."""
    found: list[Example] = []
    for article in split(name):
        gold = read_gold(article)
        regions = [(region.start, region.end) for region in gold_analysis(gold).regions]
        found += examples(gold, tagger.tag(gold.text, regions))
    return found


def gather_thinned(name: str) -> list[Example]:
    """The same with blurred gold spans, many of the times lost."""
    found: list[Example] = []
    for article in split(name):
        gold, chance = read_gold(article), random.Random(article)
        kept = (span for span in degraded(gold).spans if span.head != "time" or chance.random() > LOST)
        found += examples(gold, Tagging(tuple(kept)))
    return found


def main() -> None:
    """Train, print the scores, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    tagger = Tagger()
    train, dev = [*gather("train", tagger), *gather_thinned("train")], gather("dev", tagger)
    weights = fit(train)
    (right, count), (good, all_) = score(weights, train), score(weights, dev)
    print(
        f"{count} figures, {len(weights)} weights: train {right / count:.3f}, crossed {crossed(train):.3f}, dev {good / all_:.3f} of {all_}"
    )
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
