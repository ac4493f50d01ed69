"""A renewed snapshot holds the rows of one that was made anew, whatever was added, changed, taken back, dated or decided in between."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.ids import stable_id
from etl.publish import PublishError, publish, snapshot
from etl.publish.columns import published_tables
from etl.publish.kinship import WIDEST_BLOCK
from etl.publish.log import NotRenewableError
from etl.publish.mirror import MIRROR_FILE
from etl.publish.renewal import Renewal
from etl.publish.sqlfiles import read_folder, read_sql_file
from etl.resolve.across import Judgement, Profile, block_keys, judge
from etl.serving import search_folder
from etl.store import Batch, Store
from tests.contract import factory
from tests.contract.factory import Rows, make_article, make_batch
from tests.evaluation.synthetic import suffix
from tests.pipeline.test_migrations import alembic

SQL = Path(__file__).parent.parent.parent / "sql"
PREPARED = tuple(f"prepared.{table.name}" for table in read_folder(SQL / "tables"))
TABLES = (*(table.name for table in published_tables()), "entity_candidates", "decisions", *PREPARED)
PEOPLE = (
    ("Kim Min-jae", "Kim", "KR"),
    ("Min-jae Kim", "Kim", "KR"),
    ("Kim Minjae", "Kim", None),
    ("John Albert Smith", "Smith", "GB"),
    ("John Smith", "Smith", None),
    ("J. A. Smith", "Smith", "GB"),
    ("Orin Halvard", "Halvard", "NO"),
    ("Ana Melo", "Melo", None),
    ("Anna Mello", "Mello", "PT"),
)
BODIES = (
    ("Ministry of Labour", "MoL", "ministry"),
    ("Ministry of Labour and Training", "MLT", "ministry"),
    ("Ministry of Labour and Youth", None, "ministry"),
    ("Harbour Workers Union", "HWU", "union"),
    ("HWU", None, "union"),
)
DECISIONS = (
    "",
    "- {same: [Ana Melo, Anna Mello]}\n- {entity: Orin Halvard, country: DK}\n- {different: John Smith, in: ['00003.txt']}\n",
    "- {different: [John Smith, John Albert Smith]}\n- {entity: Harbour Workers Union, name: Dockers, kind: ngo}\n",
    "- {same: [Ministry of Labour, Ministry of Labour and Youth]}\n- {different: Kim Min-jae, in: ['00001.txt', '00004.txt']}\n"
    "- {entity: Ana Melo, name: Ana M.}\n",
)


class Press:
    """A record store into which chance writes."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.url, self.chance = f"sqlite:///{folder / 'record.sqlite'}", random.Random(seed)
        self.store, self.held = Store.open(self.url), dict[int, int]()

    def article(self, number: int, version: int) -> Rows:
        rows = make_article(number, version)
        chance = random.Random(f"{number} {version}")
        for position in rows["positions"]:
            position["country_code"] = chance.choice(["GB", "US", "KR", None])
        for body in rows["organisations"]:
            body["country_code"] = chance.choice(["KH", "KH", None])
        return rows

    def save(self, *articles: Rows, documents: list[dict[str, Any]] | None = None) -> None:
        load = self.store.begin_load()
        batch = make_batch(load, articles)
        self.store.save(Batch(load, {**batch.rows, "documents": [*batch.of("documents"), *(documents or [])]}))
        self.store.finish_load(load)

    def add(self) -> None:
        numbers = range(len(self.held), len(self.held) + self.chance.randint(1, 4))
        self.held |= dict.fromkeys(numbers, 0)
        self.save(*(self.article(n, 0) for n in numbers))

    def change(self) -> None:
        number = self.chance.choice(list(self.held))
        self.held[number] += 1
        self.save(self.article(number, self.held[number]))

    def withdraw(self) -> None:
        number = self.chance.choice(list(self.held))
        (document,) = self.article(number, self.held[number])["documents"]
        gone = stable_id("document", document["uri"], f"gone {self.held[number]}")
        told = {"document_id": gone, "sha256": f"{gone:064}", "status": "quarantined", "reason_code": "withdrawn"}
        self.save(documents=[{**{k: v for k, v in document.items() if k != "article_id"}, **told}])
        self.held[number] += 1

    def date(self) -> None:
        number = self.chance.choice(list(self.held))
        rows = self.article(number, self.held[number])
        article = rows["articles"][0]["article_id"]
        if next(iter(self.store.describe([article])), None) is None:
            return  # it was withdrawn
        day = date(2022, 1, self.chance.randint(1, 28))
        dated = {"article_id": article, "published_from": day, "published_to": day, "published_basis": "sidecar"}
        kept = {name: rows[name] for name in ("sources", "meetings", "meeting_reports", "meeting_participants")}
        self.store.revise({"articles": [dated], **kept}, [])


