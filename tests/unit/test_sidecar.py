"""Metadata files: which document a row is about, what it says, and what is reported."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from etl.readers import Sidecar, SidecarError
from etl.readers.sidecar import Metadata, parse_published


def sidecar(folder: Path, content: str, name: str = "m.csv") -> Sidecar:
    (folder / name).write_text(content, encoding="utf-8")
    return Sidecar.load(folder / name)


@pytest.mark.parametrize(
    ("key", "uri", "is_found"),
    [
        ("pier.txt", "file:///in/pier.txt", True),
        ("pier", "file:///in/pier.txt", True),
        ("pier.txt", "file:///in/other-pier.txt", False),
        ("2024/pier.txt", "file:///in/2024/pier.txt", True),
        ("./2024/pier.txt", "file:///in/2024/pier.txt", True),
        ("2024/pier.txt", "file:///in/2023/pier.txt", False),
        ("/in/2024/pier.txt", "file:///in/2024/pier.txt", True),
        ("2024/*.txt", "file:///in/2024/pier.txt", True),
        ("2024/*.txt", "file:///in/2023/pier.txt", False),
        ("näme 1.txt", "file:///in/n%C3%A4me%201.txt", True),
        ("https://bay.example/a?id=1", "https://bay.example/a?id=1", True),
        ("https://bay.example/a?id=1", "https://bay.example/axid=1", False),
        ("pier.txt", "file:///in/week.zip#a/pier.txt", True),
        ("https://bay.example/news/pier", "file:///in/d.jsonl#https%3A//bay.example/news/pier", True),
    ],
)
def test_which_document_a_row_is_about(tmp_path: Path, key: str, uri: str, is_found: bool) -> None:
    assert (sidecar(tmp_path, f"file,source\n{key},Bay\n").find(uri) is not None) == is_found


def test_a_container_speaks_for_its_parts_of_outlet_and_date_only(tmp_path: Path) -> None:
    found = sidecar(tmp_path, "file,source,published,headline\nweek.zip,Bay,2024-05,Week\n").find("file:///in/week.zip#a.txt")
    assert found == Metadata(source="Bay", published_text="2024-05", published=parse_published("2024-05", "sidecar"))


def test_a_row_for_the_file_comes_before_a_pattern(tmp_path: Path) -> None:
    read = sidecar(tmp_path, "file,source\n*.txt,Any\npier.txt,Bay\n*.txt,Later\n")
    assert [found.source for name in ("pier", "quay") if (found := read.find(f"file:///in/{name}.txt"))] == ["Bay", "Any"]


TWICE = {"m.csv": "file,published,source\na.txt,2024-05-06,Bay\na.txt,2024-05-07,Bay\n"}
TWICE["m.json"] = '{"a.txt": {"published": "2024-05-06"}, "a.txt": {"published": "2024-05-07"}}'
TWICE["list.json"] = json.dumps([{"file": "a.txt", "published": day} for day in ("2024-05-06", "2024-05-07")])
TWICE["m.yaml"] = "a.txt: {published: 2024-05-06}\na.txt: {published: 2024-05-07}\n"
TWICE["in.yaml"] = "articles:\n  a.txt: {published: 2024-05-06}\n  a.txt: {published: 2024-05-07}\n"


@pytest.mark.parametrize("name", TWICE)
def test_a_file_named_twice_with_conflicting_values_is_reported(tmp_path: Path, name: str) -> None:
    with pytest.raises(SidecarError, match=r"a\.txt.*05[-, ]0?6.*05[-, ]0?7|a\.txt.* 5, 6.* 5, 7") as raised:
        sidecar(tmp_path, TWICE[name], name)
    assert name in str(raised.value)


def test_rows_that_agree_or_complete_each_other_are_one(tmp_path: Path) -> None:
    found = sidecar(tmp_path, "file,published,source\na.txt,2024-05-06,\na.txt,,Bay\na.txt,2024-05-06,Bay\n").find("file:///in/a.txt")
    assert found is not None
    assert (found.source, found.published and found.published.start) == ("Bay", date(2024, 5, 6))


def test_what_is_said_later_counts_and_what_it_leaves_out_stays() -> None:
    former = Metadata("Bay", "2024", parse_published("2024", "sidecar"), None, "Old", "Jane Roe")
    later = Metadata(published_text="2024-05-06", published=parse_published("2024-05-06", "sidecar"), headline="New")
    merged = later.over(former)
    assert merged == Metadata("Bay", "2024-05-06", later.published, None, "New", "Jane Roe")
    assert Metadata.of_row(merged.as_row()) == merged
    assert later.over(None) == later


def test_many_rows_are_found_without_looking_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand files beside as many rows: a look-up must not walk the rows."""
    read = sidecar(tmp_path, "file,source\n" + "".join(f"folder/{n}.txt,Bay\n" for n in range(2000)))
    looked = []
    paths = dict(read._paths)
    monkeypatch.setattr(
        read, "_paths", type("Watched", (dict,), {"get": lambda self, k, d=(): looked.extend(paths.get(k, d)) or paths.get(k, d)})()
    )
    assert read.find("file:///in/folder/7.txt") and not read.find("file:///in/folder/x.txt")
    assert looked == ["folder/7.txt"]


@pytest.mark.parametrize(
    "content",
    [
        "file;source;published\na.txt;Bäy;2024-05-06\n",
        "file\tsource\tpublished\na.txt\tBäy\t2024-05-06\n",
        "File,Newspaper,Date published\r\n\r\n,,\r\na.txt,Bäy,2024-05-06,more\r\n",
        'file,headline,source,published\na.txt,"Two\nlines",Bäy,2024-05-06\n',
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_as_spreadsheets_write_them(tmp_path: Path, content: str, charset: str) -> None:
    (tmp_path / "m.csv").write_bytes(content.encode(charset))
    found = Sidecar.load(tmp_path / "m.csv").find("file:///in/a.txt")
    assert found is not None
    assert (found.source, found.published_text) == ("Bäy", "2024-05-06")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.csv", ""),
        ("m.csv", "foo,bar\na,b\n"),
        ("m.csv", "source,published\nBay,2024\n"),
        ("m.csv", "file,published\na.txt,06/05/2024\n"),
        ("m.csv", "file,source\na.txt,B\0ay\n"),
        ("m.json", '"x"'),
        ("m.json", '["a.txt"]'),
        ("m.json", "[null]"),
        ("m.json", "5"),
        ("m.json", '{"a.txt": "Bay"}'),
        ("m.json", "[" * 100_000),
        ("m.yaml", "hello"),
        ("m.yaml", "articles: [a.txt]"),
        ("m.yaml", "columns: [a, b]"),
        ("m.yaml", "? [a]\n: b"),
        ("m.yaml", '!!python/object/apply:os.system ["id"]'),
    ],
)
def test_what_is_no_metadata_file_is_told_and_does_not_crash(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(SidecarError, match=re.escape(name)):
        sidecar(tmp_path, content, name)
