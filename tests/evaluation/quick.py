"""Scores without store and snapshot, for the developer's loop: parse, put the rows into an in-memory DuckDB, score.

    python -m tests.evaluation.quick [train|dev|test] [--misses ROW] [--gold]

`--gold` gives the extractors the gold spans in place of the tagger's: what they could reach with a perfect tagger.
"""

from __future__ import annotations

import argparse
import hashlib
from typing import Any

import duckdb
import pyarrow as pa

from etl.model import Tagger, Tagging
from etl.parse import Parser
from etl.readers import Document, Sidecar, read
from etl.readers.sidecar import Metadata, parse_published
from etl.rows import merge_rows
from models import Base
from tests.evaluation.run import show
from tests.evaluation.score import Tally, score_article
from tests.gold import GoldArticle, gold_tagging, read_gold, split


class GoldTagger:
    """Stands in for the tagger with the gold spans of the article whose text it is given."""

    version = "gold"

    def __init__(self, golds: list[GoldArticle]) -> None:
        self._by_text = {gold.text: gold for gold in golds}

    def tag_many(self, items: list[tuple[str, Any]]) -> list[Tagging]:
        """Gold spans of each text."""
        return [gold_tagging(self._by_text[text]) for text, _ in items]


def database(rows: dict[str, list[dict[str, Any]]]) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the contract tables filled from `rows`, no constraints."""
    db = duckdb.connect()
    for name, table in Base.metadata.tables.items():
        columns = [c.name for c in table.columns]
        key = [c.name for c in table.primary_key]  # of two rows with one key the first stays, as in a store
        given = list({tuple(row.get(c) for c in key): row for row in reversed(rows.get(name, []))}.values())
        data = pa.table({c: [row.get(c) for row in given] for c in columns})
        db.register("incoming", data)
        db.execute(f'create table "{name}" as select distinct * from incoming')
        db.unregister("incoming")
    return db


def parse_gold(name: str, tagger: Any) -> duckdb.DuckDBPyConnection:
    """All articles of a split, read as plain text with what their pages show of date and outlet."""
    golds = [read_gold(article) for article in split(name)]
    parser = Parser(tagger)
    articles = []
    for gold in golds:
        content = gold.text.encode()
        document = Document(f"file:///gold/{gold.id}.txt", content, hashlib.sha256(content).hexdigest())
        published = gold.facts.get("published")
        known = Metadata(
            source=gold.facts.get("publisher"),
            published_text=published,
            published=parse_published(published, "sidecar") if published else None,
        )
        articles += read(document, Sidecar([(f"{gold.id}.txt", known)]))
    parsed = parser(articles, list(range(1, len(articles) + 1)))
    return database(merge_rows(p.rows for p in parsed))


def main() -> None:
    """Print the scores of one split."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("split", nargs="?", default="dev")
    arguments.add_argument("--misses")
    arguments.add_argument("--gold", action="store_true")
    args = arguments.parse_args()
    golds = [read_gold(article) for article in split(args.split)]
    tally = Tally()
    db = parse_gold(args.split, GoldTagger(golds) if args.gold else Tagger())
    texts = dict(db.execute("select text, article_id from articles").fetchall())
    for gold in golds:
        score_article(tally, gold, db, texts[gold.text])
    show(args.split, tally.results())
    for miss in tally.misses if args.misses and args.split != "test" else []:
        if args.misses == "all" or miss.startswith(args.misses + "\t"):
            print(miss)


if __name__ == "__main__":
    main()
