"""`cuttings report`: true counts, nothing of an article able to run, no outside help, and the page in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from etl.cli.report import run
from etl.plot.figures import Series
from etl.publish import publish
from etl.report import Holdings, Rows, read_holdings, render
from etl.report.charts import period_size, shown_periods
from etl.report.embed import Drawings
from etl.report.page import _counted
from etl.serving import open_snapshot
from etl.store import Batch, Store
from tests.contract.factory import quarantined
from tests.pipeline.test_search import SQL, save
from tests.pipeline.test_show import EVIL
from tests.pipeline.test_ui import CHROMIUM, DRIVER, browser

__all__ = ["browser"]
ANCHORS = ["growth", "coverage", "quoted", "meetings", "figures", "quality"]


def made(folder: Path, articles: int) -> Path:
    """Home with a snapshot of so many invented articles, and a document in quarantine where there are any."""
    url = f"sqlite:///{folder / 'record.sqlite'}"
    if articles:
        save(url, range(articles))
    store = Store.open(url)
    if articles:
        load = store.begin_load()
        store.save(Batch(load, {"documents": [quarantined(1)]}))
        store.finish_load(load)
    store.close()
    publish(url, folder / "cuttings.duckdb", SQL)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("report"), 24)


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("empty"), 0)


def holdings_of(home: Path) -> Holdings:
    with open_snapshot(home / "cuttings.duckdb") as snapshot:
        return read_holdings(snapshot)


def evil(holdings: Holdings) -> Holdings:
    """The same with hostile words wherever words of an article, page or file may stand."""

    def turned(rows: Rows) -> Rows:
        return Rows(rows.columns, tuple(tuple(EVIL if isinstance(value, str) else value for value in row) for row in rows.rows))

    series = tuple(
        Series(EVIL, tuple(replace(p, words=EVIL + " $1 and $2", source=EVIL, article=EVIL, evidence=EVIL) for p in one.points))
        for one in holdings.series
    )
    months = Rows(holdings.coverage.columns, tuple((EVIL, *row[1:]) for row in holdings.coverage.rows))
    network = replace(
        holdings.network, kinds={EVIL: "person", "B": "person"}, pairs={("B", EVIL): next(iter(holdings.network.pairs.values()))}
    )
    return replace(
        holdings, coverage=months, quoted=turned(holdings.quoted), network=network, series=series, quarantine=turned(holdings.quarantine)
    )


def test_the_counts_are_the_snapshots(home: Path) -> None:
    holdings = holdings_of(home)
    assert holdings.totals["articles"] == 24 == sum(row[1] for row in holdings.growth.rows) == sum(row[2] for row in holdings.coverage.rows)
    assert sum(row[2] for row in holdings.growth.rows) == holdings.totals["words"] > 0
    assert sum(row[2] + row[3] for row in holdings.quoted.rows) == holdings.totals["quotes"]
    assert holdings.quarantine.rows == (("empty", 1, "the document holds no text"),)
    assert holdings.versions.rows == (("test", 24),)
    assert all(0 <= share <= 1 for *_, share in holdings.unresolved.rows) and holdings.network.pairs and holdings.series


@pytest.mark.parametrize(
    ("name", "count", "shown"), [("outlets", 1, "outlet"), ("people", 1, "person"), ("people", 0, "people"), ("quotes", 2, "quotes")]
)
def test_one_of_a_thing_is_no_plural(name: str, count: int, shown: str) -> None:
    assert _counted(name, count) == shown


def test_small_outlets_share_a_row(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for most, names in ((1, {"Tidal Times", "The Ellery Courier"}), (2, {"Tidal Times", "The Ellery Courier"})):
        monkeypatch.setattr("etl.report.holdings.MOST_OUTLETS", most)
        assert {row[0] for row in holdings_of(home).coverage.rows} == names
    monkeypatch.setattr("etl.report.holdings.MOST_OUTLETS", 0)
    coverage = holdings_of(home).coverage
    assert {row[0] for row in coverage.rows} == {"2 other outlets"} and sum(row[2] for row in coverage.rows) == 24


def test_months_without_articles_are_shown() -> None:
    assert shown_periods(["2024-02", "no date", "2023-11"], 1) == ["2023-11", "2023-12", "2024-01", "2024-02", "no date"]
    assert shown_periods([], 1) == [] and shown_periods(["no date"], 1) == ["no date"]


@pytest.mark.parametrize(
    ("months", "size", "shown"),
    [
        (["2021-03", "2024-02"], 1, ("2021-03", 36, "2024-02")),
        (["2019-04", "2019-11", "2020-07", "2024-09", "no date"], 3, ("2019 Q2", 23, "no date")),
        (["1999-01", "2024-02"], 12, ("1999", 26, "2024")),
        (["1899-01", "2024-02"], 12, ("1989", 36, "2024")),
    ],
)
def test_columns_are_wide_enough_to_hold_all(months: list[str], size: int, shown: tuple[str, int, str]) -> None:
    periods = shown_periods(months, period_size(months))
    assert (period_size(months), (periods[0], len(periods), periods[-1])) == (size, shown)


def test_every_section_is_drawn_with_its_rows(home: Path) -> None:
    html = render(holdings_of(home))
    assert re.findall(r'<section id="(\w+)"', html) == ANCHORS
    assert html.count("<svg") == html.count("<details>") == 5
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for pointer in re.findall(r'(?:url\(#|href="#)([\w-]+)', html):
        assert pointer in ids


def test_halos_have_the_colour_of_the_card(home: Path) -> None:
    """White behind words would be a blot on the dark page."""
    html = render(holdings_of(home))
    assert re.search(r"\.s\d+\{[^}]*fill: ?var\(--card\)", html) and not re.search(r"\.s\d+\{[^}]*#ffffff", html)


def test_the_page_needs_nothing_else(home: Path) -> None:
    html = render(holdings_of(home))
    assert not re.search(r"<(link|iframe|object|embed|img|image|base|script)\b|@import|src=|\sstyle=|url\((?!#)", html)
    assert "default-src 'none'" in html and "unsafe" not in html


def test_nothing_of_an_article_is_markup(home: Path) -> None:
    html = render(evil(holdings_of(home)))
    assert "<script" not in html and "<img" not in html and "\x00" not in html and "\x1b" not in html
    assert html.count("</style>") == 1


def test_a_style_that_could_end_the_style_sheet_is_left_out() -> None:
    drawings = Drawings()
    svg = drawings.embed_svg('<svg xmlns="http://www.w3.org/2000/svg"><g id="a" style="fill:red}&lt;/style>"/></svg>', "a")
    assert drawings.style == ".s0{}" and 'id="d1-a"' in svg


def test_an_empty_warehouse_says_so(empty_home: Path) -> None:
    html = render(holdings_of(empty_home))
    assert re.findall(r'<section id="(\w+)"', html) == ANCHORS
    assert html.count('class="empty"') == 9 and "<svg" not in html


def test_without_the_extra_there_are_the_rows(home: Path) -> None:
    html = render(holdings_of(home), draws=False)
    assert html.count("cuttings[plot]") == 5 and "<svg" not in html and "Petra Quill" in html


def test_the_command(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CUTTINGS_HOME", str(home))
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    assert run(None, False) == 0 and capsys.readouterr().out.startswith("<!doctype html>")
    assert run(tmp_path / "r.html", True) == 0 and opened == [(tmp_path / "r.html").as_uri()]
    assert run(tmp_path / "none" / "r.html", False) == 1 and "cannot write" in capsys.readouterr().err
    monkeypatch.setenv("CUTTINGS_HOME", str(tmp_path))
    assert run(None, False) == 1 and "cuttings load" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run(None, False) == 2 and "--open" in capsys.readouterr().err


@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its driver here: run .ci/chromium.sh")
class TestBrowser:
    """The page as a reader sees it."""

    def show(self, driver: webdriver.Chrome, holdings: Holdings, tmp_path: Path) -> None:
        (tmp_path / "report.html").write_text(render(holdings), encoding="utf-8")
        driver.get((tmp_path / "report.html").as_uri())

    def test_drawings_are_seen_and_styled(self, browser: webdriver.Chrome, home: Path, tmp_path: Path) -> None:
        self.show(browser, holdings_of(home), tmp_path)
        drawings = browser.find_elements(By.CSS_SELECTOR, "svg.drawing")
        assert len(drawings) == 5 and all(d.size["width"] > 500 and d.size["height"] > 100 for d in drawings)
        fills = browser.execute_script("return [...document.querySelectorAll('#quoted svg path')].map(e => getComputedStyle(e).fill)")
        assert {"rgb(42, 111, 181)", "rgb(184, 134, 11)"} <= set(fills)
        words = browser.execute_script("return [...document.querySelectorAll('#quoted svg text')].map(e => e.textContent)")
        assert "Petra Quill" in words
        refused = [line["message"] for line in browser.get_log("browser") if "Content Security Policy" in line["message"]]
        assert refused == []

    def test_the_rows_unfold(self, browser: webdriver.Chrome, home: Path, tmp_path: Path) -> None:
        self.show(browser, holdings_of(home), tmp_path)
        table = browser.find_element(By.CSS_SELECTOR, "#quoted table")
        assert not table.is_displayed()
        summary = browser.find_element(By.CSS_SELECTOR, "#quoted summary")
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", summary)
        summary.click()
        assert table.is_displayed() and "Petra Quill" in table.text

    def test_an_article_cannot_run_anything(self, browser: webdriver.Chrome, home: Path, tmp_path: Path) -> None:
        self.show(browser, evil(holdings_of(home)), tmp_path)
        assert browser.title != "owned" and browser.find_elements(By.CSS_SELECTOR, "img, script") == []
