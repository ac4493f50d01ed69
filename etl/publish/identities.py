"""Reads who is who from a new snapshot, and writes the answer of `identity` into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
from sqlalchemy import Column, Integer, MetaData, String, Table

from etl.publish.columns import comment_statements, create_statement, published_references, quote
from etl.publish.identity import Identity, settle
from etl.publish.kinship import PartReader, find_decided, find_several, note_pairs, paired, pairs_among
from etl.publish.log import KEYS, SUBTYPES
from etl.publish.upkeep import insert, note_names, take_names
from etl.resolve.decisions import Decision, DecisionError, read_decisions
from models import Base
from models.types import Id

DECISIONS_FILE = "decisions.yaml"
"""The file beside the snapshot in which people decide who is who; see `etl.resolve.decisions`."""

_META = MetaData()
CANDIDATES = Table(
    "entity_candidates",
    _META,
    Column("left_id", Id, nullable=False, comment="One entity."),
    Column("right_id", Id, nullable=False, comment="The other, of the same kind."),
    Column("reason", String, nullable=False, comment="Why they may be one, or why they are kept apart."),
    Column("weight", Integer, nullable=False, comment="Articles that a decision could mend, at most: those of the rarer entity."),
    comment="One row a pair of entities that may be one; nobody has decided yet. View open_candidates shows them with their sentences.",
)
OUTCOMES = Table(
    "decisions",
    _META,
    Column("decision_no", Integer, nullable=False, comment="Its place in the file, from 1."),
    Column("decision", String, nullable=False, comment="The entry on one line."),
    Column("status", String, nullable=False, comment="applied, unmatched (it means no entity) or contradicted (by another decision)."),
    Column("note", String, nullable=False, comment="Why it is not applied; empty where it is."),
    Column("reason", String, comment="The reason it gives."),
    Column("author", String, comment="Who decided."),
    comment="One row a decision in decisions.yaml on who is who, and what became of it at this publication.",
)
IDENTITY_TABLES = (CANDIDATES, OUTCOMES)

TABLES = Base.metadata.tables
_USED = """
create or replace temp table used as
select coalesce(p.new_id, m.entity_id) as entity_id, count(distinct m.article_id) as articles
from upkeep.mentioned as m left join upkeep.parted as p on p.entity_id = m.entity_id and p.article_id = m.article_id
where m.entity_id in (select origin_id from upkeep.joined) and m.entity_id in (select entity_id from entities)
group by 1
"""


def find_identity(db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], last: Path | None = None) -> Identity:
    """Who is who in the whole warehouse, by upkeep, which is filled by it; decisions on single articles look into the snapshot, too.

    `last`: upkeep of an earlier publication by the same rules, from which names are taken that were read then.
    """
    if last is not None:
        db.execute(f"attach {quote(str(last))} as last (read_only)")
    db.begin()
    note_names(db, take_names(db) if last is not None else "")
    pairs, several, decided = paired(db), find_several(db), find_decided(db, decisions)
    found = note_pairs(db, pairs, {*several, *decided}, PartReader(db, decisions))
    identity = settle(found, pairs_among(db), decisions)
    note_identity(db, identity, decided)
    db.commit()
    if last is not None:
        db.execute("detach last")
    return identity


def write_identity(db: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Make the entities of a snapshot, which is current, those of the whole warehouse."""
    db.begin()
    apply_identity(db, identity)
    for table in IDENTITY_TABLES:
        for statement in [create_statement(table, "snapshot"), *comment_statements(table, "snapshot")]:
            db.execute(statement)
    write_tables(db, identity)
    db.commit()


def note_identity(db: duckdb.DuckDBPyConnection, identity: Identity, decided: Iterable[int]) -> None:
    """Remember in upkeep who was parted and joined, and whom decisions name; each group with all its members."""
    insert(db, "upkeep.parted", [(*key, new) for key, new in identity.parted.items()])
    members = {**identity.joined, **{root: root for root in identity.joined.values()}}
    insert(db, "upkeep.joined", [(entity, identity.origin.get(entity, entity), root) for entity, root in members.items()])
    db.execute("delete from upkeep.decided")
    insert(db, "upkeep.decided", [(entity,) for entity in {*decided, *identity.decided_parts}])


