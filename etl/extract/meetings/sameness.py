"""Which triggers report one event: `talks … the talks … the meeting`; each is weighed against every earlier one
by a small learned scorer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.extract.meetings.linear import probability
from etl.extract.meetings.participants import named_beside
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import Trigger, is_definite
from etl.text.dates import find_dates

THRESHOLD = 0.35
KNOWN_THRESHOLD = 0.15  # for a noun that points back: `the meeting`, `the forum`
_REACH = 14  # how many triggers back an event may be taken up again
_FRESH = 3  # sentences after which an event is no longer on the table
_INDEFINITE = re.compile(r"\b(?:an?|another|some|several|further|fresh|separate)\s+(?:[\w’'-]+\s+){0,3}$", re.I)
_OTHER = re.compile(
    r"\b(?:another|second|third|next|new|fresh|follow-up|further|separate|earlier|previous|last|planned|future|again|upcoming|forthcoming|scheduled|proposed)"
    r"\s+(?:[\w’'-]+\s+){0,2}$",
    re.I,
)
_FOLLOWS = re.compile(r"\b(?:followed|preceded) by (?:an?|the|another|talks and) (?:[\w’'-]+ ){0,3}$", re.I)
_GATHERINGS = frozenset({"summit", "conference", "forum", "workshop", "hearing", "press_conference"})
_BETWEEN_TWO = frozenset({"bilateral_meeting", "talks", "call"})
_THE = re.compile(r"\b(?:the|that|this|same|those|these)\s+(?:[\w’'-]+\s+){0,2}$", re.I)
_HELD_WITHIN = re.compile(
    r"\b(?:(?:on|in|at) the (?:sidelines?|margins?|fringes|eve) of|as part of|within the framework of|ahead of)\s+(?:[\w’'-]+\s+){0,3}$",
    re.I,
)
_TOLD_BY = re.compile(r"\b([A-Z]{2,}\d*|[A-Z]\d+)\b(?:\s+[\w-]+){0,2}\s*$")  # `the COP27 climate | summit`
_AGAIN = re.compile(r"^\s*(?:again|for the first time|next)\b", re.I)


@dataclass(frozen=True)
class Report:
    """One trigger with what its sentence says of sides, day and state.

    `lead` is how it is introduced: `the`, `new`, `definite` or `bare`; `another` that it is told apart from one before: `a second meeting`.
    """

    trigger: Trigger
    sentence: int
    sides: frozenset[int]
    days: frozenset[str]
    places: frozenset[int]
    status: str
    index: int
    lead: str
    another: bool


def read_reports(scene: Scene) -> list[Report]:
    """A report for every trigger, in text order."""
    return [_report(scene, trigger, index) for index, trigger in enumerate(scene.triggers)]


def _report(scene: Scene, trigger: Trigger, index: int) -> Report:
    home = scene.sentence_no(trigger.span.start)
    here = {i.entity for i in scene.by_sentence[home] if i.kind != "place"}
    sides = named_beside(scene, [trigger], here)
    sentence = scene.sentences[home]
    days = {d.text.casefold() for d in find_dates(scene.text, sentence) if d.span.distance(trigger.span) < 60}
    places = {
        i.entity for i in scene.by_sentence[home] if i.kind == "place" and i.prep in ("in", "at") and i.span.distance(trigger.span) < 60
    }
    before = scene.text[max(0, trigger.span.start - 45) : trigger.span.start]
    another = bool(_OTHER.search(before) or _AGAIN.match(scene.text[trigger.span.end : trigger.span.end + 20]))
    lead = _lead(scene, trigger, before)
    return Report(trigger, home, frozenset(sides), frozenset(days), frozenset(places), scene.status_of([trigger]), index, lead, another)


def _lead(scene: Scene, trigger: Trigger, before: str) -> str:
    if _THE.search(before):
        return "the"
    return "new" if _INDEFINITE.search(before) else "definite" if is_definite(scene.text, trigger.span) else "bare"


def same_features(scene: Scene, earlier: Report, later: Report, between: Sequence[Report]) -> set[str]:
    """What speaks for or against two reports' being of one event."""
    a, b = earlier.trigger, later.trigger
    pos = "verb" if b.word.is_verb else "name" if b.name else "noun"
    first = "verb" if a.word.is_verb else "name" if a.name else "noun"
    generic = " generic" if b.word.generic else ""
    definite = later.lead
    off = later.sentence - earlier.sentence
    shared, apart = earlier.sides & later.sides, bool(earlier.sides and later.sides and not earlier.sides & later.sides)
    kind = (
        "same kind"
        if a.word.kind == b.word.kind
        else "kin"
        if {a.word.kind, b.word.kind} <= {"talks", "bilateral_meeting", "call"}
        else f"{generic} kind differs"
    )
    word = "same word" if a.word.lemma == b.word.lemma else "word differs"
    status = "same state" if earlier.status == later.status else f"{earlier.status} {later.status}"
    found = {
        f"{first} {pos}",
        f"{pos}{generic} {definite}",
        f"{definite} {kind}",
        f"{definite} {pos} {word}",
        f"{kind} {word}",
        f"{pos} {kind}",
    }
    found |= {
        f"{min(off, 5)} sentences on",
        f"{definite} {min(off, 3)} sentences on",
        f"{pos} {min(off, 3)} sentences on {kind}",
        status,
        f"{kind} {status}",
        f"{definite} {status}",
    }
    found |= {
        f"shared {min(len(shared), 2)}",
        f"shared {min(len(shared), 2)} {kind}",
        f"shared {min(len(shared), 2)} {definite}",
        f"shared {min(len(shared), 2)} {pos}",
    }
    if apart:
        found |= {"sides apart", f"sides apart {definite}", f"sides apart {pos}", f"sides apart {kind}"}
    if earlier.days and later.days:
        found |= {"days agree"} if earlier.days & later.days else {"days differ", f"days differ {definite}"}
    if earlier.places and later.places:
        found.add("places agree" if earlier.places & later.places else "places differ")
    if later.another:
        found |= {"another", f"another {kind}"}
    if scene.analysis.is_headline(a.span):
        found |= {"from headline", f"from headline {kind}", f"from headline {status}"}
    fitting = sum(o.trigger.word.kind == b.word.kind or b.word.generic for o in between)
    found |= {f"{min(fitting, 2)} fitting between", f"{definite} {min(fitting, 2)} fitting between"}
    if a.name or b.name:
        found |= _by_name(scene, a, b, definite)
    return found


