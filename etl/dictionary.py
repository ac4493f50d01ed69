"""The data dictionary: what every table, view and column means, made of the models and of the headers under sql/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Column, Table

from etl.publish.columns import duckdb_type, published_tables
from etl.publish.identities import IDENTITY_TABLES
from etl.publish.publication import PUBLICATION
from etl.publish.sqlfiles import SqlFile, read_folder
from etl.readers.reasons import REASONS

_INTRODUCTION = """# Data dictionary

Made by `python -m etl.dictionary` from `models/` and the headers in `sql/`; a test keeps it current. The same words stand as comments in
the snapshot (`select * from duckdb_columns()`).

Offsets (`start_char`, `end_char`) count Unicode code points in `articles.text`, from 0, the end excluded:
`substring(text, start_char + 1, end_char - start_char)`. Ids are hashed from stable values: the same article gives the same ids everywhere.
Columns ending in `_on` are days, `_at` instants in UTC, `_text` words as written.
"""

_PREPARED = """## Prepared tables (schema `prepared`)

What views would take long to gather, made once at publication. Ask the views: these hold no sentences, and may change between versions.
"""


def write_dictionary(sql_dir: Path) -> str:
    """The whole dictionary as Markdown."""
    parts = [_INTRODUCTION, "## Views\n", *(_describe_file(file, "column") for file in read_folder(sql_dir / "views"))]
    functions = [*read_folder(sql_dir / "lookups"), *read_folder(sql_dir / "macros")]
    parts += [_PREPARED, *(_describe_file(file, "column") for file in read_folder(sql_dir / "tables"))]
    parts += ["## Functions\n", *(_describe_file(file, "parameter") for file in functions)]
    tables = sorted([*published_tables(), PUBLICATION, *IDENTITY_TABLES], key=lambda table: table.name)
    parts += ["## Tables\n", *(_describe_table(table) for table in tables)]
    parts += ["## Reasons for quarantine (`documents.reason_code`)\n", _table("code", REASONS), ""]
    return "\n".join(parts)


def _describe_file(file: SqlFile, part: str) -> str:
    weakness = [f"\nWeakness: {file.weakness}"] if file.weakness else []
    return "\n".join([f"### {file.name}\n", file.row, *weakness, "", _table(part, file.columns), ""])


def _table(part: str, meanings: Mapping[str, str]) -> str:
    rows = (f"| `{name}` | {_cell(words)} |" for name, words in meanings.items())
    return "\n".join([f"| {part} | meaning |\n|---|---|", *rows])


def _describe_table(table: Table) -> str:
    rows = (f"| `{column.name}` | {_type(column)} | {_cell(' '.join(_meaning(column)))} |" for column in table.columns)
    return "\n".join([f"### {table.name}\n", table.comment or "", "\n| column | type | meaning |\n|---|---|---|", *rows, ""])


def _type(column: Column[object]) -> str:
    return duckdb_type(column).lower() + (", key" if column.primary_key else "" if not column.nullable else ", null allowed")


def _meaning(column: Column[object]) -> Iterator[str]:
    yield column.comment or ""
    for key in column.foreign_keys:
        yield f"→ `{key.target_fullname}`"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def main() -> None:
    """Write `docs/data_dictionary.md` in the current folder."""
    target = Path("docs/data_dictionary.md")
    target.parent.mkdir(exist_ok=True)
    target.write_text(write_dictionary(Path("sql")), encoding="utf-8")


if __name__ == "__main__":
    main()
