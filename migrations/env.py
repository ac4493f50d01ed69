"""Runs migrations on the connection a caller hands in, or on the database the environment names."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from etl.home import Home
from etl.store.engine import connect_url
from models import Base
from models.types import Id, UtcDateTime


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types by name, so that one migration serves both databases."""
    if kind == "type" and item is Id:
        return "Id"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    return False


def migrate(connection: Connection) -> None:
    """Run the chosen command in one transaction: SQLite can roll back schema changes too, so a killed migration leaves no half schema."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,
        render_as_batch=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Use the connection in `config.attributes`, else CUTTINGS_DATABASE_URL, else the SQLite file in CUTTINGS_HOME."""
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = connect_url(Home.from_env().record_url)
    with engine.begin() as connection:
        migrate(connection)
    engine.dispose()


main()
