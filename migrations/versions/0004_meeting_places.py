"""where a meeting's place comes from

Revision: 0004, after 0003. Meetings stored before it have no word on it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("meetings", sa.Column("place_basis", sa.String(16), nullable=True, comment=_COMMENT))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("meetings", "place_basis")


_COMMENT = "Where the place comes from: stated (of the meeting itself), dateline, or parent (of the event it was part of)."
