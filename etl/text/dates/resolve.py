"""Works out which days a date expression means. Never guesses: what text and publication date leave open stays None."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from etl.text.dates.expression import DateExpression, Point
from etl.text.dates.find import parse_date
from etl.text.period import Period

Days = tuple[date, date]


def resolve_period(expression: str | DateExpression, published: Period | None = None, future: bool = False) -> Period | None:
    """The days that `expression` means, both bounds inclusive and None where open, or None when the text does not settle them.

    `published` is when the text came out; it may be a whole month, and then `Monday` stays unsettled. `future`: the expression dates
    something still to come (`will meet on Friday`), so that bare weekdays and year-less dates are read forwards.
    """
    item = parse_date(expression) if isinstance(expression, str) else expression
    return resolve_expression(item, published, future) if item else None


def resolve_expression(item: DateExpression, published: Period | None = None, future: bool = False) -> Period | None:
    """As `resolve_period`, for words already parsed."""
    if _is_stated(item.start) and (item.end is None or _is_stated(item.end)) and item.relation != "window":
        return _as_period(item, _bounds(item, date.min, future), "stated")
    if published is None or published.start is None or published.end is None:
        return None
    first = _bounds(item, published.start, future)
    # A publication known only to the month settles what holds from its first to its last day.
    if first is None or (published.end != published.start and first != _bounds(item, published.end, future)):
        return None
    return _as_period(item, first, "relative")


def _is_stated(point: Point) -> bool:
    """Whether the text prints the year itself."""
    return point.year is not None


def _as_period(item: DateExpression, days: Days | None, basis: str) -> Period | None:
    if days is None:
        return None
    start, end = days
    if item.relation == "since":
        return Period(start, None, basis)
    if item.relation == "run":
        first = _moved(end + timedelta(1), "month", -item.count)
        return Period(first, end, basis) if first else None
    if item.relation == "until":
        # `before 1990` ends with 1989, `before the end of the year` with the year
        is_before = item.text.lower().startswith("before ") and item.start.part != "end"
        return Period(None, start - timedelta(1) if is_before else end, basis)
    return Period(start, end, basis)


def _bounds(item: DateExpression, today: date, future: bool) -> Days | None:
    """First and last day of the whole expression as seen from `today`."""
    try:
        if item.relation == "window":
            return _window(item, today)
        start = _days_of(item.start, today, future)
        if item.end is None or start is None:
            return start
        end = _days_of(item.end, today, future)
    except (ValueError, OverflowError):  # `30 February`, `the year 0`
        return None
    if end is None:
        return None
    if start[0] > end[1] and item.start.year is None and item.start.shift is None:  # `between last April and June` stays open
        start = (
            _days_of(replace(item.start, year=end[1].year if end[1].month >= start[0].month else end[1].year - 1), today, future) or start
        )
    return (start[0], end[1]) if start[0] <= end[1] else None


def _window(item: DateExpression, today: date) -> Days | None:
    """`the past two years`: that many units up to `today`; forwards when the count is negative."""
    other = _moved(today, item.start.unit, -item.count)
    if other is None:
        return None
    return (other + timedelta(1), today) if item.count > 0 else (today, other)


def _moved(day: date, unit: str, count: int) -> date | None:
    """`day` moved by `count` units; the last of February stands in for the 29th."""
    if unit in {"day", "week"}:
        return day + timedelta(count * (7 if unit == "week" else 1))
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit)
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + count * months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days_of(point: Point, today: date, future: bool) -> Days | None:
    """First and last day of one point as seen from `today`."""
    if not point.anchored or point.unit in {"unknown", "fiscal", "season"}:
        return None
    if point.unit == "day":
        day = _day(point, today, future)
        return (day, day) if day else None
    days = _stretch(point, today, future)
    if days is None or point.part is None:
        return days
    return (days[0], today) if point.part == "so_far" else _third(days, point.part)


# --- days ------------------------------------------------------------------------------------------------------------------------


def _day(point: Point, today: date, future: bool) -> date | None:
    if point.month and point.day:
        return _calendar_day(point, today, future)
    if point.weekday is not None:
        return _weekday(point, today, future)
    return today + timedelta(point.shift) if point.shift is not None else None


def _calendar_day(point: Point, today: date, future: bool) -> date | None:
    """`12 March`: in the printed year, else the nearest on the asked side of `today` that fits a printed weekday."""
    assert point.month
    assert point.day
    if point.year is not None:
        return date(point.year, point.month, point.day)
    years = (today.year, today.year + 1) if future else (today.year, today.year - 1)
    near = [day for year in years if (day := _safe(year, point.month, point.day))]
    near = [day for day in near if (day >= today if future else day <= today)]
    if point.weekday is not None and near and near[0].weekday() != point.weekday:
        # The weekday contradicts this reading; the other side of `today` may fit it, else nothing is settled.
        other = [_safe(today.year + step, point.month, point.day) for step in (0, 1, -1)]
        return next((day for day in other if day and day.weekday() == point.weekday and abs((day - today).days) < 200), None)
    return near[0] if near else None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(point: Point, today: date, future: bool) -> date:
    """`Monday`: the latest on or before `today`; `last Monday` before it, `next Monday` after it; `Monday last week` in that week."""
    assert point.weekday is not None
    monday = today - timedelta(today.weekday())
    if point.shift is not None and (point.number == 1 or point.shift == 0):
        return monday + timedelta(point.weekday + 7 * point.shift)
    back = (today.weekday() - point.weekday) % 7
    if point.shift == -1:
        return today - timedelta(back or 7)
    ahead = (point.weekday - today.weekday()) % 7
    if point.shift == 1:
        return today + timedelta(ahead or 7)
    return today + timedelta(ahead) if future else today - timedelta(back)


# --- longer stretches ------------------------------------------------------------------------------------------------------------


def _stretch(point: Point, today: date, future: bool) -> Days | None:
    if point.unit in {"week", "weekend"}:
        return _week(point, today)
    if point.unit == "month" and point.month is None:
        moved = _moved(today, "month", point.shift or 0)
        return _month_days(moved.year, moved.month) if moved else None
    if point.unit == "month":
        return _named_month(point, today, future)
    if point.unit in {"quarter", "half"}:
        return _year_part(point, today, future)
    length = {"year": 1, "decade": 10, "century": 100}[point.unit]
    if point.year is not None:
        first = point.year
    else:
        first = (today.year + (point.shift or 0) * length) // length * length + (1 if length == 100 else 0)
    return date(first, 1, 1), date(first + length - 1, 12, 31)


def _week(point: Point, today: date) -> Days | None:
    monday = today - timedelta(today.weekday()) + timedelta(7 * (point.shift or 0))
    if point.unit == "week":
        return monday, monday + timedelta(6)
    # On a Saturday or Sunday nobody can tell which `last weekend` and `this weekend` are meant.
    return None if today.weekday() >= 5 else (monday + timedelta(5), monday + timedelta(6))


def _month_days(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _named_month(point: Point, today: date, future: bool) -> Days:
    """`March`: printed or shifted year, else the nearest that has begun (not yet ended, when `future`)."""
    assert point.month
    if point.year is not None:
        return _month_days(point.year, point.month)
    if point.shift is not None and (point.number == 0 or point.shift == 0):  # `March last year`, `this March`
        return _month_days(today.year + point.shift, point.month)
    if point.shift == -1:  # `last March`: the latest that is over
        return _month_days(today.year - (point.month >= today.month), point.month)
    if point.shift == 1 or future:
        return _month_days(today.year + (point.month < today.month or (point.shift == 1 and point.month == today.month)), point.month)
    return _month_days(today.year - (point.month > today.month), point.month)


def _year_part(point: Point, today: date, future: bool) -> Days | None:
    """A quarter or half of a printed or relative year; without one the latest that has begun."""
    length = 3 if point.unit == "quarter" else 6
    if point.number is None:
        moved = _moved(today, "month", length * (point.shift or 0))
        return _months_from(moved.year, (moved.month - 1) // length * length + 1, length) if moved else None
    first = (point.number - 1) * length + 1
    if point.year is not None:
        return _months_from(point.year, first, length)
    if point.shift is not None:
        return _months_from(today.year + point.shift, first, length)
    begun = first <= today.month
    return _months_from(today.year - (0 if begun or future else 1), first, length)


def _months_from(year: int, month: int, count: int) -> Days:
    return date(year, month, 1), _month_days(year, month + count - 1)[1]


def _third(days: Days, part: str) -> Days:
    """Early, middle or late third of a stretch of months; `end of` a year is its last month, `end of` a month its last ten days or so."""
    start, end = days
    if (end - start).days < 8:
        return days
    if start.month == end.month and start.year == end.year:
        cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day), "end": (21, end.day)}[part]
        return start.replace(day=cuts[0]), start.replace(day=cuts[1])
    if start.year == end.year:
        months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (12, 12)}[part]
        return date(start.year, months[0], 1), _month_days(start.year, months[1])[1]
    years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "end": (9, 9)}[part]
    scale = 1 if end.year - start.year < 10 else 10
    return date(start.year + years[0] * scale, 1, 1), date(min(end.year, start.year + years[1] * scale + scale - 1), 12, 31)
