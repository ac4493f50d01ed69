"""A text as one row of pieces, read through overlapping windows without seams."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from etl.model.pieces import Pieces
from etl.model.words import SPECIAL, Word

Ints = npt.NDArray[np.int64]

WINDOW = 126  # pieces; [CLS] and [SEP] come on top
OVERLAP = 12  # pieces that two neighbouring windows share


@dataclass(frozen=True, slots=True)
class Row:
    """All paragraphs of a text as one row of pieces, `[SEP]` after each paragraph.

    `ids` and `types` are one per piece; `first` is the number of each word's first piece; `words` the words in order; `paragraphs` the
    `[from, to)` of each paragraph in `words`.
    """

    ids: Ints
    types: Ints
    first: Ints
    words: tuple[Word, ...]
    paragraphs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `[start, end)` of a row; it decides on the words `[word_from, word_to)`, the rest is context."""

    start: int
    end: int
    word_from: int
    word_to: int


def build_row(paragraphs: Sequence[Sequence[Word]], pieces: Pieces) -> Row:
    """Paragraphs of words as a row."""
    ids: list[int] = []
    types: list[int] = []
    first: list[int] = []
    words: list[Word] = []
    bounds: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        bounds.append((len(words), len(words) + len(paragraph)))
        words.extend(paragraph)
        for word in paragraph:
            numbers = pieces.split(word.spelling)
            first.append(len(ids))
            ids.extend(numbers)
            types.extend([word.row] * len(numbers))
        ids.append(pieces.last)
        types.append(SPECIAL)
    return Row(_array(ids), _array(types), _array(first), tuple(words), tuple(bounds))


def cut_windows(row: Row, size: int = WINDOW, overlap: int = OVERLAP) -> list[Window]:
    """Windows that cover the row; each word falls to the window where it is farthest from a cut. Windows begin with a word."""
    starts = row.first.tolist()
    total = len(row.ids)
    edges: list[tuple[int, int]] = []
    start = 0
    while starts:
        end = min(start + size, total)
        edges.append((start, end))
        if end == total:
            break
        start = starts[max(bisect_left(starts, end - overlap), bisect_left(starts, start + 1))]
    return [
        Window(
            start,
            end,
            bisect_left(starts, (start + edges[i - 1][1]) // 2) if i else 0,
            bisect_left(starts, (edges[i + 1][0] + end) // 2) if i + 1 < len(edges) else len(starts),
        )
        for i, (start, end) in enumerate(edges)
    ]


def window_input(row: Row, window: Window, pieces: Pieces) -> tuple[Ints, Ints]:
    """Piece numbers and type rows of a window, `[CLS]` before and `[SEP]` behind; piece p of the row stands at `p - window.start + 1`."""
    ids = np.concatenate(([pieces.first], row.ids[window.start : window.end], [pieces.last]))
    types = np.concatenate(([SPECIAL], row.types[window.start : window.end], [SPECIAL]))
    return ids, types


def _array(values: list[int]) -> Ints:
    return np.asarray(values, dtype=np.int64)
