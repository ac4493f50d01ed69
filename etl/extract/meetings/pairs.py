"""What speaks for or against somebody's having taken part in an event: features for the scorer of participants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.extract.meetings.links import REACH, step
from etl.extract.meetings.occasion import Occasion
from etl.extract.meetings.profile import Profile
from etl.extract.meetings.scene import Item, Scene
from etl.extract.meetings.triggers import Trigger

_CLAUSE = re.compile(
    r"[;:“”\"—–]|,?\s(?:who|which|whose|where|when|while|but|although|because|as|after|before|if|that)\s|\b(?:said|says|according to)\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)\s+(?:\w+ly\s+)?$", re.I)
_WORD = re.compile(r"\w+|[^\w\s]")
_OWNS = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,3}")
_TOLD_IT = re.compile(r"\btold\s+(?:the|an?|last|this|\w+day['’]s)\b[^,;.]*$|\btold\s+$")
_TAIL = re.compile(r",\s+(?:(?:the|an?|his|her|its)\s+)?(?:[^,;]{0,60})$")
_ACCORDING = re.compile(r"\baccording to\s+(?:[^,;]{0,30})$", re.I)


def pair_features(event: Occasion, somebody: Profile) -> set[str]:
    """What speaks for or against somebody's taking part in an event."""
    found = {
        feature
        for trigger, home in zip(event.triggers, event.homes, strict=True)
        if home in somebody.sentences
        for item in somebody.items
        if item.sentence == home
        for feature in _beside(event.scene, trigger, item, event.family)
    }
    found.update(_standing(event, somebody))
    found.update(_in_public(event, somebody) if event.family == "public" else _speaking(event, somebody))
    return found


def pair_links(event: Occasion, somebody: Profile) -> set[str]:
    """What the tagger's links say of somebody's taking part; empty where it gives no links."""
    if not event.scene.links.present:
        return set()
    kind = somebody.kind
    if best := event.linked.get(somebody.entity):
        return {step("side", best), f"side {kind}"}
    if not any(item.span.distance(t.span) < REACH for item in somebody.items for t in event.triggers if not t.name):
        return {"side out of reach", f"side out of reach {kind}"}
    found = {"side none", f"side none {kind}"}
    if event.linked_near:  # not this one, who is not linked at all
        found.add("side none, others linked")
    if somebody.entity in event.linked_elsewhere:
        found.add("side of another event")
    return found


def _beside(scene: Scene, trigger: Trigger, item: Item, kind: str) -> Iterator[str]:
    """Features of a mention in a reporting sentence."""
    if item.span.overlaps(trigger.span):
        yield f"inside {'name' if trigger.name else 'word'} {item.kind}"
        return
    if is_attribution(scene, trigger, item):
        yield f"attribution {item.kind}"
        return
    side = ("b" if item.span.start < trigger.span.start else "a") + ("v" if trigger.word.is_verb else "e" if trigger.name else "n")
    gap = scene.between(item.span, trigger.span)
    rank = _rank(scene, trigger, item)
    yield f"{side} here"
    yield f"{side} rank {rank}"
    yield f"{side} prep {item.prep}"
    yield f"{side} {kind} prep {item.prep}"
    yield f"{side} {item.kind} rank {rank}"
    yield f"{side} {item.kind} {kind}"
    yield f"{side} {item.kind} prep {item.prep}"
    yield f"{side} rank {rank} prep {item.prep}"
    yield f"{side} lemma {trigger.word.lemma} {item.kind}"
    if item.qualifier:
        yield f"{side} qualifier {item.qualifier}"
        yield f"{side} {kind} qualifier {item.qualifier}"
    if item.plural:
        yield f"{side} plural"
    if item.form in ("pronoun", "nominal"):
        yield f"{side} {item.form}"
    if _CLAUSE.search(gap):
        yield f"{side} clause between"
        yield f"{side} clause between rank {rank}"
    words = _WORD.findall(gap.lower())
    if len(words) <= 3:
        yield f"{side} gap {' '.join(words)}"
    if _OWNS.fullmatch(gap):
        yield f"{side} owner of word {kind}"
    if trigger.word.is_verb and _PASSIVE.search(scene.text[max(0, trigger.span.start - 20) : trigger.span.start]):
        yield f"{side} passive rank {rank}"
        yield f"{side} passive prep {item.prep}"
    if _others_between(scene, trigger, item):
        yield f"{side} other event between"
    if item.in_source:
        yield f"{side} speaks {kind}"
        if _TOLD_IT.search(scene.text[max(0, trigger.span.start - 60) : trigger.span.start]):
            yield f"{side} told the event"
    yield f"{side} distance {min(len(words) // 6, 5)}"


