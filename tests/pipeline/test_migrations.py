"""The schema comes from migrations alone, in a fresh process, the same on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint, Engine, inspect

from etl.store import Store, StoreError
from etl.store.engine import connect_url
from models import Base
from tests.contract.factory import make_batch
from tests.pipeline.conftest import STORIES, run_cuttings
from tests.pipeline.test_plans import alone, bridge, stories

ROOT = Path(__file__).parent.parent.parent


def alembic(url: str, *arguments: str) -> str:
    """Run Alembic in a process of its own; returns what it printed, raises when it fails."""
    command = [sys.executable, "-m", "alembic", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "CUTTINGS_DATABASE_URL": url}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def words(sql: str) -> str:
    """A constraint as the two databases both would print it: letters and figures only, casts left out."""
    for noise in ("::text", "::character varying", "::double precision", "::integer"):
        sql = sql.replace(noise, "")
    return "".join(c for c in sql.lower() if c.isalnum() or c in "<>=_")


def test_upgrade_from_empty_equals_the_models(record_url: str) -> None:
    alembic(record_url, "upgrade", "head")
    assert "No new upgrade operations" in alembic(record_url, "check")


def test_downgrade_leaves_nothing_and_upgrade_works_again(record_url: str) -> None:
    alembic(record_url, "upgrade", "head")
    alembic(record_url, "downgrade", "base")
    engine = connect_url(record_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    alembic(record_url, "upgrade", "head")


def test_articles_of_the_first_schema_are_kept_and_marked_to_be_read_again(record_url: str) -> None:
    """They hold no signature and no dated facts; a version no installation has makes the next load read them anew."""
    alembic(record_url, "upgrade", "0001")
    engine = connect_url(record_url)
    rows = (
        "insert into loads (load_id, started_at, status, documents_seen, documents_loaded, documents_unchanged, documents_quarantined) "
        "values (1, '2026-01-01 00:00:00', 'finished', 1, 1, 0, 0)",
        "insert into documents (document_id, uri, sha256, byte_size, received_at, load_id, status) "
        "values (2, 'file:///a.txt', 'ab', 5, '2026-01-01 00:00:00', 1, 'loaded')",
        "insert into articles (article_id, document_id, language, text, word_count, extractor_version) "
        "values (3, 2, 'en', 'Words', 1, '0.1.0+m1')",
    )
    with engine.begin() as connection:
        for row in rows:
            connection.exec_driver_sql(row)
    store = Store.open(record_url)
    known = store.known(["file:///a.txt"])["file:///a.txt"]
    assert (known.status, known.article_id, known.extractor_version) == ("loaded", 3, "0.1.0+m1+before-0002")
    assert store.describe([3]) == [] and [held.uri for held in store.held_articles()] == ["file:///a.txt"]
    store.close()
    alembic(record_url, "downgrade", "0001")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select text, extractor_version from articles").all() == [("Words", "0.1.0+m1")]
    engine.dispose()


def test_stories_survive_the_migrations_in_both_directions(record_url: str) -> None:
    """Signatures written by this program, taken back to the schema that first held them and forward again, find the next copy."""
    store = Store.open(record_url)
    load_id = store.begin_load()
    store.save(make_batch(load_id, [alone(n) for n in range(6)]))
    store.finish_load(load_id)
    before = held_stories(store)
    store.close()
    assert len(before) == 6 * (1 + 16)
    alembic(record_url, "downgrade", "0002")
    store = Store.open(record_url)
    assert held_stories(store) == before
    copy = bridge(alone(2), alone(4), 6)
    store.save(make_batch(store.begin_load(), [copy]))
    assert len(set(stories(store, alone(2), alone(4), copy))) == 1
    assert len(set(stories(store, *(alone(n) for n in range(6))))) == 5
    store.close()


def held_stories(store: Store) -> list[tuple[object, ...]]:
    """All that is kept of stories."""
    with store.engine.connect() as connection:
        signatures = connection.exec_driver_sql(
            "select a.article_id, story_id, minima from articles a join story_signatures using (article_id)"
        )
        bands = connection.exec_driver_sql("select article_id, band, 0 from story_bands")
        return sorted((row[0], row[1], bytes(row[2])) for row in signatures) + sorted(tuple(row) for row in bands)


def checks_of(engine: Engine, table: str) -> dict[str, str]:
    """Check constraints of a table as the database holds them."""
    return {str(check["name"]): words(check["sqltext"]) for check in inspect(engine).get_check_constraints(table)}


def test_check_constraints_are_the_models(tmp_path: Path) -> None:
    """`alembic check` does not look at these."""
    url = f"sqlite:///{tmp_path / 'record.sqlite'}"
    alembic(url, "upgrade", "head")
    engine = connect_url(url)
    for table in Base.metadata.tables.values():
        wanted = {str(c.name): words(str(c.sqltext)) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert checks_of(engine, table.name) == wanted, table.name
    engine.dispose()


def test_both_databases_have_the_same_constraints(tmp_path: Path, postgres_url: str) -> None:
    urls = [f"sqlite:///{tmp_path / 'record.sqlite'}", postgres_url]
    found = []
    for url in urls:
        store = Store.open(url)
        inspector = inspect(store.engine)
        names = {
            table: (
                {c["name"] for c in inspector.get_check_constraints(table)},
                {c["name"] for c in inspector.get_foreign_keys(table)},
                {c["name"] for c in inspector.get_unique_constraints(table)},
            )
            for table in inspector.get_table_names()
        }
        found.append(names)
        store.close()
    assert found[0].keys() == found[1].keys() >= Base.metadata.tables.keys()
    assert found[0] == found[1]


def test_a_store_without_the_newest_schema_is_refused_when_not_migrating(record_url: str) -> None:
    with pytest.raises(StoreError, match="newest schema"):
        Store.open(record_url, migrate=False)
    Store.open(record_url).close()
    Store.open(record_url, migrate=False).close()


def test_a_store_from_a_newer_program_is_refused(record_url: str) -> None:
    store = Store.open(record_url)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    store.close()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(record_url)


def test_two_processes_opening_an_empty_store_at_once(record_url: str) -> None:
    code = "import sys; from etl.store import Store; Store.open(sys.argv[1]).close()"
    started = [subprocess.Popen([sys.executable, "-c", code, record_url], cwd=ROOT, stderr=subprocess.PIPE) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 3


def test_publish_brings_an_older_store_forward(tmp_path: Path) -> None:
    """After an upgrade of the program, before anything is loaded by it."""
    home = tmp_path / "home"
    assert run_cuttings(home, "load", "-", stdin=STORIES["school.txt"]).returncode == 0
    alembic(f"sqlite:///{home / 'record.sqlite'}", "downgrade", "0010")
    done = run_cuttings(home, "publish")
    assert done.returncode == 0, done.stderr
    assert run_cuttings(home, "sql", "select count(*) as n from figure_sources", "-f", "csv").stdout.split() == ["n", "1"]
