"""The loading loop on a real SQLite store, with a parser that fails on demand."""

from __future__ import annotations

import pytest

from etl.load.extraction import Extraction, Outcome, Task
from etl.load.lander import land
from etl.load.loader import Loader
from etl.load.pool import POOL_FROM, count_workers, extract_all
from etl.load.request import LoadRequest
from etl.readers import SidecarError
from tests.pipeline import fake_parse
from tests.pipeline.warehouse import STORY, outcome_of


def test_a_second_load_changes_no_row_and_says_so(warehouse):
    warehouse.offer(a="one", b="two")
    assert outcome_of(warehouse.load()) == (2, 0, [])
    before = warehouse.rows("select * from articles order by 1") + warehouse.rows("select * from documents order by 1")
    assert outcome_of(warehouse.load()) == (0, 2, [])
    assert warehouse.rows("select * from articles order by 1") + warehouse.rows("select * from documents order by 1") == before


def test_a_changed_file_is_replaced_and_its_old_document_stays(warehouse):
    warehouse.offer(a="one")
    warehouse.load()
    warehouse.offer(a="two")
    assert outcome_of(warehouse.load()) == (1, 0, [])
    assert warehouse.rows("select count(*) from articles") == [(1,)]
    assert sorted(warehouse.rows("select status from documents")) == [("loaded",), ("superseded",)]


def test_another_extractor_reads_again(warehouse):
    warehouse.offer(a="one")
    warehouse.load()
    assert outcome_of(warehouse.load(version="fake-2")) == (1, 0, [])


def test_a_sidecar_that_says_something_new_changes_the_article_without_reading_it_again(warehouse, tmp_path):
    warehouse.offer(a="one")
    warehouse.load()
    (tmp_path / "known.csv").write_text("file,published\na.txt,2024-05-06\n")
    for redated in (1, 0):
        report = warehouse.load(metadata=tmp_path / "known.csv")
        assert (outcome_of(report), report.redated, report.words) == ((0, 1, []), redated, 0)
    assert outcome_of(warehouse.load()) == (0, 1, []), "a later load without the sidecar must not forget it"
    assert warehouse.rows("select published_text, published_basis from articles") == [("2024-05-06", "sidecar")]


def test_what_a_sidecar_said_outlives_a_new_extractor_and_a_new_version_of_the_page(warehouse, tmp_path):
    warehouse.offer(a="one")
    (tmp_path / "known.csv").write_text("file,published,source\na.txt,2024-05-06,Bay Courier\n")
    warehouse.load(metadata=tmp_path / "known.csv")
    (tmp_path / "more.csv").write_text("file,source\na.txt,The Bay Courier\n")
    warehouse.load(metadata=tmp_path / "more.csv")
    warehouse.load(version="fake-2")
    warehouse.offer(a="two")
    warehouse.load()
    query = "select published_text, name from articles join sources using (source_id)"
    assert warehouse.rows(query) == [("2024-05-06", "The Bay Courier")]
    assert warehouse.rows("select name from sources") == [("The Bay Courier",)]


@pytest.mark.parametrize("word", ["explode", "misplaced"])
def test_one_bad_document_stops_nothing(warehouse, word):
    warehouse.offer(a="one", b=word, c="three")
    assert outcome_of(warehouse.load()) == (2, 0, [("b.txt", "extractor_crash")])
    assert warehouse.rows("select status, reason_code from documents where status <> 'loaded'") == [("quarantined", "extractor_crash")]


def test_unreadable_documents_are_quarantined_with_their_reason(warehouse):
    warehouse.offer(a="one")
    (warehouse.texts / "b.txt").write_bytes(b"")
    (warehouse.texts / "c.xyz").write_text("words")
    assert outcome_of(warehouse.load()) == (1, 0, [("b.txt", "empty"), ("c.xyz", "format_unsupported")])


def test_counts_in_the_ledger_are_those_reported(warehouse):
    warehouse.offer(a="one", b="explode")
    report = warehouse.load()
    query = "select documents_seen, documents_loaded, documents_unchanged, documents_quarantined, status from loads"
    assert warehouse.rows(query) == [(2, 1, 0, 1, "finished")]
    assert (report.seen, report.rows["articles"]) == (2, 1)


