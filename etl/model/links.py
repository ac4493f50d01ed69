"""Links between tagged spans: every pair within reach is scored by the product of two vectors and their distance."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from etl.model.schema import EXCLUSIVE, LINKS

Floats = npt.NDArray[np.float32]

REACH = 120  # words between the first words of two linked spans, at most
_EDGES = (1, 2, 3, 4, 6, 8, 11, 15, 20, 28, 40, 60, 90)  # bucket borders of the distance in words
BUCKETS = 2 * (len(_EDGES) + 1)
LEAST = 0.2  # links below this probability are not reported


def bucket(source: int, target: int) -> int:
    """Bucket of the signed distance between two words: how far, and which one comes first."""
    far = bisect_left(_EDGES, abs(target - source))
    return far if target >= source else far + BUCKETS // 2


def candidates(kind: str, spans: Sequence[tuple[str, str, int]]) -> list[tuple[int, int]]:
    """Pairs (source, target) that a link of this kind may join, among spans of (head, label, first word), sorted by first word.

    A quote continues only an earlier one.
    """
    head, target_head, label = LINKS[kind]
    firsts = [first for _, _, first in spans]
    pairs: list[tuple[int, int]] = []
    for source, (its_head, _, first) in enumerate(spans):
        if its_head != head:
            continue
        last = first - 1 if kind == "continues" else first + REACH
        for target in range(bisect_left(firsts, first - REACH), bisect_right(firsts, last)):
            if target != source and spans[target][0] == target_head and label in (None, spans[target][1]):
                pairs.append((source, target))
    return pairs


def score_pairs(
    kind: str, queries: Floats, keys: Floats, reach: Sequence[float], pairs: Sequence[tuple[int, int]], firsts: Sequence[int]
) -> Floats:
    """Probability of each pair; `queries` and `keys` are one vector a span, `reach` the score that each distance bucket adds."""
    source, target = np.asarray(pairs, dtype=np.int64).T
    added = np.asarray([reach[bucket(firsts[s], firsts[t])] for s, t in pairs], dtype=np.float32)
    logits = (queries[source] * keys[target]).sum(axis=1) / np.sqrt(np.float32(queries.shape[1])) + added
    raised = np.exp(np.minimum(logits, 60))
    rivals = np.bincount(source, weights=raised)[source].astype(np.float32) if kind in EXCLUSIVE else raised
    chances: Floats = raised / (1 + rivals)
    return chances
