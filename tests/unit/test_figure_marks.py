"""Sentences of our own: marks that only look like figures, and ranges that begin after a possessive."""

from __future__ import annotations

import pytest

from etl.extract.analysis import Analysis
from etl.extract.figures import find_figures
from etl.model import Tagging
from etl.text.segment import find_paragraphs

READ: list[tuple[str, list[tuple[float, float | None]]]] = [
    ("The tenant is owed a hearing [31]. She saw it [45]-[48].", []),
    ("Rep. Ann Lee (D-La.-02) spoke.", []),
    ("Makers halted flights of the 777-9 jet.", []),
    ("A category four cyclone hit.", []),
    ("A couple in their 80s died.", []),
    ("He used a 9 mm pistol.", []),
    ("The Gazette first reported the offer.", []),
    ("The STOXX Europe 600 autos index fell.", []),
    ("It is within the Bank's two to three per cent target band.", [(2, 3)]),
    ("It is for people aged 1 to 29 years in Kano.", [(1, 29)]),
    ("Claims rose by 11,000 to 235,000.", [(11000, None), (235000, None)]),
    ("Four in seven farmers planned to vote.", [(0.5714, None)]),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_marks_and_ranges(text: str, expected: list[tuple[float, float | None]]) -> None:
    found = find_figures(Analysis(text, find_paragraphs(text), (), Tagging(())))
    assert [(f.value, f.value_max) for f in found] == expected
