"""What a snapshot was made by: a digest of each part of the program's rules, so that after a change only what follows from it is made anew.

layout      what is copied and kept, and how: another one, and everything is made anew; of these
record      how the record store is copied: another one, and it is read again
names       what the names of people and bodies tell, in upkeep: another one, and they are read again
identity    who is who: all pairs are found and judged anew
search      what the full-text index says of an article: all articles are compared with their entries
comments    the words of the models
macros, tables, views, lookups, checks      the files under sql, each by its name
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import duckdb

from etl import version
from etl.publish.columns import comment_statements, create_statement, published_tables
from etl.publish.sqlfiles import SqlFile

_PACKAGE = Path(version.__file__).parent
_IDENTITY = ("publish/identity.py", "publish/kinship.py", "resolve/*.py", "lexicon/*", "text/*.py", "extract/*.py")
_UPKEEP = ("publish/upkeep.py",)
_RECORD = tuple(f"publish/{name}.py" for name in ("columns", "copying", "log", "mirror", "record"))
_SEARCH = ("search/*.py",)
SQL_KINDS = ("macros", "tables", "views", "lookups", "checks")

Named = Mapping[str, str]
"""Digests of SQL files by name."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The digests."""

    layout: str
    record: str
    names: str
    identity: str
    search: str
    comments: str
    macros: Named
    tables: Named
    views: Named
    lookups: Named
    checks: Named

    @classmethod
    def of(cls, files: Mapping[str, Sequence[SqlFile]]) -> Rules:
        """Those of this program and these SQL files, by the kinds of `SQL_KINDS`."""
        creates = [create_statement(table, "t") for table in published_tables()]
        comments = [words for table in published_tables() for words in comment_statements(table, "t")]
        parts = (_digest(_contents(_paths(patterns))) for patterns in (_RECORD, _UPKEEP, _IDENTITY, _SEARCH))
        record, upkeep, identity, search = parts
        named = {kind: {file.name: _digest([repr(file)]) for file in files[kind]} for kind in SQL_KINDS}
        return cls(
            layout=_digest([duckdb.__version__, _layout(), *creates]),
            record=_digest([record, *creates]),
            names=_digest([duckdb.__version__, upkeep, identity]),  # words are hashed by DuckDB
            identity=identity,
            search=search,
            comments=_digest(comments),
            **named,
        )

    @classmethod
    def read(cls, words: str) -> Rules:
        """Those that `write` wrote; raises ValueError or TypeError where another program wrote them."""
        return cls(**json.loads(words))

    def write(self) -> str:
        """All of them in a line."""
        return json.dumps(asdict(self))

    def asks_alike(self, other: Rules) -> bool:
        """Whether readers find the same macros, views and lookups."""
        return (self.macros, self.views, self.lookups) == (other.macros, other.views, other.lookups)

    def changed_tables(self, other: Rules, tables: Sequence[SqlFile]) -> set[str]:
        """Prepared tables, of these in the order in which they are made, that `other` made otherwise or from others so made."""
        changed: set[str] = set()
        for table in tables:
            is_own = self.macros != other.macros or self.tables.get(table.name) != other.tables.get(table.name)
            if is_own or not changed.isdisjoint(re.findall(r"\w+", table.query)):
                changed.add(table.name)
        return changed


@cache
def _layout() -> str:
    """All else that publishes."""
    identity = set(_paths(_IDENTITY))
    return _digest(_contents(path for path in _paths(("publish/*.py",)) if path not in identity))


def _paths(patterns: Iterable[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in _PACKAGE.glob(pattern) if path.is_file())


def _contents(paths: Iterable[Path]) -> list[str]:
    return [f"{path.relative_to(_PACKAGE)} {_file_digest(path)}" for path in paths]


@cache
def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()
