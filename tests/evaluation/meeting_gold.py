"""Gold articles as the meeting rules see them: mentions, who they are, and which gold event each trigger reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from etl.extract.facts import Mention
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import Trigger, find_triggers
from etl.text.period import Period
from etl.text.span import Span
from tests.gold import GoldArticle, gold_analysis, read_gold

_KINDS = {"P": "person", "O": "organisation", "L": "place"}


@dataclass(frozen=True)
class GoldEntities:
    """Who the words mean, by the gold ids (their index in `ids`)."""

    ids: tuple[str, ...]
    meaning: dict[Span, tuple[int, ...]]

    def refer(self, span: Span) -> int | None:
        found = self.meaning.get(span, ())
        return found[0] if len(found) == 1 else None

    def refer_all(self, span: Span) -> tuple[int, ...]:
        found = self.meaning.get(span, ())
        return found if len(found) > 1 else ()


def gold_mentions(gold: GoldArticle) -> tuple[list[Mention], GoldEntities]:
    """Gold names and references as mentions, and who they are."""
    mentions, meaning, ids = [], {}, {}
    for s in gold.spans("per", "org", "loc", "ref"):
        span = Span(s["start"], s["end"])
        numbers = tuple(ids.setdefault(i, len(ids)) for i in s["id"].split())
        form = "name" if s["tag"] != "ref" else "pronoun" if " " not in s["text"] else "nominal"
        mentions.append(Mention(span, _KINDS[s["id"][0]], form, s["text"]))  # type: ignore[arg-type]
        meaning[span] = tuple(dict.fromkeys((*meaning.get(span, ()), *numbers)))
    return mentions, GoldEntities(tuple(ids), meaning)


@dataclass(frozen=True)
class GoldScene:
    """A gold article with its scene; `events` maps a gold meeting's id to its triggers (indexes into `triggers`)."""

    gold: GoldArticle
    scene: Scene
    entities: GoldEntities
    triggers: tuple[Trigger, ...]
    events: dict[str, tuple[int, ...]]

    def meeting(self, event: str) -> dict[str, str]:
        """The declared attributes of a gold meeting."""
        return next(m for m in self.gold.facts["meeting"] if m["id"] == event)

    def sides(self, event: str) -> set[int]:
        """Entities that take part or organise, as numbers."""
        meeting = self.meeting(event)
        names = (meeting.get("participants", "") + " " + meeting.get("organisers", "")).split()
        return {self.entities.ids.index(n) for n in names if n in self.entities.ids}

    @property
    def published(self) -> Period | None:
        """The day the page shows, if any."""
        return day_of(self.gold)


def day_of(gold: GoldArticle) -> Period | None:
    """The publication day of a gold article as a period."""
    text = gold.facts.get("published")
    return Period(date.fromisoformat(text), date.fromisoformat(text), "metadata") if text else None


def agrees(when: str, period: Period) -> bool:
    """Whether a resolved period is the gold one, at the grain gold gives (`2024-05`, `2025-10/2025-12`, `2024-04-24/2024-04-26`)."""
    first, _, last = when.partition("/")
    return str(period.start).startswith(first) and str(period.end).startswith(last or first)


@cache
def gold_scene(article: str) -> GoldScene:
    """The scene of one gold article."""
    gold = read_gold(article)
    mentions, who = gold_mentions(gold)
    analysis = gold_analysis(gold)
    triggers = tuple(find_triggers(analysis))
    marked = [(Span(s["start"], s["end"]), s["id"].split()) for s in gold.spans("meet", "evt")]
    events: dict[str, list[int]] = {}
    for span, ids in marked:
        for number, trigger in enumerate(triggers):
            if trigger.span.overlaps(span):
                for event in ids:
                    events.setdefault(event, [])
                    if number not in events[event]:
                        events[event].append(number)
    declared = {m["id"] for m in gold.facts["meeting"]}
    return GoldScene(
        gold, Scene(analysis, mentions, who, triggers), who, triggers, {e: tuple(t) for e, t in events.items() if e in declared}
    )
