"""From logits to spans: the best sequence of BIO tags that is well formed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from etl.model.schema import Head

# Two spans of one head that touch (15 of 17,000 in the training articles) must be this much likelier, in logits, than one span or a gap:
# else `Clyde and Minch Ferries` falls apart at `and`.
TOUCHING = np.float32(5)

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def find_spans(head: Head, logits: Floats, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[str, int, int, float]]:
    """(label, first word, word after the last, score) of a text, in order; no span crosses from one paragraph to the next.

    `logits` are the head's own, one row a word; `paragraphs` are `[from, to)` in words and follow each other without gap.
    """
    tags = best_tags(logits, paragraphs)
    marked = np.flatnonzero(tags)
    chances = dict(zip(marked.tolist(), _chances(logits[marked], tags[marked]), strict=True))
    listed = tags.tolist()
    spans: list[tuple[str, int, int, float]] = []
    for start in np.flatnonzero(tags % 2).tolist():
        end = start + 1
        while end < len(listed) and listed[end] == listed[start] + 1:
            end += 1
        score = sum(chances[i] for i in range(start, end)) / (end - start)
        spans.append((head.labels[listed[start] // 2], start, end, score))
    return spans


def best_tags(logits: Floats, paragraphs: Sequence[tuple[int, int]]) -> Ints:
    """The best row of tags. Where each word's best tag makes a row that costs nothing it is the best one; else Viterbi finds it."""
    tags: Ints = logits.argmax(axis=1)
    before = np.concatenate(([0], tags[:-1]))
    before[[start for start, _ in paragraphs]] = 0
    costs = transitions(logits.shape[1])[before, tags] < 0
    if costs.any():
        for start, end in paragraphs:
            if costs[start:end].any():
                tags[start:end] = _viterbi(logits[start:end])
    return tags


def _viterbi(logits: Floats) -> Ints:
    """The path of greatest summed logits and transitions; ties go to the lower tag."""
    size = logits.shape[1]
    allowed = transitions(size)
    score = logits[0] + allowed[0]
    back = np.zeros((len(logits), size), dtype=np.int64)
    for i in range(1, len(logits)):
        paths = score[:, None] + allowed
        back[i] = paths.argmax(axis=0)
        score = paths.max(axis=0) + logits[i]
    tags = np.zeros(len(logits), dtype=np.int64)
    tags[-1] = score.argmax()
    for i in range(len(logits) - 1, 0, -1):
        tags[i - 1] = back[i, tags[i]]
    return tags


@lru_cache(maxsize=8)
def transitions(size: int) -> Floats:
    """What it adds that the tag of the column follows the tag of the row: minus infinity where it may not; row 0 (`O`) is the start too."""
    allowed = np.zeros((size, size), dtype=np.float32)
    for inner in range(2, size, 2):
        allowed[:, inner] = -np.inf
        allowed[[inner - 1, inner], inner] = 0
    allowed[1:, 1::2] = -TOUCHING
    return allowed


def _chances(logits: Floats, tags: Ints) -> list[float]:
    """Probability of each row's tag."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: list[float] = (raised[np.arange(len(tags)), tags] / raised.sum(axis=1)).tolist()
    return chances
