"""Many invented articles with facts in realistic proportions: real ones, multiplied. Their text stays; ids, names and stories part.

    originals = Originals(facts)
    originals.fill("sqlite:///…", 100_000)      a record store of so many, in a minute or two
    originals.batches(range(100_000, 100_100), load)    a hundred more for `Store.save`

Article number n is copy n // len(originals) of one of the originals. An entity is the same in 1, 5 or 50 copies running or in all of
them, as in a newspaper's years: few names are known everywhere, most come up a few times. `fill` saves the originals by the store and
multiplies its rows in SQL (the claims, and what is merged of them, by the store's own functions); `Originals.rows` makes the same rows for
the store to save, which `tests/pipeline/test_synthetic.py` compares.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Table

from etl.ids import stable_id
from etl.rows import ArticleFacts, RowBuilder
from etl.store import Batch, Store
from etl.store.batch import FACTS, TABLES
from etl.store.merge import merge_entity, merge_meeting

Rows = Mapping[str, Sequence[dict[str, Any]]]
Claims = dict[tuple[str, int], list[tuple[str, int]]]
"""By subject and id every account of it, as it is encoded, with the articles that give it."""

EVERYWHERE = 10**9
_SPREADS = (1, 5, 50, EVERYWHERE)
_PLACE_SPREADS = (5, 50, EVERYWHERE, EVERYWHERE)
_MEETING_SPREAD = 5
"""Each divides the next: what is said of a meeting, such as its place, is then the same in all copies that report it."""
_SYNDICATED, _STORY = 10, 4
"""One original in so many is syndicated: so many copies running are one story."""
_LOW, _STEP = (1 << 61) - 1, 1 << 48
_SUBTYPES = {"people": "person_id", "organisations": "organisation_id", "places": "place_id"}
_NAMED = ("entities", "entity_names", *_SUBTYPES)
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "ru", "sa", "te", "vi", "zo", "pa", "ne", "lo", "ri", "mu", "da")
_FAST = "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -4000000; pragma temp_store = memory"
_PER_SAVE = 32


def suffix(number: int) -> str:
    """A made-up ending for the number; different numbers, different endings; none for 0."""
    found = ""
    while number:
        number, digit = divmod(number, len(_SYLLABLES))
        found += _SYLLABLES[digit]
    return found


def moved(identity: int, by: int) -> int:
    """The id of copy `by` of what has this id; copy 0 is that itself."""
    return (identity & _LOW) + by * _STEP if by else identity


@cache
def parting(table: str) -> dict[str, str]:
    """How the ids in a table's columns part: as an `entity`, a `meeting`, by `copy`, or as the bands of a `story`. Others stay."""
    found = {column.name: _parts_as(TABLES[table], column.name) for column in TABLES[table].columns}
    return {"article_id": "copy", **{column: how for column, how in found.items() if how}}  # shared rows say whose account they are


def _parts_as(table: Table, name: str) -> str | None:
    column = table.c[name]
    target = next((key.column.table.name for key in column.foreign_keys), table.name if column.primary_key else None)
    if name == "band":
        return "story"
    if target in ("entities", *_SUBTYPES) and name.endswith("_id"):
        return "entity"
    if target == "meetings":
        return "meeting"
    return "copy" if name.endswith("_id") and target not in ("sources", "loads", "claims") and name != "source_id" else None


