"""Where everything lies: the folder CUTTINGS_HOME and the address of the record store."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "CUTTINGS_HOME"
DATABASE_VARIABLE = "CUTTINGS_DATABASE_URL"
DEFAULT = "cuttings-data"
SQL = Path(__file__).parent.parent / "sql"
"""Views and checks of the snapshot."""


@dataclass(frozen=True, slots=True)
class Home:
    """One warehouse on disk. `database_url` selects another record store than the SQLite file in `root`."""

    root: Path
    database_url: str | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Home:
        """The warehouse that CUTTINGS_HOME (default `./cuttings-data`) and CUTTINGS_DATABASE_URL name."""
        root = Path(environ.get(HOME_VARIABLE) or DEFAULT).expanduser().absolute()
        return cls(root, environ.get(DATABASE_VARIABLE) or None)

    @property
    def record_url(self) -> str:
        """SQLAlchemy address of the record store."""
        return self.database_url or f"sqlite:///{self.root / 'record.sqlite'}"

    @property
    def snapshot(self) -> Path:
        """The published DuckDB file that readers open."""
        return self.root / "cuttings.duckdb"

    @property
    def documents(self) -> Path:
        """The bytes as received, by SHA-256."""
        return self.root / "documents"

    @property
    def landing(self) -> Path:
        """Files put here are loaded by the sensor, the schedule and a run without configuration."""
        return self.root / "landing"

    @property
    def requests(self) -> Path:
        """What was asked to be loaded: one JSON file a request."""
        return self.root / "requests"

    @property
    def reprocess(self) -> Path:
        """What a newer extractor read and nobody has published yet."""
        return self.root / "reprocess"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME: run history, logs and the instance's settings."""
        return self.root / "dagster"

    def create(self) -> Home:
        """Make the folders that are missing; returns itself. Raises OSError when the place cannot be written."""
        for folder in (self.documents, self.landing, self.requests, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
        return self

    def document_path(self, sha256: str) -> Path:
        """Where the bytes with this SHA-256 lie; two levels, so that no folder grows too large."""
        return self.documents / sha256[:2] / sha256
