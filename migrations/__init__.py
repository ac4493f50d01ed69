"""Alembic migrations: how the schema of the record store came to be what `models` says."""
