"""The report's own drawings: growth, coverage, speakers. Those of figures and meetings are `etl.plot`'s."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from etl.markup import visible
from etl.report.holdings import Rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, RULE = "#1d2126", "#6b6f75", "#dcd8cf"
BLUE, GOLD = "#2a6fb5", "#b8860b"
MOST_PERIODS = 36
_NO_DATE = "no date"
_LABELLED = 400  # cells, at most, for each to hold its number


@contextmanager
def report_style() -> Iterator[None]:
    """Drawings made inside have the page's look, and a `$` of an article is a dollar, no formula."""
    from matplotlib import rc_context

    look: dict[Any, Any] = {
        "text.parse_math": False,
        "font.size": 9,
        "text.color": INK,
        "axes.labelcolor": SOFT,
        "axes.edgecolor": RULE,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "grid.color": RULE,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
    }
    with rc_context(look):
        yield


def draw_growth(growth: Rows) -> Figure:
    """All articles and words held at the end of each load day; steps, since nothing comes between two loads."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 2.6), layout="constrained")
    days = [row[0] for row in growth.rows]
    for axes, column, name, colour in zip(figure.subplots(1, 2), (1, 2), ("articles", "words"), (BLUE, GOLD), strict=True):
        added = [row[column] for row in growth.rows]
        held = [sum(added[: index + 1]) for index in range(len(added))]
        axes.set_title(f"{name} held, and added on the day", loc="left", fontsize=9)
        _draw_steps(axes, [day.isoformat() for day in days], added, held, colour)
    return figure


def _draw_steps(axes: Axes, days: Sequence[str], added: Sequence[int], held: Sequence[int], colour: str) -> None:
    places = range(len(days))
    axes.fill_between(places, held, step="mid", color=colour, alpha=0.22, linewidth=0)
    axes.step(places, held, where="mid", color=colour, linewidth=1.4)
    axes.bar(places, added, width=0.55, color=colour)
    ticks = sorted({round(index * (len(days) - 1) / 5) for index in range(6)})
    axes.set_xticks(ticks, [days[tick] for tick in ticks], fontsize=7.5)
    axes.set_xlim(-0.6, max(len(days), 6) - 0.4)  # a single day is a bar, no wall
    axes.set_ylim(0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.12g}")
    axes.yaxis.grid(True)


def draw_coverage(coverage: Rows) -> Figure:
    """Articles by outlet and month of publication, or quarter, or year, so that at most MOST_PERIODS hold them all; the darker the more."""
    from matplotlib.figure import Figure

    outlets = list(dict.fromkeys(row[0] for row in coverage.rows))
    months = [row[1] for row in coverage.rows]
    size = period_size(months)
    periods = shown_periods(months, size)
    counts: Counter[tuple[str, str]] = Counter()
    for outlet, month, count in coverage.rows:
        counts[outlet, _period(month, size)] += count
    figure = Figure(figsize=(9, 0.8 + 0.3 * len(outlets)), layout="constrained")
    axes = figure.add_subplot()
    top = max((count for (_, period), count in counts.items() if period in periods), default=1)
    labelled = len(outlets) * len(periods) <= _LABELLED
    for (outlet, period), count in counts.items():
        if period in periods:
            _draw_cell(axes, (periods.index(period), outlets.index(outlet)), count, 0.18 + 0.72 * count / top, labelled)
    axes.set_xlim(-0.6, len(periods) - 0.4)
    axes.set_ylim(len(outlets) - 0.45, -0.55)
    axes.set_yticks(range(len(outlets)), [_short(outlet) for outlet in outlets])
    axes.set_xticks(range(len(periods)), periods, rotation=90 if len(periods) > 12 else 0, fontsize=7.5)
    axes.yaxis.grid(True)
    return figure


def _draw_cell(axes: Axes, at: tuple[int, int], count: int, depth: float, labelled: bool) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((at[0] - 0.46, at[1] - 0.42), 0.92, 0.84, facecolor=BLUE, alpha=depth, linewidth=0))
    if labelled:
        colour = "white" if depth > 0.55 else INK
        axes.text(*at, f"{count:,}", ha="center", va="center", fontsize=7.5, color=colour)


def period_size(months: Sequence[str]) -> int:
    """Months that a column stands for: 1, 3 or 12, the fewest with which MOST_PERIODS columns hold all."""
    return next((size for size in (1, 3) if len(_all_periods(months, size)) <= MOST_PERIODS), 12)


def shown_periods(months: Sequence[str], size: int) -> list[str]:
    """Every period from the first to the last, gaps too, the latest MOST_PERIODS of them; `no date` last where some article has none."""
    return [*_all_periods(months, size)[-MOST_PERIODS:], *([_NO_DATE] if _NO_DATE in months else [])]


def _all_periods(months: Sequence[str], size: int) -> list[str]:
    dated = [_number(month) for month in months if month != _NO_DATE]
    if not dated:
        return []
    return list(dict.fromkeys(_name(number, size) for number in range(min(dated), max(dated) + 1)))


def _period(month: str, size: int) -> str:
    return month if month == _NO_DATE else _name(_number(month), size)


def _number(month: str) -> int:
    """Months since the year 0: `2024-11` is 24298."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _name(number: int, size: int) -> str:
    """As it stands under a column: `2024-11`, `2024 Q4` or `2024`."""
    year, month = divmod(number, 12)
    return {1: f"{year:04}-{month + 1:02}", 3: f"{year:04} Q{month // 3 + 1}"}.get(size, f"{year:04}")


def draw_quoted(quoted: Rows) -> Figure:
    """Bars of the most quoted, direct and reported speech side by side."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 0.7 + 0.28 * len(quoted.rows)), layout="constrained")
    axes = figure.add_subplot()
    places = range(len(quoted.rows))
    direct, reported = ([row[column] for row in quoted.rows] for column in (2, 3))
    for name, counts, shift, colour in (("direct", direct, -0.19, GOLD), ("reported", reported, 0.19, BLUE)):
        bars = axes.barh([place + shift for place in places], counts, height=0.36, color=colour, label=name)
        axes.bar_label(bars, [f"{count:,}" if count else "" for count in counts], padding=3, fontsize=7.5, color=SOFT)
    axes.set_yticks(places, [_short(row[0]) for row in quoted.rows])
    axes.set_ylim(len(quoted.rows) - 0.4, -0.6)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.legend(loc="lower right")
    return figure


def _short(name: str) -> str:
    """A name beside an axis: 38 characters at most."""
    clean = " ".join(visible(name).split())
    return clean if len(clean) <= 38 else clean[:37].rstrip() + "…"
