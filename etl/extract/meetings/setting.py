"""Where and when an event was, and what it was part of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from etl.extract.meetings.anaphors import tells_of_act
from etl.extract.meetings.linear import between, probability
from etl.extract.meetings.look import look
from etl.extract.meetings.occasion import family
from etl.extract.meetings.scene import Item, Scene
from etl.extract.meetings.triggers import Trigger
from etl.lexicon import load_entries, load_words
from etl.lexicon.gazetteer import country_of_name
from etl.text.dates import DateExpression, find_dates
from etl.text.patterns import alternation
from etl.text.span import Span

PLACE_THRESHOLD = 0.3
PLACE_LOOK_THRESHOLD, PLACE_LOOK_SHARE = 0.25, 0.4  # where the look at the whole article counts too, and how much beside the features
TIME_THRESHOLD = 0.4
LATER_THRESHOLD = 0.25  # for a date beside a word that takes the event up again
PARENT_THRESHOLD = 0.38
_HOLDERS = frozenset(["visit", "summit", "conference", "workshop", "forum", "other", "talks"])
_MARGIN = re.compile(r"\bon the (?:margins|sidelines|fringes)\b|\bin the margins\b", re.I)
_ATTENDING = re.compile(r"\b(?:attend(?:ed|ing|s)?|participat(?:ed|ing|es) in|tak(?:ing|es) part in|took part in)\s+(?:the|an?)\s+$", re.I)
_AND_A = re.compile(r"\band\s+an?\s+(?:[\w-]+\s+){0,2}$", re.I)
_LISTED = re.compile(r",?\s*(?:and|or|as well as|,)\s+(?:(?:at|of|in)\s+)?(?:the\s+|a\s+|an\s+)?", re.I)
_ON = re.compile(r"\s+(?:on|about|over)\s+(?:the\s+)?")
_SINCE = re.compile(r"\bsince\b", re.I)
_DATELINE = re.compile(r"[^.\n]{0,60}?(?:[—–:]|\s--?-?\s)")
_SEA = re.compile(r"\b(?:Sea|Ocean|Straits?|Gulf)$|^Gulf of\b|^Strait of\b")
_WORD = re.compile(r"[\w’'-]+")
_TELLING = re.compile(
    r"\b(?:said|told|says|added|announced|wrote|reported)\b(?:\s+[\w’'.&-]+){0,6}?\s+(?:(?:late|early)\s+)?(?:on\s+)?$", re.I
)


def place_features(scene: Scene, triggers: Sequence[Trigger], items: Sequence[Item]) -> set[str]:
    """What speaks for an event's having been at the place these mentions name."""
    found: set[str] = set()
    kind = family(triggers[0].word.kind)
    for item in items:
        for trigger in triggers:
            home = scene.sentence_no(trigger.span.start)
            found.update(_where(scene, trigger, item, home, kind))
    first = items[0]
    if is_dateline(scene, first):
        found |= {
            "dateline",
            f"dateline {kind}",
            f"dateline {scene.status_of(triggers)}",
            "dateline main" if scene.is_main(triggers) else "dateline side",
        }
    found.add(f"named {min(len(items), 4)} times")
    if all(i.qualifier for i in items):
        found |= {"only qualifies"}
    if any(scene.analysis.is_headline(i.span) for i in items):
        found.add(f"headline {kind}")
    found.add(f"{'main' if scene.is_main(triggers) else 'side'} first place" if first is scene.first_place else "not first place")
    return found


