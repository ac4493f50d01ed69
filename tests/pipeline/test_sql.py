"""`cuttings sql` beyond one query: several statements, files, attacks by paste, output that is whole or absent, and the prompt."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import duckdb
import pytest

from etl.cli import shell
from etl.cli.query import run
from etl.home import Home
from etl.publish import publish
from etl.serving import open_snapshot
from tests.pipeline.conftest import CUTTINGS
from tests.pipeline.test_connect import ATTACKS
from tests.pipeline.test_search import SQL, save


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql")
    save(f"sqlite:///{folder / 'record.sqlite'}", range(3))
    publish(f"sqlite:///{folder / 'record.sqlite'}", folder / "cuttings.duckdb", SQL)
    return folder


@pytest.fixture(autouse=True)
def _at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTTINGS_HOME", str(home))


def test_every_statement_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("select 1 as one; select 2 as two", "table") == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip() and "─" not in line] == ["one", "1", "two", "2"]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet"])
def test_a_form_for_one_answer_refuses_two(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("select 1; select 2", form, tmp_path / "out") == 1
    assert "2 statements" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("from quotes_of(marsh)", "quotation marks: quotes_of('marsh')"),
        ('from quotes_of("Tivona Marsh")', "quotation marks: quotes_of('Tivona Marsh')"),
        ("from quotes_of(tivona marsh)", "quotation marks: quotes_of('tivona marsh')"),
        ("from quotes_of", "quotes_of is a lookup and takes a name: from quotes_of('…')"),
    ],
)
@pytest.mark.parametrize("form", ["table", "csv", "parquet"])
def test_a_lookup_called_wrongly_says_how(query: str, hint: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(query, form, tmp_path / "out") == 1
    assert hint in capsys.readouterr().err


def test_other_mistakes_have_no_hint_of_lookups(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("select nonsense from quotes_of('marsh')", "table") == 1
    assert "quotation marks" not in capsys.readouterr().err


def test_what_there_is_to_ask_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(".tables", "csv") == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[0] == "kind,name,what" and {line.split(",")[0] for line in listed[1:]} == {"view", "lookup", "table"}
    assert any(line.startswith('lookup,quotes_of(who),"What somebody is quoted with') for line in listed)
    assert all(line.split(",", 2)[2] for line in listed)
    assert run(".columns who_met_whom", "csv") == 0
    assert "party_a,VARCHAR," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "kinds", "names"),
    [
        (".tables view", {"view"}, {"who_met_whom", "figure_series"}),
        (".tables VIEWS;", {"view"}, {"who_met_whom"}),
        (".tables lookup", {"lookup"}, {"quotes_of", "figures_on"}),
        (".tables tables", {"table"}, {"quotes", "figures"}),
        (".tables quotes_", {"view", "lookup", "table"}, {"quotes_of", "quotes_by_speaker", "quotes_about"}),
        (".tables who_met", {"view"}, {"who_met_whom"}),
    ],
)
def test_tables_are_listed_by_kind_or_word(command: str, kinds: set[str], names: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "jsonl") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["kind"] for row in rows} <= kinds and rows
    assert names <= {row["name"].split("(")[0] for row in rows}


def test_a_word_that_no_table_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(".tables zeppelin's", "table") == 1
    assert "nothing that there is to ask has zeppelin's in its name" in capsys.readouterr().err


def test_help_says_what_can_be_asked_and_it_can(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every dot command and lookup of the house stands in it, and every query that it shows runs."""
    typed = iter([".help", ".quit"])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))
    assert shell.open_shell(Home.from_env(), "plain") == 0
    shown = capsys.readouterr().err
    queries = re.findall(r"(?:from|select) [^;\n]+;", shown)
    assert len(queries) >= 8 and {".tables", ".columns", ".quit"} <= set(re.findall(r"\.[a-z]+", shown))
    assert all(run(query, "table") == 0 for query in queries)
    lookups = {line.split("(")[0] for line in re.findall(r"\w+\('", shown)}
    with duckdb.connect(str(home / "cuttings.duckdb"), read_only=True) as db:
        found = db.execute("select function_name from duckdb_functions() where function_type = 'table_macro' and not internal").fetchall()
    assert {name for (name,) in found} == lookups


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("'gt', 9000.0, null", "more than 9,000"),
        ("'eq', 2.5, 3.0", "2.5 to 3"),
        ("'le', 3.0, null", "at most 3"),
        ("'approx', 87e9, null", "about 87,000,000,000"),
        ("'eq', 0.0001, null", "0.0001"),
        ("'eq', 100.0, null", "100"),
        ("'up_to', -2.3, null", "up to -2.3"),
    ],
)
def test_figures_are_written_as_people_do(amount: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(f"select amount_text({amount}) as shown", "jsonl") == 0
    assert json.loads(capsys.readouterr().out) == {"shown": shown}


def test_several_dot_commands_are_answered_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "asked.sql").write_text(".columns who_met_whom\n\n.columns quotes\n")
    assert run(None, "table", file=tmp_path / "asked.sql") == 0
    shown = capsys.readouterr().out
    assert "party_a" in shown and "speaker_text" in shown


