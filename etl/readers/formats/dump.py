"""Dumps of articles: JSON, JSONL, CSV and TSV, Parquet. Columns are guessed from common names, or given in the sidecar (`columns:`)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from etl.readers.article import Document, UnreadableError
from etl.readers.decode import decode
from etl.readers.formats.base import Budget, Format, Part, Refused, guarded, part_uri
from etl.readers.formats.ninjs import is_ninjs, ninjs_values
from etl.readers.record import make_record, map_columns, pick

_WRAPPERS = ("articles", "items", "results", "data", "docs", "documents", "records", "response", "hits", "rows", "entries", "stories")
_NO_TEXT = "no column holds the text of articles; name it in the metadata file: `columns: {text: NAME}`"


def _split_json(document: Document, budget: Budget) -> Iterator[Part]:
    """One article, a list of them, or a list under a usual name (`articles`, `data`); several values one after another are JSONL."""
    text, _ = decode(document.content)
    try:
        data = json.loads(text, strict=False)
    except RecursionError as error:
        raise UnreadableError("broken", "the JSON is nested too deeply") from error
    except ValueError as error:
        if "\n" in text.strip() and text.lstrip().startswith("{") and _first_line_is_whole(text):
            yield from _split_lines(document, budget)
            return
        raise UnreadableError("broken", f"this is no JSON: {error}") from error
    yield from _from_value(document, data, budget)


def _from_value(document: Document, data: Any, budget: Budget) -> Iterator[Part]:
    rows = list(_rows_in(data))
    if isinstance(data, Mapping) and rows == [data]:
        yield _part(document, None, data, budget)
        return
    yield from _from_rows(document, rows, budget)


def _rows_in(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        yield from (item for item in data if isinstance(item, Mapping))
    elif isinstance(data, Mapping):
        inner = next((data[name] for name in _WRAPPERS if isinstance(data.get(name), (list, Mapping))), None) if depth < 3 else None
        if inner is not None and "text" not in map_columns(data, {}):
            yield from _rows_in(inner, depth + 1)
        else:
            yield data


def _from_rows(document: Document, rows: Iterable[Mapping[str, Any]], budget: Budget) -> Iterator[Part]:
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
        raise UnreadableError("no_article", _NO_TEXT if seen else "it holds no record")


def _part(document: Document, number: int | None, row: Mapping[str, Any], budget: Budget) -> Part:
    """One row as a record; without a number it is all there is in the document."""
    columns = map_columns(row, budget.columns)
    if not is_ninjs(row) and "text" not in columns:
        return Refused(part_uri(document, str(number)) if number else document.uri, "no_article", _NO_TEXT)
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
    for number, line in enumerate(io.BytesIO(document.content), 1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        budget.count_member()
        part = _line(document, number, line, budget)
        found = found or not isinstance(part, Refused) or part.code not in ("no_article", "broken")
        yield part
    if not found:
        raise UnreadableError("no_article", _NO_TEXT)


def _line(document: Document, number: int, line: bytes, budget: Budget) -> Part:
    try:
        row = json.loads(decode(line)[0], strict=False)
    except (ValueError, RecursionError, UnreadableError) as error:
        return Refused(part_uri(document, str(number)), "broken", f"line {number} is no JSON: {error}"[:300])
    if not isinstance(row, Mapping):
        return Refused(part_uri(document, str(number)), "no_article", f"line {number} is no JSON object")
    return _part(document, number, row, budget)


def _split_csv(document: Document, budget: Budget) -> Iterator[Part]:
    """A table with a header; the separator is found out from the header."""
    text, _ = decode(document.content)
    csv.field_size_limit(16 * 1024 * 1024)
    head = text.split("\n", 1)[0]
    separator = max(",;\t|", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = list(rows.fieldnames or [])
    except csv.Error as error:
        raise UnreadableError("broken", f"the table has no readable header: {error}") from error
    if "text" not in map_columns(names, budget.columns):
        raise UnreadableError("no_article", _NO_TEXT)
    yield from guarded(document, _from_rows(document, rows, budget), csv.Error)


def _split_parquet(document: Document, budget: Budget) -> Iterator[Part]:
    """Parquet, read a thousand rows at a time."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UnreadableError("format_unsupported", "Parquet files need pyarrow: pip install 'cuttings[parquet]'") from error
    try:
        file = pq.ParquetFile(pa.BufferReader(document.content))
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError("broken", f"this is no whole Parquet file: {error}"[:300]) from error
    columns = map_columns(file.schema_arrow.names, budget.columns)
    if "text" not in columns:
        raise UnreadableError("no_article", _NO_TEXT)
    rows = (row for batch in _batches(file, columns, budget) for row in batch)
    yield from guarded(document, _from_rows(document, rows, budget), pa.ArrowException, OSError)


def _batches(file: Any, columns: Mapping[str, str], budget: Budget) -> Iterator[list[dict[str, Any]]]:
    for batch in file.iter_batches(batch_size=1000, columns=sorted(set(columns.values()))):
        budget.take(batch.nbytes)
        yield batch.to_pylist()


_JSON = re.compile(rb"^[\xef\xbb\xbf\s]*[{\[]\s*(?:[\"{\[\]}]|$)")

FORMATS = (
    Format("application/jsonl", (".jsonl", ".ndjson", ".jl"), split=_split_lines),
    Format("application/json", (".json", ".geojson", ".ninjs"), split=_split_json),
    Format("text/csv", (".csv", ".tsv"), split=_split_csv),
    Format("application/vnd.apache.parquet", (".parquet", ".pq"), lambda head: head.startswith(b"PAR1"), split=_split_parquet),
)
