"""Claims: what each article says of a row that several articles share."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, identifier, reference, word_check
from models.types import Id

SUBJECTS = ("source", "entity", "meeting")


class Claim(Base):
    """One distinct account of one shared row."""

    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_subject_id_subject", "subject_id", "subject"),
        word_check("subject", SUBJECTS),
        CheckConstraint("articles >= 0", name="articles"),
        {
            "comment": "One row for each distinct account that articles give of an outlet, entity or meeting. The shared row "
            "is the merge of its "
            "claims, so that neither the order of loading nor replacing an article leaves a trace.",
            "info": {"published": False},
        },
    )

    claim_id: Mapped[int] = identifier("Id of the claim, from subject and attributes.")
    subject: Mapped[str] = mapped_column(String(16), comment="source, entity or meeting.")
    subject_id: Mapped[int] = mapped_column(Id, comment="Id of the shared row it is about.")
    attributes: Mapped[str] = mapped_column(Text, comment="What is said of it: a JSON object with sorted keys.")
    articles: Mapped[int] = mapped_column(Integer, comment="Articles that say so.")


class ArticleClaim(Base):
    """One article's account of one shared row."""

    __tablename__ = "article_claims"
    __table_args__ = (
        {
            "comment": "One row for each shared row an article gives an account of; taken back when the article is replaced.",
            "info": {"published": False},
            "sqlite_with_rowid": False,
        },
    )

    article_id: Mapped[int] = reference("articles.article_id", "The article.", primary_key=True)
    claim_id: Mapped[int] = reference("claims.claim_id", "What it says.", primary_key=True, index=True)
