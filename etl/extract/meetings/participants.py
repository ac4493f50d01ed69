"""Who takes part in an event: every entity of the article is weighed against every event by a small learned scorer."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

from etl.extract.meetings.anaphors import tells_of_act
from etl.extract.meetings.linear import between, probability
from etl.extract.meetings.look import look, look_at_all
from etl.extract.meetings.occasion import SURE, Occasion, occasion_of
from etl.extract.meetings.pairs import is_attribution, pair_features, pair_links
from etl.extract.meetings.profile import Profile, profile_of, sits, told_audience
from etl.extract.meetings.roles import arrangers, represented
from etl.extract.meetings.scene import Item, Scene
from etl.extract.meetings.triggers import Trigger
from etl.lexicon import load_words

THRESHOLD = 0.4
# For who is weighed by the look at the whole article too. F1 on dev is best at .3 (.775; here .756), but there one side in five is wrong,
# here one in eight.
LOOK_THRESHOLD = 0.5
LOOK_SHARE = 0.7  # how much that look counts beside the mentions' own features
_MET = 0.9  # chance, by their own mentions, from which who stands behind `meeting with` is a side
_UNNAMED = 0.05  # chance, by its own mentions, of somebody who is named too far from the event to be weighed by them
AWAY_THRESHOLD = 0.5  # for who stands in no sentence that reports a meeting without audience, and whom the tagger does not link to it
_ASIDE = re.compile(
    r"\b(?:after|following|before|ahead of|prior to|since)\s+(?:the|that|this|their|these|those)\s+(?:[\w-]+\s+){0,2}$", re.I
)


def prepare(scene: Scene, events: Sequence[Sequence[Trigger]]) -> None:
    """Look at the whole article from each of these events at once, so that `taking_part` needs not look from one after another."""
    look_at_all(scene, [_attendance(scene, triggers).seen_from for triggers in events])


def taking_part(scene: Scene, triggers: Sequence[Trigger]) -> list[tuple[int, float]]:
    """Entities that take part in the event, with their chances, in order of first mention."""
    return _attendance(scene, triggers).everybody()


def named_beside(scene: Scene, triggers: Sequence[Trigger], among: Container[int]) -> set[int]:
    """Who, `among` some, takes part as far as the sentences around the triggers say so."""
    return _attendance(scene, triggers).named(among)


def _attendance(scene: Scene, triggers: Sequence[Trigger]) -> Attendance:
    key = tuple(t.span for t in triggers)
    if key not in scene.attendance:
        scene.attendance[key] = Attendance(scene, triggers)
    return scene.attendance[key]


class Attendance:
    """Who takes part in one event; everybody is weighed once, and only when asked for."""

    def __init__(self, scene: Scene, triggers: Sequence[Trigger]) -> None:
        self._arranging, self._absent = arrangers(scene, triggers), _absent(scene, triggers)
        self._event = occasion_of(scene, [t for t in triggers if not _is_aside(scene, t)] or triggers)
        self._acting = {entity for t in self._event.triggers if (entity := _actor(scene, t)) is not None}
        self._candidates = _worth_weighing(self._event, self._arranging)
        self._chances: dict[int, float | None] = {}

    @property
    def seen_from(self) -> Sequence[Trigger]:
        """The triggers from which the whole article is looked at."""
        return self._event.triggers

    def named(self, among: Container[int]) -> set[int]:
        """Those who take part by what their own mentions say."""
        return {e for e in self._candidates if e in among and self._stays(e, self._chance(e), None)}

    def everybody(self) -> list[tuple[int, float]]:
        """Those who take part, with their chances: by their own mentions and by the look at the whole article, where there is one."""
        scene = self._event.scene
        seen = look(scene, self.seen_from)
        found = []
        for entity in sorted({*self._candidates, *seen}, key=scene.first_at):
            chance = self._chance(entity) if entity in self._candidates else None if self._is_out(entity) else _UNNAMED
            if chance is not None and entity in seen and not self._is_met(entity, chance):
                chance = between(chance, seen[entity][0], LOOK_SHARE)
            if self._stays(entity, chance, LOOK_THRESHOLD if entity in seen else None):
                found.append((entity, chance or 0.0))
        return self._without_their_states(found)

    def _without_their_states(self, found: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Of a meeting of people whom the article names, their states are no further sides: `the ministers of Iran and Iraq met`."""
        kinds = [self._event.scene.by_entity[e][0].kind for e, _ in found]
        if self._event.family not in ("talks", "call") or kinds.count("person") < 2:
            return found
        return [pair for pair, kind in zip(found, kinds, strict=True) if kind != "place" or pair[0] in self._arranging]

    def _chance(self, entity: int) -> float | None:
        """The chance by an entity's own mentions; None for who is out."""
        if entity not in self._chances:
            self._chances[entity] = None if self._is_out(entity) else self._weigh(profile_of(self._event.scene, entity))
        return self._chances[entity]

    def _is_met(self, entity: int, chance: float) -> bool:
        """Whether somebody stands right behind the word for the event (`talks with | Ana Melo`) and needs no look at the whole article."""
        somebody, text = profile_of(self._event.scene, entity), self._event.scene.text
        return chance >= _MET and any(
            item.kind == "person" and item.prep == "with" and text[trigger.span.end : item.span.start] == " with "
            for trigger in self._event.triggers
            for item in somebody.items
        )

    def _is_out(self, entity: int) -> bool:
        """What no score may overrule."""
        somebody = profile_of(self._event.scene, entity)
        return entity in self._absent or _only_tells(self._event, somebody) or _is_no_side(self._event, somebody)

    def _weigh(self, somebody: Profile) -> float:
        return probability("participant", pair_features(self._event, somebody), pair_links(self._event, somebody))

    def _stays(self, entity: int, chance: float | None, least: float | None) -> bool:
        """Whether the chance suffices; without `least`, for what somebody's own mentions say."""
        if chance is None:
            return False
        somebody = profile_of(self._event.scene, entity)
        sure = entity in self._arranging or entity in self._acting
        return sure or chance >= (least or _least(self._event, somebody)) or _is_state_between(self._event, somebody)