def _where(scene: Scene, trigger: Trigger, item: Item, home: int, kind: str) -> Iterator[str]:
    """Features of one mention of a place against one trigger."""
    off = item.sentence - home
    prep = item.prep.split()[0] if item.prep else "-"
    if abs(off) > 2:
        return
    if off:
        yield f"{off} sentences off {prep}"
        yield f"{off} sentences off {kind}"
        return
    if item.span.overlaps(trigger.span):
        yield "inside the word"
        return
    side = "before" if item.span.start < trigger.span.start else "after"
    gap = scene.between(item.span, trigger.span)
    words = _WORD.findall(gap)
    others = sum(
        o.kind == "place"
        and not o.qualifier
        and min(item.span.end, trigger.span.end) <= o.span.start
        and o.span.end <= max(item.span.start, trigger.span.start)
        for o in scene.by_sentence[home]
    )
    yield f"{side} {prep}"
    yield f"{side} {kind} {prep}"
    yield f"{side} {prep} rank {min(others, 2)}"
    yield f"{side} rank {min(others, 2)}"
    yield f"{side} {kind} rank {min(others, 2)}"
    yield f"{side} {prep} near" if len(words) <= 6 else f"{side} {prep} far"
    if item.qualifier:
        yield f"{side} qualifier {item.qualifier}"
    if len(words) <= 2:
        yield f"{side} gap {' '.join(words).lower()}"
        yield f"{side} {kind} touches"
    if any(
        min(item.span.end, trigger.span.end) <= t.start and t.end <= max(item.span.start, trigger.span.start)
        for t in scene.trigger_spans.get(home, ())
    ):
        yield f"{side} other event between"
    if re.search(r"[;:“”]", gap):
        yield f"{side} clause between"
    if item.in_source:
        yield "in source"


def is_dateline(scene: Scene, item: Item) -> bool:
    """Whether the mention opens a paragraph as a dateline does: `LIMA (Agency) —`."""
    paragraph = scene.analysis.paragraph_at(item.span.start)
    return (
        paragraph is not None
        and item.span.start - paragraph.start < 3
        and bool(_DATELINE.match(scene.text, item.span.end, min(paragraph.end, item.span.end + 70)))
    )


def find_place(scene: Scene, triggers: Sequence[Trigger]) -> Item | None:
    """The place of the event, nearest mention to its first trigger; None where the text carries none."""
    best: tuple[float, int] | None = None
    seen = look(scene, triggers)
    for entity in place_candidates(scene, triggers):
        items = scene.by_entity[entity]
        if _is_topic(scene, triggers, items):
            continue
        chance = probability("place", place_features(scene, triggers, items))
        if entity in seen:
            chance = between(chance, seen[entity][1], PLACE_LOOK_SHARE)
        if chance >= (PLACE_LOOK_THRESHOLD if entity in seen else PLACE_THRESHOLD) and (best is None or chance > best[0]):
            best = chance, entity
    if best is None:
        return None
    return min(scene.by_entity[best[1]], key=lambda i: (min(i.span.distance(t.span) for t in triggers), i.span.start))


def _is_topic(scene: Scene, triggers: Sequence[Trigger], items: Sequence[Item]) -> bool:
    """`discussed the situation in Chad`, `a summit on Chad`: wherever the place is named near the event, it is talked about; seas are."""
    if _SEA.search(items[0].span.of(scene.text)):
        return True
    homes = {scene.sentence_no(t.span.start) for t in triggers}
    near = [i for i in items if any(abs(i.sentence - h) <= 1 for h in homes)]
    return bool(near) and all(_is_talked_about(scene, triggers, i) for i in near)


def _is_talked_about(scene: Scene, triggers: Sequence[Trigger], item: Item) -> bool:
    sentence = scene.sentences[item.sentence]
    if _topic().search(scene.text, max(sentence.start, item.span.start - 60), item.span.start):
        return True
    if country_of_name(item.span.of(scene.text)) is None:
        return False  # `a rally on Pier Road`
    return any(_ON.fullmatch(scene.text, t.span.end, item.span.start) for t in triggers if not t.word.is_verb)


@lru_cache(maxsize=1)
def _topic() -> re.Pattern[str]:
    words = alternation(load_words("meetings.yaml", "topics"), blank=" ")
    return re.compile(rf"\b{words}\s+(?:in|of|with|against|for|between)\s+(?:the\s+|northern\s+|southern\s+|eastern\s+|western\s+)?$", re.I)


def place_candidates(scene: Scene, triggers: Sequence[Trigger]) -> list[int]:
    """Places named within two sentences of a trigger, and the dateline."""
    homes = {scene.sentence_no(t.span.start) for t in triggers}
    return [
        entity
        for entity, items in scene.by_entity.items()
        if items[0].kind == "place" and (any(abs(i.sentence - h) <= 2 for i in items for h in homes) or is_dateline(scene, items[0]))
    ]


