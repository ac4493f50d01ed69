"""Dumps of articles in JSON and JSONL. Names of fields are guessed from common ones, or given in the sidecar (`columns:`)."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from etl.readers.article import Document, UnreadableError
from etl.readers.decode import decode
from etl.readers.formats.base import Budget, Format, Part, Refused, part_uri
from etl.readers.formats.ninjs import is_ninjs, ninjs_values
from etl.readers.record import make_record, map_columns, pick

_WRAPPERS = ("articles", "items", "results", "data", "docs", "documents", "records", "response", "hits", "rows", "entries", "stories")
_ENVELOPES = ("_source", "fields", "attributes")
"""Where search engines and content systems put what a record says: beside it or around it."""
NO_TEXT = "no column holds the text of articles; name it in the metadata file: `columns: {text: NAME}`"


def _split_json(document: Document, budget: Budget) -> Iterator[Part]:
    """One article, a list of them or a mapping by number, also under a usual name (`articles`, `data`); or values one after another."""
    text, _ = decode(document.content)
    try:
        data = json.loads(text, strict=False)
    except RecursionError as error:
        raise UnreadableError("broken", "the JSON is nested too deeply") from error
    except ValueError as error:
        if "\n" in text.strip() and text.lstrip().startswith("{") and _first_line_is_whole(text):
            yield from _split_lines(document, budget)
            return
        data = _in_sequence(text)
        if data is None:
            raise UnreadableError("broken", f"this is no JSON: {error}") from error
    yield from _from_value(document, data, budget)


def _in_sequence(text: str) -> list[Any] | None:
    """The values of a text that holds one after another, over several lines each; None where something else is between them."""
    decoder, found, at = json.JSONDecoder(strict=False), [], 0
    try:
        while at < len(text := text.rstrip()):
            value, at = decoder.raw_decode(text, _BLANK.match(text, at).end())  # type: ignore[union-attr]
            found.append(value)
    except (ValueError, RecursionError):
        return None
    return found


def _from_value(document: Document, data: Any, budget: Budget) -> Iterator[Part]:
    rows = list(_rows_in(data))
    if isinstance(data, Mapping) and rows == [data]:
        yield _part(document, None, data, budget)
        return
    yield from split_rows(document, rows, budget)


def _rows_in(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        yield from (_opened(item) for item in data if isinstance(item, Mapping))
    elif isinstance(data, Mapping):
        inner = next((data[name] for name in _WRAPPERS if isinstance(data.get(name), (list, Mapping))), None) if depth < 3 else None
        if inner is not None and "text" not in map_columns(data, {}):
            yield from _rows_in(inner, depth + 1)
        elif data and all(isinstance(item, Mapping) and "text" in map_columns(item, {}) for item in data.values()):
            yield from data.values()  # articles by their number
        else:
            yield data


def _opened(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with what lies in an envelope inside it: `{"_id": 7, "_source": {"title": …}}`."""
    inner = next((row[name] for name in _ENVELOPES if isinstance(row.get(name), Mapping)), None)
    return row if inner is None or "text" in map_columns(row, {}) else {**row, **inner}


def split_rows(document: Document, rows: Iterable[Mapping[str, Any]], budget: Budget) -> Iterator[Part]:
    """Records of the rows; when none of the first hundred has a text column, the whole is no dump of articles."""
    seen, found = 0, False
    for number, row in enumerate(rows, 1):
        budget.count_member()
        part = _part(document, number, row, budget)
        found = found or not isinstance(part, Refused) or part.code != "no_article"
        seen += 1
        if not found and seen >= 100:
            break
        yield part
    if not found:
        raise UnreadableError("no_article", NO_TEXT if seen else "it holds no record")


def _part(document: Document, number: int | None, row: Mapping[str, Any], budget: Budget) -> Part:
    """One row as a record; without a number it is all there is in the document."""
    columns = map_columns(row, budget.columns)
    if not is_ninjs(row) and "text" not in columns:
        return Refused(part_uri(document, str(number)) if number else document.uri, "no_article", NO_TEXT)
    values = ninjs_values(row) if is_ninjs(row) else pick(row, columns)
    return make_record(document, budget.name(document, values.get("url"), number) if number else "", values)


def _first_line_is_whole(text: str) -> bool:
    try:
        json.loads(text.lstrip().split("\n", 1)[0])
    except (ValueError, RecursionError):
        return False
    return True


def _split_lines(document: Document, budget: Budget) -> Iterator[Part]:
    """JSONL: a line that is no JSON is refused by itself, the others load."""
    found = False
    for number, line in enumerate(io.BytesIO(_as_utf8(document.content)), 1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        budget.count_member()
        part = _line(document, number, line, budget)
        found = found or not isinstance(part, Refused) or part.code not in ("no_article", "broken")
        yield part
    if not found:
        raise UnreadableError("no_article", NO_TEXT)


def _as_utf8(content: bytes) -> bytes:
    """Lines that can be parted at their ends: what a shell wrote in UTF-16 in UTF-8."""
    return decode(content)[0].encode("utf-8") if content.startswith((b"\xff\xfe", b"\xfe\xff")) else content


def _line(document: Document, number: int, line: bytes, budget: Budget) -> Part:
    try:
        row = json.loads(decode(line)[0], strict=False)
    except (ValueError, RecursionError, UnreadableError) as error:
        return Refused(part_uri(document, str(number)), "broken", f"line {number} is no JSON: {error}"[:300])
    if not isinstance(row, Mapping):
        return Refused(part_uri(document, str(number)), "no_article", f"line {number} is no JSON object")
    return _part(document, number, _opened(row), budget)


_JSON = re.compile(rb"[\xef\xbb\xbf\s]*(?:\{\s*\"[^\"\n]{1,80}\"\s*:|\[\s*\{\s*\")")
_BLANK = re.compile(r"\s*")

FORMATS = (
    Format("application/jsonl", (".jsonl", ".ndjson", ".jl"), split=_split_lines),
    Format("application/json", (".json", ".geojson", ".ninjs"), suits=lambda head: bool(_JSON.match(head)), split=_split_json),
)
