"""Links between tagged spans: every pair within reach is scored by the product of two vectors and their distance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from etl.model.schema import BACKWARD, EXCLUSIVE, LINKS

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

REACH = 40  # words between two linked spans, at most; the network learns from pairs within one window
_EDGES = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 28)  # borders of the buckets, in words between the two
BUCKETS = 2 * (len(_EDGES) + 1)
_LONGEST = 400  # words of a span, at most, for one that begins far before to be considered
LEAST = 0.2  # links below this probability are not reported

Place = tuple[int, int]  # [first word, word after the last)


def gap(source: Place, target: Place) -> int:
    """Words between two spans; 0 when they touch or overlap."""
    return max(0, target[0] - source[1], source[0] - target[1])


def bucket(source: Place, target: Place) -> int:
    """Bucket of the distance between two spans: how far, and which one comes first."""
    far = bisect_left(_EDGES, gap(source, target))
    return far if target >= source else far + BUCKETS // 2


def candidates(kind: str, spans: Sequence[tuple[str, str, Place]]) -> list[tuple[int, int]]:
    """Pairs (source, target) that a link of this kind may join, among spans of (head, label, place) sorted by place."""
    found = near_pairs(kind, Ends([(head, label) for head, label, _ in spans], [place for _, _, place in spans]))
    return [(source, target) for source, target in found.tolist()]


class Ends:
    """Spans that links may join, sorted by place: where they stand (`places`, spans x 2), and which are of a head and label."""

    def __init__(self, names: Sequence[tuple[str, str]], places: Sequence[Place]) -> None:
        self.places = _array(places).reshape(-1, 2)
        self._numbers: dict[tuple[str, str | None], list[int]] = {}
        for number, (head, label) in enumerate(names):
            self._numbers.setdefault((head, label), []).append(number)
            self._numbers.setdefault((head, None), []).append(number)

    def of(self, head: str, label: str | None = None) -> Ints:
        """Numbers of the spans of a head, or of one of its labels."""
        return _array(self._numbers.get((head, label), []))


def near_pairs(kind: str, ends: Ends) -> Ints:
    """Pairs (source, target) that a link of this kind may join, one a row, by source and then by target.

    Some kinds point backwards only: a quote continues an earlier one, `she` stands for a name before it.
    """
    head, target_head, label = LINKS[kind]
    sources, targets = ends.of(head), ends.of(target_head, label)
    if not len(sources) or not len(targets):
        return np.empty((0, 2), dtype=np.int64)
    # Of the targets, sorted by where they begin, each source can reach one stretch.
    begins, at = ends.places[targets, 0], ends.places[sources]
    low = np.searchsorted(begins, at[:, 0] - REACH - _LONGEST)
    high = np.searchsorted(begins, at[:, 0] - 1 if kind in BACKWARD else at[:, 1] + REACH, side="right")
    number = np.maximum(high - low, 0)
    source = np.repeat(sources, number)
    target = targets[np.arange(len(source)) - np.repeat(np.cumsum(number) - number - low, number)]
    kept = (source != target) & (_gaps(ends.places[source], ends.places[target]) <= REACH)
    return np.stack((source[kept], target[kept]), axis=1)


def score_pairs(
    kind: str,
    queries: Floats,
    keys: Floats,
    reach: Sequence[float],
    pairs: Sequence[tuple[int, int]] | Ints,
    places: Sequence[Place] | Ints,
) -> Floats:
    """Probability of each pair; `queries` and `keys` are one vector a span, `reach` the score that each distance bucket adds."""
    source, target = _array(pairs).T
    at = _array(places)
    added = np.asarray(reach, dtype=np.float32)[_buckets(at[source], at[target])]
    logits = (queries[source] * keys[target]).sum(axis=1) / np.sqrt(np.float32(queries.shape[1])) + added
    raised = np.exp(np.minimum(logits, 60))
    rivals = np.bincount(source, weights=raised)[source].astype(np.float32) if kind in EXCLUSIVE else raised
    chances: Floats = raised / (1 + rivals)
    return chances


def _gaps(source: Ints, target: Ints) -> Ints:
    """`gap` of many pairs of places."""
    gaps: Ints = np.maximum(0, np.maximum(target[:, 0] - source[:, 1], source[:, 0] - target[:, 1]))
    return gaps


def _buckets(source: Ints, target: Ints) -> Ints:
    """`bucket` of many pairs of places."""
    far = np.searchsorted(_EDGES, _gaps(source, target))
    before = (target[:, 0] < source[:, 0]) | ((target[:, 0] == source[:, 0]) & (target[:, 1] < source[:, 1]))
    buckets: Ints = far + before * (BUCKETS // 2)
    return buckets


def _array(values: Sequence[object] | Ints) -> Ints:
    return np.asarray(values, dtype=np.int64)