def apply_identity(db: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Part, join and name the entities in the current database, and make its facts point to them."""
    db.execute(_USED)
    _part(db, identity)
    _join(db)
    _set_values(db, identity)
    db.execute("drop table used")


def read_file(path: Path) -> tuple[Decision, ...]:
    """Decisions of a file; none where it is missing. Raises DecisionError."""
    try:
        return read_decisions(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path} cannot be read: {error}") from error
    except DecisionError as error:
        raise DecisionError(f"{path}: {error}") from error


def references() -> list[tuple[str, str]]:
    """(table, column) wherever a row points to an entity, the subtypes' own keys left out."""
    return [
        (table, column)
        for table, column, target, _ in published_references()
        if target in ("entities", *SUBTYPES) and SUBTYPES.get(table) != column
    ]


def _part(db: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Facts of the articles where a namesake is meant point to a new entity; one that no article names any more goes."""
    for table, column in references():
        if "article_id" in TABLES[table].columns:
            db.execute(
                f'update "{table}" as t set "{column}" = p.new_id from upkeep.parted as p '
                f'where t."{column}" = p.entity_id and t.article_id = p.article_id'
            )
    db.execute("create or replace temp table part as select distinct entity_id, new_id from upkeep.parted")
    db.execute("insert into entities select part.new_id, e.kind, e.name from entities as e inner join part using (entity_id)")
    for table, key in SUBTYPES.items():
        parts = f"select t.* replace (part.new_id as {key}) from {table} as t inner join part on part.entity_id = t.{key}"
        db.execute(f"insert into {table} {parts}")
    db.execute("create or replace temp table acting (person_id bigint, country_code varchar)")
    insert(db, "acting", [(part, profile.country) for part, profile in identity.profiles.items() if profile.kind == "person"])
    db.execute("update people as p set country_code = a.country_code from acting as a where a.person_id = p.person_id")
    db.execute(
        """insert into entity_names select p.new_id, n.name, n.kind, count(distinct m.article_id) from entity_names as n
           inner join upkeep.mentioned as m on m.entity_id = n.entity_id and (m.surface = n.name or n.kind = 'full')
           inner join upkeep.parted as p on p.entity_id = m.entity_id and p.article_id = m.article_id group by all"""
    )
    emptied = sorted(identity.emptied)
    for table, key in KEYS.items():
        db.execute(f"delete from {table} where {key} in (select unnest(?::bigint[]))", [emptied])


def _join(db: duckdb.DuckDBPyConnection) -> None:
    """Facts of all members of a group point to one; it takes the fullest values that its members have, and all their names."""
    for table, key in SUBTYPES.items():
        order = ["coalesce(u.articles, 0)", "length(t.name)"]
        best = f"({', '.join(order if table == 'people' else reversed(order))}, t.name, t.{key})"
        columns = (c.name for c in TABLES[table].columns if c.name != key)
        chosen = ", ".join(f"arg_max({c}, rank) filter ({c} is not null) as {c}" for c in columns)
        db.execute(
            f"""create or replace temp table merged as with members as (
                    select j.new_id as {key}, t.* exclude ({key}), {best} as rank from {table} as t
                    inner join upkeep.joined as j on j.entity_id = t.{key} left join used as u on u.entity_id = t.{key})
                select {key}, {chosen} from members group by {key}"""
        )
        db.execute(f"delete from {table} where {key} in (select entity_id from upkeep.joined)")
        db.execute(f"insert into {table} by name select * from merged; drop table merged")
    for table, column in references():
        db.execute(
            f'update "{table}" as t set "{column}" = j.new_id from upkeep.joined as j '
            f'where t."{column}" = j.entity_id and j.entity_id <> j.new_id'
        )
    db.execute("delete from entities where entity_id in (select entity_id from upkeep.joined where entity_id <> new_id)")
    db.execute("update organisations set parent_id = null where parent_id = organisation_id")
    _tidy(db, "entity_names", "entity_id, name, kind, sum(articles)::integer as articles")
    _tidy(db, "meeting_participants", "distinct *")
    _take_names(db)


def _tidy(db: duckdb.DuckDBPyConnection, table: str, columns: str) -> None:
    """Rows that have become alike are one."""
    db.execute(f"create temp table tidy as select {columns} from {table} {'' if 'distinct' in columns else 'group by all'}")
    db.execute(f"delete from {table}; insert into {table} by name select * from tidy; drop table tidy")


def _take_names(db: duckdb.DuckDBPyConnection) -> None:
    """The supertype's name is the subtype's."""
    for table, key in SUBTYPES.items():
        db.execute(f"update entities as e set name = t.name from {table} as t where t.{key} = e.entity_id and t.name <> e.name")


def _set_values(db: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Names, kinds and countries that people gave. A person has no kind: such a value is left out."""
    for entity, values in identity.values.items():
        for table, key in SUBTYPES.items():
            columns = TABLES[table].columns
            for word, value in values.items():
                column = {"country": "country_code"}.get(word, word)
                if column in columns:
                    db.execute(f"update {table} set {column} = ? where {key} = ?", [value, entity])
        if name := values.get("name"):
            db.execute(
                """insert into entity_names select ?, ?, 'full', 0 where not exists (
                       select 1 from entity_names where entity_id = ? and name = ? and kind = 'full')""",
                [entity, name, entity, name],
            )
    _take_names(db)


def write_tables(db: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Open candidates, and what became of every decision."""
    rows = [(c.left, c.right, c.reason, c.weight) for c in identity.candidates]
    insert(db, "snapshot.entity_candidates", rows)
    for outcome in identity.outcomes:
        decision = outcome.decision
        row = [decision.number, decision.text, outcome.status, outcome.note, decision.reason, decision.author]
        db.execute("insert into snapshot.decisions values (?, ?, ?, ?, ?, ?)", row)