class Originals:
    """Real articles, ready to be multiplied."""

    def __init__(self, facts: Sequence[ArticleFacts]) -> None:
        self._rows = [_build(found, number) for number, found in enumerate(facts)]
        self._spread = {
            row["entity_id"]: (_PLACE_SPREADS if row["kind"] == "place" else _SPREADS)[row["entity_id"] % 4]
            for rows in self._rows
            for row in rows.get("entities", ())
        }
        for rows in self._rows:
            for row in rows.get("organisations", ()):  # an office known everywhere has no parent that is known here and there
                if row["parent_id"] and self._spread[row["parent_id"]] < self._spread[row["organisation_id"]]:
                    row["parent_id"] = None

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, number: int) -> Rows:
        """Rows of article `number`, as the store takes them."""
        copy, original = divmod(number, len(self))
        made = {table: [self._row(table, row, copy, original) for row in rows] for table, rows in self._rows[original].items()}
        made["documents"][0].update(_content(number))
        return made

    def batches(self, numbers: range, load_id: int) -> Iterator[Batch]:
        """The articles with these numbers, ready for the store."""
        for at in range(0, len(numbers), _PER_SAVE):
            rows: dict[str, list[Any]] = {}
            for number in numbers[at : at + _PER_SAVE]:
                for table, more in self.rows(number).items():
                    rows.setdefault(table, []).extend(more)
            yield Batch(load_id, rows)

    def _row(self, table: str, row: Mapping[str, Any], copy: int, original: int) -> dict[str, Any]:
        found = dict(row)
        for column, how in parting(table).items():
            if found.get(column) is not None:
                found[column] = moved(found[column], self._by(how, found[column], copy, original))
        if table in _SUBTYPES or table in _NAMED:
            identity = row[_SUBTYPES.get(table, "entity_id")]
            _rename(found, suffix(copy // self._spread[identity]))
        return found

    def _by(self, how: str, identity: int, copy: int, original: int) -> int:
        if how == "entity":
            return copy // self._spread[identity]
        if how == "meeting":
            return copy // _MEETING_SPREAD
        return copy // _STORY if how == "story" and original % _SYNDICATED == 0 else copy

    def fill(self, url: str, articles: int) -> None:
        """Make a record store of so many articles at this address of a SQLite file, with a log of its changes."""
        store = Store.open(url)
        load = store.begin_load()
        for batch in self.batches(range(min(len(self), articles)), load):
            store.save(batch)
        store.finish_load(load)
        store.close()
        if articles > len(self):
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as db:
                _Filling(db, len(self), articles, self._spread).run()


def _build(facts: ArticleFacts, number: int) -> dict[str, list[dict[str, Any]]]:
    """Rows of an original, its document among them."""
    told = _content(number)
    document = stable_id("document", told["uri"], told["sha256"])
    rows = RowBuilder(replace(facts, article=replace(facts.article, uri=told["uri"])), document, "bench").build()
    received = {"received_at": "2026-11-22T00:00:00+00:00", "status": "loaded", "media_type": "text/plain"}
    rows["documents"] = [{"document_id": document, **told, "byte_size": len(facts.article.text), **received}]
    return rows


def _content(number: int) -> dict[str, str]:
    uri = f"file:///synthetic/{number:07}.txt"
    return {"uri": uri, "sha256": f"{number:064x}" if number else sha256(uri.encode()).hexdigest()}


def _rename(said: dict[str, Any], ending: str) -> None:
    for column, word in (("name", ending), ("family_name", ending), ("acronym", ending.upper())):
        if said.get(column):
            said[column] += word


class _Filling:
    """Multiplies a record store of originals."""

    def __init__(self, db: sqlite3.Connection, originals: int, articles: int, spread: Mapping[int, int]) -> None:
        self._db, self._originals, self._articles, self._spread = db, originals, articles, spread

    def run(self) -> None:
        db = self._db
        db.executescript(_FAST)
        self._prepare()
        indexes = db.execute("select name, sql from sqlite_master where type = 'index' and sql is not null").fetchall()
        for name, _ in indexes:
            db.execute(f"drop index {name}")
        db.execute("begin")
        for table in ("documents", "offers", "articles", *FACTS):
            self._multiply(table)
        self._name_stories()
        self._claim()
        self._log()
        db.execute("update loads set documents_seen = ?1, documents_loaded = ?1", [self._articles])
        db.execute("commit")
        for _, statement in indexes:
            db.execute(statement)
        db.execute("analyze")
        db.execute("pragma journal_mode = wal")

    def _prepare(self) -> None:
        """Which original each article is, every copy to be made, and how far entities spread."""
        db, uri = self._db, "file:///synthetic/{:07}.txt"
        db.execute("create temp table originals (uri text primary key, original integer)")
        db.executemany("insert into originals values (?, ?)", ((uri.format(n), n) for n in range(self._originals)))
        db.execute("create temp table of (article_id integer primary key, document_id integer, original integer)")
        db.execute(
            "insert into of select article_id, document_id, original from articles inner join documents using (document_id) "
            "inner join originals using (uri)"
        )
        db.execute("create temp table copies (original integer, copy integer, primary key (original, copy)) without rowid")
        numbers = range(self._originals, self._articles)
        db.executemany("insert into copies values (?, ?)", ((n % self._originals, n // self._originals) for n in numbers))
        db.execute("create temp table spread (entity_id integer primary key, copies integer)")
        db.executemany("insert into spread values (?, ?)", self._spread.items())

    def _multiply(self, table: str) -> None:
        """Every row of the table, once for each further copy of its article."""
        own = {"documents": "document_id", "offers": "document_id", "quote_segments": "quote_id"}.get(table, "article_id")
        of = "(select q.quote_id, f.original from quotes as q inner join of as f using (article_id))" if own == "quote_id" else "of"
        names = [column.name for column in TABLES[table].columns]
        entities = [column for column, how in parting(table).items() if how == "entity"]
        spreads = "".join(f", (select copies from spread where entity_id = t.{c}) as {c}_copies" for c in entities)
        of_original = f"select t.*, f.original{spreads} from {table} as t inner join {of} as f using ({own})"
        self._db.execute(f"create temp table base as {of_original}")
        values = ", ".join(self._value(table, name) for name in names)
        self._db.execute(f"insert into {table} ({', '.join(names)}) select {values} from base as t inner join copies as c using (original)")
        self._db.execute("drop table base")

    def _value(self, table: str, name: str) -> str:
        """The SQL of a column of a copy; as `Originals.rows` makes it."""
        number = f"c.copy * {self._originals} + c.original"
        if table == "documents" and name in {"uri", "sha256"}:
            return f"printf('file:///synthetic/%07d.txt', {number})" if name == "uri" else f"printf('%064x', {number})"
        how = parting(table).get(name)
        by = {
            "entity": f"c.copy / t.{name}_copies",
            "meeting": f"c.copy / {_MEETING_SPREAD}",
            "story": f"case when c.original % {_SYNDICATED} = 0 then c.copy / {_STORY} else c.copy end",
            "copy": "c.copy",
        }.get(how or "")
        return f"case when {by} = 0 then t.{name} else (t.{name} & {_LOW}) + ({by}) * {_STEP} end" if by else f"t.{name}"

    def _name_stories(self) -> None:
        """Each story has the least id of its articles."""
        self._db.execute("create temp table told (article_id integer primary key, story integer, original integer)")
        self._db.execute(
            f"""insert into told select case when copy = 0 then article_id else (article_id & {_LOW}) + copy * {_STEP} end,
                case when original % {_SYNDICATED} = 0 then copy / {_STORY} else copy end, original
                from (select original, copy from copies union all select original, 0 from originals) inner join of using (original)"""
        )
        self._db.execute("create temp table stories as select original, story, min(article_id) as story_id from told group by 1, 2")
        self._db.execute("create index temp.by_story on stories (original, story)")
        self._db.execute(
            "update articles set story_id = (select story_id from told inner join stories using (original, story) "
            "where told.article_id = articles.article_id) where story_id is not null"
        )

    def _claim(self) -> None:
        """What every copy says of shared rows, and these rows as the store makes them of that."""
        db = self._db
        given = defaultdict(list)
        for claim, original in db.execute("select claim_id, original from article_claims inner join of using (article_id)"):
            given[claim].append(original)
        db.execute("create temp table claimed (claim_id integer, by integer, new_id integer, primary key (claim_id, by)) without rowid")
        db.execute("create temp table spoken (claim_id integer primary key, copies integer)")
        claims: Claims = defaultdict(list)
        rows = db.execute("select claim_id, subject, subject_id, attributes from claims").fetchall()
        for claim, subject, identity, attributes in rows:
            copies = {"entity": self._spread.get(identity, 0), "meeting": _MEETING_SPREAD}.get(subject, EVERYWHERE)
            db.execute("insert into spoken values (?, ?)", [claim, copies])
            for by, articles in self._count(given[claim], copies).items():
                said = _say(subject, attributes, by, copies, self._spread)
                claims[subject, moved(identity, by)].append((said, articles))
                new = stable_id("claim", subject, moved(identity, by), said)
                db.execute("insert into claimed values (?, ?, ?)", [claim, by, new])
        self._write_claims(claims)

    def _count(self, originals: Iterable[int], copies: int) -> Counter[int]:
        """How many articles say it of each copy of the subject."""
        found: Counter[int] = Counter()
        for original in originals:
            made = (self._articles - original + self._originals - 1) // self._originals
            for by in range((made - 1) // copies + 1):
                found[by] += min(made - by * copies, copies)
        return found

    def _write_claims(self, claims: Claims) -> None:
        db = self._db
        db.execute("create temp table linked as select article_id, original, claim_id from article_claims inner join of using (article_id)")
        db.execute(
            f"""insert into article_claims (article_id, claim_id)
                select (l.article_id & {_LOW}) + c.copy * {_STEP}, n.new_id from linked as l inner join copies as c using (original)
                inner join spoken as s using (claim_id)
                inner join claimed as n on n.claim_id = l.claim_id and n.by = c.copy / s.copies"""
        )
        db.execute("delete from claims")
        db.executemany(
            "insert into claims (claim_id, subject, subject_id, attributes, articles) values (?, ?, ?, ?, ?)",
            ((stable_id("claim", *subject, said), *subject, said, n) for subject, accounts in claims.items() for said, n in accounts),
        )
        for table in ("meetings", *_SUBTYPES, "entity_names", "entities"):
            db.execute(f"delete from {table}")
        for (subject, identity), accounts in claims.items():
            if write := {"entity": self._write_entity, "meeting": self._write_meeting}.get(subject):
                write(identity, [(json.loads(said), articles) for said, articles in accounts])

    def _write_entity(self, identity: int, accounts: list[tuple[dict[str, Any], int]]) -> None:
        merged = merge_entity(accounts)
        kind, names = merged.pop("subtype"), merged.pop("names")
        table = {"person": "people", "organisation": "organisations", "place": "places"}[kind]
        self._insert("entities", {"entity_id": identity, "kind": kind, "name": merged["name"]})
        self._insert(table, {_SUBTYPES[table]: identity, **merged})
        for name in names:
            self._insert("entity_names", {"entity_id": identity, **name})

    def _write_meeting(self, identity: int, accounts: list[tuple[dict[str, Any], int]]) -> None:
        self._insert("meetings", {"meeting_id": identity, **merge_meeting(accounts)})

    def _insert(self, table: str, row: Mapping[str, Any]) -> None:
        self._db.execute(f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values()))

    def _log(self) -> None:
        """The log, as saving 32 articles at a time leaves it."""
        db, number = self._db, f"(c.copy * {self._originals} + c.original) / {_PER_SAVE} + 1000"
        new = f"({{}} & {_LOW}) + c.copy * {_STEP}"
        copied = "of as f inner join copies as c using (original)"
        columns = "insert or ignore into changes (change_no, subject, subject_id)"
        db.execute(f"{columns} select {number}, 'article', {new.format('f.article_id')} from {copied}")
        db.execute(f"{columns} select {number}, 'document', {new.format('f.document_id')} from {copied}")
        db.execute(
            f"""{columns} select {number}, s.subject, s.subject_id from {copied} inner join linked as l on l.article_id = f.article_id
                inner join spoken as sp on sp.claim_id = l.claim_id
                inner join claimed as n on n.claim_id = l.claim_id and n.by = c.copy / sp.copies
                inner join claims as s on s.claim_id = n.new_id"""
        )
        db.execute(f"{columns} select distinct change_no, 'mark', change_no * 7919 from changes where change_no >= 1000")


def _say(subject: str, attributes: str, by: int, copies: int, spread: Mapping[int, int]) -> str:
    """The account as a copy gives it."""
    if not by:
        return attributes
    said = json.loads(attributes)
    if subject == "entity":
        _rename(said, suffix(by))
        for name in said["names"]:
            _rename(name, suffix(by))
        said["names"].sort(key=lambda name: (name["name"], name["kind"]))
        if said.get("parent_id"):
            said["parent_id"] = moved(said["parent_id"], by * copies // spread[said["parent_id"]])
    elif subject == "meeting":
        if said.get("place_id"):
            said["place_id"] = moved(said["place_id"], by * copies // spread[said["place_id"]])
        if said.get("parent_id"):
            said["parent_id"] = moved(said["parent_id"], by)
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
