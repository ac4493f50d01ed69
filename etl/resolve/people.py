"""Which mentions of people in one article are one person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.extract.facts import Mention
from etl.extract.name_repair import honorifics
from etl.resolve.gender import Evidence
from etl.resolve.person_name import PersonName, is_part, read_name, same_person
from etl.text.span import Span


@dataclass(slots=True)
class Person:
    """One person being put together: the full names (or the single name) and the indexes of the mentions."""

    names: list[PersonName]
    mentions: list[int] = field(default_factory=list)

    def owns(self, name: PersonName) -> bool:
        """Whether `name` is a part of one of the person's full names."""
        return any(is_part(name, full) for full in self.names)


def cluster_people(mentions: Sequence[Mention], evidence: Evidence) -> list[Person]:
    """People of the article. Mentions of an ambiguous short name (two owners, nothing to tell them apart) belong to nobody.

    Depends on the set of mentions, not on their order.
    """
    order = sorted(
        (i for i, m in enumerate(mentions) if m.entity_kind == "person" and m.form in {"name", "short_name"}),
        key=lambda i: mentions[i].span,
    )
    full: list[tuple[int, PersonName]] = []
    short: list[tuple[int, PersonName]] = []
    stand_ins = _stand_ins(mentions, order)
    for index in order:
        if index in stand_ins:
            continue
        name = read_name(mentions[index].surface)
        (full if len(name.words) > 1 else short).append((index, name))
    people = _join_full(full, lambda i: evidence.is_kin(mentions[i].span))
    loose = _attach_short(people, short, mentions, evidence)
    people += _single_names(loose)
    for index, named in stand_ins.items():
        for person in people:
            person.mentions += [index] if named in person.mentions else []
    return people


def _stand_ins(mentions: Sequence[Mention], order: Sequence[int]) -> dict[int, int]:
    """Honours in place of a name, each with the index of the name that the editor inserted behind: `| Samdech | [Chan Rith]`."""
    starts = {mentions[i].span.start: i for i in order}
    honours = (i for i in order if all(w.lower() in honorifics() for w in mentions[i].surface.split()))
    return {i: starts[end + 2] for i in honours if (end := mentions[i].span.end) + 2 in starts}


def _join_full(full: Sequence[tuple[int, PersonName]], is_kin: Callable[[int], bool]) -> list[Person]:
    """People by their full names: the longest first, so that a shorter form finds its owner; with two owners it stays alone.

    A part that the article presents as a relative is another person (`Her husband, Kurian T.` beside `Annamma Kurian T.`).
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    names: dict[str, PersonName] = {}
    for index, name in full:
        by_name[name.written].append(index)
        names[name.written] = name
    people: list[Person] = []
    for written in sorted(names, key=lambda w: (-len(names[w].tokens), -len(w), w)):
        owners = _owners(people, names[written], any(map(is_kin, by_name[written])))
        if len(owners) == 1:
            owners[0].names.append(names[written])
            owners[0].mentions += by_name[written]
        else:
            people.append(Person([names[written]], by_name[written]))
    return people


def _owners(people: Sequence[Person], name: PersonName, is_kin: bool) -> list[Person]:
    """Those a full name may belong to: who has the very name, else who has a longer form of it."""
    same = [p for p in people if any(same_person(name, full) for full in p.names)]
    return same if same or is_kin else [p for p in people if p.owns(name)]


def _attach_short(
    people: Sequence[Person], short: Sequence[tuple[int, PersonName]], mentions: Sequence[Mention], evidence: Evidence
) -> list[tuple[int, PersonName]]:
    """Give each single word to its only owner, or to the one that the context settles; returns those that nobody owns."""
    loose = []
    claims: dict[str, list[Person]] = {}
    for index, name in short:
        owners = claims.setdefault(" ".join(name.tokens), [p for p in people if p.owns(name)])
        if not owners:
            loose.append((index, name))
        elif chosen := _choose(owners, index, name, mentions, evidence):
            chosen.mentions.append(index)
    return loose


def _choose(owners: list[Person], index: int, name: PersonName, mentions: Sequence[Mention], evidence: Evidence) -> Person | None:
    """CASE 1: `Ms Parata`: only one owner may be a woman. CASE 2: the others are called by their given names (`Graça`, so `Macuácua` is
    the father).
    CASE 3: only one owner was named in this paragraph before. Else nobody.
    """
    span = mentions[index].span
    gender = evidence.of_mention(span)
    if gender:
        owners = [p for p in owners if evidence.of_people(p.names, [mentions[i].span for i in p.mentions]) in {None, gender}]
    if len(owners) > 1:
        near = [p for p in owners if any(evidence.same_paragraph(mentions[i].span, span) for i in p.mentions)]
        owners = near if len(near) == 1 else owners
    if len(owners) > 1:
        formal = [p for p in owners if not _called_otherwise(p, name, mentions)]
        owners = formal if len(formal) == 1 else owners
    return owners[0] if len(owners) == 1 else None


def _called_otherwise(person: Person, name: PersonName, mentions: Sequence[Mention]) -> bool:
    """Whether the article calls the person by another single word than this one."""
    called = Counter(m.surface for m in mentions if m.entity_kind == "person" and " " not in m.surface)
    others = ((read_name(word), n) for word, n in sorted(called.items()))
    return sum(n for o, n in others if o.tokens != name.tokens and person.owns(o)) >= 2


def _single_names(loose: Sequence[tuple[int, PersonName]]) -> list[Person]:
    """People the article knows by one word only (`Rukmini`)."""
    found: dict[str, Person] = {}
    for index, name in loose:
        found.setdefault(" ".join(name.tokens), Person([name])).mentions.append(index)
    return list(found.values())


def spans_of(person: Person, mentions: Sequence[Mention]) -> list[Span]:
    """Where the person is named."""
    return [mentions[i].span for i in sorted(person.mentions)]
