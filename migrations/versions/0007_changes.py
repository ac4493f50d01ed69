"""a log of what each transaction changed

Revision: 0007, after 0006. What was stored before it stands in no log, so the first publication afterwards reads everything.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.types import Id

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "changes",
        sa.Column("change_no", Id, nullable=False, autoincrement=False, comment="Number of the transaction; a later one has a higher number."),
        sa.Column("subject", sa.String(16), nullable=False, comment="load, document, source, article, entity, meeting; or mark, once a transaction."),
        sa.Column("subject_id", Id, nullable=False, autoincrement=False, comment="Id of the row; of a mark, a number that no other transaction has."),
        sa.CheckConstraint("subject in ('mark', 'load', 'document', 'source', 'article', 'entity', 'meeting')", name=op.f("ck_changes_subject")),
        sa.PrimaryKeyConstraint("change_no", "subject", "subject_id", name=op.f("pk_changes")),
        comment="One row for each load, document, outlet, article, entity or meeting that a transaction wrote or deleted, an article with all its facts: a publication reads what stands here since the last one. The oldest transactions are forgotten.",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("changes")
