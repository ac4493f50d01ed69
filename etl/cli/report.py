"""`cuttings report`: what the warehouse holds, as a page."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from etl.cli.delivery import deliver
from etl.cli.terminal import fail
from etl.home import Home
from etl.report import read_holdings, render
from etl.serving import NotPublishedError, open_snapshot


def run(output: Path | None, open_it: bool) -> int:
    """Write the report; returns the exit status."""
    if output is None and not open_it and sys.stdout.isatty():
        return fail("a page with drawings is nothing for a terminal: --open shows it in the browser, -o FILE keeps it", 2)
    try:
        with open_snapshot(Home.from_env().snapshot) as snapshot:
            holdings = read_holdings(snapshot)
    except (NotPublishedError, duckdb.Error) as error:
        return fail(str(error))
    page = render(holdings)
    content = f"what {holdings.totals['articles']:,} articles hold"
    return deliver(lambda stream: stream.write(page), content, output, "report.html" if open_it else None)
