"""how requests were put and answered, utterances, who said nothing

Revision: 0006, after 0005. Articles stored before it have none of these; they are marked so that the next load that offers them reads them
again.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.types import Id

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("quotes", sa.Column("strength", sa.String(16), nullable=True, comment=_STRENGTH))
    op.add_column("quotes", sa.Column("outcome", sa.String(16), nullable=True, comment=_OUTCOME))
    op.add_column("quotes", sa.Column("utterance_id", Id, nullable=True, comment=_UTTERANCE))
    op.create_index(op.f("ix_quotes_utterance_id"), "quotes", ["utterance_id"])
    _create_no_comments()
    op.execute(
        "update articles set extractor_version = substr(extractor_version, 1, 50) || '+before-0006' where extractor_version not like '%+before-%'"
    )


def downgrade() -> None:
    """Take it back."""
    op.execute("update articles set extractor_version = replace(extractor_version, '+before-0006', '')")
    op.drop_table("no_comments")
    op.drop_index(op.f("ix_quotes_utterance_id"), "quotes")
    for name in ("utterance_id", "outcome", "strength"):
        op.drop_column("quotes", name)


def _create_no_comments() -> None:
    op.create_table(
        "no_comments",
        sa.Column("no_comment_id", Id, nullable=False, autoincrement=False, comment="Id of the report."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column("kind", sa.String(16), nullable=False, comment="declined (would not comment), unreachable or no_reply."),
        sa.Column("text", sa.Text(), nullable=False, comment="The words that say so (declined to comment)."),
        sa.Column("start_char", sa.Integer(), nullable=False, comment="Where the wording starts in articles.text: 0-based, in Unicode code points."),
        sa.Column("end_char", sa.Integer(), nullable=False, comment="Where the wording ends in articles.text: the first character after it."),
        sa.Column("speaker_id", Id, nullable=True, comment="Who said nothing; null where unnamed or unresolved."),
        sa.Column("speaker_text", sa.Text(), nullable=True, comment="The words naming who."),
        sa.CheckConstraint("kind in ('declined', 'unreachable', 'no_reply')", name=op.f("ck_no_comments_kind")),
        sa.CheckConstraint("start_char >= 0 and end_char > start_char", name=op.f("ck_no_comments_span")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_no_comments_article_id_articles")),
        sa.ForeignKeyConstraint(["speaker_id"], ["entities.entity_id"], name=op.f("fk_no_comments_speaker_id_entities")),
        sa.PrimaryKeyConstraint("no_comment_id", name=op.f("pk_no_comments")),
        comment="One row a report that somebody said nothing (declined to comment, could not be reached). These are no quotes.",
    )
    op.create_index(op.f("ix_no_comments_article_id"), "no_comments", ["article_id"])
    op.create_index(op.f("ix_no_comments_speaker_id"), "no_comments", ["speaker_id"])


_STRENGTH = "Of a request, how strongly it was put, by its cue: demand, urge, ask or hope; null for all else."
_OUTCOME = "Of a request, what became of it where the sentences after it tell: pending, agreed or refused; null else."
_UTTERANCE = "Fingerprint of the words without marks, case and insertions in brackets: equal where two articles report the same words."
