"""Date expressions: sentence -> days, as seen from Wednesday 15 May 2024 unless said otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.text.dates import find_clock_times, find_dates, parse_date, resolve_period
from etl.text.dates.points import opening, point_patterns
from etl.text.period import Period
from etl.text.span import Span

WEDNESDAY = date(2024, 5, 15)
PUBLISHED = Period(WEDNESDAY, WEDNESDAY, "metadata")

# expression -> first..last day; `..x` and `x..` are open; `-` = found but not settled. One day is written once.
STATED = """
12 March 2024 => 2024-03-12
in the year to June 2023 => 2022-07-01..2023-06-30
the 12 months ended March 31, 2023 => 2022-04-01..2023-03-31
over the three months to the end of February 2024 => 2023-12-01..2024-02-29
six months ended 30 June 2023 => 2023-01-01..2023-06-30
12th March 2024 => 2024-03-12
12 March, 2024 => 2024-03-12
the 12th of March, 2024 => 2024-03-12
March 12, 2024 => 2024-03-12
March 12th, 2024 => 2024-03-12
Mar. 12, 2024 => 2024-03-12
12 Mar 2024 => 2024-03-12
Tuesday, March 12, 2024 => 2024-03-12
Tuesday 12 March 2024 => 2024-03-12
Sept. 9, 2021 => 2021-09-09
Sep 9 2021 => 2021-09-09
9 Sept 2021 => 2021-09-09
2024-03-12 => 2024-03-12
1999-12-31 => 1999-12-31
23/04/2024 => 2024-04-23
04/23/2024 => 2024-04-23
23.04.2024 => 2024-04-23
05/05/2023 => 2023-05-05
03/04/2024 => -
1 January 1900 => 1900-01-01
29 February 2024 => 2024-02-29
30 February 2024 => -
12-14 March 2024 => 2024-03-12..2024-03-14
12–14 March 2024 => 2024-03-12..2024-03-14
12 to 14 March 2024 => 2024-03-12..2024-03-14
March 12-14, 2024 => 2024-03-12..2024-03-14
March 12 to 14, 2024 => 2024-03-12..2024-03-14
March 12 and 13, 2024 => 2024-03-12..2024-03-13
from 12 March to 2 April 2024 => 2024-03-12..2024-04-02
from March 12, 2024 to April 2, 2024 => 2024-03-12..2024-04-02
March 12 to April 2, 2024 => 2024-03-12..2024-04-02
from 28 December to 3 January 2022 => 2021-12-28..2022-01-03
March 2024 => 2024-03-01..2024-03-31
in February 2023 => 2023-02-01..2023-02-28
in Feb. 2024 => 2024-02-01..2024-02-29
May 2021 => 2021-05-01..2021-05-31
April of 2019 => 2019-04-01..2019-04-30
August, 2018 => 2018-08-01..2018-08-31
early March 2023 => 2023-03-01..2023-03-10
mid-March 2023 => 2023-03-11..2023-03-20
late March 2023 => 2023-03-21..2023-03-31
the end of March 2023 => 2023-03-21..2023-03-31
at the beginning of June 2020 => 2020-06-01..2020-06-10
March to July 2023 => 2023-03-01..2023-07-31
between March and July 2023 => 2023-03-01..2023-07-31
from January to September 2022 => 2022-01-01..2022-09-30
January-September 2022 => 2022-01-01..2022-09-30
from November 2021 to February 2022 => 2021-11-01..2022-02-28
from November to February 2022 => 2021-11-01..2022-02-28
in April and May 2023 => 2023-04-01..2023-05-31
April, May and June 2023 => 2023-04-01..2023-06-30
in November, December, and January 2023 => 2022-11-01..2023-01-31
in December 2022 and January 2023 => 2022-12-01..2023-01-31
in late April and early May 2023 => 2023-04-21..2023-05-10
in April 2022 and May 2023 => -
in March 2023 and April => -
in April and July 2023 => -
in September or October 2023 => -
in May and June 2023, respectively => -
in 2019 => 2019-01-01..2019-12-31
in 1968 => 1968-01-01..1968-12-31
2030 => 2030-01-01..2030-12-31
early 2023 => 2023-01-01..2023-04-30
mid-2023 => 2023-05-01..2023-08-31
late 2023 => 2023-09-01..2023-12-31
the end of 2023 => 2023-12-01..2023-12-31
since 2007 => 2007-01-01..
since March 2020 => 2020-03-01..
since 24 February 2022 => 2022-02-24..
ever since 2011 => 2011-01-01..
since early 2022 => 2022-01-01..
from 2019 onwards => 2019-01-01..
until 2025 => ..2025-12-31
until March 2025 => ..2025-03-31
by 2047 => ..2047-12-31
by the end of 2030 => ..2030-12-31
before 1990 => ..1989-12-31
after 2015 => 2015-01-01..
through June 2024 => ..2024-06-30
as of October 2023 => 2023-10-01..2023-10-31
as of 1 October 2023 => 2023-10-01
between 2016 and 2021 => 2016-01-01..2021-12-31
from 2016 to 2021 => 2016-01-01..2021-12-31
2016-2021 => 2016-01-01..2021-12-31
2016–21 => 2016-01-01..2021-12-31
2023-24 => -
2023/24 => -
the first quarter of 2023 => 2023-01-01..2023-03-31
first-quarter 2023 => 2023-01-01..2023-03-31
the second quarter of 2023 => 2023-04-01..2023-06-30
Q3 2022 => 2022-07-01..2022-09-30
the fourth quarter of 2022 => 2022-10-01..2022-12-31
the last quarter of 2022 => 2022-10-01..2022-12-31
the first half of 2023 => 2023-01-01..2023-06-30
the second half of 2023 => 2023-07-01..2023-12-31
H1 2023 => 2023-01-01..2023-06-30
the first nine months of 2023 => 2023-01-01..2023-09-30
the first 11 months of 2021 => 2021-01-01..2021-11-30
the 1990s => 1990-01-01..1999-12-31
the late 1980s => 1987-01-01..1989-12-31
the early 2000s => 2000-01-01..2003-12-31
the mid-1970s => 1974-01-01..1976-12-31
the 19th century => 1801-01-01..1900-12-31
the 21st century => 2001-01-01..2100-12-31
Christmas Day 2022 => 2022-12-25
New Year's Eve, 2019 => 2019-12-31
summer 2023 => -
the winter of 2021 => -
fiscal 2024 => -
fiscal year 2023 => -
FY2024 => -
the 2023-24 season => -
the 2022/23 financial year => -
"""

RELATIVE = """
today => 2024-05-15
tonight => 2024-05-15
yesterday => 2024-05-14
tomorrow => 2024-05-16
last night => 2024-05-14
this morning => 2024-05-15
this afternoon => 2024-05-15
yesterday evening => 2024-05-14
the day before yesterday => 2024-05-13
the day after tomorrow => 2024-05-17
on Monday => 2024-05-13
on Tuesday => 2024-05-14
on Wednesday => 2024-05-15
on Thursday => 2024-05-09
on Friday => 2024-05-10
on Saturday => 2024-05-11
on Sunday => 2024-05-12
Monday morning => 2024-05-13
late on Tuesday => 2024-05-14
Tuesday night => 2024-05-14
last Monday => 2024-05-13
last Wednesday => 2024-05-08
last Thursday => 2024-05-09
next Monday => 2024-05-20
next Wednesday => 2024-05-22
this Friday => 2024-05-17
Friday last week => 2024-05-10
Monday next week => 2024-05-20
since Monday => 2024-05-13..
until Sunday => ..2024-05-12
by Tuesday => ..2024-05-14
this week => 2024-05-13..2024-05-19
last week => 2024-05-06..2024-05-12
next week => 2024-05-20..2024-05-26
earlier this week => 2024-05-13..2024-05-19
later this week => 2024-05-13..2024-05-19
last weekend => 2024-05-11..2024-05-12
next weekend => 2024-05-25..2024-05-26
this month => 2024-05-01..2024-05-31
last month => 2024-04-01..2024-04-30
next month => 2024-06-01..2024-06-30
earlier this month => 2024-05-01..2024-05-31
early this month => 2024-05-01..2024-05-10
late last month => 2024-04-21..2024-04-30
the end of this month => 2024-05-21..2024-05-31
this year => 2024-01-01..2024-12-31
last year => 2023-01-01..2023-12-31
next year => 2025-01-01..2025-12-31
earlier this year => 2024-01-01..2024-12-31
early this year => 2024-01-01..2024-04-30
late last year => 2023-09-01..2023-12-31
the end of this year => 2024-12-01..2024-12-31
by the end of this year => ..2024-12-31
by the end of the year => ..2024-12-31
until the end of the month => ..2024-05-31
before the end of the week => ..2024-05-19
by year-end => ..2024-12-31
before January => ..2023-12-31
between March 2023 and last week => 2023-03-01..2024-05-12
so far this year => 2024-01-01..2024-05-15
so far this month => 2024-05-01..2024-05-15
year to date => 2024-01-01..2024-05-15
this quarter => 2024-04-01..2024-06-30
last quarter => 2024-01-01..2024-03-31
next quarter => 2024-07-01..2024-09-30
this decade => 2020-01-01..2029-12-31
last decade => 2010-01-01..2019-12-31
this century => 2001-01-01..2100-12-31
March 12 => 2024-03-12
on 12 March => 2024-03-12
May 15 => 2024-05-15
May 16 => 2023-05-16
on June 30 => 2023-06-30
December 4 => 2023-12-04
Tuesday, March 12 => 2024-03-12
Saturday 4 May => 2024-05-04
March 3-5 => 2024-03-03..2024-03-05
3 to 5 March => 2024-03-03..2024-03-05
from March 21 to April 23 => 2024-03-21..2024-04-23
from March 21 to July 23 => 2023-03-21..2023-07-23
from December 28 to January 3 => 2023-12-28..2024-01-03
between January 10 and January 17 => 2024-01-10..2024-01-17
in March => 2024-03-01..2024-03-31
in May => 2024-05-01..2024-05-31
in October => 2023-10-01..2023-10-31
as of October => 2023-10-01..2023-10-31
since January => 2024-01-01..
until April => ..2024-04-30
at the end of January => 2024-01-21..2024-01-31
in mid-February => 2024-02-11..2024-02-20
in early March => 2024-03-01..2024-03-10
in late April => 2024-04-21..2024-04-30
last March => 2024-03-01..2024-03-31
last October => 2023-10-01..2023-10-31
next March => 2025-03-01..2025-03-31
next October => 2024-10-01..2024-10-31
this January => 2024-01-01..2024-01-31
March last year => 2023-03-01..2023-03-31
in January this year => 2024-01-01..2024-01-31
in November next year => 2025-11-01..2025-11-30
in April and May => 2024-04-01..2024-05-31
in both April and May => 2024-04-01..2024-05-31
in April, May and June => 2023-04-01..2023-06-30
in May and June => 2023-05-01..2023-06-30
in December and January => 2023-12-01..2024-01-31
in March and April last year => 2023-03-01..2023-04-30
this April and May => 2024-04-01..2024-05-31
between April and June => 2023-04-01..2023-06-30
between April and June this year => 2024-04-01..2024-06-30
in April-May => 2024-04-01..2024-05-31
in early April and May => -
in April and July => -
in April or May => -
last April and May => -
next September and October => -
between last April and June => -
in December and January last year => -
in March and April of the following year => -
January to March => 2024-01-01..2024-03-31
from January to April => 2024-01-01..2024-04-30
in the first quarter => 2024-01-01..2024-03-31
in the second quarter => 2024-04-01..2024-06-30
in the third quarter => 2023-07-01..2023-09-30
in the fourth quarter => 2023-10-01..2023-12-31
the first quarter of this year => 2024-01-01..2024-03-31
the second quarter of last year => 2023-04-01..2023-06-30
the first half of this year => 2024-01-01..2024-06-30
the second half of last year => 2023-07-01..2023-12-31
the first three months of this year => 2024-01-01..2024-03-31
the first nine months of last year => 2023-01-01..2023-09-30
two days ago => 2024-05-13
three weeks ago => 2024-04-22..2024-04-28
two months ago => 2024-03-01..2024-03-31
10 years ago => 2014-01-01..2014-12-31
a year ago => 2023-01-01..2023-12-31
a month ago => 2024-04-01..2024-04-30
the past two years => 2022-05-16..2024-05-15
over the past decade => 2014-05-16..2024-05-15
in the last six months => 2023-11-16..2024-05-15
during the past 30 days => 2024-04-16..2024-05-15
in the past week => 2024-05-09..2024-05-15
over the last year => 2023-05-16..2024-05-15
the last 12 months => 2023-05-16..2024-05-15
the next two years => 2024-05-15..2026-05-15
in the next six months => 2024-05-15..2024-11-15
over the coming three weeks => 2024-05-15..2024-06-05
Christmas Day => 2023-12-25
New Year's Day => 2024-01-01
a year earlier => -
two weeks later => -
three days before => -
the year before => -
the previous year => -
the following month => -
the previous day => -
the same period last year => -
the same period a year earlier => -
that year => -
recent years => -
this summer => -
last winter => -
next spring => -
the fiscal year => -
this financial year => -
"""

FORWARD = """
on Friday => 2024-05-17
on Wednesday => 2024-05-15
on Monday => 2024-05-20
on Thursday night => 2024-05-16
next Monday => 2024-05-20
June 30 => 2024-06-30
on 4 December => 2024-12-04
March 12 => 2025-03-12
in July => 2024-07-01..2024-07-31
in March => 2025-03-01..2025-03-31
in June and July => 2024-06-01..2024-07-31
in April and May => 2024-04-01..2024-05-31
in December and January => 2024-12-01..2025-01-31
in mid-August => 2024-08-11..2024-08-20
May 20-24 => 2024-05-20..2024-05-24
from 3 to 5 June => 2024-06-03..2024-06-05
tomorrow => 2024-05-16
last Monday => 2024-05-13
in 2026 => 2026-01-01..2026-12-31
New Year's Eve => 2024-12-31
"""

# Words that look like dates and are none, or hold none.
NO_DATES = """
They may meet again.
Soldiers march past the palace.
2000 people came.
It cost $2024.
Flight 2021 was late.
Call 999 at once.
She won by 3-1.
He is 23.
Version 10.1.2 is out.
The sun set behind the hill.
An august body of scholars.
They sat down to eat.
About 1,990 cows died.
Room 1984 is empty.
nearly 1900 tonnes of rice
April Duquette spoke first.
June Lockhart sang.
April and June sang.
He was second.
Rule 12.4 applies.
The 2.5 per cent rise held.
#2024 trended
It weighs 1999.5 grams.
""".strip().splitlines()


def rows(table: str) -> list[tuple[str, str]]:
    """Lines of a table as (expression, expected)."""
    return [(left.strip(), right.strip()) for line in table.strip().splitlines() for left, right in [line.split("=>")]]


def days(expected: str) -> tuple[date | None, date | None] | None:
    """The expected days of one row."""
    if expected == "-":
        return None
    first, _, last = expected.partition("..")
    start = date.fromisoformat(first) if first else None
    return (start, start) if ".." not in expected else (start, date.fromisoformat(last) if last else None)


def bounds(period: Period | None) -> tuple[date | None, date | None] | None:
    """Start and end of a period, to compare."""
    return (period.start, period.end) if period else None


def test_the_table_is_large() -> None:
    assert len(rows(STATED) + rows(RELATIVE) + rows(FORWARD)) + len(NO_DATES) >= 250


@pytest.mark.parametrize(("expression", "expected"), rows(STATED))
def test_stated_dates_need_no_publication_date(expression: str, expected: str) -> None:
    found = find_dates(f"They met {expression}, he said.")
    assert len(found) == 1
    period = resolve_period(found[0])
    assert bounds(period) == days(expected)
    assert period is None or period.basis == "stated"


@pytest.mark.parametrize(("expression", "expected"), rows(RELATIVE))
def test_relative_dates_hang_on_the_publication_date(expression: str, expected: str) -> None:
    found = find_dates(f"They met {expression}, he said.")
    assert len(found) == 1
    assert bounds(resolve_period(found[0], PUBLISHED)) == days(expected)
    assert resolve_period(found[0]) is None


@pytest.mark.parametrize(("expression", "expected"), rows(FORWARD))
def test_dates_to_come_are_read_forwards(expression: str, expected: str) -> None:
    found = find_dates(f"They will meet {expression}, he said.")
    assert len(found) == 1
    assert bounds(resolve_period(found[0], PUBLISHED, future=True)) == days(expected)


@pytest.mark.parametrize("sentence", NO_DATES)
def test_no_date(sentence: str) -> None:
    assert find_dates(sentence) == ()


@pytest.mark.parametrize(("expression", "expected"), rows(RELATIVE)[:60:7])
def test_words_may_be_passed_instead_of_an_expression(expression: str, expected: str) -> None:
    assert bounds(resolve_period(expression, PUBLISHED)) == days(expected)


@pytest.mark.parametrize("expression", ["Monday", "yesterday", "this week", "March 12", "two days ago", "last weekend"])
def test_a_publication_month_settles_no_day(expression: str) -> None:
    month = Period(date(2024, 3, 1), date(2024, 3, 31), "stated")
    assert resolve_period(expression, month) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("last year", "2023-01-01..2023-12-31"),
        ("last month", "2024-02-01..2024-02-29"),
        ("in January", "2024-01-01..2024-01-31"),
        ("April 2", "2023-04-02"),
    ],
)
def test_a_publication_month_settles_what_holds_all_month(expression: str, expected: str) -> None:
    month = Period(date(2024, 3, 1), date(2024, 3, 31), "stated")
    assert bounds(resolve_period(expression, month)) == days(expected)


def test_several_dates_in_one_text() -> None:
    text = "From 3 May 2021 it took until June 2022; on Monday they met at 3pm, and 2,000 people came in 2023."
    assert [item.text for item in find_dates(text)] == ["3 May 2021", "until June 2022", "Monday", "2023"]


def test_months_beside_a_day_stay_apart() -> None:
    text = "It rained in April and on 3 May, in June and July 4, in July, and again in August 2023."
    assert [item.text for item in find_dates(text)] == ["April", "3 May", "June", "July 4", "July", "August 2023"]


def test_a_span_limits_the_search() -> None:
    text = "In 2019 and in 2020 they met."
    assert [item.text for item in find_dates(text, Span(12, len(text)))] == ["2020"]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("in 2019 and 2020", ("2019-01-01", "2020-12-31")),
        ("in 2019 and 2021", None),
        ("in 2019 and 2020 respectively", None),
        ("on Wednesday and Thursday", ("2024-05-15", "2024-05-16")),
        ("on Monday and Friday", None),
    ],
)
def test_a_pair_is_one_stretch_only_where_the_second_follows_at_once(words: str, period: tuple[str, str] | None) -> None:
    found = resolve_period(words, Period(date(2024, 5, 17), date(2024, 5, 17), "sidecar"))
    assert (found and (str(found.start), str(found.end))) == period


def test_a_phrase_of_two_dates_has_no_single_period() -> None:
    assert parse_date("in 2019 and again in March 2021") is None
    assert resolve_period("in 2019 and again in March 2021", PUBLISHED) is None


def test_a_weekday_that_contradicts_the_date_looks_to_the_other_side() -> None:
    # 20 May 2024 is a Monday, 20 May 2023 a Saturday.
    assert bounds(resolve_period("Monday, May 20", PUBLISHED)) == (date(2024, 5, 20), date(2024, 5, 20))
    assert resolve_period("Tuesday, May 20", PUBLISHED) is None


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("at 3pm and 4:30 p.m.", ["3pm", "4:30 p.m."]),
        ("from 14:00 to 15:30 GMT", ["14:00", "15:30 GMT"]),
        ("at 0730 GMT", ["0730 GMT"]),
        ("at nine o'clock", ["nine o'clock"]),
        ("at 3.10am", ["3.10am"]),
        ("at ten to seven", ["ten to seven"]),
        ("he is 46", []),
        ("a 2-1 win", []),
        ("about 12 people", []),
    ],
)
def test_clock_times(text: str, times: list[str]) -> None:
    assert [span.of(text) for span in find_clock_times(text)] == times


day_strategy = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(day=day_strategy, style=st.sampled_from(["%-d %B %Y", "%B %-d, %Y", "%-d %b %Y", "%A, %B %-d, %Y", "%Y-%m-%d", "%b. %-d, %Y"]))
@settings(max_examples=200, deadline=None)
def test_every_printed_day_reads_back(day: date, style: str) -> None:
    period = resolve_period(f"on {day.strftime(style).replace('May.', 'May')}")
    assert bounds(period) == (day, day)


@given(published=day_strategy, back=st.integers(0, 6))
@settings(max_examples=100, deadline=None)
def test_a_bare_weekday_is_the_latest_on_or_before_publication(published: date, back: int) -> None:
    day = published - timedelta(back)
    period = resolve_period(f"on {day:%A}", Period(published, published, "metadata"))
    assert bounds(period) == (day, day)


@given(published=day_strategy, day=day_strategy)
@settings(max_examples=100, deadline=None)
def test_a_date_without_a_year_is_never_after_publication_unless_asked(published: date, day: date) -> None:
    words, at = f"{day:%B} {day.day}", Period(published, published, "metadata")
    past, future = resolve_period(words, at), resolve_period(words, at, future=True)
    assert past is None or (past.start is not None and past.start <= published)
    assert future is None or (future.start is not None and future.start >= published)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("since the mill reopened on 16 April", date(2024, 4, 16), None),
        ("at present", WEDNESDAY, WEDNESDAY),
        ("now", WEDNESDAY, WEDNESDAY),
    ],
)
def test_a_phrase_as_a_whole_may_say_more_than_its_date(phrase: str, first: date, last: date | None) -> None:
    assert resolve_period(phrase, PUBLISHED) == Period(first, last, "relative")


@pytest.mark.parametrize("phrase", ["at the end of the year", "the end of the month", "now and then", "nowhere"])
def test_what_may_be_of_any_time_is_none(phrase: str) -> None:
    assert resolve_period(phrase, PUBLISHED) is None


@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for name, pattern, _ in point_patterns()])
def test_every_point_opens_as_points_do(name: str, pattern: str) -> None:
    """The quick look for where a date may begin passes over nothing that a pattern reads."""

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")))
    def check(words: str) -> None:
        assert opening().match(words.lower()), name

    check()
