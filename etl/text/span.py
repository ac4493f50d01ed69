"""Character spans: where words stand in an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import total_ordering
from typing import Final


@total_ordering
@dataclass(slots=True, eq=False)
class Span:
    """A stretch of a text: 0-based, end-exclusive, in Unicode code points. Never changed once made.

    The type checker sees to that: a frozen dataclass takes four times as long to make and twice as long to compare and to hash, and an
    article makes tens of thousands of them.
    """

    start: Final[int]
    end: Final[int]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start == other.start and self.end == other.end

    def __hash__(self) -> int:
        return self.start << 24 ^ self.end

    def __lt__(self, other: Span) -> bool:
        return self.start < other.start or (self.start == other.start and self.end < other.end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words that stand at this span of `text`."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def distance(self, other: Span) -> int:
        """Characters between the two; 0 when they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)

    def trimmed(self, text: str, strip: str = " \t\r\n\u00a0") -> Span:
        """The same span without leading and trailing `strip` characters (may become empty)."""
        start, end = self.start, self.end
        while start < end and text[start] in strip:
            start += 1
        while end > start and text[end - 1] in strip:
            end -= 1
        return Span(start, end)


def cover(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans`; raises ValueError when there is none."""
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))


def enclosing(spans: Sequence[Span], at: int) -> Span | None:
    """The one of `spans` (sorted, disjoint) that holds position `at`, or None."""
    index = bisect_right(spans, at, key=lambda s: s.start) - 1
    if index < 0 or at >= spans[index].end:
        return None
    return spans[index]
