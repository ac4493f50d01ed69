"""Meetings out of grouped reports: sides with their roles, state, kind, place, time and parent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.extract.facts import Meeting, Participant, PlaceBasis
from etl.extract.meetings.agenda import first_matter
from etl.extract.meetings.anaphors import is_of_two, told_beside
from etl.extract.meetings.linear import probability
from etl.extract.meetings.nature import Status, class_noun, event_kind
from etl.extract.meetings.participants import prepare, taking_part
from etl.extract.meetings.roles import represented, role_of
from etl.extract.meetings.sameness import group, read_reports
from etl.extract.meetings.scene import Item, Scene
from etl.extract.meetings.setting import (
    PARENT_THRESHOLD,
    attended_nearby,
    find_place,
    find_time,
    is_dateline,
    may_hold,
    parent_features,
    side_by_side,
    stated_relation,
)
from etl.extract.meetings.triggers import Trigger
from etl.lexicon import load_words
from etl.text.span import Span

_IN_PERSON = ("bilateral_meeting", "talks", "signing", "press_conference")
_ATTENDED = 0.6
"""Chance of a parent, at least, where a side of both is said to have attended it at the time."""


@dataclass(eq=False)
class Event:
    """An event while it is put together."""

    triggers: list[Trigger]
    sides: list[int]
    status: Status
    kind: str
    place: Item | None
    time: Span | None
    parent: Event | None = None
    relation: str | None = None
    place_basis: PlaceBasis = "stated"


def read_meetings(scene: Scene) -> tuple[Meeting, ...]:
    """Meetings in the order in which they are first told."""
    kept = [e for e in find_events(scene) if _is_meeting(scene, e)]
    for stated in (True, False):
        for event in kept:
            _find_parent(scene, event, kept, stated)
    for event in kept:
        _share_place(scene, event, kept)
    for number, event in enumerate(kept):
        _take_place(event)
        _place_of_beside(scene, event, kept[:number])
    kept = [e for event in kept for e in (event, *_stops(scene, event))]
    return tuple(_meeting(scene, e, kept) for e in kept)


def find_events(scene: Scene) -> list[Event]:
    """Whatever the triggers report, whether it is a meeting or not."""
    told = [[r.trigger for r in reports] for reports in group(scene, read_reports(scene))]
    prepare(scene, told)
    events: list[Event] = []
    for triggers in told:
        events.append(_event(scene, triggers, events))
    return events


def _event(scene: Scene, triggers: list[Trigger], earlier: Sequence[Event]) -> Event:
    sides = _sides(scene, triggers, earlier)
    kinds = [scene.by_entity[e][0].kind for e in sides]
    status: Status = scene.status_of(triggers)
    kind = class_noun(scene, triggers) or event_kind(
        scene, triggers, kinds.count("person"), kinds.count("organisation"), kinds.count("place")
    )
    return Event(
        triggers,
        sides,
        status,
        kind,
        None if kind == "call" else find_place(scene, triggers),
        find_time(scene, triggers, status),
    )


def _sides(scene: Scene, triggers: Sequence[Trigger], earlier: Sequence[Event]) -> list[int]:
    """Who takes part; where `the two last met` and the sentence names nobody else, the two people of the event told last."""
    sides = [e for e, _ in taking_part(scene, triggers)]
    first = triggers[0]
    sentence = scene.sentences[scene.sentence_no(first.span.start)]
    if (
        first.word.lemma in load_words("meetings.yaml", "matter_verbs")
        or not first.word.is_verb
        or not is_of_two(scene.text, sentence, first.span)
    ):
        return sides
    people = {e for e in sides if scene.by_entity[e][0].kind == "person"}
    last = next((pair for event in reversed(earlier) if len(pair := _people(scene, event)) == 2), [])
    return last if len(people) < 2 and people <= set(last) and last else sides


def _people(scene: Scene, event: Event) -> list[int]:
    return [e for e in event.sides if scene.by_entity[e][0].kind == "person"]


def _find_parent(scene: Scene, event: Event, events: Sequence[Event], stated: bool) -> None:
    """The larger event that the text states; else, in a second round, the likeliest one.

    A relation that is only worked out is `same_trip`, and never for a call.
    """
    if event.parent is not None or (not stated and event.kind == "call"):
        return
    best = PARENT_THRESHOLD
    for other in events:
        if event in _line(other) or not may_hold(other.triggers):
            continue
        relation = stated_relation(scene, event.triggers, other.triggers) if stated else "same_trip"
        if relation is None or (not stated and side_by_side(scene, event.triggers, other.triggers)):
            continue
        features = parent_features(
            scene, event.triggers, other.triggers, (set(event.sides), set(other.sides)), (event.status, other.status)
        )
        chance = 1.0 if stated else probability("parent", features)
        if event.kind in _IN_PERSON and set(event.sides) & set(other.sides) and attended_nearby(scene, event.triggers, other.triggers):
            chance = max(chance, _ATTENDED)
        if chance > best or (chance == best and event.parent is None):
            best, event.parent, event.relation = chance, other, relation


def _line(event: Event) -> list[Event]:
    """An event with all that it is part of."""
    line = [event]
    while (parent := line[-1].parent) is not None:
        line.append(parent)
    return line


def _share_place(scene: Scene, event: Event, events: Sequence[Event]) -> None:
    """`attended the Coast Summit and the Delta Forum in Lyon`: what is said of the last of a list holds for all of it."""
    for other in events:
        if event.place is None and other is not event and other.place and side_by_side(scene, event.triggers, other.triggers):
            event.place = other.place


def _take_place(event: Event) -> None:
    """An event without a place of its own was where the gathering was that it is part of; a visit leads to several."""
    parent = event.parent
    if event.place is not None or event.kind == "call" or parent is None or parent.place is None:
        return
    if parent.kind != "visit" or event.relation in ("during", "part_of", "sidelines"):
        event.place, event.place_basis = parent.place, "parent"


def _place_of_beside(scene: Scene, event: Event, earlier: Sequence[Event]) -> None:
    """`On the sidelines, Roe met Poe`, `On the same day she was received by Poe`: an event told by the one before it was where that was."""
    if event.place is not None or event.kind in ("call", "visit") or event.status not in ("held", "ongoing", "cancelled"):
        return
    first = event.triggers[0].span
    sentence = scene.sentences[scene.sentence_no(first.start)]
    if not told_beside(scene.text, sentence):
        return
    last = next((e for e in reversed(earlier) if e.kind != "call" and e.status in ("held", "ongoing") and e.place is not None), None)
    if last is not None:
        event.place, event.place_basis = last.place, "parent"


def _stops(scene: Scene, event: Event) -> list[Event]:
    """`will travel to Lyon and Turin`: a visit to several places of one list has a stop at each, part of the visit."""
    if event.kind != "visit" or event.place is None:
        return []
    listed = [i for i in scene.by_sentence[event.place.sentence] if i.kind == "place" and not i.qualifier and i.group == event.place.group]
    places = {i.entity: i for i in listed}
    if len(places) < 2:
        return []
    return [Event(event.triggers, event.sides, event.status, "visit", item, event.time, event, "part_of") for item in places.values()]


def _is_meeting(scene: Scene, event: Event) -> bool:
    """A real event: named, with somebody taking part, at a place or time, or called off: `a dinner with the minister was cancelled`."""
    told = any(t.name for t in event.triggers) or event.sides or event.place or event.time
    return bool(told) or event.status in ("cancelled", "postponed")


def _meeting(scene: Scene, event: Event, kept: Sequence[Event]) -> Meeting:
    named = next((t for t in event.triggers if t.name), None)
    parent = next((i for i, other in enumerate(kept) if other is event.parent), None)
    return Meeting(
        kind=event.kind,
        status=event.status,
        reports=tuple(sorted({t.span for t in event.triggers})),
        name=named.name if named else None,
        name_span=(named.title or named.span) if named else None,
        participants=tuple(_participants(scene, event)),
        place=event.place.span if event.place else None,
        place_basis=_place_basis(scene, event),
        time=event.time,
        parent=parent,
        parent_relation=event.relation if parent is not None else None,
        agenda=first_matter(scene, event.triggers, "agenda"),
        outcome=first_matter(scene, event.triggers, "outcome") if event.status in ("held", "ongoing") else None,
    )


def _place_basis(scene: Scene, event: Event) -> PlaceBasis | None:
    """Where the place comes from."""
    if event.place is None or event.place_basis == "parent":
        return event.place_basis if event.place else None
    return "dateline" if is_dateline(scene, event.place) else "stated"


def _participants(scene: Scene, event: Event) -> Iterator[Participant]:
    """The sides with their roles."""
    absent = represented(scene, event.triggers)
    for entity in event.sides:
        role = role_of(scene, event.triggers, entity)
        whom = absent.get(entity)
        if whom is not None and role in ("participant", "representing"):
            yield Participant(_shown(scene, entity), "representing", _shown(scene, whom))
        else:
            yield Participant(_shown(scene, entity), role)


def _shown(scene: Scene, entity: int) -> Span:
    """The mention that stands for a participant: a name where there is one, the longest first."""
    items = scene.by_entity[entity]
    names = [i for i in items if i.form == "name"] or [i for i in items if i.form in ("short_name", "acronym")] or items
    return min(names, key=lambda i: (-len(i.span), i.span.start)).span
