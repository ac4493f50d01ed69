"""An event while its sides are weighed: what its reporting words say, worked out once for all who may have been there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from etl.extract.meetings.nature import Status
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import PUBLIC, Trigger

SURE = 0.5  # score from which a link of the tagger's counts as said


class Occasion:
    """The event that some triggers report, in its scene."""

    def __init__(self, scene: Scene, triggers: Sequence[Trigger]) -> None:
        self.scene, self.triggers = scene, triggers
        self.homes = [scene.sentence_no(t.span.start) for t in triggers]
        """Its reporting sentences, one a trigger."""
        self.around = {home + off for home in self.homes for off in (-1, 0, 1)}
        """Its reporting sentences with those right before and after."""
        self.has_audience = any(t.word.kind in PUBLIC for t in triggers)
        """Whether any word for it is one for an event with an audience."""

    @cached_property
    def paragraphs(self) -> set[int]:
        """The paragraphs that report it."""
        return {self.scene.paragraph_no(t.span.start) for t in self.triggers}

    @cached_property
    def status(self) -> Status:
        """What became of it."""
        return self.scene.status_of(self.triggers)

    @cached_property
    def family(self) -> str:
        """Its kind as far as it matters for who was there, by its first telling word."""
        return family(next((t.word.kind for t in self.triggers if not t.word.generic), self.triggers[0].word.kind))

    @cached_property
    def rank(self) -> str:
        """`main` for the article's first public event, else `side`."""
        return "main" if self.scene.is_main(self.triggers) else "side"

    @cached_property
    def crowd(self) -> int:
        """How many people and bodies its sentences name, up to 3."""
        here = {i.entity for h in self.homes for i in self.scene.by_sentence.get(h, ()) if i.kind != "place" and not i.qualifier}
        return min(len(here), 3)

    @cached_property
    def linked(self) -> dict[int, float]:
        """How surely the tagger links somebody to it as a side; entities that it does not link are left out."""
        found: dict[int, float] = {}
        for trigger in self.triggers:
            for item, score in self.scene.linked(trigger):
                found[item.entity] = max(score, found.get(item.entity, 0.0))
        return found

    @cached_property
    def linked_near(self) -> set[int]:
        """Who is surely linked to it by a mention in or beside its sentences."""
        return {i.entity for t in self.triggers for i, score in self.scene.linked(t) if score >= SURE and i.sentence in self.around}

    @cached_property
    def linked_elsewhere(self) -> set[int]:
        """Who is surely linked to another event of the article."""
        others = [t for t in self.scene.triggers if t not in self.triggers]
        return {i.entity for t in others for i, score in self.scene.linked(t) if score >= SURE}


def family(kind: str) -> str:
    """Events alike in who is there: `public` ones have an audience and speakers, the others sides."""
    return "public" if kind in PUBLIC else "talks" if kind == "bilateral_meeting" else kind


def occasion_of(scene: Scene, triggers: Sequence[Trigger]) -> Occasion:
    """The occasion of these triggers (the same one whenever it is asked for)."""
    key = tuple(t.span for t in triggers)
    if key not in scene.occasions:
        scene.occasions[key] = Occasion(scene, triggers)
    return scene.occasions[key]
