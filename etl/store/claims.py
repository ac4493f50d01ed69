"""Keeps what each article says of shared rows (outlets, entities, meetings), and makes the shared rows of it.

A claim is one distinct account of one shared row, counted by the articles that give it. Saving an article adds its claims, replacing it
takes the former ones back; only subjects whose counts moved are merged anew. So the cost follows the articles saved, not those stored, and
the shared rows depend on the set of articles alone.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.sql import bindparam

from etl.ids import stable_id
from etl.store.batch import TABLES, Batch, Row
from etl.store.bulk import chunks, delete_where, insert_rows, select_where, upsert_rows
from etl.store.errors import StoreError
from etl.store.merge import ENTITY_COLUMNS, SOURCE_COLUMNS, Account, merge_entity, merge_meeting, merge_source
from models import Claim
from models.claims import SUBJECTS

SUBTYPES = {"people": ("person", "person_id"), "organisations": ("organisation", "organisation_id"), "places": ("place", "place_id")}
MEETING_COLUMNS = tuple(c.name for c in TABLES["meetings"].columns if not c.primary_key)
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_CLAIMS, _ARTICLE_CLAIMS = TABLES["claims"], TABLES["article_claims"]


@dataclass(frozen=True, slots=True)
class Said:
    """One article's account of one shared row."""

    article_id: int
    subject: str
    subject_id: int
    attributes: str
    claim_id: int
    """The same for equal accounts of the same row."""


def accounts_of(batch: Batch) -> list[Said]:
    """What the articles of a batch say of shared rows; two accounts of one row by one article (a summit named twice) become one."""
    said: dict[tuple[int, str, int], list[Account]] = defaultdict(list)
    for article, subject, subject_id, attributes in (*_of_sources(batch), *_of_entities(batch), *_of_meetings(batch)):
        said[article, subject, subject_id].append((attributes, 1))
    return [_say(*key, accounts) for key, accounts in said.items()]


def _say(article: int, subject: str, subject_id: int, accounts: Sequence[Account]) -> Said:
    """One article's account, in canonical JSON: equal accounts are equal strings."""
    attributes = accounts[0][0] if len(accounts) == 1 else _MERGERS[subject](accounts)
    encoded = _CANONICAL.encode(attributes)
    return Said(article, subject, subject_id, encoded, stable_id("claim", subject, subject_id, encoded))


_Spoken: TypeAlias = tuple[int, str, int, dict[str, Any]]
"""Article, subject, its id, and what is said of it."""


def _of_sources(batch: Batch) -> Iterator[_Spoken]:
    for row in batch.of("sources"):
        yield row["article_id"], "source", row["source_id"], _pick(row, SOURCE_COLUMNS)


def _of_entities(batch: Batch) -> Iterator[_Spoken]:
    names = defaultdict(set)
    for row in batch.of("entity_names"):
        names[row["article_id"], row["entity_id"]].add((row["name"], row["kind"]))
    subtype_of = {}
    for table, (subtype, key) in SUBTYPES.items():
        for row in batch.of(table):
            article, entity = row["article_id"], row[key]
            subtype_of[article, entity] = subtype
            listed = [{"name": name, "kind": kind, "articles": 1} for name, kind in sorted(names.get((article, entity), ()))]
            yield article, "entity", entity, {"subtype": subtype, **_pick(row, ENTITY_COLUMNS[subtype]), "names": listed}
    for row in batch.of("entities"):
        if subtype_of.get((row["article_id"], row["entity_id"])) != row["kind"]:
            raise StoreError(f"entities: {row['entity_id']} ({row['name']!r}) has no row as {row['kind']} by article {row['article_id']}")


def _of_meetings(batch: Batch) -> Iterator[_Spoken]:
    for row in batch.of("meetings"):
        spoken = {column: row.get(column) for column in MEETING_COLUMNS}
        yield row["article_id"], "meeting", row["meeting_id"], {c: v.isoformat() if isinstance(v, date) else v for c, v in spoken.items()}


