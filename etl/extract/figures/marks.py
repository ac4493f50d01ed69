"""The tagger's spans that figures need, sorted out once for an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.model import TaggedSpan
from etl.text.span import Span

_START, _END = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans in text order: `figures`, `measured` phrases, `times`, `cues`, `places`, possible `givers`, all `names`, `types` as tagged."""

    figures: tuple[Span, ...]
    measured: tuple[Span, ...]
    times: tuple[Span, ...]
    cues: tuple[Span, ...]
    places: tuple[Span, ...]
    givers: tuple[Span, ...]
    names: tuple[Span, ...]
    types: tuple[TaggedSpan, ...] = ()


def marks_of(analysis: Analysis, mentions: Sequence[Mention] = ()) -> Marks:
    """Sorts the tagger's spans; `mentions`, where given, replace its names of places and add to the givers."""
    tagged: defaultdict[str, list[TaggedSpan]] = defaultdict(list)
    for span in analysis.tagging.spans:
        tagged[span.head].append(span)
    names = tagged["name"]
    places = [m.span for m in mentions if m.entity_kind == "place"] or _spans(s for s in names if s.label == "place")
    givers = {
        *(m.span for m in mentions if m.entity_kind in {"person", "organisation"}),
        *_spans(s for s in names if s.label in {"person", "organisation"}),
        *_spans(tagged["ref"]),
    }
    return Marks(
        figures=_in_order(_spans(tagged["figure"])),
        measured=_in_order(_spans(tagged["measured"])),
        times=_in_order(_spans(tagged["time"])),
        cues=_in_order(_spans(tagged["cue"])),
        places=_in_order(places),
        givers=_in_order(givers),
        names=_in_order(_spans(names)),
        types=tuple(tagged["figure_type"]),
    )


def _spans(tagged: Iterable[TaggedSpan]) -> list[Span]:
    return [Span(span.start, span.end) for span in tagged]


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans), key=attrgetter("start", "end")))


def within(spans: Sequence[Span], bounds: Span) -> Sequence[Span]:
    """Those of the sorted spans that lie inside `bounds`."""
    low = bisect_left(spans, bounds.start, key=_START)
    high = bisect_right(spans, bounds.end, low, key=_START)
    return [s for s in spans[low:high] if s.end <= bounds.end]


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans shares a character with `span`."""
    high = bisect_left(spans, span.end, key=_START)
    return any(s.overlaps(span) for s in spans[max(0, high - 4) : high])


def overlapping(spans: Sequence[TaggedSpan], span: Span) -> Sequence[TaggedSpan]:
    """Those of the tagged spans, sorted by start and disjoint, that share a character with `span`."""
    low = bisect_right(spans, span.start, key=_END)
    high = bisect_left(spans, span.end, low, key=_START)
    return spans[low:high]
