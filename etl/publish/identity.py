"""Who is who in the whole warehouse: entities of the record store become those of the snapshot.

The record store keeps what each article says; equal keys share an id there. Here, when everything is known, namesakes whose contexts
exclude each other are parted, entities with several names are joined, and people's decisions have the last word. All of it is a function of
the articles and the decisions alone: no load order, no trace of a decision that was deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from etl.ids import stable_id
from etl.resolve.across import Judgement, Profile, conflict_of_people, judge
from etl.resolve.decisions import Decision, Reference
from etl.text.fold import fold


@dataclass(frozen=True, slots=True)
class Known:
    """One entity: its profile, every folded name it goes by, how many articles name it, and those of them whose files decisions name."""

    entity_id: int
    profile: Profile
    names: frozenset[str]
    articles: int = 0
    in_files: tuple[tuple[int, str], ...] = ()


Accounts = Mapping[int, Sequence[tuple[Profile, Sequence[int]]]]
"""What articles say of people: by entity each distinct account, with the articles that give it, the account of the first one first."""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one, or were one by name and are kept apart. `weight` = articles that a decision would mend."""

    left: int
    right: int
    reason: str
    weight: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision: applied, unmatched or contradicted; and in words why."""

    decision: Decision
    status: str
    note: str


@dataclass
class Identity:
    """The answer. `parted` maps (entity, article) to the entity it is there, `origin` such an entity to the one it was part of.

    `joined` maps an entity to the one that it is, `values` one to what people gave it. `emptied` are entities of which parting left
    nothing, `decided_parts` those of which a decision names a part by its id.
    """

    parted: dict[Pair, int] = field(default_factory=dict)
    origin: dict[int, int] = field(default_factory=dict)
    profiles: dict[int, Profile] = field(default_factory=dict)
    emptied: set[int] = field(default_factory=set)
    kept_apart: dict[Pair, Decision] = field(default_factory=dict)
    decided_parts: set[int] = field(default_factory=set)
    joined: dict[int, int] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


@dataclass
class Parted:
    """Entities after namesakes were parted: each by its id, and by the entity it was the ids of its parts."""

    entities: dict[int, Known]
    parts: dict[int, list[int]]
    identity: Identity


def part_namesakes(known: Iterable[Known], accounts: Accounts, decisions: Sequence[Decision]) -> Parted:
    """Part by decisions, then by context, what is several; an entity's parts depend on itself alone."""
    identity, entities = Identity(), {k.entity_id: k for k in known}
    whole = list(entities)
    identity.kept_apart = _part_by_decision(identity, entities, decisions)
    for entity in sorted(accounts):
        if entity in entities:
            _part_by_context(identity, entities, entity, accounts[entity])
    identity.emptied = {entity for entity in set(identity.origin.values()) if not entities[entity].articles}
    parts: dict[int, list[int]] = {entity: [entity] for entity in whole}
    for part, entity in identity.origin.items():
        parts[entity].append(part)
    for entity in identity.emptied:
        del entities[entity]
        parts[entity].remove(entity)
    return Parted(entities, parts, identity)


def judge_pairs(parted: Parted, pairs: Iterable[Pair], of: Iterable[int]) -> dict[Pair, Judgement]:
    """Judgements other than `different` on the parts of these pairs of entities, and on the parts of each entity in `of` among them."""
    parts, entities = parted.parts, parted.entities
    asked = {(min(a, b), max(a, b)) for left, right in pairs for a in parts[left] for b in parts[right]}
    asked |= {pair for entity in of for pair in combinations(sorted(parts[entity]), 2)}
    found = {(a, b): judge(entities[a].profile, entities[b].profile) for a, b in sorted(asked)}
    return {pair: judgement for pair, judgement in found.items() if judgement.verdict != "different"}


def settle(parted: Parted, pairs: Mapping[Pair, Judgement], decisions: Sequence[Decision]) -> Identity:
    """Join what is one. It holds for these entities, whatever others there are, where no pair and no decision leads out of them."""
    identity, entities = parted.identity, parted.entities
    ids = {reference.entity_id for decision in decisions for reference in decision.entities}
    identity.decided_parts = {origin for part, origin in identity.origin.items() if part in ids}
    forced, forbidden = _decided(identity, entities, decisions)
    _join(identity, entities, dict(sorted(pairs.items())), forced, forbidden | identity.kept_apart)
    _set_values(identity, entities, decisions)
    identity.outcomes.sort(key=lambda o: o.decision.number)
    return identity


def _part(identity: Identity, entities: dict[int, Known], entity: int, articles: Sequence[int], label: str, profile: Profile) -> int:
    """Make the entity of these articles one of its own; returns its id."""
    whole, apart = entities[entity], set(articles)
    part = stable_id("entity", entity, label)
    entities[part] = Known(part, profile, whole.names, len(apart), tuple(f for f in whole.in_files if f[0] in apart))
    left = tuple(f for f in whole.in_files if f[0] not in apart)
    entities[entity] = replace(whole, articles=whole.articles - len(apart), in_files=left)
    origin = identity.origin.get(entity, entity)  # of a part of a part, too
    identity.parted |= {(origin, article): part for article in apart}
    identity.origin[part], identity.profiles[part] = origin, profile
    return part


