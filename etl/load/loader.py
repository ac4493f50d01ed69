"""The loading loop: what was landed goes through the extraction, batch by batch, into the record store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Protocol, TypeVar

from sqlalchemy.exc import DataError, IntegrityError

from etl.home import Home
from etl.load.extraction import Extraction, Outcome, Parse, Row, Rows, Task, crashed, document_row
from etl.load.landing import Landed, Landing, judge
from etl.load.pool import count_workers, extract_all
from etl.store import Batch, Store, StoreError

BATCH = 32
"""Articles saved in one transaction: few enough that a killed load loses seconds of work, many enough that the commit does not show."""
_REFUSED = (StoreError, IntegrityError, DataError)
"""What the store raises when rows are at fault, and not the disk or the connection."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that could not become an article."""

    uri: str
    code: str
    reason: str


@dataclass(slots=True)
class LoadReport:
    """What one load did. `rows` counts the rows read by table; `words` were read in `seconds` of extraction and saving (wall time)."""

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
    """Progress: `done` of `total` documents are settled or extracted; `uri` is the last one's address; `words` were read so far."""

    done: int
    total: int
    uri: str = ""
    words: int = 0


class Watcher(Protocol):
    """Whoever follows a load: a progress bar, a log. `report` is None until everything is saved."""

    report: LoadReport | None

    def step(self, step: Step) -> None:
        """Called after each document."""

    def wait(self) -> None:
        """Called when another process is loading and this one has to wait."""

    def finish(self, report: LoadReport) -> None:
        """Called with the closing report, once everything is saved."""


Progress = Callable[[Step], None]


def load_parser() -> Parse:
    """The real parser, with its model; at module level so that a worker process can find it."""
    from etl.parse import Parser

    return Parser()


def installed_version() -> str:
    """The extractor version of this installation, without loading the model; raises ModelError when the weights are missing or damaged."""
    from etl.model.manifest import FOLDER, read_manifest
    from etl.parse import extractor_version

    return extractor_version(read_manifest(FOLDER).version)


@dataclass
class Loader:
    """Loads what was landed. The caller holds the store's write lock over `load`."""

    home: Home
    store: Store
    extractor_version: str
    progress: Progress = lambda step: None
    make_parse: Callable[[], Parse] = load_parser

    def load(self, landing: Landing, run_id: str | None = None) -> LoadReport:
        """Extract and save everything; documents that fail are quarantined, and the rest goes on.

        When saving fails for another reason than the rows (a full disk, say), the load is closed as failed and the error goes on.
        """
        landing = judge(landing, self.store, self.extractor_version)
        report = LoadReport(load_id=self.store.begin_load(dagster_run_id=run_id))
        started = time.monotonic()
        try:
            for settled in _parts((d for d in landing.documents if d.verdict != "new"), BATCH):
                self._save_settled(settled, report)
            for outcomes in _parts(self._outcomes(landing, report.seen), BATCH):
                self._save(outcomes, report)
        except BaseException:
            self._give_up(report.load_id)
            raise
        report.seconds = time.monotonic() - started
        self.store.finish_load(report.load_id)
        return report

    def _outcomes(self, landing: Landing, done: int) -> Iterator[Outcome]:
        """What becomes of each new document, in the order they were offered."""
        total, words = len(landing.documents), 0
        self.progress(Step(done, total))
        tasks = [self._task(document) for document in landing.documents if document.verdict == "new"]
        start = partial(Extraction, self.make_parse, landing.request.metadata)
        for number, outcome in enumerate(extract_all(tasks, start, count_workers(landing.request.workers, len(tasks))), done + 1):
            words += outcome.words
            self.progress(Step(number, total, outcome.task.uri, words))
            yield outcome

    def _task(self, document: Landed) -> Task:
        content = str(self.home.document_path(document.sha256))
        return Task(document.uri, document.sha256, document.byte_size, document.received_at, content)

    def _save_settled(self, documents: Sequence[Landed], report: LoadReport) -> None:
        """Documents that need no extraction: unchanged, or unreadable from the start."""
        rows: list[Row] = []
        for document in documents:
            task = self._task(document)
            if document.verdict == "unchanged":
                report.unchanged += 1
                rows.append({"document_id": task.document_id, "status": "unchanged"})
            else:
                outcome = Outcome(task, reason_code=document.reason_code, reason=document.reason)
                rows.append(document_row(outcome))
                _count(outcome, report)
        self.store.save(Batch(report.load_id, {"documents": rows}))

    def _save(self, outcomes: Sequence[Outcome], report: LoadReport) -> None:
        """One transaction; when the store refuses it, each document alone, and the refused one goes to quarantine."""
        try:
            self.store.save(Batch(report.load_id, gather(outcomes)))
        except _REFUSED as error:
            if len(outcomes) > 1:
                for outcome in outcomes:
                    self._save([outcome], report)
                return
            outcomes = [crashed(outcomes[0].task, error)]
            self.store.save(Batch(report.load_id, gather(outcomes)))
        for outcome in outcomes:
            _count(outcome, report)

    def _give_up(self, load_id: int) -> None:
        """Close the load as failed; where even that fails, the next load closes it as interrupted."""
        try:
            self.store.finish_load(load_id, status="failed")
        except Exception:
            return


def gather(outcomes: Sequence[Outcome]) -> Rows:
    """The rows of one batch, table by table."""
    rows: Rows = {"documents": [document_row(outcome) for outcome in outcomes]}
    for outcome in outcomes:
        for table, more in (outcome.rows or {}).items():
            rows.setdefault(table, []).extend(more)
    return rows


def _count(outcome: Outcome, report: LoadReport) -> None:
    if outcome.rows is None:
        report.quarantined.append(Quarantined(outcome.task.uri, outcome.reason_code or "", outcome.reason or ""))
        return
    report.loaded += 1
    report.words += outcome.words
    report.rows.update({table: len(rows) for table, rows in outcome.rows.items()})


def _parts(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of up to `size` items."""
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part
