"""Renews a copy of the last snapshot by what changed since: the rows of a full rebuild, at the cost of the new ones.

The record store's log says which articles and entities changed. Their rows are read; identity is settled anew for those concerned
(`etl.publish.kinship`); articles in which somebody has become somebody else are read, too. All these rows go through the statements of a
full rebuild in a small database of their own, `staging`, and then take the place of what the copy holds of the same articles and entities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlalchemy import Table

from etl.publish.columns import create_statement, published_tables, quote
from etl.publish.dangling import dangling_query, note_absent
from etl.publish.identities import KEYS, SUBTYPES, apply_identity, note_identity, references, write_tables
from etl.publish.identity import Identity, settle
from etl.publish.kinship import WIDEST_BLOCK, PartReader, choose, find_decided, find_several, note_pairs, paired, pairs_among
from etl.publish.prepared import PreparedRenewal
from etl.publish.record import Record, Wanted
from etl.publish.upkeep import insert, note_changed, note_names
from etl.resolve.decisions import Decision
from models import Base

_CHANGES = Base.metadata.tables["changes"]
_ALONE = {"loads": ("load", "load_id"), "documents": ("document", "document_id"), "sources": ("source", "source_id")}
_SUBJECTS = {**_ALONE, "meetings": ("meeting", "meeting_id"), **{table: ("entity", key) for table, key in KEYS.items()}}
"""What a table's rows stand for in the log, and the id in them; all other tables belong to articles."""
_POINTED_TO = {**_ALONE, "articles": ("article", "article_id"), "meetings": _SUBJECTS["meetings"]}
_MOST = 0.3
"""Of a larger share of articles everything is read."""
_CHUNK = 5_000
_NAMED = "select {} from upkeep.{} where article_id in (select subject_id from touched where subject = 'article')"
_NAMED_THERE = " union ".join(
    _NAMED.format(*pair) for pair in (("entity_id", "mentioned"), ("person_id", "held"), ("organisation_id", "held"))
)
_CROSSING = """
with moved as (
    select block, 0 as had, 1 as has from upkeep.blocks where entity_id in (select subject_id from touched where subject = 'entity')
    union all select block, 1, 0 from blocks_before),
now as (select block, count(*) as size from upkeep.blocks semi join moved using (block) group by block),
sizes as (
    select block, coalesce(any_value(size), 0) as after, coalesce(any_value(size), 0) - sum(has) + sum(had) as before
    from moved left join now using (block) group by block
)
select entity_id from upkeep.blocks semi join (from sizes where (before <= {widest}) <> (after <= {widest})) using (block)
"""
_CALLED = (
    "select entity_id, name from {0}.entities semi join chosen using (entity_id) "
    "union select entity_id, name from {0}.entity_names semi join chosen using (entity_id)"
)
_RENAMED = f"""
create temp table renamed as
with before as ({_CALLED.format("snapshot")}), now as ({_CALLED.format("staging")})
select distinct entity_id from ((from before except from now) union all (from now except from before))
"""


class NotRenewableError(Exception):
    """The last snapshot is no base for this publication; everything must be read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where a publication read the record store's log. None where the log was empty."""

    change_no: int | None = None
    mark: int | None = None


def read_mark(db: duckdb.DuckDBPyConnection, changes: str) -> Mark:
    """The last mark in a table of changes."""
    row = db.execute(f"select change_no, subject_id from {changes} where subject = 'mark' order by change_no desc limit 1").fetchone()
    return Mark(*row) if row else Mark()


def latest_mark() -> Wanted:
    """What of the log a full rebuild reads."""
    return Wanted(_CHANGES, ("change_no = (select max(change_no) from changes) and subject = 'mark'",))


