"""Pages for training the zone classifier: the gold articles, and the same articles dressed as pages of sites nobody has seen."""

from __future__ import annotations

import csv
import importlib.util
import random
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.lexicon import load_words
from etl.readers.article import ZoneKind
from etl.text.segment import find_paragraphs
from etl.text.span import Span

CORPUS = Path(__file__).parents[2] / "corpus"
Line = tuple[str, ZoneKind]
_ZONES: dict[str, ZoneKind] = {
    "headline": "headline",
    "byline": "byline",
    "logo": "furniture",
    "furniture": "furniture",
    "caption": "caption",
    "teaser": "teaser",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Lines with their zones, in order; `outlet` is the publisher where the page shows one, `people` are named in the article."""

    lines: tuple[Line, ...]
    outlet: str | None
    people: tuple[str, ...]

    @property
    def text(self) -> str:
        """The page as plain text."""
        return "\n".join(words for words, _ in self.lines)


def read_pages(split: str, corpus: Path = CORPUS) -> list[Page]:
    """The gold articles of `train`, `dev` or `test`."""
    with (corpus / "split.csv").open(encoding="utf-8") as file:
        names = sorted(row["article"] for row in csv.DictReader(file) if row["split"] == split)
    return [_read_page(corpus / "articles" / f"{name}.xml", corpus) for name in names]


def _read_page(path: Path, corpus: Path) -> Page:
    spec = importlib.util.spec_from_file_location("corpus_compile", corpus / "tools" / "compile.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{corpus}/tools/compile.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = ET.parse(path).getroot()
    text, marks = module.flatten(root.find("text"))
    lines = [(line.of(text), _zone(line, marks)) for line in find_paragraphs(text)]
    return Page(tuple(lines), root.get("publisher"), tuple(node.get("name", "") for node in root.iter("person")))


def _zone(line: Span, marks: Sequence[dict[str, object]]) -> ZoneKind:
    """The zone that covers most of the line; a dateline is cut off its line later, by rule, and counts as body here."""
    sizes: Counter[ZoneKind] = Counter()
    for mark in marks:
        kind = _ZONES.get(str(mark["kind"] if mark["tag"] == "noise" else mark["tag"]))
        overlap = min(line.end, int(str(mark["end"]))) - max(line.start, int(str(mark["start"])))
        if kind and overlap > 0:
            sizes[kind] += overlap
    return next((kind for kind, size in sizes.items() if size > len(line) / 2), "body")


def dress(pages: Sequence[Page], index: int, seed: int) -> Page:
    """`pages[index]` without its own furniture and with other: logo lines, share buttons, captions, related stories, footers."""
    dresser = _Dresser(pages, index, random.Random(f"{seed}:{index}"))
    return Page(tuple(dresser.lines()), pages[index].outlet, pages[index].people)


class _Dresser:
    """Fills the samples for one page."""

    def __init__(self, pages: Sequence[Page], index: int, chance: random.Random) -> None:
        self._pages, self._chance = pages, chance
        page = pages[index]
        self._page = page
        self._outlet = page.outlet or self._other().outlet or "The Evening Post"
        own = [words for words, kind in page.lines if kind == "headline"]
        self._has_headline = bool(own) and self._often(0.9)
        self._headline = own[0] if own else self._other_headline()

    def lines(self) -> list[Line]:
        kept = [line for line in self._page.lines if line[1] == "body" or (line[1] == "headline" and line[0] != self._headline)]
        found = self._top()
        for number, line in enumerate(kept):
            found.append(line)
            if number < len(kept) - 1 and self._often(0.06):
                found.append(self._insert())
        return found + self._bottom()

    def _top(self) -> list[Line]:
        above = self._some("top", self._chance.choice([0, 0, 1, 2, 3, 5]))
        byline: list[Line] = [(self._fill("byline"), "byline")] if self._often(0.4) else []
        below = self._some("top", self._chance.choice([0, 0, 1, 2])) if self._has_headline else []
        caption: list[Line] = [(self._fill("inside_caption"), "caption")] if self._often(0.3) else []
        headline: list[Line] = [(self._headline, "headline")] if self._has_headline else []
        again: list[Line] = [(self._headline, "furniture")] if headline and self._often(0.2) else []
        middle = [byline, below, caption] if self._often(0.7) else [below, byline, caption]
        return above + headline + self._summary() + [line for part in middle for line in part] + again

    def _summary(self) -> list[Line]:
        """What some papers set under a headline: the points of the article in bullets. They are read as body."""
        if not self._has_headline or self._often(0.9):
            return []
        own = [words for words, kind in self._page.lines if kind == "body"]
        mark = self._chance.choice(["- ", "• ", ""])
        return [(mark + " ".join(self._chance.choice(own).split()[: self._chance.randint(5, 12)]).rstrip(",;:"), "body") for _ in range(2)]

    def _insert(self) -> Line:
        kind = self._chance.choice(["inside", "inside_teaser", "inside_teaser", "inside_caption"])
        zones: dict[str, ZoneKind] = {"inside": "furniture", "inside_teaser": "teaser", "inside_caption": "caption"}
        return self._fill(kind), zones[kind]

    def _bottom(self) -> list[Line]:
        """Related stories and footers, in either order."""
        parts = [self._related() if self._often(0.5) else [], self._some("bottom", self._chance.choice([0, 0, 1, 2, 4, 7]))]
        self._chance.shuffle(parts)
        return parts[0] + parts[1]

    def _related(self) -> list[Line]:
        """A list of other articles: bare headlines, or headlines with the first words of the article under them, cut off."""
        bullet = self._chance.choice(["", "", "• ", "  • ", "- ", "* "])
        leads, indent = self._often(0.5), " " * self._chance.choice([0, 0, 4])
        found: list[Line] = [(self._fill("heading"), "teaser")] if self._often(0.6) else []
        for number in range(1, self._chance.randint(2, 6)):
            mark = f"{number}. " if bullet == "" and self._often(0.2) else bullet
            found.append((mark + self._other_headline(), "teaser"))
            if leads:
                found.append((indent + self._other_lead(), "teaser"))
        return found

    def _other_lead(self) -> str:
        body = " ".join(words for words, kind in self._other().lines if kind == "body").split()
        return " ".join(body[: self._chance.randint(25, 50)]) + self._chance.choice(["", "", "...", "…", " ..."])

    def _some(self, section: str, count: int) -> list[Line]:
        return [(self._fill(section), "furniture") for _ in range(count)]

    def _fill(self, section: str) -> str:
        """One sample of a section with its blanks filled."""
        sample = self._chance.choice(sorted(load_words("page_samples.yaml", section)))
        year = self._chance.randint(2008, 2026)
        date = self._chance.choice(
            [
                f"{self._chance.randint(1, 28)} March {year}",
                f"March {self._chance.randint(1, 28)}, {year}",
                f"{year}-03-{self._chance.randint(10, 28)}",
            ]
        )
        scene = " ".join(self._other_lead().split()[: self._chance.randint(8, 22)]).rstrip(".,;:") + "."
        while "{person}" in sample:
            sample = sample.replace("{person}", self._person(), 1)
        values = {
            "outlet": self._outlet,
            "headline": self._headline,
            "other": self._other_headline(),
            "date": date,
            "year": str(year),
            "scene": scene,
        }
        return sample.format(**values)

    def _person(self) -> str:
        return self._chance.choice([name for name in self._other().people if " " in name] or ["Ana Reyes"])

    def _other_headline(self) -> str:
        found = [words for page in self._chance.sample(list(self._pages), 12) for words, kind in page.lines if kind == "headline"]
        return self._chance.choice(found or ["Council votes on harbour plan"])

    def _other(self) -> Page:
        return self._chance.choice(self._pages)

    def _often(self, probability: float) -> bool:
        return self._chance.random() < probability
