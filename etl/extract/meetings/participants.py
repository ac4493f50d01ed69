"""Who takes part in an event: every entity of the article is weighed against every event by a small learned scorer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from etl.extract.meetings.anaphors import tells_of_act
from etl.extract.meetings.linear import probability
from etl.extract.meetings.links import REACH, step
from etl.extract.meetings.roles import arrangers, represented
from etl.extract.meetings.scene import Item, Scene
from etl.extract.meetings.triggers import PUBLIC, Trigger
from etl.lexicon import load_words

THRESHOLD = 0.4
AWAY_THRESHOLD = 0.5  # for who stands in no sentence that reports a meeting without audience, and whom the tagger does not link to it
_CLAUSE = re.compile(
    r"[;:“”\"—–]|,?\s(?:who|which|whose|where|when|while|but|although|because|as|after|before|if|that)\s|\b(?:said|says|according to)\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)\s+(?:\w+ly\s+)?$", re.I)
_WORD = re.compile(r"\w+|[^\w\s]")
_TAIL = re.compile(r",\s+(?:(?:the|an?|his|her|its)\s+)?(?:[^,;]{0,60})$")
_ACCORDING = re.compile(r"\baccording to\s+(?:[^,;]{0,30})$", re.I)
_AFTER = re.compile(
    r"\b(?:afterwards?|later|outside|in the (?:hallway|corridor|lobby)|reporters"
    r"|after the (?:hearing|meeting|vote|session|ruling|verdict))\b",
    re.I,
)
_OUTLET = re.compile(r"\btold\s+((?:[Tt]he\s+)?[A-Z][\w’']*(?:\s+[A-Z][\w’']*)*)(?=\s+(?:on|that|in|yesterday|by|this)\b|[,:.])")
_ASIDE = re.compile(
    r"\b(?:after|following|before|ahead of|prior to|since)\s+(?:the|that|this|their|these|those)\s+(?:[\w-]+\s+){0,2}$", re.I
)
_ELSEWHERE = re.compile(
    r"\b(?:statement|by phone|by telephone|post on|on (?:X|Facebook|Twitter)|in an interview|told (?:the )?[A-Z]|wrote|email|letter)\b"
)


def family(kind: str) -> str:
    """Events alike in who is there: `public` ones have an audience and speakers, the others sides."""
    return "public" if kind in PUBLIC else "talks" if kind == "bilateral_meeting" else kind


def pair_features(scene: Scene, triggers: Sequence[Trigger], entity: int) -> set[str]:
    """What speaks for or against an entity's taking part in the event that these triggers report."""
    items = scene.by_entity[entity]
    kind = family(next((t.word.kind for t in triggers if not t.word.generic), triggers[0].word.kind))
    found: set[str] = set()
    homes = [scene.sentence_no(t.span.start) for t in triggers]
    status = scene.status_of(triggers)
    for trigger, home in zip(triggers, homes, strict=True):
        for item in items:
            if item.sentence == home:
                found.update(_beside(scene, trigger, item, kind))
    found.update(_standing(scene, homes, items, kind))
    found.update(_told_in_article(scene, triggers, homes, items, kind, status))
    return found


def pair_links(scene: Scene, triggers: Sequence[Trigger], entity: int) -> set[str]:
    """What the tagger's links say of an entity's taking part; empty where it gives no links."""
    if not scene.links.present:
        return set()
    items = scene.by_entity[entity]
    best = max(scene.side_score(triggers, item) for item in items)
    if best:
        return {step("side", best), f"side {items[0].kind}"}
    if not any(item.span.distance(t.span) < REACH for item in items for t in triggers if not t.name):
        return {"side out of reach", f"side out of reach {items[0].kind}"}
    found = {"side none", f"side none {items[0].kind}"}
    if any(scene.side_score(triggers, item) >= 0.5 for item in scene.near(triggers) if item.entity != entity):
        found.add("side none, others linked")
    if any(scene.side_score([t], item) >= 0.5 for item in items for t in scene.triggers if t not in triggers):
        found.add("side of another event")
    return found


