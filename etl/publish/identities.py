"""Reads who is who from a new snapshot, and writes the answer of `identity` into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import Column, Integer, MetaData, String, Table

from etl.publish.columns import comment_statements, create_statement, published_tables
from etl.publish.identity import Identity, Known, folded, identify
from etl.resolve.across import Profile
from etl.resolve.decisions import Decision, DecisionError, read_decisions
from etl.text.fold import fold
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

_SUBTYPES = {"people": "person_id", "organisations": "organisation_id", "places": "place_id"}
_FILE_NAME = "regexp_extract(d.uri, '[^/]*$')"


def settle_identities(snapshot: duckdb.DuckDBPyConnection, decisions_file: Path) -> Identity:
    """Make the entities of a snapshot those of the whole warehouse. Raises DecisionError where the decisions cannot be understood."""
    identity = identify(_read_known(snapshot), _read_accounts(snapshot), read_file(decisions_file))
    snapshot.begin()
    _fill(snapshot, "parted", ("entity_id", "article_id", "new_id"), [(*key, new) for key, new in identity.parted.items()])
    _fill(snapshot, "joined", ("entity_id", "new_id"), list(identity.joined.items()))
    if identity.parted:
        _part(snapshot, identity)
    if identity.joined:
        _join(snapshot)
    _set_values(snapshot, identity)
    _write_tables(snapshot, identity)
    snapshot.execute("drop table parted; drop table joined")
    snapshot.commit()
    return identity


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


def _read_known(snapshot: duckdb.DuckDBPyConnection) -> list[Known]:
    names = dict(snapshot.execute("select entity_id, list(distinct name) from entity_names group by entity_id").fetchall())
    articles = dict(
        snapshot.execute(
            f"""select entity_id, list((article_id, {_FILE_NAME}) order by article_id) from (
                    select distinct entity_id, article_id from mentions where entity_id is not null
                    union select person_id, article_id from positions
                    union select organisation_id, article_id from positions where organisation_id is not null) as named
                join articles as a using (article_id) join documents as d using (document_id) group by entity_id"""
        ).fetchall()
    )
    titles = _titles(snapshot.execute("select person_id, title, organisation_id, null from positions").fetchall(), _body_names(snapshot))
    rows = snapshot.execute(
        """select entity_id, e.kind, e.name, coalesce(p.country_code, o.country_code, l.country_code), o.kind, o.acronym
           from entities as e left join people as p on p.person_id = entity_id
           left join organisations as o on o.organisation_id = entity_id left join places as l on l.place_id = entity_id"""
    ).fetchall()
    known = []
    for entity, kind, name, country, body_kind, acronym in rows:
        held, bodies = titles.get(entity, (frozenset(), frozenset()))
        profile = Profile(kind, name, country, held, bodies, body_kind, acronym)
        known.append(Known(entity, profile, folded([name, *names.get(entity, ())]), tuple(articles.get(entity, ()))))
    return known


def _body_names(snapshot: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Folded name of every organisation, with its country: the Senates of two countries are two."""
    rows = snapshot.execute("select organisation_id, name, country_code from organisations").fetchall()
    return {body: f"{fold(name)} {country or ''}".strip() for body, name, country in rows}


