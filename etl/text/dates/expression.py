"""What a date expression says, before anyone asks which days it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl.text.span import Span

Unit = Literal["day", "weekend", "week", "month", "quarter", "half", "year", "decade", "century", "season", "fiscal", "unknown"]
Relation = Literal["at", "since", "until", "between", "window", "run"]


@dataclass(frozen=True, slots=True)
class Point:
    """One stretch of the calendar as far as the words settle it.

    `unit` is the grain. Absent fields are not said. `number`: which quarter or half, or how many months from the year's start
    (`first nine months`). `shift`: that many units from the publication date (`last week` = -1), weeks for a weekday (`next Friday` = 1).
    `part`: `early mid late end` of it. `anchored` is False where the words hang on another date of the text (`a year earlier`).
    """

    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    number: int | None = None
    shift: int | None = None
    part: str | None = None
    anchored: bool = True


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words that mean a time. `at`: within `start`; `since`/`until`: open to one side; `between`: from `start` to `end`;

    `run`: `count` months that end with `start` (`the year to June`);
    `window`: `count` units of `start.unit` up to the publication date (`the past two years`), after it when `count` is negative.
    """

    span: Span
    text: str
    relation: Relation
    start: Point
    end: Point | None = None
    count: int = 0
    lead: int = 0  # characters of a `run` before the words of the calendar: `the year to | June`
