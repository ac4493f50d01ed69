"""What a publication rests on: the last snapshot with its upkeep, and what these were made of."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.publish.columns import quote
from etl.publish.log import Mark
from etl.publish.rules import Rules
from etl.publish.upkeep import UPKEEP_FILE
from etl.serving import search_folder

_MOST_RENEWED = 0.5
"""After so many renewed articles, as a share of all, a snapshot is made anew: deleted rows leave gaps in the file."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a snapshot was made of: the rules, the decisions, up to where the log was read, articles renewed since all were."""

    rules: Rules
    decisions: str
    mark: Mark
    renewed: int


def write_made(db: duckdb.DuckDBPyConnection, made: Made) -> None:
    """Note it in the database `upkeep`."""
    db.execute("delete from upkeep.made_of")
    row = [made.rules.write(), made.decisions, made.mark.change_no, made.mark.mark, made.renewed]
    db.execute("insert into upkeep.made_of values (?, ?, ?, ?, ?)", row)


def read_made(folder: Path) -> Made | None:
    """What the snapshot with this folder was made of; None where it does not say, or another program says it otherwise."""
    try:
        with duckdb.connect() as db:
            db.execute(f"attach {quote(str(folder / UPKEEP_FILE))} as upkeep (read_only)")
            row = db.execute("from upkeep.made_of").fetchone()
        return Made(Rules.read(row[0]), row[1], Mark(*row[2:4]), row[4]) if row else None
    except (duckdb.Error, ValueError, TypeError):  # the last two: another program made it
        return None


def copy_last(target: Path, rules: Rules, snapshot: Path, upkeep: Path) -> Made | None:
    """Copy the snapshot `target` and its upkeep, where they can be renewed, to these paths; None where everything must be read.

    That is so where there is none, where it is damaged, or laid out otherwise, or was renewed too often.
    """
    folder = search_folder(target)
    made = read_made(folder) if folder and (folder / UPKEEP_FILE).is_file() else None
    if folder is None or made is None or made.rules.layout != rules.layout or made.mark.mark is None:
        return None
    try:
        with duckdb.connect() as db:
            db.execute(f"attach {quote(str(target))} as last (read_only)")
            (articles,) = db.execute("select count(*) from last.articles").fetchone() or (0,)
        if made.renewed > _MOST_RENEWED * articles:
            return None
        shutil.copyfile(folder / UPKEEP_FILE, upkeep)
        shutil.copyfile(target, snapshot)
    except (duckdb.Error, OSError):
        return None
    return made
