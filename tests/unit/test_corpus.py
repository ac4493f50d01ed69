"""The gold corpus keeps its own rules: every article passes the checker, and the split is fixed and complete."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections import defaultdict

import pytest

from tests.gold import CORPUS, compiler, gold_tagging, read_gold, split

ARTICLES = sorted(path.stem for path in (CORPUS / "articles").glob("*.xml"))


@pytest.mark.parametrize("article", ARTICLES)
def test_article_follows_the_guidelines(article: str) -> None:
    root = ET.parse(CORPUS / "articles" / f"{article}.xml").getroot()
    assert root.get("id") == article
    node = root.find("text")
    assert node is not None
    plain, spans = compiler().flatten(node)
    assert compiler().check(root, plain, spans) == []
    assert all(plain[s["start"] : s["end"]] == s["text"] for s in spans)


def test_split_is_complete_and_disjoint() -> None:
    parts = [set(split(name)) for name in ("train", "dev", "test")]
    assert set().union(*parts) == set(ARTICLES)
    assert sum(map(len, parts)) == len(ARTICLES)
    assert len(parts[1]) >= 20
    assert len(parts[2]) >= 20


def test_no_outlet_stands_in_two_splits() -> None:
    where = defaultdict(set)
    with (CORPUS / "split.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["outlet"]:
                where[row["outlet"]].add(row["split"])
    assert {outlet: sorted(splits) for outlet, splits in where.items() if len(splits) > 1} == {}


def test_gold_tagging_marks_what_the_article_marks() -> None:
    gold = read_gold("a001")
    tagging = gold_tagging(gold)
    assert [gold.text[s.start : s.end] for s in tagging.of("figure")] == [s["text"] for s in gold.spans("fig")]
    assert {s.label for s in tagging.of("quote")} == {"direct", "mixed", "indirect"}