def _part_by_context(identity: Identity, entities: dict[int, Known], entity: int, said: Sequence[tuple[Profile, Sequence[int]]]) -> None:
    """Part namesakes: articles whose accounts do not exclude each other stay together, those without context keep the entity itself."""
    groups: list[tuple[list[int], Profile]] = []
    for profile, articles in said:
        here = [article for article in articles if (entity, article) not in identity.parted]
        fitting = [g for g in groups if conflict_of_people(g[1], profile) is None] if here and _has_context(profile) else []
        if len(fitting) == 1:
            groups.remove(fitting[0])
            groups.append(([*fitting[0][0], *here], _merged(fitting[0][1], profile)))
        elif here and not fitting and _has_context(profile):
            groups.append((here, profile))
    if len(groups) < 2:
        return
    parts = [_part(identity, entities, entity, g[0], f"{min(g[0])}", g[1]) for g in groups]
    for left, right in combinations(sorted(parts), 2):
        reason = conflict_of_people(entities[left].profile, entities[right].profile) or "different contexts"
        identity.candidates.append(_candidate(entities, left, right, f"equal names, but {reason}"))
    bare = replace(entities[entity].profile, country=None, titles=frozenset(), bodies=frozenset())
    entities[entity] = replace(entities[entity], profile=bare)


def _has_context(profile: Profile) -> bool:
    return bool(profile.country or profile.titles or profile.bodies)


def _merged(a: Profile, b: Profile) -> Profile:
    if b.titles <= a.titles and b.bodies <= a.bodies and (a.country or not b.country):
        return a  # most accounts say nothing new
    return replace(a, country=a.country or b.country, titles=a.titles | b.titles, bodies=a.bodies | b.bodies)


Pairs = dict[Pair, Decision]


def _part_by_decision(identity: Identity, entities: dict[int, Known], decisions: Sequence[Decision]) -> Pairs:
    """`different: X, in: [article]`: X is somebody else in these articles; returns the pairs so parted."""
    apart: Pairs = {}
    for decision in (d for d in decisions if d.verb == "different" and d.articles):
        parted = 0
        for entity in _matches(entities, decision.entities[0]):
            articles = [a for a, name in entities[entity].in_files if name in decision.articles]
            if articles and len(articles) < entities[entity].articles:
                part = _part(identity, entities, entity, articles, f"decided {sorted(decision.articles)}", entities[entity].profile)
                apart[min(part, entity), max(part, entity)] = decision
                parted += 1
        status = "applied" if parted else "unmatched"
        note = f"parted in {parted}" if parted else "no entity of this name stands in these articles and in others"
        identity.outcomes.append(Outcome(decision, status, note))
    return apart


def _matches(entities: Mapping[int, Known], reference: Reference) -> list[int]:
    """Entities that a reference means, in order; of those parted by an earlier decision too."""
    if reference.entity_id is not None:
        return [reference.entity_id] if reference.entity_id in entities else []
    return sorted(
        entity
        for entity, known in entities.items()
        if reference.name in known.names
        and reference.kind in {None, known.profile.kind}
        and reference.country in {None, known.profile.country}
    )


def _decided(identity: Identity, entities: Mapping[int, Known], decisions: Sequence[Decision]) -> tuple[Pairs, Pairs]:
    """Pairs that people joined and pairs that they keep apart; a decision one of whose names means nothing is reported."""
    forced: Pairs = {}
    forbidden: Pairs = {}
    for decision in (d for d in decisions if d.verb != "set" and not d.articles):
        found = [_matches(entities, reference) for reference in decision.entities]
        missing = [r.written for r, ids in zip(decision.entities, found, strict=True) if not ids]
        if missing:
            identity.outcomes.append(Outcome(decision, "unmatched", f"no entity is called {', '.join(missing)}"))
            continue
        members = sorted({entity for ids in found for entity in ids})
        if len({entities[m].profile.kind for m in members}) > 1:
            identity.outcomes.append(Outcome(decision, "contradicted", "a person, an organisation and a place are never one"))
            continue
        for pair in combinations(members, 2):
            (forced if decision.verb == "same" else forbidden)[pair] = decision
    return forced, forbidden


def _join(identity: Identity, entities: Mapping[int, Known], pairs: Mapping[Pair, Judgement], forced: Pairs, forbidden: Pairs) -> None:
    """Join what is the same; what people keep apart, and what fits two that are not one, stays apart and is listed."""
    groups = _Groups(forbidden)
    contradicted: dict[int, str] = {}
    for pair, decision in forced.items():
        for against in groups.join(*pair):
            contradicted[decision.number] = f"decision {against.number} keeps these apart"
            contradicted[against.number] = f"decision {decision.number} joins these; they stay apart"
    same = {pair for pair, judgement in pairs.items() if judgement.verdict == "same"}
    ambiguous = _between_two(same, pairs, entities)
    for pair in sorted(same - ambiguous):
        groups.join(*pair)
    identity.joined = {entity: groups.find(entity) for entity in entities if groups.find(entity) != entity}
    _list_candidates(identity, entities, pairs, ambiguous, forbidden)
    for decision in {d.number: d for d in [*forced.values(), *forbidden.values()] if not d.articles}.values():
        status = "contradicted" if decision.number in contradicted else "applied"
        identity.outcomes.append(Outcome(decision, status, contradicted.get(decision.number, "")))


