"""The ledger: which documents were offered, what became of them, and what a load adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from etl.store.batch import TABLES, WITHDRAWN, Batch, Row, complete
from etl.store.bulk import chunks, insert_rows, select_where, upsert_rows
from etl.store.errors import StoreError

_LOADS, _DOCUMENTS, _OFFERS, _ARTICLES, _SOURCES = (TABLES[name] for name in ("loads", "documents", "offers", "articles", "sources"))


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the ledger holds of one uri: the loaded document, else the one received last; from `article_id` on of its first article."""

    document_id: int
    sha256: str
    status: str
    article_id: int | None = None
    extractor_version: str | None = None
    source: str | None = None
    published_text: str | None = None
    published_basis: str | None = None
    url: str | None = None
    headline: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """The closing counts of one load: `seen` is the sum of the other three."""

    load_id: int
    status: str
    seen: int
    loaded: int
    unchanged: int
    quarantined: int


def known_documents(connection: Connection, uris: Sequence[str]) -> dict[str, KnownDocument]:
    """The current document of each uri the ledger knows."""
    article = [_ARTICLES.c[name] for name in ("published_text", "published_basis", "url", "headline", "byline")]
    query = (
        select(_DOCUMENTS.c.uri, _DOCUMENTS.c.document_id, _DOCUMENTS.c.sha256, _DOCUMENTS.c.status)
        .add_columns(_ARTICLES.c.article_id, _ARTICLES.c.extractor_version, _SOURCES.c.name.label("source"), *article)
        .outerjoin(_ARTICLES, _ARTICLES.c.document_id == _DOCUMENTS.c.document_id)
        .outerjoin(_SOURCES, _SOURCES.c.source_id == _ARTICLES.c.source_id)
        .order_by(_DOCUMENTS.c.status != "loaded", _DOCUMENTS.c.received_at.desc(), _DOCUMENTS.c.document_id, _ARTICLES.c.article_id)
    )
    found: dict[str, KnownDocument] = {}
    for row in select_where(connection, query, _DOCUMENTS.c.uri, list(dict.fromkeys(uris))):
        held = dict(row._mapping)
        found.setdefault(held.pop("uri"), KnownDocument(**held))
    return found


def start_load(connection: Connection, load_id: int, started_at: datetime, dagster_run_id: str | None) -> None:
    """Open a load, or go on with one that was opened before; loads found unfinished are closed as interrupted."""
    unfinished = select(_LOADS.c.load_id).where(_LOADS.c.status == "running", _LOADS.c.load_id != load_id)
    for other in connection.execute(unfinished).scalars().all():
        end_load(connection, other, None, "interrupted")
    row = {"load_id": load_id, "started_at": started_at, "status": "running", "dagster_run_id": dagster_run_id}
    counts = {f"documents_{count}": 0 for count in ("seen", "loaded", "unchanged", "quarantined")}
    upsert_rows(connection, _LOADS, [{**row, **counts}])


def end_load(connection: Connection, load_id: int, finished_at: datetime | None, status: str) -> LoadSummary:
    """Write the counts of a load and close it; raises StoreError for an unknown load."""
    outcomes = select(_OFFERS.c.outcome, func.count()).where(_OFFERS.c.load_id == load_id).group_by(_OFFERS.c.outcome)
    counts = Counter({row[0]: row[1] for row in connection.execute(outcomes)})
    summary = LoadSummary(load_id, status, counts.total(), counts["loaded"], counts["unchanged"], counts["quarantined"])
    values = {f"documents_{count}": getattr(summary, count) for count in ("seen", "loaded", "unchanged", "quarantined")}
    closed = connection.execute(update(_LOADS).where(_LOADS.c.load_id == load_id).values(status=status, finished_at=finished_at, **values))
    if not closed.rowcount:
        raise StoreError(f"load {load_id} was never begun")
    connection.execute(delete(_OFFERS).where(_OFFERS.c.load_id == load_id))
    return summary


