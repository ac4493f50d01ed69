"""Reads stored articles again with a newer extractor: first aside, to be looked at, then in place of the old facts.

Nothing that is served changes before `apply`; what was read is on the disk, batch by batch, so that a killed run goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from etl.home import Home
from etl.load.changes import Changes, compare, facts_in
from etl.load.extraction import Extraction, Outcome, Parse, Task
from etl.load.loader import BATCH, Loader, LoadReport, Progress, Step, load_parser, parts
from etl.load.spread import Spread
from etl.load.staging import Staging, basis_of, staging_path
from etl.readers import Metadata
from etl.store import Batch, Kept, Selection, Store
from etl.store.claims import accounts_of

_PAGE = 500


@dataclass
class Review:
    """What applying would do: `documents` were read, `failed` ones keep their old facts, `changed` ones get other facts."""

    documents: int = 0
    changed: int = 0
    failed: list[Outcome] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)


@dataclass
class Reprocessing:
    """One reprocessing of the chosen articles; the caller sees to it that there is one at a time."""

    home: Home
    store: Store
    version: str
    chosen: Selection = field(default_factory=Selection)
    progress: Progress = lambda step: None
    make_parse: Callable[[], Parse] = load_parser

    def __post_init__(self) -> None:
        path = staging_path(self.home, self.version)
        self.was_begun = path.is_file()
        self.staging = Staging(path)

    def count(self) -> int:
        """How many documents are to be read anew, staged ones included."""
        return self.store.count_outdated(self.version, self.chosen)

    def extract(self, workers: int | None = None) -> None:
        """Read what is not staged yet. No lock is held: loads may go on meanwhile."""
        left = sum(len(tasks) for tasks in self._missing())
        done, words = self.count() - left, 0
        total = done + left
        self.progress(Step(done, total))
        tasks = chain.from_iterable(self._missing())
        outcomes = Spread(workers=workers).extract(tasks, partial(Extraction, self.make_parse, None), left, self.version)
        for part in parts(outcomes, BATCH):
            self.staging.put([(outcome, self._changes(outcome)) for outcome in part])
            words += sum(outcome.words for outcome in part)
            done += len(part)
            self.progress(Step(done, total, part[-1].task.uri, words))

    def review(self, examples: int) -> Review:
        """What the staged outcomes of the chosen articles change, with up to so many examples of each kind and way."""
        review = Review()
        for tasks in self._pages():
            ids = [task.document_id for task in tasks]
            review.failed += self.staging.failures(ids)
            for changes in self.staging.changes(ids):
                review.documents += 1
                review.changed += not changes.is_none
                review.changes.add(changes, examples)
        return review

    def apply(self) -> LoadReport:
        """Put the staged outcomes in place of the old facts, a transaction a batch, as a load of its own.

        What was loaded or described anew since it was staged is left alone: it stays outdated, and the next reprocessing reads it.
        """
        loader = Loader(self.home, self.store, self.version)
        with self.store.write_lock():
            return loader.replace(self._staged())

    def finish(self) -> None:
        """Call it once the new facts are published. Failures are forgotten too: the next reprocessing tries these documents again."""
        self.staging.forget_failures()
        if self.staging.is_empty:
            self.staging.remove()
        else:
            self.staging.close()

    def _staged(self) -> Iterator[list[Outcome]]:
        for tasks in self._pages():
            for part in parts(self.staging.outcomes(tasks), BATCH):
                yield part
                self.staging.forget([outcome.task.document_id for outcome in part])

    def _missing(self) -> Iterator[list[Task]]:
        """Outdated documents without a staged outcome that still holds."""
        for tasks in self._pages():
            bases = self.staging.bases([task.document_id for task in tasks])
            yield [task for task in tasks if bases.get(task.document_id) != basis_of(task)]

    def _pages(self) -> Iterator[list[Task]]:
        """All outdated documents that are chosen, by id."""
        last = -1
        while page := self.store.outdated(self.version, self.chosen, last, _PAGE):
            last = page[-1].document_id
            given = self.store.given_metadata([kept.uri for kept in page])
            yield [self._task(kept, Metadata.of_row(said) if (said := given.get(kept.uri)) else None) for kept in page]

    def _task(self, kept: Kept, given: Metadata | None) -> Task:
        return Task(
            uri=kept.uri,
            sha256=kept.sha256,
            byte_size=kept.byte_size,
            received_at=kept.received_at.isoformat(),
            content=str(self.home.document_path(kept.sha256)),
            media_type=kept.media_type,
            item_uri=kept.item_uri,
            item_version=kept.item_version,
            given=given,
        )

    def _changes(self, outcome: Outcome) -> Changes:
        if outcome.rows is None:
            return Changes()
        rows, said = self.store.facts_read_from([outcome.task.document_id])
        return compare(facts_in(rows, said), facts_in(outcome.rows, accounts_of(Batch(0, outcome.rows))))