def time_features(
    scene: Scene, trigger: Trigger, first: bool, date: DateExpression, dates: Sequence[DateExpression], status: str
) -> set[str]:
    """What speaks for a date's dating the event, in one of its reporting sentences."""
    side = "before" if date.span.start < trigger.span.start else "after"
    gap = scene.between(date.span, trigger.span)
    low, high = min(date.span.end, trigger.span.end), max(date.span.start, trigger.span.start)
    rank = sum(low <= d.span.start and d.span.end <= high for d in dates)
    others = any(low <= t.start and t.end <= high for t in scene.trigger_spans.get(scene.sentence_no(trigger.span.start), ()))
    words = _WORD.findall(gap.lower())
    unit, word = date.start.unit, scene.text[max(0, date.span.start - 12) : date.span.start].lower().split()[-1:] or ["-"]
    found = {
        f"{side} rank {min(rank, 2)}",
        f"{side} {unit}",
        f"{status} {unit}",
        f"{side} after {word[0]}",
        f"{date.relation} {unit}",
        f"first {first}",
        f"unit {unit}",
    }
    found |= {
        f"{side} distance {min(len(words) // 5, 4)}",
        f"dates {min(len(dates), 3)}",
        f"{trigger.word.kind} {unit}",
        f"{side} {'verb' if trigger.word.is_verb else 'noun'}",
    }
    if others:
        found |= {"other event between", f"{side} other event between"}
    if re.search(r"[;“”:]|\b(?:who|which|since|said)\b", gap):
        found |= {f"{side} clause between"}
    if date.text[:1].isupper() and date.start.weekday is not None:
        found.add(f"{status} weekday")
    return found


def find_time(scene: Scene, triggers: Sequence[Trigger], status: str) -> Span | None:
    """The words that date the event, or None."""
    best: tuple[float, Span] | None = None
    for index, trigger in enumerate(triggers):
        dates = dates_near(scene, trigger)
        for date in dates:
            if _dates_speech(scene, trigger, date.span) or _dates_another(scene, trigger, date.span):
                continue
            chance = probability("time", time_features(scene, trigger, index == 0, date, dates, status))
            if chance >= (TIME_THRESHOLD if index == 0 else LATER_THRESHOLD) and (best is None or chance > best[0]):
                best = chance, date.span
    return best[1] if best else next((span for t in triggers if (span := _time_of_act(scene, t))), None)


def _dates_speech(scene: Scene, trigger: Trigger, date: Span) -> bool:
    """`Roe, who attended the talks, told reporters on Monday`: the day is that of the telling."""
    return trigger.span.end <= date.start and bool(_TELLING.search(scene.text, trigger.span.end, date.start))


def _dates_another(scene: Scene, trigger: Trigger, date: Span) -> bool:
    """`a workshop in Lyon, and a field visit on Friday`: the day is that of the last of the list; `the first call since Friday’s vote`:
    that of the vote.
    """
    if _SINCE.search(scene.text, trigger.span.end, date.start):
        return True
    here = [t.span for t in scene.triggers if trigger.span.end < t.span.start and t.span.end <= date.start]
    return any(_AND_A.search(scene.text, trigger.span.end, other.start) for other in here)


def _time_of_act(scene: Scene, trigger: Trigger) -> Span | None:
    """`The minister on Monday asked … The request was made at a meeting with …`: the meeting was when the act was, whose one date stands
    in the sentence before.
    """
    number = scene.sentence_no(trigger.span.start)
    sentence = scene.sentences[number]
    if number == 0 or not tells_of_act(scene.text, sentence, trigger.span):
        return None
    dates = [d for d in find_dates(scene.text, scene.sentences[number - 1]) if d.start.unit == "day"]
    return dates[0].span if len(dates) == 1 else None


def dates_near(scene: Scene, trigger: Trigger) -> tuple[DateExpression, ...]:
    """Date expressions in a trigger's sentence."""
    return find_dates(scene.text, scene.sentences[scene.sentence_no(trigger.span.start)])


def may_hold(parent: Sequence[Trigger]) -> bool:
    """Whether an event is of a kind that others are part of: a visit, a gathering of several, anything with a name."""
    return parent[0].word.kind in _HOLDERS or any(t.name for t in parent)


