"""Plots of series: unlike figures are never joined, each point names its source and article, and files open."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import duckdb
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from etl.plot.canvas import PlotFormatError, svg_of, write_plot
from etl.plot.figures import KEY, Point, Series, draw_series, joined_runs, read_series, short_number, table_of
from etl.plot.labels import Label, write_labels

STOCK, FLOW = "grebe [stock, grebe, Loch Ard]", "grebe [flow, grebe per year, Loch Ard]"


def point(value: float, year: int | None, comparator: str = "eq", value_max: float | None = None, is_dated: bool = True) -> Point:
    on_date = date(year, 6, 30) if year else None
    return Point(
        value, value_max, comparator, f"{value:g} grebes", on_date, is_dated, "Bird Trust & Sons", f"n{year}.txt", "A sentence <1>."
    )


SERIES = [
    Series(STOCK, (point(40, 2019), point(44, 2020), point(60, 2021, "gt"), point(50, 2022), point(9, None))),
    Series(FLOW, (point(12, 2020), point(14, 2021, is_dated=False))),
]


def test_only_dated_levels_of_one_series_are_joined() -> None:
    assert [[p.value for p in run] for one in SERIES for run in joined_runs(one)] == [[40, 44]]


@pytest.mark.parametrize("second", [point(44, 2020, "lt"), point(44, 2020, "eq", 50.0), point(44, 2020, is_dated=False), point(44, None)])
def test_bounds_ranges_and_undated_points_stand_alone(second: Point) -> None:
    assert list(joined_runs(Series(STOCK, (point(40, 2019), second)))) == []


def test_each_series_has_a_panel_of_its_own() -> None:
    figure = draw_series(SERIES, "Grebes")
    assert [axes.get_title(loc="left") for axes in figure.axes] == [STOCK, FLOW]
    joined = [line.get_xydata().shape[0] for axes in figure.axes for line in axes.lines if line.get_gid() == "joined"]
    assert joined == [2]


def test_panels_share_their_days_and_go_not_below_nothing() -> None:
    figure = draw_series([*SERIES, Series("coot [stock]", (point(21, 2020), point(412, 2021)))], "Grebes")
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert all(axes.get_ylim()[0] >= 0 for axes in figure.axes)
    loss = draw_series([Series("change [change, percent]", (point(-3, 2020), point(4, 2021)))], "Grebes")
    assert loss.axes[0].get_ylim()[0] < -3


def test_signs_are_explained(tmp_path: Path) -> None:
    assert KEY in svg_of(draw_series(SERIES, "Grebes"))


def test_labels_cover_neither_each_other_nor_points() -> None:
    figure = Figure(figsize=(8, 5))
    axes = figure.add_subplot()
    axes.set(xlim=(0, 10), ylim=(0, 10))
    at = [(4 + n % 4 * 0.4, 4 + n // 4 * 0.6) for n in range(8)]
    written = write_labels(figure, axes, [Label(f"name of {n}", place, 3) for n, place in enumerate(at)], 7)
    boxes = [Text.get_window_extent(label) for label in written]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert not any(box.contains(*axes.transData.transform(place)) for box in boxes for place in at)


def test_a_dollar_is_a_dollar(tmp_path: Path) -> None:
    dear = Series("toll [price, USD]", (replace(point(5, 2020), words="$5"), replace(point(9, 2021), words="$9 or $7")))
    svg = svg_of(draw_series([dear], "From $5 to $9"))
    assert "From $5 to $9" in svg and "$9 or $7" in svg


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="no series"):
        draw_series([], "Grebes")


def write(path: Path) -> Path:
    write_plot(draw_series(SERIES, "Grebes"), path, "Grebes", *table_of(SERIES))
    return path


def test_a_png_has_a_size(tmp_path: Path) -> None:
    content = write(tmp_path / "grebes.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert min(struct.unpack(">II", content[16:24])) > 500


def test_an_svg_names_source_and_article_at_each_point(tmp_path: Path) -> None:
    words = " ".join(ET.fromstring(write(tmp_path / "grebes.svg").read_text()).itertext())
    for one in SERIES:
        for each in one.points:
            assert each.article in words
            assert each.words in words
    assert words.count("Bird Trust & Sons") == 7
    assert "without a date: 9 grebes" in words


def test_an_svg_is_the_same_each_time(tmp_path: Path) -> None:
    assert write(tmp_path / "a.svg").read_text() == write(tmp_path / "b.svg").read_text()


class Cells(HTMLParser):
    """Rows of a page's table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_a_page_holds_drawing_and_rows(tmp_path: Path) -> None:
    page = Cells()
    page.feed(write(tmp_path / "grebes.html").read_text())
    assert "svg" in page.tags
    assert [row[2] for row in page.rows[1:]] == [p.words for one in SERIES for p in one.points]
    assert page.rows[1][6].strip() == "A sentence <1>."


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlotFormatError, match=r"\.png"):
        write(tmp_path / "grebes.pdf")


@pytest.fixture
def snapshot() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        db.execute(
            "create table figure_series as select * from (values"
            " ('a [stock]', 1, 2, 'grebes', 40.0, null::double, 'eq', '40', date '2020-01-01', true, 'Trust', 'x.txt', 'E.'),"
            " ('a [stock]', 2, 2, 'grebe', 44.0, null, 'eq', '44', date '2021-01-01', true, 'Trust', 'y.txt', 'E.'),"
            " ('b [share]', 1, 1, 'grebes', 4.0, null, 'eq', '4%', null, false, 'Trust', 'y.txt', 'E.'),"
            " ('c [share]', 1, 1, 'coots', 4.0, null, 'eq', '4%', null, false, 'Trust', 'y.txt', 'E.')"
            ") as t(series, point_no, points, measured, value, value_max, comparator, words, on_date, is_dated, source, article, evidence)"
        )
        yield db


@pytest.mark.parametrize(("words", "least", "sizes"), [("grebes", 1, [2, 1]), ("grebes", 2, [2]), ("coot", 1, [1]), ("heron", 1, [])])
def test_series_are_read_whole(snapshot: duckdb.DuckDBPyConnection, words: str, least: int, sizes: list[int]) -> None:
    assert [len(one.points) for one in read_series(snapshot, words, least)] == sizes


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (61_000, "61,000"),
        (2.5e6, "2.5 million"),
        (-3e6, "-3 million"),
        (1.05e11, "105 billion"),
        (1.2e12, "1.2 trillion"),
        (0.25, "0.25"),
    ],
)
def test_numbers_of_an_axis_are_short(value: float, shown: str) -> None:
    assert short_number(value) == shown
