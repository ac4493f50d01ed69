"""The example questions as an analyst asks them: the files of sql/examples, with the words changed that their comments say to change."""

from __future__ import annotations

import csv
import re
from typing import Any

import duckdb

from etl.home import SQL
from etl.publish.sqlfiles import read_sql_file
from tests.gold import SEEDS

Row = dict[str, Any]


def ask(snapshot: duckdb.DuckDBPyConnection, number: int, changed: dict[str, str] | None = None) -> list[Row]:
    """The rows that the example of this number gives, `changed` words put in place of others."""
    (path,) = (SQL / "examples").glob(f"q{number:02}_*.sql")
    query = read_sql_file(path).query
    for old, new in (changed or {}).items():
        assert old in query, f"{path.name} does not say {old}"
        query = query.replace(old, new)
    result = snapshot.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def expected(number: int) -> list[dict[str, str]]:
    """The table of answers to one question on the five articles."""
    section = (SEEDS / "QUESTIONS.md").read_text(encoding="utf-8").split(f"### Q{number:02}")[1].split("### ")[0].split("## Traps")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[2:]]


def published_days() -> dict[str, str]:
    """Days of publication of the five articles by the number in front of their names."""
    with (SEEDS / "metadata.csv").open(encoding="utf-8") as file:
        return {row["file"][:3]: row["published"] for row in csv.DictReader(file)}


def articles_of(listed: str) -> str:
    """`000_4325, 001_9ec1`: `000 001`."""
    return " ".join(sorted(name.strip()[:3] for name in listed.split(",")))


def folded(words: str | None) -> str:
    """Without case and marks: `Field-visit, the` is `field visit the`."""
    return re.sub(r"\W+", " ", (words or "").casefold()).strip()