def _actor(scene: Scene, trigger: Trigger) -> int | None:
    """`The minister asked … The request was made at a meeting with …`: who did what was done there, named first in the sentence before."""
    number = scene.sentence_no(trigger.span.start)
    if number == 0 or not tells_of_act(scene.text, scene.sentences[number], trigger.span):
        return None
    return next((i.entity for i in scene.by_sentence.get(number - 1, ()) if i.kind == "person"), None)


def _is_aside(scene: Scene, trigger: Trigger) -> bool:
    """`After the session, the two bodies signed …`: the sentence only says when; who is named in it takes part in what it reports."""
    sentence = scene.sentences[scene.sentence_no(trigger.span.start)]
    if not any(trigger.span.end < t.span.start < sentence.end for t in scene.triggers):
        return False
    return _ASIDE.search(scene.text, sentence.start, trigger.span.start) is not None


def _least(event: Occasion, somebody: Profile) -> float:
    """How sure the scorer must be of an entity."""
    here = event.has_audience or not somebody.sentences.isdisjoint(event.homes)
    return THRESHOLD if here or event.linked.get(somebody.entity, 0.0) >= SURE else AWAY_THRESHOLD


def _absent(scene: Scene, triggers: Sequence[Trigger]) -> set[int]:
    """People on whose behalf somebody else was there."""
    return {e for e in represented(scene, triggers).values() if scene.by_entity[e][0].kind == "person"}


def _only_tells(event: Occasion, somebody: Profile) -> bool:
    """Whether all that links an entity to an event without audience is that it tells of it: a person quoted is not thereby present."""
    if event.has_audience or any(t.name for t in event.triggers):
        return False
    homes = dict(zip(event.homes, event.triggers, strict=True))
    near = [i for i in somebody.items if i.sentence in event.around]
    return bool(near) and all(i.sentence in homes and is_attribution(event.scene, homes[i.sentence], i) for i in near)


def _is_no_side(event: Occasion, somebody: Profile) -> bool:
    """What no score may overrule.

    CASE 1: a name that stands only within names of events. CASE 2: the venue, `at the Harbour Hotel`. CASE 3: the outlet that was told of
    it, `told The Courier on Monday`, unless the event is what was told. CASE 4: a person named in no sentence that reports it, who spoke
    to an outlet. CASE 5: a spokesman who tells of it, and the outlet that does.
    """
    if somebody.only_in_names:
        return True
    if not event.has_audience and _tells_of_it(event, somebody):
        return True
    if somebody.kind == "person":
        return somebody.speaks_to_outlet and somebody.sentences.isdisjoint(event.homes)
    near = [i for i in somebody.items if i.sentence in event.around]
    if somebody.kind != "organisation" or not near:
        return False
    text = event.scene.text
    venue = all(i.prep in ("at", "in", "inside", "outside", "near") and _venue().search(i.span.of(text)) for i in near)
    return venue or all(i.prep == "told" and not _is_audience(text, i) for i in near)


def _tells_of_it(event: Occasion, somebody: Profile) -> bool:
    if somebody.tells_news:
        return True
    here = [i for i in somebody.items if i.sentence in event.homes]
    return somebody.kind == "person" and somebody.speaks_for_others and all(i.in_source for i in here)


def _is_audience(text: str, item: Item) -> bool:
    """`told the Ports Committee`, but not `told The Courier`."""
    return sits(item.span.of(text)) or told_audience().search(text[item.span.start - 12 : item.span.end]) is not None


@lru_cache(maxsize=1)
def _venue() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(load_words('meetings.yaml', 'venues')))})s?\b", re.I)


def _is_state_between(event: Occasion, somebody: Profile) -> bool:
    """`talks between Japan and Peru`: states of one list right behind the word are its sides; the corpus has too few to learn from."""
    return any(
        item.kind == "place"
        and item.prep in ("between", "among")
        and 0 <= item.span.start - trigger.span.end < 40
        and _listed(event.scene, item) >= 2
        for trigger in event.triggers
        for item in somebody.items
    )


def _listed(scene: Scene, item: Item) -> int:
    return len({o.entity for o in scene.by_sentence[item.sentence] if o.group == item.group and not o.qualifier})


def candidates(scene: Scene, triggers: Sequence[Trigger]) -> list[int]:
    """Entities worth weighing: people and bodies anywhere, states only in a reporting sentence or the next; events with an audience draw
    from the whole article.
    """
    return _worth_weighing(occasion_of(scene, triggers), ())


def _worth_weighing(event: Occasion, sure: Iterable[int]) -> list[int]:
    """Candidates, and who is `sure` to take part."""
    scene, chosen = event.scene, set(sure)
    for entity, items in scene.by_entity.items():
        if (event.has_audience and items[0].kind != "place") or not profile_of(scene, entity).sentences.isdisjoint(event.around):
            chosen.add(entity)
    return sorted(chosen, key=lambda e: scene.first_at(e))
