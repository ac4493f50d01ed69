"""Articles with their quotes, events and figures as schema.org JSON-LD, written node by node."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from etl.export.tables import rows_of

Node = dict[str, Any]
_SCHEMA_TYPES = {"person": "Person", "organisation": "Organization", "place": "Place"}
_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed", "planned": "EventScheduled"}
_LOWER, _UPPER = {"gt", "ge"}, {"lt", "le", "up_to"}

_ENTITIES = "select e.*, p.latitude, p.longitude from entities as e left join places as p on e.entity_id = p.place_id"
_ARTICLES = "select a.* exclude (text), {} as body, s.name as source from articles as a left join sources as s using (source_id)"
_QUOTES = """
with firsts as (select quote_id, entity_id, min(speaker_no) as speaker_no from quote_speakers group by all),
said as (select quote_id, list(entity_id order by speaker_no) as speakers from firsts group by quote_id)
select q.*, said.speakers from quotes as q left join said using (quote_id)
"""
_EVENTS = """
with people as (
    select
        meeting_id,
        list(distinct entity_id order by entity_id) filter (where role in ('participant', 'host', 'representing')) as present,
        list(distinct entity_id order by entity_id) filter (where role in ('organiser', 'host')) as organisers
    from meeting_participants group by meeting_id
),
reports as (select meeting_id, list(distinct article_id order by article_id) as articles from meeting_reports group by meeting_id)
select m.*, c.meeting, people.present, people.organisers, reports.articles
from meetings as m
inner join meeting_cards as c using (meeting_id)
inner join reports using (meeting_id)
left join people using (meeting_id)
"""


def write_jsonld(connection: duckdb.DuckDBPyConnection, path: Path, *, snippets: bool) -> dict[str, int]:
    """Write one document; returns how many nodes of each type. With `snippets` without the articles' bodies."""
    counts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"@context": "https://schema.org", "@graph": [')
        for node in _nodes(connection, snippets):
            stream.write((",\n" if counts else "\n") + json.dumps(_without_nothing(node), ensure_ascii=False, default=str))
            counts[node["@type"]] += 1
        stream.write("\n]}\n")
    return dict(counts)


def _nodes(connection: duckdb.DuckDBPyConnection, snippets: bool) -> Iterator[Node]:
    queries = (
        (_ENTITIES, _entity),
        (_ARTICLES.format("null" if snippets else "text"), _article),
        (_QUOTES, _quotation),
        (_EVENTS, _event),
        ("select * from figures", _observation),
    )
    for query, describe in queries:
        yield from map(describe, rows_of(connection, query))


def _entity(row: Node) -> Node:
    geo = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]} if row["latitude"] is not None else None
    return {"@type": _SCHEMA_TYPES[row["kind"]], "@id": _id("entity", row["entity_id"]), "name": row["name"], "geo": geo}


def _article(row: Node) -> Node:
    """A day of publication only where it is settled to the day."""
    return {
        "@type": "NewsArticle",
        "@id": _id("article", row["article_id"]),
        "headline": row["headline"],
        "datePublished": row["published_from"] if row["published_from"] == row["published_to"] else None,
        "publisher": {"@type": "NewsMediaOrganization", "name": row["source"]} if row["source"] else None,
        "author": row["byline"],
        "inLanguage": row["language"],
        "wordCount": row["word_count"],
        "url": row["url"],
        "articleBody": row["body"],
    }


def _quotation(row: Node) -> Node:
    return {
        "@type": "Quotation",
        "@id": _id("quote", row["quote_id"]),
        "text": row["text"],
        "spokenByCharacter": _one_or_all([_ref("entity", id_) for id_ in row["speakers"] or ()]),
        "creditText": row["speaker_text"],
        "isPartOf": _ref("article", row["article_id"]),
        "additionalType": row["kind"],
    }


def _event(row: Node) -> Node:
    """A day only where the text settles it to one; a range, or an event of several days, has both ends."""
    status = _STATUS.get(row["status"])
    return {
        "@type": "Event",
        "@id": _id("meeting", row["meeting_id"]),
        "name": row["name"] or row["meeting"],
        "startDate": row["date_from"] if row["date_to"] else None,
        "endDate": row["date_to"] if row["date_from"] else None,
        "eventStatus": f"https://schema.org/{status}" if status else None,
        "location": _ref("entity", row["place_id"]),
        "attendee": [_ref("entity", id_) for id_ in row["present"] or ()],
        "organizer": [_ref("entity", id_) for id_ in row["organisers"] or ()],
        "superEvent": _ref("meeting", row["parent_id"]) if row["parent_relation"] == "part_of" else None,
        "subjectOf": [_ref("article", id_) for id_ in row["articles"]],
        "additionalType": row["kind"],
        "keywords": row["status"],
    }


def _observation(row: Node) -> Node:
    """`more than 40` is a least value and no value; a figure whose comparator is no plain number says so in measurementQualifier."""
    bound = row["comparator"]
    exact = bound not in _LOWER | _UPPER and row["value_max"] is None
    return {
        "@type": "Observation",
        "@id": _id("figure", row["figure_id"]),
        "name": row["surface"],
        "measuredProperty": row["measured"],
        "value": row["value"] if exact else None,
        "minValue": row["value"] if bound in _LOWER or row["value_max"] is not None else None,
        "maxValue": row["value_max"] if row["value_max"] is not None else row["value"] if bound in _UPPER else None,
        "unitText": row["unit"],
        "measurementDenominator": row["per"],
        "measurementQualifier": bound,
        "additionalType": row["type"],
        "observationAbout": _ref("entity", row["place_id"]),
        "observationPeriod": row["period_text"],
        "observationDate": f"{row['period_from']}/{row['period_to']}" if row["period_from"] and row["period_to"] else None,
        "provider": _ref("entity", row["attributed_to_id"]),
        "isPartOf": _ref("article", row["article_id"]),
    }


def _one_or_all(nodes: list[Node | None]) -> Node | list[Node | None] | None:
    """One alone is no list."""
    return nodes[0] if len(nodes) == 1 else nodes or None


def _id(kind: str, number: int) -> str:
    """An address within the document."""
    return f"#{kind}-{number}"


def _ref(kind: str, number: int | None) -> Node | None:
    return None if number is None else {"@id": _id(kind, number)}


def _without_nothing(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None and value != []}
