"""Somebody who may have taken part in an event: what the article says of them whatever the event, worked out once for all events."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from etl.extract.meetings.scene import Item, Scene
from etl.lexicon import load_words
from etl.text.patterns import alternation
from etl.text.span import Span

_AFTER = re.compile(
    r"\b(?:afterwards?|later|outside|in the (?:hallway|corridor|lobby)|reporters"
    r"|after the (?:hearing|meeting|vote|session|ruling|verdict))\b",
    re.I,
)
_OUTLET = re.compile(r"\btold\s+((?:[Tt]he\s+)?[A-Z][\w’']*(?:\s+[A-Z][\w’']*)*)(?=\s+(?:on|that|in|yesterday|by|this)\b|[,:.])")
_SPEAKS_FOR = re.compile(r"\bspokes(?:man|woman|person|men|people)\b[^.;,“”\"]{0,40}$", re.I)
_WHO_SPEAKS_FOR = re.compile(r",\s+(?:an?\s+|the\s+)?(?:[\w’'-]+\s+){0,4}spokes(?:man|woman|person)\b", re.I)
_ELSEWHERE = re.compile(
    r"\b(?:statement|by phone|by telephone|post on|on (?:X|Facebook|Twitter)|in an interview|told (?:the )?[A-Z]|wrote|email|letter)\b"
)


class Profile:
    """An entity of the article, with its mentions (`items`) in text order."""

    def __init__(self, scene: Scene, entity: int) -> None:
        self.scene, self.entity = scene, entity
        self.items = scene.by_entity[entity]
        self.kind = self.items[0].kind
        self.sentences = {i.sentence for i in self.items}
        self.said = scene.quoted.get(entity, [])
        """Sentences in which it speaks."""
        self.prominence = scene.prominence(self.items[0])
        """How often it is named beside others of its kind."""
        self.only_qualifies = all(i.qualifier for i in self.items)
        """Whether it is named only to say who somebody else is."""

    @cached_property
    def in_headline(self) -> bool:
        """Whether a headline names it."""
        return any(self.scene.analysis.is_headline(i.span) for i in self.items)

    @cached_property
    def zones(self) -> list[tuple[int, Item]]:
        """Its mentions, each with the sentence that reported an event last."""
        return [(self.scene.last_report(i.sentence), i) for i in self.items if not i.qualifier]

    @cached_property
    def paragraphs(self) -> set[int]:
        """The paragraphs that name it."""
        return {self.scene.paragraph_no(i.span.start) for i in self.items}

    @cached_property
    def only_in_names(self) -> bool:
        """Whether it stands only within names of events."""
        names = [t.title or t.span for t in self.scene.triggers if t.name]
        return all(any(i.span.overlaps(name) for name in names) for i in self.items)

    @cached_property
    def speaks_to_outlet(self) -> bool:
        """Whether it speaks to a paper or station somewhere: `told The Courier on Monday`."""
        return any(_to_an_outlet(words) for words in self._words)

    @cached_property
    def speaks_elsewhere(self) -> bool:
        """Whether it speaks in a letter, by telephone, to a paper."""
        return any(_ELSEWHERE.search(words) for words in self._words)

    @cached_property
    def speaks_afterwards(self) -> bool:
        """Whether it speaks after something, or outside."""
        return any(_AFTER.search(words) for words in self._words)

    @cached_property
    def tells_audience(self) -> bool:
        """Whether it speaks to people at a sitting: `told the inquest`."""
        return any(told_audience().search(words) for words in self._words)

    @cached_property
    def _words(self) -> list[str]:
        """The sentences in which it speaks."""
        return [self.scene.sentences[s].of(self.scene.text) for s in self.said]

    @cached_property
    def speaks_for_others(self) -> bool:
        """Whether it is somebody's spokesman: `spokesman Jane Roe`, `Jane Roe, a ministry spokeswoman`."""
        text = self.scene.text
        return any(
            _SPEAKS_FOR.search(text, max(0, i.span.start - 70), i.span.start) or _WHO_SPEAKS_FOR.match(text, i.span.end) for i in self.items
        )

    @cached_property
    def tells_news(self) -> bool:
        """Whether it is a paper, station or agency by the noun beside its name: `state broadcaster Channel Nine`."""
        text = self.scene.text
        return any(
            _outlet_before().search(text, max(0, i.span.start - 30), i.span.start) or _outlet_after().match(text, i.span.end)
            for i in self.items
        )

    @cached_property
    def sits_by_role(self) -> bool:
        """Whether a title beside the name is one of people at a sitting: `Judge`, `prosecutor`, `Councillor`."""
        return any(_has_sitting_role(self.scene.text, i.span) for i in self.items)

    @cached_property
    def body(self) -> str:
        """`sits` for bodies that hold sessions of their own (courts, committees, councils), else `other`."""
        return "sits" if any(sits(i.span.of(self.scene.text)) for i in self.items) else "other"


def profile_of(scene: Scene, entity: int) -> Profile:
    """The profile of an entity (the same one whenever it is asked for)."""
    if entity not in scene.profiles:
        scene.profiles[entity] = Profile(scene, entity)
    return scene.profiles[entity]


def _outlets() -> str:
    return alternation(load_words("meetings.yaml", "outlets"), blank=" ")


@lru_cache(maxsize=1)
def _outlet_before() -> re.Pattern[str]:
    return re.compile(rf"\b{_outlets()}\s+(?:the\s+)?$", re.I)


@lru_cache(maxsize=1)
def _outlet_after() -> re.Pattern[str]:
    return re.compile(rf"\s+{_outlets()}\b", re.I)


def sits(name: str) -> bool:
    """Whether a body of this name holds sittings of its own."""
    return not load_words("meetings.yaml", "sitting_bodies").isdisjoint(re.findall(r"\w+", name.lower()))


def _has_sitting_role(text: str, name: Span) -> bool:
    around = text[max(0, name.start - 35) : min(len(text), name.end + 45)].lower()
    return not load_words("meetings.yaml", "sitting_roles").isdisjoint(re.findall(r"[a-z]+", around))


def _to_an_outlet(words: str) -> bool:
    """`told The Courier on Monday`, but not `told the Ports Committee`."""
    audiences = load_words("meetings.yaml", "sitting_bodies") | load_words("meetings.yaml", "audiences")
    return any(audiences.isdisjoint(match[1].lower().split()) for match in _OUTLET.finditer(words))


@lru_cache(maxsize=1)
def told_audience() -> re.Pattern[str]:
    """`told the inquest`, `addressed delegates`."""
    words = "|".join(sorted(map(re.escape, load_words("meetings.yaml", "audiences"))))
    return re.compile(
        rf"\b(?:told|tells|asked|addressed|addressing|testified|submitted|informed)\s+(?:the\s+|a\s+|an\s+)?(?:[\w’'-]+\s+){{0,2}}(?:{words})\b",
        re.I,
    )
