"""A parser for tests of the loop around it: the article and its zones, nothing else. Words in the text make it fail."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from etl.dated import DatedFacts, article_columns, source_row
from etl.ids import stable_id
from etl.load.extraction import Rows
from etl.readers import Article
from etl.text.fingerprint import story_signature

VERSION = "fake-1"


@dataclass(frozen=True)
class FakeParsed:
    rows: Rows
    words: int


class FakeParse:
    def __call__(self, articles: Sequence[Article], document_ids: Sequence[int]) -> list[FakeParsed]:
        return [self._parse(article, document) for article, document in zip(articles, document_ids, strict=True)]

    def _parse(self, article: Article, document_id: int) -> FakeParsed:
        if "explode" in article.text:
            raise RuntimeError("a fault of the extractor")
        if "segfault" in article.text:
            os._exit(139)
        if "hoard" in article.text:
            bytearray(8 << 30)
        if "hang" in article.text:
            time.sleep(600)
        article_id = stable_id("article", article.uri)
        row = {
            "article_id": article_id,
            "document_id": document_id,
            "language": "en",
            "text": article.text,
            "word_count": len(article.text.split()),
            "story_id": article_id,
            "extractor_version": VERSION,
            **article_columns(article),
        }
        source = source_row(article)
        zones = [{"article_id": article_id, "kind": z.kind, "start_char": z.span.start, "end_char": z.span.end} for z in article.zones]
        if "misplaced" in article.text:
            zones[0]["end_char"] += 100_000
        rows = {"articles": [row], "zones": zones, "sources": [{**source, "article_id": article_id}] if source else []}
        signature = story_signature(article.text)
        assert signature is not None
        rows["story_signatures"] = [{"article_id": article_id, "minima": signature.encode()}]
        rows["story_bands"] = [{"article_id": article_id, "band": band} for band in signature.bands]
        rows["dated_facts"] = [{"article_id": article_id, "facts": DatedFacts(article_id, (), ()).encode()}]
        return FakeParsed(rows, len(article.text.split()))


def fake_parser() -> FakeParse:
    return FakeParse()
