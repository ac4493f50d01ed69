"""Tables of articles: CSV and TSV in the dialects that programs write, and Parquet. A row is an article; columns as in `dump.py`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from etl.readers.article import Document, UnreadableError
from etl.readers.decode import decode
from etl.readers.formats.base import Budget, Format, Part, guarded
from etl.readers.formats.dump import NO_TEXT, split_rows
from etl.readers.record import map_columns

_LONGEST_FIELD = 16 * 1024 * 1024
_SAMPLE = 200_000
_SEPARATORS = ",;\t|"
# What may stand above the header: blank lines, the `sep=;` of a spreadsheet, remarks of the program that wrote the table.
_PREAMBLE = re.compile(r"\s*(?:sep=(?P<sep>.)\s*\n)?(?:#[^\n]*\n|\s*\n)*")


def _split_csv(document: Document, budget: Budget) -> Iterator[Part]:
    """A table with a header."""
    text, _ = decode(_without_nuls(document.content))
    csv.field_size_limit(_LONGEST_FIELD)
    preamble = _PREAMBLE.match(text)
    start, separator = (preamble.end(), preamble["sep"]) if preamble else (0, None)
    rows = csv.DictReader(io.StringIO(text[start:], newline=""), **_dialect(text[start : start + _SAMPLE], separator))
    try:
        names = list(rows.fieldnames or [])
    except csv.Error as error:
        raise UnreadableError("broken", f"the table has no readable header: {error}") from error
    if "text" not in map_columns(names, budget.columns):
        raise UnreadableError("no_article", NO_TEXT)
    yield from guarded(document, split_rows(document, rows, budget), csv.Error)


def _without_nuls(content: bytes) -> bytes:
    """The table without the few NUL bytes that databases leave in fields; where there are many, it is no text at all or UTF-16."""
    return content.replace(b"\0", b"") if 0 < content.count(b"\0") < len(content) / 1000 else content


def _dialect(sample: str, separator: str | None) -> dict[str, Any]:
    r"""How fields are parted, quoted and escaped: told from the header and from how fields begin and end.

    `"` inside a quoted field is written `""` by spreadsheets and `\"` by databases; some quote with `'`.
    """
    separator = separator or max(_SEPARATORS, key=sample.split("\n", 1)[0].count)
    edge = re.escape(separator)
    opened, closed = (len(re.findall(rule, sample)) for rule in (rf"(?m)(?:^|{edge})'", rf"(?m)'(?:{edge}|\r?$)"))
    is_single = min(opened, closed) >= 2 and not re.search(rf'(?:\A|{edge})"(?=\S)', sample)
    is_escaped = not is_single and '\\"' in sample and not re.search(r'\w""|""\w', sample)
    return {"delimiter": separator, "quotechar": "'" if is_single else '"', "escapechar": "\\" if is_escaped else None}


def _suits_csv(head: bytes) -> bool:
    """Whether the first line is a header that names the text of articles and something else beside it."""
    line, is_line, _ = head.decode("utf-8-sig", "ignore").partition("\n")
    separator = max(_SEPARATORS, key=line.count)
    names = [name.strip().strip('"') for name in line.split(separator)]
    columns = map_columns(names, {})
    return bool(is_line) and len(names) == len(set(names)) and "text" in columns and len(set(columns.values())) >= 2


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
        raise UnreadableError("no_article", NO_TEXT)
    rows = (row for batch in _batches(file, columns, budget) for row in batch)
    yield from guarded(document, split_rows(document, rows, budget), pa.ArrowException, OSError)


def _batches(file: Any, columns: Mapping[str, str], budget: Budget) -> Iterator[list[dict[str, Any]]]:
    for batch in file.iter_batches(batch_size=1000, columns=sorted(set(columns.values()))):
        budget.take(batch.nbytes)
        yield batch.to_pylist()


FORMATS = (
    Format("text/csv", (".csv", ".tsv"), suits=_suits_csv, split=_split_csv),
    Format("application/vnd.apache.parquet", (".parquet", ".pq"), lambda head: head.startswith(b"PAR1"), split=_split_parquet),
)
