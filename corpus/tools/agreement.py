#!/usr/bin/env python3
"""Two annotators, one article: how far their mark-up agrees.

    agreement.py choose                 print the articles drawn for a second annotation, comma-separated
    agreement.py strip OUT [ID...]      write OUT/ID.txt, the plain text without any mark-up
    agreement.py compare DIR            compare DIR/ID.xml with the gold of the same name, a table in Markdown
    agreement.py compare DIR --misses   and list what only one of the two marked (after both are done, never before)

Agreement on spans is F1 (2 × both / (first + second)), which treats the two alike; agreement on an attribute is the
share of equal values among the spans that both marked. Ids are free in a file (`P1` here may be `P3` there), so
they are first mapped by the words they name.
"""

from __future__ import annotations

import argparse
import csv
import random
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compile import flatten

CORPUS = Path(__file__).resolve().parent.parent
DRAW = {"train": 14, "dev": 6}
SEED = 7
FIRST_BATCHES = "abcdefghijk"  # what stood in the corpus when the draw was made
MENTIONS = {"per": "person", "org": "organisation", "loc": "place", "evt": "event"}
FIGURE_ATTRIBUTES = {"value": "", "max": "", "unit": "", "cmp": "eq", "per": "", "type": ""}
HALF = 0.5

Characters = frozenset[int]
Span = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """One thing an annotator marked: the characters it covers and what was said of it."""

    characters: Characters
    text: str
    facts: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)


@dataclass
class Markup:
    """One annotator's reading of one article: plain text, spans in document order, declared entities by id."""

    text: str
    spans: list[Span]
    declared: dict[str, dict[str, str]]

    @classmethod
    def read(cls, path: Path) -> Markup:
        """The mark-up in the XML file at `path`."""
        article = ET.parse(path).getroot()
        node = article.find("text")
        if node is None:
            raise ValueError(f"{path}: no <text>")
        text, spans = flatten(node)
        return cls(text, spans, {child.attrib["id"]: dict(child.attrib) for child in article if child.tag != "text"})

    def tagged(self, *tags: str) -> list[Span]:
        """The spans of these tags."""
        return [span for span in self.spans if span["tag"] in tags]


def covers(*spans: Span) -> Characters:
    """The character positions the spans cover together."""
    return frozenset(position for span in spans for position in range(span["start"], span["end"]))


def overlap(first: Characters, second: Characters) -> float:
    """Shared characters over all characters of the two, 0 to 1."""
    return len(first & second) / len(first | second)


