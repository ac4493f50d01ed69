"""The figures of the five real articles: value, unit, comparator, rate, type and source; skipped where the articles are absent."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from etl.model import Tagger
from etl.parse import Parser
from etl.readers import Document, Sidecar, read
from tests.gold import SEEDS

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five articles are not here")
SIGNS = {">": "gt", "=": "eq", "~": "approx"}
UNITS = {"{person}": "person"}
# Types of the shares and small counts that the fourth question lists beside those of the third: value, unit, type, words of the source.
OTHERS = [
    pytest.param(
        "001", 15, "country", "amount", "Sokhonn", marks=pytest.mark.xfail(strict=True, reason="who takes part is read as a flow")
    ),
    ("002", 103_000, "person", "flow", "Kheng"),
    ("002", 45, "percent", "share", "Kheng"),
    ("004", 1_200_000, "person", "stock", "Ministry of Labour"),
    ("004", 92, "percent", "share", "International Labour Organisation"),
    ("004", 73, "percent", "share", "International Labour Organisation"),
]


@pytest.fixture(scope="module")
def figures() -> list[dict[str, Any]]:
    """All figures, each with the name of its source and the number of its article."""
    sidecar, articles = Sidecar.load(SEEDS / "metadata.csv"), []
    for path in sorted(SEEDS.glob("*.txt")):
        content = path.read_bytes()
        articles += read(Document(path.as_uri(), content, hashlib.sha256(content).hexdigest()), sidecar)
    found = []
    for article, parsed in zip(articles, Parser(Tagger())(articles, range(1, len(articles) + 1)), strict=True):
        names = {row["entity_id"]: row["name"] for row in parsed.rows["entities"]}
        number = article.uri.rsplit("/", 1)[-1][:3]
        found += [{**row, "article": number, "source": names.get(row["attributed_to_id"], "")} for row in parsed.rows["figures"]]
    return found


def question(number: int) -> list[dict[str, str]]:
    """The table of one question."""
    section = (SEEDS / "QUESTIONS.md").read_text(encoding="utf-8").split(f"### Q{number:02}")[1].split("### ")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[2:]]


def the_figure(figures: list[dict[str, Any]], article: str, value: float) -> dict[str, Any]:
    (figure,) = [f for f in figures if f["article"] == article and f["value"] == value]
    return figure


def test_time_line_of_workers(figures: list[dict[str, Any]]) -> None:
    for row in question(3):
        figure = the_figure(figures, row["article"], float(row["value"].replace(",", "")))
        unit = UNITS.get(row["unit"], row["unit"])
        assert [figure[k] for k in ("comparator", "unit", "type")] == [SIGNS[row["comparator"]], unit, row["measure_type"]], row
        assert (figure["per"] == "year") == bool(row["per"])


@pytest.mark.parametrize(
    "value",
    [
        61_000,
        500_000_000,
        6_000,
        55_000,
        9_000,
    ],
)
def test_sources_of_the_time_line(figures: list[dict[str, Any]], value: int) -> None:
    (row,) = [row for row in question(3) if row["value"] == f"{value:,}"]
    assert the_figure(figures, row["article"], value)["source"] == row["source"].replace("(article voice)", "")


@pytest.mark.parametrize(("article", "value", "unit", "kind", "source"), OTHERS)
def test_other_figures_and_their_sources(
    figures: list[dict[str, Any]], article: str, value: float, unit: str, kind: str, source: str
) -> None:
    figure = the_figure(figures, article, value)
    assert (figure["unit"], figure["type"]) == (unit, kind)
    assert source in figure["source"]


def test_the_second_share_is_one_of_the_first(figures: list[dict[str, Any]]) -> None:
    first, second = the_figure(figures, "004", 92), the_figure(figures, "004", 73)
    assert second["part_of_id"] == first["figure_id"]


def test_teasers_and_names_hold_no_figures(figures: list[dict[str, Any]]) -> None:
    values = {figure["value"] for figure in figures}
    assert not values & {30_000_000, 1_000_000, 42, 4.0, 21, 48}
