"""From logits to spans: the best sequence of BIO tags that is well formed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from etl.model.schema import Head

# Two spans of one head that touch (15 of 17,000 in the training articles) must be this much likelier, in logits, than one span or a gap:
# else `Clyde and Minch Ferries` falls apart at `and`.
TOUCHING = np.float32(5)

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def find_spans(head: Head, logits: Floats) -> list[tuple[str, int, int, float]]:
    """(label, first word, word after the last, score) of one paragraph; `logits` are the head's own, one row a word."""
    tags = _best_tags(logits)
    if not tags.any():
        return []
    chances = _softmax(logits)[np.arange(len(tags)), tags]
    bounds = [i for i, tag in enumerate(tags) if tag % 2 == 1]
    spans: list[tuple[str, int, int, float]] = []
    for start in bounds:
        end = start + 1
        while end < len(tags) and tags[end] == tags[start] + 1:
            end += 1
        spans.append((head.labels[(tags[start] - 1) // 2], start, end, float(chances[start:end].mean())))
    return spans


def _best_tags(logits: Floats) -> Ints:
    """The best row of tags. Where each word's best tag makes a row that costs nothing it is the best one; else Viterbi finds it."""
    greedy: Ints = logits.argmax(axis=1)
    return greedy if _is_free(greedy) else _viterbi(logits)


def _is_free(tags: Ints) -> bool:
    """Every `I-x` (2, 4, …) follows `B-x` or `I-x`, every `B-x` (1, 3, …) follows `O`."""
    inner = (tags % 2 == 0) & (tags > 0)
    before = np.concatenate(([0], tags[:-1]))
    broken = (inner & (before != tags) & (before != tags - 1)) | ((tags % 2 == 1) & (before > 0))
    return not bool(broken.any())


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


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=1, keepdims=True)
    return chances
