"""Where a figure holds, and which figure it is a part of: sentence -> the place or the whole of one figure in brackets."""

from __future__ import annotations

import re

import pytest

from etl.extract.analysis import Analysis, regions_of
from etl.extract.facts import Figure
from etl.extract.figures import find_figures
from etl.model import TaggedSpan, Tagging
from etl.text.span import Span

PLACES = ("Brae", "Elm County", "Velmora", "Ostrel")
NAMES = ("Ida Holm",)

# The figure stands in [brackets]; `-` = nowhere.
HOLDS = """
The mill sold [40] cars in Brae. => Brae
Police stopped [300] lorries at Ostrel. => Ostrel
The raid freed [27] miners across Velmora. => Velmora
The population of Ostrel is [4,100]. => Ostrel
In Elm County the share is [79%]. => Elm County
In Ostrel, [two] mills shut. => Ostrel
In Ostrel, Ida Holm bought [two] mills. => -
The port hosts [2,800] people from Velmora. => -
The bank agreed on a [$38] loan to Velmora. => -
He had not moved [one mile] on the question of Velmora's debts. => -
Ida Holm, [84], died in Brae. => -
She saved [$500] and built a house in Brae. => -
The stop was the third in a [12]-day tour that began in Brae. => -
"""

# The part stands in [brackets]; `-` = of none that the text tells.
PARTS = """
Inspectors found [34] of the 178 doors open. => 178
The plant will supply 11,000 homes, [half] of them new. => 11,000
Five nurses were hurt, [two] of them badly. => Five
Cases rose to 61 in April, compared with 23 in March. [Four] of them were grave. => 61
At the end of May 2,312 patients waited, against 1,480 a year before. [Half] of them waited long. => 2,312
Prices in 70 towns fell 0.3% and [57] of them reported losses. => 70
Guests at that dinner gave $310,000. [Four] of them wrote letters. => -
The clinic has three nurses and asked for [a dozen] of them. => -
Two pupils are ill. [Nine in 10] of those infected had no jab. => -
Of 126 councils [two-thirds] of those lie in the south. => 126
Officials opened cases against four guards, [three] of them retired. => four
"""


def _read(sentence: str) -> tuple[str, Figure]:
    """The text without brackets and the figure that stood in them."""
    text = re.sub(r"[\[\]]", "", sentence)
    at = sentence.index("[")
    spans = [
        TaggedSpan("name", label, m.start(), m.end(), 0.9)
        for label, names in (("place", PLACES), ("person", NAMES))
        for name in names
        for m in re.finditer(name, text)
    ]
    whole = Span(0, len(text))
    figures = find_figures(Analysis(text, regions_of(text, [whole]), (), Tagging(tuple(sorted(spans, key=lambda s: s.start)))))
    return text, next(figure for figure in figures if figure.span.start <= at < figure.span.end)


@pytest.mark.parametrize("row", HOLDS.strip().splitlines())
def test_where_a_figure_holds(row: str) -> None:
    sentence, expected = row.split(" => ")
    text, figure = _read(sentence)
    assert (figure.place.of(text) if figure.place else "-") == expected


@pytest.mark.parametrize("row", PARTS.strip().splitlines())
def test_what_a_figure_is_a_part_of(row: str) -> None:
    sentence, expected = row.split(" => ")
    text, figure = _read(sentence)
    assert (figure.whole.of(text) if figure.whole else "-") == expected
