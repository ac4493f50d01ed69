"""What is kept beside an article so that it can be compared, re-dated and read again: signatures, dated facts, given metadata."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, reference, word_check
from models.types import Id

CHANGED = ("mark", "load", "document", "source", "article", "entity", "meeting")
"""What a change is of; a mark is no change but tells one transaction from every other."""


class StorySignature(Base):
    """The MinHash signature of one article's body."""

    __tablename__ = "story_signatures"
    __table_args__ = (
        {"comment": "One row an article: what tells how much of its wording it shares with others.", "info": {"published": False}},
    )

    article_id: Mapped[int] = reference("articles.article_id", "The article.", primary_key=True)
    minima: Mapped[bytes] = mapped_column(LargeBinary, comment="64 minima of hashed word runs, 32 bits each, little-endian.")


class StoryBand(Base):
    """One band of one signature: articles that share a band are compared."""

    __tablename__ = "story_bands"
    __table_args__ = (
        {
            "comment": "One row for each band of an article's signature; only articles that share one are compared with each other.",
            "info": {"published": False},
            "sqlite_with_rowid": False,
        },
    )

    band: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False, comment="Hash of four minima.")
    article_id: Mapped[int] = reference("articles.article_id", "The article.", primary_key=True, index=True)


class DatedFacts(Base):
    """What of an article depends on its date of publication, before it is resolved."""

    __tablename__ = "dated_facts"
    __table_args__ = (
        {
            "comment": "One row an article: its meetings and the periods of its figures as the text gives them, so that a publication date "
            "that comes later dates them without a new extraction.",
            "info": {"published": False},
        },
    )

    article_id: Mapped[int] = reference("articles.article_id", "The article.", primary_key=True)
    facts: Mapped[str] = mapped_column(Text, comment="A JSON object, written and read by etl/dated.py.")


class GivenMetadata(Base):
    """What metadata files said of one document."""

    __tablename__ = "given_metadata"
    __table_args__ = (
        {
            "comment": "One row a document address of which a --metadata file said something; the last word counts, and holds when "
            "the document is read again without the file.",
            "info": {"published": False},
        },
    )

    uri: Mapped[str] = mapped_column(Text, primary_key=True, comment="The document's address.")
    source: Mapped[str | None] = mapped_column(Text, comment="Outlet.")
    published_text: Mapped[str | None] = mapped_column(Text, comment="Publication date: 2024-10-31, 2024-10 or 2024.")
    url: Mapped[str | None] = mapped_column(Text, comment="Canonical web address.")
    headline: Mapped[str | None] = mapped_column(Text, comment="Headline.")
    byline: Mapped[str | None] = mapped_column(Text, comment="Byline.")


class Change(Base):
    """One row that one transaction wrote or deleted."""

    __tablename__ = "changes"
    __table_args__ = (
        word_check("subject", CHANGED),
        {
            "comment": "One row for each load, document, outlet, article, entity or meeting that a transaction wrote or deleted, an "
            "article with all its facts: a publication reads what stands here since the last one. The oldest transactions are forgotten.",
            "info": {"published": False},
            "sqlite_with_rowid": False,
        },
    )

    change_no: Mapped[int] = mapped_column(
        Id, primary_key=True, autoincrement=False, comment="Number of the transaction; a later one has a higher number."
    )
    subject: Mapped[str] = mapped_column(
        String(16), primary_key=True, comment="load, document, source, article, entity, meeting; or mark, once a transaction."
    )
    subject_id: Mapped[int] = mapped_column(
        Id, primary_key=True, autoincrement=False, comment="Id of the row; of a mark, a number that no other transaction has."
    )
