"""What the tagger says of a text: labelled spans and links between them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """One labelled stretch.

    `head`: name, role, quote, cue, source, figure, measured, time, meeting, ref. `label`: for names person, organisation, place, event; for quotes
    direct, mixed, indirect; else the head again. Offsets are code points of the whole text; `score` is the mean probability, 0 to 1.
    """

    head: str
    label: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """A pointer from one span to another (`cue_quote`, `cue_source`, `figure_measured`, …), by index into `Tagging.spans`."""

    kind: str
    source: int
    target: int
    score: float


@dataclass(frozen=True, slots=True)
class Tagging:
    """All spans of one text, sorted by start, and the links between them."""

    spans: tuple[TaggedSpan, ...]
    links: tuple[Link, ...] = ()

    def of(self, head: str, label: str | None = None) -> list[TaggedSpan]:
        """Spans of one head (and label), in order."""
        return [span for span in self.spans if span.head == head and label in (None, span.label)]
