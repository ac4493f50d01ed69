"""The loading loop: what was landed goes through the extraction, batch by batch, into the record store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import DataError, IntegrityError

from etl.home import Home
from etl.load.extraction import Extraction, Outcome, Parse, Row, Rows, Task, crashed, document_row
from etl.load.judging import judge
from etl.load.landing import Landed, Landing
from etl.load.redating import redate
from etl.load.spread import Spread
from etl.readers import Metadata, Sidecar
from etl.store import Batch, Store, StoreError

BATCH = 32
"""Articles saved in one transaction: few enough that a killed load loses seconds of work, many enough that the commit does not show."""
_LOOKED_UP = 500
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
    """What one load did. `rows` counts the rows read by table; `words` were read in `seconds` of extraction and saving (wall time).

    `redated` articles were stored before, and a metadata file now says something new of them; `unmatched` are names in it that no stored
    article goes by.
    """

    load_id: int = 0
    loaded: int = 0
    unchanged: int = 0
    redated: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
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
        sidecar = Sidecar.load(Path(landing.request.metadata)) if landing.request.metadata else None
        judged = judge(landing, self.store, self.extractor_version)
        report = LoadReport(load_id=self.store.begin_load(dagster_run_id=run_id))
        started = time.monotonic()
        try:
            self._load(judged, sidecar, report)
            if sidecar is not None:
                report.redated, report.unmatched = redate(self.store, sidecar)
        except BaseException:
            self._give_up(report.load_id)
            raise
        finally:
            judged.path.unlink(missing_ok=True)
        report.seconds = time.monotonic() - started
        self.store.finish_load(report.load_id)
        return report

    def replace(self, batches: Iterable[Sequence[Outcome]]) -> LoadReport:
        """Save outcomes of documents that are held already, as a load of its own; those the store refuses keep their former facts."""
        report, started = LoadReport(load_id=self.store.begin_load()), time.monotonic()
        try:
            for outcomes in batches:
                self._save(outcomes, report)
        except BaseException:
            self._give_up(report.load_id)
            raise
        report.seconds = time.monotonic() - started
        self.store.finish_load(report.load_id)
        return report

    def _load(self, judged: Landing, sidecar: Sidecar | None, report: LoadReport) -> None:
        for settled in parts(judged.of("unchanged", "unreadable", "outdated"), BATCH):
            self._save_settled(settled, report)
        for gone in parts(judged.of("gone"), BATCH):
            self.store.forget_missing([document.uri for document in gone], report.load_id)
            report.quarantined += [Quarantined(document.uri, document.reason_code or "", document.reason or "") for document in gone]
        for outcomes in parts(self._outcomes(judged, sidecar, report.seen), BATCH):
            self._save(outcomes, report)
        for container in judged.of("container"):
            self.store.close_container(container.uri, report.load_id)

    def _outcomes(self, judged: Landing, sidecar: Sidecar | None, done: int) -> Iterator[Outcome]:
        """What becomes of each new document, in whatever order: what the store then holds does not depend on it."""
        new, words = judged.count("new"), 0
        self.progress(Step(done, done + new))
        spread = Spread(judged.request.on, judged.request.workers)
        outcomes = spread.extract(self._tasks(judged), partial(Extraction, self.make_parse, sidecar), new, self.extractor_version)
        for number, outcome in enumerate(outcomes, done + 1):
            words += outcome.words
            self.progress(Step(number, done + new, outcome.task.uri, words))
            yield outcome

    def _tasks(self, judged: Landing) -> Iterator[Task]:
        """The new documents, with what metadata files said of them before."""
        for part in parts(judged.of("new"), _LOOKED_UP):
            given = self.store.given_metadata([document.uri for document in part])
            for document in part:
                said = given.get(document.uri)
                yield self._task(document, Metadata.of_row(said) if said else None)

    def _task(self, document: Landed, given: Metadata | None = None) -> Task:
        return Task(
            uri=document.uri,
            sha256=document.sha256,
            byte_size=document.byte_size,
            received_at=document.received_at,
            content=str(self.home.document_path(document.sha256)),
            media_type=document.media_type,
            item_uri=document.item_uri,
            item_version=document.item_version,
            given=given,
        )

    def _save_settled(self, documents: Sequence[Landed], report: LoadReport) -> None:
        """Documents that need no extraction; where two of them are one (two withdrawals of an item), one after the other."""
        rows = [self._settled_row(document) for document in documents]
        try:
            self.store.save(Batch(report.load_id, {"documents": rows}))
        except StoreError:
            if len(rows) == 1:
                raise
            for document in documents:
                self._save_settled([document], report)
            return
        for document in documents:
            if document.verdict == "unreadable":
                report.quarantined.append(Quarantined(document.uri, document.reason_code or "", document.reason or ""))
            else:
                report.unchanged += 1

    def _settled_row(self, document: Landed) -> Row:
        task = self._task(document)
        if document.verdict == "unchanged":
            return {"document_id": task.document_id, "status": "unchanged"}
        row = document_row(Outcome(task, reason_code=document.reason_code, reason=document.reason), document.tried_by)
        return row if document.verdict == "unreadable" else {**row, "status": "superseded"}

    def _save(self, outcomes: Sequence[Outcome], report: LoadReport) -> None:
        """One transaction; when the store refuses it, each document alone, and the refused one goes to quarantine."""
        try:
            self.store.save(Batch(report.load_id, gather(outcomes, self.extractor_version)))
        except _REFUSED as error:
            if len(outcomes) > 1:
                for outcome in outcomes:
                    self._save([outcome], report)
                return
            outcomes = [crashed(outcomes[0].task, error)]
            self.store.save(Batch(report.load_id, gather(outcomes, self.extractor_version)))
        for outcome in outcomes:
            _count(outcome, report)

    def _give_up(self, load_id: int) -> None:
        """Close the load as failed; where even that fails, the next load closes it as interrupted."""
        try:
            self.store.finish_load(load_id, status="failed")
        except Exception:
            return


def gather(outcomes: Sequence[Outcome], extractor_version: str) -> Rows:
    """The rows of one batch, table by table."""
    rows: Rows = {"documents": [document_row(outcome, extractor_version) for outcome in outcomes]}
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


def parts(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of up to `size` items."""
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part
