"""ninjs, the JSON of news agencies: versions 1 (`body_text`) and 2 or 3 (`bodies`, `headlines`). It comes in JSON files and JSONL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etl.readers.formats.base import Format


def is_ninjs(row: Mapping[str, Any]) -> bool:
    """Whether an object is a ninjs item rather than a row of any dump."""
    return "uri" in row and bool({"pubstatus", "versioncreated", "versionCreated", "bodies", "body_xhtml"} & row.keys())


def ninjs_values(item: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record: text, headline, byline, url, published, source, status, item, version. `firstcreated` is when it came out."""
    return {
        "text": _body(item),
        "headline": item.get("headline") or _valued(item.get("headlines")) or item.get("title"),
        "byline": item.get("byline") or item.get("by"),
        "url": item.get("canonicalurl") or item.get("uri"),
        "published": item.get("firstcreated") or item.get("firstCreated") or item.get("versioncreated") or item.get("versionCreated"),
        "source": _source(item),
        "status": item.get("pubstatus") or item.get("pubStatus"),
        "item": item.get("uri"),
        "version": item.get("version") or item.get("versioncreated") or item.get("versionCreated"),
    }


def _body(item: Mapping[str, Any]) -> Any:
    bodies = item.get("bodies")
    if isinstance(bodies, list):
        texts = {
            str(body.get("role") or body.get("contenttype") or n): body.get("value")
            for n, body in enumerate(bodies)
            if isinstance(body, Mapping)
        }
        return next((value for value in texts.values() if value), None)
    return next((item[name] for name in ("body_text", "body_html", "body_xhtml", "body", "description_text") if item.get(name)), None)


def _valued(values: Any) -> Any:
    return next((value.get("value") for value in values if isinstance(value, Mapping)), None) if isinstance(values, list) else None


def _source(item: Mapping[str, Any]) -> Any:
    infosources = item.get("infosources") or item.get("infosource") or item.get("organisations")
    named = [s.get("name") for s in infosources if isinstance(s, Mapping)] if isinstance(infosources, list) else []
    return item.get("copyrightholder") or item.get("source") or next((name for name in named if name), None)


FORMATS: tuple[Format, ...] = ()
