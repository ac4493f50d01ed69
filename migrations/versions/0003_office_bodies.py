"""how the organisation of an office is told

Revision: 0003, after 0002. Articles stored before it have no word on it: they are marked so that the next load that offers them reads them
again.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("positions", sa.Column("organisation_basis", sa.String(16), nullable=True, comment=_COMMENT))
    op.execute("update articles set extractor_version = substr(extractor_version, 1, 50) || '+before-0003' where extractor_version not like '%+before-%'")


def downgrade() -> None:
    """Take it back."""
    op.execute("update articles set extractor_version = replace(extractor_version, '+before-0003', '')")
    op.drop_column("positions", "organisation_basis")


_COMMENT = "How the article tells the organisation: stated (beside the title), context (elsewhere in the article) or implied (by title and country alone: no words name it); null without an organisation."
