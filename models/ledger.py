"""The ledger: loads, and every document that was ever offered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, identifier, reference, word_check
from models.types import UtcDateTime
from models.vocabulary import DOCUMENT_STATUSES, LOAD_STATUSES, OUTCOMES


class Load(Base):
    """One run of the loader."""

    __tablename__ = "loads"
    __table_args__ = (
        word_check("status", LOAD_STATUSES),
        {"comment": "One row a load: a run of the loader over some documents. The only table that grows when nothing new is offered."},
    )

    load_id: Mapped[int] = identifier("Id of the load.")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When it started (UTC).")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="When it ended (UTC); null while it runs and after a crash.")
    status: Mapped[str] = mapped_column(
        String(16), comment="running, finished, failed, or interrupted (found unfinished by a later load; what it had saved by then stays)."
    )
    documents_seen: Mapped[int] = mapped_column(Integer, default=0, comment="Documents offered: loaded + unchanged + quarantined.")
    documents_loaded: Mapped[int] = mapped_column(Integer, default=0, comment="Documents whose article entered or was replaced.")
    documents_unchanged: Mapped[int] = mapped_column(Integer, default=0, comment="Documents already held with the same content.")
    documents_quarantined: Mapped[int] = mapped_column(
        Integer, default=0, comment="Documents that could not become an article, whether for the first time or again."
    )
    dagster_run_id: Mapped[str | None] = mapped_column(String(64), index=True, comment="Dagster run that did it; null outside Dagster.")


class Document(Base):
    """One distinct content of one uri ever offered."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("uri", "sha256"),
        Index(
            "uq_documents_uri_loaded",
            "uri",
            unique=True,
            sqlite_where=text("status = 'loaded'"),
            postgresql_where=text("status = 'loaded'"),
        ),
        word_check("status", DOCUMENT_STATUSES),
        CheckConstraint("status <> 'quarantined' or reason_code is not null", name="reason_code"),
        CheckConstraint("byte_size >= 0", name="byte_size"),
        {
            "comment": "The ledger: one row for each distinct content of one uri that was ever offered. Offering the same content again "
            "changes no row here; loads.documents_unchanged counts it."
        },
    )

    document_id: Mapped[int] = identifier("Id of the document, from its uri and content.")
    uri: Mapped[str] = mapped_column(Text, comment="file:// or http(s):// address, with #member for a part of an archive.")
    sha256: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the bytes as received, in hexadecimal.")
    media_type: Mapped[str | None] = mapped_column(Text, comment="Media type as detected (text/plain); null where unknown.")
    byte_size: Mapped[int] = mapped_column(Integer, comment="Size of the bytes as received.")
    charset: Mapped[str | None] = mapped_column(
        Text, comment="Character encoding the text was decoded with; a guess where none was declared."
    )
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="When this content was first offered (UTC).")
    load_id: Mapped[int] = reference("loads.load_id", "The load that brought it into its present status.", index=True)
    status: Mapped[str] = mapped_column(
        String(16),
        index=True,
        comment="loaded: its article is in the warehouse. superseded: a newer content of the same uri took its place. quarantined: no "
        "article could be made of it. unchanged: the same content is loaded under another uri.",
    )
    reason_code: Mapped[str | None] = mapped_column(
        String(40),
        comment="Why it is quarantined: a code of the list in etl/readers/reasons.py, which the data dictionary shows; null otherwise.",
    )
    reason: Mapped[str | None] = mapped_column(Text, comment="The same for people, with particulars.")
    item_uri: Mapped[str | None] = mapped_column(
        Text,
        index=True,
        comment="A wire item's own identifier, the same in all its versions and in its withdrawal; null for other documents.",
    )
    item_version: Mapped[str | None] = mapped_column(
        Text, comment="The item's version as its sender counts, made sortable; a later one takes the place of an earlier one."
    )
    tried_by: Mapped[str | None] = mapped_column(
        String(64), comment="Extractor version that failed on it; null unless quarantined by the extraction."
    )


class Offer(Base):
    """One document offered in a load that still runs."""

    __tablename__ = "offers"
    __table_args__ = (
        word_check("outcome", OUTCOMES),
        {
            "comment": "One row for each document offered in a load that has not ended; what the counts of loads are made "
            "of. Empty between loads.",
            "info": {"published": False},
        },
    )

    load_id: Mapped[int] = reference("loads.load_id", "The running load.", primary_key=True)
    document_id: Mapped[int] = reference("documents.document_id", "The document offered.", primary_key=True, index=True)
    outcome: Mapped[str] = mapped_column(String(16), comment="What became of it: loaded, unchanged or quarantined.")
