"""The command line as a user meets it: exit statuses, what is printed where, and errors that say what to do."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import duckdb
import pytest

from etl.cli.query import answer
from etl.home import Home
from etl.store import Store
from tests.pipeline.conftest import CUTTINGS, STORIES, run_cuttings, write_stories

COMMANDS = ["load", "sql", "search", "status", "ui", "publish", "version"]


@pytest.fixture
def home(loaded):
    return loaded[0]


def test_load_tells_what_it_did(loaded):
    home, done = loaded
    assert done.returncode == 0, done.stderr
    counts = dict(line.split()[:2] for line in done.stderr.splitlines() if line and line[0].isalpha())
    assert (counts["loaded"], counts["unchanged"], counts["quarantined"]) == ("2", "0", "0")
    assert done.stdout == ""
    assert (home / "cuttings.duckdb").is_file()


def test_no_terminal_no_progress_bar(loaded):
    assert "\x1b" not in loaded[1].stderr
    assert "\r" not in loaded[1].stderr


def test_every_contract_table_has_rows(home):
    with duckdb.connect(str(home / "cuttings.duckdb"), read_only=True) as db:
        tables = ("loads", "documents", "articles", "zones", "mentions", "people")
        empty = [table for table in tables if db.execute(f"select count(*) from {table}").fetchone() == (0,)]
    assert empty == []


def test_no_date_is_invented_where_none_is_known(home):
    done = run_cuttings(home, "sql", "select headline, published_from, published_basis from articles order by headline", "-f", "jsonl")
    bridge, school = (text.splitlines()[0] for text in STORIES.values())
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"headline": school, "published_from": "2025-03-05", "published_basis": "sidecar"},
        {"headline": bridge, "published_from": None, "published_basis": None},
    ]


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("csv", lambda text: list(csv.reader(io.StringIO(text)))),
        ("json", json.loads),
        ("jsonl", lambda text: [json.loads(line) for line in text.splitlines()]),
    ],
)
def test_sql_formats(home, form, read):
    done = run_cuttings(home, "sql", "select 1 as a, null as b, 'x,“y”' as c union all select 2, 3, 'z' order by a", "--format", form)
    expected = [{"a": 1, "b": None, "c": "x,“y”"}, {"a": 2, "b": 3, "c": "z"}]
    assert read(done.stdout) == ([["a", "b", "c"], ["1", "", "x,“y”"], ["2", "3", "z"]] if form == "csv" else expected)


def test_sql_table_cuts_nothing_off(home):
    done = run_cuttings(home, "sql", f"select '{'long ' * 100}end' as words, 12 as n")
    assert done.stdout.splitlines()[0].split() == ["words", "n"]
    assert done.stdout.splitlines()[2].endswith("end   12")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("40", ["── 1 " + "─" * 35, "words   long long long long long long", "        long long", "n       12"]),
        ("50", ["words" + " " * 38 + "n", "─" * 44, "long long long long long long long long   12"]),
    ],
)
def test_sql_turns_to_records_where_a_grid_would_be_unreadable(monkeypatch, columns, expected):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", Terminal())
    padding = "" if columns == "50" else ", " + ", ".join(f"{n} as n{n}" for n in range(9))
    answer(duckdb.connect(), f"select 'long long long long long long long long' as words, 12 as n{padding}", "table")
    assert sys.stdout.getvalue().splitlines()[: len(expected)] == expected


def test_sql_parquet_goes_to_a_file(home, tmp_path):
    assert run_cuttings(home, "sql", "select 7 as n", "-f", "parquet", "-o", tmp_path / "n.parquet").returncode == 0
    assert duckdb.sql(f"select n from '{tmp_path}/n.parquet'").fetchall() == [(7,)]


def test_sql_parquet_without_a_file_is_a_wrong_call(home):
    done = run_cuttings(home, "sql", "select 1", "-f", "parquet")
    assert (done.returncode, "--output" in done.stderr) == (2, True)


@pytest.mark.parametrize("query", ["", " ;", "/* only a comment */"])
@pytest.mark.parametrize("form", ["table", "parquet"])
def test_sql_without_a_statement_says_so(home, tmp_path, query, form):
    done = run_cuttings(home, "sql", query, "-f", form, "-o", tmp_path / "answer")
    assert (done.returncode, done.stderr.startswith("cuttings: "), "empty" in done.stderr) == (1, True, True)
    assert not (tmp_path / "answer").exists()


def test_sql_reads_a_query_from_standard_input(home):
    assert run_cuttings(home, "sql", "-", "-f", "csv", stdin="select 1 as a;\n").stdout == "a\n1\n"


@pytest.mark.parametrize(
    ("comment", "way"),
    [(words, "argument") for words in ("-- how many", "--how", "--", "---- n=1 ----", "--format=csv")]
    + [("-- how many", way) for way in ("--file", "-", "piped")],
)
def test_sql_takes_a_query_that_begins_with_a_comment(home, tmp_path, comment, way):
    query = f"{comment}\nselect 1 as a"
    (tmp_path / "q.sql").write_text(query)
    given = {"argument": [query], "--file": ["--file", tmp_path / "q.sql"], "-": ["-"], "piped": []}[way]
    done = run_cuttings(home, "sql", *given, "-f", "csv", stdin=query if way in {"-", "piped"} else None)
    assert (done.returncode, done.stdout, done.stderr) == (0, "a\n1\n", "")


def test_sql_still_takes_options_after_and_before_such_a_query(home, tmp_path):
    done = run_cuttings(home, "sql", f"--output={tmp_path / 'two words.csv'}", "--format", "csv", "--", "-- one\nselect 1 as a")
    assert (done.returncode, (tmp_path / "two words.csv").read_text()) == (0, "a\n1\n")
    mistyped = run_cuttings(home, "sql", "--fromat=csv", "select 1")
    assert (mistyped.returncode, "--fromat" in mistyped.stderr) == (2, True)
    only_words = run_cuttings(home, "sql", "-- only words")
    assert (only_words.returncode, "empty" in only_words.stderr) == (1, True)


def test_sql_writes_to_a_file(home, tmp_path):
    done = run_cuttings(home, "sql", "select 1 as a", "-f", "csv", "-o", tmp_path / "a.csv")
    assert (done.stdout, (tmp_path / "a.csv").read_text()) == ("", "a\n1\n")


@pytest.mark.parametrize(
    "query",
    [
        "delete from articles",
        "create table t as select 1",
        "copy articles to '/tmp/cuttings-test-leak.csv'",
        "select * from read_csv('/etc/passwd')",
        "attach '/tmp/cuttings-test-leak.duckdb'",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
def test_sql_can_change_nothing_and_reach_nothing(home, query):
    done = run_cuttings(home, "sql", query)
    assert done.returncode == 1
    assert done.stderr.startswith("cuttings: ")
    assert "Traceback" not in done.stderr


def test_sql_error_names_the_place(home):
    done = run_cuttings(home, "sql", "select nonsense from articles")
    assert (done.returncode, "nonsense" in done.stderr) == (1, True)


def test_load_of_an_empty_folder_says_so(tmp_path):
    (tmp_path / "texts").mkdir()
    done = run_cuttings(tmp_path / "home", "load", tmp_path / "texts")
    assert (done.returncode, f"no file to read in {tmp_path / 'texts'}" in done.stderr) == (1, True)


def test_sql_without_a_snapshot_says_what_to_do(tmp_path):
    done = run_cuttings(tmp_path, "sql", "select 1")
    assert (done.returncode, "cuttings load" in done.stderr) == (1, True)


def test_status_shows_counts_version_and_last_load(home):
    done = run_cuttings(home, "status")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split() == ["articles", "2"]
    assert "2 loaded, 0 unchanged, 0 quarantined" in done.stdout
    assert run_cuttings(home, "version").stdout.strip().rsplit(" ", 1)[-1] in done.stdout


def test_status_and_snapshot_count_the_same(home):
    counts = dict(line.split() for line in run_cuttings(home, "status").stdout.splitlines()[:8])
    asked = "select " + ", ".join(f"(select count(*) from {name}) as {name}" for name in counts)
    assert json.loads(run_cuttings(home, "sql", asked, "-f", "jsonl").stdout) == {name: int(count) for name, count in counts.items()}


def test_status_says_what_is_stored_and_not_published(home, tmp_path):
    shutil.copytree(home, tmp_path / "other")
    with closing(sqlite3.connect(tmp_path / "other" / "record.sqlite")) as record, record:
        record.execute("pragma foreign_keys = off")
        record.execute("delete from articles where article_id = (select min(article_id) from articles)")
    done = run_cuttings(tmp_path / "other", "status")
    assert "articles in the record store: 1" in done.stdout and "cuttings publish" in done.stdout


def test_status_without_a_warehouse_makes_none(tmp_path):
    done = run_cuttings(tmp_path / "none", "status")
    assert (done.returncode, "cuttings load" in done.stderr) == (1, True)
    assert not (tmp_path / "none").exists()


class TestLoad:
    """One warehouse through its life."""

    def test_life(self, tmp_path):
        texts, home = write_stories(tmp_path / "texts"), tmp_path / "home"
        (texts / "empty.txt").write_text("")
        first = run_cuttings(home, "load", texts / "*.txt")
        assert first.returncode == 0
        assert "empty 1" in first.stderr
        snapshot = self._rows(home)

        again = run_cuttings(home, "load", texts / "bridge.txt", texts / "school.txt")
        assert "unchanged    2" in again.stderr
        assert self._rows(home) == snapshot

        listed = run_cuttings(home, "status", "--quarantine")
        assert listed.stdout.split("\t")[:2] == ["empty", str(texts / "empty.txt")]

        nothing = run_cuttings(home, "load", tmp_path / "nowhere.txt", "--quiet")
        assert (nothing.returncode, nothing.stderr) == (1, "")
        assert self._rows(home) == snapshot

    @staticmethod
    def _rows(home):
        with duckdb.connect(str(home / "cuttings.duckdb"), read_only=True) as db:
            tables = ("articles", "mentions", "quotes", "figures", "entities")
            return {table: db.execute(f"select * from {table} order by all").fetchall() for table in tables}


def test_a_second_load_waits_and_says_so(tmp_path):
    texts, home = write_stories(tmp_path / "texts"), tmp_path / "home"
    store = Store.open(Home(home).create().record_url)
    with store.write_lock():
        arguments = [CUTTINGS, "load", str(texts)]
        second = subprocess.Popen(arguments, env={**os.environ, "CUTTINGS_HOME": str(home)}, stderr=subprocess.PIPE, text=True)
        assert "another load is running" in second.stderr.readline()
        assert second.poll() is None
    store.close()
    assert second.wait() == 0
    assert "loaded       2" in second.stderr.read()
    second.stderr.close()


def test_metadata_that_cannot_be_used_is_a_wrong_call(tmp_path):
    (tmp_path / "m.csv").write_text("file,published\na.txt,yesterday\n")
    done = run_cuttings(tmp_path / "home", "load", tmp_path, "--metadata", tmp_path / "m.csv")
    assert (done.returncode, "2024-10-31" in done.stderr) == (2, True)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "arguments", [["load"], ["load", "x", "--workers", "0"], ["sql", "select 1", "-f", "xml"], ["nonsense"], ["ui", "--port", "x"]]
)
def test_wrong_calls_end_with_two(tmp_path, arguments):
    done = run_cuttings(tmp_path, *arguments)
    assert done.returncode == 2
    assert "Usage" in done.stderr or "cuttings: name files" in done.stderr


def test_a_home_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    done = run_cuttings(tmp_path / "file" / "home", "load", tmp_path)
    assert (done.returncode, "CUTTINGS_HOME" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_sql_output_has_the_form_that_its_name_says(home, tmp_path):
    for name in ("a.csv", "a.json", "a.parquet", "a.txt"):
        assert run_cuttings(home, "sql", "select 1 as a", "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "a.csv").read_text() == "a\n1\n" and json.loads((tmp_path / "a.json").read_text()) == [{"a": 1}]
    assert (tmp_path / "a.txt").read_text() == "a\n─\n1\n" and (tmp_path / "a.parquet").read_bytes()[:4] == b"PAR1"
    assert run_cuttings(home, "sql", "select 1 as a", "-f", "csv", "-o", tmp_path / "a.json").returncode == 0
    assert (tmp_path / "a.json").read_text() == "a\n1\n"


def test_sql_without_rows_says_so(home):
    done = run_cuttings(home, "sql", "select 1 as a where false")
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "a", "no rows\n")
    assert run_cuttings(home, "sql", "select 1 as a where false", "-f", "csv").stderr == ""


def test_sql_names_the_statement_without_rows_where_there_are_several(home):
    done = run_cuttings(
        home, "sql", f"-- first\nselect 1 as a;\n-- second\nselect 2 as b\nwhere [false][1]; select {'3, ' * 90} 4 as c where false"
    )
    assert done.returncode == 0 and done.stderr.splitlines()[0] == "no rows: select 2 as b where [false][1]"
    assert done.stderr.splitlines()[1].startswith("no rows: select 3, 3,") and done.stderr.splitlines()[1].endswith(" …")


def test_sql_takes_a_dot_command_of_two_words(home):
    listed = run_cuttings(home, "sql", ".tables", "lookup", "-f", "csv")
    assert (listed.returncode, listed.stdout.splitlines()[1].split(",")[0]) == (0, "lookup")
    assert run_cuttings(home, "sql", ".tables", "-f", "csv").stdout.startswith("kind,name,what\nview,")
    assert run_cuttings(home, "sql", ".columns", "quotes", "words").returncode == 2


def test_sql_that_cannot_write_names_the_file_that_was_asked_for(home, tmp_path):
    done = run_cuttings(home, "sql", "select 1 as a", "-o", tmp_path / "none" / "a.csv")
    assert (done.returncode, f"cannot write {tmp_path}/none/a.csv:" in done.stderr) == (1, True)


def test_help_keeps_extras_and_flows(tmp_path):
    assert "pip install 'cuttings[ftm]'" in " ".join(run_cuttings(tmp_path, "export", "--help").stdout.split())
    assert "safe to paste. Of several statements every answer" in run_cuttings(tmp_path, "sql", "--help").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command(command, tmp_path):
    done = run_cuttings(tmp_path, command, "--help")
    assert (done.returncode, command in done.stdout) == (0, True)


def test_asking_loads_neither_orchestrator_nor_model(home):
    program = (
        "import sys; from etl.cli.query import run; run('select 1', 'csv', None);"
        "print([m for m in ('dagster', 'onnxruntime', 'sqlalchemy', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], env={"CUTTINGS_HOME": str(home)}, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
