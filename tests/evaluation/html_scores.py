"""Article text out of HTML, ours beside trafilatura's settings, on dressed gold articles: `python -m tests.evaluation.html_scores dev`.

Words of headline and body as a bag: precision, recall and F1, over all pages and by template. The pages are built of corpus articles by the
templates beside this file, because real pages cannot be published; so the figures compare readers with each other, and say little of the
web at large. `docs/BENCHMARK.md` holds the last table. A repeated line (a pull quote) counts as wrong where a reader gives it twice.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable

import trafilatura

from etl.readers import Document, UnreadableError, read
from tests.evaluation.page_templates import TEMPLATES, Story
from tests.gold import GoldArticle, read_gold, split

Extract = Callable[[str], str]


def build_story(gold: GoldArticle) -> Story:
    """The article as a page shows it."""
    body, around = _lines(gold)
    headline = next((gold.text[s["start"] : s["end"]].strip() for s in gold.spans("headline")), "")
    return Story(headline, [line for line in body if line != headline], around)


def _lines(gold: GoldArticle) -> tuple[list[str], list[str]]:
    """Lines of the article, and those of noise and bylines."""
    outside = [(s["start"], s["end"]) for s in gold.spans("noise", "byline")]
    body, noise = [], []
    for match in re.finditer(r"[^\n]+", gold.text):
        inside = any(start < match.end() and match.start() < end for start, end in outside)
        (noise if inside else body).append(match.group().strip())
    return body, noise


def read_ours(page: str) -> str:
    """What our reader would read facts from."""
    try:
        (article,) = read(Document("file:///x.html", page.encode(), "0"))
    except UnreadableError:
        return ""
    return "\n".join(span.of(article.text) for span in article.spans_of("headline", "dateline", "body"))


READERS: dict[str, Extract] = {
    "ours": read_ours,
    "trafilatura": lambda page: trafilatura.extract(page, include_comments=False, include_tables=False) or "",
    "trafilatura, tables": lambda page: trafilatura.extract(page, include_comments=False) or "",
    "trafilatura, precision": lambda page: trafilatura.extract(page, include_comments=False, favor_precision=True) or "",
    "trafilatura, recall": lambda page: trafilatura.extract(page, include_comments=False, favor_recall=True) or "",
}


def score(
    extract: Extract, stories: Iterable[Story], templates: Iterable[Callable[[Story], str]] = TEMPLATES
) -> tuple[float, float, float]:
    """Precision, recall and F1 of one reader over these templates."""
    right = found = wanted = 0
    layouts = tuple(templates)
    for story in stories:
        gold = Counter(re.findall(r"\w+", "\n".join([story.headline, *story.paragraphs])))
        for layout in layouts:
            ours = Counter(re.findall(r"\w+", extract(layout(story))))
            right, found, wanted = right + (ours & gold).total(), found + ours.total(), wanted + gold.total()
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    """Print all readers on one split, as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", choices=["train", "dev", "test"])
    stories = [build_story(read_gold(article)) for article in split(parser.parse_args().split)]
    print("| reader | precision | recall | F1 | " + " | ".join(f"F1 {layout.__name__}" for layout in TEMPLATES) + " |")
    print("|---|" + "---|" * (3 + len(TEMPLATES)))
    for name, extract in READERS.items():
        cells = [*score(extract, stories), *(score(extract, stories, [layout])[2] for layout in TEMPLATES)]
        print(f"| {name} | " + " | ".join(f"{100 * cell:.1f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
