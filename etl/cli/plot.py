"""`cuttings plot`: drawings of what the published snapshot holds, one command a subject."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

plots = typer.Typer(help="Draw what is loaded as PNG, SVG or a page (HTML). Needs the extra: pip install 'cuttings\\[plot]'.")


@plots.callback()
def plot() -> None:
    """Keeps `plot` a group of commands."""


@plots.command("figures")
def figures(
    words: Annotated[str, typer.Argument(help="Words in what is measured, its place or source.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; its ending says the format.")] = Path("figures.svg"),
    least: Annotated[int, typer.Option(min=1, help="Series of fewer points are left out.")] = 1,
) -> None:
    """Draw series of comparable figures: a panel a series, source and article at each point."""
    raise typer.Exit(run_figures(words, output, least))


@plots.command("meetings")
def meetings(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; its ending says the format.")] = Path("meetings.svg"),
    most: Annotated[int, typer.Option(min=1, max=400, help="Most pairs to draw: those that met most often.")] = 60,
) -> None:
    """Draw who met whom as a network: a disc a party, a line a pair, the thicker the more often they met."""
    from etl.cli.plot_meetings import run

    raise typer.Exit(run(output, most))


def run_figures(words: str, output: Path, least: int) -> int:
    """Draw; returns the exit status."""
    import duckdb

    from etl.cli.terminal import fail
    from etl.home import Home
    from etl.plot.canvas import FORMATS, write_plot
    from etl.plot.figures import MOST_SERIES, draw_series, read_series, table_of
    from etl.serving import NotPublishedError, open_snapshot

    if output.suffix.lower() not in FORMATS:
        return fail(f"{output.name}: the name must end in {', '.join(FORMATS)}", 2)
    try:
        with open_snapshot(Home.from_env().snapshot) as snapshot:
            series = read_series(snapshot, words, least)
        if not series:
            return fail(f'no series measures {words!r}; `cuttings sql "select distinct series from figure_series"` lists all')
        title = f"Figures on {words}"
        write_plot(draw_series(series, title), output, title, *table_of(series[:MOST_SERIES]))
    except ModuleNotFoundError as error:
        return fail(f"plots need {error.name}: pip install 'cuttings[plot]'")
    except (duckdb.Error, NotPublishedError) as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"cannot write {output}: {error.strerror}")
    left = f"; {len(series) - MOST_SERIES} more are not drawn" if len(series) > MOST_SERIES else ""
    typer.echo(f"{output}: {min(len(series), MOST_SERIES)} series{left}")
    return 0