def _beside(scene: Scene, trigger: Trigger, item: Item, kind: str) -> Iterator[str]:
    """Features of a mention in a reporting sentence."""
    if item.span.overlaps(trigger.span):
        yield f"inside {'name' if trigger.name else 'word'} {item.kind}"
        return
    if _is_attribution(scene, trigger, item):
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
    if re.fullmatch(r"['’]s?\s+(?:[\w-]+\s+){0,3}", gap):
        yield f"{side} owner of word {kind}"
    if trigger.word.is_verb and _PASSIVE.search(scene.text[max(0, trigger.span.start - 20) : trigger.span.start]):
        yield f"{side} passive rank {rank}"
        yield f"{side} passive prep {item.prep}"
    if _others_between(scene, trigger, item):
        yield f"{side} other event between"
    if item.in_source:
        yield f"{side} speaks {kind}"
        if re.search(
            r"\btold\s+(?:the|an?|last|this|\w+day['’]s)\b[^,;.]*$|\btold\s+$",
            scene.text[max(0, trigger.span.start - 60) : trigger.span.start],
        ):
            yield f"{side} told the event"
    yield f"{side} distance {min(len(words) // 6, 5)}"


def _is_attribution(scene: Scene, trigger: Trigger, item: Item) -> bool:
    """`A met B, X said` and `According to X, A met B`: X tells of it and is not thereby present."""
    if not item.in_source:
        return False
    if item.span.start > trigger.span.end:
        return bool(_TAIL.search(scene.between(trigger.span, item.span)))
    return bool(_ACCORDING.search(scene.text[max(0, item.span.start - 40) : item.span.start]))


def _standing(scene: Scene, homes: Sequence[int], items: Sequence[Item], kind: str) -> Iterator[str]:
    """Features of an entity's place in the article as a whole."""
    what = items[0].kind
    nearest = min((abs(i.sentence - h), i.sentence - h) for i in items for h in homes)
    away = min(nearest[0], 4)
    direction = "" if not away else "before " if nearest[1] < 0 else "after "
    yield f"{kind} {what}"
    yield f"{kind} {what} {direction}{away} sentences off"
    yield f"{what} {direction}{away} sentences off"
    if all(i.qualifier for i in items):
        yield f"{kind} only qualifies"
    yield f"{what} {scene.prominence(items[0])} named" if away else f"{kind} {what} {scene.prominence(items[0])} named here"
    if away:
        crowd = min(len({i.entity for h in homes for i in scene.by_sentence[h] if i.kind != "place" and not i.qualifier}), 3)
        yield f"{kind} {what} {scene.prominence(items[0])} away, {crowd} others here"
        yield f"{kind} {what} {direction}{away} sentences off, {crowd} others here"
        yield from _in_zone(scene, homes, items, kind)
    yield f"{kind} {what} named {min(len(items), 4)} times"
    if any(scene.analysis.is_headline(i.span) for i in items):
        yield f"{kind} {what} in headline"
    if not away:
        yield f"{kind} {what} here"


def _in_zone(scene: Scene, homes: Sequence[int], items: Sequence[Item], kind: str) -> Iterator[str]:
    """Features of mentions in the stretch after a reporting sentence, up to the next sentence that reports anything."""
    what = items[0].kind
    for item in items:
        last = scene.last_report(item.sentence)
        if last in homes and not item.qualifier:
            yield f"{kind} {what} in zone"
            yield f"{kind} {what} in zone {min(item.sentence - last, 3)} {item.form}"
            yield f"{kind} {what} in zone {item.prep or '-'}"
            yield f"{kind} {what} in zone {'speaks' if item.in_source else 'silent'}"
            if item.sentence in scene.quoting:
                yield f"{kind} in zone quoting"


def _told_in_article(
    scene: Scene, triggers: Sequence[Trigger], homes: Sequence[int], items: Sequence[Item], kind: str, status: str
) -> Iterator[str]:
    """Features of what an entity says in the article: who speaks at length most likely spoke at its one public event."""
    what, said = items[0].kind, scene.quoted.get(items[0].entity)
    state = "held" if status in ("held", "ongoing") else "not held"
    if kind != "public":
        if said:
            yield f"{kind} {what} speaks {min(min(abs(s - h) for s in said for h in homes), 4)} sentences off"
        return
    public = triggers[0].word.kind
    rank = "main" if scene.is_main(triggers) else "side"
    lone = "lone" if scene.lone_public else "one of several"
    voice = "speaks" if said else "silent"
    yield f"{rank} {state} {what} {voice}"
    yield f"{rank} {state} {lone} {what} {voice}"
    yield f"{public} {rank} {state} {what} {voice}"
    yield f"{rank} {what} {'same paragraph' if _same_paragraph(scene, triggers, items) else 'elsewhere'} {voice}"
    if any(_sits_by_role(scene, i) for i in items):
        yield f"{rank} {state} {what} role of a sitting"
        yield f"{public} {rank} role of a sitting"
    if what == "organisation":
        yield f"{public} {rank} body {_body(scene, items)}"
        yield f"{rank} {state} body {_body(scene, items)} named {min(len(items), 3)} times"
    if said:
        yield f"{rank} {state} {what} speaks {min(min(abs(s - h) for s in said for h in homes), 4)} sentences off"
        yield f"{rank} {state} {what} speaks {min(len(said), 3)} times"
        yield f"{rank} {state} {'later' if any(s >= min(homes) for s in said) else 'before'}"
        words = [scene.sentences[s].of(scene.text) for s in said]
        if any(_ELSEWHERE.search(w) for w in words):
            yield f"{rank} speaks elsewhere"
        if any(_AFTER.search(w) for w in words):
            yield f"{rank} speaks afterwards"
        if any(_told().search(w) for w in words):
            yield f"{rank} {state} tells an audience"
            yield f"{public} {rank} tells an audience"


