"""Sentences of our own: numbers that only look like figures, units that a neighbour settles, and words that bound nothing."""

from __future__ import annotations

import pytest

from etl.extract.analysis import Analysis
from etl.extract.facts import Figure
from etl.extract.figures import find_figures
from etl.model import TaggedSpan, Tagging
from etl.text.segment import find_paragraphs
from etl.text.span import Span


def figures(text: str, *names: str) -> tuple[Figure, ...]:
    """The figures of an article of which the tagger knows some organisations' names alone."""
    spans = tuple(TaggedSpan("name", "organisation", text.index(name), text.index(name) + len(name), 0.9) for name in names)
    return find_figures(Analysis(text, find_paragraphs(text), (), Tagging(spans)))


NONE = """
Files were opened under 330417/2281.
Delegates flew to the COP29 talks in Baku.
He told N1 that the road was closed.
Callers should quote file number 88214.
A neighbour made the 911 call.
SUVA, May 14: Ministers left early.
Accra, Nov. 6: Cocoa was dearer.
The index (2015=100) is new.
Done at Lomé, this 9th day of March 2022.
The mayor should first mend the bridge.
Ana, Ben and Cyril ate. The three had met before.
The other two, from Bergen, were let go.
The boat Heron-Gull 7, owned by a charity, put out.
"""


@pytest.mark.parametrize("sentence", NONE.strip().splitlines())
def test_numbers_that_measure_nothing(sentence: str) -> None:
    assert [figure.span.of(sentence) for figure in figures(sentence)] == []


# sentence => value unit [comparator] of its first figure, and how many there are
FIRST = """
Jobless claims went up to 8.1 per cent. => 8.1 percent eq 1
The fare ticked up to $3.40. => 3.4 USD eq 1
They may pay up to $3.40. => 3.4 USD up_to 1
Nurses back a strike over 2.5% offer. => 2.5 percent eq 1
Prices rose over 2.5% in May. => 2.5 percent gt 1
Divers counted crabs over 14 summers. => 14 summer eq 1
Some two-fifths of the crew left. => 0.4 fraction approx 1
Cases in Ohio top 240. => 240 case gt 1
Brewer's profits top £4bn. => 4000000000 GBP gt 1
They rank among the top 40 ports. => 40 port eq 1
A sixth of the crew left. => 0.1667 fraction eq 1
At least one kite in 40 was caught. => 1 kite ge 1
It harms fewer than 0.3 in 10,000 people. => 0.3 . lt 1
There were 95 boys for every 100 girls. => 95 person eq 1
Rents rose 6 percent over 2023. => 6 percent eq 1
Rice earned RM12.4mil in June. => 12400000 MYR eq 1
A 300-pound pig got out. => 300 pound eq 1
There are four crossing points on the line. => 4 crossing eq 1
The panel met twice this year. => 2 event eq 1
It holds twice this amount of sand. => 2 times eq 1
The median age rose to 41.2 in May. => 41.2 year eq 1
The seat stayed empty for the fourth year. => 4 . eq 1
Exports fell for the sixth quarter running. => 6 . eq 1
The strike enters second week. => 2 week eq 1
In Phoenix the temperature was 99 degrees. => 99 degree_fahrenheit eq 1
It reached Kenya at a temperature of 39 degrees. => 39 degree_celsius eq 1
"""


@pytest.mark.parametrize("row", FIRST.strip().splitlines())
def test_what_the_number_says(row: str) -> None:
    sentence, wanted = row.split(" => ")
    value, unit, comparator, many = wanted.split()
    found = figures(sentence)
    assert (len(found), found[0].value, found[0].comparator) == (int(many), float(value), comparator)
    assert unit in {".", found[0].unit}


SOURCES = """
Hill Mutual has put $40 million into its barns at Wick. => -
Hill Mutual puts the cost at about $40 million. => Hill Mutual
Hill Mutual put the loss at nine boats. => Hill Mutual
Hill Mutual is expected to cut 40 jobs. => -
Hill Mutual expected 40 guests. => Hill Mutual
"""


@pytest.mark.parametrize("row", SOURCES.strip().splitlines())
def test_who_gives_a_number(row: str) -> None:
    sentence, wanted = row.split(" => ")
    (figure,) = figures(sentence, "Hill Mutual")
    given = figure.source.of(sentence) if figure.source else "-"
    assert given == wanted


def test_a_day_before_a_colon_is_a_date_and_an_hour_is_none() -> None:
    text = "On May 14: two boats sank."
    (boats,) = figures(text)
    assert boats.span == Span(text.index("two"), text.index("two") + len("two"))
    assert boats.time == Span(0, len("On May 14"))
