"""What the gold says of each meeting word as pairs of spans: material for link heads of the tagger.

    meeting_links(gold) -> MeetingLinks

`participant` and `place` link a trigger to the nearest gold mention of each side or of the place, in its own sentence or
(participants only) within two sentences; `same` links a trigger to the one before it that reports the same event; `status` and
`kind` are per trigger.
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.extract.meetings.scene import Item
from etl.text.span import Span
from tests.evaluation.meeting_gold import GoldScene, gold_scene
from tests.gold import GoldArticle

Pair = tuple[Span, Span]


@dataclass(frozen=True)
class MeetingLinks:
    """Gold pairs (trigger, target) of one article, and what each trigger's event is."""

    participant: tuple[Pair, ...]
    place: tuple[Pair, ...]
    same: tuple[Pair, ...]
    status: tuple[tuple[Span, str], ...]
    kind: tuple[tuple[Span, str], ...]


def meeting_links(gold: GoldArticle) -> MeetingLinks:
    """The pairs of one gold article, each sorted by trigger."""
    scene = gold_scene(gold.id)
    participant: set[Pair] = set()
    place: set[Pair] = set()
    same: set[Pair] = set()
    status: dict[Span, str] = {}
    kind: dict[Span, str] = {}
    for event, numbers in scene.events.items():
        meeting = scene.meeting(event)
        spans = [scene.triggers[n].span for n in sorted(numbers)]
        where = {scene.entities.ids.index(p) for p in meeting.get("place", "").split() if p in scene.entities.ids}
        for span in spans:
            status.setdefault(span, meeting.get("status", "held"))
            kind.setdefault(span, meeting["kind"])
            participant |= {(span, target) for e in scene.sides(event) if (target := _nearest(scene, span, e, reach=2))}
            place |= {(span, target) for e in where if (target := _nearest(scene, span, e, reach=0))}
        same |= set(zip(spans[1:], spans, strict=False))
    return MeetingLinks(
        tuple(sorted(participant)), tuple(sorted(place)), tuple(sorted(same)), tuple(sorted(status.items())), tuple(sorted(kind.items()))
    )


def _nearest(gold: GoldScene, trigger: Span, entity: int, reach: int) -> Span | None:
    """The mention of an entity nearest to a trigger, at most `reach` sentences off; None where there is none."""
    home = gold.scene.sentence_no(trigger.start)
    near = [i for i in gold.scene.by_entity[entity] if abs(i.sentence - home) <= reach]
    key = lambda i: (abs(i.sentence - home), i.span.distance(trigger), i.span)  # noqa: E731
    best: Item | None = min(near, key=key, default=None)
    return best.span if best else None
