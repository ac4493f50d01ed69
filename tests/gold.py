"""The gold corpus for tests and evaluation: articles with their facts, and a tagging made of the gold spans."""

from __future__ import annotations

import csv
import importlib.util
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from etl.extract.analysis import Analysis, regions_of
from etl.model import TaggedSpan, Tagging
from etl.model.training.corpus import HEAD_OF_TAG
from etl.text.span import Span

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SEEDS = ROOT.parent / "shared" / "seeds"


@dataclass(frozen=True)
class GoldArticle:
    """One gold article. `facts` is what `corpus/tools/compile.py --json` writes: attributes, declared entities and `spans`."""

    id: str
    text: str
    facts: dict[str, Any]

    def spans(self, *tags: str) -> list[dict[str, Any]]:
        """Marked spans with these tags, in document order."""
        return [s for s in self.facts["spans"] if s["tag"] in tags]


@cache
def compiler() -> ModuleType:
    """The corpus checker as a module."""
    spec = importlib.util.spec_from_file_location("corpus_compile", CORPUS / "tools" / "compile.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def read_gold(article: str) -> GoldArticle:
    """The gold article with this id (`a001`)."""
    root = ET.parse(CORPUS / "articles" / f"{article}.xml").getroot()
    node = root.find("text")
    assert node is not None
    plain, spans = compiler().flatten(node)
    declared = {tag: [dict(n.attrib) for n in root.findall(tag)] for tag in ("person", "organisation", "place", "meeting")}
    return GoldArticle(article, plain, {**root.attrib, **declared, "spans": spans})


@cache
def split(name: str) -> tuple[str, ...]:
    """Ids of the articles in `train`, `dev` or `test`."""
    with (CORPUS / "split.csv").open(encoding="utf-8") as file:
        return tuple(row["article"] for row in csv.DictReader(file) if row["split"] == name)


def gold_regions(gold: GoldArticle) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Readable paragraphs (headline, dateline, body) and headlines among them, by the gold zones."""
    outside = sorted(Span(s["start"], s["end"]) for s in gold.spans("noise", "byline"))
    readable, at = [], 0
    for span in outside:
        readable.append(Span(at, span.start))
        at = span.end
    readable.append(Span(at, len(gold.text)))
    headlines = tuple(Span(s["start"], s["end"]) for s in gold.spans("headline"))
    return regions_of(gold.text, [s for s in readable if len(s)]), headlines


def gold_analysis(gold: GoldArticle, tagging: Tagging | None = None) -> Analysis:
    """What an extractor gets to see: with the gold spans as a perfect tagger's, or with `tagging`."""
    regions, headlines = gold_regions(gold)
    return Analysis(gold.text, regions, headlines, tagging or gold_tagging(gold))


def gold_tagging(gold: GoldArticle) -> Tagging:
    """The gold spans in the form that the tagger gives (no links)."""
    spans, kinds = [], {s["id"]: s["kind"] for s in gold.spans("q") if "kind" in s}
    for s in gold.facts["spans"]:
        if s["tag"] == "q":
            spans.append(TaggedSpan("quote", kinds[s["id"]], s["start"], s["end"], 1.0))
        elif s["tag"] in HEAD_OF_TAG:
            spans.append(TaggedSpan(*HEAD_OF_TAG[s["tag"]], s["start"], s["end"], 1.0))
    return Tagging(spans=tuple(sorted(spans, key=lambda s: (s.start, -s.end))))
