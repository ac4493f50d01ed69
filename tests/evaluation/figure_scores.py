"""Scores figures against the gold corpus, as `/work/shared/eval/score_warehouse.py` does, plus type, time and period.

`period`: of the figures found whose days a reader can settle (`corpus/periods.csv`, dev and test), those with just these days;
`no period`: of the other figures found, those without any.

python -m tests.evaluation.figure_scores SPLIT [--tagger gold|none|degraded|real] [--misses ROW] [--limit N]
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from etl.extract.analysis import Analysis
from etl.extract.facts import Figure
from etl.extract.figures import find_figures
from etl.extract.mentions import find_mentions
from etl.model import TaggedSpan, Tagging
from etl.readers.sidecar import parse_published
from etl.text.dates import resolve_period
from etl.text.span import Span
from tests.gold import CORPUS, GoldArticle, gold_analysis, gold_tagging, read_gold, split

_ALIASES = {"%": "percent", "people": "person", "worker": "person", "migrant": "person"}
_MEASURES = frozenset(
    [
        "percent",
        "percentage_point",
        "year",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "second",
        "km",
        "metre",
        "meter",
        "mile",
        "kilometre",
        "kilometer",
        "hectare",
        "acre",
        "tonne",
        "ton",
        "kg",
        "kilogram",
        "gram",
        "litre",
        "liter",
        "barrel",
        "degree_celsius",
        "degree_fahrenheit",
        "celsius",
        "megawatt",
        "gigawatt",
        "watt",
        "mw",
        "gw",
        "kwh",
        "cubic_metre",
        "square_metre",
        "square_kilometre",
        "mm",
        "cm",
        "m",
        "degree",
        "basis_point",
        "point",
        "score",
        "fraction",
        "ratio",
    ]
)


@dataclass
class Tally:
    """Right, guessed and gold by row, and the misses by row."""

    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    misses: list[tuple[str, str]] = field(default_factory=list)

    def add(self, row: str, right: int, guessed: int, gold: int) -> None:
        """Counts up one row."""
        for index, number in enumerate((right, guessed, gold)):
            self.rows[row][index] += number

    def f1(self, row: str) -> float:
        """F1 of a row in percent; plain accuracy where guessed and gold agree."""
        right, guessed, gold = self.rows[row]
        return 200 * right / max(guessed + gold, 1)


def words_of(text: str | None) -> set[str]:
    """Comparable words of a phrase."""
    return {w for w in re.findall(r"\w+", (text or "").lower()) if w not in {"the", "a", "an", "of", "and", "in", "for", "to"}}


def same_unit(left: str, right: str) -> bool:
    """Whether two units agree; all counted nouns do."""
    a, b = (_folded(u) for u in (left, right))
    measures = _MEASURES | {u for u in (a, b) if u.isupper()}
    return a == b or (a not in measures and b not in measures)


def _folded(unit: str) -> str:
    if unit.isupper() and len(unit) == 3:
        return unit
    key = unit.lower().replace(" ", "_")
    key = key[:-1] if key.endswith("s") and not key.endswith("ss") else key
    return _ALIASES.get(key, key)


def gold_figures(gold: GoldArticle) -> list[dict[str, Any]]:
    """The gold figures with their measured words and time phrases."""
    linked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for span in gold.spans("what", "time"):
        for figure in span["f"].split():
            linked[span["tag"], figure].append(span["text"])
    return [
        {
            "id": s["id"],
            "span": Span(s["start"], s["end"]),
            "value": float(s["value"]),
            "max": float(s["max"]) if s.get("max") else None,
            "unit": s["unit"],
            "cmp": _comparator(s.get("cmp")),
            "type": s["type"],
            "per": s.get("per"),
            "what": words_of(" ".join(linked["what", s["id"]])),
            "time": words_of(" ".join(linked["time", s["id"]])),
            "text": s["text"],
        }
        for s in gold.spans("fig")
    ]


def _comparator(name: str | None) -> str:
    return {"ge": "gt", "le": "lt", "up_to": "lt", None: "eq"}.get(name, name or "eq")


def score_article(tally: Tally, gold: GoldArticle, found: Sequence[Figure]) -> None:
    """Adds one article."""
    wanted = gold_figures(gold)
    pairs = figure_pairs(wanted, found)
    good = [(i, j) for i, j in pairs if same_unit(wanted[i]["unit"], found[j].unit)]
    tally.add("value", len(pairs), len(found), len(wanted))
    tally.add("+unit", len(good), len(found), len(wanted))
    right = [(i, j) for i, j in good if wanted[i]["cmp"] == _comparator(found[j].comparator)]
    tally.add("+comparator", len(right), len(found), len(wanted))
    _score_attributes(tally, gold, wanted, found, pairs)
    if gold.id not in split("train"):
        _score_periods(tally, gold, wanted, found, pairs)
    _note_misses(tally, gold, wanted, found, pairs, good, right)


def _score_attributes(
    tally: Tally, gold: GoldArticle, wanted: list[dict[str, Any]], found: Sequence[Figure], pairs: list[tuple[int, int]]
) -> None:
    for i, j in pairs:
        want, have = wanted[i], found[j]
        for row, fits, shown in (
            ("measured", _alike(want["what"], words_of(have.measured)), f"{want['what']} got {have.measured}"),
            ("type", want["type"] == have.type, f"{want['type']} got {have.type}"),
            ("per", want["per"] == have.per, f"{want['per']} got {have.per}"),
            ("exact unit", want["unit"] == have.unit, f"{want['unit']} got {have.unit}"),
            (
                "time",
                _alike(want["time"], words_of(have.time.of(gold.text) if have.time else "")),
                f"{want['time']} got {have.time.of(gold.text) if have.time else None}",
            ),
        ):
            tally.add(row, fits, 1, 1)
            if not fits:
                tally.misses.append((row, f"{gold.id} {_shown(gold, have.span)}: {shown}"))


Days = tuple[str, str]


@cache
def reader_periods() -> dict[tuple[str, int], Days]:
    """First and last day (empty where open) that a reader gives a time phrase, by article and offset."""
    with (CORPUS / "periods.csv").open(encoding="utf-8") as file:
        return {(row["article"], int(row["start_char"])): (row["period_from"], row["period_to"]) for row in csv.DictReader(file)}


def _wanted_periods(gold: GoldArticle) -> dict[str, Days]:
    """The days of each gold figure that has some, by the figure's gold id."""
    known = ((span, reader_periods().get((gold.id, span["start"]))) for span in gold.spans("time"))
    return {figure: days for span, days in known if days for figure in span["f"].split()}


