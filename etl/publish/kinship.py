"""Who may be who: reads entities from upkeep, finds the pairs that resemble each other, and the entities that one change concerns.

A renewal looks at the `dirty` entities: those whose row, articles or offices changed. Their pairs are judged anew; and who hangs together
with them, by pairs of before or now, is settled anew. Nobody else can be concerned: entities without a common pair do not see each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

import duckdb

from etl.publish.identity import Known, Pair, Parted, folded, judge_pairs, part_namesakes
from etl.publish.upkeep import insert
from etl.resolve.across import Judgement, Profile, line_of
from etl.resolve.decisions import Decision
from etl.resolve.person_name import read_name
from etl.resolve.person_spelling import are_alike, transliterated
from etl.text.fold import fold

WIDEST_BLOCK = 60
"""Entities of one block, at most, that are compared pair by pair: `J. Smith` would cost more than it finds."""
_PAIRED = f"""
create or replace temp table paired as
with wide as (select block from upkeep.blocks{{of}} group by block having count(*) between 2 and {WIDEST_BLOCK}),
narrow as (select b.* from upkeep.blocks as b semi join wide using (block))
select distinct least(a.entity_id, b.entity_id) as a_id, greatest(a.entity_id, b.entity_id) as b_id
from narrow as a inner join narrow as b on a.block = b.block and a.entity_id <> b.entity_id where {{which}}
"""
_ALIKE = """
with abroad as (
    select entity_id from upkeep.known where country_code in (select unnest($1::varchar[]))
    union select person_id from upkeep.held where country_code in (select unnest($1::varchar[]))
),
names as (select * from upkeep.known inner join upkeep.named using (entity_id)),
told as (
    select a_id, b_id, a.name as a_name, b.name as b_name,
        a.letters is null or b.letters is null or a.letters = b.letters or a.words = b.words or a.last_word = b.last_word as is_alike
    from paired inner join names as a on a.entity_id = a_id inner join names as b on b.entity_id = b_id
)
select a_id, b_id, a_name, b_name, is_alike from told
where is_alike or a_id in (from abroad) or b_id in (from abroad)
"""
_NAMED = """
select entity_id, article_id from upkeep.mentioned where entity_id in (from chosen)
union select person_id, article_id from upkeep.held where person_id in (from chosen)
union select organisation_id, article_id from upkeep.held where organisation_id in (from chosen)
"""
_FILES = f"""
select entity_id, list((article_id, name) order by article_id)
from ({_NAMED}) inner join (
    select article_id, regexp_extract(d.uri, '[^/]*$') as name from snapshot.articles inner join snapshot.documents as d using (document_id)
) as files using (article_id)
where name in (select unnest(?::varchar[])) group by entity_id
"""
_SEVERAL = """
select person_id from upkeep.held as h left join lines using (title) left join upkeep.named as k on k.entity_id = h.organisation_id
where {which} group by person_id having count(distinct article_id) > 1
and (count(distinct h.country_code) > 1 or count(distinct line) > 1 or (bool_or(is_local) and count(distinct body) > 1))
"""
_ACCOUNTS = f"""
with several as ({_SEVERAL.format(which="person_id in (from chosen)")}),
told as (
    select person_id, article_id, list(distinct title order by title) as titles, list(distinct body order by body) as bodies,
        list(distinct h.country_code order by h.country_code) as countries
    from upkeep.held as h semi join several using (person_id) left join upkeep.named as k on k.entity_id = h.organisation_id
    group by person_id, article_id
)
select person_id, titles, bodies, countries, list(article_id order by article_id) as articles
from told group by person_id, titles, bodies, countries order by person_id, articles[1]
"""


def choose(db: duckdb.DuckDBPyConnection, entities: Iterable[int]) -> None:
    """Make these the entities in the temporary table `chosen`."""
    db.execute("create or replace temp table chosen (entity_id bigint)")
    insert(db, "chosen", [(entity,) for entity in entities])


def paired(db: duckdb.DuckDBPyConnection, dirty: str | None = None) -> list[Pair]:
    """Pairs of entities, of all or of those in the table `dirty` with everybody, that share a block and whose names leave it open whether
    they are one: nothing else is read of the others, nine in ten.
    """
    theirs = f"select entity_id from {dirty}"
    of = f" where block in (select block from upkeep.blocks where entity_id in ({theirs}))" if dirty else ""
    db.execute(_PAIRED.format(of=of, which=f"a.entity_id in ({theirs})" if dirty else "a.entity_id < b.entity_id"))
    abroad = transliterated()
    rows = db.execute(_ALIKE, [sorted(abroad)]).fetchall()
    db.execute("drop table paired")
    return [(a, b) for a, b, one, other, is_alike in rows if is_alike or are_alike(read_name(one), read_name(other), abroad)]


class PartReader:
    """Reads entities with namesakes parted, what it knows of each only once: upkeep does not change as long as it is in use."""

    def __init__(self, db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> None:
        self._db, self.decisions = db, decisions
        self._read: set[int] = set()
        self._known: dict[int, Known] = {}
        self._accounts: dict[int, list[tuple[Profile, list[int]]]] = {}

    def read(self, entities: Set[int]) -> Parted:
        """These entities, which become the `chosen` ones."""
        if new := entities - self._read:
            choose(self._db, new)
            self._known |= {known.entity_id: known for known in _read_known(self._db, self.decisions)}
            self._accounts |= _read_accounts(self._db)
            self._read |= new
        choose(self._db, entities)
        known = [self._known[entity] for entity in entities if entity in self._known]
        return part_namesakes(known, {e: self._accounts[e] for e in entities if e in self._accounts}, self.decisions)


def _read_known(db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> list[Known]:
    counts = dict(db.execute(f"select entity_id, count(*) from ({_NAMED}) group by entity_id").fetchall())
    wanted = sorted({name for decision in decisions for name in decision.articles})
    files = dict(db.execute(_FILES, [wanted]).fetchall()) if wanted else {}
    held = {
        person: (folded(titles), frozenset(filter(None, bodies)))
        for person, titles, bodies in db.execute(
            """select person_id, list(distinct title), list(distinct body) from upkeep.held as h
               left join upkeep.named as k on k.entity_id = h.organisation_id where person_id in (from chosen) group by person_id"""
        ).fetchall()
    }
    called = "select entity_id, list(name) from upkeep.called where entity_id in (from chosen) group by entity_id"
    names = dict(db.execute(called).fetchall()) if decisions else {}
    known = []
    for entity, kind, name, country, body_kind, acronym in db.execute(
        "select entity_id, kind, name, country_code, body_kind, acronym from upkeep.known where entity_id in (from chosen)"
    ).fetchall():
        profile = Profile(kind, name, country, *held.get(entity, (frozenset(), frozenset())), body_kind, acronym)
        all_names = folded([name, *names.get(entity, ())]) if decisions else frozenset()  # nobody else asks
        known.append(Known(entity, profile, all_names, counts.get(entity, 0), tuple(map(tuple, files.get(entity, ())))))
    return known


def _read_accounts(db: duckdb.DuckDBPyConnection) -> dict[int, list[tuple[Profile, list[int]]]]:
    """What articles say of people who may be several."""
    _note_lines(db, "person_id in (from chosen)")
    names = dict(db.execute("select entity_id, name from upkeep.known where entity_id in (from chosen) and kind = 'person'").fetchall())
    accounts: dict[int, dict[Profile, list[int]]] = defaultdict(dict)
    for person, titles, bodies, countries, articles in db.execute(_ACCOUNTS).fetchall():
        told = [country for country in countries if country]
        of = frozenset(filter(None, bodies))
        profile = Profile("person", names[person], told[0] if len(told) == 1 else None, frozenset(map(fold, titles)), of)
        accounts[person].setdefault(profile, []).extend(articles)
    return {person: list(said.items()) for person, said in accounts.items()}


def note_pairs(db: duckdb.DuckDBPyConnection, pairs: Sequence[Pair], of: Iterable[int], reader: PartReader) -> Parted:
    """Judge these pairs and the parts of each entity in `of`, and remember all that are not different; returns all these, parted."""
    own = set(of)
    parted = reader.read({*own, *(entity for pair in pairs for entity in pair)})
    known = [pair for pair in pairs if parted.parts.keys() >= set(pair)]
    judged = judge_pairs(parted, known, own & parted.parts.keys())
    origin = parted.identity.origin
    rows = [(a, b, origin.get(a, a), origin.get(b, b), j.verdict, j.reason) for (a, b), j in judged.items()]
    insert(db, "upkeep.pairs", rows)
    return parted


def find_several(db: duckdb.DuckDBPyConnection) -> list[int]:
    """People who may be several, by what articles say of them: only those are given accounts by `PartReader`."""
    _note_lines(db, "true")
    return [person for (person,) in db.execute(_SEVERAL.format(which="true")).fetchall()]


def _note_lines(db: duckdb.DuckDBPyConnection, which: str) -> None:
    """What the titles of these rows of `held` tell that may exclude another, in the temporary table `lines`."""
    titles = [title for (title,) in db.execute(f"select distinct title from upkeep.held where {which}").fetchall()]
    db.execute("create or replace temp table lines (title varchar, line varchar, is_local boolean)")
    insert(db, "lines", [(title, *line_of(fold(title))) for title in titles])


def find_decided(db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], among: str = "") -> list[int]:
    """Entities that decisions name, by any of their names or by id, whatever else is asked of them; all, or those in a table `among`."""
    references = [reference for decision in decisions for reference in decision.entities]
    ids, names = {r.entity_id for r in references}, {r.name for r in references if r.entity_id is None}
    if not references:
        return []
    query = "from (select entity_id, name from upkeep.known union all select entity_id, name from upkeep.called)"
    rows = db.execute(query + (f" where entity_id in (from {among})" if among else "")).fetchall()
    return sorted({entity for entity, name in rows if entity in ids or fold(name) in names})


def pairs_among(db: duckdb.DuckDBPyConnection) -> dict[Pair, Judgement]:
    """The remembered pairs of the `chosen` entities; nobody else stands in a pair with one of them."""
    rows = db.execute("select left_id, right_id, verdict, reason from upkeep.pairs where left_origin in (from chosen)").fetchall()
    return {(left, right): Judgement(verdict, reason) for left, right, verdict, reason in rows}
