"""Article text out of HTML, ours beside trafilatura's settings, on dressed gold articles: `python -m tests.evaluation.html_scores dev`.

Words of headline and body as a bag: precision, recall and F1 over all pages. The pages are built here, in three layouts, because a corpus
of real pages cannot be published; so the figures compare readers with each other, and say little of the web at large.
"""

from __future__ import annotations

import argparse
import html
import re
from collections import Counter
from collections.abc import Callable

import trafilatura

from etl.readers import Document, UnreadableError, read
from tests.gold import GoldArticle, read_gold, split

Extract = Callable[[str], str]
_NAV = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Home", "World", "Business", "Sport", "Opinion", "Video"))
_RELATED = ("Ferry strike enters its second week", "Rents rise again in the old town", "What the new bus lanes mean for cyclists")


def build_page(gold: GoldArticle, layout: int) -> tuple[str, str]:
    """A page of the article, and the words that a reader must find in it (headline and body)."""
    body, outside = _lines(gold)
    headline = next((gold.text[s["start"] : s["end"]].strip() for s in gold.spans("headline")), "")
    body = [line for line in body if line != headline]
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in body)
    noise = "".join(f'<div class="meta">{html.escape(line)}</div>' for line in outside)
    related = "".join(f'<li><a href="/{n}">{line}</a></li>' for n, line in enumerate(_RELATED))
    parts = [
        f"<nav><ul>{_NAV}</ul></nav><article><h1>{html.escape(headline)}</h1>{noise}{paragraphs}</article>"
        f"<aside><h3>Related</h3><ul>{related}</ul></aside>",
        f'<div><ul>{_NAV}</ul></div><div class="content"><h1>{html.escape(headline)}</h1><div class="story-body">{paragraphs}</div>'
        f'{noise}</div><div class="most-read"><ul>{related}</ul></div>',
        f"<table><tr><td>{_NAV}</td><td><h1>{html.escape(headline)}</h1>{paragraphs}<p>READ MORE: {_RELATED[0]}</p></td></tr></table>",
    ]
    footer = "<footer>© 2023 All rights reserved. Privacy policy. Cookie settings. Contact us.</footer>"
    return f"<html><head><title>{html.escape(headline)}</title></head><body>{parts[layout]}{footer}</body></html>", "\n".join(
        [headline, *body]
    )


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


def score(name: str, articles: tuple[str, ...]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one reader over all layouts of these articles."""
    right = found = wanted = 0
    for article in articles:
        for layout in range(3):
            page, words = build_page(read_gold(article), layout)
            ours, gold = (Counter(re.findall(r"\w+", text)) for text in (READERS[name](page), words))
            right, found, wanted = right + (ours & gold).total(), found + ours.total(), wanted + gold.total()
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    """Print all readers on one split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", choices=["train", "dev", "test"])
    articles = split(parser.parse_args().split)
    for name in READERS:
        precision, recall, f1 = score(name, articles)
        print(f"{name:24} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}")


if __name__ == "__main__":
    main()
