"""One article of a dump, a feed or a wire service, in a form that carries all that its container says of it.

A container is split into such records, so that each article has its own row in the ledger and comes back unchanged when the dump grows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import unescape
from typing import Any

from etl.lexicon import load_yaml
from etl.readers.article import Article, Document, UnreadableError, WireItem
from etl.readers.build import Known, build_article, check_size
from etl.readers.formats.base import Part, Refused, member, part_uri
from etl.readers.html_page import fragment_text, looks_like_html, with_headline
from etl.readers.moments import parse_moment
from etl.readers.page_facts import find_people

MEDIA_TYPE = "application/vnd.cuttings.record+json"
MARK = b'{"cuttings_record":1,'
_DEEPEST = 20
FIELDS = ("text", "headline", "byline", "url", "published", "source")
_WITHDRAWN = {"canceled", "cancelled", "withdrawn", "retracted", "withheld", "killed", "stat:canceled", "stat:withheld"}


def make_record(parent: Document, name: str, values: Mapping[str, Any], basis: str = "metadata") -> Part:
    """A record of `parent`, or why there is none. `basis` is that of its publication date.

    `values` hold FIELDS and, of a wire item, `status`, `item` (its identifier) and `version`.
    """
    said = {field: _text(values.get(field)) if field == "text" else _words(values.get(field)) for field in FIELDS}
    kept = {field: words for field, words in said.items() if words}
    uri = part_uri(parent, name) if name else parent.uri
    if str(values.get("status", "")).strip().lower() in _WITHDRAWN:
        return Refused(uri, "withdrawn", f"its sender marks it as {values['status']}", _item(values))
    if "text" not in kept:
        return Refused(uri, "no_article", f"the record holds no text{'; its address is ' + kept['url'] if 'url' in kept else ''}")
    payload = json.dumps({**kept, "basis": basis}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content = MARK + payload[1:].encode("utf-8", errors="replace")
    part = member(parent, name, content, MEDIA_TYPE)
    return Document(part.uri if name else parent.uri, content, part.sha256, MEDIA_TYPE, _item(values))


def _item(values: Mapping[str, Any]) -> WireItem | None:
    """The item's identifier and its version; numbers are padded so that the tenth version sorts behind the ninth."""
    item, version = _words(values.get("item")), _words(values.get("version"))
    if not item:
        return None
    return WireItem(item, (version.zfill(9) if version.isdigit() else version) or None)


def read_record(document: Document) -> Article:
    """The article of a record that `make_record` made."""
    try:
        values = json.loads(document.content)
    except ValueError as error:
        raise UnreadableError("broken", f"the record is no JSON: {error}") from error
    text = values["text"]
    check_size(text)
    body = fragment_text(text) if looks_like_html(text) else text
    headline = " ".join(unescape(values["headline"]).split()) or None if values.get("headline") else None
    words, zones = with_headline(headline, body)
    return build_article(document.uri, words, zones, MEDIA_TYPE, "utf-8", _known(values, headline))


def _known(values: Mapping[str, str], headline: str | None) -> Known:
    published = values.get("published")
    period = parse_moment(published, values.get("basis", "metadata")) if published else None
    url, source = values.get("url"), values.get("source")
    return Known(
        headline=headline,
        people=find_people(values["byline"]) if values.get("byline") else (),
        url=url if url and url.startswith(("http://", "https://")) else None,
        source_name=source if source and len(source) < 200 else None,
        source_basis="metadata",
        published_text=published if period else None,
        published=period,
    )


def map_columns(names: Mapping[str, Any] | list[str], given: Mapping[str, str]) -> dict[str, str]:
    """Field -> column: `given` by the user where it exists, else guessed from common names (`columns.yaml`)."""
    plain = {_plain(name): name for name in reversed(list(names)) if isinstance(name, str)}
    guessed = {field: plain[known] for field in FIELDS for known in _known_names(field) if known in plain}
    return {**guessed, **{field: plain[_plain(column)] for field, column in given.items() if _plain(column) in plain}}


def pick(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The values of a row by field."""
    return {field: row.get(column) for field, column in columns.items()} | {"status": row.get("pubstatus") or row.get("status")}


def _plain(name: str) -> str:
    """A name by its letters and digits: `publishedAt` and `Published at` are `published_at`."""
    return "".join(c for c in name.lower() if c.isalnum())


@cache
def _known_names(field: str) -> tuple[str, ...]:
    """The plain names of a field, the likeliest last."""
    return tuple(_plain(name) for name in reversed(load_yaml("columns.yaml")[field]))


_NAMES = ("name", "rendered", "text", "value", "@value", "#text", "$date")
_TEXTS = ("rendered", "html", "text", "value", "content", "body", "plain", "#text", "children")


def _text(value: Any) -> str:
    """The text of an article, a paragraph a line where it comes in pieces: `[{"type": "p", "text": …}, …]`, `{"rendered": "<p>…"}`."""
    return _words(value, _TEXTS, "\n\n")


def _words(value: Any, keys: Sequence[str] = _NAMES, between: str = ", ", depth: int = 0) -> str:
    """A value as words: lists joined, objects by what lies under `keys`, dates in ISO form; NUL characters and the like end as nothing."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, (list, tuple)):
        return between.join(words for item in value if (words := _words(item, keys, between, depth + 1)))
    if isinstance(value, Mapping):
        return _words(next((value[key] for key in keys if value.get(key)), None), keys, between, depth + 1)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    words = "" if value is None or isinstance(value, bool) or value != value else str(value).strip()
    return "" if words.lower() in ("nan", "none", "null", "nat") else words.replace("\x00", "")
