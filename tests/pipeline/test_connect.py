"""`cuttings.connect()`: read-only, closed to everything else, and always at the newest snapshot."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import cuttings
from etl.publish import publish
from tests.pipeline.test_search import SQL, save

ATTACKS = [
    "from read_text('/etc/passwd')",
    "from read_csv('/etc/passwd')",
    "from '/etc/passwd'",
    "from glob('/*')",
    "from read_blob('/etc/hostname')",
    "copy articles to '/tmp/cuttings-leak.csv'",
    "copy (select 1) to '/dev/stdout'",
    "export database '/tmp/cuttings-leak'",
    "attach '/tmp/cuttings-leak.duckdb'",
    "attach 'https://example.org/x.duckdb'",
    "from 'https://example.org/x.parquet'",
    "install httpfs",
    "load httpfs",
    "load '/tmp/evil.duckdb_extension'",
    "set enable_external_access = true",
    "set allowed_directories = ['/']",
    "set allowed_paths = ['/etc/passwd']",
    "reset lock_configuration",
    "pragma enable_external_access = true",
    "set global python_enable_replacements = true",
    "from secret_rows",
    "select getenv('HOME')",
    "create table t as select 1",
    "drop view most_quoted",
    "delete from articles",
    "update articles set headline = ''",
    "call enable_logging()",
    "set temp_directory = '/tmp/x'",
    "create secret s (type s3)",
    "select 1; from read_text('/etc/passwd')",
    "import database '/tmp'",
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    save(f"sqlite:///{tmp_path / 'record.sqlite'}", range(2))
    publish(f"sqlite:///{tmp_path / 'record.sqlite'}", tmp_path / "cuttings.duckdb", SQL)
    return tmp_path


def test_it_answers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUTTINGS_HOME", str(home))
    with cuttings.connect() as db:
        assert db.sql("select count(*) from articles").fetchall() == db.execute("select count(*) from articles").fetchall() == [(2,)]
        assert db.sql("select count(*) from articles where article_id > ?", params=[0]).fetchall() == [(2,)]
        assert db.table("most_quoted").columns[0] == "speaker"
        assert "**boats**" in db.search("boats", kinds=["quotes"])[0].snippet


@pytest.mark.parametrize("query", ATTACKS)
def test_no_query_leaves_the_snapshot(home: Path, query: str) -> None:
    secret_rows = [1]  # noqa: F841
    with cuttings.connect(home) as db, pytest.raises(duckdb.Error):
        db.execute(query).fetchall()


def test_it_follows_the_newest_snapshot(home: Path) -> None:
    db = cuttings.connect(home)
    before = db.sql("select count(*) as n from articles")
    save(f"sqlite:///{home / 'record.sqlite'}", range(2, 5))
    publish(f"sqlite:///{home / 'record.sqlite'}", home / "cuttings.duckdb", SQL)
    assert db.sql("select count(*) from articles").fetchall() == [(5,)]
    assert before.fetchall() == [(2,)]
    assert not db.refresh()
    db.close()
    assert db.execute("select 1").fetchone() == (1,)


def test_another_connection_of_the_process_stands_in_nobodys_way(home: Path) -> None:
    with duckdb.connect(str(home / "cuttings.duckdb"), read_only=True) as other, cuttings.connect(home) as db:
        assert other.execute("select count(*) from articles").fetchone() == db.execute("select count(*) from articles").fetchone()


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(cuttings.NotPublishedError, match="cuttings load"):
        cuttings.connect(tmp_path)
