"""all who say a quote, where speakers are joined

Revision: 0010, after 0009. Quotes stored before it have their first speaker here; the others come once their articles are read again.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.types import Id

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "quote_speakers",
        sa.Column("quote_id", Id, nullable=False, comment="The quote."),
        sa.Column("speaker_no", sa.Integer(), nullable=False, autoincrement=False, comment="1 for the speaker named first."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column("entity_id", Id, nullable=False, comment="Who says it."),
        sa.CheckConstraint("speaker_no >= 1", name=op.f("ck_quote_speakers_speaker_no")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.quote_id"], name=op.f("fk_quote_speakers_quote_id_quotes")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_quote_speakers_article_id_articles")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_quote_speakers_entity_id_entities")),
        sa.PrimaryKeyConstraint("quote_id", "speaker_no", name=op.f("pk_quote_speakers")),
        comment="One row a quote and person or body that says it: several where speakers are joined (X and Y said). Number 1 is quotes.speaker_id; quotes whose speaker is unresolved have no row.",
    )
    op.create_index(op.f("ix_quote_speakers_article_id"), "quote_speakers", ["article_id"])
    op.create_index(op.f("ix_quote_speakers_entity_id"), "quote_speakers", ["entity_id"])
    op.execute(
        "insert into quote_speakers (quote_id, speaker_no, article_id, entity_id) "
        "select quote_id, 1, article_id, speaker_id from quotes where speaker_id is not null"
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("quote_speakers")
