"""The ledger: which documents were offered, what became of them, and what a load adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, union, update

from etl.store.batch import MISSING, TABLES, WITHDRAWN, Batch, Row, complete
from etl.store.bulk import chunks, insert_rows, select_where, upsert_rows
from etl.store.changes import Changes
from etl.store.errors import StoreError

_LOADS, _DOCUMENTS, _OFFERS, _ARTICLES = (TABLES[name] for name in ("loads", "documents", "offers", "articles"))


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the ledger holds of one uri: the loaded document, else the one received last.

    `extractor_version` read its article, or failed on it last; `reason` and its code say why it is in quarantine.
    """

    document_id: int
    sha256: str
    status: str
    reason_code: str | None = None
    reason: str | None = None
    article_id: int | None = None
    extractor_version: str | None = None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is held of a wire item: its version in sortable form, and whether its sender took it back."""

    version: str | None
    is_withdrawn: bool

    def __gt__(self, other: KnownItem) -> bool:
        """Whether this is the later word: so is a withdrawal of one version, or where they cannot be compared (`3`, `2024-06-01`)."""
        mine, others = self.version or "", other.version or ""
        if self.is_withdrawn != other.is_withdrawn and (mine.isdigit(), bool(mine)) != (others.isdigit(), bool(others)):
            return self.is_withdrawn
        return (mine, self.is_withdrawn) > (others, other.is_withdrawn)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document in quarantine: its address, where its bytes were kept their SHA-256, and why it is there."""

    uri: str
    sha256: str
    media_type: str | None
    reason_code: str
    reason: str | None


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
    version = func.coalesce(_ARTICLES.c.extractor_version, _DOCUMENTS.c.tried_by).label("extractor_version")
    query = (
        select(*(_DOCUMENTS.c[name] for name in ("uri", "document_id", "sha256", "status", "reason_code", "reason")))
        .add_columns(_ARTICLES.c.article_id, version)
        .outerjoin(_ARTICLES, _ARTICLES.c.document_id == _DOCUMENTS.c.document_id)
        .order_by(_DOCUMENTS.c.status != "loaded", _DOCUMENTS.c.received_at.desc(), _DOCUMENTS.c.document_id, _ARTICLES.c.article_id)
    )
    found: dict[str, KnownDocument] = {}
    for row in select_where(connection, query, _DOCUMENTS.c.uri, list(dict.fromkeys(uris))):
        held = dict(row._mapping)
        found.setdefault(held.pop("uri"), KnownDocument(**held))
    return found


def start_load(connection: Connection, changes: Changes, load_id: int, started_at: datetime, dagster_run_id: str | None) -> None:
    """Open a load, or go on with one that was opened before; loads found unfinished are closed as interrupted."""
    unfinished = select(_LOADS.c.load_id).where(_LOADS.c.status == "running", _LOADS.c.load_id != load_id)
    for other in connection.execute(unfinished).scalars().all():
        end_load(connection, changes, other, None, "interrupted")
    row = {"load_id": load_id, "started_at": started_at, "status": "running", "dagster_run_id": dagster_run_id}
    counts = {f"documents_{count}": 0 for count in ("seen", "loaded", "unchanged", "quarantined")}
    upsert_rows(connection, _LOADS, [{**row, **counts}])
    changes.add("load", [load_id])


def end_load(connection: Connection, changes: Changes, load_id: int, finished_at: datetime | None, status: str) -> LoadSummary:
    """Write the counts of a load and close it; raises StoreError for an unknown load."""
    outcomes = select(_OFFERS.c.outcome, func.count()).where(_OFFERS.c.load_id == load_id).group_by(_OFFERS.c.outcome)
    counts = Counter({row[0]: row[1] for row in connection.execute(outcomes)})
    summary = LoadSummary(load_id, status, counts.total(), counts["loaded"], counts["unchanged"], counts["quarantined"])
    values = {f"documents_{count}": getattr(summary, count) for count in ("seen", "loaded", "unchanged", "quarantined")}
    closed = connection.execute(update(_LOADS).where(_LOADS.c.load_id == load_id).values(status=status, finished_at=finished_at, **values))
    if not closed.rowcount:
        raise StoreError(f"load {load_id} was never begun")
    connection.execute(delete(_OFFERS).where(_OFFERS.c.load_id == load_id))
    changes.add("load", [load_id])
    return summary


def record_documents(connection: Connection, changes: Changes, batch: Batch) -> Counter[str]:
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
    changes.add("document", (row["document_id"] for row in written))
    _note_offers(connection, batch)
    return Counter(_outcome(row) for row in offered.values())


def _outcome(row: Row) -> str:
    """How a load counts a document: an outdated version of a wire item is held already, in a later one."""
    return "unchanged" if row["status"] == "superseded" else str(row["status"])


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
    offers = [{"load_id": batch.load_id, "document_id": row["document_id"], "outcome": _outcome(row)} for row in batch.of("documents")]
    insert_rows(connection, _OFFERS, [offer for offer in offers if offer["document_id"] not in counted])
    better = [o for o in offers if o["outcome"] == "loaded" and counted.get(o["document_id"], "loaded") != "loaded"]
    upsert_rows(connection, _OFFERS, better)


