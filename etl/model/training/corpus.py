"""The gold corpus as the tagger learns from it: text, paragraphs to read, and marked stretches."""

from __future__ import annotations

import csv
import importlib.util
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[3] / "corpus"
Region = tuple[int, int]
Flatten = Callable[[ET.Element], tuple[str, list[dict[str, Any]]]]

# tag of the corpus -> head and label of the tagger (quotes carry their label as an attribute)
HEAD_OF_TAG = {
    "per": ("name", "person"),
    "org": ("name", "organisation"),
    "loc": ("name", "place"),
    "evt": ("name", "event"),
    "role": ("role", "role"),
    "q": ("quote", ""),
    "cue": ("cue", "cue"),
    "src": ("source", "source"),
    "fig": ("figure", "figure"),
    "what": ("measured", "measured"),
    "time": ("time", "time"),
    "meet": ("meeting", "meeting"),
    "ref": ("ref", "ref"),
}
_ID_ATTRIBUTE = {"role": "per", "cue": "q", "src": "q", "what": "f", "time": "f"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch; `ids` are what it is or points to (a role the person, a cue its quotes, a measured phrase its figures)."""

    head: str
    label: str
    start: int
    end: int
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Article:
    """One gold article.

    `regions` are its readable paragraphs (headline, dateline, body), `headlines` those that are headlines, `furniture` the paragraphs of
    noise and byline, where nothing is marked.
    """

    id: str
    text: str
    regions: tuple[Region, ...]
    headlines: tuple[Region, ...]
    furniture: tuple[Region, ...]
    marks: tuple[Mark, ...]


def read_split(name: str, corpus: Path = CORPUS) -> list[Article]:
    """Articles of `train`, `dev` or `test`, by id."""
    with (corpus / "split.csv").open(encoding="utf-8") as file:
        ids = sorted(row["article"] for row in csv.DictReader(file) if row["split"] == name)
    return [read_article(corpus / "articles" / f"{article}.xml", corpus) for article in ids]


def read_article(path: Path, corpus: Path = CORPUS) -> Article:
    """One marked-up article."""
    node = ET.parse(path).getroot().find("text")
    if node is None:
        raise ValueError(f"{path} has no <text>")
    text, spans = _flatten(corpus)(node)
    return build_article(path.stem, text, spans)


def build_article(name: str, text: str, spans: Iterable[dict[str, Any]]) -> Article:
    """From plain text and the stand-off spans that `corpus/tools/compile.py` gives."""
    listed = list(spans)
    zones = {kind: sorted((s["start"], s["end"]) for s in listed if s["tag"] == kind) for kind in ("noise", "byline", "headline")}
    outside = sorted(zones["noise"] + zones["byline"])
    regions = [line for zone in _between(outside, len(text)) for line in _lines(text, zone)]
    furniture = [line for zone in outside for line in _lines(text, zone)]
    kinds = {s["id"]: s["kind"] for s in listed if s["tag"] == "q" and "kind" in s}
    marks = [_mark(s, kinds) for s in listed if s["tag"] in HEAD_OF_TAG]
    return Article(name, text, tuple(regions), tuple(zones["headline"]), tuple(furniture), tuple(marks))


def _mark(span: dict[str, Any], kinds: dict[str, str]) -> Mark:
    tag = span["tag"]
    head, label = HEAD_OF_TAG[tag]
    ids = str(span.get(_ID_ATTRIBUTE.get(tag, "id"), "")).split()
    return Mark(head, label or kinds[span["id"]], span["start"], span["end"], frozenset(ids))


def _between(outside: Iterable[Region], end: int) -> list[Region]:
    """What the sorted stretches `outside` leave of `[0, end)`."""
    left, at = [], 0
    for start, stop in outside:
        left.append((at, start))
        at = max(at, stop)
    return [(a, b) for a, b in [*left, (at, end)] if a < b]


def _lines(text: str, zone: Region) -> list[Region]:
    """Non-blank lines of a stretch, without the blanks around them."""
    found, at = [], zone[0]
    for line in text[zone[0] : zone[1]].splitlines(keepends=True):
        if line.strip():
            lead = len(line) - len(line.lstrip())
            found.append((at + lead, at + len(line.rstrip())))
        at += len(line)
    return found


@cache
def _flatten(corpus: Path) -> Flatten:
    """`flatten` of the corpus's own checker, so that offsets can never disagree with it."""
    spec = importlib.util.spec_from_file_location("corpus_compile", corpus / "tools" / "compile.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{corpus} has no tools/compile.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Flatten = module.flatten
    return found
