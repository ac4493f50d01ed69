"""Dates in English text: find the words, and resolve them against the day of publication. One resolver for figures, meetings and quotes."""

from etl.text.dates.expression import DateExpression, Point
from etl.text.dates.find import find_clock_times, find_dates, parse_date
from etl.text.dates.resolve import resolve_expression, resolve_period

__all__ = ["DateExpression", "Point", "find_clock_times", "find_dates", "parse_date", "resolve_expression", "resolve_period"]
