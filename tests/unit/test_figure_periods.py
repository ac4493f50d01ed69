"""From a sentence and its publication date to the days that its figure holds for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.extract.analysis import Analysis, regions_of
from etl.extract.figures import find_figures
from etl.model import Tagging
from etl.text.dates import resolve_period
from etl.text.period import Period
from etl.text.span import Span

PUBLISHED = Period(date(2024, 5, 15), date(2024, 5, 15), "metadata")
LINES = (Path(__file__).parent / "figure_periods.txt").read_text(encoding="utf-8").splitlines()
TABLE = [tuple(cell.strip() for cell in line.split(" | ")) for line in LINES if not line.startswith("#")]
Answer = tuple[str, str, str]


def period_of(sentence: str, published: Period | None = PUBLISHED) -> Answer:
    """From, to and basis of the period of the sentence's count or weight (`three years ago` holds a figure of its own)."""
    whole = Span(0, len(sentence))
    figures = find_figures(Analysis(sentence, regions_of(sentence, [whole]), (), Tagging(())))
    (figure,) = [found for found in figures if found.value in {312, 40, 12_000}]
    period = resolve_period(figure.time.of(sentence), published, future=figure.is_ahead) if figure.time else None
    if period is None:
        return "-", "-", "-"
    return (*(day.isoformat() if day else "-" for day in (period.start, period.end)), period.basis)  # type: ignore[return-value]


def test_periods_are_resolved() -> None:
    assert len(TABLE) >= 120
    wrong = [f"{sentence} {given} for {expected}" for sentence, *expected in TABLE if list(given := period_of(sentence)) != expected]
    assert len(wrong) <= 0.08 * len(TABLE), "\n".join(wrong)


@pytest.mark.parametrize("sentence", [row[0] for row in TABLE if row[1:] == ("-", "-", "-")])
def test_what_the_text_leaves_open_stays_open(sentence: str) -> None:
    assert period_of(sentence)[:2] == ("-", "-")


@pytest.mark.parametrize("row", [row for row in TABLE if row[3] != "-"][::4], ids=lambda row: row[0])
def test_without_a_publication_date_only_what_is_stated_is_settled(row: tuple[str, ...]) -> None:
    assert (period_of(row[0], None)[2] == "-") or row[3] == "stated"
