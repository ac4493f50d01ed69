"""A parser for tests of the loop around it: the article and its zones, nothing else. Words in the text make it fail."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from etl.ids import stable_id
from etl.load.extraction import Rows
from etl.readers import Article

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
        if "hang" in article.text:
            time.sleep(600)
        article_id = stable_id("article", article.uri)
        row = {
            "article_id": article_id,
            "document_id": document_id,
            "language": "en",
            "text": article.text,
            "word_count": len(article.text.split()),
            "story_id": stable_id("story", article.text),
            "extractor_version": VERSION,
            "headline": article.headline,
            "published_text": article.published_text,
        }
        zones = [{"article_id": article_id, "kind": z.kind, "start_char": z.span.start, "end_char": z.span.end} for z in article.zones]
        if "misplaced" in article.text:
            zones[0]["end_char"] += 100_000
        return FakeParsed({"articles": [row], "zones": zones}, len(article.text.split()))


def fake_parser() -> FakeParse:
    return FakeParse()
