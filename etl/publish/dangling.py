"""References of a renewed snapshot that dangle.

The last snapshot had none. So in its renewal only a row can be missing that was deleted, or that a row put in place points to.
`no_dangling_references` under sql/checks asks after every row, which takes the longer the more rows there are.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from etl.publish.columns import published_references


def note_absent(db: duckdb.DuckDBPyConnection, deleted: Mapping[str, str]) -> None:
    """Note in a temporary table for each that is pointed to, `absent_articles`, which ids are looked for and not in the snapshot.

    `deleted`: for each of these tables a query for the ids of the rows that a renewal deleted, whether others took their place or not. The
    rows that it put in place stand in `staging`.
    """
    sought = {target: [query] for target, query in deleted.items()}
    for table, column, target, _ in published_references():
        sought[target].append(f"select {column} from staging.{table} where {column} is not null")
    keys = {target: key for _, _, target, key in published_references()}
    for target, queries in sought.items():
        asked = " union ".join(queries)
        there = f"from snapshot.{target} as target where target.{keys[target]} = asked.id"
        db.execute(f"create temp table absent_{target} as select id from ({asked}) as asked(id) where not exists ({there})")


def dangling_query() -> str:
    """The query for references to absent rows, with the columns of `no_dangling_references`."""
    return " union all ".join(
        f"select '{table}' as fact, '{column}' as pointer, {column} as points_to from snapshot.{table} "
        f"where {column} in (from absent_{target})"
        for table, column, target, _ in published_references()
    )