def record_documents(connection: Connection, batch: Batch) -> Counter[str]:
    """Write the ledger's rows and note what became of each document; returns the documents by outcome.

    CASE 1, offered again and `unchanged`: no row changes, the offer is counted.
    CASE 2, loaded before and quarantined now (say the extraction crashed): the row and its article stay as they are, unless withdrawn.
    CASE 3, any other: the row is written; it keeps when it was first received and, where its status stays, which load brought it.
    """
    offered = {row["document_id"]: row for row in batch.of("documents")}
    if len(offered) != len(batch.of("documents")):
        raise StoreError("a document stands twice in the batch")
    query = select(_DOCUMENTS.c.document_id, _DOCUMENTS.c.status, _DOCUMENTS.c.load_id, _DOCUMENTS.c.received_at)
    held = {row.document_id: row for row in select_where(connection, query, _DOCUMENTS.c.document_id, list(offered))}
    written = []
    for document, row in offered.items():
        before = held.get(document)
        failed_anew = before and (before.status, row["status"]) == ("loaded", "quarantined") and row["reason_code"] != WITHDRAWN
        if before and (row["status"] == "unchanged" or failed_anew):
            continue
        written.append(_ledger_row(row, batch.load_id, before))
    upsert_rows(connection, _DOCUMENTS, complete("documents", written))
    _note_offers(connection, batch)
    return Counter(row["status"] for row in offered.values())


def _ledger_row(row: Row, load_id: int, before: Any) -> Row:
    """A document's row as it goes into the ledger; `received_at` may come as ISO text."""
    received = row["received_at"]
    entered = {**row, "load_id": load_id, "received_at": datetime.fromisoformat(received) if isinstance(received, str) else received}
    if before is not None:
        entered["received_at"] = before.received_at
        if before.status == row["status"]:
            entered["load_id"] = before.load_id
    return entered


def _note_offers(connection: Connection, batch: Batch) -> None:
    """Count each document once a load: when a killed step tries again, what it had saved is not counted as unchanged."""
    ids = [row["document_id"] for row in batch.of("documents")]
    query = select(_OFFERS.c.document_id, _OFFERS.c.outcome).where(_OFFERS.c.load_id == batch.load_id)
    counted = {row.document_id: row.outcome for row in select_where(connection, query, _OFFERS.c.document_id, ids)}
    offers = [{"load_id": batch.load_id, "document_id": row["document_id"], "outcome": row["status"]} for row in batch.of("documents")]
    insert_rows(connection, _OFFERS, [offer for offer in offers if offer["document_id"] not in counted])
    better = [o for o in offers if o["outcome"] == "loaded" and counted.get(o["document_id"], "loaded") != "loaded"]
    upsert_rows(connection, _OFFERS, better)


def supersede(connection: Connection, batch: Batch) -> list[int]:
    """Mark former contents of the loaded or withdrawn uris as superseded.

    Returns the articles that go: those of these contents, and former versions of the batch's own.
    """
    settled = [*batch.loaded(), *batch.withdrawn()]
    loaded = {row["uri"]: row["document_id"] for row in settled}
    if len(loaded) != len(settled):
        raise StoreError("a batch holds two contents of one uri; offer them one after the other")
    former = select(_DOCUMENTS.c.document_id, _DOCUMENTS.c.uri).where(_DOCUMENTS.c.status == "loaded")
    documents = [(row.document_id, loaded[row.uri]) for row in select_where(connection, former, _DOCUMENTS.c.uri, list(loaded))]
    replaced = [old for old, new in documents if old != new]
    for part in chunks(replaced):
        connection.execute(update(_DOCUMENTS).where(_DOCUMENTS.c.document_id.in_(part)).values(status="superseded", load_id=batch.load_id))
    query = select(_ARTICLES.c.article_id)
    articles = {row.article_id for row in select_where(connection, query, _ARTICLES.c.document_id, [old for old, _ in documents])}
    own = [row["article_id"] for row in batch.of("articles")]
    return sorted(articles | {row.article_id for row in select_where(connection, query, _ARTICLES.c.article_id, own)})
