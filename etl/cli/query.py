"""`cuttings sql`: one query or a prompt, on the published snapshot, which nothing here can change."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import duckdb
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.cli.terminal import fail, messages, width
from etl.home import Home

_CHUNK = 2_000
_READABLE = 16
"""Characters to which a column may be narrowed by wrapping before the answer turns into records."""
_NUMBER = re.compile(r"-?[\d.]*")
Answer = duckdb.DuckDBPyConnection
"""A connection that has just executed a query."""


def run(query: str | None, form: str, output: Path | None) -> int:
    """Answer `query`, or prompt for queries; returns the exit status."""
    home = Home.from_env()
    if form == "parquet" and output is None:
        return fail("parquet is no text; name a file with --output", 2)
    if not home.snapshot.is_file():
        return fail(f"nothing is published in {home.root} yet; run `cuttings load PATH` first, or set CUTTINGS_HOME")
    if query == "-" or (query is None and not sys.stdin.isatty()):
        query = sys.stdin.read()
    try:
        with open_snapshot(home.snapshot, output) as connection:
            if query is None:
                _prompt(connection, home)
            else:
                answer(connection, query, form, output)
    except duckdb.Error as error:
        return fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        return fail(f"cannot write {output}: {error.strerror}")
    return 0


@contextmanager
def open_snapshot(path: Path, output: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The snapshot, read-only, with no way out: no files but `output`, no network, no extensions, and no way to change that."""
    with duckdb.connect(str(path), read_only=True) as connection:
        if output is not None:
            connection.execute("set allowed_paths = [?]", [str(output.absolute())])
        for setting in ("autoload_known_extensions", "autoinstall_known_extensions", "enable_external_access"):
            connection.execute(f"set {setting} = false")
        connection.execute("set lock_configuration = true")
        yield connection


def answer(connection: duckdb.DuckDBPyConnection, query: str, form: str, output: Path | None = None) -> None:
    """Execute `query` and write its rows as `form` to `output`, else to standard output; raises duckdb.Error, OSError."""
    if not connection.extract_statements(query):
        raise duckdb.ParserException("the query is empty; see `cuttings sql --help`")
    if form == "parquet" and output is not None:
        connection.sql(query).write_parquet(str(output.absolute()))
        return
    result = connection.execute(query)
    with _opened(output) as stream:
        _WRITERS[form](result, stream)


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
    else:
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream


def _rows(result: Answer) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(_CHUNK):
        yield from rows


def _columns(result: Answer) -> list[str]:
    return [column[0] for column in result.description or ()]


def _write_csv(result: Answer, stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_columns(result))
    writer.writerows(_rows(result))


def _write_jsonl(result: Answer, stream: TextIO) -> None:
    names = _columns(result)
    for row in _rows(result):
        stream.write(_object(names, row) + "\n")


def _write_json(result: Answer, stream: TextIO) -> None:
    names = _columns(result)
    separator = "[\n"
    for row in _rows(result):
        stream.write(separator + _object(names, row))
        separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _object(names: list[str], row: tuple[Any, ...]) -> str:
    return json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str)


def _write_table(result: Answer, stream: TextIO) -> None:
    names = _columns(result)
    rows = [[_cell(value) for value in row] for row in _rows(result)]
    if _fits(names, rows, width(stream)):
        _write_grid(names, rows, stream)
    else:
        _write_records(names, rows, stream)


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
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    _draw(table, stream)


def _draw(table: Table, stream: TextIO) -> None:
    """Without colours and trailing blanks."""
    drawn = StringIO()
    Console(file=drawn, width=width(stream), highlight=False).print(table)
    stream.writelines(line.rstrip() + "\n" for line in drawn.getvalue().splitlines())


def _cell(value: object) -> str:
    return "" if value is None else str(value)


_WRITERS: dict[str, Callable[[Answer, TextIO], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
}


def _prompt(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Queries end with a semicolon; `.tables` lists what there is, `.quit` or Ctrl-D leaves."""
    messages().print(f"{home.snapshot} (read-only). End a query with ;  .tables lists tables and views  .quit leaves", markup=False)
    with _history(home):
        for query in _typed():
            try:
                answer(connection, query, "table")
            except duckdb.Error as error:
                fail(str(error))


def _typed() -> Iterator[str]:
    """Complete queries, as they are typed."""
    lines: list[str] = []
    while True:
        try:
            line = input("   ...> " if lines else "cuttings> ")
        except EOFError:
            return
        except KeyboardInterrupt:
            lines = []
            print()
            continue
        if not lines and line.strip() in {".quit", ".exit"}:
            return
        if not lines and line.strip() == ".tables":
            yield "select table_name, table_type from information_schema.tables where table_schema = 'main' order by all"
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []


@contextmanager
def _history(home: Home) -> Iterator[None]:
    """Line editing with history, where Python was built with it."""
    try:
        import readline
    except ImportError:
        yield
        return
    file = home.root / ".sql_history"
    if file.exists():
        readline.read_history_file(file)
    try:
        yield
    finally:
        readline.set_history_length(1_000)
        readline.write_history_file(file)
