"""Series of comparable figures: read from `figure_series`, drawn one panel a series, source and article at each point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from textwrap import shorten
from typing import TYPE_CHECKING

import duckdb

from etl.plot.canvas import plain_text
from etl.plot.labels import Label, write_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_SERIES = 8
_EXACT = {"eq", "approx"}
KEY = "full: dated by the text · hollow: by the day of publication only · triangle: a bound (more than, at most) · line: the same series"
_SIGNS = {"gt": "^", "ge": "^", "lt": "v", "le": "v", "up_to": "v"}


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: its number, the day it holds for (None when nothing dates it), who gave it and the article that prints it."""

    value: float
    value_max: float | None
    comparator: str
    words: str
    on_date: date | None
    is_dated: bool
    source: str
    article: str
    evidence: str

    @property
    def label(self) -> str:
        """What stands beside the point."""
        return f"{self.words}\n{shorten(self.source, 36, placeholder='…')} · {self.article}"

    @property
    def is_exact(self) -> bool:
        """Whether it is a level and no bound: `more than 40` may lie anywhere above."""
        return self.comparator in _EXACT and self.value_max is None


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that compare: one measured key, type, unit, rate and place. `name` is the view's."""

    name: str
    points: tuple[Point, ...]

    @property
    def dated(self) -> tuple[Point, ...]:
        """Points with a day, in order."""
        return tuple(point for point in self.points if point.on_date is not None)

    @property
    def undated(self) -> tuple[Point, ...]:
        """Points that nothing dates."""
        return tuple(point for point in self.points if point.on_date is None)


def read_series(snapshot: duckdb.DuckDBPyConnection, words: str, least: int = 1) -> list[Series]:
    """Series with `words` in what is measured, its name or source, the longest first; of `least` points at least."""
    rows = snapshot.execute(_QUERY, [least, f"%{' '.join(words.split())}%"]).fetchall()
    return [Series(name, tuple(Point(*row[1:]) for row in group)) for name, group in groupby(rows, key=lambda row: row[0])]


_QUERY = """
select series, value, value_max, comparator, words, on_date, is_dated, source, article, evidence
from figure_series
where points >= ? and series in (select series from figure_series where concat_ws(' ', measured, series, source) ilike ?)
order by points desc, series, point_no
"""


@plain_text()
def draw_series(series: Sequence[Series], title: str) -> Figure:
    """One panel a series, so that unlike figures share no axis; at most MOST_SERIES. Raises ValueError when there is none."""
    if not series:
        raise ValueError("no series to draw")
    from matplotlib.figure import Figure

    shown = series[:MOST_SERIES]
    heights = [2.0 + 0.3 * len(one.points) if one.dated else 0.3 + 0.15 * len(one.points) for one in shown]
    figure = Figure(figsize=(10, sum(heights) + 0.8), layout="constrained")
    figure.suptitle(title)
    figure.supxlabel(KEY, fontsize=7, color="0.35")
    panels = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, one in zip(panels, shown, strict=True):
        _draw(axes, one)
    _share_time([axes for axes, one in zip(panels, shown, strict=True) if one.dated])
    for axes, one in zip(panels, shown, strict=True):
        write_labels(figure, axes, _labels(one), 7)
    return figure


def _draw(axes: Axes, series: Series) -> None:
    axes.set_title(series.name, loc="left", fontsize=9)
    for run in joined_runs(series):
        axes.plot([p.on_date for p in run], [p.value for p in run], color="tab:blue", linewidth=1, gid="joined")  # type: ignore[arg-type]
    for point in series.dated:
        hollow = {} if point.is_dated else {"markerfacecolor": "white"}
        axes.plot([point.on_date], [point.value], _SIGNS.get(point.comparator, "o"), color="tab:blue", **hollow)  # type: ignore[arg-type]
        if point.value_max is not None:
            axes.vlines([point.on_date], point.value, point.value_max, color="tab:blue")  # type: ignore[arg-type]
    axes.margins(x=0.25, y=0.35)
    if all(point.value >= 0 for point in series.dated):
        axes.set_ylim(max(axes.get_ylim()[0], 0), axes.get_ylim()[1])  # the margin below shows no negative number of people
    axes.tick_params(labelsize=7)
    axes.yaxis.set_major_formatter(lambda value, _: short_number(value))
    notes = [f"without a date: {point.label}".replace("\n", " — ") for point in series.undated]
    axes.set_xlabel("\n".join(notes), fontsize=7, loc="left")
    if not series.dated:
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines[:].set_visible(False)


def short_number(value: float) -> str:
    """As an axis has room for: `61,000`, `2.5 million`, `105 billion`."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.12g} {word}"
    return f"{value:,.12g}"


def _share_time(panels: Sequence[Axes]) -> None:
    """The same days lie above each other in all panels, so that series can be compared by eye."""
    limits = [axes.get_xlim() for axes in panels]
    for axes in panels:
        axes.set_xlim(min(low for low, _ in limits), max(high for _, high in limits))


def _labels(series: Series) -> list[Label]:
    from matplotlib.dates import date2num

    return [Label(point.label, (float(date2num(point.on_date)), point.value), 3) for point in series.dated]  # type: ignore[no-untyped-call]


def joined_runs(series: Series) -> Iterator[tuple[Point, ...]]:
    """Neighbours that a line may join: same series, each a dated level. A bound, range or day of print breaks the line."""
    for fits, group in groupby(series.dated, key=lambda point: point.is_exact and point.is_dated):
        run = tuple(group)
        if fits and len(run) > 1:
            yield run


def table_of(series: Sequence[Series]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of every point, drawn or not."""
    rows = [
        [one.name, p.on_date.isoformat() if p.on_date else "", p.words, f"{p.value:,.12g}", p.source, p.article, p.evidence]
        for one in series
        for p in one.points
    ]
    return ["series", "on", "as written", "value", "source", "article", "evidence"], rows
