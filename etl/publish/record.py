"""Reads the record store into DuckDB files, all as of one instant."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Table

from etl.publish import copying
from etl.publish.columns import copy_statement, create_statement, read_statement
from etl.store.engine import parse_url
from etl.store.errors import StoreError


class RecordError(Exception):
    """The record store is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of one table: all, or those that fit one of the conditions."""

    table: Table
    conditions: tuple[str, ...] = ("",)


class Record:
    """The record store at one instant, read by a process of its own; `etl.publish.copying` says why."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[str], *, is_sqlite: bool) -> None:
        self._process, self._errors, self._is_sqlite = process, errors, is_sqlite

    def copy(self, wanted: Sequence[Wanted], attach: str, then: Sequence[str] = ()) -> dict[str, int]:
        """Create and fill the tables in the database `snapshot` that the statement `attach` makes; returns the rows of each.

        Afterwards the statements `then` are run there. Loads go on meanwhile. Raises RecordError.
        """
        self._ask(wanted, attach, then)
        rows: dict[str, int] = json.loads(self._answer())
        return rows

    @contextmanager
    def copying(self, wanted: Sequence[Wanted], attach: str) -> Iterator[None]:
        """The same, while something else is done; at the end everything is there. Raises RecordError."""
        self._ask(wanted, attach, ())
        yield
        self._answer()

    def _ask(self, wanted: Sequence[Wanted], attach: str, then: Sequence[str]) -> None:
        tables = [
            {
                "name": one.table.name,
                "create": create_statement(one.table, "snapshot"),
                "reads": [read_statement(one.table, condition, shaped=self._is_sqlite) for condition in one.conditions],
                "copy": copy_statement(one.table, "snapshot", "stream", shaped=self._is_sqlite),
            }
            for one in wanted
        ]
        self.send({"attach": attach, "tables": tables, "then": list(then)})

    def send(self, request: object) -> None:
        """Send a line."""
        assert self._process.stdin
        with suppress(BrokenPipeError):  # its last words tell why
            print(json.dumps(request), file=self._process.stdin, flush=True)

    def _answer(self) -> str:
        """Wait for a line; raises RecordError with the reader's last words when there is none."""
        assert self._process.stdout
        answer = self._process.stdout.readline()
        if not answer:
            code = self._process.wait()
            self._errors.seek(0)
            lines = self._errors.read().strip().splitlines()
            raise RecordError(f"the record store cannot be read: {lines[-1] if lines else f'the reader ended with {code}'}")
        return answer


@contextmanager
def open_record(record_url: str) -> Iterator[Record]:
    """The record store at this URL, for as long as one publication reads it. The address may hold a password: it goes by a pipe.

    Raises RecordError where there is none.
    """
    try:
        url = parse_url(record_url)
    except StoreError as error:
        raise RecordError(str(error)) from error
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        address = str(Path(url.database or "").absolute())
        if not Path(address).is_file():
            raise RecordError(f"nothing is loaded yet: there is no record store at {address}")
    else:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = [sys.executable, "-I", str(copying.__file__)]
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True)
        record = Record(process, errors, is_sqlite=is_sqlite)
        try:
            record.send({"driver": "sqlite" if is_sqlite else "postgresql", "address": address})
            yield record
        except BaseException:
            process.kill()  # it may be in the middle of a copy that nobody wants any more
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):
                    if pipe:
                        pipe.close()
            process.wait()