def draw() -> list[str]:
    """The articles for the second annotation: drawn from train and dev, one batch after the other so that each is seen."""
    dice = random.Random(SEED)
    with (CORPUS / "split.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["batch"] in FIRST_BATCHES]
    chosen: list[str] = []
    for split, wanted in DRAW.items():
        batches: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row["split"] == split:
                batches[row["batch"]].append(row["article"])
        order = dice.sample(sorted(batches), len(batches))
        for names in batches.values():
            dice.shuffle(names)
        rounds = (batches[batch][turn] for turn in range(wanted) for batch in order if turn < len(batches[batch]))
        chosen += [name for name, _ in zip(rounds, range(wanted), strict=False)]
    return sorted(chosen)


# What is compared


def mapped(first: Markup, second: Markup) -> dict[str, str]:
    """Ids of the second mark-up → ids of the first, by how often both mark overlapping words with them (each id once)."""
    votes: Counter[tuple[str, str]] = Counter()
    for one in first.tagged(*MENTIONS, "ref", "meet"):
        for two in second.tagged(*MENTIONS, "ref", "meet"):
            if one["id"][0] == two["id"][0] and one["start"] < two["end"] and two["start"] < one["end"]:
                votes[one["id"], two["id"]] += 1
    found: dict[str, str] = {}
    for (one_id, two_id), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if two_id not in found and one_id not in found.values():
            found[two_id] = one_id
    return found


def named(ids: str | None, names: dict[str, str]) -> frozenset[str]:
    """A list of ids in the first mark-up's terms; an id it has no match for stays foreign (`?P4`)."""
    return frozenset(names.get(name, f"?{name}") for name in (ids or "").split())


def units(markup: Markup, *tags: str, facts: Callable[[Span], dict[str, Any]] = lambda span: {}) -> list[Unit]:
    """One unit for each span of the tags."""
    return [Unit(covers(span), span["text"], facts(span)) for span in markup.tagged(*tags)]


def quotes(markup: Markup, names: dict[str, str]) -> list[Unit]:
    """Quotes: all pieces of one id together; kind and speakers."""
    pieces: dict[str, list[Span]] = defaultdict(list)
    for span in markup.tagged("q"):
        pieces[span["id"]].append(span)
    return [
        Unit(covers(*spans), " … ".join(span["text"] for span in spans), {"kind": spans[0]["kind"], "by": named(spans[0].get("by"), names)})
        for spans in pieces.values()
    ]


def figures(markup: Markup, names: dict[str, str]) -> list[Unit]:
    """Figures with their attributes, defaults filled in."""

    def facts(span: Span) -> dict[str, Any]:
        plain = {name: span.get(name, default) for name, default in FIGURE_ATTRIBUTES.items()}
        numbers = {name: float(plain[name]) if plain[name] else None for name in ("value", "max")}
        return {**plain, **numbers, "by": named(span.get("by"), names)}

    return units(markup, "fig", facts=facts)


def roles(markup: Markup, names: dict[str, str]) -> list[Unit]:
    """Roles with holder, body and status."""
    return units(
        markup,
        "role",
        facts=lambda span: {
            "per": named(span["per"], names),
            "org": named(span.get("org"), names),
            "status": span.get("status", "current"),
        },
    )


def meetings(markup: Markup, names: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Meetings by id: kind, status and participants in the first mark-up's ids."""
    return {
        names.get(name, f"?{name}"): {
            "kind": facts["kind"],
            "status": facts.get("status", "held"),
            "participants": named(facts.get("participants"), names),
        }
        for name, facts in markup.declared.items()
        if name.startswith("M")
    }


def paired(first: list[Unit], second: list[Unit], least: float) -> list[tuple[Unit, Unit]]:
    """Pairs of units that overlap by `least` or more, the best first, each unit once."""
    candidates = [
        (overlap(one.characters, two.characters), i, j)
        for i, one in enumerate(first)
        for j, two in enumerate(second)
        if one.characters & two.characters
    ]
    pairs: list[tuple[Unit, Unit]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for share, i, j in sorted(candidates, key=lambda found: (-found[0], found[1:])):
        if share >= least and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((first[i], second[j]))
    return pairs


@dataclass
class Row:
    """One line of the table: counts of the first, the second and of both."""

    first: int = 0
    second: int = 0
    both: int = 0

    @property
    def f1(self) -> float:
        """2 × both / (first + second); 1 where neither marked anything."""
        return 2 * self.both / (self.first + self.second) if self.first + self.second else 1.0


class Agreement:
    """The table under construction: rows of spans, rows of attributes, and the misses."""

    def __init__(self) -> None:
        self.spans: dict[str, Row] = defaultdict(Row)
        self.attributes: dict[str, Row] = defaultdict(Row)
        self.misses: list[str] = []

    def count(self, name: str, first: int, second: int, both: int) -> None:
        """Add one article's counts to a row of spans."""
        row = self.spans[name]
        row.first, row.second, row.both = row.first + first, row.second + second, row.both + both

    def overlapping(self, article: str, name: str, first: list[Unit], second: list[Unit], least: float) -> list[tuple[Unit, Unit]]:
        """Pair units and count them; those of one side only are misses."""
        pairs = paired(first, second, least)
        self.count(name, len(first), len(second), len(pairs))
        matched = ({id(one) for one, _ in pairs}, {id(two) for _, two in pairs})
        for side, label, marked in ((first, "gold", matched[0]), (second, "second", matched[1])):
            self.misses += [f"{article}\t{name}\t{label} only\t{unit.text!r}" for unit in side if id(unit) not in marked]
        return pairs

    def equal(self, article: str, name: str, pairs: Iterable[tuple[Unit, Unit]], attributes: Iterable[str]) -> None:
        """Count how often the attributes of paired units are the same."""
        for one, two in pairs:
            for attribute in attributes:
                row = self.attributes[f"{name}: {attribute}"]
                same = one.facts[attribute] == two.facts[attribute]
                row.first, row.both = row.first + 1, row.both + same
                if not same:
                    values = f"{shown(one.facts[attribute])} / {shown(two.facts[attribute])}"
                    self.misses.append(f"{article}\t{name}: {attribute}\t{values}\t{one.text!r}")

    def table(self) -> str:
        """Both tables in Markdown."""
        lines = ["| spans | gold | second | both | F1 |", "|---|---:|---:|---:|---:|"]
        lines += [f"| {name} | {row.first} | {row.second} | {row.both} | {row.f1:.3f} |" for name, row in self.spans.items()]
        lines += ["", "| attribute, of what both marked | both | equal | % |", "|---|---:|---:|---:|"]
        lines += [f"| {name} | {row.first} | {row.both} | {100 * row.both / row.first:.1f} |" for name, row in self.attributes.items()]
        return "\n".join(lines)


def shown(value: Any) -> str:
    """A value in a miss: sets as sorted lists."""
    return " ".join(sorted(value)) or "-" if isinstance(value, frozenset) else str(value)


# The comparison of one article


def compare(article: str, first: Markup, second: Markup, result: Agreement) -> None:
    """Add the agreement of two readings of one article."""
    if first.text != second.text:
        raise ValueError(f"{article}: the two texts differ")
    names = mapped(first, second)
    same = {name: name for name in first.declared}
    compare_names(article, first, second, (same, names), result)
    compare_quotes(article, quotes(first, same), quotes(second, names), result)
    for tag, name in (("cue", "cue"), ("src", "source"), ("what", "measured"), ("time", "time"), ("meet", "meeting words")):
        pair = units(first, tag), units(second, tag)
        result.count(f"{name}, exact", len(pair[0]), len(pair[1]), len(paired(*pair, 1.0)))
        result.overlapping(article, f"{name}, overlap", *pair, HALF)
    compare_figures(article, figures(first, same), figures(second, names), result)
    compare_meetings(article, meetings(first, same), meetings(second, names), result)


def compare_names(article: str, first: Markup, second: Markup, names: tuple[dict[str, str], dict[str, str]], result: Agreement) -> None:
    """Mentions and roles, exact; whether both tie a mention to the same entity."""
    for tag, name in MENTIONS.items():
        pair = [
            units(markup, tag, facts=lambda span, ids=ids: {"entity": named(span["id"], ids)})
            for markup, ids in zip((first, second), names, strict=True)
        ]
        result.equal(article, name, result.overlapping(article, name, *pair, 1.0), ["entity"])
    pairs = result.overlapping(article, "role", roles(first, names[0]), roles(second, names[1]), 1.0)
    result.equal(article, "role", pairs, ["per", "org", "status"])


def compare_quotes(article: str, first: list[Unit], second: list[Unit], result: Agreement) -> None:
    """Contents of quotes, all and by kind."""
    result.count("quote, exact", len(first), len(second), len(paired(first, second, 1.0)))
    pairs = result.overlapping(article, "quote, overlap", first, second, HALF)
    result.equal(article, "quote", pairs, ["kind", "by"])
    for kind in ("direct", "indirect", "mixed"):
        sides = [[unit for unit in side if unit.facts["kind"] == kind] for side in (first, second)]
        for name, least in (("exact", 1.0), ("overlap", HALF)):
            result.count(f"{kind} quote, {name}", len(sides[0]), len(sides[1]), len(paired(*sides, least)))


def compare_figures(article: str, first: list[Unit], second: list[Unit], result: Agreement) -> None:
    """Figures and their attributes."""
    result.count("figure, exact", len(first), len(second), len(paired(first, second, 1.0)))
    pairs = result.overlapping(article, "figure, overlap", first, second, HALF)
    result.equal(article, "figure", pairs, [*FIGURE_ATTRIBUTES, "by"])


def compare_meetings(article: str, first: dict[str, dict[str, Any]], second: dict[str, dict[str, Any]], result: Agreement) -> None:
    """Meetings by the words that report them, with kind and status; their participants."""
    result.count("meeting", len(first), len(second), len(first.keys() & second.keys()))
    alike = [name for name in first.keys() & second.keys() if all(first[name][key] == second[name][key] for key in ("kind", "status"))]
    result.count("meeting with kind and status", len(first), len(second), len(alike))
    sides = [{(name, who) for name, facts in side.items() for who in facts["participants"]} for side in (first, second)]
    result.count("participant", len(sides[0]), len(sides[1]), len(sides[0] & sides[1]))
    for label, here, there in (("gold", first, second), ("second", second, first)):
        for name, facts in here.items():
            if facts != there.get(name):
                result.misses.append(f"{article}\tmeeting {name}\t{label}\t{', '.join(shown(value) for value in facts.values())}")


def main() -> None:
    """Command line; see the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("choose")
    strip = commands.add_parser("strip")
    strip.add_argument("out", type=Path)
    strip.add_argument("articles", nargs="*")
    comparison = commands.add_parser("compare")
    comparison.add_argument("folder", type=Path)
    comparison.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    if args.command == "choose":
        print(",".join(draw()))
    elif args.command == "strip":
        args.out.mkdir(parents=True, exist_ok=True)
        for name in args.articles or draw():
            text = Markup.read(CORPUS / "articles" / f"{name}.xml").text
            (args.out / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    else:
        result = Agreement()
        for path in sorted(args.folder.glob("*.xml")):
            compare(path.stem, Markup.read(CORPUS / "articles" / path.name), Markup.read(path), result)
        print("\n".join(result.misses) if args.misses else result.table())


if __name__ == "__main__":
    main()
