"""The shipped tagger against the dev articles: it may not fall under these floors (span F1 at overlap 0.5, in percent)."""

from __future__ import annotations

from functools import cache

import pytest

from etl.model import Tagger
from etl.model.evaluate import Scores, score
from etl.model.training.corpus import read_split

FLOORS = {
    "name person": 90,
    "name organisation": 75,
    "name place": 85,
    "role": 72,
    "quote": 82,
    "quote direct": 88,
    "cue": 88,
    "source": 80,
    "figure": 85,
    "measured": 55,
    "time": 55,
    "meeting": 50,
}


@cache
def scores() -> Scores:
    tagger = Tagger()
    return score(read_split("dev"), lambda article: tagger.tag(article.text, article.regions))


@pytest.mark.parametrize(("row", "floor"), FLOORS.items())
def test_floor(row: str, floor: float) -> None:
    counts = scores().rows[row]
    assert counts.f1(counts.overlap) >= floor
