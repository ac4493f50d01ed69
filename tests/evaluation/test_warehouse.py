"""The warehouse holds its floors, and the gate that says so can fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.evaluation.run import FLOORS, SPLITS, below_floors, compare, corpus_digest, load_texts, score_split, updated_floors
from tests.gold import split

GOOD = {"dev": {"quotes all": {"p": 0.9, "r": 0.9, "f1": 0.9, "gold": 10}}}


def test_scores_hold_their_floors(tmp_path: Path) -> None:
    snapshot = load_texts([article for name in SPLITS for article in split(name)], tmp_path)
    results = {name: score_split(name, snapshot).results() for name in SPLITS}
    held = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert held["corpus"] == corpus_digest()
    assert below_floors(results, held["floors"]) == []


def test_a_fallen_or_vanished_row_is_named() -> None:
    assert below_floors(GOOD, {"dev": {"quotes all": 0.95}}) == ["dev: quotes all is 0.900, the floor is 0.950"]
    assert len(below_floors(GOOD, {"dev": {"figures": 0.5}})) == 1
    assert below_floors(GOOD, {"dev": {"quotes all": 0.9}}) == []


@pytest.mark.parametrize(("lower", "expected"), [(False, 0.97), (True, 0.895)])
def test_floors_fall_only_when_told_to(lower: bool, expected: float) -> None:
    assert updated_floors(GOOD, {"dev": {"quotes all": 0.97}}, lower=lower) == {"dev": {"quotes all": expected}}


def test_update_refuses_a_fall_and_a_changed_corpus(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"corpus": corpus_digest(), "floors": {"dev": {"quotes all": 0.97}}}), encoding="utf-8")
    assert compare(GOOD, update=True, lower=False, path=path) == 1
    assert json.loads(path.read_text())["floors"]["dev"]["quotes all"] == 0.97
    path.write_text(json.dumps({"corpus": "another", "floors": {}}), encoding="utf-8")
    assert compare(GOOD, update=True, lower=False, path=path) == 1
    assert compare(GOOD, update=True, lower=True, path=path) == 0
