"""`cuttings sql`: queries or a shell, on the published snapshot, which nothing here can change or leave."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import Any

import duckdb

from etl.cli import formats
from etl.cli.formats import Answer, appearing
from etl.cli.hints import hinted
from etl.cli.terminal import fail
from etl.home import Home
from etl.serving import NotPublishedError, open_snapshot

_CHUNK = 2_000
_SHOWN = 70
"""Characters of a statement that say which one it is."""


def run(query: str | None, form: str, output: Path | None = None, file: Path | None = None, shell: str = "auto") -> int:
    """Answer `query` or the queries in `file`, else open a shell; returns the exit status."""
    home = Home.from_env()
    if form == "parquet" and output is None:
        return fail("parquet is no text; name a file with --output", 2)
    if query is not None and file is not None:
        return fail("give either a query or --file, not both", 2)
    try:
        query = _read(query, file)
        if query is None:
            from etl.cli.shell import open_shell

            return open_shell(home, shell)
        if query.lstrip().startswith("."):
            from etl.cli.shell import dot_command

            commands = [line.strip() for line in query.splitlines() if line.strip()]
            queries = [stands_for for command in commands for stands_for in dot_command(command)]
            if len(queries) < len(commands):
                return 2
            query = ";\n".join(queries)
        _answer_from(home.snapshot, query, form, output)
    except (duckdb.Error, NotPublishedError) as error:
        return fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
    except UnicodeDecodeError:
        return fail(f"{file or 'standard input'} is no UTF-8 text")
    except OSError as error:
        is_read = file is not None and error.filename == str(file)
        return fail(f"cannot {f'read {file}' if is_read else f'write {output or error.filename}'}: {error.strerror}")
    return 0


def _read(query: str | None, file: Path | None) -> str | None:
    """The text of the query, from where it was given; None asks for a shell."""
    if file is not None:
        return file.read_text(encoding="utf-8-sig")
    if query == "-" or (query is None and not sys.stdin.isatty()):
        return sys.stdin.read()
    return query


def _answer_from(snapshot: Path, query: str, form: str, output: Path | None) -> None:
    if form == "parquet" and output is not None:
        with appearing(output) as partial, open_snapshot(snapshot, [partial]) as connection, hinted(connection, query):
            connection.sql(_only(connection, query, form)).write_parquet(str(partial.absolute()))
    else:
        with open_snapshot(snapshot) as connection:
            answer(connection, query, form, output)


def answer(connection: duckdb.DuckDBPyConnection, query: str, form: str, output: Path | None = None) -> None:
    """Execute `query` and write its rows as `form` to `output`, else to standard output.

    As tables every statement's rows are written, one after the other; the other forms hold one answer only. Raises duckdb.Error, OSError.
    """
    statements = [query]
    with hinted(connection, query):
        if form == "table":
            statements = _statements(connection, query)
        else:
            _only(connection, query, form)
    with formats.opened(output) as stream:
        for number, statement in enumerate(statements):
            if number:
                stream.write("\n")
            with hinted(connection, statement):
                answered = _execute(connection, statement)
            formats.write_to(replace(answered, to=_beginning(statement) if len(statements) > 1 else None), form, stream)


def _statements(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    found = [statement.query for statement in connection.extract_statements(query)]
    if not found:
        raise duckdb.ParserException("the query is empty; see `cuttings sql --help`")
    return found


def _only(connection: duckdb.DuckDBPyConnection, query: str, form: str) -> str:
    """The one statement of a query; raises duckdb.ParserException when there are more."""
    statements = _statements(connection, query)
    if len(statements) > 1:
        raise duckdb.ParserException(
            f"{form} holds one answer, but these are {len(statements)} statements; ask them one by one, or as table"
        )
    return statements[0]


def _beginning(statement: str) -> str:
    """The first words of a statement, without comments, on one line: `select speaker, quote from quotes_by_speaker where …`."""
    words = " ".join(re.sub(r"^\s*--.*$", "", statement, flags=re.MULTILINE).split()).rstrip(" ;")
    return shorten(words, _SHOWN, placeholder=" …")


def _execute(connection: duckdb.DuckDBPyConnection, statement: str) -> Answer:
    result = connection.execute(statement)
    return Answer([column[0] for column in result.description or ()], _rows(result))


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(_CHUNK):
        yield from rows
