"""What a publication rests on: a stamp of everything but the articles that decides on a snapshot, and the last snapshot's upkeep."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from etl import version
from etl.publish.columns import comment_statements, create_statement, published_tables, quote
from etl.publish.renewal import Mark
from etl.publish.upkeep import UPKEEP_FILE
from etl.serving import search_folder

_PACKAGE = Path(version.__file__).parent
_RULES = ("publish/*.py", "resolve/*.py", "search/*.py", "lexicon/*", "text/*.py", "extract/*.py")
_MOST_RENEWED = 0.5
"""After so many renewed articles, as a share of all, a snapshot is made anew: deleted rows leave gaps in the file."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a snapshot was made of: the stamp, a digest of the decisions, up to where the log was read, articles renewed since all were."""

    stamp: str
    decisions: str
    mark: Mark
    renewed: int


def stamp_of(sql_dir: Path) -> str:
    """A digest of the program's rules, the published tables, the files under `sql_dir` and DuckDB's version."""
    digest = hashlib.sha256(f"{duckdb.__version__} {_rules()}".encode())
    for table in published_tables():
        digest.update("\n".join([create_statement(table, "t"), *comment_statements(table, "t")]).encode())
    _add_files(digest, sql_dir, sorted(sql_dir.rglob("*.sql")))
    return digest.hexdigest()


@cache
def _rules() -> str:
    digest = hashlib.sha256()
    _add_files(digest, _PACKAGE, sorted(path for pattern in _RULES for path in _PACKAGE.glob(pattern) if path.is_file()))
    return digest.hexdigest()


def _add_files(digest: hashlib._Hash, folder: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(path.read_bytes())


def write_made(db: duckdb.DuckDBPyConnection, made: Made) -> None:
    """Note it in the database `upkeep`."""
    db.execute("delete from upkeep.made_of")
    row = [made.stamp, made.decisions, made.mark.change_no, made.mark.mark, made.renewed]
    db.execute("insert into upkeep.made_of values (?, ?, ?, ?, ?)", row)


def copy_last(target: Path, stamp: str, snapshot: Path, upkeep: Path) -> Made | None:
    """Copy the snapshot `target` and its upkeep, where they can be renewed, to these paths; None where everything must be read.

    That is so where there is none, where it is damaged, or made by other rules, or was renewed too often.
    """
    folder = search_folder(target)
    if folder is None or not (folder / UPKEEP_FILE).is_file():
        return None
    try:
        with duckdb.connect() as db:
            db.execute(f"attach {quote(str(folder / UPKEEP_FILE))} as upkeep (read_only)")
            row = db.execute("from upkeep.made_of").fetchone()
            db.execute(f"attach {quote(str(target))} as last (read_only)")
            (articles,) = db.execute("select count(*) from last.articles").fetchone() or (0,)
        made = Made(row[0], row[1], Mark(*row[2:4]), row[4]) if row else None
        if made is None or made.stamp != stamp or made.mark.mark is None:
            return None
        if made.renewed > _MOST_RENEWED * articles:
            return None
        shutil.copyfile(folder / UPKEEP_FILE, upkeep)
        shutil.copyfile(target, snapshot)
    except (duckdb.Error, OSError):
        return None
    return made
