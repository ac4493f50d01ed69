"""The single calendar points that English prints, each as one pattern and the builder of what it says.

`POINTS` lists them longest reading first; `find` compiles them into one expression, so that a text is scanned once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from etl.lexicon import load_yaml
from etl.text.dates.expression import Point, Unit
from etl.text.patterns import by_letter

Groups = Mapping[str, str | None]
Builder = Callable[[Groups], "tuple[Point, Point | None] | None"]

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TH = r"(?:st|nd|rd|th)?"
_TO = r"(?: ?[-–] ?| to | until | through | and )"
_COUNT = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|\d{1,3})"
_NTH = r"(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th|Q?[1-4](?=Q| ?quarter))"


def _names(section: str) -> str:
    words = sorted((re.escape(w) for w in load_yaml("dates.yaml")[section]), key=len, reverse=True)
    return "(?:" + "|".join(words) + ")"


@lru_cache(maxsize=1)
def point_patterns() -> tuple[tuple[str, str, Builder], ...]:
    """(name, pattern, builder) of every kind of point, in the order in which they are tried."""
    month, weekday, shift, part = rf"{_names('months')}\b\.?", rf"{_names('weekdays')}\b\.?", _names("shifts"), _names("parts")
    fiscal, hanging, season = _names("fiscal"), _names("hanging_units"), _names("seasons")
    week_day = rf"(?:(?P<wd>{weekday}),? (?:the )?)?"
    anchor = rf"(?P<anchor>{_YEAR}\b(?![.,]?\d)|(?:the )?(?:{shift}|same|previous) year(?!-)|the year)"
    of_year = rf"(?:,? (?:of |in )?{anchor})?"
    listed = _listed_month().replace("?P<part>", "?:").replace("?P<mon>", "?:").replace("?P<y>", "?:")
    return (
        ("iso", rf"(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>{_DAY})(?!\d|-)", _ymd),
        ("dmy", rf"{week_day}(?P<d>{_DAY}){_TH}(?:{_TO}(?P<d2>{_DAY}){_TH})?(?: of)?[ -](?P<mon>{month})"
                rf"(?:(?:,? of|,|-)? ?(?P<y>{_YEAR})\b(?![.,]?\d))?", _ymd),
        ("mdy", rf"{week_day}(?P<mon>{month}) (?:the )?(?P<d>{_DAY}){_TH}(?:{_TO}(?P<d2>{_DAY}){_TH})?(?![\w%]|[.,:]\d)"
                rf"(?:,? (?P<y>{_YEAR})\b(?![.,]?\d))?", _ymd),
        ("numeric", rf"(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{_YEAR}|\d\d)(?![\d/.]\d|\d)", _numeric),
        ("holiday", rf"(?P<holiday>{_names('holidays')})(?:,? (?P<y>{_YEAR})\b)?", _holiday),
        ("fiscal", rf"(?:the )?(?:(?:{shift}|previous|first|second) )?{fiscal}(?: year)?s? (?:20)?\d\d(?:[-–/]\d\d(?:\d\d)?)?(?!\d)"
                   rf"|(?:the )?(?:{shift} )?{fiscal} year\b|\bFY ?(?:20)?\d\d(?:[-–/]\d\d)?\b"
                   rf"|(?:the )?(?:20|19)\d\d/\d\d\b(?: (?:season|{fiscal} year))?"
                   rf"|(?:the )?(?:20|19)\d\d[-–]\d\d (?:season|{fiscal})(?: year)?", _fiscal),
        ("quarter", rf"(?:the )?(?:(?P<n>{_NTH})[ -]?quarter|Q(?P<q>[1-4])|(?P<q2>[1-4])Q)\b(?!-final)(?: of)?{of_year}", _quarter),
        ("half", rf"(?:the )?(?:(?P<n>first|second|1st|2nd) half|H(?P<q>[12]))(?: of|,)? {anchor}", _half),
        ("months", rf"(?:the )?first (?P<n>{_COUNT}) months of {anchor}", _months),
        ("listed", rf"(?<!between )(?:(?P<lead>last|next|this) )?(?P<months>{listed}(?:, {listed})*,? (?P<link>and|or) {listed})"
                   rf"(?: (?:of |in )?(?P<shift>last|this|next|the (?:same|previous|following)) year)?(?! (?:the )?\d)"
                   rf"(?=(?P<each>,? {_names('each_its_own')}\b)?)", _listed),
        ("my", rf"(?:(?P<part>{part})[ -])?(?P<mon>{month})(?:,? (?:of )?)(?P<y>{_YEAR})\b(?![.,]?\d)", _month),
        ("mshift", rf"(?:(?P<part>{part})[ -])?(?P<shift>last|next|this) (?P<mon>{month})(?! \d)"
                   rf"|(?:(?P<part2>{part})[ -])?(?P<mon2>{month})(?: of)? "
                   r"(?P<shift2>last|this|next|the (?:same|previous|following)) year", _month),
        ("decade", r"(?:(?:the )?(?P<part>early|mid|late)[ -]|the )?(?P<y>(?:1[5-9]|20)\d0)['’]?s\b"
                   r"|(?:the )?(?P<y2>1[5-9]00|2000)s\b", _decade),
        ("century", r"(?:the )?(?:(?P<part>early|mid|late)[ -])?(?P<n>1\d|20|21|[1-9])(?:st|nd|rd|th)[ -]century", _century),
        ("ago", rf"(?P<n>{_COUNT}) (?P<unit>day|week|month|year|decade)s? ago\b(?P<wk> (?:on|last) {weekday})?", _ago),
        ("eday", rf"(?P<day>{_names('days')})\b", _day),
        ("hanging", rf"(?:{_COUNT} (?:day|week|month|year|decade)s? (?:earlier|later|before|prior)"
                    rf"|the (?:previous|following|preceding|same) {hanging}|the (?:year|month|week|day) (?:before|after|earlier)"
                    r"|(?:a )?year[- ]earlier|that (?:day|week|month|year)"
                    rf"|the same period(?: (?:of |in )?(?:last year|a year earlier|{_YEAR}))?|the year to date)\b", _hanging),
        ("window", rf"(?:(?:over|in|during|for|within) )?(?:the |these )?(?P<shift>last|past|next|coming|previous|recent)"
                   rf"(?: (?P<n>{_COUNT}))? (?P<unit>day|week|month|year|decade|quarter)s\b"
                   r"|(?:over|in|during|within) the (?P<shift2>last|past|next|coming) (?P<unit2>week|month|year|decade)\b", _window),
        ("end", r"(?:the )?end of the (?P<unit>year|month|week)|(?P<unit2>year)(?:[- ]|['’]s )end\b", _end),
        ("so_far", r"so far (?P<shift>this) (?P<unit>year|month|week|quarter)|(?P<unit2>year)[- ]to[- ]date", _so_far),
        ("shift", rf"(?:(?:(?P<part>{part})|earlier|later|(?:at )?the end) )?(?P<shift>{shift}) "
                  r"(?P<unit>week|weekend|month|quarter|year|decade|century)(?!-(?:old|long|end)|['’]s (?:day|eve))\b", _shift),
        ("wshift", rf"(?:early |late )?(?:on )?(?P<shift>last|next|this|this coming) (?P<wd>{weekday})"
                   rf"|(?P<wd2>{weekday}) (?P<shift2>last|next|this) week", _weekday),
        ("season", rf"(?:(?:the |{shift} |early |late )*)(?P<season>{season}) (?:of )?(?P<y>{_YEAR})\b"
                   rf"|(?:last|next|this) (?P<season2>{season})\b", _season),
        ("weekday", rf"(?P<wd>{weekday})(?: (?:morning|afternoon|evening|night|lunchtime))?\b", _weekday),
        ("pmonth", rf"(?P<part>{part})[ -](?P<mon>{month})", _month),
        ("pyear", rf"(?:(?P<part>{part})[ -])(?P<y>{_YEAR})\b(?![.,]?\d)", _year),
        ("years", rf"(?P<y>{_YEAR})(?: ?[-–] ?)(?P<y2>{_YEAR}|\d\d)(?![\w-]|[.,]\d)", _years),
        ("year", rf"(?P<y>{_YEAR})(?![\w/-]|[.,:]\d|[.]?%)", _year),
        ("month", rf"(?P<mon>{month})", _month),
    )  # fmt: skip


@lru_cache(maxsize=1)
def opening() -> re.Pattern[str]:
    """What every point begins with, in lower-case text, quick to look for: a digit or one of some words, after `the`, `in` and so on."""
    data = load_yaml("dates.yaml")
    sections = ("months", "weekdays", "shifts", "parts", "fiscal", "hanging_units", "seasons", "holidays", "days")
    listed = {re.match(r"\w+", word.removeprefix("the ")).group() for section in sections for word in data[section]}  # type: ignore[union-attr]
    words = listed | set(re.findall("[a-z]{3,}", _NTH)) | set(_OPENING.split())
    units = "(?:day|week|month|year|decade|quarter)"  # numbers and `that` begin nothing else: `two weeks ago`, `that year`
    counts = "|".join(re.findall("[a-z]{3,}", _COUNT))
    # A word ends there, or with its plural or a glued `quarter`: `mon` does not begin `money`.
    return re.compile(
        r"(?<![\w.$£€¥#/])(?<!\d-)(?=[\da-z])(?:(?:the|these|in|over|during|for|within|at|on) )*"
        rf"(?:\d|[qh][1-4]|fy ?\d|(?:an?|that|{counts}) {units}|{by_letter(words)}(?![a-prt-z]))"
    )


# First words of points that are in no list.
_OPENING = "century decade earlier later following preceding previous recent same so year"


# --- builders: what the matched words say ----------------------------------------------------------------------------------------


def _one(point: Point) -> tuple[Point, Point | None]:
    return point, None


def _number(word: str | None) -> int | None:
    return int(word) if word and word.isdigit() else None


def _month_of(word: str | None) -> int | None:
    return int(load_yaml("dates.yaml")["months"][word.lower().rstrip(".")]) if word else None


def _weekday_of(word: str | None) -> int | None:
    return int(load_yaml("dates.yaml")["weekdays"][word.lower().rstrip(".")]) if word else None


def _shift_of(word: str | None) -> int | None:
    return int(load_yaml("dates.yaml")["shifts"].get(word.lower().removeprefix("this "), 0)) if word else None


def _part_of(word: str | None) -> str | None:
    return str(load_yaml("dates.yaml")["parts"][word.lower()]) if word else None


def _count_of(word: str | None) -> int:
    names = ["a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    more = {"an": 1, "a": 1, "fifteen": 15, "twenty": 20, "thirty": 30}
    return int(word) if word and word.isdigit() else more.get((word or "").lower()) or names.index((word or "a").lower())


def _anchor(groups: Groups) -> dict[str, int | bool]:
    """The year that a quarter or half belongs to, said or relative; a year that another date must give leaves the point unanchored."""
    words = (groups.get("anchor") or "").lower()
    if words.isdigit():
        return {"year": int(words)}
    if "same" in words or "previous" in words or words == "the year":
        return {"anchored": False}
    return {"shift": _shift_of(words.removesuffix(" year")) or 0} if words else {}


def _ymd(groups: Groups) -> tuple[Point, Point | None] | None:
    month = _month_of(groups.get("mon")) or _number(groups.get("m"))
    point = Point("day", _number(groups.get("y")), month, _number(groups["d"]), _weekday_of(groups.get("wd")))
    return (point, Point("day", point.year, month, _number(second))) if (second := groups.get("d2")) else _one(point)


def _numeric(groups: Groups) -> tuple[Point, Point | None] | None:
    """`23/04/2024` and `04/23/2024` say their day; `03/04/2024` does not, and two-digit years are left alone."""
    first, second, year = int(groups["a"] or 0), int(groups["b"] or 0), groups["y"] or ""
    if not (1 <= first <= 31 and 1 <= second <= 31) or len(year) != 4 or min(first, second) > 12:
        return None
    if first != second and first <= 12 and second <= 12:
        return _one(Point("unknown"))
    day, month = (first, second) if second <= 12 else (second, first)
    return _one(Point("day", int(year), month, day))


def _holiday(groups: Groups) -> tuple[Point, Point | None]:
    month, day = load_yaml("dates.yaml")["holidays"][(groups["holiday"] or "").lower()]
    return _one(Point("day", _number(groups.get("y")), month, day))


def _fiscal(_: Groups) -> tuple[Point, Point | None]:
    return _one(Point("fiscal"))


def _nth(word: str | None) -> int | None:
    ordinals = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "final": 4, "4th": 4, "last": None}
    return int(word) if word and word.isdigit() else ordinals.get((word or "").lower().removeprefix("q"))


def _quarter(groups: Groups) -> tuple[Point, Point | None]:
    word = groups.get("n") or groups.get("q") or groups.get("q2") or ""
    if word.lower() == "last" and not groups.get("anchor"):
        return _one(Point("quarter", shift=-1))
    number = 4 if word.lower() == "last" else _nth(word)
    return _one(Point("quarter", number=number, **_anchor(groups)))  # type: ignore[arg-type]


def _half(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point("half", number=_nth(groups.get("n") or groups.get("q")), **_anchor(groups)))  # type: ignore[arg-type]


def _months(groups: Groups) -> tuple[Point, Point | None] | None:
    """`the first nine months of this year` = January to September."""
    count = _count_of(groups["n"])
    anchor = _anchor(groups)
    first, last = Point("month", month=1, number=0, **anchor), Point("month", month=count, number=0, **anchor)  # type: ignore[arg-type]
    return (first, last) if 1 < count <= 12 else None


def _month(groups: Groups) -> tuple[Point, Point | None]:
    month = _month_of(groups.get("mon") or groups.get("mon2"))
    part = _part_of(groups.get("part") or groups.get("part2"))
    if second := groups.get("shift2"):
        anchored = not second.lower().startswith("the ")
        return _one(Point("month", month=month, part=part, shift=_shift_of(second) if anchored else None, number=0, anchored=anchored))
    return _one(Point("month", _number(groups.get("y")), month, part=part, shift=_shift_of(groups.get("shift"))))


def _listed_month() -> str:
    return rf"(?:(?P<part>{_names('parts')})[ -])?(?P<mon>{_names('months')}\b\.?)(?:,? (?:of )?(?P<y>{_YEAR})\b(?![.,]?\d))?"


def _listed(groups: Groups) -> tuple[Point, Point | None]:
    """`April, May and June` = the first of April to the end of June; `April and July` and `April or May` are no one stretch."""
    points = [_month(match.groupdict())[0] for match in re.finditer(_listed_month(), groups["months"] or "", re.IGNORECASE)]
    shift = (groups.get("shift") or groups.get("lead") or "").lower()
    # `last April and May` may be of two years, `the same year` hangs on another date, `5 and 7 in April and May respectively` is two dates.
    open_year = shift.startswith("the ") or (groups.get("lead") or "this").lower() != "this"
    if open_year or (groups["link"] or "").lower() == "or" or groups.get("each") or not _is_one_stretch(points, bool(shift)):
        return _one(Point("unknown"))
    first, last = points[0], points[-1]
    if shift:
        return replace(first, shift=_shift_of(shift), number=0), replace(last, shift=_shift_of(shift), number=0)
    if last.year and not first.year:  # `December and January 2023`: the year before
        first = replace(first, year=last.year - ((first.month or 0) > (last.month or 0)))
    return first, last


def _is_one_stretch(points: list[Point], shifted: bool) -> bool:
    """Whether each month follows the one before it, in years that are clear, with no gap inside (`late April and early May` has none)."""
    months, years = [point.month or 0 for point in points], [point.year for point in points]
    if any((after - before) % 12 != 1 for before, after in pairwise(months)):
        return False
    if any(point.part not in {None, "late", "end"} for point in points[:-1]) or any(
        point.part not in {None, "early"} for point in points[1:]
    ):
        return False
    if shifted and (any(years) or months[0] > months[-1]):  # `December and January last year`
        return False
    if any(years[:-1]):  # `April 2022 and May` leaves the second year open
        counted = [(year or 0) * 12 + month for year, month in zip(years, months, strict=True)]
        return all(years) and all(after - before == 1 for before, after in pairwise(counted))
    return True


def _decade(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point("decade", int(groups.get("y") or groups.get("y2") or 0), part=_part_of(groups.get("part"))))


def _century(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point("century", (int(groups["n"] or 0) - 1) * 100 + 1, part=_part_of(groups.get("part"))))


def _unit(word: str | None) -> Unit:
    units: dict[str, Unit] = {u: u for u in ("day", "weekend", "week", "month", "quarter", "year", "decade", "century")}
    return units[(word or "").lower()]


def _ago(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point(_unit(groups["unit"]), shift=-_count_of(groups["n"]), anchored=not groups.get("wk")))


def _hanging(_: Groups) -> tuple[Point, Point | None]:
    return _one(Point("unknown", anchored=False))


def _window(groups: Groups) -> tuple[Point, Point | None]:
    """`the past two years`, `over the past decade`: that long up to publication. `recent years` says no length."""
    ahead = (groups.get("shift") or groups.get("shift2") or "").lower() in {"next", "coming"}
    unit = _unit(groups.get("unit") or groups.get("unit2"))
    known = groups.get("n") or groups.get("unit2")
    count = _count_of(groups.get("n") or "a") if known else 0
    return _one(Point(unit, shift=-count if ahead else count, number=-1) if known else Point("unknown"))


def _end(groups: Groups) -> tuple[Point, Point | None]:
    """`(by) the end of the year`, `(until) year-end`: of the year of publication."""
    unit = _unit(groups.get("unit") or groups.get("unit2"))
    return _one(Point(unit, shift=0, part="end"))


def _so_far(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point(_unit(groups.get("unit") or groups.get("unit2")), shift=0, part="so_far"))


def _shift(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point(_unit(groups["unit"]), shift=_shift_of(groups["shift"]), part=_part_of(groups.get("part"))))


def _weekday(groups: Groups) -> tuple[Point, Point | None]:
    weekday = _weekday_of(groups.get("wd") or groups.get("wd2"))
    if second := groups.get("shift2"):
        return _one(Point("day", weekday=weekday, shift=_shift_of(second), number=1))
    return _one(Point("day", weekday=weekday, shift=_shift_of(groups.get("shift"))))


def _season(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point("season", _number(groups.get("y"))))


def _day(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point("day", shift=int(load_yaml("dates.yaml")["days"][(groups["day"] or "").lower()])))


def _year(groups: Groups) -> tuple[Point, Point | None]:
    return _one(Point("year", _number(groups["y"]), part=_part_of(groups.get("part"))))


def _years(groups: Groups) -> tuple[Point, Point | None]:
    """`2007-2012`, `2016–21`; `2023-24` may be one season or budget year and stays unsettled."""
    first, second = int(groups["y"] or 0), groups["y2"] or ""
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if last <= first or (len(second) == 2 and last == first + 1):
        return _one(Point("fiscal"))
    return Point("year", first), Point("year", last)
