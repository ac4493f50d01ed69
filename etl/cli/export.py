"""`cuttings export`: the warehouse as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from etl.cli.terminal import fail, messages
from etl.export import ExportError, export
from etl.export.ftm import LibraryError
from etl.home import Home
from etl.serving import NotPublishedError


def run(folder: Path, formats: Sequence[str], snippets: bool, force: bool) -> int:
    """Write the export and say what it holds; returns the exit status."""
    try:
        report = export(Home.from_env().snapshot, folder.absolute(), formats, snippets=snippets, force=force)
    except (ExportError, LibraryError, NotPublishedError, duckdb.Error) as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"cannot write {error.filename or folder}: {error.strerror}")
    messages().print(
        f"{report.files:,} files, {report.byte_size / 1e6:,.1f} MB in {report.folder}; datapackage.json says what is in them", markup=False
    )
    return 0
