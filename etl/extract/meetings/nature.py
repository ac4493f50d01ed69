"""What became of an event (held, planned, called off …) and what kind it is, by small learned scorers over plain features."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from etl.extract.meetings.linear import label_scores
from etl.extract.meetings.triggers import Trigger, is_definite
from etl.lexicon import load_entries, load_words

if TYPE_CHECKING:
    from etl.extract.meetings.scene import Scene

Status = Literal["held", "ongoing", "planned", "requested", "cancelled", "postponed", "denied"]
_RARE: tuple[tuple[Status, str], ...] = (("denied", "denied"), ("postponed", "postponed"), ("planned", "not yet"))
_OBJECT = re.compile(r"\s+(?:with\s+)?(?:(?!(?:in|at|on|to|for|by|of|and|after|before|behind|near)\b)[\w’'.-]+\s+){0,4}")
_WORD = re.compile(r"[\w’']+|[,;:.]")
_PAST = re.compile(
    r"(?:\w+ed|met|saw|spoke|rang|flew|sat|heard|swore|went|came|held|took|got|laid|spent|drank|drove|told|began|spoken|seen|gave|had)\b",
    re.I,
)
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.I)
_MEETING_OF_MANY = re.compile(r"s[’']?s?\s+Meeting$")  # `the 12th Coast Ministers’ Meeting` is none between two, whoever met there
_NEW = re.compile(
    r"\b(?:an?|another|second|third|next|new|fresh|follow-up|further|first|annual|forthcoming|upcoming|planned|proposed|special|inaugural)\b",
    re.I,
)


def status_features(scene: Scene, trigger: Trigger) -> set[str]:
    """What the words around one trigger say of whether the event has taken place."""
    sentence = scene.sentences[scene.sentence_no(trigger.span.start)]
    start, end = trigger.span.start, trigger.span.end
    before, after = scene.text[max(sentence.start, start - 80) : start], scene.text[end : min(sentence.end, end + 90)]
    near, whole = before[-28:], scene.cues_of(scene.sentence_no(start))
    pos = "verb" if trigger.word.is_verb else "name" if trigger.name else "noun"
    found = {pos, f"kind {trigger.word.kind}", f"{pos} {_form(scene, trigger)}"}
    for where, cues in (("before", cues_in(before)), ("near", cues_in(near)), ("after", cues_in(after)), ("whole", whole)):
        for name in cues:
            found |= {f"{name} {where}", f"{name} {where} {pos}"}
    found |= {f"last {' '.join(w.lower() for w in _WORD.findall(before)[-n:])}" for n in (1, 2)}
    found |= {f"next {' '.join(w.lower() for w in _WORD.findall(after)[:n])}" for n in (1, 2)}
    if is_definite(scene.text, trigger.span):
        found.add(f"{pos} definite")
    if _NEW.search(before[-30:]):
        found.add(f"{pos} new")
    if _TO.search(before):
        found.add(f"{pos} infinitive")
    if scene.analysis.is_headline(trigger.span):
        found.add("headline")
    return found


def _form(scene: Scene, trigger: Trigger) -> str:
    words = trigger.span.of(scene.text)
    first = words.split()[0].lower()
    return "past" if _PAST.fullmatch(first) else "ing" if first.endswith("ing") else "s" if first.endswith("s") else "base"


def trigger_status(scene: Scene, trigger: Trigger) -> dict[Status, float]:
    """Chance of each status by the words around one trigger."""
    said = scene.links.label("meeting_status", trigger.span)
    scores = label_scores("status", status_features(scene, trigger), said)
    found = {cast(Status, label): score for label, score in scores.items()}
    cues = scene.cues_of(scene.sentence_no(trigger.span.start))
    found |= {status: 1.0 for status, cue in _RARE if cue in cues}  # too rare in the corpus to be learned
    return found


def event_status(scene: Scene, triggers: Sequence[Trigger]) -> Status:
    """The status of an event told by several triggers: the chances add up, the first trigger counts twice."""
    total: dict[Status, float] = {}
    for index, trigger in enumerate(triggers):
        for status, score in scene.status_chances(trigger).items():
            total[status] = total.get(status, 0.0) + score * (2.0 if index == 0 else 1.0)
    return max(total, key=lambda s: (total[s], s == "held"), default="held")


def kind_features(scene: Scene, triggers: Sequence[Trigger], people: int, bodies: int, states: int) -> set[str]:
    """What the words for an event and the number of its sides say of its kind."""
    found = {f"people {min(people, 4)}", f"sides {min(people + bodies + states, 4)}", f"bodies {min(bodies, 3)}"}
    for index, trigger in enumerate(triggers):
        found |= {f"word {trigger.word.lemma}", f"kind {trigger.word.kind}"}
        found.add(f"kind {trigger.word.kind} people {min(people, 3)} bodies {min(bodies + states, 2)}")
        found |= {f"token {w}" for w in re.findall(r"[a-z]+", trigger.span.of(scene.text).lower())}
        if index == 0:
            found |= {f"first kind {trigger.word.kind}", f"first word {trigger.word.lemma}"}
            found |= set(_described(scene, trigger))
    return found


def _described(scene: Scene, trigger: Trigger) -> Iterator[str]:
    """The words beside the first trigger: `press` conference, `by phone`, a memorandum that is `signed`."""
    sentence = scene.sentences[scene.sentence_no(trigger.span.start)]
    before = _WORD.findall(scene.text[max(sentence.start, trigger.span.start - 30) : trigger.span.start].lower())[-2:]
    after = _WORD.findall(scene.text[trigger.span.end : min(sentence.end, trigger.span.end + 30)].lower())[:3]
    yield from (f"before {w}" for w in before)
    yield from (f"after {w}" for w in after)
    if re.search(r"\bby (?:tele)?phone\b|\bvideo\b|\bphone\b", sentence.of(scene.text), re.I):
        yield "by phone"
    if re.search(r"\b(?:ministers|leaders|delegations|officials|negotiators)\b", sentence.of(scene.text), re.I):
        yield "groups meet"


def event_kind(scene: Scene, triggers: Sequence[Trigger], people: int, bodies: int, states: int) -> str:
    """The kind of an event; the lexicon's where nothing was learned."""
    if people <= 2 and any(t.word.lemma == "bilateral meeting" for t in triggers):
        return "bilateral_meeting"  # in so many words
    scores = label_scores("kind", kind_features(scene, triggers, people, bodies, states), said_kind(scene, triggers))
    if any(t.name and _MEETING_OF_MANY.search(t.span.of(scene.text)) for t in triggers):
        scores = {kind: score for kind, score in scores.items() if kind != "bilateral_meeting"}
    kind = max(scores, key=lambda k: (scores[k], k)) if scores else triggers[0].word.kind
    return _by_sides(scene, triggers, kind, people, bodies + states)


