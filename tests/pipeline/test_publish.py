"""Publication: what lies in the record store lies in the snapshot, and a bad one never replaces a good one."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import select, update

from etl.ids import stable_id
from etl.publish import PublishError, publish
from etl.publish.columns import published_tables
from etl.store import Store
from etl.store.batch import TABLES
from tests.contract.factory import ArticleMaker, Rows, make_article, make_batch

ROOT = Path(__file__).parent.parent.parent
SQL = ROOT / "sql"


@pytest.fixture(scope="module")
def no_views(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All checks and no views, which take most of a small publication's time."""
    folder = tmp_path_factory.mktemp("sql")
    shutil.copytree(SQL / "checks", folder / "checks")
    return folder


@pytest.fixture
def store(record_url: str) -> Iterator[Store]:
    """A store with a few articles."""
    opened = Store.open(record_url)
    save(opened, [make_article(n) for n in range(6)])
    yield opened
    opened.close()


def save(store: Store, articles: list[Rows]) -> None:
    load = store.begin_load()
    store.save(make_batch(load, articles))
    store.finish_load(load)


def query(target: Path, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(target), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def without_offset(value: object) -> object:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def test_every_row_arrives_as_it_is(store: Store, record_url: str, tmp_path: Path) -> None:
    report = publish(record_url, tmp_path / "cuttings.duckdb", SQL)
    for table in published_tables():
        with store.engine.connect() as connection:
            stored = {tuple(map(without_offset, row)) for row in connection.execute(select(table))}
        columns = ", ".join(f'"{c.name}"' for c in table.columns)
        assert set(query(report.target, f"select {columns} from {table.name}")) == stored
        assert report.rows[table.name] == len(stored)
    assert report.byte_size == report.target.stat().st_size and report.seconds > 0
    assert {"who_met_whom", "data_quality"} <= set(report.views) and "words_at_offsets" in report.checks


def test_both_stores_give_the_same_snapshot(no_views: Path, tmp_path: Path, postgres_url: str) -> None:
    found = []
    for name, url in (("one", f"sqlite:///{tmp_path / 'r.sqlite'}"), ("other", postgres_url)):
        store = Store.open(url)
        load = store.begin_load(1, datetime.fromisoformat("2026-11-22T08:00:00+07:00"))
        store.save(make_batch(load, [make_article(n) for n in range(5)]))
        store.finish_load(load, datetime.fromisoformat("2026-11-22T01:00:01.5+00:00"))
        store.close()
        target = publish(url, tmp_path / f"{name}.duckdb", no_views).target
        tables = [t.name for t in published_tables()]
        found.append({t: (query(target, f"describe {t}"), sorted(query(target, f"from {t}"), key=repr)) for t in tables})
    assert found[0] == found[1]


def test_types_in_the_snapshot(no_views: Path, store: Store, record_url: str, tmp_path: Path) -> None:
    target = publish(record_url, tmp_path / "cuttings.duckdb", no_views).target
    types = {(t, c): kind for t, c, kind in query(target, "select table_name, column_name, data_type from duckdb_columns()")}
    assert types["articles", "published_from"] == types["meetings", "date_to"] == "DATE"
    assert types["loads", "started_at"] == types["documents", "received_at"] == "TIMESTAMP"
    assert types["figures", "value"] == "DOUBLE" and types["quotes", "quote_id"] == "BIGINT"
    assert query(target, "select distinct received_at from documents") == [(datetime(2026, 11, 22, 3, 0),)]


def test_the_file_can_be_read_by_duckdb_1(no_views: Path, store: Store, record_url: str, tmp_path: Path) -> None:
    target = publish(record_url, tmp_path / "cuttings.duckdb", no_views).target
    (tags,) = query(target, "select tags from duckdb_databases() where path is not null")[0]
    assert tags["storage_version"].startswith("v1.2")


def test_a_column_that_begins_with_many_nulls_keeps_its_type(no_views: Path, tmp_path: Path) -> None:
    """SQLite's driver guesses a column's type from the first rows."""
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    store = Store.open(url)
    save(store, [ArticleMaker(n).make() for n in range(400)])
    save(store, [ArticleMaker(n, published=date(2021, 3, 4)).make() for n in range(400, 403)])
    with store.engine.begin() as connection:
        connection.execute(update(TABLES["quotes"]).values(medium=None))
        last = connection.execute(select(TABLES["quotes"].c.quote_id).order_by(TABLES["quotes"].c.quote_id.desc()).limit(1)).scalar_one()
        connection.execute(update(TABLES["quotes"]).where(TABLES["quotes"].c.quote_id == last).values(medium="statement"))
    store.close()
    target = publish(url, tmp_path / "cuttings.duckdb", no_views).target
    assert query(target, "select medium from quotes where medium is not null") == [("statement",)]
    assert query(target, "select distinct published_from from articles order by 1 nulls last") == [(date(2021, 3, 4),), (None,)]


def test_offsets_count_code_points(no_views: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    store = Store.open(url)
    maker = ArticleMaker(1)
    maker.text = "🎻 Ĺodz e\u0301tude 👩‍👩‍👧 "
    article = maker.make()
    article["zones"] = [{**zone, "start_char": 0} if zone["kind"] == "headline" else zone for zone in article["zones"]]
    save(store, [article])
    store.close()
    target = publish(url, tmp_path / "cuttings.duckdb", no_views).target
    cut = "substring(text, start_char + 1, end_char - start_char)"
    surfaces = query(target, f"select surface, {cut} from mentions join articles using (article_id)")
    assert surfaces and all(surface == words for surface, words in surfaces)


def broken_sql(tmp_path: Path, folder: str, name: str, content: str) -> Path:
    """A view and a check that pass, and one file more."""
    copied = tmp_path / "sql"
    for kind in ("macros", "views", "checks"):
        (copied / kind).mkdir(parents=True)
    shutil.copy(SQL / "views" / "article_cards.sql", copied / "views")
    (copied / "tables").mkdir()
    shutil.copy(SQL / "tables" / "article_labels.sql", copied / "tables")
    shutil.copy(SQL / "checks" / "dates_in_order.sql", copied / "checks")
    (copied / folder / f"{name}.sql").write_text(content, encoding="utf-8")
    return copied


@pytest.mark.parametrize(
    ("folder", "content", "message"),
    [
        ("views", "-- One row.\n--\n-- nothing: x.\nselect nothing from articles\n", "view broken fails.*nothing"),
        (
            "views",
            "-- One row.\n--\n-- a: x.\nselect headline from articles\n",
            "view broken has the columns headline, but its header says a",
        ),
        ("views", "-- One row.\n--\n-- a: x.\nselect cast(headline as integer) as a from articles\n", "view broken fails.*[Cc]onver"),
        ("views", "-- One row.\n--\n-- a: x.\nselect a from broken\n", "view broken fails"),
        (
            "checks",
            "-- Articles must not be.\nselect article_id, headline from articles\n",
            r"check broken found.*Articles must not be.*\n  article_id=\d+",
        ),
        ("checks", "-- Broken.\nselect nothing\n", "check broken fails"),
        ("macros", "-- Broken.\ncreate macro broken(a) as (select nothing from nowhere);\n", "macro broken fails|view"),
        ("tables", "-- One row.\n--\n-- a: x.\n--\n-- Key: a = articles.article_id.\nselect nothing\n", "table broken fails.*nothing"),
        ("tables", "-- One row.\n--\n-- a: x.\nselect 1 as a\n", "table broken has no key"),
        ("views", "select 1\n", "broken.sql: a header"),
    ],
)
def test_a_failing_file_leaves_the_old_snapshot(no_views: Path, tmp_path: Path, folder: str, content: str, message: str) -> None:
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    store = Store.open(url)
    save(store, [make_article(1)])
    target = publish(url, tmp_path / "cuttings.duckdb", no_views).target
    before = target.read_bytes()
    save(store, [make_article(2)])
    store.close()
    with pytest.raises(PublishError, match=f"(?s){message}"):
        publish(url, target, broken_sql(tmp_path, folder, "broken", content))
    assert target.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if "tmp" in p.name or p.suffix == ".wal"] == []


@pytest.mark.parametrize(
    ("table", "changes", "check"),
    [
        ("mentions", {"surface": "Nobody"}, "words_at_offsets"),
        ("figures", {"end_char": 100_000}, "spans_in_bounds|facts_outside_furniture|words_at_offsets"),
        ("quotes", {"text": "Never said."}, "quote_words_in_pieces"),
        ("entities", {"kind": "place"}, "one_kind_per_entity|no_dangling_references"),
        ("zones", {"kind": "teaser"}, "facts_outside_furniture"),
    ],
)
def test_a_check_finds_what_went_past_the_store(no_views: Path, tmp_path: Path, table: str, changes: dict[str, Any], check: str) -> None:
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    store = Store.open(url)
    save(store, [make_article(1)])
    with store.engine.begin() as connection:
        connection.execute(update(TABLES[table]).values(**changes))
    store.close()
    with pytest.raises(PublishError, match=f"check ({check}) found"):
        publish(url, tmp_path / "cuttings.duckdb", no_views)
    assert not (tmp_path / "cuttings.duckdb").exists()


def test_a_dangling_pointer_is_found(no_views: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    store = Store.open(url)
    save(store, [make_article(1)])
    store.close()
    with closing(sqlite3.connect(tmp_path / "record.sqlite")) as careless, careless:  # without foreign_keys=on
        careless.execute("update quotes set speaker_id = ?", [stable_id("nobody")])
    with pytest.raises(PublishError, match=r"no_dangling_references found.*(?s:.*)pointer='speaker_id'"):
        publish(url, tmp_path / "cuttings.duckdb", no_views)


def test_a_reader_keeps_the_old_snapshot_and_a_new_one_sees_the_new(no_views: Path, store: Store, record_url: str, tmp_path: Path) -> None:
    target = publish(record_url, tmp_path / "cuttings.duckdb", no_views).target
    with duckdb.connect(str(target), read_only=True) as reader:
        assert reader.execute("select count(*) from articles").fetchone() == (6,)
        save(store, [make_article(99)])
        code = "import sys, pathlib, etl.publish as p; p.publish(sys.argv[1], *map(pathlib.Path, sys.argv[2:]))"
        subprocess.run([sys.executable, "-c", code, record_url, str(target), str(no_views)], cwd=ROOT, check=True)
        assert reader.execute("select count(*) from articles").fetchone() == (6,)
    assert query(target, "select count(*) from articles") == [(7,)]


def test_publishing_does_not_wait_for_a_load(no_views: Path, store: Store, record_url: str, tmp_path: Path) -> None:
    with store.engine.begin() as connection:
        connection.execute(update(TABLES["articles"]).values(headline="half done"))
        target = publish(record_url, tmp_path / "cuttings.duckdb", no_views).target
    assert query(target, "select count(*) from articles where headline = 'half done'") == [(0,)]


def test_what_a_killed_publication_left_behind_goes(no_views: Path, store: Store, record_url: str, tmp_path: Path) -> None:
    target = tmp_path / "cuttings.duckdb"
    left = tmp_path / ".cuttings.duckdb.0123.tmp"
    left.write_bytes(b"half a file")
    publish(record_url, target, no_views)
    assert not left.exists()


def test_publishing_beside_an_open_store_loses_none_of_its_commits(no_views: Path, tmp_path: Path) -> None:
    """Two copies of SQLite in one process do not see each other's locks; see `etl.publish.copying`."""
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    store = Store.open(url)
    for number in range(3):
        save(store, [make_article(number)])
        publish(url, tmp_path / "cuttings.duckdb", no_views)
        with closing(sqlite3.connect(tmp_path / "record.sqlite")) as other:
            assert other.execute("select count(*) from articles").fetchone() == (number + 1,)
    store.close()


def test_an_unreadable_store_is_said_plainly(no_views: Path, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite").write_bytes(b"no database at all, though it is long enough to be read as one")
    with pytest.raises(PublishError, match=r"record store cannot be read: .*not a database"):
        publish(f"sqlite:///{tmp_path / 'record.sqlite'}", tmp_path / "cuttings.duckdb", no_views)


def test_an_empty_store_can_be_published(record_url: str, tmp_path: Path) -> None:
    Store.open(record_url).close()
    target = publish(record_url, tmp_path / "cuttings.duckdb", SQL).target
    assert query(target, "select count(*) from who_met_whom") == [(0,)]


def test_no_record_store_is_said_plainly(no_views: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="nothing is loaded yet"):
        publish(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path / "cuttings.duckdb", no_views)
    assert not (tmp_path / "none.sqlite").exists()
