"""From logits to spans: the best sequence of BIO tags that is well formed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from etl.model.schema import Head

# Two spans of one head that touch (15 of 17,000 in the training articles) must be this much likelier, in logits, than one span or a gap:
# else `Clyde and Minch Ferries` falls apart at `and`.
TOUCHING = 5.0
SURE = 8.0  # a word whose `O` leads by as much, in logits, is taken to stand in no span; most words do

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def find_spans(head: Head, logits: Floats, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[str, int, int, float]]:
    """(label, first word, word after the last, score) of a text, in order; no span crosses from one paragraph to the next.

    `logits` are the head's own, one row a word; `paragraphs` are `[from, to)` in words and follow each other without gap.
    """
    tags = best_tags(logits, paragraphs)
    marked = np.flatnonzero(tags)
    kinds, places = tags[marked].tolist(), marked.tolist()
    chances = _chances(logits[marked], tags[marked])
    begins = [i for i, tag in enumerate(kinds) if tag % 2]
    return [
        (head.labels[kinds[i] // 2], places[i], places[end - 1] + 1, sum(chances[i:end]) / (end - i))
        for i, end in pairwise([*begins, len(kinds)])
    ]


def best_tags(logits: Floats, paragraphs: Sequence[tuple[int, int]]) -> Ints:
    """The best row of tags. Where each word's best tag makes a row that costs nothing it is the best one; else Viterbi finds it."""
    lead = logits[:, 0] - logits[:, 1:].max(axis=1)
    marked = np.flatnonzero(lead < 0)
    tags = np.zeros(len(logits), dtype=np.int64)
    tags[marked] = logits[marked].argmax(axis=1)
    starts = np.asarray([start for start, _ in paragraphs])
    first = np.zeros(len(logits), dtype=bool)
    first[starts] = True
    before = np.where(first[marked], 0, tags[marked - 1])
    costly = marked[transitions(logits.shape[1])[before, tags[marked]] < 0]
    of = np.searchsorted(starts, costly, side="right") - 1
    for number in sorted(set(of.tolist())):
        start, end = paragraphs[number]
        _repair(tags[start:end], logits[start:end], np.flatnonzero(lead[start:end] >= SURE), costly[of == number] - start)
    return tags


def _repair(tags: Ints, logits: Floats, sure: Ints, costly: Ints) -> None:
    """Puts the best tags of one paragraph in the place of each word's best, which cost something before the words `costly`.

    Only the stretches between words that are surely in no span are looked through again. Should mending them lose more than such a word
    would, it was not sure enough, and the whole paragraph is looked through: so what is found is always the best.
    """
    gaps = np.searchsorted(sure, costly)
    bounds = np.concatenate(([0], sure + 1, [len(tags) + 1]))
    lost = 0.0
    for gap in sorted(set(gaps.tolist())):
        stretch = slice(int(bounds[gap]), int(bounds[gap + 1]) - 1)
        tags[stretch], loss = _viterbi(logits[stretch].tolist())
        lost += loss
    if lost > SURE:
        tags[:], _ = _viterbi(logits.tolist())


def _viterbi(logits: list[list[float]]) -> tuple[list[int], float]:
    """The path of greatest summed logits and transitions, and what it loses against each word's best tag; ties go to the lower tag.

    Written out for what `transitions` holds, which is faster than matrices of this size: `O` may follow anything; a beginning follows
    `O`, or another span at a cost; an inside follows the beginning or inside of its own label.
    """
    size = len(logits[0])
    score = [0.0] + [-math.inf] * (size - 1)  # as if `O` stood before the first word
    back: list[list[int]] = []
    for row in logits:
        top, spans = max(score), max(score[1:])
        began = max(score[0], spans - TOUCHING)
        came = [score.index(top)] + [0 if began == score[0] else score.index(spans, 1)] * (size - 1)
        reached = [row[0] + top] + [value + began for value in row[1:]]
        for inner in range(2, size, 2):
            came[inner] = inner - 1 if score[inner - 1] >= score[inner] else inner
            reached[inner] = row[inner] + score[came[inner]]
        back.append(came)
        score = reached
    tags = [score.index(max(score))]
    for came in reversed(back[1:]):
        tags.append(came[tags[-1]])
    return tags[::-1], sum(map(max, logits)) - max(score)


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
