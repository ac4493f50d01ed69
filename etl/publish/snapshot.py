"""Builds a new snapshot beside the old one and swaps it in once everything in it has answered."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import duckdb
from filelock import FileLock, Timeout
from sqlalchemy import Table

from etl.publish.base import Made, copy_last, read_made, write_made
from etl.publish.columns import attach_statement, comment_statements, published_tables, quote
from etl.publish.identities import DECISIONS_FILE, find_identity, read_file, write_identity
from etl.publish.identity import Identity
from etl.publish.log import NotRenewableError, latest_mark, read_mark
from etl.publish.mirror import bring_up_to_date, copy_mirror, has_mirror, keep_mirror, pass_on_mirror
from etl.publish.prepared import PreparedRenewal, create_prepared
from etl.publish.publication import IndexingError, new_folder, remove_indexes, sign, sync, sync_folder
from etl.publish.record import Record, RecordError, Wanted, open_record
from etl.publish.renewal import Renewal
from etl.publish.rules import SQL_KINDS, Rules
from etl.publish.sqlfiles import SqlFile, SqlFileError, in_order, narrow, read_folder
from etl.publish.upkeep import CREATE_AND_NOTE, TELLING, UPKEEP_FILE
from etl.resolve.decisions import Decision, DecisionError
from etl.serving import search_folder

_log = logging.getLogger(__name__)

LOCK_SECONDS = 600.0
_SHOWN_ROWS = 5
_SMOKE_ROWS = 20
_SMALL = 20_000  # articles of a snapshot whose views are tried with rows
_OF_ROWS_PUT_IN_PLACE = ("an article", "an entity")
"""Scopes of checks that need no other rows."""
_PLAIN_TEXTS = r"""
create or replace temp table plain_texts as select article_id, regexp_replace(text, '[^\x00-\x7F]', chr(1), 'g') as letters from articles
"""
"""Texts for checks that look words up by their place: DuckDB counts letters from the start unless it knows a column to be ASCII."""


class PublishError(Exception):
    """A snapshot that must not serve; the message names the view or check and shows what is wrong. The old snapshot stays."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was published: rows by table, views and checks that passed, size in bytes, wall time in seconds."""

    target: Path
    rows: dict[str, int]
    views: tuple[str, ...]
    checks: tuple[str, ...]
    byte_size: int
    seconds: float


