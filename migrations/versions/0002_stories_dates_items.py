"""stories, late dates, wire items

Revision: 0002, after 0001. Articles stored before it hold no dated facts and no signature: they are marked so that the next load that
offers them reads them again.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.types import Id

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    for name, length, comment in _COLUMNS:
        op.add_column("documents", sa.Column(name, sa.String(length) if length else sa.Text(), nullable=True, comment=comment))
    op.create_index(op.f("ix_documents_item_uri"), "documents", ["item_uri"])
    _create_signatures()
    _create_dated_facts()
    _create_given_metadata()
    # Text cut to the column's width: `0.1.0+a1b2` becomes `0.1.0+a1b2+before-0002`, which no installation is.
    op.execute("update articles set extractor_version = substr(extractor_version, 1, 50) || '+before-0002'")


def downgrade() -> None:
    """Take it back."""
    op.execute("update articles set extractor_version = replace(extractor_version, '+before-0002', '')")
    for table in ("given_metadata", "dated_facts", "story_bands", "story_signatures"):
        op.drop_table(table)
    op.drop_index(op.f("ix_documents_item_uri"), "documents")
    for name, _, _ in reversed(_COLUMNS):
        op.drop_column("documents", name)


_COLUMNS = (
    ("item_uri", None, "A wire item's own identifier, the same in all its versions and in its withdrawal; null for other documents."),
    ("item_version", None, "The item's version as its sender counts, made sortable; a later one takes the place of an earlier one."),
    ("tried_by", 64, "Extractor version that failed on it; null unless quarantined by the extraction."),
)


def _article(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    column: sa.Column[int] = sa.Column("article_id", Id, nullable=False, comment="The article.")
    return column, sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f(f"fk_{table}_article_id_articles"))


def _create_signatures() -> None:
    op.create_table(
        "story_signatures",
        *_article("story_signatures"),
        sa.Column("minima", sa.LargeBinary(), nullable=False, comment="64 minima of hashed word runs, 32 bits each, little-endian."),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_story_signatures")),
        comment="One row an article: what tells how much of its wording it shares with others.",
    )
    op.create_table(
        "story_bands",
        sa.Column("band", Id, autoincrement=False, nullable=False, comment="Hash of four minima."),
        *_article("story_bands"),
        sa.PrimaryKeyConstraint("band", "article_id", name=op.f("pk_story_bands")),
        comment="One row for each band of an article's signature; only articles that share one are compared with each other.",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_story_bands_article_id"), "story_bands", ["article_id"])


def _create_dated_facts() -> None:
    op.create_table(
        "dated_facts",
        *_article("dated_facts"),
        sa.Column("facts", sa.Text(), nullable=False, comment="A JSON object, written and read by etl/dated.py."),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_dated_facts")),
        comment="One row an article: its meetings and the periods of its figures as the text gives them, so that a publication date that comes later dates them without a new extraction.",
    )


def _create_given_metadata() -> None:
    op.create_table(
        "given_metadata",
        sa.Column("uri", sa.Text(), nullable=False, comment="The document's address."),
        sa.Column("source", sa.Text(), nullable=True, comment="Outlet."),
        sa.Column("published_text", sa.Text(), nullable=True, comment="Publication date: 2024-10-31, 2024-10 or 2024."),
        sa.Column("url", sa.Text(), nullable=True, comment="Canonical web address."),
        sa.Column("headline", sa.Text(), nullable=True, comment="Headline."),
        sa.Column("byline", sa.Text(), nullable=True, comment="Byline."),
        sa.PrimaryKeyConstraint("uri", name=op.f("pk_given_metadata")),
        comment="One row a document address of which a --metadata file said something; the last word counts, and holds when the document is read again without the file.",
    )