def _sits_by_role(scene: Scene, item: Item) -> bool:
    """Whether a title beside the name is one of people at a sitting: `Judge`, `prosecutor`, `Councillor`."""
    around = scene.text[max(0, item.span.start - 35) : min(len(scene.text), item.span.end + 45)].lower()
    return any(w in load_words("meetings.yaml", "sitting_roles") for w in re.findall(r"[a-z]+", around))


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


def _same_paragraph(scene: Scene, triggers: Sequence[Trigger], items: Sequence[Item]) -> bool:
    homes = {scene.paragraph_no(t.span.start) for t in triggers}
    return any(scene.paragraph_no(i.span.start) in homes for i in items)


def _body(scene: Scene, items: Sequence[Item]) -> str:
    """`sits` for bodies that hold sessions of their own (courts, committees, councils), else `other`."""
    return "sits" if _sits(scene, items) else "other"


def _sits(scene: Scene, items: Sequence[Item]) -> bool:
    words = {w.lower() for i in items for w in re.findall(r"\w+", i.span.of(scene.text))}
    return bool(words & load_words("meetings.yaml", "sitting_bodies"))


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, load_words("meetings.yaml", "audiences"))))
    return re.compile(
        rf"\b(?:told|tells|asked|addressed|addressing|testified|submitted|informed)\s+(?:the\s+|a\s+|an\s+)?(?:[\w’'-]+\s+){{0,2}}(?:{words})\b",
        re.I,
    )


def taking_part(scene: Scene, triggers: Sequence[Trigger]) -> list[tuple[int, float]]:
    """Entities that take part in the event, with their chances, in order of first mention (worked out once)."""
    key = tuple(t.span for t in triggers)
    if key not in scene.taking_part:
        scene.taking_part[key] = _taking_part(scene, triggers)
    return scene.taking_part[key]


def _taking_part(scene: Scene, triggers: Sequence[Trigger]) -> list[tuple[int, float]]:
    arranging, absent = arrangers(scene, triggers), _absent(scene, triggers)
    triggers = [t for t in triggers if not _is_aside(scene, t)] or triggers
    acting = {entity for t in triggers if (entity := _actor(scene, t)) is not None}
    found = []
    for entity in candidates(scene, triggers, arranging):
        if entity in absent or _only_tells(scene, triggers, entity) or _is_no_side(scene, triggers, entity):
            continue
        chance = probability("participant", pair_features(scene, triggers, entity), pair_links(scene, triggers, entity))
        if (
            chance >= _least(scene, triggers, entity)
            or entity in arranging
            or entity in acting
            or _is_state_between(scene, triggers, entity)
        ):
            found.append((entity, chance))
    return found


def _actor(scene: Scene, trigger: Trigger) -> int | None:
    """`The minister asked … The request was made at a meeting with …`: who did what was done there, named first in the sentence before."""
    number = scene.sentence_no(trigger.span.start)
    if number == 0 or not tells_of_act(scene.text, scene.sentences[number], trigger.span):
        return None
    return next((i.entity for i in scene.by_sentence.get(number - 1, ()) if i.kind == "person"), None)


def _is_aside(scene: Scene, trigger: Trigger) -> bool:
    """`After the session, the two bodies signed …`: the sentence only says when; who is named in it takes part in what it reports."""
    sentence = scene.sentences[scene.sentence_no(trigger.span.start)]
    if not _ASIDE.search(scene.text, sentence.start, trigger.span.start):
        return False
    return any(trigger.span.end < t.span.start < sentence.end for t in scene.triggers)


