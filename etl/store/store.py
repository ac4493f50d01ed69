"""The only writer to the record store."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, select

from etl.ids import stable_id
from etl.store import described, former, ledger, schema
from etl.store.batch import FACTS, TABLES, Batch, Row, check_columns, check_references
from etl.store.bulk import chunks, delete_where, insert_rows, select_where
from etl.store.changes import Changes, forget_old
from etl.store.claims import Said, accounts_of, link_claims, merge_subjects, remove_unclaimed, replace_claims
from etl.store.described import Described, Held
from etl.store.engine import READ_ONLY, connect_url
from etl.store.errors import StoreError
from etl.store.former import Kept, Selection
from etl.store.ledger import KnownDocument, KnownItem, LoadSummary, Quarantined
from etl.store.lock import write_lock
from etl.store.spans import check_spans
from etl.store.stories import stories_of, tell_stories

LOCK_SECONDS = 600.0
"""How long a writer waits for another one before it gives up."""
OUTDATED = "it does not have the newest schema: an older version wrote it, or its first load was cut off; `cuttings load` mends it"


@dataclass(frozen=True, slots=True)
class SaveCounts:
    """What one batch did: documents by outcome, former articles replaced, and fact rows inserted by table."""

    loaded: int
    unchanged: int
    quarantined: int
    replaced: int
    rows: dict[str, int] = field(default_factory=dict)


class Store:
    """The record store, open for one process. Everything that writes goes through here, one writer at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._holding = threading.local()

    @classmethod
    def open(cls, url: str, *, migrate: bool = True) -> Store:
        """Open the record store at `url` (SQLite or PostgreSQL), made or brought to the newest schema first.

        Raises StoreError when the schema is not the newest and `migrate` is off, or comes from a newer program.
        """
        store = cls(connect_url(url))
        if schema.current_revision(store.engine) == schema.head_revision():
            return store
        if not migrate:
            raise StoreError(OUTDATED)
        with store.write_lock():
            schema.upgrade(store.engine)
        return store

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    @contextmanager
    def write_lock(self, timeout_seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Be the one writer: hold it over a whole load. May be nested in one thread; raises LockedError after `timeout_seconds`."""
        if getattr(self._holding, "depth", 0):
            yield
            return
        with write_lock(self.engine, timeout_seconds):
            self._holding.depth = 1
            try:
                yield
            finally:
                self._holding.depth = 0

    def known(self, uris: Sequence[str]) -> dict[str, KnownDocument]:
        """The current document of each uri: the loaded one, else the one received last; unknown uris are left out."""
        with self._reading() as connection:
            return ledger.known_documents(connection, uris)

    def known_items(self, items: Sequence[str]) -> dict[str, KnownItem]:
        """The latest version held of each wire item; unknown ones are left out."""
        with self._reading() as connection:
            return ledger.known_items(connection, items)

    def quarantined(self, codes: Sequence[str] = ()) -> list[Quarantined]:
        """Documents in quarantine that may be tried again, with one of these reasons, or with any."""
        with self._reading() as connection:
            return ledger.quarantined_documents(connection, codes)

    def given_metadata(self, uris: Sequence[str]) -> dict[str, Row]:
        """What metadata files said so far of the documents at these addresses."""
        with self._reading() as connection:
            return described.given_metadata(connection, uris)

    def held_articles(self) -> Iterator[Held]:
        """Every current article with its addresses, page by page."""
        with self._reading() as connection:
            yield from described.held_articles(connection)

    def describe(self, articles: Sequence[int]) -> list[Described]:
        """The metadata of these articles and their facts before they were dated."""
        with self._reading() as connection:
            return described.describe(connection, articles)

    def outdated(self, version: str, chosen: Selection, after: int, most: int) -> list[Kept]:
        """Up to `most` documents with chosen articles that another extractor than `version` read, by id from above `after` on."""
        with self._reading() as connection:
            return former.outdated_documents(connection, version, chosen, after, most)

    def count_outdated(self, version: str, chosen: Selection) -> int:
        """How many documents hold chosen articles that another extractor than `version` read."""
        with self._reading() as connection:
            return former.count_outdated(connection, version, chosen)

    def facts_read_from(self, documents: Sequence[int]) -> tuple[dict[str, list[Row]], list[Said]]:
        """Rows of the articles of these documents and their facts, by table, and what the articles say of shared rows."""
        with self._reading() as connection:
            articles = list(former.articles_of(connection, documents))
            return former.facts_of(connection, articles), former.accounts_given(connection, articles)

    def revise(self, rows: Mapping[str, Sequence[Row]], given: Sequence[Row]) -> None:
        """Rewrite metadata and what is dated by it, as `described.revise` says, and remember what was `given`; in one transaction."""
        with self._writing() as (connection, changes):
            described.keep_metadata(connection, given)
            if rows.get("articles"):
                described.revise(connection, changes, rows)

    def close_container(self, uri: str, load_id: int) -> None:
        """Settle what the ledger holds of a container that this load took apart; see `ledger.close_container`."""
        with self._writing() as (connection, changes):
            ledger.close_container(connection, changes, uri, load_id)

    def forget_missing(self, uris: Sequence[str], load_id: int) -> None:
        """Take what was once entered as missing at these addresses, and is not there now either, out of quarantine."""
        with self._writing() as (connection, changes):
            ledger.forget_missing(connection, changes, uris, load_id)

    def begin_load(self, load_id: int | None = None, started_at: datetime | None = None, dagster_run_id: str | None = None) -> int:
        """Open a load and return its id; without one, it is made of the run's id or the time. Opening it again goes on with it.

        Call it under `write_lock`: loads found running belong to processes that died, and are closed as `interrupted`.
        """
        started_at = started_at or datetime.now(UTC)
        load_id = load_id if load_id is not None else stable_id("load", dagster_run_id or started_at.isoformat())
        with self._writing() as (connection, changes):
            forget_old(connection)
            ledger.start_load(connection, changes, load_id, started_at, dagster_run_id)
        return load_id

    def finish_load(self, load_id: int, finished_at: datetime | None = None, status: str = "finished") -> LoadSummary:
        """Close a load as `finished` or `failed` and return its counts."""
        with self._writing() as (connection, changes):
            return ledger.end_load(connection, changes, load_id, finished_at or datetime.now(UTC), status)

    def save(self, batch: Batch) -> SaveCounts:
        """Write a batch in one transaction: ledger, articles, facts and the shared rows they change.

        Articles replace their former versions. Raises StoreError, with nothing written, when the batch breaks the rules in `Batch` or a
        span does not hold the words it claims.
        """
        check_columns(batch)
        check_references(batch)
        check_spans(batch)
        with self._writing() as (connection, changes):
            return _save(connection, changes, batch)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, Changes]]:
        """One transaction under the write lock, and what it changes."""
        with self.write_lock(), self.engine.begin() as connection:
            changes = Changes()
            yield connection, changes
            changes.write(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One read transaction; waits for no writer."""
        with self.engine.connect().execution_options(**READ_ONLY) as connection, connection.begin():
            yield connection


def _save(connection: Connection, changes: Changes, batch: Batch) -> SaveCounts:
    """Former articles and their claims go, the ledger is written, then shared rows, articles and facts come in."""
    said = accounts_of(batch)
    former = ledger.supersede(connection, changes, batch)
    broken = stories_of(connection, former)
    _delete_facts(connection, former)
    subjects = replace_claims(connection, former, said)
    delete_where(connection, TABLES["articles"].c.article_id, former)
    outcomes = ledger.record_documents(connection, changes, batch)
    gone = merge_subjects(connection, subjects)
    inserted = _insert(connection, batch, ("articles", *FACTS))
    link_claims(connection, said)
    remove_unclaimed(connection, gone)
    articles = [row["article_id"] for row in batch.of("articles")]
    told_anew = _in_stories(connection, broken)
    tell_stories(connection, broken, [row["article_id"] for row in batch.of("story_signatures")])
    changes.add("article", (*former, *articles, *told_anew, *_in_stories(connection, stories_of(connection, articles))))
    changes.add_pairs(subjects)
    return SaveCounts(outcomes["loaded"], outcomes["unchanged"], outcomes["quarantined"], len(former), inserted)


def _in_stories(connection: Connection, stories: Collection[int]) -> list[int]:
    """Articles of these stories: what joins a story or leaves one may rename it for all of them."""
    column = TABLES["articles"].c
    return [row.article_id for row in select_where(connection, select(column.article_id), column.story_id, sorted(stories))]


def _delete_facts(connection: Connection, articles: Sequence[int]) -> None:
    """Delete all facts of the articles, those that point to others first."""
    quotes, segments = TABLES["quotes"], TABLES["quote_segments"]
    for part in chunks(articles):
        of_articles = select(quotes.c.quote_id).where(quotes.c.article_id.in_(part))
        connection.execute(delete(segments).where(segments.c.quote_id.in_(of_articles)))
    for table in reversed(FACTS):
        if table != "quote_segments":
            delete_where(connection, TABLES[table].c.article_id, articles)


def _insert(connection: Connection, batch: Batch, tables: Sequence[str]) -> dict[str, int]:
    """Insert the rows of `tables`; returns how many each got."""
    for table in tables:
        insert_rows(connection, TABLES[table], batch.of(table), TABLES[table].columns.keys())
    return {table: len(batch.of(table)) for table in tables}
