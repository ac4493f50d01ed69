"""An article as the meeting rules see it: sentence by sentence, who is named where, in which group, behind which preposition."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from etl.extract.analysis import Analysis
from etl.extract.facts import EntityKind, Mention, ParticipantRole
from etl.extract.meetings.anaphors import find_anaphors
from etl.extract.meetings.links import MeetingLinks
from etl.extract.meetings.nature import Status, cues_in, event_status, trigger_status
from etl.extract.meetings.triggers import PUBLIC, Trigger
from etl.lexicon import load_entries
from etl.text.patterns import lowered
from etl.text.span import Span

if TYPE_CHECKING:
    from etl.extract.meetings.look import Page
    from etl.extract.meetings.occasion import Occasion
    from etl.extract.meetings.participants import Attendance
    from etl.extract.meetings.profile import Profile


class Entities(Protocol):
    """Who the words of an article mean; `etl.resolve.ArticleEntities` is one."""

    def refer(self, span: Span) -> int | None:
        """The entity at a span (name, pronoun, noun phrase), or None when unsure."""

    def refer_all(self, span: Span) -> tuple[int, ...]:
        """The entities meant by `they` or `the leaders`; empty when unsure."""


@dataclass(slots=True)
class Item:
    """One mention in its sentence. `group` numbers runs of names joined by commas and `and`; `prep` is the word that governs the group.

    `qualifier` says how the item only qualifies another: `of` (`chief of ORG`), `owner` (`ORG's chief`), `title` (`ORG chief
    Jane Roe`), `after` (`Lyon, France`).
    """

    span: Span
    kind: EntityKind
    entity: int
    form: str
    sentence: int
    group: int = 0
    prep: str = ""
    qualifier: str = ""
    in_source: bool = False
    plural: bool = False


_BREAKER = re.compile(
    r"\b(?:who|which|that|said|says|told|was|were|is|are|has|had|have|will|would|to|in|at|on|with|by|but|when|where|after|before|while|from|for|as|about|over"
    r"|during|between|against|met|meets|visited|signed|received|called|held|hosted|asked|because|if|since|until|into|under|than|not|represent(?:ed|ing|s)|attend(?:ed|ing|s)?|join(?:ed|ing|s)?|deputi[sz]ing|behalf)\b|[.:()“”\"—–]",
    re.I,
)
_OF = re.compile(r"\b(?:of|for|at)\s+(?:the\s+)?$", re.I)
_OWNER = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,3}[A-Za-z]")
_APPOSITION = re.compile(
    r",\s+(?:who\s+(?:speaks|works|spoke|worked|leads|heads|runs)\b|an?\b|the\b|[a-z-]+(?:\s+[a-z-]+)*\s+(?:of|for|at)\b)[^,;]*$"
)
_PLURAL = re.compile(
    r"(?:they|them|their|both|the (?:two|pair|duo|leaders|ministers|presidents|sides|parties)|both \w+|the two [\w-]+)$", re.I
)


@dataclass
class Scene:
    """One article's sentences with their items, sources and triggers' surroundings. Build once, read by every decision.

    What its readers work out once and keep: `occasions` and `attendance` by the spans of an event's triggers, `profiles` by entity,
    `roles_said` (the role that its words give an item) by the item's identity.
    """

    analysis: Analysis
    mentions: Sequence[Mention]
    who: Entities
    triggers: Sequence[Trigger]
    items: list[Item] = field(init=False)

    def __post_init__(self) -> None:
        self.text, self._lower = self.analysis.text, lowered(self.analysis.text)
        self._statuses: dict[tuple[Span, ...], Status] = {}
        self._chances: dict[Span, dict[Status, float]] = {}
        self._linked: dict[Span, list[tuple[Item, float]]] = {}
        self._cues: dict[int, list[str]] = {}
        self.occasions: dict[tuple[Span, ...], Occasion] = {}
        self.attendance: dict[tuple[Span, ...], Attendance] = {}
        self.profiles: dict[int, Profile] = {}
        self.page: Page | None = None
        self.looks: dict[tuple[Span, ...], dict[int, tuple[float, float]]] = {}
        self.roles_said: dict[int, ParticipantRole | None] = {}
        self.sentences = self.analysis.sentences
        self._starts = [s.start for s in self.sentences]
        self._roles = sorted((r.start, r.end) for r in self.analysis.tagging.of("role"))
        told = [*self.mentions, *self._anaphors()]
        self.items = [item for mention in told if mention.entity_kind != "event" for item in self._read(mention)]
        self.by_sentence: dict[int, list[Item]] = defaultdict(list)
        for item in self.items:
            self.by_sentence[item.sentence].append(item)
        for row in self.by_sentence.values():
            row.sort(key=lambda i: (i.span.start, -i.span.end))
            self._arrange(row)
        self.by_entity: dict[int, list[Item]] = defaultdict(list)
        for item in self.items:
            self.by_entity[item.entity].append(item)

    def _anaphors(self) -> Iterator[Mention]:
        """Pronouns and bare nouns of the reporting sentences that are no mentions yet."""
        taken = [m.span for m in self.mentions] + [Span(start, end) for start, end in self._roles]
        for number, triggers in sorted(self.trigger_spans.items()):
            sentence = self.sentences[number]
            near = [span for span in taken if span.overlaps(sentence)]
            yield from find_anaphors(self.analysis, sentence, triggers, near)

    def _read(self, mention: Mention) -> list[Item]:
        sentence = self.sentence_no(mention.span.start)
        in_source = any(s.start <= mention.span.start and mention.span.end <= s.end for s in self.sources.get(sentence, ()))
        several = self.who.refer_all(mention.span) if mention.form in ("pronoun", "nominal") and _PLURAL.match(mention.surface) else ()
        if several:
            return [Item(mention.span, "person", e, mention.form, sentence, in_source=in_source, plural=True) for e in several]
        entity = self.who.refer(mention.span)
        return [] if entity is None else [Item(mention.span, mention.entity_kind, entity, mention.form, sentence, in_source=in_source)]

    @cached_property
    def links(self) -> MeetingLinks:
        """What the tagger links to the meeting words."""
        return MeetingLinks(self.analysis.tagging)

    def linked(self, trigger: Trigger) -> list[tuple[Item, float]]:
        """Mentions that the tagger links to a trigger as sides, each with its score (worked out once)."""
        if trigger.span not in self._linked:
            best: dict[int, tuple[Item, float]] = {}
            for target, score in self.links.sides(trigger.span):
                for item in self._at(target):
                    if score > best.get(id(item), (item, 0.0))[1]:
                        best[id(item)] = item, score
            self._linked[trigger.span] = list(best.values())
        return self._linked[trigger.span]

    def _at(self, span: Span) -> list[Item]:
        """Items that overlap a span; one that begins in the sentence before may reach into it."""
        near = range(self.sentence_no(span.start) - 1, self.sentence_no(span.end) + 1)
        return [item for number in near for item in self.by_sentence.get(number, ()) if item.span.overlaps(span)]

    def cues_of(self, sentence: int) -> list[str]:
        """Cues for a status in a sentence (worked out once)."""
        if sentence not in self._cues:
            self._cues[sentence] = cues_in(self.sentences[sentence].of(self.text))
        return self._cues[sentence]

    def first_at(self, entity: int) -> int:
        """Where an entity is first mentioned."""
        return self.by_entity[entity][0].span.start

    @cached_property
    def sources(self) -> dict[int, list[Span]]:
        """Speakers' phrases by sentence."""
        found: dict[int, list[Span]] = defaultdict(list)
        for s in self.analysis.tagging.of("source"):
            found[self.sentence_no(s.start)].append(Span(s.start, s.end))
        return found

    @cached_property
    def paragraph_starts(self) -> list[int]:
        """Where the paragraphs begin, in order."""
        return [p.start for p in self.analysis.regions]

    @cached_property
    def first_place(self) -> Item | None:
        """The first mention of a place."""
        return min((i for i in self.items if i.kind == "place"), key=lambda i: i.span.start, default=None)

    def prominence(self, item: Item) -> str:
        """How often an entity is named beside others of its kind: `most`, `second` or `less`."""
        return self._ranks[item.entity]

    @cached_property
    def _ranks(self) -> dict[int, str]:
        ranks: dict[int, str] = {}
        for kind in ("person", "organisation", "place"):
            row = sorted(
                (e for e, items in self.by_entity.items() if items[0].kind == kind),
                key=lambda e: (-len(self.by_entity[e]), self.by_entity[e][0].span.start),
            )
            ranks |= {e: ("most", "second")[n] if n < 2 else "less" for n, e in enumerate(row)}
        return ranks

    def last_report(self, sentence: int) -> int:
        """The nearest earlier sentence that reports an event, or -1."""
        index = bisect_right(self._reporting, sentence - 1) - 1
        return self._reporting[index] if index >= 0 else -1

    @cached_property
    def _reporting(self) -> list[int]:
        return sorted(self.trigger_spans)

    def is_quoted(self, span: Span) -> bool:
        """Whether a span stands within the words of a quote, direct or reported."""
        return any(q.start <= span.start < q.end for q in self.analysis.tagging.of("quote"))

    @cached_property
    def quoting(self) -> set[int]:
        """Sentences that hold words of a quote."""
        return {self.sentence_no(q.start) for q in self.analysis.tagging.of("quote")}

    @cached_property
    def quoted(self) -> dict[int, list[int]]:
        """Entity -> sentences in which it speaks."""
        found: dict[int, list[int]] = defaultdict(list)
        for item in self.items:
            if item.in_source and not item.qualifier:
                found[item.entity].append(item.sentence)
        return found

    @cached_property
    def trigger_spans(self) -> dict[int, list[Span]]:
        """Where events are reported, by sentence."""
        found: dict[int, list[Span]] = defaultdict(list)
        for trigger in self.triggers:
            found[self.sentence_no(trigger.span.start)].append(trigger.span)
        return found

    def triggers_in(self, sentence: int) -> list[Trigger]:
        """The triggers of a sentence, in order."""
        return self._triggers_in.get(sentence, [])

    @cached_property
    def _triggers_in(self) -> dict[int, list[Trigger]]:
        found: dict[int, list[Trigger]] = defaultdict(list)
        for trigger in self.triggers:
            found[self.sentence_no(trigger.span.start)].append(trigger)
        return found

    @cached_property
    def lone_public(self) -> bool:
        """Whether the article tells of public events of one kind only, so that whoever speaks most likely speaks there."""
        return len({t.word.kind for t in self.triggers if t.word.kind in PUBLIC and not t.word.generic}) <= 1

    def status_of(self, triggers: Sequence[Trigger]) -> Status:
        """The status of the event that these triggers report (worked out once)."""
        key = tuple(t.span for t in triggers)
        if key not in self._statuses:
            self._statuses[key] = event_status(self, triggers)
        return self._statuses[key]

    def status_chances(self, trigger: Trigger) -> dict[Status, float]:
        """Chance of each status by one trigger (worked out once)."""
        if trigger.span not in self._chances:
            self._chances[trigger.span] = trigger_status(self, trigger)
        return self._chances[trigger.span]

    def is_main(self, triggers: Sequence[Trigger]) -> bool:
        """Whether these triggers hold the article's first public event that is not merely to come."""
        return self._main is not None and any(t.span == self._main.span for t in triggers)

    @cached_property
    def _main(self) -> Trigger | None:
        public = [t for t in self.triggers if t.word.kind in PUBLIC]
        told = [t for t in public if self.status_of([t]) in ("held", "ongoing")]
        counts = Counter(t.word.kind for t in told)
        return max(told, key=lambda t: (counts[t.word.kind], -t.span.start), default=None)

    def sentence_no(self, at: int) -> int:
        """Index of the sentence that holds position `at` (or the last one before it)."""
        return max(0, bisect_right(self._starts, at) - 1)

    def paragraph_no(self, at: int) -> int:
        """Index of the paragraph that holds position `at`."""
        return bisect_right(self.paragraph_starts, at) - 1

    def between(self, a: Span, b: Span) -> str:
        """The words between two spans, in text order."""
        return self.text[min(a.end, b.end) : max(a.start, b.start)]

    def _arrange(self, row: list[Item]) -> None:
        """Number the groups of one sentence and note what governs each."""
        sentence = self.sentences[row[0].sentence]
        for index, item in enumerate(row):
            item.qualifier = self._qualifier(row, index)
        group, last, before = 0, None, None
        for item in row:
            if item.qualifier:
                item.group, item.prep = group, item.qualifier
                continue
            listed = self._listed_with(item, last, before, row)
            if listed is None:
                group += 1
                item.group, item.prep = group, self._prep(sentence, item)
            else:
                item.group, item.prep = listed.group, listed.prep
            last, before = item, last

    def _listed_with(self, item: Item, last: Item | None, before: Item | None, row: list[Item]) -> Item | None:
        """The name whose list an item continues: the last one, or the one before a place, `Roe & Co in Lyon and Poe & Co`."""
        if last is None or last.span == item.span:
            return last
        if before is not None and last.kind == "place" != item.kind == before.kind and last.prep in ("in", "at", "near"):
            return before if self._joined(before, item, row) else None
        return last if self._joined(last, item, row) else None

    def _qualifier(self, row: list[Item], index: int) -> str:
        item = row[index]
        if item.kind == "person":
            return ""
        after = self.text[item.span.end : item.span.end + 40]
        before = self.text[max(0, item.span.start - 12) : item.span.start]
        following = next((o for o in row[index + 1 :] if o.span.start >= item.span.end), None)
        if _OF.search(before) and (self._role_ends_near(item.span.start) or self._in_apposition(row, index)):
            return "of"
        if _OWNER.match(after):
            return "owner"
        if following and following.kind == "person" and following.span.start - item.span.end < 60 and self._titles(item, following):
            return "title"
        if (
            item.kind == "place"
            and index
            and row[index - 1].kind in ("place", "organisation")
            and self.text[row[index - 1].span.end : item.span.start] == ", "
        ):
            return "after"
        return ""

    def _role_ends_near(self, at: int) -> bool:
        """Whether a title ends just before a position: `chief of `."""
        index = bisect_right(self._roles, (at, at)) - 1
        return index >= 0 and at - self._roles[index][1] <= 12

    def _in_apposition(self, row: list[Item], index: int) -> bool:
        """`Roe, who speaks for ORG`, `Roe, a scientist at ORG`: the body explains the person right before the comma."""
        previous = next((o for o in reversed(row[:index]) if o.kind == "person"), None)
        gap = self.text[previous.span.end : row[index].span.start] if previous else ""
        return bool(previous) and len(gap) < 70 and bool(_APPOSITION.match(gap))

    def _titles(self, body: Item, person: Item) -> bool:
        """`ORG chief Jane Roe`, `an ORG commander, General Roe`: a title and nothing else stands between."""
        gap = self.between(body.span, person.span)
        index = bisect_right(self._roles, (body.span.end, 0))
        role = index < len(self._roles) and self._roles[index][1] <= person.span.start + 1
        return (
            bool(re.match(r"\s+[\w’-]+", gap))
            and not re.search(r"[;:.(](?!\w)|\band\b|\b(?:met|with|said|told|to|by|in|at|on)\b", gap)
            and (role or "," not in gap)
        )

    def _joined(self, a: Item, b: Item, row: list[Item]) -> bool:
        """Whether two names stand in one list: only commas, `and`, titles and qualifiers lie between them."""
        gap = self.text[a.span.end : b.span.start]
        if len(gap) > 140 or not re.search(r",|\band\b|&", gap):
            return False
        cuts = [(s - a.span.end, e - a.span.end) for s, e in self._roles if a.span.end <= s and e <= b.span.start]
        cuts += [
            (q.span.start - a.span.end, q.span.end - a.span.end)
            for q in row
            if (q.qualifier or (q.kind == "place" and q is not b)) and a.span.end <= q.span.start and q.span.end <= b.span.start
        ]
        rest = list(gap)
        for start, end in cuts:
            rest[start:end] = " " * (end - start)
        left = re.sub(r"\b(?:of|for|at|in)\s+(?:the\s+)?(?=\s|,|$)", " ", "".join(rest))
        left = re.sub(r"['’]s\b|\([^)]*\)|\b\d{2}\b", " ", left)
        return not _BREAKER.search(left) and bool(re.search(r"\band\b|&|,", left)) and len(left.split()) <= 10

    def _prep(self, sentence: Span, item: Item) -> str:
        match = _governors().search(self._lower[max(sentence.start, item.span.start - 70) : item.span.start])
        return match.group(1) if match else "start" if item.span.start - sentence.start < 3 else ""


@lru_cache(maxsize=1)
def _governors() -> re.Pattern[str]:
    """A governing word, and at most six words of a title between it and the name, all in lower case."""
    words = "|".join(str(e["word"]) for e in load_entries("meetings.yaml", "governors"))
    determiner = r"(?:(?:the|an?|his|her|their|its|both|then|former)\s+)?"
    title = r"(?:(?!(?:and|or|but|who|which|that|with|by|from|of|for|to|at|in|on|was|were|is)\b)[\w’'.&-]+\s+){0,6}"
    return re.compile(rf"\b({words})\s+{determiner}{title}$")