def test_a_dot_command_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(".nonsense", "table") == 2
    assert "there are .tables" in capsys.readouterr().err


def test_columns_of_a_view_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(".columns who_mett", "table") == 1
    assert "no view or table called who_mett" in capsys.readouterr().err


def test_columns_of_a_lookup_are_asked_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(".columns quotes_of", "table") == 1
    assert "describe from quotes_of('name')" in capsys.readouterr().err
    assert run(".columns WHO_MET_WHOM", "csv") == 0 and "party_a,VARCHAR," in capsys.readouterr().out


def test_a_query_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.sql").write_text("\ufeff-- how many\nselect count(*) as n from articles;\n", encoding="utf-8")
    assert run(None, "jsonl", file=tmp_path / "q.sql") == 0
    assert json.loads(capsys.readouterr().out) == {"n": 3}


@pytest.mark.parametrize(
    ("query", "content", "status", "message"),
    [
        (None, None, 1, "cannot read"),
        ("select 1", b"select 2", 2, "not both"),
        (None, b"\xff\xfe\x00", 1, "no UTF-8"),
        (None, b" -- only words", 1, "empty"),
    ],
)
def test_a_file_that_cannot_be_asked(
    query: str | None, content: bytes | None, status: int, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "q.sql").write_bytes(content)
    assert run(query, "table", file=tmp_path / "q.sql") == status
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("query", ATTACKS)
@pytest.mark.parametrize("form", ["table", "parquet"])
def test_a_pasted_query_leaves_nothing_and_reads_nothing(query: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(query, form, tmp_path / "out") == 1
    said = capsys.readouterr()
    assert said.err.startswith("cuttings: ") and "root:" not in said.out + said.err
    assert list(tmp_path.iterdir()) == []


def test_parquet_cannot_read_the_file_it_replaces(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    out.write_text("before")
    assert run(f"from read_text('{out}')", "parquet", out) == 1
    assert out.read_text() == "before"
    assert run("select 7 as n", "parquet", out) == 0
    assert duckdb.sql(f"from '{out}'").fetchall() == [(7,)] and list(tmp_path.iterdir()) == [out]


def test_an_answer_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before")
    assert run("select case when n = 5000 then error('no') else n end from range(9000) as t(n)", "csv", out) == 1
    assert out.read_text() == "before" and list(tmp_path.iterdir()) == [out]


def test_nothing_in_an_article_reaches_the_terminal_as_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("select chr(27) || '[2Jgone' || chr(155) as words", "table") == 0
    assert not {"\x1b", "\x9b"} & set(capsys.readouterr().out)


def typed(home: Path, keys: str) -> str:
    """What the plain prompt shows when somebody types."""
    master, slave = pty.openpty()
    environment = {**os.environ, "CUTTINGS_HOME": str(home), "TERM": "dumb", "COLUMNS": "120"}
    process = subprocess.Popen(
        [CUTTINGS, "sql", "--shell", "plain"], stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    )
    os.close(slave)
    os.write(master, keys.encode())
    output = process.communicate(timeout=60)[0].decode()
    os.close(master)
    assert process.returncode == 0
    return output


def test_the_prompt_helps_and_lets_go_without_dots(home: Path) -> None:
    shown = typed(home, "help\nquit;\nselect 41 + 1;\n")
    assert ".tables WORD" in shown and "42" not in shown


def test_the_prompt_answers_and_goes_on_after_an_error(home: Path) -> None:
    shown = typed(home, "select nonsense;\n.tables\n.columns most_quoted\n.nonsense\nselect count(*)\n  as found from articles;\n.quit\n")
    assert "nonsense" in shown and "who_met_whom" in shown and "direct_quotes" in shown and "is no command" in shown
    assert shown.split("found")[-1].split()[1] == "3"


def test_names_are_completed(home: Path) -> None:
    with open_snapshot(home / "cuttings.duckdb") as connection:
        words = sorted(shell.names(connection))
    assert "most_quoted" in shell.completions(words, "most_")
    assert "evidence_of" in shell.completions(words, "evid")
    assert shell.completions(words, "articles.headl") == ["articles.headline"]


@pytest.mark.parametrize("name", ["harlequin", "duckdb"])
def test_a_shell_that_is_not_there_says_so(
    name: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    assert run(None, "table", shell=name) == 2
    assert "--shell plain" in capsys.readouterr().err


def test_other_shells_are_started_closed(home: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed.sql"
    assert {"--read-only", "--init-path", str(closed)} <= set(shell.command("harlequin", home, closed))
    assert {"-safe", "-readonly", "-no-init"} <= set(shell.command("duckdb", home, closed))
