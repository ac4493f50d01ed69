"""What the next publication has to know of this one: a DuckDB file beside the snapshot, in the folder that the snapshot names.

The snapshot holds entities after they were parted and joined; here they stand as the record store has them, with what identity needs of
them, the blocks in which they are compared, the pairs that resemble each other, and what became of them. So the next publication looks
only at what changed since, and at those whom that touches.

The functions work on a connection to which this file is attached as `upkeep`, and whose current database holds tables as they are in the
record store: all of them, or those of the articles and entities in the temporary table `touched` (subject, subject_id). `note_names` and
the insertions need `upkeep` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from etl.resolve.across import Profile, block_keys, name_forms
from etl.resolve.person_name import read_name
from etl.text.fold import fold

UPKEEP_FILE = "upkeep.duckdb"
_TABLES = {
    "known": "entity_id bigint, kind varchar, name varchar, country_code varchar, body_kind varchar, acronym varchar, parent_id bigint",
    "named": "entity_id bigint, body varchar, letters bigint, words bigint, last_word bigint",
    "called": "entity_id bigint, name varchar",
    "mentioned": "entity_id bigint, article_id bigint, surface varchar",
    "held": "person_id bigint, article_id bigint, title varchar, organisation_id bigint, country_code varchar",
    "blocks": "block bigint, entity_id bigint",
    "pairs": "left_id bigint, right_id bigint, left_origin bigint, right_origin bigint, verdict varchar, reason varchar",
    "parted": "entity_id bigint, article_id bigint, new_id bigint",
    "joined": "entity_id bigint, origin_id bigint, new_id bigint",
    "decided": "entity_id bigint",
    "made_of": "rules varchar, decisions varchar, change_no bigint, mark bigint, renewed bigint",
}
TELLING = ("entities", "entity_names", "people", "organisations", "places", "mentions", "positions")
"""Tables of the record store from which the statements below, run in a database with them, note what is known."""
_OF_ARTICLES = (
    "insert into upkeep.mentioned select distinct entity_id, article_id, surface from mentions where entity_id is not null",
    "insert into upkeep.held select distinct person_id, article_id, title, organisation_id, country_code from positions",
)
_OF_ENTITIES = (
    """insert into upkeep.known
       select
           e.entity_id, e.kind, e.name, coalesce(p.country_code, o.country_code, l.country_code), o.kind, o.acronym, o.parent_id
       from entities as e left join people as p on p.person_id = e.entity_id
       left join organisations as o on o.organisation_id = e.entity_id left join places as l on l.place_id = e.entity_id""",
    "insert into upkeep.called select distinct n.entity_id, n.name from entity_names as n inner join entities as e using (entity_id) "
    "where n.name <> e.name",
)
CREATE_AND_NOTE = (*(f"create table upkeep.{name} ({columns})" for name, columns in _TABLES.items()), *_OF_ARTICLES, *_OF_ENTITIES)
"""Statements that make the tables, and note what all rows tell; `note_names` comes then."""


def insert(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows, all columns: numbers, words, or nothing."""
    if rows:
        insert_columns(db, table, list(zip(*rows, strict=True)))


def insert_columns(db: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Sequence[object]]) -> None:
    """Insert rows given by column, in the table's order; arrays go to DuckDB thirty times as fast as lists of parameters."""
    db.register("given", {f"c{number}": _array(column) for number, column in enumerate(columns)})
    db.execute(f"insert into {table} from given")
    db.unregister("given")


def _array(column: Sequence[object]) -> npt.NDArray[Any]:
    return np.array(column, dtype=np.int64 if set(map(type, column)) == {int} else object)


def note_changed(db: duckdb.DuckDBPyConnection) -> None:
    """Who is named in which touched article with which offices, and what each touched entity is, its name included."""
    for subject, tables, statements in (("article", ("mentioned", "held"), _OF_ARTICLES), ("entity", ("known", "called"), _OF_ENTITIES)):
        changed = f"{subject}_id in (select subject_id from touched where subject = '{subject}')"
        for statement in (*(f"delete from upkeep.{table} where {changed}" for table in tables), *statements):
            db.execute(statement)
    note_names(db, changed)


def take_names(db: duckdb.DuckDBPyConnection) -> str:
    """Take from the upkeep attached as `last`, made by the same rules, what the names of entities tell that stand there as they do now.

    Returns the condition that an entity is another one: those names are to be read. All that `note_names` looks at is compared.
    """
    told = "select entity_id, kind, name, country_code, acronym from {}.known"
    db.execute(f"create or replace temp table taken as {told.format('upkeep')} intersect {told.format('last')}")
    for table in ("named", "blocks"):
        db.execute(f"insert into upkeep.{table} select * from last.{table} where entity_id in (select entity_id from taken)")
    return "entity_id not in (select entity_id from taken)"


def note_names(db: duckdb.DuckDBPyConnection, which: str = "") -> None:
    """What the names of people and bodies tell, and the blocks they stand in: of all known entities, or those that fit a condition."""
    where = f"where {which}" if which else ""
    db.execute(f"delete from upkeep.named {where}; delete from upkeep.blocks {where}")
    rows = db.execute(f"select entity_id, kind, name, country_code, acronym from upkeep.known {where}").fetchall()
    named: list[tuple[int, str | None, str | None, str | None, str | None]] = []
    keys: list[str] = []
    owners: list[int] = []
    for entity, kind, name, country, acronym in rows:
        found = block_keys(Profile(kind, name, acronym=acronym)) if kind != "place" else ()
        keys += found
        owners += [entity] * len(found)
        if kind == "organisation":
            named.append((entity, f"{fold(name)} {country or ''}".strip(), None, None, None))
        elif found:
            named.append((entity, None, *name_forms(read_name(name))))
    if keys:
        _insert_hashed(db, "named", ("entity_id", "body", "letters", "words", "last_word"), list(zip(*named, strict=True)))
        _insert_hashed(db, "blocks", ("block", "entity_id"), [keys, owners])


def _insert_hashed(db: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], columns: Sequence[Sequence[object]]) -> None:
    """Insert rows given by column, with numbers in the place of words that are only compared."""
    db.register("given", {name: _array(column) for name, column in zip(names, columns, strict=True)})
    values = (name if name in {"entity_id", "body"} else f"(hash({name}) >> 1)::bigint" for name in names)
    db.execute(f"insert into upkeep.{table} select {', '.join(values)} from given")
    db.unregister("given")