def _list_candidates(
    identity: Identity,
    entities: Mapping[int, Known],
    pairs: Mapping[Pair, Judgement],
    ambiguous: set[Pair],
    forbidden: Pairs,
) -> None:
    """Pairs nobody decided on that stay apart, by what became of their groups; the most valuable first."""
    found = {(c.left, c.right): c for c in identity.candidates}
    for pair, judgement in pairs.items():
        reason = f"{judgement.reason}, but so has another" if pair in ambiguous else judgement.reason
        found.setdefault(pair, _candidate(entities, *pair, reason))
    decided = {(identity.joined.get(a, a), identity.joined.get(b, b)) for a, b in forbidden}
    decided |= {(b, a) for a, b in decided}
    listed: dict[tuple[int, int], Candidate] = {}
    for candidate in found.values():
        left, right = sorted(identity.joined.get(e, e) for e in (candidate.left, candidate.right))
        if left != right and (left, right) not in decided:
            listed.setdefault((left, right), replace(candidate, left=left, right=right))
    identity.candidates = sorted(listed.values(), key=lambda c: (-c.weight, c.left, c.right))


def _between_two(same: Iterable[Pair], pairs: Mapping[Pair, Judgement], entities: Mapping[int, Known]) -> set[Pair]:
    """Pairs one of whose sides is the same as two entities that are not the same: `Ministry of Labour` between two that begin so."""
    friends: dict[int, set[int]] = defaultdict(set)
    for left, right in same:
        friends[left].add(right)
        friends[right].add(left)
    unclear = set()
    for entity, others in friends.items():
        for one, other in combinations(sorted(others), 2):
            verdict = pairs.get((one, other))
            if (verdict or judge(entities[one].profile, entities[other].profile)).verdict != "same":
                unclear |= {tuple(sorted((entity, one))), tuple(sorted((entity, other)))}
    return unclear  # type: ignore[return-value]


class _Groups:
    """Union-find over entities that joins no groups which hold a forbidden pair; the least id stands for a group."""

    def __init__(self, forbidden: Pairs) -> None:
        self._root: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}
        self._forbidden = forbidden

    def find(self, entity: int) -> int:
        """The entity that stands for this one's group."""
        while (root := self._root.get(entity, entity)) != entity:
            entity = root
        return entity

    def join(self, left: int, right: int) -> list[Decision]:
        """Join two groups; or leave them, and return the decisions that keep some of their members apart."""
        low, high = sorted((self.find(left), self.find(right)))
        if low == high:
            return []
        ours, theirs = self._members.get(low, {low}), self._members.get(high, {high})
        crossing = ((min(a, b), max(a, b)) for a in ours for b in theirs)
        against = {d.number: d for pair in crossing if (d := self._forbidden.get(pair))}
        if not against:
            self._root[high], self._members[low] = low, ours | theirs
        return list(against.values())


def _candidate(entities: Mapping[int, Known], left: int, right: int, reason: str) -> Candidate:
    weight = min(entities[left].articles, entities[right].articles)
    return Candidate(min(left, right), max(left, right), reason, max(weight, 1))


def _set_values(identity: Identity, entities: Mapping[int, Known], decisions: Sequence[Decision]) -> None:
    """Names, kinds and countries that people gave; of two that disagree neither is applied."""
    given: dict[tuple[int, str], list[tuple[str, Decision]]] = defaultdict(list)
    for decision in (d for d in decisions if d.verb == "set"):
        found = _matches(entities, decision.entities[0])
        if not found:
            identity.outcomes.append(Outcome(decision, "unmatched", f"no entity is called {decision.entities[0].written}"))
        for entity in found:
            for key, value in decision.values:
                given[identity.joined.get(entity, entity), key].append((value, decision))
    contradicted: set[int] = set()
    for (entity, key), values in given.items():
        if len({value for value, _ in values}) == 1:
            identity.values.setdefault(entity, {})[key] = values[0][0]
        else:
            contradicted |= {decision.number for _, decision in values}
    for decision in {d.number: d for values in given.values() for _, d in values}.values():
        clash = decision.number in contradicted
        note = "another decision gives another value" if clash else ""
        identity.outcomes.append(Outcome(decision, "contradicted" if clash else "applied", note))


def folded(names: Iterable[str]) -> frozenset[str]:
    """Folded names, for `Known.names`."""
    key: Callable[[str], str] = fold
    return frozenset(key(name) for name in names)
