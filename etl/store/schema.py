"""Brings a record store to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, delete

import migrations
from etl.store.engine import READ_ONLY
from etl.store.errors import StoreError
from models import Change


def alembic_config() -> Config:
    """Alembic's settings with our migrations, wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return config


def current_revision(engine: Engine) -> str | None:
    """The schema revision the database is at; None for an empty one."""
    with engine.connect().execution_options(**READ_ONLY) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    """The newest schema revision this program knows."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def upgrade(engine: Engine) -> None:
    """Run the missing migrations in one transaction, under the caller's write lock; raises StoreError for a schema from a newer program.

    A migration may change any row, so the log of changes is emptied: the next publication reads everything.
    """
    config = alembic_config()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.execute(delete(Change))
    except CommandError as error:
        raise StoreError(f"the record store was made by a newer version of cuttings ({error}); upgrade this installation") from error
