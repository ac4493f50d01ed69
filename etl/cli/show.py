"""`cuttings show`: one article with its facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import duckdb
from rich.console import Console

from etl.cli.delivery import deliver
from etl.cli.terminal import fail, width
from etl.home import Home
from etl.serving import NotPublishedError, open_snapshot
from etl.show import ChoiceError, Page, choose_article, print_page, read_page, render


def run(asked: str, as_text: bool, output: Path | None, open_it: bool) -> int:
    """Show the article, in a terminal as text; returns the exit status."""
    if as_text and open_it:
        return fail("give either --text or --open", 2)
    as_text = as_text or (output is None and not open_it and sys.stdout.isatty())
    try:
        with open_snapshot(Home.from_env().snapshot) as snapshot:
            page = read_page(snapshot, choose_article(snapshot, asked))
    except (ChoiceError, NotPublishedError, duckdb.Error) as error:
        return fail(str(error))
    content = f"{len(page.facts):,} facts of {page.article}"
    return deliver(lambda stream: _write(page, as_text, stream), content, output, f"{page.article_id}.html" if open_it else None)


def _write(page: Page, as_text: bool, stream: TextIO) -> None:
    if as_text:
        print_page(page, Console(file=stream, highlight=False, markup=False, width=min(width(stream), 100)))
    else:
        stream.write(render(page))
