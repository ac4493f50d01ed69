"""How well plain text is read: `python -m tests.evaluation.zone_scores dev [--misses]`.

Body kept: share of the characters of headline, dateline and body that stay readable. Furniture let through: share of the characters of
noise and bylines that are read all the same. Headline, byline and dateline: exact lines.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

from etl.readers.article import READABLE
from etl.readers.plain_zones import find_zones
from etl.text.span import Span
from tests.gold import GoldArticle, read_gold, split

Tally = Counter[str]


def score_zones(articles: Iterable[str]) -> tuple[Tally, list[str]]:
    """Counts over these gold articles, and the misses for people."""
    tally: Tally = Counter()
    misses: list[str] = []
    for name in articles:
        gold = read_gold(name)
        zones = find_zones(gold.text)
        _score_characters(tally, misses, gold, [z.span for z in zones if z.kind in READABLE])
        for kind in ("headline", "byline", "dateline"):
            _score_lines(tally, misses, gold, kind, [z.span for z in zones if z.kind == kind])
    return tally, misses


def _score_characters(tally: Tally, misses: list[str], gold: GoldArticle, readable: list[Span]) -> None:
    read = {i for span in readable for i in range(span.start, span.end)}
    outside = {i for s in gold.spans("noise", "byline") for i in range(s["start"], s["end"])}
    letters = {i for i, c in enumerate(gold.text) if not c.isspace()}
    body, noise = letters - outside, letters & outside
    tally.update(body=len(body), kept=len(body & read), noise=len(noise), leaked=len(noise & read))
    misses += [f"{gold.id} lost   {words}" for words in _lines(gold.text, body - read)]
    misses += [f"{gold.id} leaked {words}" for words in _lines(gold.text, noise & read)]


def _lines(text: str, positions: set[int]) -> list[str]:
    """The lines that hold these positions."""
    found, at = [], 0
    for line in text.split("\n"):
        if positions & set(range(at, at + len(line))):
            found.append(line[:120])
        at += len(line) + 1
    return found


def _score_lines(tally: Tally, misses: list[str], gold: GoldArticle, kind: str, found: list[Span]) -> None:
    wanted = {_bare(gold.text[s["start"] : s["end"]]) for s in gold.spans(kind)}
    guessed = {_bare(span.of(gold.text)) for span in _joined(gold.text, found)}
    tally.update({f"{kind} right": len(wanted & guessed), f"{kind} found": len(guessed), f"{kind} wanted": len(wanted)})
    misses += [f"{gold.id} {kind} missed {words[:90]}" for words in sorted(wanted - guessed)]
    misses += [f"{gold.id} {kind} wrong  {words[:90]}" for words in sorted(guessed - wanted)]


def _bare(words: str) -> str:
    """Without the dash or colon that closes a dateline; the corpus marks both ways."""
    return words.strip().rstrip("-–—: ").strip()


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Lines that follow one another as one: a name and the post below it."""
    found: list[Span] = []
    for span in spans:
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def main() -> None:
    """Print the scores of one split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", choices=["train", "dev", "test"])
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    tally, misses = score_zones(split(options.split))
    print(f"body kept {100 * tally['kept'] / tally['body']:.2f} %, furniture let through {100 * tally['leaked'] / tally['noise']:.2f} %")
    for kind in ("headline", "byline", "dateline"):
        print(f"{kind}: {tally[f'{kind} right']} right of {tally[f'{kind} found']} found, {tally[f'{kind} wanted']} wanted")
    if options.misses and options.split != "test":
        print("\n".join(misses))


if __name__ == "__main__":
    main()
