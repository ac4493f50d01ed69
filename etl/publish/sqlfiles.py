"""The SQL files of the house: a query with a header that says what it gives.

-- One row a pair of people who met. Further words on the row.
--
-- person_a: name of the one; a description may run on
--   over lines that are indented.
-- met_on: the day.
--
-- Weakness: what not to rely on.
--
-- Scope: an article.
select …

The scope of a check says what a renewal of the last snapshot runs it on: `an article` or `an entity`, from whose rows alone each row
that it gives follows, on those put in place only; `a reference` between two rows, on those that may dangle since then (see
`etl.publish.dangling`).

A query under sql/tables has a key in the place of the scope: `Key: person_id = mentions.entity_id, positions.person_id.` says that the
rows with one person_id follow from the rows of these tables with that id (and from names, days and sentences of what those point to). So
they can be made anew alone; see `etl.publish.prepared`.

A lookup may narrow the view it reads: `Narrows: prepared.quote_labels as labels.` has the view read the lookup's `found` in the place of
that table. A condition on the view itself would leave the database to join the texts of all rows first. `found` gathers its rows in a list
and takes them out again for the sake of the planner, who then expects few of them and begins with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

_COLUMN = re.compile(r"(?P<name>[a-z_0-9]+): (?P<words>.+)")
_NARROWS = re.compile(r"Narrows: (?P<table>\S+ as \w+)\.")
_SCOPE = re.compile(r"Scope: (?P<scope>an article|an entity|a reference)\.")
_KEY = re.compile(r"Key: (?P<key>\w+) = (?P<inputs>\w+\.\w+(?:, \w+\.\w+)*)\.")


class SqlFileError(ValueError):
    """A file under sql/ does not follow the rules; the message names it."""


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One query. `row` says what a row is, `columns` what each column holds, `weakness` what not to rely on; each as plain words.

    `key` and `inputs` are those of a query under sql/tables, `narrows` is a lookup's.
    """

    name: str
    row: str
    columns: dict[str, str]
    weakness: str
    query: str
    scope: str = ""
    key: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    """Tables, each with the column that holds the key."""
    narrows: str = ""

    @property
    def comment(self) -> str:
        """What the catalogue says of it."""
        return f"{self.row} Weakness: {self.weakness}" if self.weakness else self.row


def read_sql_file(path: Path) -> SqlFile:
    """The query and its header; raises SqlFileError when there is no header or no query."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("--")]
    body = lines[len(header) :]
    if not header or lines[: len(header)] != header or not "".join(body).strip():
        raise SqlFileError(f"{path}: a header of comment lines comes first, then one query")
    blocks = [block.split("\n") for block in "\n".join(line[2:].removeprefix(" ").rstrip() for line in header).split("\n\n")]
    weakness = [_join(block).removeprefix("Weakness: ") for block in blocks if block[0].startswith("Weakness: ")]
    columns = dict(pair for block in blocks for pair in _columns(block))
    scope = next((match["scope"] for block in blocks if (match := _SCOPE.fullmatch(_join(block)))), "")
    key, inputs = next((_read_key(match) for block in blocks if (match := _KEY.fullmatch(_join(block)))), ("", ()))
    query = "\n".join(body).strip().rstrip(";")
    narrows = next((match["table"] for block in blocks if (match := _NARROWS.fullmatch(_join(block)))), "")
    return SqlFile(path.stem, _join(blocks[0]), columns, " ".join(weakness), query, scope, key, inputs, narrows)


def _read_key(match: re.Match[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    pairs = (words.split(".") for words in match["inputs"].split(", "))
    return match["key"], tuple((table, column) for table, column in pairs)


def _columns(block: list[str]) -> list[tuple[str, str]]:
    """`name: words` of each column in a block; indented lines go on with the one before."""
    found: list[tuple[str, str]] = []
    for line in block:
        match = _COLUMN.fullmatch(line)
        if match:
            found.append((match["name"], match["words"]))
        elif found and line.startswith(" "):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return found


def _join(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def read_folder(folder: Path) -> list[SqlFile]:
    """All queries of a folder, by name."""
    return [read_sql_file(path) for path in sorted(folder.glob("*.sql"))]


def narrow(lookup: SqlFile, views: Iterable[SqlFile]) -> SqlFile:
    """The lookup with the query of the view that it narrows; raises SqlFileError where it reads none that reads the table."""
    for view in views if lookup.narrows else ():
        read = re.search(rf"\bfrom {view.name}$", lookup.query, re.MULTILINE)
        narrowed = re.sub(rf"{lookup.narrows}\b", f"found as {lookup.narrows.split()[-1]}", view.query)
        if read and narrowed != view.query:
            return replace(lookup, query=f"{lookup.query[: read.start()]}from (\n{narrowed}\n){lookup.query[read.end() :]}")
    if lookup.narrows:
        raise SqlFileError(f"lookup {lookup.name} reads no view that reads {lookup.narrows}")
    return lookup


def in_order(views: list[SqlFile]) -> list[SqlFile]:
    """The views, each after those it reads from; raises SqlFileError when they go round in a circle."""
    by_name = {view.name: view for view in views}
    uses = {name: {word for word in re.findall(r"\w+", view.query) if word in by_name and word != name} for name, view in by_name.items()}
    try:
        return [by_name[name] for name in TopologicalSorter(uses).static_order()]
    except CycleError as error:
        raise SqlFileError(f"views read from each other in a circle: {' -> '.join(error.args[1])}") from error
