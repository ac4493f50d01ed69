"""`cuttings report`: what the warehouse holds, as a page."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from pathlib import Path

import duckdb

from etl.cli.formats import opened
from etl.cli.terminal import fail, messages
from etl.home import Home
from etl.report import read_holdings, render
from etl.serving import NotPublishedError, open_snapshot


def run(output: Path | None, open_it: bool) -> int:
    """Write the report; returns the exit status."""
    try:
        with open_snapshot(Home.from_env().snapshot) as snapshot:
            holdings = read_holdings(snapshot)
        page = render(holdings)
        if open_it and output is None:
            output = Path(tempfile.mkdtemp(prefix="cuttings-")) / "report.html"
        with opened(output) as stream:
            stream.write(page)
    except (NotPublishedError, duckdb.Error) as error:
        return fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        return fail(f"cannot write {output}: {error.strerror}")
    if output is not None:
        messages().print(f"what {holdings.totals['articles']:,} articles hold in {output}", markup=False)
        if open_it and not webbrowser.open(output.absolute().as_uri()):
            return fail(f"no browser could be started; open {output} in one")
    return 0
