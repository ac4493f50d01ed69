"""Many invented articles with facts in realistic proportions: real ones, multiplied. Their text stays; ids, names and stories part.

One entity in four is known everywhere (a president, a ministry); the rest recur in a few articles each, as in a newspaper's years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

from etl.ids import stable_id
from etl.load.extraction import Rows
from etl.rows import ArticleFacts, RowBuilder
from etl.store import Batch
from etl.text.fingerprint import story_signature

_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "ru", "sa", "te", "vi", "zo", "pa", "ne", "lo", "ri", "mu", "da")
_KEYS = {"people": "person_id", "organisations": "organisation_id", "places": "place_id", "entities": "entity_id"}
COPIES = 10
"""One article in so many keeps its signature: a syndicated copy of another one."""


def suffix(number: int) -> str:
    """A made-up ending for the number; different numbers, different endings."""
    found = ""
    while number:
        number, digit = divmod(number, len(_SYLLABLES))
        found += _SYLLABLES[digit]
    return found


def make_rows(facts: ArticleFacts, number: int) -> Rows:
    """Rows of the article number `number`, made after the facts of a real one."""
    uri = f"file:///synthetic/{number:07}.txt"
    content = sha256(uri.encode()).hexdigest()
    document = stable_id("document", uri, content)
    rows = RowBuilder(replace(facts, article=replace(facts.article, uri=uri)), document, "bench").build()
    _part(rows, number)
    rows["documents"] = [
        {
            "document_id": document,
            "uri": uri,
            "sha256": content,
            "media_type": "text/plain",
            "byte_size": len(facts.article.text),
            "received_at": "2026-11-22T00:00:00+00:00",
            "status": "loaded",
        }
    ]
    return rows


def _part(rows: Rows, number: int) -> None:
    """Give most entities and all unnamed meetings of the article an identity of their own, or one that a few articles share."""
    new: dict[int, int] = {}
    ending: dict[int, str] = {}
    for table, key in _KEYS.items():
        for row in rows.get(table, []):
            shared = number // (1, 5, 50, 10**9)[row[key] % 4]  # with how many others of the same original
            if shared and row[key] not in new:
                new[row[key]], ending[row[key]] = stable_id("synthetic", row[key], shared), suffix(shared)
    for row in rows.get("meetings", []):
        new[row["meeting_id"]] = stable_id("synthetic", row["meeting_id"], number // 3)
    for row in (row for table in ("people", "organisations", "places", "entities", "entity_names") for row in rows.get(table, [])):
        identity = next(row[key] for key in (*_KEYS.values(),) if key in row)
        for column in ("name", "family_name"):
            if row.get(column):
                row[column] += ending.get(identity, "")
    for row in (row for found in rows.values() for row in found):
        row.update({column: new[value] for column, value in row.items() if type(value) is int and value in new})
    _part_story(rows, number)


def _part_story(rows: Rows, number: int) -> None:
    if number % COPIES and rows.get("story_signatures"):
        words = [f"w{Random(number).getrandbits(40) + n}" for n in range(300)]
        signature = story_signature(" ".join(words))
        assert signature is not None
        article = rows["articles"][0]["article_id"]
        rows["story_signatures"] = [{"article_id": article, "minima": signature.encode()}]
        rows["story_bands"] = [{"article_id": article, "band": band} for band in signature.bands]


def batches(originals: Sequence[ArticleFacts], numbers: range, load_id: int, size: int = 32) -> Iterator[Batch]:
    """The articles with these numbers, ready for the store."""
    for at in range(0, len(numbers), size):
        rows: dict[str, list[Any]] = {}
        for number in numbers[at : at + size]:
            for table, more in make_rows(originals[number % len(originals)], number).items():
                rows.setdefault(table, []).extend(more)
        yield Batch(load_id, rows)
