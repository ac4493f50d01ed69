"""The type of a figure (stock, flow, share, …): learned weights of the words around it, the cue words' verdict and the tagger's opinion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from etl.extract.analysis import Analysis
from etl.extract.figures.marks import Marks
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.type_features import Outlook, outlooks
from etl.lexicon import load_csv
from etl.text.span import Span

TYPES = ("stock", "flow", "cumulative", "share", "rate", "change", "price", "amount", "duration", "age", "rank", "score", "other")
TABLE = "figure_type_weights.csv"
BIAS = "(bias)"


@dataclass(frozen=True)
class Weights:
    """What a feature says for each of TYPES: `values[rows[feature]]`."""

    rows: Mapping[str, int]
    values: npt.NDArray[np.float32]


def types_of(
    analysis: Analysis, marks: Marks, items: Sequence[Quantity], measured: Sequence[str | None], times: Sequence[Span | None]
) -> list[str]:
    """The likeliest type of each of `items`."""
    return [_settled(outlook) for outlook in outlooks(analysis, marks, items, measured, times)]


def _settled(outlook: Outlook) -> str:
    table = weights()
    if table is None or outlook.settled:
        return outlook.rule
    return TYPES[int(_sums(table, outlook.features).argmax())]


def probabilities(table: Weights, features: Iterable[str]) -> dict[str, float]:
    """Chance of each type, summing to one."""
    sums = _sums(table, features)
    powers = np.exp(sums - sums.max())
    return dict(zip(TYPES, (powers / powers.sum()).tolist(), strict=True))


def _sums(table: Weights, features: Iterable[str]) -> npt.NDArray[np.float32]:
    """The sum of weights for each type, in the order of the table: that of float32 hangs on its order, and that of a set on chance."""
    rows = [table.rows[feature] for feature in features if feature in table.rows]
    rows.append(table.rows[BIAS])
    rows.sort()
    total: npt.NDArray[np.float32] = table.values.take(rows, axis=0).sum(axis=0)
    return total


@lru_cache(maxsize=1)
def weights() -> Weights | None:
    """The committed weights; None before the first training."""
    table = load_csv(TABLE)
    return weights_of({row["feature"]: [float(row[label] or 0) for label in TYPES] for row in table}) if table else None


def weights_of(table: Mapping[str, Sequence[float]]) -> Weights:
    """From feature -> weight for each of TYPES; BIAS must be among the features."""
    return Weights({feature: row for row, feature in enumerate(table)}, np.array(list(table.values()), np.float32))
