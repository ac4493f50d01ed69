"""Links between tagged spans: every pair within reach is scored by the product of two vectors and their distance."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from etl.model.schema import BACKWARD, EXCLUSIVE, LINKS

Floats = npt.NDArray[np.float32]

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
    """Pairs (source, target) that a link of this kind may join, among spans of (head, label, place) sorted by place.

    Some kinds point backwards only: a quote continues an earlier one, `she` stands for a name before it.
    """
    head, target_head, label = LINKS[kind]
    targets = [i for i, span in enumerate(spans) if span[0] == target_head and label in (None, span[1])]
    firsts = [spans[t][2][0] for t in targets]
    pairs: list[tuple[int, int]] = []
    for s, (its_head, _, place) in enumerate(spans):
        if its_head == head:
            last = place[0] - 1 if kind in BACKWARD else place[1] + REACH
            near = targets[bisect_left(firsts, place[0] - REACH - _LONGEST) : bisect_right(firsts, last)]
            pairs += [(s, t) for t in near if t != s and gap(place, spans[t][2]) <= REACH]
    return pairs


def score_pairs(
    kind: str, queries: Floats, keys: Floats, reach: Sequence[float], pairs: Sequence[tuple[int, int]], places: Sequence[Place]
) -> Floats:
    """Probability of each pair; `queries` and `keys` are one vector a span, `reach` the score that each distance bucket adds."""
    source, target = np.asarray(pairs, dtype=np.int64).T
    added = np.asarray([reach[bucket(places[s], places[t])] for s, t in pairs], dtype=np.float32)
    logits = (queries[source] * keys[target]).sum(axis=1) / np.sqrt(np.float32(queries.shape[1])) + added
    raised = np.exp(np.minimum(logits, 60))
    rivals = np.bincount(source, weights=raised)[source].astype(np.float32) if kind in EXCLUSIVE else raised
    chances: Floats = raised / (1 + rivals)
    return chances
