"""What the tagger links to the words that report a meeting: sides, state and kind.

Each answer is a score, 0 to 1; taggers that know no such links (and the gold spans of the corpus) give 0 throughout, and `present` is
False.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from etl.model import TaggedSpan, Tagging
from etl.text.span import Span

REACH = 200
"""Characters, about forty words: the tagger links nothing that is further apart."""
_SIDES = ("participant", "attendee")
_STEPS = (0.85, 0.6, 0.35, 0.0)


class MeetingLinks:
    """The links and labels of one article's meeting words, found again by the spans of triggers and mentions that overlap them."""

    def __init__(self, tagging: Tagging) -> None:
        self._tagging = tagging
        self._meetings = [(i, s) for i, s in enumerate(tagging.spans) if s.head == "meeting"]

    @cached_property
    def present(self) -> bool:
        """Whether the tagger links meetings at all: it does, where it says of any meeting word what became of the event."""
        return bool(self._labels["meeting_status"])

    def sides(self, trigger: Span) -> Iterator[tuple[Span, float]]:
        """Where those stand who take part in what a trigger reports, each with a score."""
        for number, meeting in self._meetings:
            if _overlap(meeting, trigger):
                for target, score in self._sides[number]:
                    yield Span(target.start, target.end), score

    def label(self, head: str, trigger: Span) -> tuple[str, float] | None:
        """What `meeting_status` or `meeting_kind` says of a word, and how surely."""
        best = max(_touching(self._labels[head], trigger), key=lambda s: (s.score, -s.start), default=None)
        return (best.label, best.score) if best else None

    @cached_property
    def _sides(self) -> defaultdict[int, list[tuple[TaggedSpan, float]]]:
        """By the number of a meeting word."""
        found: defaultdict[int, list[tuple[TaggedSpan, float]]] = defaultdict(list)
        for link in self._tagging.links:
            if link.kind in _SIDES:
                found[link.source].append((self._tagging.spans[link.target], link.score))
        return found

    @cached_property
    def _labels(self) -> defaultdict[str, list[TaggedSpan]]:
        found: defaultdict[str, list[TaggedSpan]] = defaultdict(list)
        for span in self._tagging.spans:
            if span.head in ("meeting_status", "meeting_kind"):
                found[span.head].append(span)
        return found


def knows_meetings(tagging: Tagging) -> bool:
    """Whether a tagger labels meeting words at all: it says of one of them what became of the event, or it marks none."""
    heads = {s.head for s in tagging.spans}
    return "meeting_status" in heads or "meeting" not in heads


def step(name: str, score: float) -> str:
    """A score as a feature: `linked .85` and up, `.6`, `.35`, `0` (said, but weakly) or `none`."""
    if score <= 0.0:
        return f"{name} none"
    return f"{name} {next(s for s in _STEPS if score >= s)}"


def _overlap(tagged: TaggedSpan, span: Span) -> bool:
    return tagged.start < span.end and span.start < tagged.end


def _touching(spans: Sequence[TaggedSpan], span: Span) -> list[TaggedSpan]:
    at = max(0, bisect_left(spans, span.start, key=lambda s: s.start) - 2)
    found = []
    for tagged in spans[at:]:
        if tagged.start >= span.end:
            break
        if _overlap(tagged, span):
            found.append(tagged)
    return found
