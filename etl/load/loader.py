"""The loading loop: what was landed goes through the extraction, batch by batch, into the record store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from etl.home import Home
from etl.load.extraction import Extraction, Outcome, Parse, Row, Rows, Task, document_row
from etl.load.landing import Landed, Landing
from etl.load.pool import count_workers, extract_all

BATCH = 32
"""Articles saved in one transaction: few enough that a killed load loses seconds of work, many enough that the commit does not show."""


class Records(Protocol):
    """The part of the store that the loop writes through. The caller holds the write lock."""

    def begin_load(self, dagster_run_id: str | None = None) -> int: ...
    def save(self, batch: Any) -> object: ...
    def finish_load(self, load_id: int, status: str = ...) -> object: ...


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that could not become an article."""

    uri: str
    code: str
    reason: str


@dataclass(slots=True)
class LoadReport:
    """What one load did. `rows` counts the rows offered by table; `seconds` is wall time of extraction and saving; `words` were read in it."""

    load_id: int = 0
    loaded: int = 0
    unchanged: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    words: int = 0
    seconds: float = 0.0

    @property
    def seen(self) -> int:
        """Documents offered."""
        return self.loaded + self.unchanged + len(self.quarantined)

    @property
    def words_per_second(self) -> float:
        """Words read for each second of wall time; 0 when nothing was read."""
        return self.words / self.seconds if self.words and self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """Progress: `done` of `total` documents, the last one's address, words read so far."""

    done: int
    total: int
    uri: str
    words: int


_T = TypeVar("_T")

Progress = Callable[[Step], None]


def load_parser() -> Parse:
    """The real parser, with its model; at module level so that a worker process can find it."""
    from etl.parse import Parser

    return Parser()


def load_landing(
    landing: Landing,
    home: Home,
    records: Records,
    make_batch: Callable[[int, Rows], Any],
    *,
    progress: Progress = lambda step: None,
    run_id: str | None = None,
    make_parse: Callable[[], Parse] = load_parser,
) -> LoadReport:
    """Extract and save everything in `landing`; documents that fail are quarantined, and the rest goes on.

    `make_batch(load_id, rows)` makes what `records.save` takes. When saving itself fails, the load is closed as failed and the error goes on.
    """
    report = LoadReport(load_id=records.begin_load(dagster_run_id=run_id))
    started = time.monotonic()
    try:
        for part in _settled(landing, report):
            records.save(make_batch(report.load_id, {"documents": part}))
        for outcomes in _parts(_outcomes(landing, home, make_parse), BATCH):
            records.save(make_batch(report.load_id, _gather(outcomes, report)))
            progress(Step(report.seen, len(landing.documents), outcomes[-1].task.uri, report.words))
    except BaseException:
        records.finish_load(report.load_id, status="failed")
        raise
    report.seconds = time.monotonic() - started
    records.finish_load(report.load_id)
    return report


def _settled(landing: Landing, report: LoadReport) -> Iterator[list[Row]]:
    """Ledger rows of the documents that need no extraction: unchanged, or unreadable from the start."""
    for part in _parts((d for d in landing.documents if d.verdict != "new"), BATCH):
        rows = []
        for document in part:
            outcome = Outcome(_task(document, None), reason_code=document.reason_code, reason=document.reason)
            if document.verdict == "unchanged":
                report.unchanged += 1
                rows.append({"document_id": outcome.task.document_id, "status": "unchanged"})
            else:
                rows.append(_quarantine(outcome, report))
        yield rows


def _outcomes(landing: Landing, home: Home, make_parse: Callable[[], Parse]) -> Iterator[Outcome]:
    """What becomes of each new document, in the order they were offered."""
    tasks = [_task(document, home) for document in landing.documents if document.verdict == "new"]
    start = partial(Extraction, make_parse, landing.request.metadata)
    return extract_all(tasks, start, count_workers(landing.request.workers, len(tasks)))


def _task(document: Landed, home: Home | None) -> Task:
    content = str(home.document_path(document.sha256)) if home else ""
    return Task(document.uri, document.sha256, document.byte_size, document.received_at, content)


def _gather(outcomes: Sequence[Outcome], report: LoadReport) -> Rows:
    """The rows of one batch, counted in `report`."""
    rows: Rows = {"documents": []}
    for outcome in outcomes:
        if outcome.rows is None:
            rows["documents"].append(_quarantine(outcome, report))
            continue
        rows["documents"].append(document_row(outcome, report.load_id))
        for table, more in outcome.rows.items():
            rows.setdefault(table, []).extend(more)
            report.rows[table] += len(more)
        report.loaded += 1
        report.words += outcome.words
    return rows


def _quarantine(outcome: Outcome, report: LoadReport) -> Row:
    report.quarantined.append(Quarantined(outcome.task.uri, outcome.reason_code or "", outcome.reason or ""))
    return document_row(outcome, report.load_id)


def _parts(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of up to `size` items."""
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part
