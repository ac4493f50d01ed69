"""Gold articles as the meeting rules see them: mentions, who they are, and which gold event each trigger reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from etl.extract.facts import Mention
from etl.extract.meetings.propose import all_triggers
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import Trigger, find_triggers
from etl.extract.mentions import find_mentions
from etl.extract.positions import find_positions
from etl.model import Tagging
from etl.resolve import ArticleEntities, resolve_article
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
    """An article with its scene; `ids` has the gold id of each entity number (`?…` where gold has no such entity), and `events` maps a
    gold meeting's id to the triggers that report it (indexes into `triggers`)."""

    gold: GoldArticle
    scene: Scene
    ids: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    events: dict[str, tuple[int, ...]]

    def meeting(self, event: str) -> dict[str, str]:
        """The declared attributes of a gold meeting."""
        return next(m for m in self.gold.facts["meeting"] if m["id"] == event)

    def sides(self, event: str) -> set[int]:
        """Entities that take part or organise, as numbers."""
        meeting = self.meeting(event)
        names = set((meeting.get("participants", "") + " " + meeting.get("organisers", "")).split())
        return {number for number, name in enumerate(self.ids) if name in names}

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
    """The scene of one gold article, with the gold names, references and meeting words."""
    gold = read_gold(article)
    mentions, who = gold_mentions(gold)
    analysis = gold_analysis(gold)
    triggers = tuple(find_triggers(analysis))
    return GoldScene(gold, Scene(analysis, mentions, who, triggers), who.ids, triggers, reported(gold, triggers))


def read_scene(gold: GoldArticle, tagging: Tagging) -> GoldScene:
    """The scene of one gold article as it is in use: everything found by the tagger, the mentions and the resolver."""
    analysis = gold_analysis(gold, tagging)
    mentions = find_mentions(analysis)
    who = resolve_article(analysis, mentions, find_positions(analysis, mentions))
    triggers = tuple(all_triggers(analysis, mentions, find_triggers(analysis)))
    return GoldScene(gold, Scene(analysis, mentions, who, triggers), gold_ids(gold, mentions, who), triggers, reported(gold, triggers))


def gold_ids(gold: GoldArticle, mentions: Sequence[Mention], who: ArticleEntities) -> tuple[str, ...]:
    """The gold id of each entity of the resolver: the one that most of its names are marked with."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    marked = gold.spans("per", "org", "loc")
    for index, mention in enumerate(mentions):
        entity = who.mention_entity(index)
        for s in marked if entity is not None and mention.form in ("name", "short_name", "acronym") else ():
            if mention.span.overlaps(Span(s["start"], s["end"])):
                votes[entity][s["id"].split()[0]] += 1
    return tuple(votes[e].most_common(1)[0][0] if votes[e] else f"?{e}" for e in range(len(who.entities)))


def reported(gold: GoldArticle, triggers: Sequence[Trigger]) -> dict[str, tuple[int, ...]]:
    """Declared meeting -> the triggers that touch its marked words."""
    events: dict[str, list[int]] = {}
    for s in gold.spans("meet", "evt"):
        span = Span(s["start"], s["end"])
        for number, trigger in enumerate(triggers):
            if trigger.span.overlaps(span):
                for event in s["id"].split():
                    events.setdefault(event, [])
                    if number not in events[event]:
                        events[event].append(number)
    declared = {m["id"] for m in gold.facts["meeting"]}
    return {e: tuple(t) for e, t in events.items() if e in declared}
