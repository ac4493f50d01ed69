"""Scores of names, positions, pronouns and speakers on the gold corpus, as `shared/eval/score_warehouse.py` counts them.

python -m tests.evaluation.entity_scores [dev|train|test] [--degrade RATE] [--misses KIND]
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.extract.analysis import Analysis
from etl.extract.facts import Quote
from etl.extract.mentions import find_mentions
from etl.extract.positions import find_positions
from etl.model import TaggedSpan, Tagging
from etl.resolve import ArticleEntities, resolve_article
from etl.resolve.organisation_name import read_body
from etl.text.span import Span
from tests.gold import GoldArticle, gold_analysis, gold_tagging, read_gold, split

_KINDS = {"person": "per", "organisation": "org", "place": "loc"}


@dataclass
class Scores:
    """Counts of right, found and gold by row, and what was missed."""

    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    misses: list[str] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0

    def add(self, row: str, right: int, found: int, gold: int) -> None:
        """Count one article's row."""
        for i, n in enumerate((right, found, gold)):
            self.rows[row][i] += n

    def f1(self, row: str) -> float:
        """F1 of a row in percent; 0 when nothing is right."""
        right, found, gold = self.rows[row]
        return 200 * right / max(found + gold, 1)

    def table(self) -> str:
        """Rows as text: precision, recall, F1, gold."""
        lines = [f"{'':30}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"]
        for row, (right, found, gold) in self.rows.items():
            lines.append(f"{row:30}{100 * right / max(found, 1):7.1f}{100 * right / max(gold, 1):7.1f}{self.f1(row):7.1f}{gold:7}")
        return "\n".join([*lines, f"{self.words / max(self.seconds, 1e-9):,.0f} words/s"])


def fold(name: str | None) -> str:
    """As the warehouse scorer folds names."""
    text = re.sub(r"[’']s\b", "", (name or "").lower())
    return re.sub(r"^the ", "", re.sub(r"[^\w]+", " ", text).strip())


def score(articles: Sequence[str], degrade: float = 0.0, tagging: Any = None) -> Scores:
    """Score articles with gold spans, degraded gold spans (`degrade` = share of names spoilt) or a tagger (`tagging(text, regions)`)."""
    scores = Scores()
    for number, article in enumerate(articles):
        gold = read_gold(article)
        analysis = _analysis(gold, degrade, number, tagging)
        _ = analysis.sentences
        start = time.perf_counter()
        mentions = find_mentions(analysis)
        positions = find_positions(analysis, mentions)
        entities = resolve_article(analysis, mentions, positions)
        quotes = _gold_quotes(gold)
        speakers = entities.bind_speakers([q for q, _ in quotes])
        scores.seconds += time.perf_counter() - start
        scores.words += len(gold.text.split())
        names = _named_ids(gold)
        for kind, tag in _KINDS.items():
            _score_entities(scores, gold, entities, kind, tag)
        _score_merges(scores, gold, entities, names)
        _score_positions(scores, gold, entities, positions, names)
        _score_pronouns(scores, gold, entities, names)
        _score_speakers(scores, gold, entities, quotes, speakers)
    return scores


def _analysis(gold: GoldArticle, degrade: float, seed: int, tagging: Any) -> Analysis:
    if tagging is not None:
        plain = gold_analysis(gold)
        return gold_analysis(gold, tagging(gold.text, [(r.start, r.end) for r in plain.regions]))
    return gold_analysis(gold, degraded(gold_tagging(gold), gold.text, degrade, seed) if degrade else None)


