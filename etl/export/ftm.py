"""People, bodies, offices, meetings and articles as FollowTheMoney entities, by its own library, which checks and cleans every value."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from etl.export.tables import rows_of

_BODIES = {"government": "PublicBody", "ministry": "PublicBody", "agency": "PublicBody", "court": "PublicBody", "company": "Company"}
_HELD = {"current": "current", "acting": "current", "former": "ended"}
"""Who is elect or a candidate holds no office; FollowTheMoney has no word for it."""

_ARTICLES = """
select article_id, headline, published_from, published_to, url, language, {} as body, s.name as source
from articles left join sources as s using (source_id)
"""
_MEETINGS = """
select m.*, c.meeting, p.name as place,
    list(distinct mp.entity_id) filter (where mp.role not in ('organiser', 'partner') and e.kind <> 'place') as present,
    list(distinct mp.entity_id) filter (where mp.role = 'organiser' and e.kind <> 'place') as organisers
from meetings as m
inner join meeting_cards as c using (meeting_id)
left join places as p on m.place_id = p.place_id
left join meeting_participants as mp on m.meeting_id = mp.meeting_id
left join entities as e on mp.entity_id = e.entity_id
group by all
"""
_MENTIONS = """
select distinct article_id, entity_id, e.name
from mentions inner join entities as e using (entity_id) where e.kind in ('person', 'organisation')
"""
_NAMES = """
select entity_id, list(name) filter (where kind = 'short') as weak, list(name) filter (where kind <> 'short') as names
from entity_names group by entity_id
"""


class LibraryError(Exception):
    """FollowTheMoney is not installed."""


def require_library() -> Any:
    """The library's model; raises LibraryError with what to install."""
    try:
        from followthemoney import model
    except ImportError as error:
        raise LibraryError("FollowTheMoney is not installed; run: pip install 'cuttings[ftm]'") from error
    return model


def write_ftm(connection: duckdb.DuckDBPyConnection, path: Path, *, snippets: bool) -> dict[str, int]:
    """Write one entity a line; returns how many of each schema. Quotes and figures have no schema there and are left out."""
    counts: Counter[str] = Counter()
    make = _maker(require_library())
    with path.open("w", encoding="utf-8") as stream:
        for entity in _entities(connection, make, snippets):
            stream.write(json.dumps(entity.to_dict(), ensure_ascii=False) + "\n")
            counts[entity.schema.name] += 1
    return dict(counts)


def _maker(model: Any) -> Callable[..., Any]:
    def make(schema: str, kind: str, number: int | str, **properties: Any) -> Any:
        entity = model.make_entity(schema)
        entity.id = f"cuttings-{kind}-{number}"
        for name, value in properties.items():
            entity.add(name, value, quiet=False)
        return entity

    return make


def _entities(connection: duckdb.DuckDBPyConnection, make: Callable[..., Any], snippets: bool) -> Iterator[Any]:
    yield from _named(connection, make)
    yield from _offices(connection, make)
    for row in rows_of(connection, _ARTICLES.format("null" if snippets else "text")):
        day = row["published_from"] if row["published_from"] == row["published_to"] else None
        found = {"title": row["headline"], "publishedAt": _day(day), "sourceUrl": row["url"], "publisher": row["source"]}
        yield make("Article", "article", row["article_id"], **found, language=row["language"], bodyText=row["body"])
    for row in rows_of(connection, _MEETINGS):
        dates = {"startDate": _day(row["date_from"]), "endDate": _day(row["date_to"])} if row["date_from"] and row["date_to"] else {}
        found = {"name": row["name"] or row["meeting"], "location": row["place"], "summary": f"{row['kind']}, {row['status']}"}
        people = {"involved": _ids(row["present"]), "organizer": _ids(row["organisers"])}
        yield make("Event", "meeting", row["meeting_id"], **found, **dates, **people)
    for row in rows_of(connection, _MENTIONS):
        article, entity = f"cuttings-article-{row['article_id']}", f"cuttings-entity-{row['entity_id']}"
        number = f"{row['article_id']}-{row['entity_id']}"
        yield make("Mention", "mention", number, document=article, resolved=entity, name=row["name"])


def _named(connection: duckdb.DuckDBPyConnection, make: Callable[..., Any]) -> Iterator[Any]:
    """People and bodies. A short name is a weak alias: others are called so, too."""
    query = f"select p.*, n.* from people as p left join ({_NAMES}) as n on p.person_id = n.entity_id"
    for row in rows_of(connection, query):
        parts = {"firstName": row["given_name"], "lastName": row["family_name"], "country": row["country_code"]}
        others = [name for name in row["names"] or () if name != row["name"]]
        yield make("Person", "entity", row["person_id"], name=row["name"], alias=others, weakAlias=row["weak"], **parts)
    query = f"select o.*, n.* from organisations as o left join ({_NAMES}) as n on o.organisation_id = n.entity_id"
    for row in rows_of(connection, query):
        others = [name for name in row["names"] or () if name != row["name"]]
        schema, parent = _BODIES.get(row["kind"], "Organization"), row["parent_id"]
        found = {"alias": others, "weakAlias": row["weak"], "abbreviation": row["acronym"], "country": row["country_code"]}
        yield make(schema, "entity", row["organisation_id"], name=row["name"], **found, parent=_ids([parent] if parent else []))


def _offices(connection: duckdb.DuckDBPyConnection, make: Callable[..., Any]) -> Iterator[Any]:
    """An office for each report's title and body, and who is said to hold it; no beginning and no end is invented."""
    query = (
        "select p.*, o.name as organisation, a.url from positions as p left join organisations as o using (organisation_id) "
        "inner join articles as a using (article_id)"
    )
    for row in rows_of(connection, query):
        if row["status"] not in _HELD:
            continue
        name = f"{row['title']}, {row['organisation']}" if row["organisation"] else row["title"]
        body = _ids([row["organisation_id"]] if row["organisation_id"] else [])
        yield make("Position", "position", row["position_id"], name=name, country=row["country_code"], organization=body)
        people = {"holder": _ids([row["person_id"]]), "post": f"cuttings-position-{row['position_id']}"}
        yield make("Occupancy", "occupancy", row["position_id"], **people, status=_HELD[row["status"]], sourceUrl=row["url"])


def _ids(numbers: list[int] | None) -> list[str]:
    return [f"cuttings-entity-{number}" for number in numbers or ()]


def _day(value: object) -> str | None:
    return None if value is None else str(value)
