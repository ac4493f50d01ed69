"""Stretches: sentences in which a quotation counts as one word, however many sentences it holds. Cues are looked for within a stretch."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.extract.quotes.pieces import Piece
from etl.text.span import Span

_CLOSERS = "\"”’»'"


def find_stretches(analysis: Analysis, pieces: Sequence[Piece], edges: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches of the article in order; `edges` are the cues and sources. None crosses a paragraph."""
    quoted = [p.outer for p in pieces if p.is_quoted]
    stretches: list[Span] = []
    for sentence in analysis.sentences:
        if stretches and _goes_on(analysis, stretches[-1], sentence, quoted, edges):
            stretches[-1] = Span(stretches[-1].start, sentence.end)
        else:
            stretches.append(sentence)
    return tuple(stretches)


def _goes_on(analysis: Analysis, before: Span, sentence: Span, quoted: Sequence[Span], edges: Sequence[Span]) -> bool:
    """Whether the sentence belongs to the stretch before it: the break lies inside a quotation, or between `“Why?”` and `Chen asked`."""
    if analysis.paragraph_at(before.start) != analysis.paragraph_at(sentence.start):
        return False
    index = bisect_right(quoted, sentence.start, key=lambda s: s.start) - 1
    last = quoted[index] if index >= 0 else None
    if last is not None and last.start < sentence.start < last.end:
        return True
    if last is None or last.end != before.end or analysis.text[last.end - 1] not in _CLOSERS:
        return False
    return analysis.text[last.end - 2] in "?!…—–," and any(sentence.start <= e.start <= sentence.start + 4 for e in edges)


def stretch_of(stretches: Sequence[Span], at: int) -> int:
    """Index of the stretch that holds position `at` (the last one that starts at or before it)."""
    return max(0, bisect_right(stretches, at, key=lambda s: s.start) - 1)


def words_between(text: str, start: int, end: int) -> int:
    """Number of words from `start` to `end`."""
    return len(re.findall(r"\w+(?:[-'’.]\w+)*", text[start:end])) if end > start else 0