def degraded(tagging: Tagging, text: str, rate: float, seed: int) -> Tagging:
    """Gold spans spoilt like a tagger's: names dropped, retyped or cut at a word, each with a third of `rate`."""
    dice = random.Random(seed)
    spans: list[TaggedSpan] = []
    for span in tagging.spans:
        luck = dice.random() if span.head == "name" else 1.0
        if luck < rate / 3:
            continue
        if luck < 2 * rate / 3:
            span = TaggedSpan(span.head, dice.choice(("person", "organisation", "place")), span.start, span.end, 0.6)
        elif luck < rate and " " in text[span.start : span.end]:
            cut = text.index(" ", span.start)
            span = (
                TaggedSpan(span.head, span.label, cut + 1, span.end, 0.6)
                if dice.random() < 0.5
                else TaggedSpan(span.head, span.label, span.start, cut, 0.6)
            )
        spans.append(span)
    return Tagging(tuple(sorted(spans, key=lambda s: (s.start, -s.end))))


def _named_ids(gold: GoldArticle) -> dict[tuple[int, int], str]:
    """Gold id by span, for names and references."""
    return {(s["start"], s["end"]): s["id"] for s in gold.spans("per", "org", "loc", "ref")}


def _gold_entities(gold: GoldArticle, kind: str, tag: str) -> list[tuple[str, set[str]]]:
    """Canonical name and all names of the gold entities that are named in the text."""
    surfaces: dict[str, set[str]] = defaultdict(set)
    for s in gold.spans("per", "org", "loc"):
        for entity in s["id"].split():
            surfaces[entity].add(fold(s["text"]))
    rows = gold.facts[kind]
    return [(fold(e["name"]), surfaces[e["id"]] | {fold(e["name"]), fold(e.get("acronym"))} - {""}) for e in rows if surfaces[e["id"]]]


def _score_entities(scores: Scores, gold: GoldArticle, entities: ArticleEntities, kind: str, tag: str) -> None:
    wanted = _gold_entities(gold, kind, tag)
    surfaces: dict[int, set[str]] = defaultdict(set)
    for _index, mention in enumerate(entities.mentions):
        entity = entities._meaning.get(mention)
        if entity is not None and mention.form in {"name", "short_name", "acronym"} and entities.entities[entity].kind == kind:
            surfaces[entity].add(fold(mention.surface))
    found = [(fold(entities.entities[e].name), s | {fold(entities.entities[e].name)}) for e, s in surfaces.items()]
    pairs = _pair(wanted, found)
    scores.add(kind, len(pairs), len(found), len(wanted))
    scores.add(f"{kind} name", sum(wanted[i][0] == found[j][0] for i, j in pairs), len(found), len(wanted))
    for i in set(range(len(wanted))) - {i for i, _ in pairs}:
        scores.misses.append(f"{kind}\t{gold.id}\tmissed {wanted[i]}")
    for j in set(range(len(found))) - {j for _, j in pairs}:
        scores.misses.append(f"{kind}\t{gold.id}\tspurious {found[j]}")
    for i, j in pairs:
        if wanted[i][0] != found[j][0]:
            scores.misses.append(f"{kind} name\t{gold.id}\t{wanted[i][0]} <> {found[j][0]}")


