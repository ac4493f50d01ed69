"""In which role somebody takes part: organiser, host, partner, or present on behalf of somebody else who is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from etl.extract.facts import ParticipantRole
from etl.extract.meetings.scene import Item, Scene
from etl.extract.meetings.triggers import PUBLIC, Trigger
from etl.lexicon import load_entries, load_words

_ARRANGING = ("organiser", "host", "partner")
_REACH = 110  # characters between the words for the event and `organised by`
_LATER = 3  # sentences after an event in which it may be said who organises it
_OPENING = re.compile(r"(?:[\w’'-]+,?\s+){0,2}?the\s+(?:[\w-]+\s+){0,2}?(?P<head>[a-z-]+)\b", re.I)


def role_of(scene: Scene, triggers: Sequence[Trigger], entity: int) -> ParticipantRole:
    """The role that the words beside a name give: `organised by X` makes an organiser, `X represented Y` a representative."""
    homes = {scene.sentence_no(t.span.start) for t in triggers}
    arranged = {i.entity: role for i, role in _arranging(scene, triggers)}
    if entity in arranged:
        return arranged[entity]
    for item in scene.by_entity[entity]:
        if any(0 <= item.sentence - h <= 1 for h in homes) and (role := _said(scene, item)):
            return role
    return "participant"


def arrangers(scene: Scene, triggers: Sequence[Trigger]) -> set[int]:
    """Who organises, hosts or supports the event in so many words; such a body is a side of it, wherever it stands."""
    return {item.entity for item, _ in _arranging(scene, triggers)}


def represented(scene: Scene, triggers: Sequence[Trigger]) -> dict[int, int]:
    """Who takes part on behalf of whom: `X represented Y at the summit`. A person who is represented is not present."""
    found: dict[int, int] = {}
    for home in {scene.sentence_no(t.span.start) for t in triggers}:
        row = [i for i in scene.by_sentence[home] if not i.qualifier]
        for absent in row:
            if not absent.prep.startswith(("represent", "behalf of", "deputi", "standing in for")):
                continue
            before = [i for i in row if i.span.end <= absent.span.start and i.kind == "person" and i.entity != absent.entity]
            if before:
                found.setdefault(before[-1].entity, absent.entity)
    return found


def _arranging(scene: Scene, triggers: Sequence[Trigger]) -> Iterator[tuple[Item, ParticipantRole]]:
    """Mentions whose words make them organiser, host or partner of this event."""
    homes = {scene.sentence_no(t.span.start) for t in triggers}
    for number in sorted({home + on for home in homes for on in range(_LATER + 1)}):
        for item in scene.by_sentence.get(number, ()):
            role = _said(scene, item)
            if role in _ARRANGING and (about := _arranged_event(scene, item)) and about in triggers:
                yield item, role


def _arranged_event(scene: Scene, item: Item) -> Trigger | None:
    """The event that `organised by X` speaks of.

    CASE 1: the nearest one of the sentence. CASE 2: a sentence that begins `The initiative …` speaks of the last public event before it.
    """
    if here := scene.triggers_in(item.sentence):
        nearest = min(here, key=lambda t: (t.span.distance(item.span), t.span.start))
        return nearest if nearest.span.distance(item.span) <= _REACH or nearest.span.end < item.span.start else None
    sentence = scene.sentences[item.sentence]
    opening = _OPENING.match(scene.text, sentence.start, sentence.end)
    if opening is None or opening["head"].lower() not in load_words("meetings.yaml", "event_words"):
        return None
    earlier = [t for t in scene.triggers if t.span.end <= sentence.start and (t.name or t.word.kind in PUBLIC)]
    return next((t for t in earlier if t.name), earlier[-1]) if earlier else None


def _said(scene: Scene, item: Item) -> ParticipantRole | None:
    """The role that the words before or after a mention give it; names joined by commas and `and` share them."""
    if id(item) not in scene.roles_said:
        scene.roles_said[id(item)] = None if item.qualifier else _read_role(scene, item)
    return scene.roles_said[id(item)]


def _read_role(scene: Scene, item: Item) -> ParticipantRole | None:
    sentence = scene.sentences[item.sentence]
    row = [i for i in scene.by_sentence[item.sentence] if i.group == item.group and not i.qualifier]
    first, last = min(i.span.start for i in row), max(i.span.end for i in row)
    before = scene.text[max(sentence.start, first - 70) : first].lower()
    after = scene.text[last : min(sentence.end, last + 50)].lower()
    for role, pattern_before, pattern_after in _role_words():
        if pattern_before.search(before) or pattern_after.match(after):
            return role
    return None


@lru_cache(maxsize=1)
def _role_words() -> tuple[tuple[ParticipantRole, re.Pattern[str], re.Pattern[str]], ...]:
    """Patterns in lower case: made blind to case, they take twice the time."""
    return tuple((e["word"], re.compile(str(e["before"])), re.compile(str(e["after"]))) for e in load_entries("meetings.yaml", "roles"))
