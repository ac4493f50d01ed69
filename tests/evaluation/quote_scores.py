"""Quote scores on gold articles: spans by shared letters, speakers by the entity whose words they are.

    python -m tests.evaluation.quote_scores dev [--tagger] [--misses]

Without `--tagger` the gold spans stand in for the tagger's: the upper bound of what assembly can reach.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention, Quote
from etl.extract.quotes import find_quotes
from etl.text.span import Span
from tests.gold import GoldArticle, gold_analysis, gold_regions, read_gold, split

KINDS = {"per": "person", "org": "organisation", "loc": "place"}


@dataclass(frozen=True)
class GoldQuote:
    """One gold quote: its pieces, kind, speakers' ids, act."""

    id: str
    kind: str
    spans: tuple[Span, ...]
    by: frozenset[str]
    act: str | None
    to: frozenset[str]


def gold_quotes(gold: GoldArticle) -> list[GoldQuote]:
    """All quotes of a gold article."""
    pieces: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for span in gold.spans("q"):
        pieces[span["id"]].append(span)
    return [
        GoldQuote(
            q,
            spans[0]["kind"],
            tuple(Span(s["start"], s["end"]) for s in spans),
            frozenset(spans[0].get("by", "").split()),
            spans[0].get("act"),
            frozenset(spans[0].get("to", "").split()),
        )
        for q, spans in pieces.items()
    ]


def gold_mentions(gold: GoldArticle) -> tuple[Mention, ...]:
    """The gold names as mentions."""
    found = [Mention(Span(s["start"], s["end"]), KINDS[s["tag"]], "name", s["text"]) for s in gold.spans(*KINDS)]  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda m: m.span))