class Renewal:
    """One renewal: `db` has the copies attached as `snapshot` and `upkeep`; files of its own begin with `path`."""

    def __init__(
        self, db: duckdb.DuckDBPyConnection, record: Record, path: Path, decisions: Sequence[Decision], prepared: PreparedRenewal
    ) -> None:
        self._db, self._record, self._path, self._decisions = db, record, path, decisions
        self._prepared, self._reader = prepared, PartReader(db, decisions)

    def run(self, base: Mark, *, is_decided_anew: bool, is_judged_anew: bool = False) -> Mark:
        """Renew both copies, of the same decisions or others, and by the same rules of who is who or others; returns the new mark.

        Raises NotRenewableError, RecordError, duckdb.Error.
        """
        self._stage_changed(base)
        with self._writing():
            for table, (subject, key) in {**_ALONE, "articles": ("article", "article_id")}.items():
                self._take_over(table, subject, key)
        with self._writing():
            self._note_dirty(is_decided_anew=is_decided_anew)
            concerned = self._judge_all() if is_judged_anew else self._judge()
            identity, rewritten, moved = self._settle(concerned)
        self._stage_concerned(rewritten - self._touched_entities, moved)
        apply_identity(self._db, identity)
        with self._writing():
            self._replace(rewritten)
            self._replace_answers(identity)
        return self.mark

    def find_changed(self) -> list[int]:
        """Articles that came, left or changed, and those whose speakers may be called otherwise now."""
        rows = self._db.execute(
            "select subject_id from touched where subject = 'article' "
            "union select article_id from snapshot.quote_speakers where entity_id in (from renamed)"
        ).fetchall()
        return [article for (article,) in rows]

    def dangling_query(self) -> str:
        """The query for references of the copy that dangle since `run`; raises duckdb.Error."""
        deleted = {table: f"select subject_id from touched where subject = '{subject}'" for table, (subject, _) in _POINTED_TO.items()}
        entities = dict.fromkeys(("entities", *SUBTYPES), "from rewritten")
        note_absent(self._db, {**deleted, **entities, "quotes": "from was_quoted", "figures": "from was_counted"})
        return dangling_query()

    def renew_prepared(self) -> None:
        """Renew the prepared tables of the copy, whose facts are those of `run`; it becomes the current database. Raises duckdb.Error."""
        self._prepared.renew()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, which can write to the snapshot or to upkeep: every other statement would be written through to the disk."""
        self._db.begin()
        yield
        self._db.commit()

    def _fetch(self, wanted: Sequence[Wanted], *, staged: bool = True) -> None:
        """Have rows of the record store in the database `delta`, until the next fetch, and add them to those in `staging`."""
        db, path = self._db, self._path.with_name(f"{self._path.name}.delta")
        db.execute("detach database if exists delta")
        path.unlink(missing_ok=True)
        self._record.copy(wanted, f"attach {quote(str(path))} as snapshot")
        db.execute(f"attach {quote(str(path))} as delta (read_only)")
        for one in wanted if staged else ():
            if one.table.info.get("published", True):
                db.execute(f"insert into staging.{one.table.name} from delta.{one.table.name}")

    def _stage_changed(self, base: Mark) -> None:
        """Rows that changed since `base`, and the ids of all that changed, deleted ones too."""
        db = self._db
        db.execute("attach ':memory:' as staging; use staging")
        for table in published_tables():
            db.execute(create_statement(table, "staging"))
        # Without `|| ''` SQLite looks for the subject in every transaction of the log by turns, for each table.
        since = f"select subject_id from changes where change_no > {base.change_no} and subject || '' = '{{}}'"
        rows = [Wanted(table, (_condition(table, since.format(_subject(table)[0])),)) for table in published_tables()]
        self._fetch([Wanted(_CHANGES, (f"change_no >= {base.change_no}",)), *rows])
        if not db.execute("select 1 from delta.changes where change_no = ? and subject_id = ?", [base.change_no, base.mark]).fetchone():
            raise NotRenewableError("the log does not know the last publication")
        self.mark = read_mark(db, "delta.changes")
        db.execute(
            "create temp table touched as select distinct subject, subject_id from delta.changes "
            f"where change_no > {base.change_no} and subject <> 'mark'"
        )
        touched = db.execute("select subject_id from touched where subject = 'entity'").fetchall()
        self._touched_entities = {entity for (entity,) in touched}
        self._refuse_much("select count(*) from touched where subject = 'article'")

    def _refuse_much(self, counted: str) -> None:
        """Raise NotRenewableError when so many articles would be read that reading all is no dearer."""
        (many,), (of,) = (self._db.execute(query).fetchone() or (0,) for query in (counted, "select count(*) from snapshot.articles"))
        self.renewed = many
        if many > _MOST * of:
            raise NotRenewableError(f"{many} of {of} articles changed")

    def _take_over(self, table: str, subject: str, key: str) -> None:
        """Replace the touched rows of a table that identity does not change."""
        touched = f"select subject_id from touched where subject = '{subject}'"
        self._db.execute(f"delete from snapshot.{table} where {key} in ({touched}); insert into snapshot.{table} from staging.{table}")

    def _note_dirty(self, *, is_decided_anew: bool) -> None:
        """Bring upkeep up to date with the rows staged, and note whom that makes dirty; whom other decisions name now, too."""
        db = self._db
        self._decided_before = {entity for (entity,) in db.execute("from upkeep.decided").fetchall()} if is_decided_anew else set()
        changed = "select subject_id from touched where subject = 'entity'"
        db.execute(f"create temp table dirty as {changed} union {_NAMED_THERE} union from upkeep.decided")
        db.execute("alter table dirty rename column subject_id to entity_id")
        db.execute(f"create temp table bodies_before as select entity_id, body from upkeep.named where entity_id in ({changed})")
        db.execute(f"create temp table blocks_before as select block from upkeep.blocks where entity_id in ({changed})")
        note_changed(db)
        db.execute(f"insert into dirty {_NAMED_THERE}")
        insert(db, "dirty", [(entity,) for entity in find_decided(db, self._decisions)] if is_decided_anew else [])
        db.execute(
            f"""insert into dirty select person_id from upkeep.held where organisation_id in (
                    select subject_id from ({changed}) as t left join upkeep.named as k on k.entity_id = t.subject_id
                    left join bodies_before as b on b.entity_id = t.subject_id where k.body is distinct from b.body)"""
        )

    def _judge(self) -> set[int]:
        """Judge the pairs of the dirty entities anew; returns them, and whom a pair of before or now connects with them."""
        db = self._db
        db.execute(f"insert into dirty {_CROSSING.format(widest=WIDEST_BLOCK)}")
        db.execute("delete from dirty where entity_id is null")
        dirty = {entity for (entity,) in db.execute("select distinct entity_id from dirty").fetchall()}
        pairs = paired(db, "dirty")
        of_dirty = "left_origin in (from dirty) or right_origin in (from dirty)"
        db.execute(f"create temp table links as select left_origin, right_origin from upkeep.pairs where {of_dirty}")
        db.execute(f"delete from upkeep.pairs where {of_dirty}")
        note_pairs(db, pairs, dirty, self._reader)
        return self._connected(dirty)

    def _judge_all(self) -> set[int]:
        """Judge all pairs anew, by other rules than before; returns the dirty entities and all whom a pair of before or now concerns."""
        db = self._db
        note_names(db)
        db.execute("create temp table links as select left_origin, right_origin from upkeep.pairs; delete from upkeep.pairs")
        pairs, several = paired(db), find_several(db)
        before = "select left_origin from links union select right_origin from links union select entity_id from upkeep.parted "
        before += "union select origin_id from upkeep.joined union select entity_id from dirty where entity_id is not null"
        known = {entity for (entity,) in db.execute(before).fetchall()}
        known |= {*several, *find_decided(db, self._decisions), *(entity for pair in pairs for entity in pair)}
        note_pairs(db, pairs, known, self._reader)
        return known

    def _connected(self, entities: set[int]) -> set[int]:
        """These entities and all that pairs, of before or now, connect with them, over others, too."""
        found, new = set(entities), set(entities)
        links = "select left_origin, right_origin from {0} union select right_origin, left_origin from {0}"
        either = f"{links.format('upkeep.pairs')} union {links.format('links')}"
        while new:
            choose(self._db, new)
            rows = self._db.execute(f"select distinct right_origin from ({either}) where left_origin in (from chosen)").fetchall()
            new = {entity for (entity,) in rows} - found
            found |= new
        return found

    def _settle(self, concerned: set[int]) -> tuple[Identity, set[int], set[int]]:
        """The identity of those concerned, noted in upkeep; the entities whose rows must be made anew, and those that became others."""
        db = self._db
        while True:
            before = self._noted(concerned)
            parted = self._reader.read(concerned)
            decided = find_decided(db, self._decisions, among="chosen")
            identity = settle(parted, pairs_among(db), self._decisions)
            now = _Images(identity.parted, identity.joined, identity.origin)
            moved = {entity for entity in concerned if before.image(entity) != now.image(entity)}
            choose(db, moved)
            children = {c for (c,) in db.execute("select entity_id from upkeep.known where parent_id in (from chosen)").fetchall()}
            if children <= concerned:
                break
            concerned |= self._connected(children)
        choose(db, concerned)
        db.execute("delete from upkeep.parted where entity_id in (from chosen); delete from upkeep.joined where origin_id in (from chosen)")
        db.execute("create temp table concerned as from chosen")
        self._parts = {*before.parts(), *identity.origin}
        insert(db, "concerned", [(part,) for part in self._parts])
        note_identity(db, identity, decided)
        told = {*decided} | (self._decided_before & concerned)
        return identity, self._touched_entities | moved | children | told | before.grouped() | now.grouped(), moved

    def _noted(self, concerned: Iterable[int]) -> _Images:
        """What the last publication made of these entities."""
        choose(self._db, concerned)
        parted = {(e, a): n for e, a, n in self._db.execute("from upkeep.parted where entity_id in (from chosen)").fetchall()}
        rows = self._db.execute("from upkeep.joined where origin_id in (from chosen)").fetchall()
        return _Images(parted, {e: n for e, _, n in rows}, {n: e for (e, _), n in parted.items()} | {e: o for e, o, _ in rows})

    def _stage_concerned(self, unread: set[int], moved: set[int]) -> None:
        """Rows of entities to be made anew that are not staged yet, and of articles and meetings that name whoever became somebody else."""
        entities = sorted(unread)
        self._fetch([Wanted(Base.metadata.tables[name], tuple(_listed(key, entities))) for name, key in KEYS.items()])
        by_table: dict[str, list[str]] = defaultdict(list)
        for table, column in references():
            by_table[table] += _listed(column, sorted(moved)) if table not in KEYS else []
        self._fetch([Wanted(Base.metadata.tables[name], tuple(asked)) for name, asked in by_table.items() if asked], staged=False)
        more = {subject: self._named_by_delta(subject, [n for n, asked in by_table.items() if asked]) for subject in ("article", "meeting")}
        for subject, ids in more.items():
            self._stage_more(subject, ids)
        self._refuse_much("select count(*) from touched where subject = 'article'")

    def _named_by_delta(self, subject: str, tables: Sequence[str]) -> list[int]:
        """Articles or meetings, untouched so far, that rows of these tables in `delta` belong to."""
        column = f"{subject}_id"
        named = [f"select {column} from delta.{n}" for n in tables if (n == "meetings") == (subject == "meeting")]
        if not named:
            return []
        query = f"{' union '.join(named)} except select subject_id from touched where subject = ?"
        return [one for (one,) in self._db.execute(query, [subject]).fetchall()]

    def _stage_more(self, subject: str, ids: Sequence[int]) -> None:
        """Rows of these articles or meetings, which count as touched from now on."""
        tables = [t for t in published_tables() if _subject(t)[0] == subject] if ids else []
        self._fetch([Wanted(t, tuple(_condition(t, part) for part in _parts(ids))) for t in tables])
        insert(self._db, "touched", [(subject, one) for one in ids])

    def _replace(self, rewritten: set[int]) -> None:
        """Put the staged rows of articles, meetings and entities in the place of the snapshot's."""
        db = self._db
        choose(db, rewritten | self._parts)
        db.execute("create temp table rewritten as from chosen")
        db.execute(_RENAMED)
        self._prepared.note()
        touched = "select subject_id from touched where subject = 'article'"
        db.execute(f"create temp table was_counted as select figure_id from snapshot.figures where article_id in ({touched})")
        db.execute(f"create temp table was_quoted as select quote_id from snapshot.quotes where article_id in ({touched})")
        for table in published_tables():
            subject, key = _subject(table)
            ids = "from chosen" if subject == "entity" else f"select subject_id from touched where subject = '{subject}'"
            if table.name == "quote_segments":
                key, ids = "quote_id", "from was_quoted"
            if table.name not in (*_ALONE, "articles"):
                db.execute(f"delete from snapshot.{table.name} where {key} in ({ids})")
                db.execute(f"insert into snapshot.{table.name} from staging.{table.name}")

    def _replace_answers(self, identity: Identity) -> None:
        """Candidates of those concerned, and all outcomes: whom a decision names is always concerned."""
        self._db.execute(
            "delete from snapshot.entity_candidates where left_id in (from concerned) or right_id in (from concerned); "
            "delete from snapshot.decisions"
        )
        write_tables(self._db, identity)


