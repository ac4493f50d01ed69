"""The gold corpus as the tagger learns from it: text, paragraphs to read, and marked stretches."""

from __future__ import annotations

import csv
import importlib.util
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from etl.model.schema import LABELS

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
# attribute of a meeting or quote -> kind of link from its words to the mentions that have those ids
_GOALS = {"participants": ("participant", "attendee"), "place": ("site",), "to": ("addressee",), "org": ("body",)}
_ID_ATTRIBUTE = {"role": "per", "cue": "q", "src": "q", "what": "f", "time": "f"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch.

    `ids` are what it is or points to (a role the person, a cue its quotes, a measured phrase its figures); `goals` what it points to by a
    link of another kind (a meeting word its participants).
    """

    head: str
    label: str
    start: int
    end: int
    ids: frozenset[str]
    goals: tuple[tuple[str, frozenset[str]], ...] = ()


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
    root = ET.parse(path).getroot()
    node = root.find("text")
    if node is None:
        raise ValueError(f"{path} has no <text>")
    text, spans = _flatten(corpus)(node)
    return build_article(path.stem, text, spans, [dict(meeting.attrib) for meeting in root.findall("meeting")])


def build_article(name: str, text: str, spans: Iterable[dict[str, Any]], meetings: Iterable[dict[str, str]] = ()) -> Article:
    """From plain text, the stand-off spans that `corpus/tools/compile.py` gives, and the declared meetings."""
    listed = list(spans)
    zones = {kind: sorted((s["start"], s["end"]) for s in listed if s["tag"] == kind) for kind in ("noise", "byline", "headline")}
    outside = sorted(zones["noise"] + zones["byline"])
    regions = [line for zone in _between(outside, len(text)) for line in _lines(text, zone)]
    furniture = [line for zone in outside for line in _lines(text, zone)]
    about = {s["id"]: s for s in listed if s["tag"] == "q" and "kind" in s} | {m["id"]: {"status": "held", **m} for m in meetings}
    marks = [mark for s in listed if s["tag"] in HEAD_OF_TAG for mark in _marks(s, about)]
    return Article(name, text, tuple(regions), tuple(zones["headline"]), tuple(furniture), tuple(marks))


def _marks(span: dict[str, Any], about: dict[str, dict[str, Any]]) -> Iterator[Mark]:
    """The marks of one stand-off span; `about` has the attributes of each quote and meeting by id."""
    tag = span["tag"]
    head, label = HEAD_OF_TAG[tag]
    ids = str(span.get(_ID_ATTRIBUTE.get(tag, "id"), "")).split()
    known = [about[i] for i in ids if i in about] if tag in ("q", "cue", "meet") else []
    goals = _goals([span] if tag == "role" else [] if tag == "q" else known)
    yield Mark(head, label or about[span["id"]]["kind"], span["start"], span["end"], frozenset(ids), goals)
    for name, value in _natures(tag, span, known):
        if value in LABELS[name]:
            yield Mark(name, value, span["start"], span["end"], frozenset())


def _goals(described: Iterable[dict[str, Any]]) -> tuple[tuple[str, frozenset[str]], ...]:
    """What a span points to, by kind of link."""
    goals: dict[str, set[str]] = {}
    for attributes in described:
        for attribute, kinds in _GOALS.items():
            for kind in kinds:
                goals.setdefault(kind, set()).update(str(attributes.get(attribute, "")).split())
    return tuple((kind, frozenset(ids)) for kind, ids in goals.items() if ids)


def _natures(tag: str, span: dict[str, Any], known: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(head, label) of what kind a figure, meeting or cue is of; where one cue opens two quotes, the first that has an act."""
    if tag == "fig":
        yield "figure_type", str(span.get("type", ""))
    if tag == "meet" and known:
        yield "meeting_status", known[0]["status"]
        yield "meeting_kind", known[0]["kind"]
    if tag == "cue":
        yield "act", next((q["act"] for q in known if "act" in q), "")


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
