"""Publication dates as machines write them: ISO 8601, RFC 2822, seconds since 1970; and as people do in a column of dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate

from etl.readers.sidecar import parse_published
from etl.text.dates import find_dates, resolve_expression
from etl.text.period import Period

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d|$)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}.*)?$")
_YEARS = range(1600, 2100)
_ZERO = re.compile(r"1970-01-01T00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?$")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?$")
# `/2024/10/31/`, `/2024-10-31-`, `/20241031/`: a date in an address; `/2024/10/` alone is the month.
_FIGURES = re.compile(r"(?<![\d:.+-])\d+(?![\d:.]|\s*[ap]\.?m)", re.I)
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/-])")


def parse_moment(words: str, basis: str) -> Period | None:
    """The day (or month, or year) that `words` state, as printed there and not moved to another time zone; None where they state none.

    Programs that know no date write their zero: `0001-01-01T00:00:00`, `1970-01-01T00:00:00Z`, `9999-12-31`. These state none.
    """
    found = _moment(words.strip(), basis)
    is_zero = found is not None and found.start is not None and (found.start.year not in _YEARS or bool(_ZERO.match(words.strip())))
    return None if is_zero else found


def _moment(words: str, basis: str) -> Period | None:
    plain = parse_published(words, basis)
    if plain is not None:
        return plain
    if match := _ISO.match(words):
        return parse_published(match[1], basis)
    if match := _EPOCH.match(words):
        day = datetime.fromtimestamp(int(match[1]), UTC).date()
        return Period(day, day, basis)
    if match := _COMPACT.match(words):
        return parse_published("-".join(match.groups()), basis)
    return _mail_date(words, basis) or _written(words, basis)


def _mail_date(words: str, basis: str) -> Period | None:
    """`Thu, 31 Oct 2024 07:05:00 +0700`."""
    parsed = parsedate(words) if re.search(r"\d{4}.*\d\d:\d\d", words) else None
    try:
        day = date(*parsed[:3]) if parsed else None
    except ValueError:
        return None
    return Period(day, day, basis) if day else None


def _written(words: str, basis: str) -> Period | None:
    """`31 October 2024`, `Oct 31, 2024 at 7:05`: one single date with its year, and no figures beside it but a time (`35 Nov 2024`)."""
    dates = [item for item in find_dates(words) if item.relation == "at"]
    periods = [period for item in dates if (period := resolve_expression(item)) is not None and period.start is not None]
    rest = words if len(dates) != 1 else words[: dates[0].span.start] + words[dates[0].span.end :]
    return Period(periods[0].start, periods[0].end, basis) if len(periods) == 1 and len(words) < 80 and not _FIGURES.search(rest) else None


def date_in_url(url: str) -> tuple[str, Period] | None:
    """The date that a web address carries, as written and as days with basis `url`; None without one."""
    match = _IN_URL.search(url)
    period = parse_published("-".join(part for part in match.groups() if part), "url") if match else None
    return (match[0].strip("/-"), period) if match and period else None
