"""What the real extractor reads from a few articles, read once and replayed: whole rows without a tagger for each load."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import partial
from pathlib import Path

from etl.load.extraction import Rows
from etl.parse import ParsedArticle
from etl.readers import Article

ROOT = Path(__file__).parent.parent.parent
OLD, NEW = "0.0.1+00000000", "0.0.2+11111111"


def write_articles(folder: Path, count: int) -> Path:
    """The first demonstration articles and what is known of them; returns the folder."""
    subprocess.run([sys.executable, ROOT / "corpus" / "tools" / "demo.py", folder], check=True, stdout=subprocess.DEVNULL)
    for path in sorted(folder.glob("*.txt"))[count:]:
        path.unlink()
    return folder


def _key(article: Article) -> tuple[object, ...]:
    return article.uri, article.text, article.source_name, article.published, article.url, article.headline, article.byline


class Replay:
    """Gives again what was recorded at `path`; what was not is read by the real extractor, and recorded by `save`."""

    def __init__(self, path: Path, version: str = NEW, change: Callable[[Rows], None] | None = None) -> None:
        self._path, self._version, self._change = path, version, change
        self._known = pickle.loads(path.read_bytes()) if path.exists() else {}
        self._parser = None
        self.read: list[str] = []

    def __call__(self, articles: Sequence[Article], document_ids: Sequence[int]) -> list[ParsedArticle]:
        """One ParsedArticle for each article."""
        return [self._replay(article, document) for article, document in zip(articles, document_ids, strict=True)]

    def _replay(self, article: Article, document: int) -> ParsedArticle:
        self.read.append(article.uri)
        if _key(article) not in self._known:
            self._known[_key(article)] = self._parse(article, document)
        found = deepcopy(self._known[_key(article)])
        assert found.rows["articles"][0]["document_id"] == document
        found.rows["articles"][0]["extractor_version"] = self._version
        if self._change:
            self._change(found.rows)
        return found

    def _parse(self, article: Article, document: int) -> ParsedArticle:
        from etl.parse import Parser

        self._parser = self._parser or Parser()
        (parsed,) = self._parser([article], [document])
        return parsed

    def save(self) -> None:
        """Keep what was read for the next one."""
        self._path.write_bytes(pickle.dumps(self._known))


def as_formerly(rows: Rows) -> None:
    """What a poorer extractor would have read: some figures and positions missing, one figure too many, quotes without their act."""
    figures, text = rows.get("figures", []), rows["articles"][0]["text"]
    if figures and rows.get("mentions"):
        start, end = rows["mentions"][0]["start_char"], rows["mentions"][0]["end_char"]
        surplus = {**figures[-1], "figure_id": figures[-1]["figure_id"] ^ 1, "start_char": start, "end_char": end, "quote_id": None}
        rows["figures"] = [*figures[:-1], {**surplus, "surface": text[start:end]}]
        rows["figure_sources"] = [row for row in rows.get("figure_sources", []) if row["figure_id"] != figures[-1]["figure_id"]]
    rows["positions"] = rows.get("positions", [])[1:]
    for quote in rows.get("quotes", []):
        quote["act"] = None


poorer = partial(Replay, version=OLD, change=as_formerly)
