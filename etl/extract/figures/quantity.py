"""One number with all that belongs to it, before anyone asks what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from etl.text.numbers import Number
from etl.text.span import Span

Kind = Literal["money", "percent", "measure", "time", "count", "bare", "ordinal", "fraction", "times", "occasions", "age", "score", "ratio"]

TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute", "second", "century", "generation", "weekend", "millisecond"})
PERCENT_UNITS = frozenset({"percent", "percentage_point", "basis_point"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it measures. `core` = number and unit; `span` = with comparator and per-phrase; `noun` = the counted noun phrase."""

    number: Number
    core: Span
    span: Span
    value: float
    unit: str
    kind: Kind
    value_max: float | None = None
    comparator: str = "eq"
    per: str | None = None
    noun: Span | None = None
