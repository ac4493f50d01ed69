"""The command line. Each command imports what it needs when it runs: `cuttings sql --help` loads no orchestrator and no model."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="cuttings",
    help="A newspaper's cuttings library that you query with SQL. Everything lies in CUTTINGS_HOME (default: ./cuttings-data).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """Output formats of `cuttings sql`."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


@app.command()
def load(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, globs, web addresses of pages and feeds; - reads standard input.", metavar="[PATH…]"),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(help="CSV, JSON or YAML: outlet, date, address … by file name. Without PATH: for articles that are loaded already."),
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try quarantined documents again.")] = False,
    reason: Annotated[
        list[str] | None, typer.Option(help="With --retry: only those with this reason (encoding_unknown); may be repeated.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that parse (default: one a core from 100 documents on).")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no closing table; errors still show.")] = False,
) -> None:
    """Read articles, extract their facts and publish the snapshot.

    Exit status: 0 when something could be read, 1 when nothing could, 2 for a wrong call.
    """
    from etl.cli.loading import run

    codes = tuple(reason or ()) if retry or reason else None
    raise typer.Exit(run(paths or (), metadata, codes, workers, quiet))


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="SQL (DuckDB); `-` reads it from standard input. Without it: a prompt.")] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print the answer.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Ask the published snapshot, read-only."""
    from etl.cli.query import run

    raise typer.Exit(run(query, format.value, output))


@app.command()
def status(
    quarantine: Annotated[bool, typer.Option("--quarantine", help="List every quarantined document with its reason and what to do.")] = False,
) -> None:
    """Show what is loaded, by which extractor version, and what is quarantined and why."""
    from etl.cli.status import run

    raise typer.Exit(run(quarantine))


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 3000,
    host: Annotated[str, typer.Option(help="Address to listen on; others than loopback are open to the network.")] = "127.0.0.1",
) -> None:
    """Open the Dagster web UI, with the nightly schedule and the landing folder's sensor running, until Ctrl-C."""
    from etl.cli.web import run

    raise typer.Exit(run(host, port))


@app.command()
def publish() -> None:
    """Publish the snapshot from the record store again, without loading anything."""
    from etl.cli.loading import publish_only

    raise typer.Exit(publish_only())


@app.command()
def version() -> None:
    """Print the version of the program and of the extractor."""
    from etl.cli.status import print_version

    print_version()
