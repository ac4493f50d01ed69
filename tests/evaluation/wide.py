"""A snapshot of very many invented articles in a minute: the rows of a real one, multiplied inside DuckDB.

Of every copy the ids, names, dates and addresses part; texts and offsets stay. One entity in four is known everywhere (a president, a
ministry), and one thing in four that figures measure is counted everywhere; the rest recur in one, five or fifty copies. A meeting is
reported in three copies. Rows lie in the order of their ids, which are hashes, as they come from the record store.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
from sqlalchemy import Table

from etl.publish.columns import STORAGE_VERSION, create_statement, duckdb_type, published_tables, quote
from etl.publish.identities import IDENTITY_TABLES, KEYS, references
from etl.publish.publication import new_folder, sign
from etl.publish.snapshot import create_queries
from etl.publish.sqlfiles import in_order, read_folder

_SYLLABLES = "['ba','de','fi','go','hu','ka','le','mi','no','ru','sa','te','vi','zo','pa','ne','lo','ri','mu','da']"
_MACROS = f"""
create temp macro shared(id, copy) as copy // [1, 5, 50, 1000000000][(hash(id) % 4 + 1)::int];
create temp macro renewed(id, part) as case when part = 0 or id is null then id else (hash(id, part) >> 1)::bigint end;
create temp macro ending(part) as case when part = 0 then '' else list_reduce(
    list_transform(range(0, 4), lambda n: case when part >= 20 ** n or n = 0
        then {_SYLLABLES}[((part // (20 ** n)::int) % 20 + 1)::int] else '' end),
    lambda a, b: a || b) end;
create temp macro later(day, copy) as day + ((copy // 3) * 37 % 3650)::int;
"""
_KEPT = {"source_id", "load_id"}
_NAMES = {"name", "family_name"}


def multiply(source: Path, target: Path, articles: int, sql: Path) -> None:
    """Make `target`, with views and full-text index, of copies of the articles in the snapshot `source`: at least `articles` of them."""
    with duckdb.connect() as db:
        db.execute("set threads = 2; set memory_limit = '6GB'")
        db.execute(f"attach {quote(str(source))} as original (read_only)")
        db.execute(f"attach {quote(str(target))} as snapshot (storage_version '{STORAGE_VERSION}')")
        db.execute(_MACROS + "use snapshot")
        (stored,) = db.execute("select count(*) from original.articles").fetchone() or (0,)
        copies = -(-articles // stored)
        for table in (*published_tables(), *IDENTITY_TABLES):
            db.execute(create_statement(table, "snapshot"))
            db.execute(f'insert into snapshot."{table.name}" {_rows(table, copies)}')
        folder = new_folder(target)
        macros, tables, views, lookups = (read_folder(sql / kind) for kind in ("macros", "tables", "views", "lookups"))
        create_queries(db, macros, in_order(tables), in_order(views), lookups)
        sign(db, folder, target)
        db.execute("use memory; checkpoint snapshot; detach snapshot")


def _rows(table: Table, copies: int) -> str:
    """The query that gives the rows of a table, each once."""
    if table.name in {"sources", "loads", "decisions"}:
        return f"from original.{table.name}"
    values = ", ".join(f'{_value(table, column.name)} as "{column.name}"' for column in table.columns)
    first = next(iter(table.columns)).name
    made = f'select {values}, copy from original."{table.name}", range({copies}) as copies (copy)'
    if key := KEYS.get(table.name) or {"meetings": "meeting_id", "meeting_participants": ""}.get(table.name):
        once = key + (", name, kind" if table.name == "entity_names" else "")
        made = f"from ({made}) qualify row_number() over (partition by {once} order by copy) = 1"
    return f"select * exclude (copy) from ({made}) order by {first}"


def _value(table: Table, column: str) -> str:
    """What becomes of a column in the copy number `copy`."""
    copy = "(copy // 3 * 3)" if table.name == "meeting_participants" and column != "article_id" else "copy"
    entities = {column for name, column in references() if name == table.name} | {"left_id", "right_id"}
    if column in entities or KEYS.get(table.name) == column:
        return f"renewed({column}, shared({column}, {copy}))"
    if column in {"meeting_id", "parent_id"}:
        return f"renewed({column}, copy // 3)"
    if column.endswith("_id") and column not in _KEPT:
        return f"renewed({column}, copy)"
    if column in _NAMES and table.name in KEYS:
        return f"{column} || ending(shared({KEYS[table.name]}, copy))"
    if column == "measured_key":
        return f"{column} || ending(shared({column}, copy))"
    if column == "uri":
        return "regexp_replace(uri, '([.][a-z]+)$', '-' || copy || '\\1')"
    if duckdb_type(table.columns[column]) == "DATE":
        return f"later({column}, copy)"
    return f'"{column}"'