def letters(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Positions of letters and digits in `spans`."""
    return frozenset(i for s in spans for i in range(s.start, s.end) if text[i].isalnum())


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared letters over all letters."""
    return len(a & b) / max(len(a | b), 1)


def pair(text: str, gold: Sequence[GoldQuote], found: Sequence[Quote], least: float = 0.5) -> list[tuple[int, int, float]]:
    """Greedy one-to-one pairs (gold, found, overlap) by falling overlap."""
    gold_sets = [letters(text, g.spans) for g in gold]
    found_sets = [letters(text, q.segments) for q in found]
    ranked = sorted(((jaccard(a, b), -i, -j) for i, a in enumerate(gold_sets) for j, b in enumerate(found_sets)), reverse=True)
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for overlap, i, j in ranked:
        if overlap >= least and -i not in used_gold and -j not in used_found:
            used_gold.add(-i)
            used_found.add(-j)
            pairs.append((-i, -j, overlap))
    return pairs


def speaker_ids(gold: GoldArticle, quotes: Sequence[Quote], index: int) -> frozenset[str]:
    """Entities whose gold mentions stand at the quote's speaker span, following `continues`."""
    quote = quotes[index]
    while quote.speaker is None and quote.continues is not None and quote.source is None:
        quote = quotes[quote.continues]
    ids: set[str] = set()
    for span in (quote.speaker, *quote.co_speakers):
        if span is not None:
            at = [s for s in gold.spans("per", "org", "loc", "ref") if s["start"] < span.end and span.start < s["end"]]
            best = max(
                at, key=lambda s: min(s["end"], span.end) - max(s["start"], span.start) - 0.01 * (s["end"] - s["start"]), default=None
            )
            ids |= set(best["id"].split()) if best else {"?" + span.of(gold.text)}
    return frozenset(ids)


class Scores:
    """Counts of right, found and gold by row."""

    def __init__(self) -> None:
        self.rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.misses: list[str] = []

    def add(self, row: str, right: int, found: int, gold: int) -> None:
        """Add counts to a row."""
        for i, n in enumerate((right, found, gold)):
            self.rows[row][i] += n

    def f1(self, row: str) -> float:
        """F1 of a row, 0 to 1."""
        right, found, gold = self.rows[row]
        return 2 * right / max(found + gold, 1)

    def show(self) -> str:
        """A table."""
        lines = [f"{'':28}{'P':>7}{'R':>7}{'F1':>7}{'gold':>6}"]
        for row, (right, found, gold) in self.rows.items():
            lines.append(f"{row:28}{100 * right / max(found, 1):7.1f}{100 * right / max(gold, 1):7.1f}{100 * self.f1(row):7.1f}{gold:6}")
        return "\n".join(lines)


def score_article(scores: Scores, gold: GoldArticle, quotes: Sequence[Quote]) -> None:
    """Add one article."""
    wanted = gold_quotes(gold)
    pairs = pair(gold.text, wanted, quotes)
    for name in ("all", "direct", "mixed", "indirect"):
        of = partial(_is_kind, name)
        n_gold, n_found = sum(map(of, wanted)), sum(map(of, quotes))
        for label, least in (("", 0.5), (" exact", 0.999)):
            hits = [(i, j) for i, j, o in pairs if o >= least]
            both = round((sum(of(wanted[i]) for i, _ in hits) + sum(of(quotes[j]) for _, j in hits)) / 2)
            scores.add(name + label, both, n_found, n_gold)
        right = [wanted[i].by == speaker_ids(gold, quotes, j) for i, j, _ in pairs if of(wanted[i])]
        scores.add(f"{name} +speaker", sum(right), n_found, n_gold)
        scores.add(f"{name} speaker given found", sum(right), len(right), len(right))
    four = {"request", "denial", "promise", "thanks"}
    acts = [(wanted[i].act, quotes[j].act if quotes[j].act in four else None) for i, j, _ in pairs]
    scores.add(
        "act given found",
        sum(a == b and a is not None for a, b in acts),
        sum(b is not None for _, b in acts),
        sum(a is not None for a, _ in acts),
    )
    note_misses(scores, gold, wanted, quotes, pairs)


def _is_kind(name: str, quote: GoldQuote | Quote) -> bool:
    return name in ("all", quote.kind)


def _show(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(s.of(text).replace("\n", "⏎") for s in spans)


def note_misses(
    scores: Scores, gold: GoldArticle, wanted: Sequence[GoldQuote], quotes: Sequence[Quote], pairs: Sequence[tuple[int, int, float]]
) -> None:
    """Write down what went wrong, for a look."""
    text = gold.text
    show = partial(_show, text)
    for i in sorted(set(range(len(wanted))) - {i for i, _, _ in pairs}):
        scores.misses.append(f"missed   {gold.id} {wanted[i].kind}: {show(wanted[i].spans)}")
    for j in sorted(set(range(len(quotes))) - {j for _, j, _ in pairs}):
        scores.misses.append(f"spurious {gold.id} {quotes[j].kind} [{quotes[j].cue_lemma}]: {show(quotes[j].segments)}")
    for i, j, overlap in sorted(pairs):
        if overlap < 0.999:
            scores.misses.append(f"bounds   {gold.id} {overlap:.2f} {show(wanted[i].spans)} ⇒ {show(quotes[j].segments)}")
        found = speaker_ids(gold, quotes, j)
        if wanted[i].by != found:
            source = quotes[j].source.of(text) if quotes[j].source else None  # type: ignore[union-attr]
            scores.misses.append(
                f"speaker  {gold.id} {wanted[i].kind} {sorted(wanted[i].by)} ⇒ {sorted(found)} [{source}] {show(wanted[i].spans)[:80]}"
            )
        act = quotes[j].act if quotes[j].act in {"request", "denial", "promise", "thanks"} else None
        if act != wanted[i].act:
            scores.misses.append(f"act      {gold.id} {wanted[i].act} ⇒ {act} [{quotes[j].cue_lemma}] {show(wanted[i].spans)[:80]}")
        if wanted[i].kind != quotes[j].kind:
            scores.misses.append(f"kind     {gold.id} {wanted[i].kind} ⇒ {quotes[j].kind} {show(wanted[i].spans)[:80]}")


def score(articles: Iterable[str], analyse: Callable[[GoldArticle], Analysis] = gold_analysis) -> Scores:
    """Scores over gold articles, read with `analyse`."""
    scores = Scores()
    for name in articles:
        gold = read_gold(name)
        score_article(scores, gold, find_quotes(analyse(gold), gold_mentions(gold)))
    return scores


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", choices=["train", "dev", "test"])
    parser.add_argument("--tagger", action="store_true", help="with the trained tagger instead of gold spans")
    parser.add_argument("--misses", action="store_true", help="list what went wrong (not for the test split)")
    args = parser.parse_args()
    analyse: Callable[[GoldArticle], Analysis] = gold_analysis
    if args.tagger:
        from etl.model import Tagger

        tagger = Tagger()

        def analyse(gold: GoldArticle) -> Analysis:
            return gold_analysis(gold, tagger.tag(gold.text, [(r.start, r.end) for r in gold_regions(gold)[0]]))

    scores = score(split(args.split), analyse)
    print(scores.show())
    if args.misses and args.split != "test":
        print("\n".join(scores.misses))
        print(Counter(m.split()[0] for m in scores.misses))


if __name__ == "__main__":
    main()