def rows_of(target: Path) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(str(target), read_only=True) as db:
        return {table: sorted(db.execute(f"from {table}").fetchall(), key=repr) for table in TABLES}


def index_of(target: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the full-text index finds: every entry with its text, and every word with its place in an entry."""
    folder, found = search_folder(target), dict[str, list[tuple[Any, ...]]]()
    assert folder is not None
    for name in ("articles", "quotes"):
        with closing(sqlite3.connect(folder / f"{name}.sqlite")) as index:
            index.execute("create virtual table temp.places using fts5vocab(main, words, instance)")
            entries = index.execute("select * from entries inner join texts using (entry) inner join contents using (article_id)")
            words = index.execute("select e.id, p.term, p.col, p.offset from places as p inner join entries as e on e.entry = p.doc")
            names = [column[0] for column in entries.description]
            rows = [tuple(value for column, value in zip(names, row, strict=True) if column != "entry") for row in entries]
            found[name] = sorted(rows, key=repr)
            found[f"words of {name}"] = sorted(words)
    return found


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    for kind in ("checks", "macros", "tables"):
        shutil.copytree(SQL / kind, tmp_path / "sql" / kind)
    return tmp_path / "sql"


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A small press whose snapshots are always renewed where they can be; `anew` is noted here for each that was not."""
    monkeypatch.setattr(factory, "PEOPLE", PEOPLE)
    monkeypatch.setattr(factory, "ORGANISATIONS", BODIES)
    monkeypatch.setattr("etl.publish.log._MOST", 99.0)
    monkeypatch.setattr("etl.publish.base._MOST_RENEWED", 999.0)
    monkeypatch.setattr("etl.search.index._MOST_WASTE", 99.0)
    ways: list[str] = []
    monkeypatch.setattr(snapshot, "_make_anew", noted(ways, snapshot._make_anew))
    return ways


@pytest.mark.parametrize("seed", range(1))
def test_renewed_equals_anew(seed: int, sql: Path, tmp_path: Path, ways: list[str]) -> None:
    press, (served, anew) = Press(tmp_path, seed), (tmp_path / name / "cuttings.duckdb" for name in ("served", "anew"))
    press.save(*(press.article(n, 0) for n in range(6)))
    press.held = dict.fromkeys(range(6), 0)
    for step in range(7):
        for _ in range(press.chance.randint(0, 3)):
            press.chance.choice([press.add, press.change, press.change, press.withdraw, press.date])()
        decided = press.chance.choice(DECISIONS)
        for target in (served, anew):
            target.parent.mkdir(exist_ok=True)
            target.with_name("decisions.yaml").write_text(decided)
        ways.clear()
        publish(press.url, served, sql)
        assert ways == (["anew"] if step == 0 else [])
        publish(press.url, anew, sql, anew=True)
        found, wanted = rows_of(served) | index_of(served), rows_of(anew) | index_of(anew)
        assert {name: rows for name, rows in found.items() if rows != wanted[name]} == {}
    press.store.close()


def noted(ways: list[str], make: Any) -> Any:
    def make_and_note(*arguments: Any) -> Any:
        ways.append("anew")
        return make(*arguments)

    return make_and_note


def test_what_is_no_base_is_made_anew(sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged snapshot, missing upkeep, other rules, a store whose log knows nothing of it: each time everything is read."""
    monkeypatch.setattr("etl.publish.log._MOST", 99.0)
    ways: list[str] = []
    monkeypatch.setattr(snapshot, "_make_anew", noted(ways, snapshot._make_anew))
    press, target = Press(tmp_path, 1), tmp_path / "cuttings.duckdb"
    press.save(*(press.article(n, 0) for n in range(8)))
    publish(press.url, target, sql)
    shutil.copy(tmp_path / "record.sqlite", tmp_path / "backup.sqlite")
    publish(press.url, target, sql)
    assert ways == ["anew"]
    target.write_bytes(target.read_bytes()[:4096] + b"\0" * 4096)
    publish(press.url, target, sql)
    next(tmp_path.glob("*/upkeep.duckdb")).unlink()
    publish(press.url, target, sql)
    with monkeypatch.context() as patch:
        patch.setattr("etl.publish.rules._layout", lambda: "another program's")
        patch.setattr("etl.publish.rules._RECORD", ("version.py",))
        publish(press.url, target, sql)
    publish(press.url, target, sql)
    with press.store.engine.begin() as connection:
        connection.exec_driver_sql("update changes set subject_id = 1 where subject = 'mark'")
    press.save(press.article(9, 0))
    publish(press.url, target, sql)
    assert ways == ["anew"] * 6
    press.save(press.article(10, 0))
    publish(press.url, target, sql)
    assert ways == ["anew"] * 6 and len(rows_of(target)["articles"]) == 10
    press.store.close()


def halve(table: str, sql: Path) -> None:
    """Leave out rows of a prepared table."""
    path = sql / "tables" / f"{table}.sql"
    file = read_sql_file(path)
    header = "".join(line for line in path.read_text().splitlines(keepends=True) if line.startswith("--"))
    path.write_text(f"{header}select * from (\n{file.query}\n) where hash({file.key}) % 2 = 0\n")


def write_view(column: str, sql: Path) -> None:
    (sql / "views").mkdir(exist_ok=True)
    (sql / "views" / "seen.sql").write_text(
        f"-- One row an article.\n--\n-- {column}: its id.\nselect article_id as {column} from articles\n"
    )


def judge_no_initials(a: Profile, b: Profile) -> Judgement:
    """Another rule of who is who: `J. A. Smith` is nobody's name, and every ministry is the same."""
    if a.kind == b.kind == "organisation" and "Ministry" in a.name and "Ministry" in b.name:
        return Judgement("same", "ministries")
    return Judgement("different", "") if "." in a.name + b.name else judge(a, b)


def judge_otherwise(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("etl.publish.rules._IDENTITY", ("version.py",))
    patch.setattr("etl.publish.identity.judge", judge_no_initials)
    patch.setattr("etl.publish.upkeep.block_keys", lambda profile: frozenset([profile.kind, *block_keys(profile)]))


def test_by_other_rules_what_follows_from_them_is_made_anew(
    sql: Path, tmp_path: Path, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else is, and all rows are those of a snapshot that was made anew by these rules."""
    press, (served, anew) = Press(tmp_path, 1), (tmp_path / name / "cuttings.duckdb" for name in ("served", "anew"))
    press.save(*(press.article(n, 0) for n in range(8)))
    press.held = dict.fromkeys(range(8), 0)
    publish(press.url, served, sql)
    views: set[str] = set()
    changes = [
        lambda: halve(press.chance.choice([path.stem for path in sorted((sql / "tables").glob("*.sql"))]), sql),
        lambda: judge_otherwise(monkeypatch),
        lambda: write_view("seen_id", sql),
        lambda: write_view("article_id", sql),
        lambda: (sql / "macros" / "doubled.sql").write_text("-- Twice.\ncreate macro doubled(x) as 2 * x\n"),
        lambda: (sql / "macros" / "doubled.sql").unlink(missing_ok=True),
        lambda: (sql / "checks" / "dates_in_order.sql").unlink(missing_ok=True),
        lambda: monkeypatch.setattr("etl.publish.rules._SEARCH", ()),
        lambda: monkeypatch.setattr(published_tables()[0], "comment", "Other words."),
    ]
    press.chance.shuffle(changes)
    ways.clear()
    for change in changes:
        press.chance.choice([lambda: None, press.add, press.change, press.withdraw])()
        change()
        publish(press.url, served, sql)
        assert ways == []
        publish(press.url, anew, sql, anew=True)
        ways.clear()
        found, wanted = rows_of(served) | index_of(served), rows_of(anew) | index_of(anew)
        assert {name: rows for name, rows in found.items() if rows != wanted[name]} == {}
        assert catalogue_of(served) == catalogue_of(anew)
        views |= {name for name, *_ in catalogue_of(served)}
    assert {"seen", "doubled"} <= views
    press.store.close()


def alter_program(patch: pytest.MonkeyPatch, number: int) -> None:
    """Another program that copies the record store by the same code."""
    patch.setattr("etl.publish.rules._layout", lambda: f"program {number}")


def test_another_program_reads_of_the_record_store_what_changed(
    sql: Path, tmp_path: Path, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And gives the rows that it gives of everything, whatever renewals lie between, by the same rules of names or others."""
    press, (served, anew) = Press(tmp_path, 5), (tmp_path / name / "cuttings.duckdb" for name in ("served", "anew"))
    press.save(*(press.article(n, 0) for n in range(8)))
    press.held = dict.fromkeys(range(8), 0)
    for target in (served, anew):
        target.parent.mkdir()
        target.with_name("decisions.yaml").write_text(press.chance.choice(DECISIONS))
    publish(press.url, served, sql)
    mirror = mirror_of(served).read_bytes()
    for step in range(4):
        ways.clear()
        if step % 2:
            press.change()
            publish(press.url, served, sql)  # a renewal between
        for _ in range(step):
            press.chance.choice([press.add, press.change, press.withdraw, press.date])()
        alter_program(monkeypatch, step)
        if step == 2:
            judge_otherwise(monkeypatch)
        decided = press.chance.choice(DECISIONS)
        for target in (served, anew):
            target.with_name("decisions.yaml").write_text(decided)
        publish(press.url, served, sql)
        assert ways == [] and mirror_of(served).read_bytes() == mirror
        publish(press.url, anew, sql, anew=True)
        found, wanted = rows_of(served) | index_of(served), rows_of(anew) | index_of(anew)
        assert {name: rows for name, rows in found.items() if rows != wanted[name]} == {}
        assert catalogue_of(served) == catalogue_of(anew) and upkeep_of(served) == upkeep_of(anew)
    press.store.close()


def mirror_of(target: Path) -> Path:
    folder = search_folder(target)
    assert folder is not None
    return folder / MIRROR_FILE


def upkeep_of(target: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the next renewal will look at."""
    with duckdb.connect(str(mirror_of(target).with_name("upkeep.duckdb")), read_only=True) as db:
        tables = [table for (table,) in db.execute("select table_name from duckdb_tables()").fetchall() if table != "made_of"]
        return {table: sorted(db.execute(f"from {table}").fetchall(), key=repr) for table in tables}


def test_where_the_mirror_cannot_serve_everything_is_read(
    sql: Path, tmp_path: Path, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows written past the log that the checks find, a restored backup, a damaged or missing mirror, other columns."""
    press, target = Press(tmp_path, 1), tmp_path / "cuttings.duckdb"
    press.save(*(press.article(n, 0) for n in range(8)))
    publish(press.url, target, sql)
    old = mirror_of(target).read_bytes()
    (sql / "checks" / "no_headline.sql").write_text(
        "-- An article without a headline.\n--\n-- Scope: an article.\nselect article_id from articles where headline is null\n"
    )
    with press.store.engine.begin() as connection:
        connection.exec_driver_sql("update articles set headline = null")
    publish(press.url, target, SQL, anew=True)
    with press.store.engine.begin() as connection:
        connection.exec_driver_sql("update articles set headline = 'A ferry sank'")
    ways.clear()
    alter_program(monkeypatch, 1)
    publish(press.url, target, sql)
    assert ways == ["anew"] and {row[0] for row in query(target, "select headline from articles")} == {"A ferry sank"}
    assert old != mirror_of(target).read_bytes()
    for number, damage in enumerate((lambda p: p.write_bytes(p.read_bytes()[:9000]), Path.unlink), 2):
        damage(mirror_of(target))
        alter_program(monkeypatch, number)
        publish(press.url, target, sql)
        assert ways == ["anew"] * number
    with press.store.engine.begin() as connection:
        connection.exec_driver_sql("update changes set subject_id = 1 where subject = 'mark'")
    alter_program(monkeypatch, 4)
    publish(press.url, target, sql)
    assert ways == ["anew"] * 4
    monkeypatch.setattr("etl.publish.rules._RECORD", ("version.py",))
    alter_program(monkeypatch, 5)
    publish(press.url, target, sql)
    assert ways == ["anew"] * 5
    press.store.close()


def test_a_mirror_is_never_written_twice(sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots share one file by a link: where a publication begun with it ends by reading everything, the last one's stays as it is."""
    press, target = Press(tmp_path, 1), tmp_path / "cuttings.duckdb"
    press.save(*(press.article(n, 0) for n in range(8)))
    publish(press.url, target, sql)
    held = tmp_path / "held.duckdb"
    held.hardlink_to(mirror_of(target))
    before = held.read_bytes()
    press.save(press.article(9, 0))
    publish(press.url, target, sql)
    assert mirror_of(target).samefile(held)
    publish(press.url, target, sql, anew=True)
    assert held.read_bytes() == before and not mirror_of(target).samefile(held)
    monkeypatch.setattr("os.link", refuse_link)
    publish(press.url, target, sql)
    assert mirror_of(target).stat().st_nlink == 1
    press.store.close()


def refuse_link(*_: object) -> None:
    raise OSError("no links here")


def query(target: Path, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(target), read_only=True) as db:
        return db.execute(question).fetchall()


def catalogue_of(target: Path) -> list[tuple[str, ...]]:
    """Tables, columns, views and macros with their definitions and comments."""
    with duckdb.connect(str(target), read_only=True) as db:
        return sorted(
            db.execute(
                """select table_name, coalesce(comment, ''), '' from duckdb_tables() union all
                   select table_name || '.' || column_name, data_type, coalesce(comment, '')
                   from duckdb_columns() where not internal union all
                   select view_name, sql, coalesce(comment, '') from duckdb_views() where not internal union all
                   select function_name, macro_definition, coalesce(comment, '') from duckdb_functions() where not internal"""
            ).fetchall()
        )


def test_a_check_that_is_new_asks_after_every_row(sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press, target = Press(tmp_path, 1), tmp_path / "cuttings.duckdb"
    press.save(*(press.article(n, 0) for n in range(8)))
    publish(press.url, target, sql)
    (sql / "checks" / "no_articles.sql").write_text("-- An article.\n--\n-- Scope: an article.\nselect article_id from articles\n")
    with pytest.raises(PublishError, match="no_articles found rows"):
        publish(press.url, target, sql)
    press.store.close()


def test_a_renewal_that_cannot_be_completed_is_made_anew(sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press, target = Press(tmp_path, 1), tmp_path / "cuttings.duckdb"
    press.save(press.article(0, 0))
    publish(press.url, target, sql)
    press.save(press.article(1, 0))

    def refuse(*_: object) -> None:
        raise NotRenewableError

    monkeypatch.setattr(Renewal, "_replace", refuse)
    publish(press.url, target, sql)
    assert len(rows_of(target)["articles"]) == 2
    assert [p.name for p in tmp_path.iterdir() if "tmp" in p.name] == [] and len(list(tmp_path.glob("cuttings.search-*"))) == 1
    press.store.close()


def test_a_block_grows_past_the_widest_and_shrinks_again(sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`A. Marsh` may be any of them while they are few; one too many, and nobody is compared with her any more."""
    monkeypatch.setattr("etl.publish.log._MOST", 99.0)
    monkeypatch.setattr("etl.publish.base._MOST_RENEWED", 999.0)
    ways: list[str] = []
    monkeypatch.setattr(snapshot, "_make_anew", noted(ways, snapshot._make_anew))
    given = ["A.", *(f"A{suffix(number)}" for number in range(1, 100))]
    press, (served, anew) = Press(tmp_path, 1), (tmp_path / name / "cuttings.duckdb" for name in ("served", "anew"))

    def name_two(number: int) -> None:
        monkeypatch.setattr(factory, "PEOPLE", tuple((f"{first} Marsh", "Marsh", None) for first in given[2 * number : 2 * number + 2]))

    def save(numbers: range) -> None:
        articles = []
        for number in numbers:
            name_two(number)
            articles.append(press.article(number, 0))
            press.held[number] = 0
        press.save(*articles)

    def withdraw() -> None:
        name_two(5)
        monkeypatch.setattr(press.chance, "choice", lambda _: 5)
        press.withdraw()

    few = WIDEST_BLOCK // 2
    may_be: list[int] = []
    for change in (lambda: save(range(few)), lambda: save(range(few, few + 1)), withdraw):
        change()
        ways.clear()
        publish(press.url, served, sql)
        assert ways == ([] if may_be else ["anew"])
        publish(press.url, anew, sql, anew=True)
        found, wanted = rows_of(served) | index_of(served), rows_of(anew) | index_of(anew)
        assert {name: rows for name, rows in found.items() if rows != wanted[name]} == {}
        may_be.append(sum("initials" in reason for *_, reason, _ in found["entity_candidates"]))
    assert may_be[0] == may_be[2] == WIDEST_BLOCK - 1
    assert may_be[1] < 5  # who shares another block with her, too
    press.store.close()


def test_after_the_migration_that_brought_the_log_everything_is_read_once(
    sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store with articles, taken back to the schema without a log and forward again."""
    monkeypatch.setattr("etl.publish.log._MOST", 99.0)
    ways: list[str] = []
    monkeypatch.setattr(snapshot, "_make_anew", noted(ways, snapshot._make_anew))
    press, target = Press(tmp_path, 1), tmp_path / "cuttings.duckdb"
    press.save(*(press.article(n, 0) for n in range(8)))
    press.held = dict.fromkeys(range(8), 0)
    publish(press.url, target, sql)
    press.store.close()
    alembic(press.url, "downgrade", "0006")
    press.store = Store.open(press.url)
    for wanted in (["anew"], ["anew"], []):  # the log is empty, then it begins, then the snapshot knows where it stood
        ways.clear()
        publish(press.url, target, sql)
        assert ways == wanted
        press.change()
    publish(press.url, tmp_path / "anew.duckdb", sql, anew=True)
    publish(press.url, target, sql)
    assert rows_of(target) == rows_of(tmp_path / "anew.duckdb")
    press.store.close()


@pytest.mark.parametrize(("way", "pointer"), [("a new row points to nobody", "addressee_id"), ("an old row's target went", "speaker_id")])
def test_a_renewal_finds_what_dangles(way: str, pointer: str, sql: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.publish.log._MOST", 99.0)
    said: list[str] = []
    monkeypatch.setattr("etl.publish.snapshot._log.info", lambda words, why: said.append(str(why)))
    press, target = Press(tmp_path, 1), tmp_path / "cuttings.duckdb"
    press.save(*(press.article(n, 0) for n in range(4)))
    publish(press.url, target, sql)
    before = target.read_bytes()
    (quote, *_) = press.article(4, 0)["quotes"]
    with closing(sqlite3.connect(tmp_path / "record.sqlite")) as careless, careless:  # without foreign_keys=on
        if way.startswith("an old"):
            (gone,) = careless.execute("select speaker_id from quotes where speaker_id is not null limit 1").fetchone()
            (number,) = careless.execute("select max(change_no) from changes").fetchone()
            for table, key in (("entity_names", "entity_id"), ("people", "person_id"), ("entities", "entity_id")):
                careless.execute(f"delete from {table} where {key} = ?", [gone])
            careless.execute("insert into changes values (?, 'entity', ?)", [number + 1, gone])
            careless.execute("insert into changes values (?, 'mark', 1)", [number + 1])
    if way.startswith("a new"):
        press.save(press.article(4, 0))
        with closing(sqlite3.connect(tmp_path / "record.sqlite")) as careless, careless:
            careless.execute("update quotes set addressee_id = 7 where quote_id = ?", [quote["quote_id"]])
    with pytest.raises(PublishError, match="no_dangling_references found"):
        publish(press.url, target, sql)
    assert len(said) == 2 and re.search(f"no_dangling_references found(?s:.*){pointer}", said[0])  # nor does the mirror serve
    assert target.read_bytes() == before
    press.store.close()
