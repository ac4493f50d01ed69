"""Containers are taken apart: each part has its row in the ledger, a bad one stops nothing, and wire items keep their versions apart."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from etl.load import lander
from etl.load.request import LoadRequest
from etl.readers import unpack
from tests.pipeline.fake_parse import FakeParse
from tests.pipeline.warehouse import STORY, outcome_of
from tests.unit.archive_samples import zipped

TEXT = STORY.format(word="one")


def lines(*rows):
    return "\n".join(json.dumps(row) if isinstance(row, dict) else row for row in rows)


class TestLedger:
    def test_every_member_has_its_row_and_a_bad_one_stops_nothing(self, warehouse):
        members = {"a.txt": TEXT.encode(), "b.txt": b"", "c.xyz": b"words", "d.txt": STORY.format(word="explode").encode()}
        (warehouse.texts / "week.zip").write_bytes(zipped({**members, "e.txt": STORY.format(word="two").encode()}))
        bad = [("week.zip#b.txt", "empty"), ("week.zip#c.xyz", "format_unsupported"), ("week.zip#d.txt", "extractor_crash")]
        assert outcome_of(warehouse.load()) == (2, 0, bad)
        states = dict(warehouse.rows("select uri, status from documents"))
        assert {uri.rsplit("/", 1)[-1]: status for uri, status in states.items()} == {
            **{f"week.zip#{name}": "quarantined" for name in ("b.txt", "c.xyz", "d.txt")},
            **{f"week.zip#{name}": "loaded" for name in ("a.txt", "e.txt")},
        }
        assert outcome_of(warehouse.load()) == (0, 2, bad)

    def test_rows_of_a_dump_that_grew_are_unchanged(self, warehouse):
        rows = [{"text": STORY.format(word=word), "title": word} for word in ("one", "two", "three")]
        (warehouse.texts / "d.jsonl").write_text(lines(*rows[:2], "{broken"))
        assert outcome_of(warehouse.load()) == (2, 0, [("d.jsonl#3", "broken")])
        (warehouse.texts / "d.jsonl").write_text(lines(*rows))
        assert outcome_of(warehouse.load()) == (1, 2, [])
        assert [status for _, status, _ in warehouse.ledger()] == ["loaded", "loaded", "loaded", "superseded"]

    def test_a_feed_that_moved_on_keeps_what_it_showed_before(self, warehouse):
        def show(*names):
            items = "".join(
                f"<item><title>{n}</title><link>https://bay.example/{n}</link><description>{TEXT} {n}</description></item>" for n in names
            )
            (warehouse.texts / "feed.rss").write_text(f'<rss version="2.0"><channel><title>Bay</title>{items}</channel></rss>')

        show("one", "two")
        assert outcome_of(warehouse.load()) == (2, 0, [])
        show("three", "one")
        assert outcome_of(warehouse.load()) == (1, 1, [])
        assert warehouse.rows("select count(*) from articles") == [(3,)]

    def test_a_broken_container_is_one_document_until_it_is_mended(self, warehouse):
        content = zipped({"a.txt": TEXT.encode()})
        (warehouse.texts / "x.zip").write_bytes(content[: len(content) // 2])
        assert outcome_of(warehouse.load()) == (0, 0, [("x.zip", "broken")])
        (warehouse.texts / "x.zip").write_bytes(content)
        assert outcome_of(warehouse.load()) == (1, 0, [])
        assert warehouse.ledger() == [("x.zip", "superseded", "broken"), ("x.zip#a.txt", "loaded", None)]

    def test_a_file_of_one_article_keeps_its_own_bytes(self, warehouse):
        content = json.dumps({"text": TEXT, "title": "Pier"}).encode()
        (warehouse.texts / "one.json").write_bytes(content)
        assert outcome_of(warehouse.load()) == (1, 0, [])
        ((sha256, size),) = warehouse.rows("select sha256, byte_size from documents")
        assert warehouse.home.document_path(sha256).read_bytes() == content and size == len(content)

    def test_metadata_reaches_the_parts(self, warehouse, tmp_path):
        (warehouse.texts / "week.zip").write_bytes(zipped({"a.txt": TEXT.encode(), "b.txt": STORY.format(word="b").encode()}))
        (tmp_path / "m.csv").write_text("file,published,headline\nweek.zip,2024-05,\na.txt,2024-05-06,Own headline\n")
        warehouse.load(metadata=tmp_path / "m.csv")
        query = "select published_text, headline like 'Own%' from articles order by published_text"
        assert warehouse.rows(query) == [("2024-05", 0), ("2024-05-06", 1)]

    def test_many_parts_are_landed_one_by_one(self, warehouse, monkeypatch):
        """The next part is taken out of its container when the one before it is kept and written down, not earlier."""
        taken, kept, ahead = 0, 0, set()

        def counting(document, sidecar):
            nonlocal taken
            for part in unpack(document, sidecar):
                taken += 1
                ahead.add(taken - kept)
                yield part

        def keep(document, home):
            nonlocal kept
            kept += 1

        monkeypatch.setattr(lander, "unpack", counting)
        monkeypatch.setattr(lander, "keep", keep)
        (warehouse.texts / "many.zip").write_bytes(zipped({f"{n}.txt": b"words" for n in range(300)}))
        landing = lander.land(LoadRequest((str(warehouse.texts),)), warehouse.home)
        assert (landing.count("new"), landing.count("container"), ahead) == (300, 1, {1})


class TestWire:
    """`uri` names an item in all its versions; the files are named as an agency names them."""

    def send(self, warehouse, file, version, word, status="usable", item="urn:wire:1"):
        row = {"uri": item, "version": version, "versioncreated": "2024-05-06", "pubstatus": status, "headline": word}
        (warehouse.texts / file).write_text(json.dumps({**row, "body_text": STORY.format(word=word)}))

    def current(self, warehouse):
        return [word for (word,) in warehouse.rows("select headline from articles order by 1")]

    def test_a_correction_in_another_file_takes_the_place(self, warehouse):
        self.send(warehouse, "m1.json", "1", "first")
        warehouse.load()
        self.send(warehouse, "m2.json", "2", "corrected")
        warehouse.load()
        assert self.current(warehouse) == ["corrected"]
        assert warehouse.ledger() == [("m1.json", "superseded", None), ("m2.json", "loaded", None)]

    @pytest.mark.parametrize("names", [("a.json", "b.json", "c.json"), ("c.json", "b.json", "a.json"), ("b.json", "c.json", "a.json")])
    def test_the_order_of_files_does_not_matter(self, warehouse, names):
        for version, name in enumerate(names, 9):
            self.send(warehouse, name, str(version), f"version {version}")
        warehouse.load()
        assert self.current(warehouse) == ["version 11"]
        warehouse.load()
        assert self.current(warehouse) == ["version 11"]

    @pytest.mark.parametrize("together", [True, False])
    @pytest.mark.parametrize(("first", "kill"), [("m1.json", "m2.json"), ("m2.json", "m1.json")])
    def test_a_withdrawal_takes_the_facts_out_and_they_stay_out(self, warehouse, together, first, kill):
        self.send(warehouse, first, "1", "false report")
        if not together:
            warehouse.load()
            assert self.current(warehouse) == ["false report"]
        self.send(warehouse, kill, "2", "", "canceled")
        for _ in range(2):
            warehouse.load()
            assert self.current(warehouse) == []
            assert dict(warehouse.rows("select status, count(*) from documents group by 1")) == {"superseded": 1, "quarantined": 1}

    @pytest.mark.parametrize(("version", "kill"), [("2024-06-01T10:00:00Z", "3"), ("4", "2024-06-01T10:00:00Z"), ("7", "")])
    def test_a_withdrawal_whose_version_cannot_be_compared_holds(self, warehouse, version, kill):
        self.send(warehouse, "m1.json", version, "false report")
        warehouse.load()
        self.send(warehouse, "m2.json", kill, "", "canceled")
        warehouse.load()
        assert self.current(warehouse) == []

    def test_a_later_version_comes_back_after_a_withdrawal(self, warehouse):
        self.send(warehouse, "m1.json", "1", "", "canceled")
        warehouse.load()
        self.send(warehouse, "m2.json", "2", "put right")
        warehouse.load()
        assert self.current(warehouse) == ["put right"]
        assert warehouse.ledger() == [("m1.json", "superseded", "withdrawn"), ("m2.json", "loaded", None)]

    def test_two_files_of_one_version_do_not_take_turns(self, warehouse):
        self.send(warehouse, "m1.json", "1", "same")
        self.send(warehouse, "m2.json", "1", "same")
        warehouse.load()
        for _ in range(2):
            assert outcome_of(warehouse.load()) == (0, 2, [])

    def test_other_items_are_left_alone(self, warehouse):
        self.send(warehouse, "m1.json", "1", "one")
        self.send(warehouse, "m2.json", "2", "", "canceled", item="urn:wire:2")
        warehouse.load()
        assert self.current(warehouse) == ["one"]


class TestRetry:
    def test_what_failed_is_not_tried_again_until_told(self, warehouse):
        def never():
            raise AssertionError("tried again")

        warehouse.offer(a="explode", b="one")
        assert outcome_of(warehouse.load()) == (1, 0, [("a.txt", "extractor_crash")])
        assert outcome_of(warehouse.load(parse=never)) == (0, 1, [("a.txt", "extractor_crash")])
        assert outcome_of(warehouse.load(retry=(), parse=Mended)) == (1, 0, [])
        assert warehouse.ledger() == [("a.txt", "loaded", None), ("b.txt", "loaded", None)]

    def test_another_extractor_tries_by_itself(self, warehouse):
        warehouse.offer(a="explode")
        warehouse.load()
        assert outcome_of(warehouse.load(version="fake-2", parse=Mended)) == (1, 0, [])

    def test_by_reason(self, warehouse):
        warehouse.offer(a="explode")
        (warehouse.texts / "b.txt").write_bytes(b"")
        warehouse.load()
        assert outcome_of(warehouse.load(retry=("empty",), parse=Mended)) == (0, 0, [("b.txt", "empty")])
        assert outcome_of(warehouse.load(retry=("extractor_crash",), parse=Mended)) == (1, 0, [])

    def test_a_mended_file_is_read_as_it_is_now(self, warehouse):
        (warehouse.texts / "a.txt").write_bytes(b"")
        warehouse.load()
        warehouse.offer(a="one")
        assert outcome_of(warehouse.load(retry=())) == (1, 0, [])
        assert warehouse.ledger() == [("a.txt", "loaded", None), ("a.txt", "superseded", "empty")]

    def test_a_file_that_is_gone_is_read_from_the_bytes_that_were_kept(self, warehouse):
        (warehouse.texts / "w.zip").write_bytes(zipped({"a.txt": STORY.format(word="explode").encode(), "b.txt": TEXT.encode()}))
        warehouse.load()
        (warehouse.texts / "w.zip").unlink()
        assert outcome_of(warehouse.load(retry=(), parse=Mended)) == (1, 0, [])

    def test_a_mistyped_path_is_told_and_enters_no_ledger(self, warehouse):
        assert outcome_of(warehouse.load(warehouse.texts / "gone.txt")) == (0, 0, [("gone.txt", "missing")])
        assert warehouse.ledger() == [] and warehouse.load(retry=()).seen == 0

    def test_what_an_earlier_version_entered_as_missing_leaves_with_a_retry(self, warehouse, monkeypatch):
        monkeypatch.setattr("etl.load.judging.MISSING", None)
        warehouse.load(warehouse.texts / "gone.txt")
        monkeypatch.undo()
        assert warehouse.ledger() == [("gone.txt", "quarantined", "missing")]
        assert outcome_of(warehouse.load(retry=())) == (0, 0, [("gone.txt", "missing")])
        assert warehouse.ledger() == [("gone.txt", "superseded", "missing")] and warehouse.load(retry=()).seen == 0

    def test_a_withdrawn_article_is_not_tried_again(self, warehouse):
        TestWire().send(warehouse, "m1.json", "1", "", "canceled")
        warehouse.load()
        assert outcome_of(warehouse.load(retry=())) == (0, 0, [])

    def test_an_empty_quarantine(self, warehouse):
        assert warehouse.load(retry=()).seen == 0


class Mended:
    """The extractor after its fault was found."""

    def __call__(self, articles, document_ids):
        calm = [replace(a, text=a.text.replace("explode", "xxxxxxx")) for a in articles]
        return FakeParse()(calm, document_ids)
