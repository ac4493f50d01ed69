"""What a new extraction changes in an article: facts gained, lost and changed, by kind, with examples in words."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Literal, TypeAlias

from etl.load.extraction import Row
from etl.store.batch import TABLES
from etl.store.claims import Said
from etl.store.former import COMPARED

Way: TypeAlias = Literal["gained", "lost", "changed", "kept"]
KINDS = ("articles", "entities", "mentions", "positions", "meetings", "quotes", "figures")
EXAMPLES = 3
"""Examples remembered of one article for each kind and way."""
_NAMED = ("entities.entity_id", "people.person_id", "organisations.organisation_id", "places.place_id")
_FOLLOWS = {"articles": {"document_id", "story_id", "extractor_version", "word_count", "text"}, "quotes": {"text"}}
"""Columns that say nothing of their own: they follow from others, or from what else is loaded."""
_LONGEST = 90
_Key: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: where it stands or what it is about (`key`), the words it stands in, and what it says."""

    kind: str
    key: _Key
    words: str
    says: tuple[tuple[str, str], ...]


@dataclass
class Changes:
    """How many facts of each kind were gained, lost, changed and kept, and some of the first three in words."""

    counts: Counter[tuple[str, Way]] = field(default_factory=Counter)
    examples: dict[tuple[str, Way], list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, kind: str, way: Way, words: str) -> None:
        """Count a fact and remember the first few."""
        self.counts[kind, way] += 1
        if way != "kept" and len(self.examples[kind, way]) < EXAMPLES:
            self.examples[kind, way].append(words)

    def add(self, more: Changes, examples: int) -> None:
        """Add those of another article, up to so many `examples` of each kind and way, one an article while there are others."""
        self.counts += more.counts
        for key, found in more.examples.items():
            self.examples[key] += found[: 1 if len(self.examples[key]) < examples else 0]

    @property
    def is_none(self) -> bool:
        """Whether every fact is kept as it was."""
        return all(way == "kept" for _, way in self.counts)

    def as_json(self) -> dict[str, Any]:
        """For the disk."""
        return {
            "counts": [[*key, count] for key, count in self.counts.items()],
            "examples": [[*key, found] for key, found in self.examples.items() if found],
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Changes:
        """What `as_json` gave."""
        found = cls(Counter({(kind, way): count for kind, way, count in data["counts"]}))
        found.examples.update({(kind, way): words for kind, way, words in data["examples"]})
        return found


def compare(old: Iterable[Fact], new: Iterable[Fact]) -> Changes:
    """Facts of the same articles by two extractions: those with the same kind and key are one fact."""
    changes = Changes()
    ours, theirs = _by_key(old), _by_key(new)
    for kind, key in sorted({*ours, *theirs}, key=repr):
        for before, after in zip_longest(*_unlike(ours[kind, key], theirs[kind, key], changes)):
            _note(changes, kind, before, after)
    return changes


def _by_key(facts: Iterable[Fact]) -> dict[tuple[str, _Key], list[Fact]]:
    found: dict[tuple[str, _Key], list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.kind, fact.key].append(fact)
    return found


def _unlike(old: Sequence[Fact], new: Sequence[Fact], changes: Changes) -> tuple[list[Fact], list[Fact]]:
    """Both sides without the facts that say the same, which are counted as kept."""
    mine, yours = Counter(old), Counter(new)
    for fact in (mine & yours).elements():
        changes.note(fact.kind, "kept", fact.words)
    return sorted((mine - yours).elements(), key=repr), sorted((yours - mine).elements(), key=repr)


def _note(changes: Changes, kind: str, before: Fact | None, after: Fact | None) -> None:
    if before and after:
        changes.note(kind, "changed", f"{_short(after.words)}: {_difference(dict(before.says), dict(after.says))}")
    elif fact := before or after:
        said = ", ".join(f"{name} {_short(value)}" for name, value in fact.says)
        changes.note(kind, "lost" if before else "gained", f"{_short(fact.words)} ({said})" if said else _short(fact.words))


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Example: `unit none -> USD, type other -> price`."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return ", ".join(f"{name} {_short(before.get(name, 'none'))} -> {_short(after.get(name, 'none'))}" for name in names)


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def facts_in(rows: Mapping[str, Sequence[Row]], said: Iterable[Said]) -> Iterator[Fact]:
    """The facts in some articles' rows and in what these articles say of shared rows, ids replaced by names."""
    reading = _Reading(rows, said)
    for table in ("articles", *COMPARED):
        if table not in ("meeting_reports", "meeting_participants"):
            yield from (reading.of_row(table, row) for row in rows.get(table, ()))
    yield from reading.entities()
    yield from (reading.of_meeting(row) for row in rows.get("meeting_reports", ()))


class _Reading:
    """Some articles' rows with the names that their ids stand for."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], said: Iterable[Said]) -> None:
        self._accounts = {(s.article_id, s.subject, s.subject_id): json.loads(s.attributes) for s in said}
        self._names = {(article, identity): str(about["name"]) for (article, _, identity), about in self._accounts.items()}
        self._texts = {row["article_id"]: row["text"] for row in rows["articles"]} if rows.get("articles") else {}
        self._sides: dict[tuple[int, int], list[str]] = defaultdict(list)
        for side in rows.get("meeting_participants", ()):
            name = self._name(side["article_id"], side["entity_id"])
            self._sides[side["article_id"], side["meeting_id"]].append(f"{name} ({side['role']})")

    def of_row(self, table: str, row: Row) -> Fact:
        """A fact that is one row."""
        article = row["article_id"]
        if table == "articles":
            return Fact(table, (article,), row.get("headline") or "no headline", self._columns(table, row))
        start, end = row["start_char"], row["end_char"]
        what = row.get("entity_kind") or row.get("title")
        return Fact(table, (article, start, end, what), self._texts[article][start:end], self._columns(table, row))

    def entities(self) -> Iterator[Fact]:
        """What each article says of people, organisations and places."""
        for (article, subject, identity), about in self._accounts.items():
            if subject == "entity":
                yield Fact("entities", (article, identity), str(about["name"]), self._values(article, about))

    def of_meeting(self, report: Row) -> Fact:
        """A meeting where an article reports it, with who takes part."""
        article, start, end = report["article_id"], report["start_char"], report["end_char"]
        about = self._accounts.get((article, "meeting", report["meeting_id"]), {})
        sides = sorted(self._sides[article, report["meeting_id"]])
        says = (*self._values(article, about), *([("participants", "; ".join(sides))] if sides else []))
        return Fact("meetings", (article, start, end), self._texts[article][start:end], says)

    def _columns(self, table: str, row: Row) -> tuple[tuple[str, str], ...]:
        """What a row says: its columns but ids of its own and its place."""
        found = []
        for column in TABLES[table].columns:
            value = row.get(column.name)
            is_place = column.name.endswith(("start_char", "end_char"))
            if value is None or column.primary_key or is_place or column.name == "article_id" or column.name in _FOLLOWS.get(table, ()):
                continue
            targets = [key.target_fullname for key in column.foreign_keys]
            if not targets or targets[0] in _NAMED:
                found.append((column.name.removesuffix("_id"), self._name(row["article_id"], value) if targets else f"{value}"))
        return tuple(found)

    def _values(self, article: int, about: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """What an account says; other names of an entity on one line."""
        found = []
        for name, value in sorted(about.items()):
            if name == "names":
                found.append(("names", "; ".join(f"{known['name']} ({known['kind']})" for known in value)))
            elif value is not None:
                known = name.endswith("_id") and name != "entity_id"
                found.append((name.removesuffix("_id"), self._name(article, value) if known else str(value)))
        return tuple(found)

    def _name(self, article: int, identity: int) -> str:
        return self._names.get((article, identity), "?")