def parent_features(
    scene: Scene, child: Sequence[Trigger], parent: Sequence[Trigger], sides: tuple[set[int], set[int]], statuses: tuple[str, str]
) -> set[str]:
    """What speaks for one event's having been part of another. `sides` and `statuses` are the child's and the parent's."""
    own = {"bilateral_meeting": "talks", "press_conference": "side", "ceremony": "side"}.get(child[0].word.kind, child[0].word.kind)
    own = own if own in ("talks", "visit", "call", "signing", "side", "other") else "gathering"
    other = "visit" if parent[0].word.kind == "visit" else "gathering"
    found = {f"{own} in {other}", f"in {other}"}
    stated = stated_relation(scene, child, parent)
    shared = sides[0] & sides[1]
    past = [
        "past" if s in ("held", "ongoing") else "called off" if s in ("cancelled", "postponed", "denied") else "to come" for s in statuses
    ]
    when = f"{past[0]} in {past[1]}"
    order = "after" if child[0].span.start > parent[0].span.start else "before"
    distance = min(abs(scene.sentence_no(c.span.start) - scene.sentence_no(p.span.start)) for c in child for p in parent)
    found |= {when, f"{order} {other}", f"{min(distance, 3)} sentences off", f"shared {min(len(shared), 2)} in {other}", f"{when} {other}"}
    if stated:
        found |= {"stated", f"stated {stated}"}
    elif _bare_margin(scene, child):
        found |= {f"margin of something {other}", f"margin {order} {min(distance, 3)} {other}"}
    if shared and other == "visit":
        found |= {f"visitor in {own}", f"visitor {when}"}
    if sides[1] and sides[1] <= sides[0]:
        found |= {f"all of {other} there", f"all of {other} there {when}"}
    if any(t.name for t in parent):
        found |= {f"named {other}", f"named {other} shared {min(len(shared), 2)}"}
    if sum(t.word.kind == parent[0].word.kind for t in scene.triggers if t not in parent) == 0:
        found.add(f"only {other}")
    return found


def _bare_margin(scene: Scene, child: Sequence[Trigger]) -> bool:
    """`met X on the margins`, `also on the sidelines`: of what is said elsewhere."""
    return any(_MARGIN.search(scene.sentences[scene.sentence_no(t.span.start)].of(scene.text)) for t in child)


def stated_relation(scene: Scene, child: Sequence[Trigger], parent: Sequence[Trigger]) -> str | None:
    """`sidelines`, `during`, `part_of` where the child's sentence says so of the parent: `met X on the sidelines of the summit`, `the
    festival includes a workshop`.
    """
    for trigger in child:
        sentence = scene.sentences[scene.sentence_no(trigger.span.start)]
        others = [p for p in parent if sentence.contains(p.span) and p not in child]
        for pattern, relation in _relations() if others else ():
            for match in pattern.finditer(scene.text, sentence.start, sentence.end):
                reach = 12 if match.group().lower() == "at" else 60
                nearest = min((t for t in scene.triggers if t.span.start >= match.end()), key=lambda t: t.span.start, default=None)
                if nearest in others and nearest.span.start - match.end() < reach:
                    return relation
        if any(_holding().match(scene.text, p.span.end, trigger.span.start) for p in others):
            return "part_of"
    return None


def attended_nearby(scene: Scene, child: Sequence[Trigger], parent: Sequence[Trigger]) -> bool:
    """`He met X on Monday. He was attending the Coast Summit`: whether a sentence beside says that somebody attended a named event."""
    homes = {scene.sentence_no(t.span.start) for t in child}
    return any(
        t.name and any(abs(scene.sentence_no(t.span.start) - h) <= 1 for h in homes) and _ATTENDING.search(scene.text[: t.span.start][-40:])
        for t in parent
    )


def side_by_side(scene: Scene, one: Sequence[Trigger], other: Sequence[Trigger]) -> bool:
    """`the Coast Summit and the First Delta Forum`: events of one list are no parts of each other."""
    return any(
        _LISTED.fullmatch(scene.between(a.span, b.span)) is not None
        for a in one
        for b in other
        if a.span.distance(b.span) < 30 and (a.name or b.name)
    )


@lru_cache(maxsize=1)
def _holding() -> re.Pattern[str]:
    """The words between an event and its part; more parts may stand between."""
    words = "|".join(str(e["word"]) for e in load_entries("meetings.yaml", "holding"))
    return re.compile(rf"[”\"’]?,?\s+(?:which\s+|also\s+|will\s+|has\s+|had\s+)*(?:{words})\b[^.;]*$", re.I)


@lru_cache(maxsize=1)
def _relations() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rf"\b{e['word']}\b", re.I), str(e["relation"])) for e in load_entries("meetings.yaml", "relations"))