def publish(record_url: str, target: Path, sql_dir: Path, *, anew: bool = False) -> PublishReport:
    """Make `target` a DuckDB snapshot of the record store at `record_url`, with the views of `sql_dir`, past its checks, and indexed.

    What did not change since the last publication is taken over from it, unless everything is to be read `anew`. Readers of the old file
    keep it until they open anew. Raises PublishError, with the old file in place, when anything fails.
    """
    started = time.monotonic()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        plan = _Plan.read(target, sql_dir)
        with _publishing(target) as partial:
            folder = new_folder(target)
            upkeep = (folder or target.parent) / (UPKEEP_FILE if folder else f"{partial.name}.upkeep")
            ways = (_make_anew,) if anew else (_renew, _make_from_mirror, _make_anew)
            made_ones = (make(record_url, plan, target, partial, upkeep, folder) for make in ways)
            rows = next(rows for rows in made_ones if rows is not None)
            sync(partial)
            if folder is not None:
                sync_folder(folder)
            os.replace(partial, target)
            sync(target.parent)
    except (SqlFileError, RecordError, IndexingError, DecisionError) as error:
        raise PublishError(str(error)) from error
    names = tuple(view.name for view in plan.views), tuple(check.name for check in plan.checks)
    return PublishReport(target, rows, *names, target.stat().st_size, time.monotonic() - started)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything but the record store that a snapshot is made of."""

    macros: Sequence[SqlFile]
    lookups: Sequence[SqlFile]
    tables: Sequence[SqlFile]
    views: Sequence[SqlFile]
    checks: Sequence[SqlFile]
    decisions: Sequence[Decision]
    decided: str
    rules: Rules

    @classmethod
    def read(cls, target: Path, sql_dir: Path) -> _Plan:
        """Raises SqlFileError, DecisionError."""
        files = {kind: read_folder(sql_dir / kind) for kind in SQL_KINDS}
        files |= {kind: in_order(files[kind]) for kind in ("macros", "tables", "views")}
        decisions = read_file(target.with_name(DECISIONS_FILE))
        return cls(**files, decisions=decisions, decided="\n".join(d.text for d in decisions), rules=Rules.of(files))

    def checks_alike(self, last: Rules) -> list[SqlFile]:
        """Checks that asked the same when the last snapshot was made, which passed them."""
        return [check for check in self.checks if last.checks.get(check.name) == self.rules.checks[check.name]]


def _make_anew(record_url: str, plan: _Plan, target: Path, partial: Path, upkeep: Path, folder: Path | None) -> dict[str, int]:
    """A snapshot of everything, read from the record store; returns rows by table."""
    _begin_anew(partial, upkeep)
    with open_record(record_url) as record:
        identity = copy_and_identify(record, plan.decisions, partial, upkeep)
    if folder is not None:
        keep_mirror(partial, folder)
    with _building(partial, upkeep) as db:
        return _complete(db, plan, target, folder, identity, plan.checks)


def _make_from_mirror(
    record_url: str, plan: _Plan, target: Path, partial: Path, upkeep: Path, folder: Path | None
) -> dict[str, int] | None:
    """A snapshot of everything, from the mirror and what changed since.

    None where there is no mirror, or where what it gives does not pass the checks: the record store may have been written to past the log.
    """
    last = search_folder(target)
    made = read_made(last) if last else None
    if folder is None or last is None or made is None or made.rules.record != plan.rules.record or not has_mirror(last):
        return None
    # Words and offsets of a fact are the record store's, who is who changes ids alone: rows of the mirror passed these checks before.
    known = [check for check in plan.checks_alike(made.rules) if check.scope == "an article"]
    try:
        _begin_anew(partial, upkeep)
        copy_mirror(last, partial)
        with open_record(record_url) as record, _building(partial, upkeep) as db:
            changed = bring_up_to_date(db, record, partial)
            db.execute("use delta")
            _run_checks(db, known)
            db.execute("use snapshot; detach delta")
            for statement in CREATE_AND_NOTE:
                db.execute(statement)
            identity = find_identity(db, plan.decisions, last / UPKEEP_FILE if made.rules.names == plan.rules.names else None)
            rows = _complete(db, plan, target, folder, identity, [check for check in plan.checks if check not in known], changed)
        pass_on_mirror(last, folder)
        return rows
    except (NotRenewableError, PublishError, IndexingError, duckdb.Error, OSError) as error:
        _log.info("the record store is read anew: %s", error)
        return None


def _begin_anew(*files: Path) -> None:
    """Remove what an attempt that failed left of these database files."""
    for file in files:
        for path in (file, file.with_name(f"{file.name}.wal")):
            path.unlink(missing_ok=True)


def _complete(
    db: duckdb.DuckDBPyConnection,
    plan: _Plan,
    target: Path,
    folder: Path | None,
    identity: Identity,
    checks: Sequence[SqlFile],
    changed: int = 0,
) -> dict[str, int]:
    """Make a copy of the record store, of which so many articles changed after it was first copied, a snapshot past these checks.

    Returns rows by table.
    """
    write_made(db, Made(plan.rules, plan.decided, read_mark(db, "changes"), changed))
    db.execute("drop table changes")
    write_identity(db, identity)
    db.begin()  # one commit for all comments: each would be written through to the disk
    _comment_tables(db, published_tables())
    create_queries(db, plan.macros, plan.tables, plan.views, plan.lookups)
    db.commit()
    _run_checks(db, checks)
    sign(db, folder, target)
    return _count_rows(db)


def copy_and_identify(record: Record, decisions: Sequence[Decision], partial: Path, upkeep: Path) -> Identity:
    """Copy all published tables into a new file, and the last mark of the log; tell meanwhile who is who, and fill upkeep.

    The tables that tell it come first. Decisions on single articles look into the others, too, and wait for them. Raises RecordError.
    """
    is_all_asked = any(decision.articles for decision in decisions)
    first = [table for table in published_tables() if is_all_asked or table.name in TELLING]
    rest = [Wanted(table) for table in published_tables() if table not in first]
    attach = f"attach {quote(str(upkeep))} as upkeep"
    note = [attach, *CREATE_AND_NOTE, "checkpoint upkeep", "detach upkeep"]
    record.copy([*map(Wanted, first), latest_mark()], attach_statement(partial), note)
    with record.copying(rest, attach_statement(partial)) if rest else nullcontext(), duckdb.connect() as db:
        db.execute(attach)
        if is_all_asked:
            db.execute(f"attach {quote(str(partial))} as snapshot (read_only)")
        identity = find_identity(db, decisions)
        db.execute("checkpoint upkeep; detach upkeep")
    return identity


def _renew(record_url: str, plan: _Plan, target: Path, partial: Path, upkeep: Path, folder: Path | None) -> dict[str, int] | None:
    """A copy of the last snapshot, renewed; None where that cannot be done, or gives something that does not pass the checks.

    Of other rules than those it was made by, what follows from them is made anew.
    """
    base = copy_last(target, plan.rules, partial, upkeep)
    if base is None:
        return None
    last = base.rules
    try:
        with open_record(record_url) as record, _building(partial, upkeep) as db:
            renewal = Renewal(
                db, record, partial, plan.decisions, PreparedRenewal(db, plan.tables, plan.rules.changed_tables(last, plan.tables))
            )
            mark = renewal.run(
                base.mark, is_decided_anew=base.decisions != plan.decided, is_judged_anew=last.identity != plan.rules.identity
            )
            known = plan.checks_alike(last)
            _run_checks(db, [check for check in known if check.scope in _OF_ROWS_PUT_IN_PLACE])
            dangling = renewal.dangling_query()
            _run_checks(db, [replace(check, query=dangling) for check in known if check.scope == "a reference"])
            _renew_queries(db, plan, last, renewal)
            db.execute("detach staging; detach delta")
            _run_checks(db, [check for check in plan.checks if not check.scope or check not in known])
            write_made(db, Made(plan.rules, plan.decided, mark, base.renewed + renewal.renewed))
            sign(db, folder, target, renewal.find_changed() if last.search == plan.rules.search else None)
            rows = _count_rows(db)
        if folder is not None and (of_last := search_folder(target)) is not None:
            pass_on_mirror(of_last, folder)
        return rows
    except (NotRenewableError, PublishError, IndexingError, duckdb.Error) as error:
        _log.info("everything is published anew: %s", error)
        return None


def _renew_queries(db: duckdb.DuckDBPyConnection, plan: _Plan, last: Rules, renewal: Renewal) -> None:
    """Renew the prepared tables; create what readers ask anew where the last rules had it otherwise. The snapshot becomes current."""
    db.execute("use snapshot")
    db.begin()
    is_asked_alike = plan.rules.asks_alike(last)
    if not is_asked_alike:
        _drop_queries(db)
        _create_macros(db, plan.macros)
    renewal.renew_prepared()
    if is_asked_alike:
        for view in plan.views:
            db.execute(f'describe "{view.name}"')
    else:
        _create_views(db, plan.views)
        _create_macros(db, [narrow(lookup, plan.views) for lookup in plan.lookups], "macro table")
    if last.comments != plan.rules.comments:
        _comment_tables(db, published_tables())
    db.commit()


def _drop_queries(snapshot: duckdb.DuckDBPyConnection) -> None:
    """Drop all views and macros."""
    views = "select 'view', view_name from duckdb_views() where database_name = 'snapshot' and not internal"
    macros = "select distinct if(function_type = 'macro', 'macro', 'macro table'), function_name from duckdb_functions() "
    macros += "where database_name = 'snapshot' and not internal"
    for kind, name in snapshot.execute(f"{views} union all {macros}").fetchall():
        snapshot.execute(f'drop {kind} "{name}"')


def _count_rows(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of the snapshot by table."""
    return {t.name: (db.execute(f'select count(*) from snapshot."{t.name}"').fetchone() or (0,))[0] for t in published_tables()}