def _pick(row: Row, groups: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """The columns of all groups, absent ones as None."""
    return {column: row.get(column) for group in groups for column in group}


def replace_claims(
    connection: Connection, former: Sequence[int], said: Sequence[Said], kinds: Sequence[str] = SUBJECTS
) -> set[tuple[str, int]]:
    """Take back the claims of the `former` articles on subjects of these kinds and add the new ones.

    Returns the (subject, id) pairs whose counts moved. Links of the new articles are written by `link_claims`, once these articles exist.
    """
    change = Counter(s.claim_id for s in said)
    change.subtract(_take_back(connection, former, kinds))
    moved = {claim: by for claim, by in change.items() if by}
    subjects = {(s.subject, s.subject_id) for s in said if s.claim_id in moved}
    fewer = [claim for claim, by in moved.items() if by < 0]
    subjects |= {
        (row.subject, row.subject_id)
        for row in select_where(connection, select(_CLAIMS.c.subject, _CLAIMS.c.subject_id), _CLAIMS.c.claim_id, fewer)
    }
    _add_counts(connection, said, moved)
    _drop_counts(connection, {claim: moved[claim] for claim in fewer})
    return subjects


def _take_back(connection: Connection, former: Sequence[int], kinds: Sequence[str]) -> Counter[int]:
    """Unlink the `former` articles from their claims on these kinds; returns how many of them made each claim."""
    taken: Counter[int] = Counter()
    query = select(_ARTICLE_CLAIMS.c.claim_id).join_from(_ARTICLE_CLAIMS, _CLAIMS).where(_CLAIMS.c.subject.in_(kinds))
    for part in chunks(former):
        claims = list(connection.execute(query.where(_ARTICLE_CLAIMS.c.article_id.in_(part))).scalars())
        taken.update(claims)
        links = delete(_ARTICLE_CLAIMS).where(_ARTICLE_CLAIMS.c.article_id.in_(part))
        for some in chunks(list(dict.fromkeys(claims))):
            connection.execute(links.where(_ARTICLE_CLAIMS.c.claim_id.in_(some)))
    return taken


def _add_counts(connection: Connection, said: Sequence[Said], moved: dict[int, int]) -> None:
    """Insert new claims or raise their counts."""
    more = {
        s.claim_id: {
            "claim_id": s.claim_id,
            "subject": s.subject,
            "subject_id": s.subject_id,
            "attributes": s.attributes,
            "articles": moved[s.claim_id],
        }
        for s in said
        if moved.get(s.claim_id, 0) > 0
    }
    upsert_rows(connection, _CLAIMS, list(more.values()), add=("articles",))


def _drop_counts(connection: Connection, fewer: dict[int, int]) -> None:
    """Lower counts; a claim nobody makes any more goes."""
    if not fewer:
        return
    lower = update(Claim).where(Claim.claim_id == bindparam("claim")).values(articles=Claim.articles + bindparam("by"))
    connection.execute(lower, [{"claim": claim, "by": by} for claim, by in fewer.items()], execution_options={"synchronize_session": False})
    for part in chunks(list(fewer)):
        connection.execute(delete(_CLAIMS).where(_CLAIMS.c.claim_id.in_(part), _CLAIMS.c.articles == 0))


def link_claims(connection: Connection, said: Sequence[Said]) -> None:
    """Remember which article made which claim."""
    insert_rows(connection, _ARTICLE_CLAIMS, [{"article_id": s.article_id, "claim_id": s.claim_id} for s in said])


def merge_subjects(connection: Connection, subjects: set[tuple[str, int]]) -> dict[str, list[int]]:
    """Write the shared rows of `subjects` from their claims; returns, by subject, the ids nobody speaks of any more."""
    gone: dict[str, list[int]] = {}
    for subject, write in _WRITERS.items():
        ids = [subject_id for kind, subject_id in subjects if kind == subject]
        accounts = _read_accounts(connection, subject, ids)
        write(connection, accounts)
        gone[subject] = [subject_id for subject_id in ids if subject_id not in accounts]
    return gone


def _read_accounts(connection: Connection, subject: str, ids: Sequence[int]) -> dict[int, list[Account]]:
    """All accounts of each subject."""
    found: dict[int, list[Account]] = defaultdict(list)
    query = select(_CLAIMS.c.subject_id, _CLAIMS.c.attributes, _CLAIMS.c.articles).where(_CLAIMS.c.subject == subject)
    for row in select_where(connection, query, _CLAIMS.c.subject_id, ids):
        found[row.subject_id].append((json.loads(row.attributes), row.articles))
    return found


def _write_sources(connection: Connection, accounts: dict[int, list[Account]]) -> None:
    upsert_rows(connection, TABLES["sources"], [{"source_id": source, **merge_source(said)} for source, said in accounts.items()])


def _write_entities(connection: Connection, accounts: dict[int, list[Account]]) -> None:
    entities, names = [], []
    subtypes: dict[str, list[Row]] = {table: [] for table in SUBTYPES}
    table_of = {subtype: (table, key) for table, (subtype, key) in SUBTYPES.items()}
    for entity, said in accounts.items():
        merged = merge_entity(said)
        subtype, listed = merged.pop("subtype"), merged.pop("names")
        table, key = table_of[subtype]
        entities.append({"entity_id": entity, "kind": subtype, "name": merged["name"]})
        subtypes[table].append({key: entity, **merged})
        names += [{"entity_id": entity, **name} for name in listed]
    upsert_rows(connection, TABLES["entities"], entities)
    for table, rows in subtypes.items():
        upsert_rows(connection, TABLES[table], rows)
    delete_where(connection, TABLES["entity_names"].c.entity_id, list(accounts))
    insert_rows(connection, TABLES["entity_names"], names)


def _write_meetings(connection: Connection, accounts: dict[int, list[Account]]) -> None:
    rows = [{"meeting_id": meeting, **merge_meeting(said)} for meeting, said in accounts.items()]
    for row in rows:
        row.update({c: date.fromisoformat(row[c]) for c in ("date_from", "date_to") if row[c]})
    upsert_rows(connection, TABLES["meetings"], rows)


_MERGERS: dict[str, Callable[[Sequence[Account]], dict[str, Any]]] = {
    "source": merge_source,
    "entity": merge_entity,
    "meeting": merge_meeting,
}
_WRITERS: dict[str, Callable[[Connection, dict[int, list[Account]]], None]] = {
    "source": _write_sources,
    "entity": _write_entities,
    "meeting": _write_meetings,
}
_SHARED = {
    "meeting": (("meetings", "meeting_id"),),
    "entity": (("entity_names", "entity_id"), *((table, key) for table, (_, key) in SUBTYPES.items()), ("entities", "entity_id")),
    "source": (("sources", "source_id"),),
}


def remove_unclaimed(connection: Connection, gone: dict[str, list[int]]) -> None:
    """Delete shared rows that no article speaks of any more; the facts that pointed to them are gone already."""
    for subject, tables in _SHARED.items():
        for table, key in tables:
            delete_where(connection, TABLES[table].c[key], gone.get(subject, []))