def supersede(connection: Connection, changes: Changes, batch: Batch) -> list[int]:
    """Mark former contents of the loaded or withdrawn uris, and former versions of the same wire items, as superseded.

    Returns the articles that go: those of these contents, and former versions of the batch's own. What was quarantined at a uri that loads
    now is superseded too: nothing is left to mend there.
    """
    settled = [*batch.loaded(), *batch.withdrawn()]
    if len({row["uri"] for row in settled}) != len(settled):
        raise StoreError("a batch holds two contents of one uri; offer them one after the other")
    items = [row["item_uri"] for row in settled if row.get("item_uri")]
    if len(set(items)) != len(items):
        raise StoreError("a batch holds two versions of one item; offer them one after the other")
    offered = {row["document_id"] for row in settled}
    held = {row.document_id: row.status for row in _held_at(connection, [row["uri"] for row in settled], items)}
    _mark_superseded(connection, changes, [document for document in held if document not in offered], batch.load_id)
    loaded = [document for document, status in held.items() if status == "loaded"]
    query = select(_ARTICLES.c.article_id)
    articles = {row.article_id for row in select_where(connection, query, _ARTICLES.c.document_id, loaded)}
    own = [row["article_id"] for row in batch.of("articles")]
    return sorted(articles | {row.article_id for row in select_where(connection, query, _ARTICLES.c.article_id, own)})


def _held_at(connection: Connection, uris: Sequence[str], items: Sequence[str]) -> Iterator[Any]:
    """Ledger rows that what comes in takes the place of: at the same addresses, or earlier versions of the same wire items."""
    query = select(_DOCUMENTS.c.document_id, _DOCUMENTS.c.status)
    at_uris = select_where(connection, query, _DOCUMENTS.c.uri, uris)
    of_items = select_where(connection, query, _DOCUMENTS.c.item_uri, items)
    # Chosen here and not in the query: SQLite would walk the index on the status, which nearly all documents share.
    yield from (row for row in (*at_uris, *of_items) if row.status in ("loaded", "quarantined"))


def _mark_superseded(connection: Connection, changes: Changes, documents: Sequence[int], load_id: int) -> None:
    changes.add("document", documents)
    for part in chunks(documents):
        connection.execute(update(_DOCUMENTS).where(_DOCUMENTS.c.document_id.in_(part)).values(status="superseded", load_id=load_id))


def close_container(connection: Connection, changes: Changes, uri: str, load_id: int) -> None:
    """Supersede what a container that was just read does not hold any more: itself as a whole, and bad parts that are gone or mended.

    Loaded parts stay although they are gone: a feed shows an article for some days, and it holds for ever.
    """
    offered = select(_OFFERS.c.document_id).where(_OFFERS.c.load_id == load_id)
    itself = select(_DOCUMENTS.c.document_id).where(_DOCUMENTS.c.uri == uri, _DOCUMENTS.c.status != "superseded")
    parts = select(_DOCUMENTS.c.document_id).where(
        _DOCUMENTS.c.status == "quarantined",
        _DOCUMENTS.c.uri.startswith(f"{uri}#", autoescape=True),
        _DOCUMENTS.c.reason_code != WITHDRAWN,
    )
    stale = union(*(query.where(_DOCUMENTS.c.document_id.not_in(offered)) for query in (itself, parts)))
    _mark_superseded(connection, changes, list(connection.execute(stale).scalars()), load_id)


def forget_missing(connection: Connection, changes: Changes, uris: Sequence[str], load_id: int) -> None:
    """Supersede what stands in quarantine as missing at these addresses, as earlier versions entered it."""
    query = select(_DOCUMENTS.c.document_id, _DOCUMENTS.c.status, _DOCUMENTS.c.reason_code)
    held = select_where(connection, query, _DOCUMENTS.c.uri, uris)
    missing = [row.document_id for row in held if (row.status, row.reason_code) == ("quarantined", MISSING)]
    _mark_superseded(connection, changes, missing, load_id)


def known_items(connection: Connection, items: Sequence[str]) -> dict[str, KnownItem]:
    """The latest version held of each wire item, and whether it was withdrawn."""
    query = select(*(_DOCUMENTS.c[name] for name in ("item_uri", "item_version", "status", "reason_code")))
    found: dict[str, KnownItem] = {}
    for row in select_where(connection, query, _DOCUMENTS.c.item_uri, list(dict.fromkeys(items))):
        withdrawn = row.status == "quarantined" and row.reason_code == WITHDRAWN
        if row.status == "loaded" or withdrawn:
            held = KnownItem(row.item_version, withdrawn)
            found[row.item_uri] = max(found.get(row.item_uri, held), held)
    return found


def quarantined_documents(connection: Connection, codes: Sequence[str]) -> list[Quarantined]:
    """Documents in quarantine with one of these reasons (all without any), by address; withdrawn articles are not among them."""
    columns = (_DOCUMENTS.c[name] for name in ("uri", "sha256", "media_type", "reason_code", "reason"))
    query = select(*columns).where(_DOCUMENTS.c.status == "quarantined", _DOCUMENTS.c.reason_code != WITHDRAWN)
    chosen = query.where(_DOCUMENTS.c.reason_code.in_(codes)) if codes else query
    return [Quarantined(*row) for row in connection.execute(chosen.order_by(_DOCUMENTS.c.uri, _DOCUMENTS.c.document_id))]
