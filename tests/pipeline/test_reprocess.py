"""A newer extractor reads what an older one read: shown first, applied whole, resumed when killed, and equal to a fresh load."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pytest

from etl.cli.reprocess import print_review
from etl.cli.terminal import answers
from etl.home import SQL, Home
from etl.load.changes import Fact, compare
from etl.load.loader import LoadReport
from etl.load.reprocess import Reprocessing
from etl.load.staging import count_staged, staging_path
from etl.publish import publish
from etl.store import Selection, Store
from tests.pipeline.conftest import run_cuttings, write_stories
from tests.pipeline.recorded import NEW, OLD, ROOT, Replay, poorer, write_articles
from tests.pipeline.test_store import Dump, dump
from tests.pipeline.warehouse import Warehouse

ARTICLES = 8
KEPT = ("loads", "offers")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few articles, and beside it what the real extractor reads from them."""
    root = tmp_path_factory.mktemp("corpus")
    texts = write_articles(root / "texts", ARTICLES)
    home = Warehouse(root / "recording")
    recording = Replay(root / "recorded")
    home.load(texts, metadata=texts / "metadata.csv", parse=lambda: recording, version=NEW)
    home.store.close()
    recording.save()
    return texts


class Desk(Warehouse):
    """A warehouse that an older extractor filled."""

    def __init__(self, root: Path, corpus: Path) -> None:
        super().__init__(root)
        self.corpus, self.recorded = corpus, corpus.parent / "recorded"
        self.load_by(OLD)

    def load_by(self, version: str) -> LoadReport:
        parse = partial(Replay if version == NEW else poorer, self.recorded)
        return self.load(self.corpus, metadata=self.corpus / "metadata.csv", parse=parse, version=version)

    def work(self, chosen: Selection | None = None, **more: object) -> Reprocessing:
        return Reprocessing(self.home, self.store, NEW, chosen or Selection(), make_parse=partial(Replay, self.recorded), **more)  # type: ignore[arg-type]

    def versions(self) -> Counter[str]:
        return Counter(dict(self.rows("select extractor_version, count(*) from articles group by 1")))


@pytest.fixture
def desk(tmp_path: Path, corpus: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, corpus)
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Dump:
    """The rows that a load with the new extractor gives."""
    made = Desk.__new__(Desk)
    Warehouse.__init__(made, tmp_path_factory.mktemp("fresh"))
    made.corpus, made.recorded = corpus, corpus.parent / "recorded"
    made.load_by(NEW)
    rows = dump(made.store, KEPT)
    made.store.close()
    return rows


def test_looking_changes_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    before = dump(desk.store, ())
    work = desk.work()
    work.extract()
    review = work.review(3)
    work.staging.close()
    assert dump(desk.store, ()) == before
    assert (review.documents, review.failed) == (ARTICLES, [])
    counts = review.changes.counts
    lost = desk.rows("select count(distinct article_id) from figures")[0][0]
    assert counts["figures", "lost"] == counts["figures", "gained"] == lost > 5
    assert counts["positions", "gained"] > 3 and counts["positions", "lost"] == 0
    assert counts["quotes", "changed"] > 3
    assert counts["mentions", "changed"] == counts["mentions", "gained"] == counts["meetings", "changed"] == 0
    assert all("act none -> " in words for words in review.changes.examples["quotes", "changed"])
    print_review(answers(), review, 3)
    said = capsys.readouterr().out
    assert "figures lost, for example" in said and "positions gained, for example" in said


def test_applied_it_equals_a_fresh_load(desk: Desk, fresh: Dump) -> None:
    work = desk.work()
    work.extract()
    report = work.apply()
    work.finish()
    assert (report.loaded, report.quarantined) == (ARTICLES, [])
    assert dump(desk.store, KEPT) == fresh
    assert not staging_path(desk.home, NEW).exists()
    assert desk.work().count() == 0
    assert desk.load_by(NEW).unchanged == ARTICLES, "a load afterwards has nothing to do"


