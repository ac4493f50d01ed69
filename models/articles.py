"""Outlets, articles and the stretches of an article."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, end_char, identifier, period_check, reference, span_check, word_check
from models.types import Id
from models.vocabulary import ZONES


class Source(Base):
    """One outlet."""

    __tablename__ = "sources"
    __table_args__ = ({"comment": "One row an outlet, as its articles name it. Two spellings of one outlet may be two rows."},)

    source_id: Mapped[int] = identifier("Id of the outlet.")
    name: Mapped[str] = mapped_column(Text, comment="Name in the form most articles give.")
    domain: Mapped[str | None] = mapped_column(Text, comment="Its web domain (example.org); null where no article gives one.")
    country_code: Mapped[str | None] = mapped_column(String(2), comment="ISO 3166-1 alpha-2 code; null where not known.")


class Article(Base):
    """One article, current version."""

    __tablename__ = "articles"
    __table_args__ = (
        period_check("published_from", "published_to", "published"),
        CheckConstraint("word_count >= 0", name="word_count"),
        {"comment": "One row an article, in its current version; earlier contents are known to the ledger (documents) only."},
    )

    article_id: Mapped[int] = identifier("Id of the article.")
    document_id: Mapped[int] = reference(
        "documents.document_id", "The document it was read from; one document may hold several articles.", index=True
    )
    source_id: Mapped[int | None] = reference("sources.source_id", "Its outlet; null where the page does not show it.", index=True)
    source_basis: Mapped[str | None] = mapped_column(
        String(24),
        comment="Where the outlet's name comes from: sidecar (--metadata file), metadata, url, logo, footer, agency (dateline), or "
        "self_reference (told The Post), which is the weakest; null where there is none.",
    )
    url: Mapped[str | None] = mapped_column(Text, comment="Canonical web address where the page or its metadata gives one.")
    headline: Mapped[str | None] = mapped_column(Text, comment="Headline as printed; null where none is recognised.")
    byline: Mapped[str | None] = mapped_column(Text, comment="Byline as printed, people and agencies unseparated.")
    language: Mapped[str] = mapped_column(String(8), comment="ISO 639-1 code, detected; only English is extracted.")
    published_text: Mapped[str | None] = mapped_column(Text, comment="Publication date as written.")
    published_from: Mapped[date | None] = mapped_column(
        Date, comment="First day of publication; equals published_to for a single day, null where nothing settles it. Never invented."
    )
    published_to: Mapped[date | None] = mapped_column(Date, comment="Last day of the period it was published in.")
    published_basis: Mapped[str | None] = mapped_column(
        String(24), comment="Where the date comes from: stated, metadata, sidecar (--metadata file), dateline, url, feed."
    )
    text: Mapped[str] = mapped_column(
        Text, comment="The whole text as decoded or extracted, furniture included, never altered: offsets count in it."
    )
    word_count: Mapped[int] = mapped_column(Integer, comment="Words of headline and body.")
    story_id: Mapped[int | None] = mapped_column(Id, index=True, comment="Shared by syndicated or lightly edited copies of one story.")
    extractor_version: Mapped[str] = mapped_column(String(64), index=True, comment="Version of the extraction that its facts come from.")


class Zone(Base):
    """One stretch of an article."""

    __tablename__ = "zones"
    __table_args__ = (
        span_check(),
        word_check("kind", ZONES),
        {"comment": "One row a stretch of an article's text. Facts are read from headline, dateline and body; the rest is page furniture."},
    )

    article_id: Mapped[int] = reference("articles.article_id", "The article.", primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), comment="headline, byline, dateline, body, caption, teaser or furniture.")
    start_char: Mapped[int] = mapped_column(
        Integer, primary_key=True, comment="Where it starts in articles.text: 0-based, in Unicode code points."
    )
    end_char: Mapped[int] = end_char("it")
