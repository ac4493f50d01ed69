"""all who give a figure, where sources are joined

Revision: 0011, after 0010. Figures stored before it have their one source here; the others come once their articles are read again.
"""

# ruff: noqa: E501 - comments are copied from the models whole

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.types import Id

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "figure_sources",
        sa.Column("figure_id", Id, nullable=False, comment="The figure."),
        sa.Column("source_no", sa.Integer(), nullable=False, autoincrement=False, comment="1 for figures.attributed_to_id."),
        sa.Column("article_id", Id, nullable=False, comment="The article it was read from."),
        sa.Column("entity_id", Id, nullable=False, comment="Who gave it."),
        sa.CheckConstraint("source_no >= 1", name=op.f("ck_figure_sources_source_no")),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.figure_id"], name=op.f("fk_figure_sources_figure_id_figures")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], name=op.f("fk_figure_sources_article_id_articles")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.entity_id"], name=op.f("fk_figure_sources_entity_id_entities")),
        sa.PrimaryKeyConstraint("figure_id", "source_no", name=op.f("pk_figure_sources")),
        comment="One row a figure and person or body that gave it: several where sources are joined (the ILO and the IOM estimate). Number 1 is figures.attributed_to_id; figures whose source is unresolved, or the article itself, have no row.",
    )
    op.create_index(op.f("ix_figure_sources_article_id"), "figure_sources", ["article_id"])
    op.create_index(op.f("ix_figure_sources_entity_id"), "figure_sources", ["entity_id"])
    op.execute(
        "insert into figure_sources (figure_id, source_no, article_id, entity_id) "
        "select figure_id, 1, article_id, attributed_to_id from figures where attributed_to_id is not null"
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("figure_sources")
