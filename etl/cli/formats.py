"""Rows as text: a table that fits the terminal, CSV, JSON, or JSON lines."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.cli.terminal import messages, printable, width

_READABLE = 16
"""Characters to which a column may be narrowed by wrapping before the answer turns into records."""
_NUMBER = re.compile(r"-?[\d.]*")


@dataclass(frozen=True, slots=True)
class Answer:
    """Names of the columns, and the rows, which may be read once only; of several answers, what each answers."""

    columns: list[str]
    rows: Iterable[tuple[Any, ...]]
    to: str | None = None


def chosen(asked: StrEnum | None, output: Path | None, known: type[StrEnum]) -> str:
    """The form that was asked for; else the one that the file's ending names, as `answer.csv` does; else a table."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return asked.value if asked else ending if ending in {form.value for form in known} else "table"


def write(answer: Answer, form: str, output: Path | None = None) -> None:
    """Write an answer as table, csv, json or jsonl to `output`, else to standard output. Raises OSError."""
    with opened(output) as stream:
        write_to(answer, form, stream)


def write_to(answer: Answer, form: str, stream: TextIO) -> None:
    """The same to a stream that is open."""
    _WRITERS[form](answer, stream)


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name once it is complete."""
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
    else:
        with appearing(output) as partial, partial.open("w", encoding="utf-8", newline="") as stream:
            yield stream


@contextmanager
def appearing(output: Path) -> Iterator[Path]:
    """A path to write to; what was written gets the name `output` at the end, or goes when something fails."""
    if output.exists() and not output.is_file():  # /dev/stdout and the like cannot be replaced
        yield output
        return
    partial = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        yield partial
        os.replace(partial, output)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _write_csv(answer: Answer, stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(answer.rows)


def _write_jsonl(answer: Answer, stream: TextIO) -> None:
    for row in answer.rows:
        stream.write(_object(answer.columns, row) + "\n")


def _write_json(answer: Answer, stream: TextIO) -> None:
    separator = "[\n"
    for row in answer.rows:
        stream.write(separator + _object(answer.columns, row))
        separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _object(names: list[str], row: tuple[Any, ...]) -> str:
    return json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str)


def _write_table(answer: Answer, stream: TextIO) -> None:
    rows = [[_cell(value) for value in row] for row in answer.rows]
    if answer.columns and not rows:
        messages().print(f"no rows: {answer.to}" if answer.to else "no rows", markup=False, soft_wrap=True)
    if _fits(answer.columns, rows, width(stream)):
        _write_grid(answer.columns, rows, stream)
    else:
        _write_records(answer.columns, rows, stream)


def _fits(names: list[str], rows: list[list[str]], columns: int) -> bool:
    """Whether a grid stays readable: every column gets what it needs or `_READABLE` characters, three between two."""
    cells = [[name, *(row[index] for row in rows)] for index, name in enumerate(names)]
    needed = [min(_READABLE, max(cell_len(cell) for cell in column)) for column in cells]
    return sum(needed) + 3 * (len(names) - 1) <= columns


def _write_records(names: list[str], rows: list[list[str]], stream: TextIO) -> None:
    """One line a value, as `article   b006`, and a rule before each row: for answers wider than the terminal."""
    columns = width(stream)
    for number, row in enumerate(rows, 1):
        stream.write(f"── {number} ".ljust(columns, "─") + "\n")
        record = Table(box=None, show_header=False, pad_edge=False, padding=(0, 3, 0, 0))
        record.add_column(no_wrap=True)
        record.add_column(overflow="fold")
        for name, cell in zip(names, row, strict=True):
            record.add_row(name, Text(cell))
        _draw(record, stream)


def _write_grid(names: list[str], rows: list[list[str]], stream: TextIO) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for index, name in enumerate(names):
        is_number = bool(rows) and all(_NUMBER.fullmatch(row[index]) for row in rows)
        table.add_column(Text(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    _draw(table, stream)


def _draw(table: Table, stream: TextIO) -> None:
    """Without colours and trailing blanks."""
    drawn = StringIO()
    Console(file=drawn, width=width(stream), highlight=False).print(table)
    stream.writelines(line.rstrip() + "\n" for line in drawn.getvalue().splitlines())


def _cell(value: object) -> str:
    return "" if value is None else printable(str(value))


_WRITERS: dict[str, Callable[[Answer, TextIO], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
}
