"""`cuttings show`: one article with its facts."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from pathlib import Path

import duckdb
from rich.console import Console

from etl.cli.formats import opened
from etl.cli.terminal import fail, messages, width
from etl.home import Home
from etl.serving import NotPublishedError, open_snapshot
from etl.show import ChoiceError, Page, choose_article, print_page, read_page, render


def run(asked: str, as_text: bool, output: Path | None, open_it: bool) -> int:
    """Show the article; returns the exit status."""
    if as_text and open_it:
        return fail("give either --text or --open", 2)
    try:
        with open_snapshot(Home.from_env().snapshot) as snapshot:
            page = read_page(snapshot, choose_article(snapshot, asked))
        if open_it and output is None:
            output = Path(tempfile.mkdtemp(prefix="cuttings-")) / f"{page.article_id}.html"
        _write(page, as_text, output)
    except (ChoiceError, NotPublishedError, duckdb.Error) as error:
        return fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        return fail(f"cannot write {output}: {error.strerror}")
    if output is not None:
        messages().print(f"{len(page.facts):,} facts of {page.article} in {output}", markup=False)
        if open_it and not webbrowser.open(output.absolute().as_uri()):
            return fail(f"no browser could be started; open {output} in one")
    return 0


def _write(page: Page, as_text: bool, output: Path | None) -> None:
    with opened(output) as stream:
        if as_text:
            print_page(page, Console(file=stream, highlight=False, markup=False, width=min(width(stream), 100)))
        else:
            stream.write(render(page))