def _titles(
    rows: Iterable[tuple[Any, ...]], bodies: dict[int, str]
) -> dict[Any, tuple[frozenset[str], frozenset[str]]]:
    """Folded titles and bodies by person, or by whatever key stands first."""
    held: dict[Any, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for key, title, body, _ in rows:
        held[key][0].add(fold(title))
        if body in bodies:
            held[key][1].add(bodies[body])
    return {key: (frozenset(titles), frozenset(of)) for key, (titles, of) in held.items()}


def _read_accounts(snapshot: duckdb.DuckDBPyConnection) -> dict[int, dict[int, Profile]]:
    """What each article says of the people whom several articles give titles."""
    rows = snapshot.execute(
        """select person_id, article_id, title, organisation_id, positions.country_code, p.name from positions
           join people as p using (person_id)
           where person_id in (select person_id from positions group by person_id having count(distinct article_id) > 1)"""
    ).fetchall()
    titles = _titles([((person, article), title, body, None) for person, article, title, body, _, _ in rows], _body_names(snapshot))
    countries: dict[tuple[int, int], set[str]] = defaultdict(set)
    names = {}
    for person, article, _, _, country, name in rows:
        names[person] = name
        countries[person, article] |= {country} - {None}
    accounts: dict[int, dict[int, Profile]] = defaultdict(dict)
    for (person, article), (held, bodies) in titles.items():
        told = countries[person, article]
        accounts[person][article] = Profile("person", names[person], next(iter(told)) if len(told) == 1 else None, held, bodies)
    return dict(accounts)


def _fill(snapshot: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[tuple[int, ...]]) -> None:
    """A table of ids for the statements below; dropped again in the end."""
    snapshot.execute(f"create table {name} ({', '.join(f'{c} bigint' for c in columns)})")
    if rows:
        unnested = ", ".join(f"unnest(${n}::bigint[])" for n in range(1, len(columns) + 1))
        snapshot.execute(f"insert into {name} select {unnested}", [list(column) for column in zip(*rows, strict=True)])


def _references() -> list[tuple[str, str]]:
    """(table, column) wherever a row points to an entity, the subtypes' own keys left out."""
    targets = {"entities", *_SUBTYPES}
    found = []
    for table in published_tables():
        for column in table.columns:
            is_own = _SUBTYPES.get(table.name) == column.name
            if not is_own and any(key.column.table.name in targets for key in column.foreign_keys):
                found.append((table.name, column.name))
    return found


def _part(snapshot: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Facts of the articles where a namesake is meant point to a new entity; one that no article names any more goes."""
    for table, column in _references():
        if "article_id" in snapshot.table(table).columns:
            snapshot.execute(
                f'update "{table}" as t set "{column}" = p.new_id from parted as p '
                f'where t."{column}" = p.entity_id and t.article_id = p.article_id'
            )
    for new, origin in identity.origin.items():
        profile = identity.profiles[new]
        snapshot.execute("insert into entities select ?, kind, name from entities where entity_id = ?", [new, origin])
        for table, key in _SUBTYPES.items():
            snapshot.execute(f"insert into {table} select * replace (? as {key}) from {table} where {key} = ?", [new, origin])
        if profile.kind == "person":
            snapshot.execute("update people set country_code = ? where person_id = ?", [profile.country, new])
        snapshot.execute(
            """insert into entity_names select ?, n.name, n.kind, count(distinct m.article_id) from entity_names as n
               join mentions as m on m.entity_id = ? and (m.surface = n.name or n.kind = 'full') where n.entity_id = ? group by all""",
            [new, new, origin],
        )
    snapshot.execute(
        """create temp table orphans as select distinct entity_id from parted where entity_id not in (
               select entity_id from mentions where entity_id is not null union select person_id from positions
               union select organisation_id from positions where organisation_id is not null)"""
    )
    for table, key in {"entities": "entity_id", "entity_names": "entity_id", **_SUBTYPES}.items():
        snapshot.execute(f"delete from {table} where {key} in (select entity_id from orphans)")
    snapshot.execute("drop table orphans")


def _join(snapshot: duckdb.DuckDBPyConnection) -> None:
    """Facts of all members of a group point to one; it takes the fullest values that its members have, and all their names."""
    snapshot.execute("create temp table used as select entity_id, count(distinct article_id) as articles from mentions group by entity_id")
    for table, key in _SUBTYPES.items():
        order = ["coalesce(u.articles, 0)", "length(t.name)"]
        best = f"({', '.join(order if table == 'people' else reversed(order))}, t.name)"
        columns = (c for c in snapshot.table(table).columns if c != key)
        chosen = ", ".join(f"arg_max({c}, rank) filter ({c} is not null) as {c}" for c in columns)
        snapshot.execute(
            f"""create temp table merged as with members as (
                    select coalesce(j.new_id, t.{key}) as {key}, t.* exclude ({key}), {best} as rank from {table} as t
                    left join joined as j on j.entity_id = t.{key} left join used as u on u.entity_id = t.{key}
                    where t.{key} in (select entity_id from joined union select new_id from joined))
                select {key}, {chosen} from members group by {key}"""
        )
        snapshot.execute(f"delete from {table} where {key} in (select entity_id from joined union select new_id from joined)")
        snapshot.execute(f"insert into {table} by name select * from merged; drop table merged")
    snapshot.execute("drop table used")
    for table, column in _references():
        snapshot.execute(f'update "{table}" as t set "{column}" = j.new_id from joined as j where t."{column}" = j.entity_id')
    snapshot.execute("delete from entities where entity_id in (select entity_id from joined)")
    snapshot.execute("update organisations set parent_id = null where parent_id = organisation_id")
    _tidy(snapshot, "entity_names", "entity_id, name, kind, sum(articles)::integer as articles")
    _tidy(snapshot, "meeting_participants", "distinct *")
    _take_names(snapshot)


def _tidy(snapshot: duckdb.DuckDBPyConnection, table: str, columns: str) -> None:
    """Rows that have become alike are one."""
    snapshot.execute(f"create temp table tidy as select {columns} from {table} {'' if 'distinct' in columns else 'group by all'}")
    snapshot.execute(f"delete from {table}; insert into {table} by name select * from tidy; drop table tidy")


def _take_names(snapshot: duckdb.DuckDBPyConnection) -> None:
    """The supertype's name is the subtype's."""
    for table, key in _SUBTYPES.items():
        snapshot.execute(f"update entities as e set name = t.name from {table} as t where t.{key} = e.entity_id and t.name <> e.name")


def _set_values(snapshot: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Names, kinds and countries that people gave. A person has no kind: such a value is left out."""
    for entity, values in identity.values.items():
        for table, key in _SUBTYPES.items():
            columns = snapshot.table(table).columns
            for word, value in values.items():
                column = {"country": "country_code"}.get(word, word)
                if column in columns:
                    snapshot.execute(f"update {table} set {column} = ? where {key} = ?", [value, entity])
        if name := values.get("name"):
            snapshot.execute(
                """insert into entity_names select ?, ?, 'full', 0 where not exists (
                       select 1 from entity_names where entity_id = ? and name = ? and kind = 'full')""",
                [entity, name, entity, name],
            )
    _take_names(snapshot)


def _write_tables(snapshot: duckdb.DuckDBPyConnection, identity: Identity) -> None:
    """Open candidates, and what became of every decision."""
    for table in IDENTITY_TABLES:
        for statement in [create_statement(table, "snapshot"), *comment_statements(table, "snapshot")]:
            snapshot.execute(statement)
    candidates = [(c.left, c.right, c.reason, c.weight) for c in identity.candidates]
    if candidates:
        snapshot.execute(
            "insert into entity_candidates select unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::varchar[]), unnest($4::integer[])",
            [list(column) for column in zip(*candidates, strict=True)],
        )
    for outcome in identity.outcomes:
        decision = outcome.decision
        row = [decision.number, decision.text, outcome.status, outcome.note, decision.reason, decision.author]
        snapshot.execute("insert into decisions values (?, ?, ?, ?, ?, ?)", row)
