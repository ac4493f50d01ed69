"""Writes an export to a folder that appears under its name when it is complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from etl.export.jsonld import write_jsonld
from etl.export.package import PACKAGE, write_package
from etl.export.tables import list_tables, write_tables
from etl.serving import open_snapshot

TABLE_FORMATS = ("parquet", "csv")


class ExportError(Exception):
    """The folder is taken, or a library is missing; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: files, their size in bytes, and rows by table or kind of entity."""

    folder: Path
    files: int
    byte_size: int
    rows: dict[str, int]


def export(snapshot: Path, folder: Path, formats: Sequence[str], *, snippets: bool = False, force: bool = False) -> ExportReport:
    """Write the snapshot to `folder` in each of `formats` (parquet, csv, jsonld, ftm); with `snippets` without the articles' full texts.

    A folder that is there is replaced with `force` only, and only one that an export wrote. Raises ExportError, NotPublishedError,
    duckdb.Error, OSError.
    """
    _refuse(folder, force)
    if "ftm" in formats:
        from etl.export.ftm import require_library

        require_library()
    with _appearing(folder) as partial:
        rows = _write(snapshot, partial, formats, snippets)
        files = [path for path in partial.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
    return ExportReport(folder, len(files), size, rows)


def _write(snapshot: Path, folder: Path, formats: Sequence[str], snippets: bool) -> dict[str, int]:
    with open_snapshot(snapshot) as connection:
        tables = list_tables(connection, snippets=snippets)
    forms = [form for form in TABLE_FORMATS if form in formats]
    outputs = [folder / form / f"{table.name}.{form}" for form in forms for table in tables]
    with open_snapshot(snapshot, outputs) as connection:
        rows = write_tables(connection, folder, tables, forms) if forms else {}
        if "jsonld" in formats:
            rows |= write_jsonld(connection, folder / "articles.jsonld", snippets=snippets)
        if "ftm" in formats:
            from etl.export.ftm import write_ftm

            rows |= write_ftm(connection, folder / "entities.ftm.json", snippets=snippets)
        write_package(connection, folder, tables, forms, rows)
    return rows


def _refuse(folder: Path, force: bool) -> None:
    """Raise ExportError where writing to `folder` would lose something that nobody agreed to lose."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not force:
        raise ExportError(f"{folder} is there already; choose another folder, or --force to replace it")
    if not (folder / PACKAGE).is_file():
        raise ExportError(f"{folder} holds no earlier export ({PACKAGE} is missing): remove it yourself if you are sure")


@contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """A new folder to write to, renamed at the end; what it replaces goes only then. Nothing stays when something fails."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}.{uuid4().hex[:12]}.tmp")
    partial.mkdir()
    try:
        yield partial
        old = partial.with_suffix(".old")
        if folder.exists():
            os.replace(folder, old)
        os.replace(partial, folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
