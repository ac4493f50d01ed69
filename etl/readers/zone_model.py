"""The line classifier: a linear-chain conditional random field over the lines of a page, small enough to read its weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from etl.readers.article import ZoneKind

LABELS: tuple[ZoneKind, ...] = ("headline", "byline", "body", "caption", "teaser", "furniture")
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class ZoneModel:
    """`emission`: score of each label by feature; `transition[a, b]`: of label b after a; `first`: of a label on the first line."""

    emission: dict[str, Scores]
    transition: Scores
    first: Scores

    @classmethod
    def decode(cls, text: str) -> ZoneModel:
        """The model that `encode` wrote."""
        data: dict[str, Any] = json.loads(text)
        if tuple(data["labels"]) != LABELS:
            raise ValueError(f"zone weights are for {data['labels']}, expected {list(LABELS)}; train them again")
        emission = {name: np.array(row, dtype=np.float64) for name, row in data["emission"].items()}
        return cls(emission, np.array(data["transition"]), np.array(data["first"]))

    def encode(self) -> str:
        """As JSON, one feature a line, so that a change of weights can be reviewed."""
        rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(_rounded(row))}" for name, row in sorted(self.emission.items()))
        transition = json.dumps([_rounded(row) for row in self.transition])
        head = f'"labels": {json.dumps(LABELS)},\n "first": {json.dumps(_rounded(self.first))},\n "transition": {transition}'
        return f'{{\n {head},\n "emission": {{\n{rows}\n }}\n}}\n'

    def label(self, features: Sequence[Sequence[str]]) -> list[ZoneKind]:
        """The most probable sequence of zones for lines with these features (Viterbi); of equals the first in LABELS."""
        if not features:
            return []
        scores = np.array([self._score(names) for names in features])
        best = scores[0] + self.first
        origins = []
        for row in scores[1:]:
            paths = best[:, None] + self.transition
            origins.append(paths.argmax(axis=0))
            best = paths.max(axis=0) + row
        path = [int(best.argmax())]
        for origin in reversed(origins):
            path.append(int(origin[path[-1]]))
        return [LABELS[i] for i in reversed(path)]

    def _score(self, names: Sequence[str]) -> Scores:
        rows = [self.emission[name] for name in names if name in self.emission]
        return cast(Scores, np.sum(rows, axis=0)) if rows else np.zeros(len(LABELS))


def _rounded(row: Scores) -> list[float]:
    return [round(float(value), 3) for value in row]


@cache
def load_zone_model() -> ZoneModel:
    """The committed weights."""
    return ZoneModel.decode(files("etl.readers").joinpath("zone_weights.json").read_text(encoding="utf-8"))
