"""Types that the words settle, whatever the learned weights say. Sentences of our own."""

from __future__ import annotations

import pytest

from etl.extract.analysis import Analysis
from etl.extract.figures import find_figures
from etl.model import Tagging
from etl.text.segment import find_paragraphs

TYPES = """
Annual inflation slowed to 6.1% in May from 7.4% in April. => change change
Inflation was 3.9 per cent in June. => change
The rocket flew 640 km before it fell. => amount
He walked over 12 miles to the clinic. => amount
They drove her son 19 miles to the pool. => amount
The border runs 640 km. => stock
"""


@pytest.mark.parametrize("row", TYPES.strip().splitlines())
def test_types_that_words_settle(row: str) -> None:
    sentence, wanted = row.split(" => ")
    found = find_figures(Analysis(sentence, find_paragraphs(sentence), (), Tagging(())))
    assert [figure.type for figure in found] == wanted.split()
