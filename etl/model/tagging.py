"""What the tagger says of a text: labelled spans and links between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """One labelled stretch.

    `head`: name, role, quote, cue, source, figure, measured, time, meeting, ref. `label`: for names person, organisation, place, event;
    for quotes direct, mixed, indirect; else the head again. Offsets are code points of the whole text, end exclusive; `score` is the mean
    probability of the words, 0 to 1.
    """

    head: str
    label: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """A pointer from one span to another, each by index into `Tagging.spans`; `score` is a probability, 0 to 1 (at least 0.2).

    `kind`: `source` (cue -> source), `content` (cue -> quote), `continues` (piece of a quote -> an earlier piece of it), `measured`
    (figure -> measured), `time` (figure -> time) or `person` (role -> name of the person). A span may have several links of a kind.
    """

    kind: str
    source: int
    target: int
    score: float


@dataclass(frozen=True, slots=True)
class WordStates:
    """What the network made of each word half-way up: where the words stand (`starts`, `ends`, in text order) and words x width numbers.

    `etl.model.look` goes on from them without reading the text again.
    """

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagging:
    """All spans of one text, sorted by start (the longer first), the links between them, and the states of its words where known."""

    spans: tuple[TaggedSpan, ...]
    links: tuple[Link, ...] = ()
    states: WordStates | None = field(default=None, compare=False, repr=False)

    def of(self, head: str, label: str | None = None) -> list[TaggedSpan]:
        """Spans of one head (and label), in order."""
        return [span for span in self.spans if span.head == head and label in (None, span.label)]

    def linked(self, kind: str, source: int, least: float = 0.5) -> list[tuple[int, float]]:
        """(target, score) of the links of one kind from span number `source` that score at least `least`, the best first."""
        found = [(link.target, link.score) for link in self.links if link.kind == kind and link.source == source and link.score >= least]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))
