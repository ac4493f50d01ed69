"""From gold articles to what the network learns from: windows of pieces with a tag per head, and pairs with a yes or no."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from etl.model.links import bucket, candidates
from etl.model.pieces import Pieces
from etl.model.schema import HEADS, LINKS
from etl.model.training.corpus import Article, Mark
from etl.model.windows import Ints, Row, Window, build_row, cut_windows, window_input
from etl.model.words import read_paragraphs

IGNORED = -100  # the tag of a piece that is no first piece
# Of many mentions of what a link points to the nearest is right; the others are neither right nor wrong.
_NEAREST = ("person", "continues", "body", "antecedent", "addressee", "participant", "attendee", "site", "same")
_BY_GOALS = ("body", "addressee", "participant", "attendee", "site")
_WITHIN_PARAGRAPH = ("person", "body", "site", "addressee")


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark in words: `[first, end)` of the row."""

    head: str
    label: str
    first: int
    end: int
    ids: frozenset[str]
    goals: tuple[tuple[str, frozenset[str]], ...] = ()

    def goals_of(self, kind: str) -> frozenset[str]:
        """The ids that a link of this kind from here may end in."""
        return dict(self.goals).get(kind, frozenset()) if kind in _BY_GOALS else self.ids


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spans that a link may join, by the pieces of a window where each begins and has its last word; `target` is 1 if it does."""

    kind: int
    source: tuple[int, int]
    goal: tuple[int, int]
    bucket: int
    target: int


@dataclass(frozen=True, slots=True)
class Example:
    """One window: inputs, tags (pieces x heads) and pairs."""

    ids: Ints
    types: Ints
    tags: Ints
    pairs: tuple[Pair, ...]


def build_examples(article: Article, pieces: Pieces, size: int, overlap: int) -> list[Example]:
    """All windows of one article."""
    row = build_row(read_paragraphs(article.text, article.regions), pieces)
    placed = place_marks(article.marks, row)
    tags = tag_words(placed, len(row.words))
    joined = find_pairs(placed, row)
    return [_example(row, window, tags, placed, joined, pieces) for window in cut_windows(row, size, overlap)]


def place_marks(marks: Sequence[Mark], row: Row) -> list[Placed]:
    """Marks as stretches of words, sorted; of marks of one head that overlap the outermost stays, of equal ones the ids are joined."""
    starts = [w.start for w in row.words]
    ends = [w.end for w in row.words]
    free = {head.name: -1 for head in HEADS}
    placed: list[Placed] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        first = bisect_left(ends, mark.start + 1)
        end = bisect_left(starts, mark.end)
        if first >= end:
            continue
        if first >= free[mark.head]:
            placed.append(Placed(mark.head, mark.label, first, end, mark.ids, mark.goals))
            free[mark.head] = end
        else:
            _join(placed, mark, first, end)
    return sorted(placed, key=lambda p: (p.first, -p.end))


def _join(placed: list[Placed], mark: Mark, first: int, end: int) -> None:
    """Adds the ids of a mark to the equal one before it (`met` tagged once for each of two meetings)."""
    for i, other in enumerate(placed):
        if (other.head, other.first, other.end) == (mark.head, first, end):
            placed[i] = replace(other, ids=other.ids | mark.ids, goals=_merged(other.goals, mark.goals))


def _merged(
    some: Sequence[tuple[str, frozenset[str]]], others: Sequence[tuple[str, frozenset[str]]]
) -> tuple[tuple[str, frozenset[str]], ...]:
    a, b = dict(some), dict(others)
    return tuple((kind, a.get(kind, frozenset()) | b.get(kind, frozenset())) for kind in sorted(a | b))


def tag_words(placed: Sequence[Placed], count: int) -> Ints:
    """Tag number of each word for each head (words x heads)."""
    columns = {head.name: (i, head) for i, head in enumerate(HEADS)}
    tags = np.zeros((count, len(HEADS)), dtype=np.int64)
    for mark in placed:
        column, head = columns[mark.head]
        begin = 1 + 2 * head.labels.index(mark.label)
        tags[mark.first : mark.end, column] = begin + 1
        tags[mark.first, column] = begin
    return tags


def find_pairs(placed: Sequence[Placed], row: Row) -> list[tuple[int, int, int, int]]:
    """(kind, source, target, 1 or 0) for every candidate pair of marks; source and target count in `placed`."""
    described = [(p.head, p.label, (p.first, p.end)) for p in placed]
    paragraph = _paragraph_of(row)
    found: list[tuple[int, int, int, int]] = []
    for number, kind in enumerate(LINKS):
        pairs = candidates(kind, described)
        right = [bool(placed[s].goals_of(kind) & placed[t].ids) for s, t in pairs]
        nearest: dict[int, tuple[int, int]] = {}
        for (s, t), shared in zip(pairs, right, strict=True):
            if shared and _reachable(kind, placed[s], placed[t], paragraph):
                nearest[s] = min(nearest.get(s, (1 << 30, 0)), (abs(placed[s].first - placed[t].first), t))
        for (s, t), shared in zip(pairs, right, strict=True):
            if not shared or kind not in _NEAREST or nearest.get(s, (0, -1))[1] == t:
                found.append((number, s, t, int(shared)))
    return found


def _reachable(kind: str, source: Placed, target: Placed, paragraph: Ints) -> bool:
    """A role stands in the paragraph of its person, a meeting in that of its place."""
    return kind not in _WITHIN_PARAGRAPH or bool(paragraph[source.first] == paragraph[target.first])


def _paragraph_of(row: Row) -> Ints:
    numbers = np.zeros(len(row.words), dtype=np.int64)
    for i, (start, end) in enumerate(row.paragraphs):
        numbers[start:end] = i
    return numbers


def _example(
    row: Row, window: Window, tags: Ints, placed: Sequence[Placed], joined: Sequence[tuple[int, int, int, int]], pieces: Pieces
) -> Example:
    ids, types = window_input(row, window, pieces)
    words = np.flatnonzero((row.first >= window.start) & (row.first < window.end))
    at = row.first - window.start + 1
    laid = np.full((len(ids), tags.shape[1]), IGNORED, dtype=np.int64)
    laid[at[words]] = tags[words]
    pairs = []
    for kind, s, t, target in joined:
        a, b = placed[s], placed[t]
        if words[0] <= min(a.first, b.first) and max(a.end, b.end) - 1 <= words[-1]:
            places = [(int(at[p.first]), int(at[p.end - 1])) for p in (a, b)]
            pairs.append(Pair(kind, places[0], places[1], bucket((a.first, a.end), (b.first, b.end)), target))
    return Example(ids, types, laid, tuple(pairs))
