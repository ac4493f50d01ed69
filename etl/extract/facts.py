"""The facts an article states, each with the spans it was read from: frozen, without ids, without dates resolved.

Vocabularies are those of `corpus/GUIDELINES.md`. People, organisations and places are pointed at by the span of the words that name
them (a name, a pronoun or a noun phrase); `etl.resolve` says who that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl.text.span import Span, cover

EntityKind = Literal["person", "organisation", "place", "event"]
MentionForm = Literal["name", "short_name", "acronym", "pronoun", "nominal"]
QuoteKind = Literal["direct", "mixed", "indirect"]
PlaceBasis = Literal["stated", "dateline", "parent"]
ParticipantRole = Literal["participant", "host", "organiser", "partner", "representing"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name or stand for one entity. `form` is provisional until the article's names are resolved."""

    span: Span
    entity_kind: EntityKind
    form: MentionForm
    surface: str
    score: float = 1.0

    def __hash__(self) -> int:
        return hash(self.span)  # hardly two stand at one place, and all fields take five times as long


@dataclass(frozen=True, slots=True)
class Position:
    """One report that a person holds a title: `Foreign Minister Prak Chandara`. `span` is the evidence, from title to name."""

    person: Span
    title: str
    title_span: Span
    organisation: Span | None
    country_code: str | None
    status: Literal["current", "former", "elect", "acting", "candidate"]
    span: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request: `outcome` = pending, agreed or refused; `span` = the words that say so, `by` = the words naming who."""

    outcome: str
    span: Span
    by: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote of one or more pieces.

    `source` = the words naming the speaker beside the cue (a whole noun phrase); `speaker` = the words in it (or earlier in the article)
    that stand for the speaker: a name, pronoun or noun phrase; None when nobody is named. `continues` = index of the earlier quote in
    the same list whose speaker goes on speaking here, where no source stands beside it. `co_speakers` = the other names of joint speakers.
    `medium` = where it was said (`statement`, `interview`, `social_media`, `court`, …), where the sentence tells.
    `strength` (demand, urge, ask, hope) and `answer` are a request's. `score` is 0 to 1.
    """

    kind: QuoteKind
    segments: tuple[Span, ...]
    cue: Span | None = None
    cue_lemma: str | None = None
    source: Span | None = None
    speaker: Span | None = None
    addressee: Span | None = None
    act: str | None = None
    continues: int | None = None
    co_speakers: tuple[Span, ...] = ()
    medium: str | None = None
    score: float = 1.0
    strength: str | None = None
    answer: Answer | None = None

    @property
    def span(self) -> Span:
        """From the first piece's start to the last piece's end."""
        return cover(self.segments)


@dataclass(frozen=True, slots=True)
class NoComment:
    """Someone who said nothing: `kind` = declined, unreachable or no_reply.

    `span` = the words that say so, `source` = the words naming who.
    """

    kind: Literal["declined", "unreachable", "no_reply"]
    span: Span
    source: Span | None = None
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that measures something, with all that the sentence says of it.

    `source` = words of who gave it, where that is not a quote's speaker; `whole` = span of the figure that it is a part of (`73 per cent of
    whom`), where the text says so; `is_ahead` when its time is still to come (`will hire 40 in March`).
    """

    span: Span
    value: float
    value_max: float | None
    unit: str
    comparator: str
    per: str | None
    type: str
    measured: str | None
    measured_span: Span | None = None
    place: Span | None = None
    time: Span | None = None
    source: Span | None = None
    whole: Span | None = None
    is_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """Words naming one side of a meeting and the role in it; `represents` names on whose behalf, with the role `representing`."""

    span: Span
    role: ParticipantRole = "participant"
    represents: Span | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One real-world event as one article tells it.

    `parent` = index of the meeting (same list) it is part of; `place_basis` tells whether the place is stated of the event, the dateline's
    or the parent's; `agenda` = the words that say what it was about, `outcome` those that say what came of it.
    """

    kind: str
    status: Literal["held", "ongoing", "planned", "requested", "cancelled", "postponed", "denied"]
    reports: tuple[Span, ...]
    name: str | None = None
    name_span: Span | None = None
    participants: tuple[Participant, ...] = ()
    place: Span | None = None
    place_basis: PlaceBasis | None = None
    time: Span | None = None
    parent: int | None = None
    parent_relation: str | None = None
    agenda: Span | None = None
    outcome: Span | None = None
