"""The report as one HTML file that needs nothing else: no script, no font, no image, no network. Whatever an article holds is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from etl.markup import document, safe
from etl.plot import figures, meetings
from etl.report import charts
from etl.report.embed import Drawings
from etl.report.holdings import MOST_PAIRS, Holdings, Rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
_NO_DRAWING = "<p class=\"empty\">Drawings need the extra: <code>pip install 'cuttings[plot]'</code></p>"
_SHARE = "share"
_READABLE = {
    "outlet_shown": "outlet", "month_shown": "published", "speaker": "speaker", "speaker_kind": "kind", "article_count": "articles",
    "what": "of", "left_name": "one", "right_name": "the other", "weight": "articles at stake", "reason_code": "reason",
    "extractor_version": "extractor",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Section:
    """A drawing with the rows behind it. `note` is markup; `empty` says why there is nothing to draw where there are no rows."""

    anchor: str
    title: str
    note: str
    rows: Rows
    draw: Callable[[], Figure]
    empty: str


def render(holdings: Holdings, draws: bool | None = None) -> str:
    """The whole document; without matplotlib, or with `draws` false, its tables only."""
    draws = find_spec("matplotlib") is not None if draws is None else draws
    drawings = Drawings()
    sections = _sections(holdings)
    with charts.report_style() if draws else nullcontext():
        contents = [(one.anchor, one.title, _content(one, drawings if draws else None)) for one in sections]
    contents.append(("quality", "Data quality", _quality(holdings)))
    tiles = "".join(f"<div><dt>{safe(_counted(name, count))}</dt><dd>{count:,}</dd></div>" for name, count in holdings.totals.items())
    links = " ".join(f'<a href="#{anchor}">{title}</a>' for anchor, title, _ in contents)
    body = f"""<header>
<h1>What the warehouse holds</h1>
<p class="about">snapshot published {holdings.published_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC</p>
<dl class="tiles">{tiles}</dl>
<nav aria-label="sections">{links}</nav>
</header>
<main>
{"".join(f'<section id="{anchor}"><h2>{title}</h2>{content}</section>' for anchor, title, content in contents)}
</main>"""
    return document("cuttings: what the warehouse holds", _STYLE + drawings.style, body)


def _counted(name: str, count: int) -> str:
    """`outlets`, or `outlet` where there is one."""
    return name if count != 1 else "person" if name == "people" else name.removesuffix("s")


def _sections(holdings: Holdings) -> list[_Section]:
    network, points = _rows(meetings.table_of(holdings.network)), _rows(figures.table_of(holdings.series))
    return [
        _Section(
            "growth",
            "Growth",
            "Articles and words by the day on which their document was first offered.",
            holdings.growth,
            lambda: charts.draw_growth(holdings.growth),
            "Nothing is loaded yet: <code>cuttings load PATH</code>",
        ),
        _Section(
            "coverage",
            "Coverage by outlet and time",
            f"Articles by month of publication; by quarter or year where these are more than {charts.MOST_PERIODS} months.",
            holdings.coverage,
            lambda: charts.draw_coverage(holdings.coverage),
            "No article.",
        ),
        _Section(
            "quoted",
            "Most quoted",
            "Direct: wholly in quotation marks. Reported: indirect and mixed. Quotes whose speaker is not resolved are missing.",
            holdings.quoted,
            lambda: charts.draw_quoted(holdings.quoted),
            "No quote has a resolved speaker.",
        ),
        _Section(
            "meetings",
            "Who met whom",
            f"At most {MOST_PAIRS} pairs, those that met most often; the view <code>who_met_whom</code> has all.",
            network,
            lambda: meetings.draw_meetings(holdings.network),
            "No two parties are reported to have met.",
        ),
        _Section(
            "figures",
            "Figures over time",
            f"The longest of {holdings.series_count:,} series with figures for at least two different days; the view "
            f"<code>figure_series</code> has all.",
            points,
            lambda: figures.draw_series(holdings.series, ""),
            "No series has figures for two different days; the view <code>figure_series</code> has all figures.",
        ),
    ]


def _content(section: _Section, drawings: Drawings | None) -> str:
    if not section.rows.rows:
        return _empty(section.empty)
    drawing = f'<div class="plot">{drawings.embed(section.draw(), section.title)}</div>' if drawings else _NO_DRAWING
    return f"<p>{section.note}</p>{drawing}<details><summary>the rows</summary>{_table(section.rows)}</details>"


def _quality(holdings: Holdings) -> str:
    """Tables side by side; the one with shares has bars."""
    parts = [
        ("Not resolved, by kind", holdings.unresolved, "Nothing to resolve yet."),
        ("Quarantine, by reason", holdings.quarantine, "No document is in quarantine."),
        ("Articles by extractor version", holdings.versions, "No article."),
        (
            f"Open candidates: {holdings.candidate_count:,} pairs that may be one",
            holdings.candidates,
            "No pair of names waits for a decision.",
        ),
    ]
    hint = "<p>The view <code>data_quality</code> has more measures; <code>cuttings review</code> settles candidates.</p>"
    return hint + "".join(f"<h3>{title}</h3>{_table(rows) if rows.rows else _empty(words)}" for title, rows, words in parts)


def _empty(words: str) -> str:
    return f'<p class="empty">{words}</p>'


def _rows(table: tuple[Iterable[str], Iterable[Sequence[object]]]) -> Rows:
    header, rows = table
    return Rows(tuple(header), tuple(map(tuple, rows)))


def _table(rows: Rows) -> str:
    numeric = [all(isinstance(row[place], int | float | None) for row in rows.rows) for place in range(len(rows.columns))]
    head = "".join(
        f"<th{_number(n)}>{safe(_READABLE.get(c, c.replace('_', ' ')))}</th>" for c, n in zip(rows.columns, numeric, strict=True)
    )
    body = "".join("<tr>" + "".join(_cell(*cell) for cell in zip(row, rows.columns, numeric, strict=True)) + "</tr>" for row in rows.rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(value: object, column: str, is_number: bool) -> str:
    if column == _SHARE and isinstance(value, float):
        return f'<td class="number"><meter min="0" max="1" value="{value}"></meter> {value:.0%}</td>'
    text = "" if value is None else f"{value:,}" if isinstance(value, int | float) else safe(str(value))
    return f"<td{_number(is_number)}>{text}</td>"


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else ""
