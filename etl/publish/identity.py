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
from etl.resolve.across import Judgement, Profile, block_keys, conflict_of_people, judge
from etl.resolve.decisions import Decision, Reference
from etl.text.fold import fold

_WIDEST_BLOCK = 60  # entities of one block, at most, that are compared pair by pair: `J. Smith` would cost more than it finds


@dataclass(frozen=True, slots=True)
class Known:
    """One entity: its profile, every folded name it goes by, the articles that name it (id and file name)."""

    entity_id: int
    profile: Profile
    names: frozenset[str]
    articles: tuple[tuple[int, str], ...] = ()


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
    """The whole answer. `parted` maps (entity, article) to the entity it is there; `joined` maps an entity to the one that it is."""

    parted: dict[tuple[int, int], int] = field(default_factory=dict)
    origin: dict[int, int] = field(default_factory=dict)
    profiles: dict[int, Profile] = field(default_factory=dict)
    joined: dict[int, int] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def identify(known: Sequence[Known], accounts: Mapping[int, Mapping[int, Profile]], decisions: Sequence[Decision]) -> Identity:
    """Put everything together. `accounts` = for people in several articles, what each article says: entity -> article -> profile."""
    identity = Identity()
    entities = {k.entity_id: k for k in known}
    parted = _part_by_decision(identity, entities, decisions)
    for entity in sorted(accounts):
        if entity in entities:
            _part_by_context(identity, entities, entity, accounts[entity])
    pairs = _judged_pairs(entities)
    forced, forbidden = _decided(identity, entities, decisions)
    forbidden |= parted
    _join(identity, entities, pairs, forced, forbidden)
    _set_values(identity, entities, decisions)
    identity.outcomes.sort(key=lambda o: o.decision.number)
    return identity


def _part(identity: Identity, entities: dict[int, Known], entity: int, articles: Iterable[int], label: str, profile: Profile) -> int:
    """Make the entity of these articles one of its own; returns its id."""
    whole, apart = entities[entity], set(articles)
    identity_of = stable_id("entity", entity, label)
    mine = tuple(a for a in whole.articles if a[0] in apart)
    entities[identity_of] = Known(identity_of, profile, whole.names, mine)
    entities[entity] = replace(whole, articles=tuple(a for a in whole.articles if a[0] not in apart))
    identity.parted |= {(entity, article): identity_of for article, _ in mine}
    identity.origin[identity_of], identity.profiles[identity_of] = entity, profile
    return identity_of


def _part_by_context(identity: Identity, entities: dict[int, Known], entity: int, said: Mapping[int, Profile]) -> None:
    """Part namesakes: articles whose accounts do not exclude each other stay together, those without context keep the entity itself."""
    here = {a for a, _ in entities[entity].articles}
    groups: list[tuple[list[int], Profile]] = []
    for article in sorted(said.keys() & here):
        profile = said[article]
        fitting = [g for g in groups if conflict_of_people(g[1], profile) is None and _has_context(profile)]
        if len(fitting) == 1:
            groups.remove(fitting[0])
            groups.append(([*fitting[0][0], article], _merged(fitting[0][1], profile)))
        elif not fitting and _has_context(profile):
            groups.append(([article], profile))
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
    return replace(a, country=a.country or b.country, titles=a.titles | b.titles, bodies=a.bodies | b.bodies)


Pairs = dict[tuple[int, int], Decision]


def _part_by_decision(identity: Identity, entities: dict[int, Known], decisions: Sequence[Decision]) -> Pairs:
    """`different: X, in: [article]`: X is somebody else in these articles; returns the pairs so parted."""
    apart: Pairs = {}
    for decision in (d for d in decisions if d.verb == "different" and d.articles):
        parted = 0
        for entity in _matches(entities, decision.entities[0]):
            articles = [a for a, name in entities[entity].articles if name in decision.articles]
            if articles and len(articles) < len(entities[entity].articles):
                part = _part(identity, entities, entity, articles, f"decided {sorted(decision.articles)}", entities[entity].profile)
                apart[min(part, entity), max(part, entity)] = decision
                parted += 1
        status = "applied" if parted else "unmatched"
        note = f"parted in {parted}" if parted else "no entity of this name stands in these articles and in others"
        identity.outcomes.append(Outcome(decision, status, note))
    return apart


def _judged_pairs(entities: Mapping[int, Known]) -> dict[tuple[int, int], Judgement]:
    """All pairs of one block that are the same or candidates; entities in no article are left out."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for entity, known in entities.items():
        for key in block_keys(known.profile) if known.profile.kind != "place" else ():
            blocks[key].append(entity)
    pairs = {
        pair: judge(entities[pair[0]].profile, entities[pair[1]].profile)
        for members in blocks.values()
        if 1 < len(members) <= _WIDEST_BLOCK
        for pair in combinations(sorted(members), 2)
    }
    return {pair: judgement for pair, judgement in sorted(pairs.items()) if judgement.verdict != "different"}


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


def _join(
    identity: Identity, entities: Mapping[int, Known], pairs: Mapping[tuple[int, int], Judgement], forced: Pairs, forbidden: Pairs
) -> None:
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
    pairs: Mapping[tuple[int, int], Judgement],
    ambiguous: set[tuple[int, int]],
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


def _between_two(
    same: Iterable[tuple[int, int]], pairs: Mapping[tuple[int, int], Judgement], entities: Mapping[int, Known]
) -> set[tuple[int, int]]:
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
    weight = min(len(entities[left].articles), len(entities[right].articles))
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
