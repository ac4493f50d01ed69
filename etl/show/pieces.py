"""Cuts a text wherever a fact or zone begins or ends, so that facts that nest or cross can all be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.show.article import Fact, Zone

READ = frozenset({"headline", "dateline", "body"})
"""Zones that facts are read from; the rest is furniture in the wider sense and shown grey."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch inside which nothing begins or ends; `facts` are the numbers of those that cover it, the longest first."""

    start: int
    end: int
    zone: str | None
    facts: tuple[int, ...]
    begins: tuple[int, ...]
    """Those of the facts whose first piece this is."""


def cut(text: str, zones: Sequence[Zone], facts: Sequence[Fact]) -> list[Piece]:
    """The pieces of the whole text in order; joined they are the text."""
    spans = sorted((start, end, number) for number, fact in enumerate(facts) for start, end in fact.spans)
    edges = sorted(
        {0, len(text), *(edge for start, end, _ in spans for edge in (start, end)), *(e for z in zones for e in (z.start, z.end))}
    )
    pieces: list[Piece] = []
    seen: set[int] = set()
    covering: list[tuple[int, int, int]] = []
    waiting = spans[::-1]
    for start, end in pairwise(edges):
        covering = [span for span in covering if span[1] > start]
        while waiting and waiting[-1][0] <= start:
            covering.append(waiting.pop())
        numbers = tuple(dict.fromkeys(number for _, _, number in sorted(covering, key=lambda span: (span[0] - span[1], span[2]))))
        begins = tuple(number for number in numbers if number not in seen)
        seen.update(begins)
        zone = next((zone.kind for zone in zones if zone.start <= start and end <= zone.end), None)
        pieces.append(Piece(start, end, zone, numbers, begins))
    return pieces


def is_grey(zone: str | None) -> bool:
    """Whether a piece of this zone is shown grey: furniture, teasers, captions, and what no zone claims."""
    return zone not in READ
