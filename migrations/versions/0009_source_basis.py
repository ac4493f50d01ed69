"""where an outlet's name comes from

Revision: 0009, after 0008. Articles stored before it do not tell; they do once they are read again or a metadata file names their outlet.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("articles", sa.Column("source_basis", sa.String(24), nullable=True, comment=_BASIS))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("articles", "source_basis")


_BASIS = "Where the outlet's name comes from: sidecar (--metadata file), metadata, url, logo, footer, agency (dateline), or self_reference (told The Post), which is the weakest; null where there is none."