def _least(scene: Scene, triggers: Sequence[Trigger], entity: int) -> float:
    """How sure the scorer must be of an entity."""
    homes = {scene.sentence_no(t.span.start) for t in triggers}
    items = scene.by_entity[entity]
    here = any(t.word.kind in PUBLIC for t in triggers) or any(i.sentence in homes for i in items)
    return THRESHOLD if here or any(scene.side_score(triggers, i) >= 0.5 for i in items) else AWAY_THRESHOLD


def _absent(scene: Scene, triggers: Sequence[Trigger]) -> set[int]:
    """People on whose behalf somebody else was there."""
    return {e for e in represented(scene, triggers).values() if scene.by_entity[e][0].kind == "person"}


def _only_tells(scene: Scene, triggers: Sequence[Trigger], entity: int) -> bool:
    """Whether all that links an entity to an event without audience is that it tells of it: a person quoted is not thereby present."""
    if any(t.word.kind in PUBLIC or t.name for t in triggers):
        return False
    homes = {scene.sentence_no(t.span.start): t for t in triggers}
    near = [i for i in scene.by_entity[entity] if any(abs(i.sentence - h) <= 1 for h in homes)]
    return all(i.sentence in homes and _is_attribution(scene, homes[i.sentence], i) for i in near)


def _is_no_side(scene: Scene, triggers: Sequence[Trigger], entity: int) -> bool:
    """What no score may overrule.

    CASE 1: a name that stands only within names of events. CASE 2: the venue, `at the Harbour Hotel`. CASE 3: the outlet that was told of
    it, `told The Courier on Monday`, unless the event is what was told. CASE 4: a person named in no sentence that reports it, who spoke
    to an outlet.
    """
    names = [t.title or t.span for t in scene.triggers if t.name]
    items = scene.by_entity[entity]
    if all(any(i.span.overlaps(name) for name in names) for i in items):
        return True
    homes = {scene.sentence_no(t.span.start) for t in triggers}
    if items[0].kind == "person":
        return not any(i.sentence in homes for i in items) and any(_to_an_outlet(scene, s) for s in scene.quoted.get(entity, ()))
    near = [i for i in scene.near(triggers) if i.entity == entity]
    if items[0].kind != "organisation" or not near:
        return False
    venue = all(i.prep in ("at", "in", "inside", "outside", "near") and _venue().search(i.span.of(scene.text)) for i in near)
    told = all(i.prep == "told" and not _sits(scene, [i]) and not _told().search(scene.text[i.span.start - 12 : i.span.end]) for i in near)
    return venue or told


def _to_an_outlet(scene: Scene, sentence: int) -> bool:
    """`told The Courier on Monday`, but not `told the Ports Committee`."""
    words = scene.sentences[sentence].of(scene.text)
    return any(
        not {w.lower() for w in match[1].split()}
        & (load_words("meetings.yaml", "sitting_bodies") | load_words("meetings.yaml", "audiences"))
        for match in _OUTLET.finditer(words)
    )


@lru_cache(maxsize=1)
def _venue() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(load_words('meetings.yaml', 'venues')))})s?\b", re.I)


def _is_state_between(scene: Scene, triggers: Sequence[Trigger], entity: int) -> bool:
    """`talks between Japan and Peru`: states of one list right behind the word are its sides; the corpus has too few to learn from."""
    return any(
        item.kind == "place"
        and item.prep in ("between", "among")
        and 0 <= item.span.start - trigger.span.end < 40
        and _listed(scene, item) >= 2
        for trigger in triggers
        for item in scene.by_entity[entity]
    )


def _listed(scene: Scene, item: Item) -> int:
    return len({o.entity for o in scene.by_sentence[item.sentence] if o.group == item.group and not o.qualifier})


def candidates(scene: Scene, triggers: Sequence[Trigger], sure: Iterable[int] = ()) -> list[int]:
    """Entities worth weighing: people and bodies anywhere, states only in a reporting sentence or the next;
    `public` events draw from the whole article; and who is `sure` to take part.
    """
    homes = {scene.sentence_no(t.span.start) for t in triggers}
    public = any(t.word.kind in PUBLIC for t in triggers)
    chosen = list(sure)
    for entity, items in scene.by_entity.items():
        near = any(i.sentence - h in (0, 1, -1) for i in items for h in homes)
        if entity not in chosen and (near or (public and items[0].kind != "place")):
            chosen.append(entity)
    return sorted(chosen, key=lambda e: scene.by_entity[e][0].span.start)
