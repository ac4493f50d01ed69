"""what a meeting was about and what came of it

Revision: 0008, after 0007. Meetings stored before it have neither; their articles are marked so that the next load that offers them reads
them again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("meetings", sa.Column("agenda", sa.Text(), nullable=True, comment=_AGENDA))
    op.add_column("meetings", sa.Column("outcome", sa.Text(), nullable=True, comment=_OUTCOME))
    op.execute(
        "update articles set extractor_version = substr(extractor_version, 1, 50) || '+before-0008' "
        "where extractor_version not like '%+before-%'"
    )


def downgrade() -> None:
    """Take it back."""
    op.execute("update articles set extractor_version = replace(extractor_version, '+before-0008', '')")
    op.drop_column("meetings", "outcome")
    op.drop_column("meetings", "agenda")


_AGENDA = "What it was about, in an article's words (talks on fishing quotas); null where none says so."
_OUTCOME = "What came of it, in an article's words (signed documents on two ports); null where none says so."