def _period_of(gold: GoldArticle, figure: Figure) -> Days | None:
    published = gold.facts.get("published")
    known = parse_published(published, "sidecar") if published else None
    period = resolve_period(figure.time.of(gold.text), known, future=figure.is_ahead) if figure.time else None
    return (_day(period.start), _day(period.end)) if period else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _score_periods(
    tally: Tally, gold: GoldArticle, wanted: list[dict[str, Any]], found: Sequence[Figure], pairs: list[tuple[int, int]]
) -> None:
    days = _wanted_periods(gold)
    for i, j in pairs:
        want, have = days.get(wanted[i]["id"]), _period_of(gold, found[j])
        row = "period" if want else "no period"
        tally.add(row, want == have, 1, 1)
        if want != have:
            words = found[j].time.of(gold.text) if found[j].time else None  # type: ignore[union-attr]
            tally.misses.append((row, f"{gold.id} {_shown(gold, found[j].span)}: {want} got {have} of {words}"))


def _alike(want: set[str], have: set[str]) -> bool:
    return not (want or have) or 2 * len(want & have) / max(len(want) + len(have), 1) >= 0.5


def figure_pairs(wanted: list[dict[str, Any]], found: Sequence[Figure]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairing of overlapping figures with the right value."""
    ranked = sorted(((_fit(g, p), -i, -j) for i, g in enumerate(wanted) for j, p in enumerate(found)), reverse=True)
    pairs: list[tuple[int, int]] = []
    for fit, i, j in ranked:
        if fit and all(-i != a and -j != b for a, b in pairs):
            pairs.append((-i, -j))
    return pairs


def _fit(gold: dict[str, Any], found: Figure) -> int:
    if not gold["span"].overlaps(found.span) or not _near(gold["value"], found.value) or (gold["max"] is None) != (found.value_max is None):
        return 0
    if gold["max"] is not None and not _near(gold["max"], found.value_max or 0):
        return 0
    return 1 + same_unit(gold["unit"], found.unit)


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-4 * max(abs(a), abs(b), 1e-12)


def _note_misses(
    tally: Tally,
    gold: GoldArticle,
    wanted: list[dict[str, Any]],
    found: Sequence[Figure],
    pairs: list[tuple[int, int]],
    good: list[tuple[int, int]],
    right: list[tuple[int, int]],
) -> None:
    for i in set(range(len(wanted))) - {i for i, _ in pairs}:
        tally.misses.append(
            ("missed", f"{gold.id} {wanted[i]['value']:g} {wanted[i]['max']} {wanted[i]['unit']}: {_shown(gold, wanted[i]['span'])}")
        )
    for j in set(range(len(found))) - {j for _, j in pairs}:
        tally.misses.append(
            ("spurious", f"{gold.id} {found[j].value:g} {found[j].value_max} {found[j].unit}: {_shown(gold, found[j].span)}")
        )
    for i, j in set(pairs) - set(good):
        tally.misses.append(("+unit", f"{gold.id} {wanted[i]['unit']} got {found[j].unit}: {_shown(gold, wanted[i]['span'])}"))
    for i, j in set(good) - set(right):
        tally.misses.append(("+comparator", f"{gold.id} {wanted[i]['cmp']} got {found[j].comparator}: {_shown(gold, wanted[i]['span'])}"))


def _shown(gold: GoldArticle, span: Span) -> str:
    text = f"{gold.text[max(0, span.start - 40) : span.start]}⟦{span.of(gold.text)}⟧{gold.text[span.end : span.end + 40]}"
    return text.replace("\n", "|")


# --- taggers ---------------------------------------------------------------------------------------------------------------------


def no_figures(gold: GoldArticle) -> Tagging:
    """A tagger that marks nothing: the grammar alone."""
    return Tagging(())


def degraded(gold: GoldArticle) -> Tagging:
    """Gold spans as a poor tagger would give them: one in eight lost, boundaries off by a word."""
    rng = random.Random(gold.id)
    kept = [s for s in gold_tagging(gold).spans if rng.random() > 0.12 or s.head == "name"]
    return Tagging(tuple(sorted((_blurred(gold.text, s, rng) for s in kept), key=lambda s: (s.start, -s.end))))


def _blurred(text: str, span: TaggedSpan, rng: random.Random) -> TaggedSpan:
    if span.head == "name" or rng.random() > 0.25:
        return span
    cut = text.find(" ", span.start, span.end) if rng.random() < 0.5 else -1
    wider = text.find(" ", span.end + 1)
    if cut > 0:
        return TaggedSpan(span.head, span.label, cut + 1, span.end, span.score)
    return TaggedSpan(span.head, span.label, span.start, wider, span.score) if 0 < wider - span.end < 15 else span


def _real() -> Callable[[GoldArticle], Tagging]:
    from etl.model import Tagger  # the weights may not have been trained yet

    tagger = Tagger()

    def tag(gold: GoldArticle) -> Tagging:
        return tagger.tag(gold.text, [(r.start, r.end) for r in gold_analysis(gold).regions])

    return tag


def evaluate(name: str, tagger: str) -> Tally:
    """The tally of one split with one kind of tagger."""
    tag = {"gold": gold_tagging, "none": no_figures, "degraded": degraded}.get(tagger) or _real()
    tally, seconds, count = Tally(), 0.0, 0
    for article in split(name):
        gold = read_gold(article)
        base = gold_analysis(gold, tag(gold))
        analysis = Analysis(base.text, base.regions, base.headlines, base.tagging)
        mentions = find_mentions(analysis)
        began = time.process_time()
        found = find_figures(analysis, mentions)
        seconds += time.process_time() - began
        count += len(gold.text.split())
        score_article(tally, gold, found)
    print(f"{name} with {tagger} spans, {count / max(seconds, 1e-9):,.0f} words/s")
    return tally


def main() -> None:
    """Prints the rows and, when asked, misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split")
    parser.add_argument("--tagger", default="gold")
    parser.add_argument("--misses", default="")
    parser.add_argument("--limit", type=int, default=80)
    options = parser.parse_args()
    tally = evaluate(options.split, options.tagger)
    for row in tally.rows:
        right, guessed, gold = tally.rows[row]
        print(f"{row:14}{100 * right / max(guessed, 1):7.1f}{100 * right / max(gold, 1):7.1f}{tally.f1(row):7.1f}{gold:6}")
    shown = [line for row, line in tally.misses if row == options.misses]
    print(*shown[: options.limit], sep="\n")
    if options.misses == "type":
        print(Counter(line.split(": ")[-1] for line in shown).most_common(30))


if __name__ == "__main__":
    main()
