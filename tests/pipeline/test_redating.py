"""Metadata that comes late gives row by row what a load with that metadata gives, and the extraction does not run again."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from etl.dated import DatedFacts
from etl.home import Home
from etl.load.lander import land
from etl.load.loader import Loader, LoadReport
from etl.load.request import LoadRequest
from etl.parse import Parser
from etl.readers import Document, Sidecar, read
from etl.store import Store
from models import Base
from tests.evaluation.quick import GoldTagger
from tests.gold import read_gold, split
from tests.pipeline.warehouse import Warehouse

GOLDS = [read_gold(name) for name in split("train")[::6][:24]]
FIELDS = ("file", "published", "source", "url", "headline", "byline")


class Archive:
    """A warehouse of gold articles, read with gold tags; their pages' own dates and outlets stay as they are printed."""

    def __init__(self, root: Path) -> None:
        self.home, self.texts = Home(root / "home").create(), root.parent / "texts"
        self.texts.mkdir(exist_ok=True)
        for gold in GOLDS:
            (self.texts / f"{gold.id}.txt").write_text(gold.text, encoding="utf-8")
        self.store = Store.open(self.home.record_url)

    def load(self, *paths: Path, metadata: Path | None = None, parse: Any = lambda: Parser(GoldTagger(GOLDS))) -> LoadReport:
        landing = land(LoadRequest(tuple(map(str, paths)), metadata and str(metadata), 1), self.home)
        with self.store.write_lock():
            return Loader(self.home, self.store, "gold", make_parse=parse).load(landing)

    def rows(self) -> dict[str, set[tuple[Any, ...]]]:
        """All rows but those that tell when and by which load."""
        found = {}
        with self.store.engine.connect() as connection:
            for name, table in Base.metadata.tables.items():
                columns = [c for c in table.columns if c.name not in ("load_id", "received_at")]
                if name not in ("loads", "offers", "changes"):
                    found[name] = {tuple(row) for row in connection.execute(select(*columns))}
        return found


def no_extraction() -> Any:
    raise AssertionError("something was extracted again")


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(rows)
    return path


PUBLISHED = st.one_of(
    st.dates(min_value=date(2003, 1, 1), max_value=date(2026, 11, 1)).map(str),
    st.sampled_from(["2019-03", "2024-10", "2021", ""]),
)
SAID = st.fixed_dictionaries(
    {
        "published": PUBLISHED,
        "source": st.sampled_from(["", "The Bay Courier", "Harbour Post"]),
        "url": st.sampled_from(["", "https://bay.example/news/pier"]),
        "headline": st.sampled_from(["", "Another headline"]),
        "byline": st.sampled_from(["", "Jane Roe"]),
    }
)


def compare(root: Path, said: list[list[dict[str, str]]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Rows of a load with the last metadata, and those of a load without any and then each metadata file in turn."""
    files = [write(root / f"said{number}.csv", rows) for number, rows in enumerate(said)]
    (root / "one").mkdir()
    (root / "other").mkdir()
    fresh, late = Archive(root / "one"), Archive(root / "other")
    fresh.load(fresh.texts, metadata=files[-1])
    late.load(late.texts)
    for file in files:
        late.load(metadata=file, parse=no_extraction)
    rows = fresh.rows(), late.rows()
    fresh.store.close()
    late.store.close()
    return rows


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, min_size=len(GOLDS), max_size=len(GOLDS)))
def test_late_metadata_gives_the_rows_of_a_load_with_it(said: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [{"file": f"{gold.id}.txt", **row} for gold, row in zip(GOLDS, said, strict=True)]
    fresh, late = compare(tmp_path_factory.mktemp("redating"), [rows])
    for table in Base.metadata.tables:
        assert late.get(table) == fresh.get(table), table


def test_dates_that_were_wrong_at_first_leave_no_trace(tmp_path: Path) -> None:
    wrong = [{"file": f"{gold.id}.txt", "published": f"2011-05-{1 + n:02}", "source": "Wrong Post"} for n, gold in enumerate(GOLDS)]
    right = [{"file": f"{gold.id}.txt", "published": f"2024-10-{1 + n:02}", "source": "Bay Courier"} for n, gold in enumerate(GOLDS)]
    fresh, late = compare(tmp_path, [wrong, right])
    for table in Base.metadata.tables:
        assert late.get(table) == fresh.get(table), table
    assert {row[-1] for row in late["figures"]} and "Wrong Post" not in str(late["sources"])


def test_the_day_of_publication_settles_periods_and_meetings(tmp_path: Path) -> None:
    """The comparison above would hold for a program that dates nothing at all."""
    (tmp_path / "one").mkdir()
    archive = Archive(tmp_path / "one")
    archive.load(archive.texts)
    before = archive.rows()
    rows = [{"file": f"{gold.id}.txt", "published": "2024-10-30"} for gold in GOLDS]
    report = archive.load(metadata=write(tmp_path / "said.csv", rows), parse=no_extraction)
    after = archive.rows()
    archive.store.close()
    assert report.redated == len(GOLDS) and report.seen == 0
    for table in ("figures", "meetings"):
        relative = [sum("relative" in row for row in state[table]) for state in (before, after)]
        assert relative[1] > relative[0], table
    assert {row[:3] for row in before["mentions"]} == {row[:3] for row in after["mentions"]}


def test_dated_facts_survive_the_store(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    archive = Archive(tmp_path / "one")
    archive.load(archive.texts)
    with archive.store.engine.connect() as connection:
        kept = connection.execute(select(Base.metadata.tables["dated_facts"])).all()
    archive.store.close()
    assert len(kept) == len(GOLDS)
    for article, text in kept:
        facts = DatedFacts.decode(article, text)
        assert DatedFacts.decode(article, facts.encode()) == facts
    assert any(DatedFacts.decode(*row).meetings for row in kept) and any(DatedFacts.decode(*row).figures for row in kept)


def test_reports_have_their_words_but_those_of_earlier_versions() -> None:
    golds = {g.text: g for g in GOLDS}
    parsed = Parser(GoldTagger(GOLDS))([read_one(text) for text in golds], list(range(len(golds))))
    reports = [(p.rows["articles"][0]["text"], row) for p in parsed for row in p.rows["meeting_reports"]]
    assert reports and all(row["surface"] == text[row["start_char"] : row["end_char"]] for text, row in reports)
    stored = next(p.rows["dated_facts"][0]["facts"] for p in parsed if p.rows["meeting_reports"])
    facts = json.loads(stored)
    for meeting in facts["meetings"]:
        meeting["reports"] = [report[:2] for report in meeting["reports"]]
    earlier = DatedFacts.decode(1, json.dumps(facts)).meeting_rows(None)["meeting_reports"]
    assert earlier and all(row["surface"] is None for row in earlier)


def read_one(text: str) -> Any:
    content = text.encode()
    return next(iter(read(Document("file:///a.txt", content, hashlib.sha256(content).hexdigest()), Sidecar([]))))


def test_where_the_name_of_an_outlet_comes_from_is_kept(warehouse: Warehouse) -> None:
    warehouse.offer(own="The mayor told The Post on Monday that the pier was safe.", none="")
    warehouse.load()
    query = "select name, source_basis from articles left join sources using (source_id) order by name"
    assert set(warehouse.rows(query)) == {("The Post", "self_reference"), (None, None)}
    sidecar = write(warehouse.texts.parent / "said.csv", [{"file": "own.txt", "source": "Bay Post"}])
    assert warehouse.load(warehouse.texts / "none.txt", metadata=sidecar).redated == 1
    assert set(warehouse.rows(query)) == {("Bay Post", "sidecar"), (None, None)}
