"""The command line. Each command imports what it needs when it runs: `cuttings sql --help` loads no orchestrator and no model."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from etl.cli.plot import plots

app = typer.Typer(
    name="cuttings",
    help="A newspaper's cuttings library that you query with SQL. Everything lies in CUTTINGS_HOME (default: ./cuttings-data).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(plots, name="plot")


class Format(StrEnum):
    """Output formats of `cuttings sql`."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


class TextFormat(StrEnum):
    """Output formats of `cuttings search`."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


class ExportFormat(StrEnum):
    """Formats of `cuttings export`."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONLD = "jsonld"
    FTM = "ftm"


class SearchIn(StrEnum):
    """What `cuttings search` searches."""

    ALL = "all"
    ARTICLES = "articles"
    QUOTES = "quotes"


class Shell(StrEnum):
    """Shells of `cuttings sql`."""

    AUTO = "auto"
    HARLEQUIN = "harlequin"
    DUCKDB = "duckdb"
    PLAIN = "plain"


class Place(StrEnum):
    """Where `cuttings load` parses."""

    POOL = "pool"
    RAY = "ray"


class SqlCommand(TyperCommand):
    """Takes a query that begins with an SQL comment for a query, not for an option: `-- by month⏎select …`; and `.tables view` for one."""

    # `--format=csv` and the mistyped `--fromat` are options; a blank or line break in the name makes it a comment.
    _COMMENT = re.compile(r"--(?:.*\n|(?![A-Za-z][\w-]*(?:=|\Z)).)", re.DOTALL)

    _DOT_COMMAND = re.compile(r"\.[a-z]+")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments: a blank before such queries, so that they do not begin with dashes; a dot command and its word as one."""
        given = [f" {one}" if self._COMMENT.match(one) else one for one in args]
        if len(given) > 1 and self._DOT_COMMAND.fullmatch(given[0]) and not given[1].startswith("-"):
            given[:2] = [" ".join(given[:2])]
        return super().parse_args(ctx, given)


@app.command()
def load(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, globs, web addresses of pages and feeds; - reads standard input.", metavar="PATH…"),
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
    on: Annotated[
        Place | None,
        typer.Option(help="Where to parse: this machine's cores, or a Ray cluster (RAY_ADDRESS).", envvar="CUTTINGS_PARSE_ON"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no closing table; errors still show.")] = False,
) -> None:
    """Read articles, extract their facts and publish the snapshot.

    Exit status: 0 when something could be read, 1 when nothing could, 2 for a wrong call.
    """
    from etl.cli.loading import run
    from etl.load.spread import Spread

    codes = tuple(reason or ()) if retry or reason else None
    raise typer.Exit(run(paths or (), metadata, codes, Spread(on.value if on else None, workers), quiet))


@app.command(cls=SqlCommand)
def sql(
    query: Annotated[str | None, typer.Argument(help="SQL (DuckDB); `-` reads it from standard input. Without it: a shell.")] = None,
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="How to print the answer. (default: by the ending of --output, else table)")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Read the query from this file.")] = None,
    shell: Annotated[Shell, typer.Option(help="The shell to open; auto takes the first that is installed.")] = Shell.AUTO,
) -> None:
    """Ask the published snapshot.

    Nothing can be changed, and a query reaches no other file and no network: one from elsewhere is safe to paste. Of several statements
    every answer is shown, as tables.
    """
    from etl.cli.formats import chosen
    from etl.cli.query import run

    raise typer.Exit(run(query, chosen(format, output, Format), output, file, shell.value))


@app.command()
def search(
    words: Annotated[str, typer.Argument(help='What to look for: bridge school, "new bridge", minist*, bridge OR ferry, bridge NOT toll.')],
    kind: Annotated[
        SearchIn | None, typer.Option("--in", help="Where to look (default: all; with --speaker: quotes).", show_default=False)
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Only quotes by this speaker, or the articles that quote them; a family name will do.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Only articles of outlets whose name or domain has these words in it.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles published from then on: 2024, 2024-10 or 2024-10-31.")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published until then. Articles without a date fit neither.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Most articles and most quotes to show.")] = 20,
    format: Annotated[
        TextFormat | None,
        typer.Option("--format", "-f", help="How to print what was found. (default: by the ending of --output, else table)"),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Search the words of articles and quotes, best first.

    Every word must be there, in any form: bridges finds bridge. "…" looks for words side by side, a * behind a beginning for all words that
    begin so; OR, NOT and ( ) combine. Case and accents do not matter. Teasers and page furniture are not searched.

    Exit status: 0 when something was found, 1 when nothing was or the snapshot is missing, 2 for a query that means nothing.
    """
    from etl.cli.formats import chosen
    from etl.cli.search import run

    form = chosen(format, output, TextFormat)
    raise typer.Exit(run(words, kind.value if kind else None, (speaker, outlet, since, until), limit, form, output))


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="Id, file name or address of an article, the beginning of one, or part of its headline.")],
    text: Annotated[bool, typer.Option("--text", help="As text instead of HTML; always so in a terminal.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Show an article with every fact that was read from it, each linked to its row: one HTML page that needs nothing else.

    Teasers, captions and page furniture are grey: no facts are read from them. Where several articles could be meant, they are listed.
    """
    from etl.cli.show import run

    raise typer.Exit(run(article, text, output, open_it))


@app.command()
def report(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Report what is loaded as one HTML page that needs nothing else.

    Growth, coverage by outlet and time, most quoted, who met whom, figures over time, data quality; under each drawing the rows behind
    it. Drawings need the extra plot; without it there are the rows only.
    """
    from etl.cli.report import run

    raise typer.Exit(run(output, open_it))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder to make.", metavar="DIR")],
    format: Annotated[
        list[ExportFormat] | None, typer.Option("--format", "-f", help="May be given several times.", show_default="parquet")
    ] = None,
    snippets: Annotated[
        bool, typer.Option("--snippets", help="Leave out the articles' full texts, for sharing; facts keep their sentence.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier export.")] = False,
) -> None:
    r"""Write every table and view to a folder, with the data dictionary as datapackage.json (frictionless).

    jsonld: articles, quotations, events and figures for schema.org. ftm: people, bodies, offices and meetings for FollowTheMoney (needs
    pip install 'cuttings\[ftm]'). The folder appears when everything is written.
    """
    from etl.cli.export import run

    raise typer.Exit(run(folder, [form.value for form in format or [ExportFormat.PARQUET]], snippets, force))


@app.command()
def review(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Most pairs to show.")] = 20,
) -> None:
    """List pairs of entities that may be one, the most valuable first, with their sentences.

    Decide in decisions.yaml beside the snapshot, one line each: the lines to choose from are printed. They hold at every load until
    they are deleted. Exit status: 1 when a decision means nothing or contradicts another one.
    """
    from etl.cli.review import run

    raise typer.Exit(run(limit))


@app.command()
def status(
    quarantine: Annotated[
        bool, typer.Option("--quarantine", help="List every quarantined document with its reason and what to do.")
    ] = False,
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
def reprocess(
    outlet: Annotated[str | None, typer.Option(help="Only articles of outlets with these words in name or domain.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles published from then on: 2024, 2024-10 or 2024-10-31.")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published until then. Articles without a date fit neither.")] = None,
    article: Annotated[list[int] | None, typer.Option(help="Only the article with this id; may be repeated.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and show, publish nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Publish without asking.")] = False,
    examples: Annotated[int, typer.Option(min=0, help="Examples to show of each kind of change.")] = 3,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that parse (default: one a core from 100 documents on).")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Read stored articles again that an older extractor read.

    Facts gained, lost and changed are shown before anything is published; until then the old facts serve. It may be interrupted at any
    time and goes on where it was. Exit status: 0 when published, when there is nothing to do and after a dry run; 1 when not published.
    """
    from etl.cli.reprocess import Wish, run
    from etl.cli.search import parse_day
    from etl.store import Selection

    try:
        chosen = Selection(outlet, parse_day(since), parse_day(until, is_last=True), tuple(article or ()))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    raise typer.Exit(run(chosen, Wish(workers, examples, dry_run, yes, quiet)))


@app.command()
def version() -> None:
    """Print the version of the program and of the extractor."""
    from importlib import metadata

    from etl.model.manifest import installed_version

    typer.echo(f"cuttings {metadata.version('cuttings')}, extractor {installed_version()}")


def _flowing(text: str) -> str:
    """A docstring without the line ends of the source, which the help would keep whatever the terminal's width; paragraphs stay."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


for _command in (*app.registered_commands, *plots.registered_commands):
    _command.help = _flowing((_command.callback and _command.callback.__doc__) or "")
