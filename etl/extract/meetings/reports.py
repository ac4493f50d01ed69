"""One sentence's report of a meeting: kind, status, sides, place, time, and what it was part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention, Participant, ParticipantRole
from etl.extract.meetings.triggers import Trigger, TriggerWord, find_word, is_definite
from etl.lexicon import load_entries
from etl.text.dates import find_dates
from etl.text.span import Span

Status = Literal["held", "ongoing", "planned", "requested", "cancelled", "postponed", "denied"]
_MINIMUM_SCORE = 0.5
_PLURAL = re.compile(r"they|them|both|the two|the (?:pair|leaders|ministers|sides|presidents|officials)", re.I)
_PLACE_BEFORE = re.compile(r"(?:\b(?:in|at|near|outside|to|visit(?:ed|s|ing)?|tour(?:ed|s|ing)?)\s+(?:the\s+)?(?:[\w-]+\s+){0,2})$", re.I)
# `X of ORG`, `ORG's chief X`: the body behind a person's title takes no part itself.
_OF_BEFORE = re.compile(r"\b(?:of|from|for)\s+(?:the\s+)?$", re.I)
_HOST = re.compile(r"\b(?:host(?:ed|s)?|organi[sz]ed|convened|run|held|arranged)\s+(?:jointly\s+)?by\b", re.I)
_UNREAL = re.compile(r"\b(?:should|could|might|may|if|ought to|never)\s+(?:\w+\s+){0,2}$", re.I)


@dataclass(frozen=True, slots=True)
class Report:
    """What one sentence says of one event."""

    trigger: Trigger
    sentence: Span
    status: Status
    definite: bool
    participants: tuple[Participant, ...]
    plural: bool
    place: Span | None
    time: Span | None
    parent_name: Span | None
    relation: str | None


def read_reports(analysis: Analysis, mentions: Sequence[Mention]) -> list[Report]:
    """Reports of all triggers in text order."""
    reports = []
    for trigger in _triggers(analysis):
        sentence = analysis.sentence_at(trigger.span.start)
        if sentence is not None and not _UNREAL.search(analysis.text[sentence.start : trigger.span.start]):
            reports.append(_read(analysis, mentions, trigger, sentence))
    return reports


def _triggers(analysis: Analysis) -> list[Trigger]:
    """The tagger's meeting words and names of events, in order; a word inside a name is not told twice."""
    names = [Span(s.start, s.end) for s in analysis.tagging.of("name", "event")]
    found = []
    for span in names:
        words = span.of(analysis.text)
        word = find_word(words)
        found.append(Trigger(span, TriggerWord(words, word.kind if word else "other", False, False), _clean_name(words)))
    for tagged in analysis.tagging.of("meeting"):
        span = Span(tagged.start, tagged.end)
        if tagged.score >= _MINIMUM_SCORE and not any(name.overlaps(span) for name in names):
            word = find_word(span.of(analysis.text))
            found.append(Trigger(span, word or TriggerWord(span.of(analysis.text).lower(), "other", False, False)))
    return sorted(found, key=lambda t: t.span)


def _read(analysis: Analysis, mentions: Sequence[Mention], trigger: Trigger, sentence: Span) -> Report:
    near = [m for m in mentions if sentence.contains(m.span)]
    parent, relation = _parent(analysis, trigger, sentence)
    participants = () if trigger.name else tuple(_participants(analysis, near, trigger, sentence))
    return Report(
        trigger=trigger,
        sentence=sentence,
        status=_status(analysis.text, trigger, sentence),
        definite=is_definite(analysis.text, trigger.span),
        participants=participants,
        plural=any(_PLURAL.fullmatch(m.surface) for m in near) or any(_PLURAL.match(s) for s in _refs(analysis, sentence)),
        place=_place(analysis.text, near, trigger),
        time=_time(analysis, trigger, sentence),
        parent_name=parent,
        relation=relation,
    )


def _refs(analysis: Analysis, sentence: Span) -> list[str]:
    return [analysis.text[r.start : r.end] for r in analysis.tagging.of("ref") if sentence.contains(Span(r.start, r.end))]


