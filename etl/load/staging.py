"""What a new extraction read, kept on disk until it may take the place of the old facts: a killed reprocessing goes on where it was."""

from __future__ import annotations

import json
import sqlite3
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from etl.home import Home
from etl.load.changes import Changes
from etl.load.extraction import Outcome, Task

_SCHEMA = """
create table if not exists staged (
    document_id integer primary key, basis text not null, failed integer not null, outcome blob not null, changes text not null)
"""
_CHUNK = 500


def staging_path(home: Home, version: str) -> Path:
    """Where the outcomes of this extractor version wait."""
    return home.reprocess / f"{version}.sqlite"


def basis_of(task: Task) -> str:
    """What an outcome was made of besides the extractor: the content, and what metadata files said of it."""
    return sha256(json.dumps([task.sha256, task.given.as_row() if task.given else None]).encode()).hexdigest()


class Staging:
    """Outcomes by document, with what they change; each `put` is on the disk when it returns. `close` it before it is removed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._db = sqlite3.connect(path)
        self._db.execute(_SCHEMA)

    def close(self) -> None:
        """Give back the file."""
        self._db.close()

    def remove(self) -> None:
        """Close and delete it."""
        self.close()
        self.path.unlink(missing_ok=True)

    def bases(self, documents: Sequence[int]) -> dict[int, str]:
        """The basis of those of these documents that are staged."""
        return dict(self._find("document_id, basis", documents))

    def put(self, staged: Sequence[tuple[Outcome, Changes]]) -> None:
        """Keep outcomes with their changes, in place of earlier ones."""
        rows = [
            (o.task.document_id, basis_of(o.task), o.rows is None, _pack(o), json.dumps(changes.as_json(), ensure_ascii=False))
            for o, changes in staged
        ]
        with self._db:
            self._db.executemany("insert or replace into staged values (?, ?, ?, ?, ?)", rows)

    def outcomes(self, tasks: Sequence[Task]) -> list[Outcome]:
        """Outcomes that still hold of these documents and have rows."""
        bases = {task.document_id: (task, basis_of(task)) for task in tasks}
        found = self._find("document_id, basis, outcome", list(bases), "and not failed")
        return [_unpack(bases[document][0], packed) for document, basis, packed in found if bases[document][1] == basis]

    def changes(self, documents: Sequence[int]) -> Iterator[Changes]:
        """What the outcomes of these documents change, one after the other."""
        for _, encoded in self._find("document_id, changes", documents):
            yield Changes.of_json(json.loads(encoded))

    def failures(self, documents: Sequence[int]) -> list[Outcome]:
        """Which of these documents the new extraction failed on, without their tasks' particulars."""
        return [_unpack(None, packed) for (packed,) in self._find("outcome", documents, "and failed")]

    def forget(self, documents: Sequence[int]) -> None:
        """Drop what took its place."""
        with self._db:
            self._db.executemany("delete from staged where document_id = ?", [(document,) for document in documents])

    def forget_failures(self) -> None:
        """Drop what the new extraction failed on."""
        with self._db:
            self._db.execute("delete from staged where failed")

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits to take its place."""
        return not self._db.execute("select exists (select 1 from staged)").fetchone()[0]

    def _find(self, columns: str, documents: Sequence[int], more: str = "") -> Iterator[Any]:
        for at in range(0, len(documents), _CHUNK):
            part = documents[at : at + _CHUNK]
            marks = ", ".join("?" * len(part))
            yield from self._db.execute(f"select {columns} from staged where document_id in ({marks}) {more} order by document_id", part)


def count_staged(path: Path) -> int:
    """How many documents wait in a staging file; 0 where there is none."""
    if not path.is_file():
        return 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        try:
            return int(db.execute("select count(*) from staged").fetchone()[0])
        except sqlite3.Error:  # it was being made when its process was killed
            return 0


def _pack(outcome: Outcome) -> bytes:
    """The outcome as compressed JSON."""
    fields = {name: getattr(outcome, name) for name in ("rows", "words", "media_type", "charset", "reason_code", "reason")}
    fields["task"] = {name: getattr(outcome.task, name) for name in Task.__slots__ if name != "given"}
    return zlib.compress(json.dumps(fields, default=_encode, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def _unpack(task: Task | None, packed: bytes) -> Outcome:
    """The outcome again, of `task` or, without one, of the task as it was."""
    fields = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"), object_hook=_decode)
    former = fields.pop("task")
    return Outcome(task or Task(**former), **fields)


def _encode(value: object) -> Mapping[str, str]:
    if isinstance(value, bytes):
        return {"$bytes": b64encode(value).decode()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    raise TypeError(f"a row holds {type(value).__name__}, which cannot be staged")


def _decode(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        ((key, value),) = found.items()
        if key == "$bytes":
            return b64decode(value)
        if key == "$date":
            return date.fromisoformat(value)
    return found
