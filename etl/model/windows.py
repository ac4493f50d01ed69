"""A text as one row of pieces, read through overlapping windows without seams."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from etl.model.pieces import Pieces
from etl.model.words import SPECIAL, Word

Ints = npt.NDArray[np.int64]

WINDOW = 127  # pieces; with the [SEP] on top 128 rows, whole blocks of a matrix unit
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
    numbers: list[tuple[int, ...]] = []  # of each word's pieces, and of the `[SEP]` after each paragraph
    types: list[int] = []
    words: list[Word] = []
    bounds: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        bounds.append((len(words), len(words) + len(paragraph)))
        words += paragraph
        numbers += [pieces.split(word.spelling) for word in paragraph]
        numbers.append((pieces.last,))
        types += [word.row for word in paragraph]
        types.append(SPECIAL)
    lengths = _array([len(number) for number in numbers])
    first = np.cumsum(lengths) - lengths
    ends = _array([end + i for i, (_, end) in enumerate(bounds)])
    ids = _array(list(chain.from_iterable(numbers)))
    return Row(ids, np.repeat(_array(types), lengths), np.delete(first, ends), tuple(words), tuple(bounds))


def cut_windows(row: Row, size: int = WINDOW, overlap: int = OVERLAP) -> list[Window]:
    """Windows that cover the row; each word falls to the window where it is farthest from a cut. Windows begin with a word.

    Where a paragraph begins shortly before a window is full, the next window begins there: nothing is cut, so nothing is read twice.
    """
    starts = row.first.tolist()
    begins = [starts[first] for first, _ in row.paragraphs]
    total = len(row.ids)
    edges: list[tuple[int, int]] = []
    start = 0
    while starts:
        end = min(start + size, total)
        paragraph = begins[bisect_right(begins, end) - 1]
        if end < total and start < paragraph and end - paragraph <= overlap:
            end = following = paragraph
        else:
            following = starts[min(max(bisect_left(starts, end - overlap), bisect_left(starts, start + 1)), len(starts) - 1)]
        edges.append((start, end))
        if end == total:
            break
        start = following
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
