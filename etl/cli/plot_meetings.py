"""`cuttings plot meetings`."""

from __future__ import annotations

from pathlib import Path

import typer


def run(output: Path, most: int) -> int:
    """Draw; returns the exit status."""
    import duckdb

    from etl.cli.terminal import fail
    from etl.home import Home
    from etl.plot.canvas import FORMATS, write_plot
    from etl.plot.meetings import draw_meetings, read_network, table_of
    from etl.serving import NotPublishedError, open_snapshot

    if output.suffix.lower() not in FORMATS:
        return fail(f"{output.name}: the name must end in {', '.join(FORMATS)}", 2)
    try:
        with open_snapshot(Home.from_env().snapshot) as snapshot:
            network = read_network(snapshot, most)
        if not network.pairs:
            return fail('no two parties are reported to have met; `cuttings sql "from meetings_timeline"` lists all meetings')
        write_plot(draw_meetings(network), output, "Who met whom", *table_of(network))
    except ModuleNotFoundError as error:
        return fail(f"plots need {error.name}: pip install 'cuttings[plot]'")
    except (duckdb.Error, NotPublishedError) as error:
        return fail(str(error))
    except OSError as error:
        return fail(f"cannot write {output}: {error.strerror}")
    typer.echo(f"{output}: {len(network.kinds)} parties, {len(network.pairs)} pairs")
    return 0