def test_several_processes_read_the_same(desk: Desk, fresh: Dump) -> None:
    work = desk.work()
    work.extract(workers=2)
    work.apply()
    assert dump(desk.store, KEPT) == fresh


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        (Selection(outlet="a"), "source_id in (select source_id from sources where lower(name) like '%a%')"),
        (Selection(since=None, until=None), "true"),
        (Selection(outlet="no such outlet"), "false"),
    ],
)
def test_a_selection(desk: Desk, chosen: Selection, where: str) -> None:
    (wanted,) = desk.rows(f"select count(*) from articles where {where}")[0]
    work = desk.work(chosen)
    work.extract()
    work.apply()
    assert desk.versions() == +Counter({NEW: wanted, OLD: ARTICLES - wanted})
    assert desk.work().count() == ARTICLES - wanted


def test_a_selection_by_day_and_id(desk: Desk) -> None:
    days = [day for (day,) in desk.rows("select published_from from articles where published_from is not null order by 1")]
    first = desk.rows("select article_id from articles order by 1 limit 1")[0][0]
    middle = date.fromisoformat(days[len(days) // 2])
    work = desk.work(Selection(since=middle))
    assert work.count() == sum(day >= middle.isoformat() for day in days)
    assert desk.work(Selection(until=middle)).count() == sum(day <= middle.isoformat() for day in days)
    assert desk.work(Selection(articles=(first,))).count() == 1


def test_what_fails_keeps_its_old_facts(desk: Desk) -> None:
    victim = sorted(desk.corpus.glob("*.txt"))[0]

    class Failing(Replay):
        def _replay(self, article, document):  # type: ignore[no-untyped-def]
            if article.uri == victim.as_uri():
                raise RuntimeError("a fault of the new one")
            return super()._replay(article, document)

    before = desk.rows("select count(*) from mentions")
    work = desk.work()
    work.make_parse = partial(Failing, desk.recorded)
    work.extract()
    review = work.review(1)
    assert [(o.task.uri, o.reason_code) for o in review.failed] == [(victim.as_uri(), "extractor_crash")]
    work.apply()
    work.finish()
    assert desk.versions() == {NEW: ARTICLES - 1, OLD: 1}
    assert desk.rows("select count(*) from mentions") == before
    assert desk.rows("select distinct status from documents") == [("loaded",)]


def test_what_was_described_anew_meanwhile_waits_for_the_next_time(desk: Desk, tmp_path: Path) -> None:
    work = desk.work()
    work.extract()
    (tmp_path / "late.csv").write_text("file,source\na001.txt,The Late Courier\n")
    desk.load(metadata=tmp_path / "late.csv", retry=())
    work.apply()
    assert desk.versions() == {NEW: ARTICLES - 1, OLD: 1}
    again = desk.work()
    again.extract()
    again.apply()
    assert desk.versions() == {NEW: ARTICLES}
    assert desk.rows("select count(*) from sources where name = 'The Late Courier'") == [(1,)]


def test_what_was_loaded_anew_meanwhile_is_left_alone(desk: Desk, fresh: Dump) -> None:
    work = desk.work()
    work.extract()
    desk.load_by(NEW)
    assert work.apply().loaded == 0
    assert dump(desk.store, KEPT) == fresh


def test_human_decisions_survive(desk: Desk) -> None:
    name = desk.rows("select name from people where name like '% %' order by 1 limit 1")[0][0]
    (desk.home.root / "decisions.yaml").write_text(f'- {{entity: "person:{name}", country: NZ, reason: by hand, author: AB}}\n')
    query = f"select country_code, (select status from decisions) from people where name = '{name}'"
    for version in (OLD, NEW):
        publish(desk.home.record_url, desk.home.snapshot, SQL)
        with duckdb.connect(str(desk.home.snapshot), read_only=True) as db:
            assert db.execute(query).fetchall() == [("NZ", "applied")], version
        work = desk.work()
        work.extract()
        work.apply()


CHILD = """
import os, signal, sys
from functools import partial
from pathlib import Path
from etl.home import Home
from etl.load import loader, reprocess
from etl.load.reprocess import Reprocessing
from etl.store import Selection, Store
from tests.pipeline.recorded import NEW, Replay

root, recorded, stage, after = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
left = [after]
def step():
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
class Deadly(Replay):
    def _replay(self, article, document):
        if stage == "extract":
            step()
        return super()._replay(article, document)
reprocess.BATCH = 3
home = Home(root)
store = Store.open(home.record_url)
work = Reprocessing(home, store, NEW, Selection(), make_parse=partial(Deadly, recorded))
work.extract()
if stage == "apply":
    save, forget = store.save, work.staging.forget
    store.save = lambda batch: (save(batch), step())[0]
    work.staging.forget = lambda ids: (step(), forget(ids))[1]
work.apply()
"""


@pytest.mark.parametrize(("stage", "after"), [("extract", 0), ("extract", 4), ("apply", 0), ("apply", 1), ("apply", 2)])
def test_killed_it_goes_on_where_it_was(desk: Desk, fresh: Dump, stage: str, after: int) -> None:
    command = [sys.executable, "-c", CHILD, desk.home.root, desk.recorded, stage, str(after)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert desk.versions().total() == ARTICLES
    assert stage == "apply" or desk.versions() == {OLD: ARTICLES}
    waiting = count_staged(staging_path(desk.home, NEW))
    reading = Replay(desk.recorded)
    work = desk.work()
    assert work.was_begun
    work.make_parse = lambda: reading
    work.extract(workers=1)
    assert len(reading.read) == (ARTICLES - waiting if stage == "extract" else 0), "what was read is not read again"
    work.apply()
    work.finish()
    assert dump(desk.store, KEPT) == fresh
    assert set(desk.rows("select status from loads")) <= {("finished",), ("interrupted",)}


def test_the_command(tmp_path: Path) -> None:
    texts, home = write_stories(tmp_path / "texts"), tmp_path / "home"
    assert run_cuttings(home, "load", texts).returncode == 0
    assert "nothing to do" in run_cuttings(home, "reprocess").stdout
    with sqlite3.connect(home / "record.sqlite") as db:
        db.execute("update articles set extractor_version = '0.0.1+00000000'")
        db.execute("update quotes set cue = null")
    db.close()
    assert "not yet reprocessed: 2 documents" in run_cuttings(home, "status").stdout
    dry = run_cuttings(home, "reprocess", "--dry-run")
    assert dry.returncode == 0 and "quotes changed, for example" in dry.stdout and "dry run: the old facts serve" in dry.stdout
    assert "2 are read and wait to be published" in run_cuttings(home, "status").stdout
    unasked = run_cuttings(home, "reprocess")
    assert unasked.returncode == 1 and "--yes" in unasked.stdout
    done = run_cuttings(home, "reprocess", "--yes")
    assert done.returncode == 0 and "2 documents have their new facts" in done.stdout, done.stderr
    assert "not yet reprocessed" not in run_cuttings(home, "status").stdout
    with duckdb.connect(str(Home(home).snapshot), read_only=True) as snapshot:
        assert snapshot.execute("select count(*) from quotes where cue is not null").fetchone() != (0,)
    assert run_cuttings(tmp_path / "none", "reprocess").returncode == 1
    assert run_cuttings(home, "reprocess", "--since", "someday").returncode == 2


def test_facts_at_one_place_are_paired_as_changed_only_when_unlike() -> None:
    def fact(says: str, at: int = 0) -> Fact:
        return Fact("positions", (1, at), "the mayor", (("person", says),))

    changes = compare([fact("Ann"), fact("Bo"), fact("Cy", 1)], [fact("Bo"), fact("Di"), fact("Ed"), fact("Flo", 2)])
    assert changes.counts == {("positions", "kept"): 1, ("positions", "changed"): 1, ("positions", "gained"): 2, ("positions", "lost"): 1}
    assert changes.examples["positions", "changed"] == ["the mayor: person Ann -> Di"]


def test_a_store_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    Store.open(Home(tmp_path).create().record_url).close()
    assert "nothing to do" in run_cuttings(tmp_path, "reprocess").stdout
