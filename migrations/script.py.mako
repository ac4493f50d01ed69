"""${message}

Revision: ${up_revision}, after ${down_revision | comma,n}
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.types import Id, UtcDateTime
${imports if imports else ""}
revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take it back."""
    ${downgrades if downgrades else "pass"}
