"""What the growth is measured on is what the store itself would hold: articles multiplied in SQL, and the same ones saved."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from etl.extract.analysis import Analysis, regions_of
from etl.model import Tagger
from etl.parse import extract_facts
from etl.readers import Document, read
from etl.readers.article import READABLE
from etl.rows import ArticleFacts
from etl.store import Store
from tests.evaluation.synthetic import Originals
from tests.gold import read_gold, split
from tests.pipeline.test_store import dump


def read_facts(count: int) -> list[ArticleFacts]:
    tagger, found = Tagger(), []
    for name in split("train")[:count]:
        content = read_gold(name).text.encode()
        (article,) = read(Document(f"file:///{name}.txt", content, sha256(content).hexdigest()))
        spans = regions_of(article.text, article.spans_of(*READABLE))
        tagging = tagger.tag(article.text, [(span.start, span.end) for span in spans])
        found.append(extract_facts(article, Analysis(article.text, spans, article.spans_of("headline"), tagging)))
    return found


def test_multiplied_as_saved(tmp_path: Path) -> None:
    originals = Originals(read_facts(3))
    originals.fill(f"sqlite:///{tmp_path / 'multiplied.sqlite'}", 40)
    saved = Store.open(f"sqlite:///{tmp_path / 'saved.sqlite'}")
    load = saved.begin_load()
    for batch in originals.batches(range(40), load):
        saved.save(batch)
    saved.finish_load(load)
    multiplied = Store.open(f"sqlite:///{tmp_path / 'multiplied.sqlite'}")
    found, wanted = dump(multiplied), dump(saved)
    assert {table: len(rows) for table, rows in found.items()} == {table: len(rows) for table, rows in wanted.items()}
    assert [table for table, rows in found.items() if rows != wanted[table]] == []
    assert len(found["articles"]) == 40
    multiplied.close()
    saved.close()
