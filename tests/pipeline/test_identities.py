"""Who is who in a snapshot: entities joined, parted and renamed, with every fact pointing to the right one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.publish.columns import create_statement, published_tables
from etl.publish.identities import find_identity, read_file, write_identity
from etl.publish.upkeep import CREATE_AND_NOTE
from etl.resolve.decisions import Decision, DecisionError

Rows = list[tuple[Any, ...]]


class Warehouse:
    """A snapshot in memory; each person or body is named in one article or more, at the article's first characters."""

    def __init__(self) -> None:
        self.db = duckdb.connect()
        self.db.execute("attach ':memory:' as upkeep; attach ':memory:' as snapshot; use snapshot")
        for table in published_tables():
            self.db.execute(create_statement(table, "snapshot").replace(" not null", ""))
        for number, name in enumerate("abcd", 1):
            self.insert("documents", document_id=number, uri=f"file:///x/{name}.txt")
            self.insert("articles", article_id=number, document_id=number, text="")

    def insert(self, table: str, **values: object) -> None:
        marks = ", ".join("?" for _ in values)
        self.db.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", list(values.values()))

    def person(self, number: int, name: str, country: str | None, articles: str, title: str | None = None, of: int | None = None) -> None:
        self.insert("entities", entity_id=number, kind="person", name=name)
        self.insert("people", person_id=number, name=name, country_code=country)
        self._named(number, name, articles)
        held = {"person_id": number, "title": title, "country_code": country, "organisation_id": of}
        for letter in articles if title else "":
            self.insert("positions", article_id=self.article(letter), **held)

    def body(self, number: int, name: str, country: str | None, articles: str) -> None:
        self.insert("entities", entity_id=number, kind="organisation", name=name)
        self.insert("organisations", organisation_id=number, name=name, country_code=country, kind="ministry")
        self._named(number, name, articles)

    def _named(self, number: int, name: str, articles: str) -> None:
        self.insert("entity_names", entity_id=number, name=name, kind="full", articles=len(articles))
        for letter in articles:
            self.insert("mentions", article_id=self.article(letter), entity_id=number, surface=name, kind="name")

    @staticmethod
    def article(letter: str) -> int:
        return "abcd".index(letter) + 1

    def rows(self, query: str) -> Rows:
        return self.db.execute(query).fetchall()

    def settle(self, decisions: Sequence[Decision] = ()) -> None:
        for statement in CREATE_AND_NOTE:
            self.db.execute(statement)
        write_identity(self.db, find_identity(self.db, decisions))


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    made = Warehouse()
    yield made
    made.db.close()


def decide(tmp_path: Path, words: str = "") -> Path:
    path = tmp_path / "decisions.yaml"
    path.write_text(words, encoding="utf-8")
    return path


def test_one_ministry_under_two_names_is_joined(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.body(1, "Ministry of Labour", "KH", "ab")
    warehouse.body(2, "Ministry of Labour and Vocational Training", "KH", "c")
    warehouse.person(3, "Ana Melo", "KH", "c", "minister", of=2)
    warehouse.settle()
    assert warehouse.rows("select organisation_id, name from organisations") == [(1, "Ministry of Labour and Vocational Training")]
    assert warehouse.rows("select organisation_id from positions") == [(1,)]
    assert warehouse.rows("select distinct entity_id from mentions order by 1") == [(1,), (3,)]
    assert warehouse.rows("select name from entity_names where entity_id = 1 order by 1") == [
        ("Ministry of Labour",), ("Ministry of Labour and Vocational Training",)
    ]  # fmt: skip


def test_namesakes_of_two_countries_are_parted(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.person(1, "John Smith", None, "abc")
    for article, title, country in ((1, "striker", "GB"), (2, "senator", "US")):
        warehouse.insert("positions", article_id=article, person_id=1, title=title, country_code=country)
    warehouse.settle()
    assert warehouse.rows("select name, country_code from people order by country_code nulls first") == [
        ("John Smith", None), ("John Smith", "GB"), ("John Smith", "US")
    ]  # fmt: skip
    assert warehouse.rows("select count(distinct person_id) from positions") == [(2,)]
    assert warehouse.rows("select count(distinct entity_id) from mentions") == [(3,)]
    assert warehouse.rows("select count(*) from entity_candidates") == [(3,)]


def test_decisions_hold_and_go_with_their_line(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.person(1, "Ana Melo", None, "a")
    warehouse.person(2, "Anna Mellow", None, "b")
    warehouse.person(3, "Bo Dahl", None, "cd")
    lines = [
        "{same: [Ana Melo, Anna Mellow], reason: a slip, author: AB}",
        "{different: Bo Dahl, in: [d.txt], reason: another}",
        "{entity: Ana Melo, country: PT}",
        "{same: [Ana Melo, Nobody]}",
    ]
    warehouse.settle(read_file(decide(tmp_path, "".join(f"- {line}\n" for line in lines))))
    assert warehouse.rows("select person_id, name, country_code from people where name <> 'Bo Dahl'") == [(1, "Anna Mellow", "PT")]
    assert warehouse.rows("select count(distinct entity_id) from mentions where surface = 'Bo Dahl'") == [(2,)]
    assert warehouse.rows("select decision_no, status from decisions order by 1") == [
        (1, "applied"), (2, "applied"), (3, "applied"), (4, "unmatched")
    ]  # fmt: skip
    fresh = Warehouse()
    fresh.person(1, "Ana Melo", None, "a")
    fresh.person(2, "Anna Mellow", None, "b")
    fresh.settle(read_file(decide(tmp_path)))
    assert fresh.rows("select count(*) from people") == [(2,)]


def test_a_file_that_cannot_be_understood_stops_the_publication(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match=r"decisions\.yaml: decision 1 needs exactly one"):
        read_file(decide(tmp_path, "- {reason: none}"))
