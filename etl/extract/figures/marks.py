"""The tagger's spans that figures need, sorted out once for an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.model import TaggedSpan
from etl.text.span import Span


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans in text order: `figures`, `measured` phrases, `times`, `places`, possible `givers`, all `names`, `types` as tagged."""

    figures: tuple[Span, ...]
    measured: tuple[Span, ...]
    times: tuple[Span, ...]
    places: tuple[Span, ...]
    givers: tuple[Span, ...]
    names: tuple[Span, ...]
    types: tuple[TaggedSpan, ...] = ()


def marks_of(analysis: Analysis, mentions: Sequence[Mention] = ()) -> Marks:
    """Sorts the tagger's spans; `mentions`, where given, replace its names of places and add to the givers."""

    def spans(head: str, *labels: str) -> set[Span]:
        return {Span(s.start, s.end) for s in analysis.tagging.spans if s.head == head and (not labels or s.label in labels)}

    places = {m.span for m in mentions if m.entity_kind == "place"} or spans("name", "place")
    givers = (
        {m.span for m in mentions if m.entity_kind in {"person", "organisation"}} | spans("name", "organisation", "person") | spans("ref")
    )
    return Marks(
        figures=tuple(sorted(spans("figure"))),
        measured=tuple(sorted(spans("measured"))),
        times=tuple(sorted(spans("time"))),
        places=tuple(sorted(places)),
        givers=tuple(sorted(givers)),
        names=tuple(sorted(spans("name"))),
        types=tuple(analysis.tagging.of("figure_type")),
    )


def within(spans: Sequence[Span], bounds: Span) -> Sequence[Span]:
    """Those of the sorted spans that lie inside `bounds`."""
    low = bisect_left(spans, bounds.start, key=lambda s: s.start)
    high = bisect_right(spans, bounds.end, key=lambda s: s.start)
    return [s for s in spans[low:high] if s.end <= bounds.end]


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans shares a character with `span`."""
    high = bisect_left(spans, span.end, key=lambda s: s.start)
    return any(s.overlaps(span) for s in spans[max(0, high - 4) : high])


def overlapping(spans: Sequence[TaggedSpan], span: Span) -> Sequence[TaggedSpan]:
    """Those of the tagged spans, sorted by start and disjoint, that share a character with `span`."""
    low = bisect_right(spans, span.start, key=lambda s: s.end)
    high = bisect_left(spans, span.end, key=lambda s: s.start)
    return spans[low:high]