def _participants(analysis: Analysis, near: Sequence[Mention], trigger: Trigger, sentence: Span) -> list[Participant]:
    """People and bodies in the sentence that take part. Speakers who merely tell of it are left out, and bodies behind a title."""
    text, found = analysis.text, []
    sources = [Span(s.start, s.end) for s in analysis.tagging.of("source")]
    people = any(m.entity_kind == "person" and m.form != "pronoun" for m in near)
    for mention in near:
        if mention.entity_kind not in ("person", "organisation") or any(s.contains(mention.span) for s in sources):
            continue
        before = text[max(sentence.start, mention.span.start - 30) : mention.span.start]
        role: ParticipantRole = "organiser" if _HOST.search(before) else "participant"
        if mention.entity_kind == "organisation" and people and role == "participant" and (_OF_BEFORE.search(before) or _is_title(text, mention.span)):
            continue
        found.append(Participant(mention.span, role))
    if not found and trigger.word.kind in ("talks", "bilateral_meeting"):
        found = [Participant(m.span) for m in near if m.entity_kind == "place" and _is_state(text, m, trigger)]
    return found


def _is_title(text: str, span: Span) -> bool:
    """Whether a person's name or title follows the body at once: `ORG president Jane Roe`, `ORG’s spokesman`."""
    return bool(re.match(r"(?:['’]s)?\s+(?:[a-z-]+\s+){0,3}[A-Z][\w-]+|['’]s\s+[a-z]+", text[span.end : span.end + 40]))


def _is_state(text: str, mention: Mention, trigger: Trigger) -> bool:
    """Whether a place stands as a side and not as where: `Talks between Japan and Peru`, not `talks in Peru`."""
    before = text[max(0, mention.span.start - 12) : mention.span.start]
    return bool(re.search(r"(?:\b(?:between|and|with)\s+|^\s*|[.,]\s+)$", before)) and mention.span.distance(trigger.span) < 120


def _place(text: str, near: Sequence[Mention], trigger: Trigger) -> Span | None:
    """The place named after `in` or `at` in the sentence, nearest after the trigger, else before it."""
    places = [m for m in near if m.entity_kind == "place" and _PLACE_BEFORE.search(text[max(0, m.span.start - 30) : m.span.start])]
    after = [m.span for m in places if m.span.start >= trigger.span.end]
    if trigger.word.kind == "call":
        return None
    return min(after, default=None) or max((m.span for m in places), default=None)


def _time(analysis: Analysis, trigger: Trigger, sentence: Span) -> Span | None:
    """The date expression nearest to the trigger in its sentence."""
    dates = [d.span for d in find_dates(analysis.text, sentence)]
    return min(dates, key=lambda d: (d.distance(trigger.span), d.start), default=None)


def _status(text: str, trigger: Trigger, sentence: Span) -> Status:
    before = text[max(sentence.start, trigger.span.start - 70) : trigger.span.start]
    around = text[max(sentence.start, trigger.span.start - 60) : min(sentence.end, trigger.span.end + 70)]
    for pattern, status in _status_words():
        held_verb = trigger.word.is_verb and re.search(r"ed$|met$|saw|spoke|rang|flew|sat$|heard", trigger.span.of(text)) is not None
        scope = around if status in ("cancelled", "postponed", "denied", "ongoing") else before
        if status == "planned" and held_verb and not re.search(r"\b(?:be|been)\s*$", before):
            continue
        if pattern.search(scope):
            return status
    return "held"


def _parent(analysis: Analysis, trigger: Trigger, sentence: Span) -> tuple[Span | None, str | None]:
    """The event this one was part of, where the sentence says so: `on the sidelines of the APEC summit`."""
    if trigger.name:
        return None, None
    candidates = [Span(s.start, s.end) for s in (*analysis.tagging.of("name", "event"), *analysis.tagging.of("meeting"))]
    for pattern, relation in _relations():
        for match in pattern.finditer(analysis.text, sentence.start, sentence.end):
            after = [c for c in candidates if 0 <= c.start - match.end() < 60 and sentence.contains(c) and c != trigger.span]
            if after and (match.group().lower() != "at" or min(after).start - match.end() < 12):
                return min(after), relation
    return None, None


def _clean_name(words: str) -> str:
    return " ".join(words.strip("“”\"'‘’ ").split())


@lru_cache(maxsize=1)
def _status_words() -> tuple[tuple[re.Pattern[str], Status], ...]:
    return tuple((re.compile(str(e["word"]), re.I), cast(Status, e["status"])) for e in load_entries("meetings.yaml", "status"))


@lru_cache(maxsize=1)
def _relations() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{e['word']}\b", re.I), str(e["relation"])) for e in load_entries("meetings.yaml", "relations"))
