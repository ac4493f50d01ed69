"""Meetings: who met whom, where, when, on the margin of what.

Every word that reports a meeting is read in its sentence into a `Report` (kind, status, sides, place, time); reports of the same event are
then joined, so that one real-world event is one `Meeting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from etl.extract.analysis import Analysis
from etl.extract.facts import Meeting, Mention
from etl.extract.meetings.grouping import group_reports
from etl.extract.meetings.reports import read_reports
from etl.text.span import Span

Who = Callable[[Span], int | None]
"""Says which entity of the article stands at a span (a name, pronoun or noun phrase), or None where that is not sure."""


def find_meetings(analysis: Analysis, mentions: Sequence[Mention], who: Who) -> tuple[Meeting, ...]:
    """Meetings of one article in text order; generic and hypothetical ones are none."""
    return group_reports(analysis, read_reports(analysis, mentions), who)
