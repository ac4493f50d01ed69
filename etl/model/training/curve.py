"""`python -m etl.model.training.curve`: what more articles are worth, by training on a part of those there are."""

from __future__ import annotations

import argparse
import random
import tempfile
from dataclasses import replace
from pathlib import Path

import torch

from etl.model import Tagger
from etl.model.evaluate import Scores, score
from etl.model.training.__main__ import find_base, fit
from etl.model.training.corpus import Article, read_split
from etl.model.training.export import export
from etl.model.training.loop import Settings


def main() -> None:
    """Command line: one column of F1 at overlap 0.5 on dev for each share of the training articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shares", type=int, nargs="+", default=[25, 50, 75, 100], help="percent of the training articles")
    parser.add_argument("--epochs", type=int, default=Settings().epochs, help="for the whole; parts get as many steps, up to three times")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    articles, dev = read_split("train"), read_split("dev")
    random.Random(1).shuffle(articles)
    columns: dict[str, Scores] = {}
    for share in options.shares:
        part = articles[: round(len(articles) * share / 100)]
        epochs = min(3 * options.epochs, round(options.epochs * len(articles) / len(part)))
        columns[f"{len(part)} articles"] = evaluate(part, dev, replace(Settings(), epochs=epochs))
        print(show(columns), flush=True)


def evaluate(part: list[Article], dev: list[Article], settings: Settings) -> Scores:
    """Dev scores of a tagger trained on `part`."""
    base = find_base()
    with tempfile.TemporaryDirectory() as folder:
        export(fit(part, base, settings), base / "vocab.txt", Path(folder), "curve")
        tagger = Tagger(Path(folder))
        return score(dev, lambda article: tagger.tag(article.text, article.regions))


def show(columns: dict[str, Scores]) -> str:
    """The table so far."""
    rows = sorted({row for scores in columns.values() for row in scores.rows})
    lines = [" " * 22 + "".join(f"{name:>14}" for name in columns)]
    for row in rows:
        found = [scores.rows.get(row) for scores in columns.values()]
        lines.append(f"{row:22}" + "".join(f"{c.f1(c.overlap) if c else 0:14.1f}" for c in found))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
