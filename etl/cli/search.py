"""`cuttings search`: full text over articles and quotes."""

from __future__ import annotations

import calendar
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import TextIO

import duckdb
from rich.console import Console
from rich.text import Text

from etl.cli import formats
from etl.cli.formats import Answer, opened
from etl.cli.terminal import fail, messages, printable, width
from etl.home import Home
from etl.search import END, MOST_RANKED, START, Filters, Found, Hit, QueryError, SearchError, search
from etl.serving import NotPublishedError

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_MARKED = re.compile(f"{START}(.*?){END}")
_PLAIN = "**"
"""Around the words found where there is no terminal to show them bold."""


def run(
    words: str,
    kind: str | None,
    filters: tuple[str | None, str | None, str | None, str | None],
    limit: int,
    form: str,
    output: Path | None,
) -> int:
    """Search and print; `filters` are speaker, outlet, first and last day as typed. Returns the exit status."""
    speaker, outlet, since, until = filters
    kinds = ("articles", "quotes") if kind == "all" or (kind is None and speaker is None) else (kind or "quotes",)
    try:
        narrowed = Filters(speaker, outlet, parse_day(since), parse_day(until, is_last=True))
        found = search(Home.from_env().snapshot, words, kinds, narrowed, limit)
        if form == "table":
            with opened(output) as stream:
                _print(found, stream)
        else:
            formats.write(_as_answer(found), form, output)
    except QueryError as error:
        return fail(f"{error}; see `cuttings search --help`", 2)
    except (SearchError, NotPublishedError, duckdb.Error) as error:
        return fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        return fail(f"cannot write {output}: {error.strerror}")
    return _tell(found)


def parse_day(text: str | None, is_last: bool = False) -> date | None:
    """The first (or last) day of a year, month or day as typed; raises QueryError."""
    if text is None:
        return None
    match = _DAY.fullmatch(text.strip())
    try:
        if match:
            year, month = int(match[1]), int(match[2] or (12 if is_last else 1))
            return date(year, month, int(match[3] or (calendar.monthrange(year, month)[1] if is_last else 1)))
    except ValueError:
        pass
    raise QueryError(f"{text} is no date; write 2024, 2024-10 or 2024-10-31")


def _tell(found: Sequence[Found]) -> int:
    """Say what a reader of the answer must know; the exit status."""
    for part in found:
        if part.is_capped:
            also = " and those with the words in their headline" if part.kind == "articles" else ""
            ranked = f"only the latest {MOST_RANKED:,}{also} were ranked"
            messages().print(f"{part.count_text} {part.kind} match, and {ranked}: add a word or a filter")
        if part.is_by_day:
            before = ", those with the words in their headline before them" if part.kind == "articles" else ""
            messages().print(f"the words stand in too many {part.kind} to rank by: the latest come first{before}")
    if not any(part.count for part in found):
        messages().print("nothing found")
        return 1
    return 0


def _as_answer(found: Sequence[Found]) -> Answer:
    rows = (tuple((asdict(hit) | {"snippet": _plain(hit.snippet)}).values()) for part in found for hit in part.hits)
    return Answer([field.name for field in fields(Hit)], rows)


def _plain(snippet: str) -> str:
    return snippet.replace(START, _PLAIN).replace(END, _PLAIN)


def _print(found: Sequence[Found], stream: TextIO) -> None:
    """A heading a kind, then two or three lines a hit: what it is, and the words around what was looked for."""
    console = Console(file=stream, highlight=False, width=min(width(stream), 10_000))
    first = True
    for part in found:
        if not part.count:
            continue
        if not first:
            console.print()
        first = False
        best = "latest" if part.is_by_day else "best"
        shown = f", the {best} {len(part.hits):,}" if part.count > len(part.hits) else ""
        console.print(Text(f"{part.count_text} {part.kind if part.count > 1 else part.kind[:-1]}{shown}", style="dim"))
        for number, hit in enumerate(part.hits, 1):
            _print_hit(console, number, hit)


def _print_hit(console: Console, number: int, hit: Hit) -> None:
    margin = f"{number:>3}  "
    beside = ", ".join(str(value) for value in (hit.article, hit.source, hit.published_on) if value)
    title = hit.speaker if hit.found_in == "quote" else hit.headline or "(no headline)"
    console.print(Text(margin).append(printable(title or ""), style="bold").append(f"   {printable(beside)}", style="dim"), soft_wrap=True)
    snippet = _highlighted(hit.snippet, is_terminal=console.is_terminal)
    for line in snippet.wrap(console, max(20, console.width - len(margin))):
        line.rstrip()
        console.print(Text(" " * len(margin)).append_text(line), soft_wrap=True)


def _highlighted(snippet: str, *, is_terminal: bool) -> Text:
    """Bold words in a terminal, **words** elsewhere."""
    if not is_terminal:
        return Text(printable(_plain(snippet)))
    text, position = Text(), 0
    for match in _MARKED.finditer(snippet):
        text.append(printable(snippet[position : match.start()])).append(printable(match[1]), style="bold yellow")
        position = match.end()
    return text.append(printable(snippet[position:]))
