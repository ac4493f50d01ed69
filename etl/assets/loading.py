"""Landing and loading: what is offered, kept and read into the tables."""

# No `from __future__ import annotations` here: Dagster reads the annotation of `context` when it decorates.

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dagster import AssetExecutionContext, DailyPartitionsDefinition, Field, MaterializeResult, asset, multi_asset

from etl.assets.retries import trying_again
from etl.assets.tables import table_specs
from etl.home import Home
from etl.load.lander import land
from etl.load.landing import Landing
from etl.load.loader import Loader, LoadReport, Watcher
from etl.load.request import LoadRequest
from etl.model.manifest import installed_version
from etl.store import LockedError, Quarantined, Store

LOAD_DAYS = DailyPartitionsDefinition(start_date="2026-01-01", end_offset=1)
"""One partition a day of loading (UTC), today's included; never one an article."""
_REQUEST: dict[str, Any] = {
    "request": Field(str, default_value="", description="A request file in CUTTINGS_HOME/requests; empty: all that lies in landing/.")
}
_PATIENCE_SECONDS = 2.0
_LONGEST_WAIT_SECONDS = 24 * 3600.0


@asset(partitions_def=LOAD_DAYS, group_name="ledger", kinds={"file"}, config_schema=_REQUEST)
def landing(context: AssetExecutionContext) -> MaterializeResult[str]:
    """Everything offered, its bytes kept by SHA-256 as they were received; the value is the path of a list of it."""
    with trying_again(context):
        home = Home.from_env().create()
        named: str = context.op_execution_context.op_config["request"]
        request = LoadRequest.read(Path(named)) if named else LoadRequest.of_landing(home, _last_day(context.partition_key))
        landed = land(request, home, _quarantined(home, request))
    sizes = [document.byte_size for document in landed.documents]
    counts = {"documents": len(sizes), "unreadable": landed.count("unreadable")}
    return MaterializeResult(value=str(landed.path), metadata={**counts, "bytes": sum(sizes)})


def _last_day(partition: str) -> date | None:
    """The day itself in a backfill, so that it takes what lay in landing/ by then; None for today's loads, which take all."""
    day = date.fromisoformat(partition)
    return day if day < datetime.now(UTC).date() else None


def _quarantined(home: Home, request: LoadRequest) -> list[Quarantined]:
    """The documents in quarantine that the request wants to be tried again."""
    if request.retry is None:
        return []
    store = Store.open(home.record_url)
    try:
        return store.quarantined(request.retry)
    finally:
        store.close()


@multi_asset(name="tables", specs=table_specs(), partitions_def=LOAD_DAYS, required_resource_keys={"watcher"})
def tables(context: AssetExecutionContext, landing: str) -> Iterator[MaterializeResult[None]]:
    """Reads, extracts and stores what was landed, in one go under the write lock; rows below are those of this load."""
    watcher: Watcher = context.resources.watcher
    with trying_again(context):
        report = _load(Landing.read(Path(landing)), context.run.run_id, watcher)
    watcher.finish(report)
    yield from (MaterializeResult(spec.key, metadata=_metadata(spec.key.path[-1], report)) for spec in table_specs())


def _load(landing: Landing, run_id: str, watcher: Watcher) -> LoadReport:
    home = Home.from_env().create()
    store = Store.open(home.record_url)
    try:
        with _write_slot(store, watcher):
            return Loader(home, store, installed_version(), watcher.step).load(landing, run_id)
    finally:
        store.close()


@contextmanager
def _write_slot(store: Store, watcher: Watcher) -> Iterator[None]:
    """The store's write lock, with a word to whoever waits."""
    with ExitStack() as stack:
        try:
            stack.enter_context(store.write_lock(_PATIENCE_SECONDS))
        except LockedError:
            watcher.wait()
            stack.enter_context(store.write_lock(_LONGEST_WAIT_SECONDS))
        yield


def _metadata(table: str, report: LoadReport) -> dict[str, int | float]:
    """What Dagster plots for a table."""
    rows = {**report.rows, "loads": 1, "documents": report.seen}.get(table, 0)
    if table != "loads":
        return {"dagster/partition_row_count": rows}
    return {
        "dagster/partition_row_count": rows,
        "loaded": report.loaded,
        "unchanged": report.unchanged,
        "redated": report.redated,
        "quarantined": len(report.quarantined),
        "words": report.words,
        "words_per_second": round(report.words_per_second, 1),
        "seconds": round(report.seconds, 2),
    }