def _pair(gold: list[tuple[str, set[str]]], found: list[tuple[str, set[str]]]) -> list[tuple[int, int]]:
    ranked = sorted(
        ((2 * (g[0] == p[0]) + bool(g[1] & p[1]), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(found)), reverse=True
    )
    left, right, pairs = set(), set(), []
    for value, i, j in ranked:
        if value > 0 and -i not in left and -j not in right:
            left.add(-i)
            right.add(-j)
            pairs.append((-i, -j))
    return pairs


def _score_merges(scores: Scores, gold: GoldArticle, entities: ArticleEntities, names: dict[tuple[int, int], str]) -> None:
    """Wrong merges: pairs of an entity and a further gold id mixed into it. Splits: gold ids spread over several entities."""
    ids: dict[int, Counter[str]] = defaultdict(Counter)
    homes: dict[str, set[int]] = defaultdict(set)
    for mention, entity in entities._meaning.items():
        gold_id = names.get((mention.span.start, mention.span.end))
        if gold_id and " " not in gold_id and mention.form in {"name", "short_name", "acronym"}:
            ids[entity][gold_id] += 1
            homes[gold_id].add(entity)
    wrong = sum(len(c) - 1 for c in ids.values())
    scores.add("wrong merges (of entities)", wrong, len(ids), len(ids))
    scores.add("splits (of gold entities)", sum(len(h) > 1 for h in homes.values()), len(homes), len(homes))
    named = {e["id"]: e["name"] for k in _KINDS for e in gold.facts[k]}
    scores.misses += [f"merge\t{gold.id}\t{entities.entities[e].name}: {[named[i] for i in c]}" for e, c in ids.items() if len(c) > 1]
    scores.misses += [f"split\t{gold.id}\t{named[i]}: {[entities.entities[e].name for e in h]}" for i, h in homes.items() if len(h) > 1]


def _gold_id(entities: ArticleEntities, entity: int | None, names: dict[tuple[int, int], str]) -> str | None:
    """The gold id most mentions of an entity bear."""
    if entity is None:
        return None
    votes = Counter(
        names.get((m.span.start, m.span.end))
        for m, e in entities._meaning.items()
        if e == entity and m.form in {"name", "short_name", "acronym"}
    )
    votes.pop(None, None)
    return max(sorted(votes), key=lambda k: votes[k]) if votes else None  # type: ignore[type-var]


def _unnamed_id(gold: GoldArticle, entities: ArticleEntities, entity: int | None) -> str | None:
    """The gold body that a body implied by a title is: equal folded name, and no conflict of countries."""
    if entity is None or entities.entities[entity].kind != "organisation":
        return None
    ours = entities.entities[entity]
    same = [o["id"] for o in gold.facts["organisation"] if _bare_body(o["name"]) == _bare_body(ours.name)]
    countries = {o["id"]: o.get("country") for o in gold.facts["organisation"]}
    return next((o for o in same if not ours.country_code or countries[o] in {None, ours.country_code}), None)


def _bare_body(name: str) -> str:
    """A body's name without its country: `Ministry of Transport of Malaysia`, `Malaysian Ministry of Transport`."""
    return read_body(name).bare


def _score_positions(
    scores: Scores, gold: GoldArticle, entities: ArticleEntities, positions: Sequence[Any], names: dict[tuple[int, int], str]
) -> None:
    wanted = [(person, set(re.findall(r"\w+", s["text"].lower())), s) for s in gold.spans("role") for person in s["per"].split()]
    found = [(_gold_id(entities, entities.person_of(p), names), set(re.findall(r"\w+", p.title.lower())), p) for p in positions]
    left, right, bodies = set(range(len(found))), 0, [0, 0, 0]
    for person, words, span in wanted:
        match = next(
            (
                j
                for j in sorted(left, key=lambda j: abs(found[j][2].title_span.start - span["start"]))
                if found[j][0] == person and len(words & found[j][1]) * 2 >= len(words | found[j][1])
            ),
            None,
        )
        if match is None:
            scores.misses.append(f"positions\t{gold.id}\tmissed {person} {span['text']}")
            continue
        left.discard(match)
        right += 1
        at = entities.organisation_of(found[match][2])
        body = _gold_id(entities, at, names) or _unnamed_id(gold, entities, at)
        bodies[0] += bool(span.get("org")) and body == span["org"]
        bodies[1] += body is not None
        bodies[2] += bool(span.get("org"))
        if body != (span.get("org") or None):
            context = gold.text[max(0, span["start"] - 60) : span["end"] + 60]
            scores.misses.append(f"position body\t{gold.id}\t{span['text']}: gold {span.get('org')} got {body}: {context!r}")
    scores.misses += [f"positions\t{gold.id}\tspurious {found[j][:2]}" for j in left]
    scores.add("positions", right, len(found), len(wanted))
    scores.add("positions organisation", *bodies)


def _score_pronouns(scores: Scores, gold: GoldArticle, entities: ArticleEntities, names: dict[tuple[int, int], str]) -> None:
    for s in gold.spans("ref"):
        if " " in s["id"]:
            continue
        got = _gold_id(entities, entities.refer(Span(s["start"], s["end"])), names)
        row = "pronouns" if s["text"].lower() in {"he", "she", "it", "her", "his", "him"} else "noun phrases"
        scores.add(row, got == s["id"], got is not None, 1)
        if got != s["id"]:
            scores.misses.append(f"{row}\t{gold.id}\tgold {s['id']} got {got}: {gold.text[max(0, s['start'] - 80) : s['end'] + 20]!r}")


def _gold_quotes(gold: GoldArticle) -> list[tuple[Quote, set[str]]]:
    """Gold quotes as an extractor would give them, with the ids of their speakers."""
    pieces: dict[str, list[Span]] = defaultdict(list)
    first: dict[str, dict[str, Any]] = {}
    for s in gold.spans("q"):
        pieces[s["id"]].append(Span(s["start"], s["end"]))
        if "kind" in s:
            first[s["id"]] = s
    cues = {q: Span(s["start"], s["end"]) for s in reversed(gold.spans("cue")) for q in s["q"].split()}
    sources = {q: Span(s["start"], s["end"]) for s in reversed(gold.spans("src")) for q in s["q"].split()}
    quotes, last = [], {}
    for quote in sorted(first, key=lambda q: pieces[q][0]):
        by = first[quote].get("by", "")
        continues = None if quote in sources or not by else last.get(by)
        last[by] = len(quotes)
        quotes.append(
            (
                Quote(
                    first[quote]["kind"],
                    tuple(pieces[quote]),
                    cues.get(quote),
                    source=sources.get(quote),
                    speaker=sources.get(quote),
                    continues=continues,
                ),
                set(by.split()),
            )
        )
    return quotes


def _score_speakers(
    scores: Scores,
    gold: GoldArticle,
    entities: ArticleEntities,
    quotes: Sequence[tuple[Quote, set[str]]],
    speakers: Sequence[tuple[int, ...]],
) -> None:
    names = {e["id"]: e["name"] for k in _KINDS for e in gold.facts[k]}
    known = {
        e["id"]: surfaces for k, tag in _KINDS.items() for e, (_, surfaces) in zip(list(gold.facts[k]), _all_entities(gold, k), strict=True)
    }
    for (quote, by), bound in zip(quotes, speakers, strict=True):
        if quote.source is None:
            continue
        got = {fold(n) for e in bound for n, _ in entities.entities[e].names}
        right = (not by and not bound) or any(known.get(b, set()) & got for b in by)
        scores.add("speakers (gold quotes)", right, 1, 1)
        scores.add("speakers named wrongly", bool(bound) and not right, 1, 1)
        if not right:
            want = [names.get(b) for b in by]
            scores.misses.append(
                f"speakers\t{gold.id}\tgold {want} got {[entities.entities[e].name for e in bound]}: {quote.source.of(gold.text)!r}"
            )


def _all_entities(gold: GoldArticle, kind: str) -> list[tuple[str, set[str]]]:
    """As `_gold_entities`, named in the text or not."""
    surfaces: dict[str, set[str]] = defaultdict(set)
    for s in gold.spans("per", "org", "loc"):
        for entity in s["id"].split():
            surfaces[entity].add(fold(s["text"]))
    return [(fold(e["name"]), (surfaces[e["id"]] | {fold(e["name"]), fold(e.get("acronym"))}) - {""}) for e in gold.facts[kind]]


def _tagger() -> Any:
    from etl.model import Tagger

    return Tagger().tag


def main() -> None:
    """Print the table for a part of the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="dev")
    parser.add_argument("--degrade", type=float, default=0.0)
    parser.add_argument("--misses", default="")
    parser.add_argument("--tagger", action="store_true", help="the packaged tagger instead of gold spans")
    args = parser.parse_args()
    scores = score(
        split(args.part) if args.part in {"dev", "train", "test"} else args.part.split(","),
        args.degrade,
        _tagger() if args.tagger else None,
    )
    print(scores.table())
    for line in scores.misses:
        if args.misses and line.startswith(args.misses) and args.part != "test":
            print(line)


if __name__ == "__main__":
    main()
