"""Reports of the same event joined: one real-world event is one meeting, however often an article tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.extract.analysis import Analysis
from etl.extract.facts import Meeting, Participant
from etl.extract.meetings.reports import Report, Status
from etl.text.span import Span

_NEAR = 1500  # characters: how far back `the meeting` may point


@dataclass
class _Event:
    """An event while its reports are being collected."""

    reports: list[Report] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    parent: _Event | None = None
    relation: str | None = None

    @property
    def name(self) -> str | None:
        return next((r.trigger.name for r in self.reports if r.trigger.name), None)

    @property
    def kinds(self) -> set[str]:
        return {r.trigger.word.kind for r in self.reports if not r.trigger.word.generic}


def group_reports(analysis: Analysis, reports: Sequence[Report], who: Callable[[Span], int | None]) -> tuple[Meeting, ...]:
    """Meetings in the order in which they are first told."""
    events: list[_Event] = []
    for report in reports:
        people = {e for p in report.participants if (e := who(p.span)) is not None}
        home = next((event for event in reversed(events) if _same(event, report, people, analysis.text)), None)
        if home is None:
            home = _Event()
            events.append(home)
        home.reports.append(report)
        home.people |= people
    for event in events:
        _find_parent(event, events)
    order = [event for event in events if _is_meeting(event)]
    return tuple(_meeting(event, next((i for i, other in enumerate(order) if other is event.parent), None)) for event in order)


def _same(event: _Event, report: Report, people: set[int], text: str) -> bool:
    """Whether a report tells of an event already told."""
    last = event.reports[-1]
    if report.trigger.name or event.name:
        if report.trigger.name:
            return event.name is not None and report.trigger.name.casefold() == event.name.casefold()
        return report.definite and (report.trigger.word.generic or report.trigger.word.kind in event.kinds) and not people - event.people
    if _times_differ(event, report, text) or last.trigger.span.distance(report.trigger.span) > _NEAR:
        return False
    if report.sentence == last.sentence and report.trigger.word.is_verb and last.trigger.word.is_verb:
        return False
    compatible = report.trigger.word.generic or not event.kinds or report.trigger.word.kind in event.kinds or _both_talks(event, report)
    if report.definite:
        return compatible and (not people or not event.people or bool(people & event.people))
    return compatible and len(people & event.people) >= 2 and (_settled(report) == _settled(last))


def _settled(report: Report) -> bool:
    return report.status in ("held", "ongoing")


def _both_talks(event: _Event, report: Report) -> bool:
    talks = {"talks", "bilateral_meeting"}
    return report.trigger.word.kind in talks and bool(event.kinds & talks)


def _times_differ(event: _Event, report: Report, text: str) -> bool:
    times = {r.time.of(text).casefold() for r in event.reports if r.time}
    return report.time is not None and bool(times) and report.time.of(text).casefold() not in times


def _find_parent(event: _Event, events: Sequence[_Event]) -> None:
    """The event whose report holds the words after `on the sidelines of`."""
    for report in event.reports:
        if report.parent_name is None:
            continue
        for other in events:
            if other is not event and any(r.trigger.span.overlaps(report.parent_name) for r in other.reports):
                event.parent, event.relation = other, report.relation
                return


def _is_meeting(event: _Event) -> bool:
    """A real event: named, or with somebody taking part, or at a place or time; a bare generic word is none."""
    if event.name or event.people:
        return True
    return any(r.place or r.time for r in event.reports) and not all(r.trigger.word.generic and not r.definite for r in event.reports)


def _meeting(event: _Event, parent: int | None) -> Meeting:
    kinds = [r.trigger.word.kind for r in event.reports if not r.trigger.word.generic] or [event.reports[0].trigger.word.kind]
    named = next((r.trigger for r in event.reports if r.trigger.name), None)
    participants: dict[Span, Participant] = {p.span: p for r in event.reports for p in r.participants}
    return Meeting(
        kind="bilateral_meeting" if kinds[0] == "talks" and len(event.people) == 2 else kinds[0],
        status=_status(event),
        reports=tuple(sorted({r.trigger.span for r in event.reports})),
        name=named.name if named else None,
        name_span=named.span if named else None,
        participants=tuple(participants.values()),
        place=next((r.place for r in event.reports if r.place), None),
        time=next((r.time for r in event.reports if r.time), None),
        parent=parent,
        parent_relation=event.relation if parent is not None else None,
    )


def _status(event: _Event) -> Status:
    """The strongest word on the event: called off or denied anywhere wins, else as first told."""
    statuses = [r.status for r in event.reports]
    return next((s for s in statuses if s in ("cancelled", "denied", "postponed")), statuses[0])