def test_progress_counts_every_document(warehouse):
    warehouse.offer(a="one", b="explode", c="three")
    warehouse.load()
    assert [(step.done, step.total) for step in warehouse.steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_sidecar_that_cannot_be_read_stops_before_anything_is_written(warehouse, tmp_path):
    warehouse.offer(a="one")
    with pytest.raises(SidecarError):
        warehouse.load(metadata=tmp_path / "nowhere.csv")
    assert warehouse.rows("select * from loads") == []


def test_a_store_that_fails_closes_the_load_as_failed(warehouse, monkeypatch):
    warehouse.offer(a="one")

    def full_disk(batch):
        raise OSError("No space left on device")

    monkeypatch.setattr(warehouse.store, "save", full_disk)
    with pytest.raises(OSError, match="No space"):
        warehouse.load()
    assert warehouse.rows("select status from loads") == [("failed",)]


class TestPool:
    def test_results_come_in_order_and_equal_those_of_one_process(self, warehouse):
        warehouse.offer(**{f"n{i:02}": f"word{i}" for i in range(12)})
        assert outcome_of(warehouse.load(workers=2)) == (12, 0, [])
        assert [step.uri.rsplit("/", 1)[-1] for step in warehouse.steps[1:]] == [f"n{i:02}.txt" for i in range(12)]
        pooled = warehouse.rows("select article_id, text from articles order by 1")
        warehouse.load(version="again")
        assert warehouse.rows("select article_id, text from articles order by 1") == pooled

    def test_a_worker_that_dies_costs_its_document_only(self, warehouse):
        warehouse.offer(a="one", b="segfault", c="three", d="four")
        assert outcome_of(warehouse.load(workers=2)) == (3, 0, [("b.txt", "extractor_crash")])

    def test_a_worker_that_takes_too_much_memory_costs_its_document_only(self, warehouse):
        warehouse.offer(a="one", b="hoard", c="three")
        report = warehouse.load(workers=2)
        assert outcome_of(report) == (2, 0, [("b.txt", "extractor_crash")])
        assert "MemoryError" in report.quarantined[0].reason

    def test_a_worker_that_hangs_costs_its_document_only(self, tmp_path):
        tasks = []
        for name, word in (("a", "one"), ("b", "hang"), ("c", "three")):
            path = tmp_path / f"{name}.txt"
            path.write_text(STORY.format(word=word))
            tasks.append(Task(path.as_uri(), name * 64, 1, "2026-01-01T00:00:00+00:00", str(path)))
        outcomes = list(extract_all(tasks, start_fake, workers=2, timeout_seconds=8.0))
        assert [(o.task.uri[-5:], o.reason_code) for o in outcomes] == [("a.txt", None), ("b.txt", "extractor_timeout"), ("c.txt", None)]

    @pytest.mark.parametrize(
        ("asked", "documents", "cores", "expected"), [(None, POOL_FROM - 1, 8, 1), (None, POOL_FROM, 8, 8), (3, 1, 8, 3), (0, 1, 8, 1)]
    )
    def test_how_many_workers(self, monkeypatch, asked, documents, cores, expected):
        monkeypatch.setattr("os.cpu_count", lambda: cores)
        monkeypatch.setattr("os.process_cpu_count", lambda: cores, raising=False)
        assert count_workers(asked, documents) == expected


def start_fake() -> Extraction:
    return Extraction(fake_parse.fake_parser, None)


def test_the_model_is_loaded_only_when_something_is_to_be_read(warehouse):
    warehouse.offer(a="one")
    warehouse.load()

    def no_model():
        raise AssertionError("the model was loaded for nothing")

    landing = land(LoadRequest((str(warehouse.texts),)), warehouse.home)
    with warehouse.store.write_lock():
        report = Loader(warehouse.home, warehouse.store, fake_parse.VERSION, make_parse=no_model).load(landing)
    assert report.unchanged == 1


def test_an_outcome_without_rows_has_a_reason():
    task = Task("file:///a.xyz", "0" * 64, 1, "2026-01-01T00:00:00+00:00", "/nowhere")
    outcome = Extraction(fake_parse.fake_parser, None)(task)
    assert isinstance(outcome, Outcome)
    assert (outcome.rows, outcome.reason_code) == (None, "extractor_crash")
    assert "FileNotFoundError" in (outcome.reason or "")
