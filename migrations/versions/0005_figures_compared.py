"""what figures are compared by: key of what is measured, the whole of a part, the source behind the source

Revision: 0005, after 0004. Figures stored before it have none of the three; they are marked so that the next load that offers their articles
reads them again.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("figures", sa.Column("measured_key", sa.Text(), nullable=True, comment=_KEY))
    op.add_column("figures", sa.Column("part_of_id", ID, nullable=True, comment=_PART))
    op.add_column("figures", sa.Column("relayed_from_text", sa.Text(), nullable=True, comment=_RELAYED))
    op.create_index(op.f("ix_figures_measured_key"), "figures", ["measured_key"])
    op.create_index(op.f("ix_figures_part_of_id"), "figures", ["part_of_id"])
    op.execute(
        "update articles set extractor_version = substr(extractor_version, 1, 50) || '+before-0005' where extractor_version not like '%+before-%'"
    )


def downgrade() -> None:
    """Take it back."""
    op.execute("update articles set extractor_version = replace(extractor_version, '+before-0005', '')")
    op.drop_index(op.f("ix_figures_part_of_id"), "figures")
    op.drop_index(op.f("ix_figures_measured_key"), "figures")
    for name in ("relayed_from_text", "part_of_id", "measured_key"):
        op.drop_column("figures", name)


ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = "Its content words in the singular and one spelling, without the place: equal where the same is measured."
_PART = "The figure of the same article that it is a part of, where the text says so (73 per cent of whom)."
_RELAYED = "The words that name whose figure it is, where the one who gives it passes on another's."