def _by_name(scene: Scene, a: Trigger, b: Trigger, definite: str) -> set[str]:
    """`the 31st Labour Ministers’ Meeting … the meeting`; two names of one event share their words."""
    one, other = (_name_words(t.span.of(scene.text)) for t in (a, b))
    if a.name and b.name:
        return {
            "names equal"
            if one == other
            else "names share"
            if len(one & other) >= 2 and _edition(one) == _edition(other)
            else "names differ"
        }
    return {f"word of name {definite}" if one & other else f"no word of name {definite}"}


def _name_words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - {"the", "of", "on", "and", "for"}


def _edition(words: set[str]) -> set[str]:
    return {w for w in words if w[0].isdigit()}


def may_be_same(scene: Scene, earlier: Report, later: Report) -> bool:
    """What no score may overrule.

    CASE 1: two verbs on two days. CASE 2: `a second meeting`, `will meet again` after one that was held. CASE 3: two names, neither of
    which shortens the other (`Nordic Water Summit`, `Second Baltic Water Summit`). CASE 4: nobody in common, some sentences on: a noun that
    nothing introduces as known (`called for talks on the reef`), or another word for something that came to another end.
    CASE 5: what one is said to be followed by. CASE 6: a meeting of two and a gathering that not both are said to
    be at (`Reyes met Lind … the coast summit`). CASE 7: what one was held on the margins of. CASE 8: meetings of two, if not of the same
    two. CASE 9: gatherings whose acronyms differ (`the G20 summit`, `the COP27 climate summit`). CASE 10: a call, and talks at a place.
    CASE 11: a press conference and what is none.
    """
    a, b = earlier.trigger, later.trigger
    if _is_within(scene, earlier, later) or _of_other_pairs(earlier, later) or _acronyms_differ(scene, a, b):
        return False
    if a.word.kind == "call" and not b.word.is_verb and not b.word.generic and b.word.kind == "talks" and later.places and not later.sides:
        return False
    if _FOLLOWS.search(scene.text, max(0, b.span.start - 60), b.span.start) or {_to_the_press(a), _to_the_press(b)} == {True, False}:
        return False
    if b.word.kind in _GATHERINGS and a.word.kind in _BETWEEN_TWO and len(earlier.sides) == 2 and len(earlier.sides & later.sides) < 2:
        return False
    if a.name and b.name and not (_name_words(a.name) <= _name_words(b.name) or _name_words(b.name) <= _name_words(a.name)):
        return False
    if not b.name and not a.name and not earlier.sides & later.sides and later.sentence - earlier.sentence >= _FRESH:
        known = b.word.is_verb or is_definite(scene.text, b.span) or scene.analysis.is_headline(a.span)
        ends = {earlier.status, later.status} & {"cancelled", "postponed"}
        if not known or (ends and earlier.status != later.status and a.word.lemma != b.word.lemma):
            return False
    apart = bool(earlier.days and later.days and not earlier.days & later.days)
    if a.word.is_verb and b.word.is_verb and apart:
        return False
    told = {"held", "ongoing"}
    return not (later.another and (earlier.status in told) != (later.status in told))


