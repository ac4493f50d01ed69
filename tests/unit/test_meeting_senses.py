"""Sentences of our own: which words for meetings stand there in another sense."""

from __future__ import annotations

import pytest

from etl.extract.meetings.senses import has_other_sense
from etl.extract.meetings.triggers import Trigger, word_at
from etl.text.span import Span

OTHER = [
    "Ms Orr {met} her own deadline with an hour to spare.",
    "The plant did not {meet} the regional clean air standards.",
    "Her speech was {met} with loud applause.",
    "The plan was {met} with widespread criticism from growers.",
    "Many families cannot make ends {meet}.",
    "Senator Pike told Sunday’s {Meet} the Press that he would run.",
    "Police arrested the {ring}’s leader in Dover.",
    "He was accused of {talking} down the harbour trust.",
    "Mr Lund refused to {sign} off on the budget.",
    "Anna Weil {signed} an open letter to the board.",
    "The letter was also {signed} by Rep. Joe Marsh.",
    "It was a clear {sign} of trouble for the mayor.",
    "Boris Hale {received} 14 years for his part in the fraud.",
    "The ministry {received} a formal complaint from Mr Dahl.",
    "Radio {host} Ned Byrne asked her twice.",
    "The {host} nation will pay for the stadium.",
    "The bill will {address} the housing shortage.",
    "Ms Kerr {appeared} to lose patience with the mayor.",
    "Ms Kerr {called on} the governor to veto the bill.",
    "The envoys ended their stay with a joint {call} to end hostilities.",
    "Ms Kerr repeated her {call} for an immediate ceasefire.",
    "They will wait for the {next round} of business surveys.",
    "He and Mr Sand go into a {second round} of voting on Sunday.",
    "Forty patients took part in the {trial} in Leeds.",
    "The union urged the ministry to {inspect} the yards.",
    "A {briefing} paper by the institute put the cost higher.",
    "The {conference} room was locked.",
]
SAME = [
    "Ms Orr {met} the growers’ leaders on Monday.",
    "Ms Orr {met} with protest leaders in Dover.",
    "Ms Orr {met} workers on terms for the new plant.",
    "Ms Orr {met} with criminal justice officials.",
    "Ms Orr {signed} the treaty in Paris on Monday.",
    "The two mayors {signed} a letter of friendship.",
    "The king {received} the ambassador of Peru.",
    "Mr Lund will {host} the premier of Samoa.",
    "Mr Lund {addressed} a rally in Dover.",
    "Mr Lund {appeared} before the ports committee.",
    "Mr Lund {called on} the president to discuss trade.",
    "Mr Lund and Ms Kerr discussed it in a {call} on Monday.",
    "The two sides begin a {second round} of talks on Friday.",
    "He went on {trial} in Leeds on Monday.",
    "Ms Kerr asked the mayor about it at a {briefing}.",
]


@pytest.mark.parametrize(("marked", "other"), [*((s, True) for s in OTHER), *((s, False) for s in SAME)])
def test_other_senses(marked: str, other: bool) -> None:
    """`marked`: the word in braces; `other`: whether it reports no meeting."""
    start, end = marked.index("{"), marked.index("}") - 1
    text = marked.replace("{", "").replace("}", "")
    span = Span(start, end)
    assert has_other_sense(text, Span(0, len(text)), Trigger(span, word_at(text, span))) is other
