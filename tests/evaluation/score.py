"""Scores of a published snapshot against gold articles: precision, recall and F1 per fact kind.

Pairing is one to one and greedy by falling similarity. What counts as right:

- mentions of people, organisations, places: the same span after dropping a leading `the` and a possessive;
- people, organisations: one entity an article; right when its canonical name or one of its surfaces is gold's;
- positions: the same person, and titles sharing half their words;
- quotes: letters and digits shared / in either >= 0.5; `+speaker` also needs the speaker resolved to the right entity (or rightly to none);
- figures: overlapping spans with equal value (0.01 %); `+unit`, `+comparator` on top; `measured`, `type`, `source` given the value;
- meetings: a report overlaps the gold trigger and, where gold names participants, one is shared; the rest given found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from tests.gold import GoldArticle

Span = tuple[int, int]
_STOP = {"the", "a", "an", "of", "and", "in", "for", "to"}
# Counted nouns are scored by `measured`; only measures and currencies must agree in unit.
_MEASURES = {
    *("percent", "percentage_point", "basis_point", "point", "fraction", "times"),
    *("year", "month", "week", "day", "hour", "minute", "second"),
    *("km", "metre", "mile", "mm", "cm", "hectare", "acre", "degree", "degree_celsius", "degree_fahrenheit"),
    *("tonne", "ton", "kg", "gram", "litre", "barrel", "megawatt", "gigawatt", "kilowatt_hour"),
}


def fold(name: str | None) -> str:
    """Comparable form of a name: lower case, no leading article, no possessive, single spaces."""
    text = re.sub(r"[’']s?\b", "", (name or "").casefold())
    return re.sub(r"^the ", "", re.sub(r"\W+", " ", text).strip())


def words(text: str | None) -> set[str]:
    """Content words of a phrase."""
    return set(re.findall(r"\w+", (text or "").casefold())) - _STOP


@dataclass
class Tally:
    """Right, guessed and gold counts by row, and the misses for a look."""

    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    misses: list[str] = field(default_factory=list)

    def add(self, row: str, right: float, guessed: int, gold: int) -> None:
        """Count one article's result for one row."""
        for i, n in enumerate((right, guessed, gold)):
            self.rows[row][i] += n  # type: ignore[assignment]

    def note(self, row: str, article: str, what: str) -> None:
        """Remember a miss."""
        self.misses.append(f"{row}\t{article}\t{what}")

    def results(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 by row, in the order in which rows were first counted."""
        out = {}
        for row, (right, guessed, gold) in self.rows.items():
            p, r = right / max(guessed, 1), right / max(gold, 1)
            out[row] = {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / max(p + r, 1e-9), 4), "gold": gold}
        return out


def pair(gold: Sequence[Any], guess: Sequence[Any], score: Callable[[Any, Any], float]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairing by falling positive score."""
    ranked = sorted(((score(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(guess)), key=lambda t: (-t[0], t[1], t[2]))
    rows, columns, pairs = set(), set(), []
    for value, i, j in ranked:
        if value > 0 and i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            pairs.append((i, j))
    return pairs


@dataclass
class Names:
    """Names by which an entity of gold or snapshot may be known."""

    main: dict[Any, str] = field(default_factory=dict)
    all: dict[Any, set[str]] = field(default_factory=lambda: defaultdict(set))
    surfaces: dict[Any, set[str]] = field(default_factory=lambda: defaultdict(set))
    kind: dict[Any, str] = field(default_factory=dict)

    def of(self, ids: Iterable[Any]) -> set[str]:
        """All names of these entities together."""
        return set().union(*(self.all[i] | self.surfaces[i] for i in ids if i is not None))


def score_article(tally: Tally, gold: GoldArticle, db: duckdb.DuckDBPyConnection, article_id: int) -> None:
    """Count all rows of one article."""
    rows = lambda sql: db.execute(sql, [article_id]).fetchall()  # noqa: E731
    ours, theirs = _gold_names(gold), _snapshot_names(rows)
    _score_mentions(tally, gold, rows)
    _score_entities(tally, gold.id, ours, theirs)
    _score_positions(tally, gold, ours, theirs, rows)
    _score_quotes(tally, gold, ours, theirs, rows)
    _score_figures(tally, gold, ours, theirs, rows)
    _score_meetings(tally, gold, ours, theirs, rows)


def _gold_names(gold: GoldArticle) -> Names:
    names = Names()
    for kind in ("person", "organisation", "place"):
        for e in gold.facts[kind]:
            names.main[e["id"]], names.kind[e["id"]] = fold(e["name"]), kind
            names.all[e["id"]] |= {fold(e["name"]), fold(e.get("acronym"))} - {""}
    for s in gold.spans("per", "org", "loc"):
        for entity in s["id"].split():
            names.surfaces[entity].add(fold(s["text"]))
    return names


def _snapshot_names(rows: Callable[[str], list[Any]]) -> Names:
    names = Names()
    for entity, kind, name in rows(
        "select distinct e.entity_id, e.kind, e.name from entities e join mentions m using (entity_id) where article_id = ?"
    ):
        names.main[entity], names.kind[entity] = fold(name), kind
    for entity, name in rows(
        "select distinct n.entity_id, n.name from entity_names n join mentions m using (entity_id) where article_id = ?"
    ):
        names.all[entity].add(fold(name))
    sql = """select entity_id, surface from mentions
             where article_id = ? and entity_id is not null and kind in ('name', 'short_name', 'acronym')"""
    for entity, surface in rows(sql):
        names.surfaces[entity].add(fold(surface))
    return names


def _score_mentions(tally: Tally, gold: GoldArticle, rows: Callable[[str], list[Any]]) -> None:
    found = rows(
        "select start_char, end_char, entity_kind from mentions where article_id = ? and kind in ('name', 'short_name', 'acronym')"
    )
    for tag, kind in (("per", "person"), ("org", "organisation"), ("loc", "place")):
        wanted = {_core(gold.text, s["start"], s["end"]) for s in gold.spans(tag)}
        guessed = {_core(gold.text, s, e) for s, e, k in found if k == kind}
        tally.add(f"mentions {kind}", len(wanted & guessed), len(guessed), len(wanted))
        for s, e in sorted(wanted - guessed):
            tally.note("mentions", gold.id, f"missed {kind} {gold.text[s:e]!r}")
        for s, e in sorted(guessed - wanted):
            tally.note("mentions", gold.id, f"spurious {kind} {gold.text[s:e]!r}")


def _core(text: str, start: int, end: int) -> Span:
    """The span without a leading `the ` and a possessive."""
    if text[start : start + 4].casefold() == "the ":
        start += 4
    if re.search(r"[’']s$", text[start:end]):
        end -= 2
    return start, end


def _score_entities(tally: Tally, article: str, ours: Names, theirs: Names) -> None:
    for kind, row in (("person", "people"), ("organisation", "organisations")):
        wanted = [e for e, k in ours.kind.items() if k == kind and ours.surfaces[e]]
        guessed = [e for e, k in theirs.kind.items() if k == kind and theirs.surfaces[e]]
        pairs = pair(
            wanted,
            guessed,
            lambda g, p: (
                2 * (ours.main[g] == theirs.main[p]) + bool((ours.all[g] | ours.surfaces[g]) & (theirs.surfaces[p] | {theirs.main[p]}))
            ),
        )
        tally.add(row, len(pairs), len(guessed), len(wanted))
        tally.add(f"{row} name", sum(ours.main[wanted[i]] == theirs.main[guessed[j]] for i, j in pairs), len(guessed), len(wanted))
        for i in set(range(len(wanted))) - {i for i, _ in pairs}:
            tally.note(row, article, f"missed {ours.main[wanted[i]]}")
        for j in set(range(len(guessed))) - {j for _, j in pairs}:
            tally.note(row, article, f"spurious {theirs.main[guessed[j]]}")


def _score_positions(tally: Tally, gold: GoldArticle, ours: Names, theirs: Names, rows: Callable[[str], list[Any]]) -> None:
    wanted = [(ours.of([p]), words(s["text"]), s.get("status", "current"), s["text"]) for s in gold.spans("role") for p in s["per"].split()]
    guessed = [
        (theirs.of([p]), words(t), status, t)
        for p, t, status in rows("select person_id, title, status from positions where article_id = ?")
    ]
    alike = lambda a, b: len(a & b) / max(len(a | b), 1)  # noqa: E731
    pairs = pair(wanted, guessed, lambda g, p: alike(g[1], p[1]) if g[0] & p[0] and alike(g[1], p[1]) >= 0.5 else 0)
    tally.add("positions", len(pairs), len(guessed), len(wanted))
    tally.add("positions status (given found)", sum(wanted[i][2] == guessed[j][2] for i, j in pairs), len(pairs), len(pairs))
    for i in set(range(len(wanted))) - {i for i, _ in pairs}:
        tally.note("positions", gold.id, f"missed {wanted[i][3]} / {sorted(wanted[i][0])}")
    for j in set(range(len(guessed))) - {j for _, j in pairs}:
        tally.note("positions", gold.id, f"spurious {guessed[j][3]} / {sorted(guessed[j][0])}")


def _score_quotes(tally: Tally, gold: GoldArticle, ours: Names, theirs: Names, rows: Callable[[str], list[Any]]) -> None:
    letters = lambda spans: frozenset(i for s, e in spans for i in range(s, e) if gold.text[i].isalnum())  # noqa: E731
    pieces: dict[str, list[Span]] = defaultdict(list)
    first: dict[str, dict[str, Any]] = {}
    for s in gold.spans("q"):
        first.setdefault(s["id"], s)
        pieces[s["id"]].append((s["start"], s["end"]))
    wanted = [(first[q]["kind"], letters(pieces[q]), ours.of((first[q].get("by") or "").split())) for q in pieces]
    segments: dict[int, list[Span]] = defaultdict(list)
    for q, s, e in rows(
        "select q.quote_id, s.start_char, s.end_char from quote_segments s join quotes q using (quote_id) where q.article_id = ?"
    ):
        segments[q].append((s, e))
    guessed = [
        (kind, letters(segments[q]), theirs.of([by]))
        for q, kind, by in rows("select quote_id, kind, speaker_id from quotes where article_id = ? order by start_char, quote_id")
    ]
    overlap = lambda g, p: len(g[1] & p[1]) / max(len(g[1] | p[1]), 1)  # noqa: E731
    pairs = pair(wanted, guessed, lambda g, p: overlap(g, p) if overlap(g, p) >= 0.5 else 0)
    who = lambda i, j: bool(wanted[i][2] & guessed[j][2]) or not (wanted[i][2] or guessed[j][2])  # noqa: E731
    for row, kinds in (("all", {"direct", "mixed", "indirect"}), ("direct", {"direct"}), ("mixed", {"mixed"}), ("indirect", {"indirect"})):
        ours_of = [(i, j) for i, j in pairs if wanted[i][0] in kinds]
        theirs_of = [(i, j) for i, j in pairs if guessed[j][0] in kinds]
        totals = sum(g[0] in kinds for g in guessed), sum(w[0] in kinds for w in wanted)
        tally.add(f"quotes {row}", (len(ours_of) + len(theirs_of)) / 2, *totals)
        tally.add(f"quotes {row} +speaker", (sum(who(*ij) for ij in ours_of) + sum(who(*ij) for ij in theirs_of)) / 2, *totals)
    _note_quotes(tally, gold, wanted, guessed, pairs, who)


def _note_quotes(
    tally: Tally, gold: GoldArticle, wanted: list[Any], guessed: list[Any], pairs: list[tuple[int, int]], who: Callable[[int, int], bool]
) -> None:
    shown = lambda q: f"{q[0]}: {gold.text[min(q[1], default=0) : max(q[1], default=0) + 1][:150]!r}"  # noqa: E731
    for i in set(range(len(wanted))) - {i for i, _ in pairs}:
        tally.note("quotes", gold.id, "missed " + shown(wanted[i]))
    for j in set(range(len(guessed))) - {j for _, j in pairs}:
        tally.note("quotes", gold.id, "spurious " + shown(guessed[j]))
    for i, j in pairs:
        if not who(i, j):
            tally.note("speakers", gold.id, f"gold {sorted(wanted[i][2])} got {sorted(guessed[j][2])} {shown(wanted[i])[:90]}")


def _same_unit(a: str, b: str) -> bool:
    measures = _MEASURES | {u for u in (a, b) if u.isupper()}
    return a == b or (a not in measures and b not in measures)


def _comparator(value: str | None) -> str:
    return {"ge": "gt", "le": "lt", "up_to": "lt"}.get(value or "eq", value or "eq")


def _score_figures(tally: Tally, gold: GoldArticle, ours: Names, theirs: Names, rows: Callable[[str], list[Any]]) -> None:
    what: dict[str, set[str]] = defaultdict(set)
    when: dict[str, list[Span]] = defaultdict(list)
    for s in gold.spans("what", "time"):
        for f in s["f"].split():
            if s["tag"] == "what":
                what[f] |= words(s["text"])
            else:
                when[f].append((s["start"], s["end"]))
    wanted = [
        {
            "span": (s["start"], s["end"]),
            "value": float(s["value"]),
            "max": float(s["max"]) if s.get("max") else None,
            "unit": s["unit"],
            "cmp": s.get("cmp"),
            "type": s["type"],
            "what": what[s["id"]],
            "by": ours.of((s.get("by") or "").split()),
            "time": bool(when[s["id"]]),
        }
        for s in gold.spans("fig")
    ]
    sql = """select start_char, end_char, value, value_max, unit, comparator, type, measured, attributed_to_id, period_text from figures
             where article_id = ? order by start_char, figure_id"""
    guessed = [
        {
            "span": (s, e),
            "value": v,
            "max": m,
            "unit": u,
            "cmp": c,
            "type": t,
            "what": words(w),
            "by": theirs.of([by]),
            "time": period is not None,
        }
        for s, e, v, m, u, c, t, w, by, period in rows(sql)
    ]
    pairs = pair(wanted, guessed, lambda g, p: (1 + _same_unit(g["unit"], p["unit"])) if _same_value(g, p) else 0)
    n = len(guessed), len(wanted)
    unit = [(i, j) for i, j in pairs if _same_unit(wanted[i]["unit"], guessed[j]["unit"])]
    tally.add("figures value", len(pairs), *n)
    tally.add("figures +unit", len(unit), *n)
    tally.add("figures +comparator", sum(_comparator(wanted[i]["cmp"]) == _comparator(guessed[j]["cmp"]) for i, j in unit), *n)

    def given(row: str, ok: Callable[[dict[str, Any], dict[str, Any]], bool]) -> None:
        tally.add(f"figures {row} (given value)", sum(ok(wanted[i], guessed[j]) for i, j in pairs), len(pairs), len(pairs))

    given("measured", lambda g, p: 2 * len(g["what"] & p["what"]) >= 0.5 * max(len(g["what"]) + len(p["what"]), 1))
    given("type", lambda g, p: g["type"] == p["type"])
    given("source", lambda g, p: bool(g["by"] & p["by"]) or not (g["by"] or p["by"]))
    given("has time", lambda g, p: g["time"] == p["time"])
    for i in sorted(set(range(len(wanted))) - {i for i, _ in pairs}):
        tally.note("figures", gold.id, f"missed {wanted[i]['value']} {wanted[i]['unit']}: {gold.text[slice(*wanted[i]['span'])]!r}")
    for j in sorted(set(range(len(guessed))) - {j for _, j in pairs}):
        tally.note("figures", gold.id, f"spurious {guessed[j]['value']} {guessed[j]['unit']}: {gold.text[slice(*guessed[j]['span'])]!r}")


def _same_value(g: dict[str, Any], p: dict[str, Any]) -> bool:
    near = lambda a, b: abs(a - b) <= 1e-4 * max(abs(a), abs(b), 1e-12)  # noqa: E731
    if p["span"][0] >= g["span"][1] or g["span"][0] >= p["span"][1] or not near(g["value"], p["value"]):
        return False
    return (g["max"] is None) == (p["max"] is None) and (g["max"] is None or near(g["max"], p["max"]))


def _score_meetings(tally: Tally, gold: GoldArticle, ours: Names, theirs: Names, rows: Callable[[str], list[Any]]) -> None:
    wanted = []
    for m in gold.facts["meeting"]:
        spans = [(s["start"], s["end"]) for s in gold.spans("meet", "evt") if m["id"] in s["id"].split()]
        people = [ours.of([p]) for p in (m.get("participants", "") + " " + m.get("organisers", "")).split()]
        wanted.append({**m, "spans": spans, "people": people, "status": m.get("status", "held")})
    spans_of: dict[int, list[Span]] = defaultdict(list)
    for m, s, e in rows("select meeting_id, start_char, end_char from meeting_reports where article_id = ?"):
        spans_of[m].append((s, e))
    people_of: dict[int, set[int]] = defaultdict(set)
    for m, e in rows("select meeting_id, entity_id from meeting_participants where article_id = ?"):
        people_of[m].add(e)
    facts = rows(
        """select meeting_id, m.kind, status, p.name, parent_id
             from meetings m join meeting_reports r using (meeting_id)
             left join places p using (place_id) where article_id = ?"""
    )
    guessed = [
        {
            "spans": spans_of[m],
            "people": [theirs.of([e]) for e in sorted(people_of[m])],
            "kind": kind,
            "status": status,
            "place": fold(place),
            "parent": parent,
        }
        # by place in the text, not by id: ids differ from folder to folder, and equal matches are paired in this order
        for m, kind, status, place, parent in sorted(set(facts), key=lambda fact: (sorted(spans_of[fact[0]]), *map(str, fact[1:4])))
    ]
    pairs = pair(wanted, guessed, _same_event)
    tally.add("meetings", len(pairs), len(guessed), len(wanted))
    for i, j in pairs:
        g, p = wanted[i], guessed[j]
        shared = len(pair(g["people"], p["people"], lambda a, b: bool(a & b)))
        tally.add("meetings participants (given found)", shared, len(p["people"]), len(g["people"]))
        tally.add("meetings status (given found)", g["status"] == p["status"], 1, 1)
        tally.add("meetings kind (given found)", g["kind"] == p["kind"], 1, 1)
        if g.get("place"):
            tally.add("meetings place (given found)", bool(words(ours.main.get(g["place"].split()[0])) & words(p["place"])), 1, 1)
        if g.get("part_of"):
            tally.add("meetings parent (given found)", p["parent"] is not None, 1, 1)
    for i in sorted(set(range(len(wanted))) - {i for i, _ in pairs}):
        tally.note("meetings", gold.id, f"missed {[gold.text[s:e] for s, e in wanted[i]['spans']]}")
    for j in sorted(set(range(len(guessed))) - {j for _, j in pairs}):
        tally.note("meetings", gold.id, f"spurious {[gold.text[s:e] for s, e in guessed[j]['spans']]}")


def _same_event(g: dict[str, Any], p: dict[str, Any]) -> float:
    touch = any(s < ge and gs < e for s, e in p["spans"] for gs, ge in g["spans"])
    shared = sum(any(a & b for b in p["people"]) for a in g["people"])
    return 0 if not touch or (g["people"] and not shared and p["people"]) else 1 + shared