def _to_the_press(trigger: Trigger) -> bool | None:
    """Whether an event is told to the press; None where the word may be for either."""
    if trigger.word.generic or trigger.name or trigger.word.lemma in ("briefing", "brief", "conference") or not trigger.word.known:
        return None
    return trigger.word.kind == "press_conference"


def _is_within(scene: Scene, one: Report, other: Report) -> bool:
    """`held talks on the sidelines of the forum`: the forum is where the talks were."""
    before = scene.text[max(scene.sentences[other.sentence].start, one.trigger.span.end) : other.trigger.span.start]
    return one.sentence == other.sentence and _HELD_WITHIN.search(before) is not None


def _of_other_pairs(one: Report, other: Report) -> bool:
    between_two = {one.trigger.word.kind, other.trigger.word.kind} <= _BETWEEN_TWO
    return between_two and len(one.sides) == len(other.sides) == 2 and one.sides != other.sides


def _acronyms_differ(scene: Scene, a: Trigger, b: Trigger) -> bool:
    one, other = (_acronyms(scene, t) for t in (a, b))
    return bool(one and other) and one.isdisjoint(other)


def _acronyms(scene: Scene, trigger: Trigger) -> set[str]:
    """Which gathering is told by an acronym before its noun or in its name; none for a verb, before which its subject stands."""
    if trigger.name:
        return set(re.findall(r"\b(?:[A-Z]{2,}\d*|[A-Z]\d+)\b", trigger.name))
    if trigger.word.kind not in _GATHERINGS or trigger.word.is_verb:
        return set()
    told = _TOLD_BY.search(scene.text[max(0, trigger.span.start - 30) : trigger.span.start])
    return {told[1]} if told else set()


def group(scene: Scene, reports: Sequence[Report]) -> list[list[Report]]:
    """Reports event by event, both in text order: each joins the event of the earlier report it most likely repeats, if no report of that
    event forbids it.
    """
    events: list[list[Report]] = []
    home: dict[int, int] = {}
    for report in reports:
        earlier = reports[max(0, report.index - _REACH) : report.index]
        open_to = {n for n in {home[e.index] for e in earlier} if all(may_be_same(scene, told, report) for told in events[n])}
        if (settled := _settled(scene, report, reports, events, open_to, home)) is not None:
            home[report.index] = settled
            events[settled].append(report)
            continue
        chances = [
            (
                probability("same", same_features(scene, e, report, reports[e.index + 1 : report.index])),
                e.index,
            )
            for e in earlier
            if home[e.index] in open_to
        ]
        best = max(chances, default=(0.0, -1))
        if best[0] >= (KNOWN_THRESHOLD if _points_back(scene, report.trigger) else THRESHOLD):
            home[report.index] = home[best[1]]
            events[home[report.index]].append(report)
        else:
            home[report.index] = len(events)
            events.append([report])
    return events


def _settled(
    scene: Scene, report: Report, reports: Sequence[Report], events: Sequence[Sequence[Report]], open_to: set[int], home: Mapping[int, int]
) -> int | None:
    """The event that a report is of without any weighing: the one it is said of in the same breath, or the only one of its name."""
    if (last := _said_twice(scene, report, reports)) is not None:
        return home[last]
    namesakes = [n for n in sorted(open_to) if _bears_name(events[n], report)]
    return namesakes[0] if len(namesakes) == 1 else None


def _bears_name(event: Sequence[Report], report: Report) -> bool:
    """Whether an event goes by the name that a report gives it too, in whole or in part."""
    name = report.trigger.name
    return bool(name) and any(told.trigger.name and len(_name_words(told.trigger.name) & _name_words(name or "")) >= 2 for told in event)


def _said_twice(scene: Scene, report: Report, reports: Sequence[Report]) -> int | None:
    """`a working lunch | meeting`: the number of the report whose noun stands right before this one."""
    if report.index == 0 or report.trigger.word.is_verb:
        return None
    last = reports[report.index - 1].trigger
    beside = not last.word.is_verb and scene.text[last.span.end : report.trigger.span.start] == " "
    return report.index - 1 if beside else None


def _points_back(scene: Scene, trigger: Trigger) -> bool:
    """`the meeting`, `these talks`: a common noun that is introduced as known."""
    before = scene.text[max(0, trigger.span.start - 45) : trigger.span.start]
    return not trigger.word.is_verb and not trigger.name and bool(_THE.search(before)) and not _OTHER.search(before)
