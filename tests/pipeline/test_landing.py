"""Landing: what is offered is kept as received, told apart from what is known, and watched until it stops moving."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.home import Home
from etl.load.lander import land
from etl.load.landing import Landing
from etl.load.request import LoadRequest, RequestError
from etl.load.watch import Watch, scan


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def test_bytes_are_kept_exactly_as_received(home, tmp_path):
    content = b"\xef\xbb\xbfMayor opens bridge\r\n\r\nText \xe2\x80\x9cquoted\xe2\x80\x9d.\r\n"
    (tmp_path / "one.txt").write_bytes(content)
    landing = land(LoadRequest((str(tmp_path / "one.txt"),)), home)
    (document,) = landing.documents
    assert home.document_path(document.sha256).read_bytes() == content
    assert (document.byte_size, document.verdict) == (len(content), "new")


def test_one_content_is_kept_once(home, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The same words.")
    landing = land(LoadRequest((str(tmp_path / "*.txt"),)), home)
    assert len({d.uri for d in landing.documents}) == 2
    assert len([p for p in home.documents.rglob("*") if p.is_file()]) == 1


def test_what_cannot_be_read_is_told_and_stops_nothing(home, tmp_path):
    (tmp_path / "one.txt").write_text("Words.")
    landing = land(LoadRequest((str(tmp_path / "gone.txt"), str(tmp_path / "one.txt"))), home)
    assert [(d.verdict, d.reason_code) for d in landing.documents] == [("unreadable", "missing"), ("new", None)]


def test_a_landing_survives_its_file(home, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "näme with space.txt").write_text("Words.")
    landing = land(LoadRequest((str(tmp_path / "texts"),)), home)
    again = Landing.read(landing.path)
    assert again == landing
    assert [document.uri.rsplit("/", 1)[-1] for document in again.documents] == ["n%C3%A4me%20with%20space.txt"]


def test_a_request_survives_its_file_with_absolute_paths(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    request = LoadRequest.read(LoadRequest(("some/*.txt",), "facts.csv", 2).write(home))
    assert request == LoadRequest((str(tmp_path / "some/*.txt"),), str(tmp_path / "facts.csv"), 2)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"path": []}'])
def test_a_damaged_request_is_named(tmp_path, content):
    (tmp_path / "r.json").write_text(content)
    with pytest.raises(RequestError, match=r"r\.json"):
        LoadRequest.read(tmp_path / "r.json")


def test_the_landing_folder_brings_its_own_metadata(home):
    assert LoadRequest.of_landing(home).metadata is None
    (home.landing / "metadata.csv").write_text("file,source\n")
    assert LoadRequest.of_landing(home).metadata == str(home.landing / "metadata.csv")


STATES = st.tuples(st.integers(0, 99), st.integers(0, 99))
FOLDERS = st.dictionaries(st.sampled_from("abcdef"), STATES, max_size=6)


class TestWatch:
    def test_a_file_waits_until_two_looks_agree(self):
        looks = [{"a": (3, 1)}, {"a": (40, 2)}, {"a": (40, 2)}, {"a": (40, 2)}]
        watch, handed = Watch(), []
        for look in looks:
            ready, watch = watch.look(look)
            handed.append(ready)
        assert handed == [(), (), ("a",), ()]

    def test_a_changed_file_counts_again(self):
        _, watch = Watch(moving={"a": (1, 1)}).look({"a": (1, 1)})
        _, watch = watch.look({"a": (1, 2)})
        ready, _ = watch.look({"a": (1, 2)})
        assert ready == ("a",)

    def test_a_vanished_file_is_forgotten(self):
        _, watch = Watch(settled={"a": (1, 1)}).look({})
        assert watch == Watch()

    @given(st.lists(FOLDERS, max_size=8))
    def test_nothing_is_handed_on_twice_in_one_state_and_nothing_that_moved(self, looks):
        watch, before, handed = Watch(), {}, {}
        for look in looks:
            ready, watch = watch.look(look)
            for path in ready:
                assert before.get(path) == look[path]
                assert handed.get(path) != look[path]
            handed = {path: state for path, state in {**handed, **{p: look[p] for p in ready}}.items() if path in look}
            before = look
            assert Watch.decode(watch.encode()) == watch

    @pytest.mark.parametrize("text", [None, "", "nonsense", "[]", json.dumps({"settled": [1]}), json.dumps({"settled": {"a": 3}})])
    def test_a_damaged_cursor_starts_anew(self, text):
        assert Watch.decode(text) == Watch()

    def test_scan_sees_files_but_not_partial_or_hidden_ones(self, tmp_path: Path):
        for name in ("a.txt", "b.txt.part", ".hidden", "sub/c.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("words")
        assert sorted(Path(p).name for p in scan(tmp_path)) == ["a.txt", "c.txt"]