def _by_sides(scene: Scene, triggers: Sequence[Trigger], kind: str, people: int, others: int) -> str:
    """Where a named person `met`, `received` or `saw` one other or one body, that is a bilateral meeting, unless words beside call it
    talks. What is `other` to the scorer (`the council met`) becomes one only where the verb has a named object.
    """
    first = triggers[0]
    if people == 0 or people + others != 2 or first.name or first.word.lemma not in load_words("meetings.yaml", "between_two"):
        return kind
    calls_it_talks = any(t.word.kind == "talks" and not t.word.is_verb and not t.word.generic for t in triggers)
    if calls_it_talks or not (kind == "talks" or (kind == "other" and first.word.is_verb and _has_object(scene, first))):
        return kind
    return "bilateral_meeting"


def _has_object(scene: Scene, trigger: Trigger) -> bool:
    """Whether a name follows a verb at once: `met with the union’s Jane Roe`, but not `met in Lyon`."""
    here = scene.by_sentence[scene.sentence_no(trigger.span.start)]
    after = [i for i in here if i.span.start >= trigger.span.end]
    return any(_OBJECT.fullmatch(scene.text, trigger.span.end, i.span.start) for i in after[:2])


def class_noun(scene: Scene, triggers: Sequence[Trigger]) -> str | None:
    """The kind of a named event that the text itself calls `the forum` or `this workshop` afterwards."""
    if not any(t.name and not t.title for t in triggers):
        return None
    nouns = [t.word for t in triggers if not t.name and not t.word.is_verb and not t.word.generic and is_definite(scene.text, t.span)]
    return next((word.kind for word in nouns if word.kind != "other"), None)


def said_kind(scene: Scene, triggers: Sequence[Trigger]) -> tuple[str, float] | None:
    """The kind that the tagger gives an event's words, the surest of them; None where it gives none."""
    found = [said for t in triggers if (said := scene.links.label("meeting_kind", t.span))]
    return max(found, key=lambda said: said[1], default=None)


def cues_in(words: str) -> list[str]:
    """Names of the cues for a status that stand in some words."""
    lower = words.lower()
    return [name for name, pattern in _cues() if pattern.search(lower)]


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns in lower case: made blind to case, they take twice the time."""
    return tuple((str(e["status"]), re.compile(str(e["word"]))) for e in load_entries("meetings.yaml", "status"))