class _Images:
    """What entities became: the entity that each is, in each article where that differs."""

    def __init__(self, parted: dict[tuple[int, int], int], joined: dict[int, int], origin: dict[int, int]) -> None:
        self._joined, self._origin, self._parted = joined, origin, parted
        self._articles: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for (entity, article), part in parted.items():
            self._articles[entity].add((article, joined.get(part, part)))

    def image(self, entity: int) -> tuple[int, frozenset[tuple[int, int]]]:
        """What the entity is, and what it is in articles where a namesake is meant."""
        return self._joined.get(entity, entity), frozenset(self._articles.get(entity, ()))

    def parts(self) -> set[int]:
        """Entities made by parting others."""
        return set(self._parted.values())

    def grouped(self) -> set[int]:
        """Entities that were parted, or joined with others, with all their companions."""
        members = {*self._joined, *self._joined.values()}
        return {self._origin.get(member, member) for member in members} | {entity for entity, _ in self._parted}


def _subject(table: Table) -> tuple[str, str]:
    return _SUBJECTS.get(table.name, ("article", "article_id"))


def _condition(table: Table, ids: str) -> str:
    """The condition that a row of `table` belongs to one of the ids."""
    if table.name == "quote_segments":
        return f"quote_id in (select quote_id from quotes where article_id in ({ids}))"
    return f"{_subject(table)[1]} in ({ids})"


def _parts(ids: Sequence[int]) -> Iterator[str]:
    for at in range(0, len(ids), _CHUNK):
        yield ", ".join(map(str, ids[at : at + _CHUNK]))


def _listed(column: str, ids: Sequence[int]) -> list[str]:
    """Conditions that the column holds one of the ids."""
    return [f"{column} in ({part})" for part in _parts(ids)]
