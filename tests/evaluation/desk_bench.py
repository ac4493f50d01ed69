"""What a question costs at 100,000 articles: `python -m tests.evaluation.desk_bench SNAPSHOT [--articles 100000] [--at FILE] [--limit 5]`.

SNAPSHOT is a published `cuttings.duckdb` of some hundred real articles; it is multiplied (`tests.evaluation.wide`) into FILE, unless that
is there already. Each view is asked for a hundred rows, for their number, and for the rows of one person, article or month; each lookup for
a name. CPU seconds of both threads and seconds waited, of the better of two runs; a question is stopped after `--limit` CPU seconds. Writes
docs/BENCHMARK_DESK.md.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import duckdb

from etl.home import SQL
from etl.publish.sqlfiles import read_folder
from tests.evaluation.wide import multiply
from tests.gold import ROOT

REPORT = ROOT / "docs" / "BENCHMARK_DESK.md"
THREADS = 2
_MONTH = "between '2024-01-01' and '2024-01-31'"
_FILTERS = {"person": "'{person}'", "speaker": "'{person}'", "source": "'{person}'", "asker": "'{person}'", "target": "'{person}'"}
"""The column of a view that is asked for one person's rows; views without one are asked for an article's, or a month's."""
_LOOKUPS = {"facts_of_article": "{article}", "figures_on": "ferry passengers", "meetings_of": "{party}"}
_PERSON = """
select e.name from people as e inner join quotes as q on q.speaker_id = e.person_id inner join positions as p using (person_id)
where length(e.name) > 10 group by 1 having count(distinct q.quote_id) between 3 and 20 order by 1 limit 1
"""
_PARTY = """
select name from people where person_id = (
    select entity_id from meeting_participants inner join people on person_id = entity_id
    group by 1 having count(*) < 10 order by 1 limit 1)
"""


def measure(db: duckdb.DuckDBPyConnection, query: str, limit: float) -> str:
    """CPU seconds of a query and seconds waited for it, as words; `> limit` where it was stopped."""
    runs = [_run(db, query, limit) for _ in range(2)]
    spent, waited = min(run or (limit, limit) for run in runs)
    return f"{spent:.2f} ({waited:.2f})" if any(runs) else f"> {limit:g}"


def _run(db: duckdb.DuckDBPyConnection, query: str, limit: float) -> tuple[float, float] | None:
    """CPU seconds and seconds waited; None where the query was stopped."""
    done, started, waiting = threading.Event(), time.process_time(), time.monotonic()

    def watch() -> None:
        while not done.wait(0.1):
            if time.process_time() - started > limit:
                db.interrupt()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        db.execute(query).fetchall()
        return time.process_time() - started, time.monotonic() - waiting
    except duckdb.InterruptException:
        return None
    finally:
        done.set()
        watcher.join()


def questions(columns: list[str]) -> str | None:
    """The condition by which a view with these columns is narrowed; it names `person` or `article`. None where it has no such column."""
    for column, value in _FILTERS.items():
        if column in columns and "uri" not in columns:  # the source of an article is its outlet
            return f"{column} = {value}"
    if "article" in columns:
        return "article = '{article}'"
    return next((f"{column} {_MONTH}" for column in columns if column in {"date_from", "first_reported_on"}), None)


def write_report(db: duckdb.DuckDBPyConnection, limit: float) -> None:
    """Measure all views and lookups, writing the page after each."""
    (person,), (party,), (article,), (stored,) = (
        db.execute(query).fetchone() or ("",)
        for query in (_PERSON, _PARTY, "select min(article) from article_cards", "select count(*) from articles")
    )
    known = {"person": person, "party": party, "article": article}
    lines = [
        "# What a question costs",
        "",
        f"`python -m tests.evaluation.desk_bench`, {date.today()}, DuckDB {duckdb.__version__}: {stored:,} invented articles "
        f"(`tests/evaluation/wide.py`), CPU seconds of {THREADS} threads together and, in brackets, seconds waited; the better of "
        f"two runs, stopped after {limit:g} CPU seconds. Other programs ran beside it (load "
        f"{os.getloadavg()[0]:.0f} on {os.cpu_count()} cores): on {THREADS} idle cores the time to wait lies between half the "
        "CPU seconds and all of them.",
        "",
        "| view | a hundred rows | how many | narrowed | by |",
        "|---|---:|---:|---:|---|",
    ]
    for view in read_folder(SQL / "views"):
        condition = questions(list(view.columns))
        asked = [f"select * from {view.name} limit 100", f"select count(*) from {view.name}"]
        asked += [f"select * from {view.name} where {condition.format(**known)}"] if condition else []
        cells = [measure(db, query, limit) for query in asked] + [""] * (3 - len(asked))
        lines.append(f"| `{view.name}` | {' | '.join(cells)} | {(condition or '').split(' ')[0]} |")
        REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines += ["", "| lookup | CPU seconds (waited) |", "|---|---:|"]
    for lookup in read_folder(SQL / "lookups"):
        name = _LOOKUPS.get(lookup.name, "{person}").format(**known)
        query = f"from {lookup.name}($${name}$$)"
        lines.append(f"| `{lookup.name}` | {measure(db, query, limit)} |")
        REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Multiply where needed, measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--at", type=Path, help="where the multiplied snapshot lies, or is made")
    parser.add_argument("--limit", type=float, default=5.0, help="CPU seconds after which a question is stopped")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = asked.at or Path(folder) / "cuttings.duckdb"
        if not target.is_file():
            multiply(asked.snapshot, target, asked.articles, SQL)
        db = duckdb.connect(str(target), read_only=True, config={"threads": THREADS, "memory_limit": "6GB"})
        try:
            write_report(db, asked.limit)
        finally:
            db.close()


if __name__ == "__main__":
    main()
