"""Meetings: who met whom, where, when, on the margin of what.

Every word that reports a meeting is read in its sentence; reports of one event are joined (`sameness`), and the event gets
sides (`participants`), state and kind (`nature`), place, time and parent (`setting`). Each decision is a small learned scorer
over named features, whose weights stand in `etl/lexicon/meeting_weights.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.extract.facts import Meeting, Mention
from etl.extract.meetings.assemble import read_meetings
from etl.extract.meetings.propose import all_triggers
from etl.extract.meetings.scene import Entities, Scene
from etl.extract.meetings.triggers import find_triggers

__all__ = ["Entities", "find_meetings"]


def find_meetings(analysis: Analysis, mentions: Sequence[Mention], who: Entities) -> tuple[Meeting, ...]:
    """Meetings of one article in text order; generic and hypothetical ones are none. `who` says which entity stands at a span."""
    triggers = all_triggers(analysis, mentions, find_triggers(analysis))
    return read_meetings(Scene(analysis, mentions, who, triggers)) if triggers else ()