def is_attribution(scene: Scene, trigger: Trigger, item: Item) -> bool:
    """`A met B, X said` and `According to X, A met B`: X tells of it and is not thereby present."""
    if not item.in_source:
        return False
    if item.span.start > trigger.span.end:
        return bool(_TAIL.search(scene.between(trigger.span, item.span)))
    return bool(_ACCORDING.search(scene.text[max(0, item.span.start - 40) : item.span.start]))


def _standing(event: Occasion, somebody: Profile) -> Iterator[str]:
    """Features of somebody's place in the article as a whole."""
    kind, what = event.family, somebody.kind
    off = min((s - h for s in somebody.sentences for h in event.homes), key=lambda off: (abs(off), off))
    away = min(abs(off), 4)
    where = f"{'' if not away else 'before ' if off < 0 else 'after '}{away} sentences off"
    yield f"{kind} {what}"
    yield f"{kind} {what} {where}"
    yield f"{what} {where}"
    if somebody.only_qualifies:
        yield f"{kind} only qualifies"
    if away:
        yield f"{what} {somebody.prominence} named"
        yield f"{kind} {what} {somebody.prominence} away, {event.crowd} others here"
        yield f"{kind} {what} {where}, {event.crowd} others here"
        yield from _in_zone(event, somebody)
    else:
        yield f"{kind} {what} {somebody.prominence} named here"
        yield f"{kind} {what} here"
    yield f"{kind} {what} named {min(len(somebody.items), 4)} times"
    if somebody.in_headline:
        yield f"{kind} {what} in headline"


def _in_zone(event: Occasion, somebody: Profile) -> Iterator[str]:
    """Features of mentions in the stretch after a reporting sentence, up to the next sentence that reports anything."""
    kind, what = event.family, somebody.kind
    for last, item in somebody.zones:
        if last in event.homes:
            yield f"{kind} {what} in zone"
            yield f"{kind} {what} in zone {min(item.sentence - last, 3)} {item.form}"
            yield f"{kind} {what} in zone {item.prep or '-'}"
            yield f"{kind} {what} in zone {'speaks' if item.in_source else 'silent'}"
            if item.sentence in event.scene.quoting:
                yield f"{kind} in zone quoting"


def _speaking(event: Occasion, somebody: Profile) -> Iterator[str]:
    """How far from an event without audience somebody speaks."""
    if somebody.said:
        yield f"{event.family} {somebody.kind} speaks {_nearest_words(event, somebody)} sentences off"


def _nearest_words(event: Occasion, somebody: Profile) -> int:
    return min(min(abs(s - h) for s in somebody.said for h in event.homes), 4)


def _in_public(event: Occasion, somebody: Profile) -> Iterator[str]:
    """Features of what somebody says in the article: who speaks at length most likely spoke at its one public event."""
    what, rank, public = somebody.kind, event.rank, event.triggers[0].word.kind
    state = "held" if event.status in ("held", "ongoing") else "not held"
    lone = "lone" if event.scene.lone_public else "one of several"
    voice = "speaks" if somebody.said else "silent"
    yield f"{rank} {state} {what} {voice}"
    yield f"{rank} {state} {lone} {what} {voice}"
    yield f"{public} {rank} {state} {what} {voice}"
    yield f"{rank} {what} {'elsewhere' if event.paragraphs.isdisjoint(somebody.paragraphs) else 'same paragraph'} {voice}"
    if somebody.sits_by_role:
        yield f"{rank} {state} {what} role of a sitting"
        yield f"{public} {rank} role of a sitting"
    if what == "organisation":
        yield f"{public} {rank} body {somebody.body}"
        yield f"{rank} {state} body {somebody.body} named {min(len(somebody.items), 3)} times"
    if somebody.said:
        yield f"{rank} {state} {what} speaks {_nearest_words(event, somebody)} sentences off"
        yield f"{rank} {state} {what} speaks {min(len(somebody.said), 3)} times"
        yield f"{rank} {state} {'later' if max(somebody.said) >= min(event.homes) else 'before'}"
        if somebody.speaks_elsewhere:
            yield f"{rank} speaks elsewhere"
        if somebody.speaks_afterwards:
            yield f"{rank} speaks afterwards"
        if somebody.tells_audience:
            yield f"{rank} {state} tells an audience"
            yield f"{public} {rank} tells an audience"


def _rank(scene: Scene, trigger: Trigger, item: Item) -> int:
    """How many other groups lie between the mention's group and the trigger, up to 3."""
    groups = set()
    for other in scene.by_sentence[item.sentence]:
        between = item.span.end <= other.span.start < trigger.span.start or trigger.span.end <= other.span.start < item.span.start
        if between and other.group != item.group and not other.qualifier:
            groups.add(other.group)
    return min(len(groups), 3)


def _others_between(scene: Scene, trigger: Trigger, item: Item) -> bool:
    low, high = min(item.span.end, trigger.span.end), max(item.span.start, trigger.span.start)
    return any(low <= t.start and t.end <= high for t in scene.trigger_spans.get(item.sentence, ()))
