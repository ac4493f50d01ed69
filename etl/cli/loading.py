"""`cuttings load`: the job in this process, a progress bar and a closing table."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from etl.cli.terminal import fail, messages
from etl.home import SQL, Home
from etl.load.loader import LoadReport, Step
from etl.load.request import LoadRequest
from etl.load.spread import Spread
from etl.readers import REASONS, Sidecar, SidecarError
from etl.readers.sidecar import FIELDS

_LISTED = 10


def run(paths: Sequence[str], metadata: Path | None, retry: tuple[str, ...] | None, spread: Spread, quiet: bool) -> int:
    """Load; returns the exit status. `retry`: codes of quarantined documents to try again, empty for all, None for none."""
    home = Home.from_env()
    if problem := _wrong_call(paths, metadata, retry):
        return fail(problem, 2)
    try:
        home.create()
    except OSError as error:
        return fail(f"cannot write to CUTTINGS_HOME {home.root}: {error.strerror}; set CUTTINGS_HOME to a folder you may write to")
    request = LoadRequest(tuple(paths), str(metadata) if metadata else None, spread.workers, retry, spread.on)
    with show_progress(quiet) as bar:
        report, problem = _execute(home, request, bar)
    if report and not quiet:
        _print_report(messages(), report, request)
    if problem:
        return fail(problem)
    _print_unapplied(home)
    if report and paths and not report.seen:
        return fail(f"there is no file to read in {', '.join(paths)}")
    is_done = report is not None and (report.loaded + report.unchanged > 0 or not report.seen)
    return 0 if is_done else 1


def _wrong_call(paths: Sequence[str], metadata: Path | None, retry: tuple[str, ...] | None) -> str | None:
    """What is wrong with the call, if anything is. Columns of the metadata file that mean nothing are no fault, but are said."""
    if not paths and metadata is None and retry is None:
        return "name files, folders, web addresses or - (standard input); or give --metadata or --retry for what is stored"
    if unknown := [code for code in retry or () if code not in REASONS]:
        return f"--reason {unknown[0]}: there is no such reason; known: {', '.join(sorted(REASONS))}"
    try:
        if metadata is not None:
            _print_ignored(metadata, Sidecar.load(metadata).ignored)
    except SidecarError as error:
        return str(error)
    return None


def _print_ignored(metadata: Path, columns: Sequence[str]) -> None:
    if columns:
        messages().print(f"{metadata}: not used: {_first(columns)}; what is used: {', '.join(FIELDS)}", markup=False, style="yellow")


def _first(names: Sequence[str]) -> str:
    return f"{', '.join(names[:_LISTED])}{' …' if len(names) > _LISTED else ''}"


def publish_only() -> int:
    """Publish again; returns the exit status."""
    from etl.publish import PublishError, publish
    from etl.store import StoreError

    home = Home.from_env()
    try:
        _bring_forward(home)
        publish(home.record_url, home.snapshot, SQL)
    except (PublishError, StoreError) as error:
        return fail(f"nothing was published, the old snapshot serves: {error}")
    messages().print(f"published {home.snapshot}", markup=False)
    _print_unapplied(home)
    return 0


def _bring_forward(home: Home) -> None:
    """Run the migrations that this program brings: an older record store lacks tables that are published. Raises StoreError.

    Where there is no store none is made; one that cannot be reached is the publication's to tell.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from etl.store import Store

    if home.database_url or (home.root / "record.sqlite").is_file():
        with suppress(SQLAlchemyError):
            Store.open(home.record_url).close()


def _print_unapplied(home: Home) -> None:
    """Say which decisions on who is who were not applied."""
    from etl.cli.review import unapplied

    for line in unapplied(home) if home.snapshot.is_file() else ():
        messages().print(line, markup=False, style="yellow")


def _execute(home: Home, request: LoadRequest, bar: Progress) -> tuple[LoadReport | None, str | None]:
    """The report, where there is one, and what went wrong, if anything did."""
    task = bar.add_task("starting", total=None, name="", words="")
    from etl.cli.job import LoadError, run_load

    watcher = Bar(bar, task)
    try:
        return run_load(home, request, watcher), None
    except LoadError as error:
        if error.report is None:
            return None, f"the load stopped: {error}. What was saved stays; load again once this is mended"
        return error.report, f"loaded, but not published, the old snapshot serves: {error}. Mend it and run `cuttings publish`"


class Bar:
    """Shows a load's progress; `etl.assets.watcher.Watcher` for a terminal."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self.report: LoadReport | None = None
        self._bar, self._task = bar, task
        self._began: float | None = None

    def step(self, step: Step) -> None:
        """Called after each document."""
        self._began = time.monotonic() if self._began is None else self._began
        name = unquote(step.uri.rsplit("/", 1)[-1])
        words = f"{step.words:,} words{self._rate(step.words)}" if step.words else ""
        self._bar.update(self._task, completed=step.done, total=step.total, description="reading", name=name, words=words)

    def _rate(self, words: int) -> str:
        """`, 1,200 a second` since the first step, which is called before anything is read; empty while no time has passed."""
        seconds = time.monotonic() - (self._began or 0.0)
        return f", {words / seconds:,.0f} a second" if self._began is not None and seconds > 0 else ""

    def wait(self) -> None:
        """Another process is loading."""
        messages().print("another load is running; this one goes on when that has finished (Ctrl-C stops waiting)")
        self._bar.update(self._task, description="waiting")

    def finish(self, report: LoadReport) -> None:
        """Everything is saved."""
        self.report = report
        self._bar.update(self._task, description="publishing", name="", words="")


@contextmanager
def show_progress(quiet: bool) -> Iterator[Progress]:
    """A progress bar on standard error; silent when that is no terminal.

    It writes to a copy of standard error, because the orchestrator may redirect the original while a step runs.
    """
    with os.fdopen(os.dup(2), "w") as stream:
        console = Console(file=stream, stderr=True)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[words]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[name]}", markup=False),
        )
        with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
            yield bar


def _print_report(console: Console, report: LoadReport, request: LoadRequest) -> None:
    """The closing table: what was loaded, unchanged and quarantined, with reasons."""
    reasons = Counter(document.code for document in report.quarantined)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("loaded", f"{report.loaded:,}")
    table.add_row("unchanged", f"{report.unchanged:,}")
    table.add_row("quarantined", f"{len(report.quarantined):,}", ", ".join(f"{code} {n:,}" for code, n in reasons.most_common()))
    if request.metadata:
        table.add_row("re-dated", f"{report.redated:,}", "stored articles of which the metadata file says something new")
    if report.words:
        table.add_row("words read", f"{report.words:,}", f"{report.words_per_second:,.0f} a second")
    console.print(table)
    if report.unmatched:
        said = f"{request.metadata}: no loaded article goes by {len(report.unmatched):,} of its names: {_first(report.unmatched)}"
        console.print(said, markup=False, style="yellow")
    for document in report.quarantined[:_LISTED]:
        console.print(f"  {document.code}: {unquote(document.uri.removeprefix('file://'))}: {document.reason}", markup=False)
    if len(report.quarantined) > _LISTED:
        console.print(f"  and {len(report.quarantined) - _LISTED:,} more: cuttings status --quarantine")