@contextmanager
def _publishing(target: Path) -> Iterator[Path]:
    """A path for the new file, one publication at a time; what a killed one left behind is removed, and so is ours when it fails."""
    try:
        lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=LOCK_SECONDS).acquire()
    except Timeout as error:
        raise PublishError(f"another process is publishing {target}; try again later") from error
    with lock:
        _remove_partials(target)
        try:
            yield target.with_name(f".{target.name}.{uuid4().hex}.tmp")
        finally:
            _remove_partials(target)
            remove_indexes(target)


def _remove_partials(target: Path) -> None:
    for left in target.parent.glob(f".{target.name}.*.tmp*"):
        left.unlink(missing_ok=True)


@contextmanager
def _building(path: Path, upkeep: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose current database is the new file, with its upkeep attached; both written through and closed at the end."""
    connection = duckdb.connect()
    try:
        connection.execute(attach_statement(path))
        connection.execute(f"attach {quote(str(upkeep))} as upkeep")
        connection.execute("use snapshot")
        yield connection
        connection.execute("use memory")
        for name in ("snapshot", "upkeep"):
            connection.execute(f"checkpoint {name}; detach {name}")
    finally:
        connection.close()


def _comment_tables(snapshot: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> None:
    """The models' words, in the catalogue."""
    for table in tables:
        for statement in comment_statements(table, "snapshot"):
            snapshot.execute(statement)


def create_queries(
    snapshot: duckdb.DuckDBPyConnection,
    macros: Sequence[SqlFile],
    tables: Sequence[SqlFile],
    views: Sequence[SqlFile],
    lookups: Sequence[SqlFile],
) -> None:
    """Create, comment and try what readers ask; `tables` and `views` each after those it reads from.

    Raises PublishError naming the one that fails, SqlFileError.
    """
    _create_macros(snapshot, in_order(list(macros)))
    create_prepared(snapshot, tables)
    _create_views(snapshot, views)
    _create_macros(snapshot, [narrow(lookup, views) for lookup in lookups], "macro table")


def _create_macros(snapshot: duckdb.DuckDBPyConnection, macros: Sequence[SqlFile], kind: str = "macro") -> None:
    """Create and comment the functions that views and users call; raises PublishError naming the one that fails."""
    for macro in macros:
        try:
            snapshot.execute(macro.query)
            snapshot.execute(f'comment on {kind} "{macro.name}" is {quote(macro.comment)}')
        except duckdb.Error as error:
            raise PublishError(f"macro {macro.name} fails: {error}") from error


def _create_views(snapshot: duckdb.DuckDBPyConnection, views: Sequence[SqlFile]) -> None:
    """Create, comment and try every view; raises PublishError naming the one that fails or whose header does not fit.

    In a large snapshot a view is only bound to its tables, not run: the first rows of all of them cost 94 CPU-seconds and 6 GB of memory at
    100,000 articles, and the same rules have run on smaller ones.
    """
    (articles,) = snapshot.execute("select count(*) from articles").fetchone() or (0,)
    tried = _SMOKE_ROWS if articles <= _SMALL else 0
    for view in views:
        try:
            snapshot.execute(f'create view "{view.name}" as {view.query}')
            result = snapshot.execute(f'select * from "{view.name}" limit {tried}')
            columns = [column[0] for column in result.description or ()]
            result.fetchall()
        except duckdb.Error as error:
            raise PublishError(f"view {view.name} fails: {error}") from error
        if columns != list(view.columns):
            raise PublishError(f"view {view.name} has the columns {', '.join(columns)}, but its header says {', '.join(view.columns)}")
        snapshot.execute(f'comment on view "{view.name}" is {quote(view.comment)}')
        for column, words in view.columns.items():
            snapshot.execute(f'comment on column "{view.name}"."{column}" is {quote(words)}')


def _run_checks(snapshot: duckdb.DuckDBPyConnection, checks: Sequence[SqlFile]) -> None:
    """Every check must give no row; raises PublishError with the first rows it gave."""
    if any("plain_texts" in check.query for check in checks):
        snapshot.execute(_PLAIN_TEXTS)
    for check in checks:
        try:
            result = snapshot.execute(check.query)
            columns = [column[0] for column in result.description or ()]
            offending = result.fetchmany(_SHOWN_ROWS)
        except duckdb.Error as error:
            raise PublishError(f"check {check.name} fails: {error}") from error
        if offending:
            shown = "\n".join("  " + ", ".join(f"{c}={v!r}" for c, v in zip(columns, row, strict=True)) for row in offending)
            raise PublishError(f"check {check.name} found rows that must not exist ({check.row}):\n{shown}")
    snapshot.execute("drop table if exists plain_texts")
