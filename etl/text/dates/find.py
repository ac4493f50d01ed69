"""Finds date expressions and clock times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from etl.lexicon import load_words, load_yaml
from etl.text.dates.expression import DateExpression, Point
from etl.text.dates.points import Builder, opening, point_patterns
from etl.text.patterns import any_of, lowered
from etl.text.span import Span

# Words before a point that open it to one side: `since 2007`, `as of October`, `by the end of 2030`.
_OPENER = re.compile(
    rf"\b(?:(?P<since>{any_of('dates.yaml', 'since')})|(?P<until>{any_of('dates.yaml', 'until')})|(?P<at>{any_of('dates.yaml', 'as_of')}))"
    r"(?: the)?(?: mid-?)? $",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(rf"(?:[$£€¥₹₩#+/.,-]|[A-Za-z]{{2}}\$|\b{any_of('dates.yaml', 'before_no_year')} ?)$", re.IGNORECASE)
_LINK = re.compile(r" ?(?P<dash>[-–]) ?| (?P<word>to|until|till|through|and|or) (?:the )?", re.IGNORECASE)
# What is to be done by the end of the year is ahead, and so the year that of publication; `at the end of the year` may be any year's.
_AHEAD = re.compile(r"\b(?:by|until|till|before)(?: the)? $", re.IGNORECASE)
# `in the year to | June`, `the 12 months ended | March 31`, `six months to | June`.
_RUN = re.compile(
    r"\b(?:(?:in|over|for|during) )?(?:(?:the|its|their) (?:(?P<unit>year|quarter|half)|(?P<months>\w+)[ -]months?)|(?P<bare>\w+) months?)"
    r" (?:to|through|ending|ended|up to)(?: (?:on|in))?(?: the)? $",
    re.IGNORECASE,
)
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "twelve": 12, "eighteen": 18, "nine": 9, "six": 6, "three": 3}
_ONWARD = re.compile(r" (?:onwards?|on)\b(?! (?:the|a|an|[A-Z0-9]))")
_HOUR, _MINUTE = r"(?:[01]?\d|2[0-3])", r"[0-5]\d"
# In lower-case text: what begins with a digit, what with a letter.
_CLOCK_DIGITS = "|".join(
    (
        rf"{_HOUR}(?:[:.]{_MINUTE})?(?: ?[-–] ?\d{{1,2}}(?:[:.]{_MINUTE})?)? ?(?:[ap]\.m\.|[ap]m\b)",  # 3pm, 4:30 p.m., 3-4pm
        rf"{_HOUR}:{_MINUTE}(?::{_MINUTE})?(?: ?(?:gmt|utc|hours|hrs|local time))?(?![\d:])",  # 14:00 GMT
        rf"(?:[01]\d|2[0-3]){_MINUTE} ?(?:gmt|utc|hours|hrs)\b",  # 0730 GMT
        r"\w+ o['’]clock\b",
        rf"[01]?\d\.{_MINUTE}(?= (?:local time|in the (?:morning|afternoon|evening)))",
    )
)
_CLOCK_WORDS = (
    r"\w+ o['’]clock\b"
    rf"|{any_of('dates.yaml', 'clock_minutes')} (?:to|past) {any_of('dates.yaml', 'clock_hours')}\b"
    rf"(?! {any_of('dates.yaml', 'after_no_clock')})"
)
_CLOCK = re.compile(rf"\b(?:(?=\d)(?:{_CLOCK_DIGITS})|(?=[^\W\d])(?:{_CLOCK_WORDS}))")


def find_dates(text: str, within: Span | None = None) -> tuple[DateExpression, ...]:
    """All date expressions of `text` (inside `within`), in order, none overlapping; `from March 21 to July 23` is one."""
    return _found(text, within or Span(0, len(text)))


@lru_cache(maxsize=64)
def _found(text: str, bounds: Span) -> tuple[DateExpression, ...]:
    """The same, remembered: several readers ask for the dates of one paragraph or sentence."""
    found: list[DateExpression] = []
    for single in _scan(text, bounds):
        joined = _join(text, found[-1], single) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(single)
    return tuple(_opened(text, bounds.start, item) for item in found)


def find_clock_times(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """Times of the day (`3.30pm`, `14:00`, `nine o'clock`), in order. `1:42 left` reads the same and is for the caller to judge."""
    bounds = within or Span(0, len(text))
    return tuple(Span(m.start(), m.end()) for m in _CLOCK.finditer(lowered(text), bounds.start, bounds.end))


def parse_date(words: str) -> DateExpression | None:
    """The date expression that `words` as a whole are, leading prepositions aside, or None when they hold none or several."""
    found = find_dates(words)
    if len(found) == 1:
        return _since_event(words, found[0])
    if not found and words.strip().lower() in load_words("dates.yaml", "present"):
        return DateExpression(Span(0, len(words)), words, "at", Point("day", shift=0))
    # `in January last year` may come apart; a phrase of several dates has no single period.
    return None


def _since_event(words: str, item: DateExpression) -> DateExpression:
    """`since the season opened on 16 April`: a clause between the opener and its date."""
    opens = item.relation == "at" and re.match(r"\s*(?:ever )?since\b", words, re.IGNORECASE)
    return replace(item, relation="since") if opens else item


def _scan(text: str, bounds: Span) -> Iterator[DateExpression]:
    pattern, parts = _compiled()
    at, lower = bounds.start, lowered(text)
    while begin := opening().search(lower, at, bounds.end):
        at = begin.start() + 1
        match = pattern.match(lower, begin.start(), bounds.end)
        if match is None:
            continue
        name = match.lastgroup or ""
        detail, builder = parts[name]
        groups = detail.match(text, match.start(), bounds.end)
        built = builder(groups.groupdict()) if groups else None
        span = Span(match.start(), match.end())
        if built and _is_plausible(text, bounds, span, name):
            yield _expression(text, span, *built)
            at = match.end()
        elif name in {"month", "weekday", "year", "listed"}:
            at = match.end()


def _expression(text: str, span: Span, start: Point, end: Point | None) -> DateExpression:
    words = span.of(text)
    if start.number == -1:  # a window, see points._window
        return DateExpression(span, words, "window", replace(start, number=None, shift=None), count=start.shift or 0)
    return DateExpression(span, words, "between" if end else "at", start, end)


def _is_plausible(text: str, bounds: Span, span: Span, name: str) -> bool:
    """Whether a bare month, weekday or year is one: `May` needs `in`, `2000` must count nothing."""
    before = text[max(bounds.start, span.start - 24) : span.start]
    if name in {"month", "weekday"}:
        return _is_named_day(text, span, before)
    if name == "listed":
        return _are_months(text, span, before)
    if name == "dmy" or name == "mdy":
        month = re.search(r"[A-Za-z]{3,}", re.sub(r"(?i)\b(?:of|to|and|until|through|the)\b", "", span.of(text)))
        return bool(month) and month.group()[0].isupper()  # type: ignore[union-attr]
    if name == "end":
        return bool(_AHEAD.search(before))
    if name in {"year", "years"}:
        return not _NO_YEAR.search(before) and not _counts(text, span)
    return True


def _counts(text: str, span: Span) -> bool:
    """Whether four digits count what follows: `2000 people`, `1500 tonnes`."""
    after = re.compile(r" (?:[a-z]+-)?([a-z]+)").match(text, span.end)
    return bool(after) and after.group(1) in load_yaml("figure_words.yaml")["after_count"]  # type: ignore[union-attr]


def _is_named_day(text: str, span: Span, before: str) -> bool:
    """Whether a bare month or weekday is one: capitalised, and doubtful ones (`May`, `March`) after a word that takes a date."""
    words = span.of(text)
    word = re.split(r"\W", words)[0].lower()
    if not words[0].isupper() or (re.compile(r" [A-Z][a-z]").match(text, span.end) and word in load_yaml("dates.yaml")["doubtful_alone"]):
        return False
    if word not in load_yaml("dates.yaml")["doubtful_alone"]:
        return True
    if re.compile(r"(?: ?[-–] ?| to | and | until | through )(?:\d|[A-Z])").match(text, span.end):
        return True  # `March to July`
    return _takes_a_date(before)


def _takes_a_date(before: str) -> bool:
    """Whether a date may follow: `in |May|`, `in both |April and May|`, `April-|May|`."""
    lead = re.search(r"([\w'’]+(?:-[\w'’]+)*)([ –-])(?:both )?$", before)
    if lead is None:
        return False
    word, words = lead.group(1).lower(), load_yaml("dates.yaml")
    return word in words["before_month"] or (lead.group(2) != " " and word in words["months"])


def _are_months(text: str, span: Span, before: str) -> bool:
    """Whether listed months are months: capitalised, and where each of them doubts (`April and June`) after a word that takes a date."""
    words, named = load_yaml("dates.yaml"), re.findall(r"[A-Za-z]+", span.of(text))
    months = [word for word in named if word.lower() in words["months"]]
    doubtful = words["doubtful_alone"]
    if not all(month[0].isupper() for month in months):
        return False
    if months[-1].lower() in doubtful and re.compile(r" [A-Z][a-z]").match(text, span.end):
        return False
    if any(month.lower() not in doubtful for month in months) or _takes_a_date(before):
        return True
    return named[0] not in months or named[-1] == "year" or span.of(text)[-1].isdigit()  # `this April and May`, `May and June 2023`


def _join(text: str, left: DateExpression, right: DateExpression) -> DateExpression | None:
    """Two points that a link makes one stretch: `March to July 2023`, `between 2016 and 2021`, `Monday to Friday`."""
    link = text[left.span.end : right.span.start]
    match = _LINK.fullmatch(link)
    if match is None or left.relation != "at" or right.relation != "at" or left.start.unit == "unknown":
        return None
    word = (match.group("word") or "-").lower()
    lead = text[max(0, left.span.start - 9) : left.span.start].lower()
    if word == "and" and not lead.endswith("between "):
        return _listed_pair(text, left, right)
    if word == "or" or not _comparable(left.start, right.start):
        return None
    opener = re.search(r"(?:from|between) $", lead)
    begin = left.span.start - (len(opener.group()) if opener else 0)
    span = Span(begin, right.span.end)
    return DateExpression(span, span.of(text), "between", _inherit(left.start, right.start), right.start)


def _listed_pair(text: str, left: DateExpression, right: DateExpression) -> DateExpression | None:
    """`2019 and 2020`, `Monday and Tuesday`: one stretch where the second follows the first at once, else no single one."""
    first, last = left.start, right.start
    years = first.year is not None and (first, last) == (Point("year", first.year), Point("year", last.year))
    days = first.weekday is not None and (first, last) == (Point("day", weekday=first.weekday), Point("day", weekday=last.weekday))
    if not years and not days:
        return None
    span = Span(left.span.start, right.span.end)
    follows = (last.year or 0) - (first.year or 0) == 1 if years else ((last.weekday or 0) - (first.weekday or 0)) % 7 == 1
    if not follows or _EACH.match(text, span.end):
        return DateExpression(span, span.of(text), "at", Point("unknown"))
    return DateExpression(span, span.of(text), "between", first, last)


_EACH = re.compile(rf",? {any_of('dates.yaml', 'each_its_own')}\b", re.IGNORECASE)


def _comparable(left: Point, right: Point) -> bool:
    """Whether two points can bound one stretch: days with days, months and years of any kind; `in 2019 to Monday` cannot."""
    dated = {"day", "week", "month", "year", "quarter"}
    return left.unit in dated and right.unit in dated and (left.weekday is None) == (right.weekday is None)


def _inherit(left: Point, right: Point) -> Point:
    """The left bound takes the year that only the right one prints."""
    if left.year is None and left.shift is None and left.weekday is None:
        crosses = right.year is not None and left.month and (left.month, left.day or 1) > (right.month or 12, right.day or 31)
        return replace(
            left,
            year=right.year - 1 if crosses and right.year else right.year,
            shift=right.shift if right.unit == left.unit == "month" else None,
            number=right.number if left.number is None else left.number,
        )
    return left


def _opened(text: str, lowest: int, item: DateExpression) -> DateExpression:
    """The expression with its opener: `since 2007`, `as of October`, `until Friday`."""
    if item.relation != "at":
        return item
    if (run := _RUN.search(text, max(lowest, item.span.start - 48), item.span.start)) and (months := _months_of(run)):
        span = Span(run.start(), item.span.end)
        return replace(item, span=span, text=span.of(text), relation="run", count=months, lead=item.span.start - span.start)
    match = _OPENER.search(text, max(lowest, item.span.start - 24), item.span.start)
    if match is None:
        onward = _ONWARD.match(text, item.span.end)
        lead = text[max(lowest, item.span.start - 5) : item.span.start].lower() == "from "
        return replace(item, relation="since") if onward and lead else item
    kind = match.lastgroup or "at"
    opener = match.group(kind).lower()
    # `from March` dates the start only with `on(wards)`; `to Monday` and `from 2014` compare two values.
    if opener == "to" or (opener == "from" and not _ONWARD.match(text, item.span.end)):
        return item
    span = Span(match.start(), item.span.end)
    relation = {"since": "since", "until": "until", "at": "at"}[kind]
    return replace(item, span=span, text=span.of(text), relation=relation)  # type: ignore[arg-type]


def _months_of(run: re.Match[str]) -> int:
    """How many months `the year to`, `12 months ended` tells of; 0 where it tells no number."""
    word = next(w for w in run.group("unit", "months", "bare") if w).lower()
    return int(word) if word.isdigit() and len(word) < 3 else _MONTHS.get(word, 0)


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], dict[str, tuple[re.Pattern[str], Builder]]]:
    """One expression over all kinds of points, and each kind's own with its named groups."""
    kinds = point_patterns()
    plain = [rf"(?P<{name}>{_unnamed(pattern).lower()})" for name, pattern, _ in kinds]
    whole = re.compile(rf"(?<![\w.$£€¥#/])(?<!\d-)(?:{'|'.join(plain)})(?!\w)")
    return whole, {name: (re.compile(pattern, re.IGNORECASE), builder) for name, pattern, builder in kinds}


def _unnamed(pattern: str) -> str:
    """The pattern without group names and back-references, so that all kinds fit into one expression."""
    return re.sub(r"\(\?P=\w+\)", "[/.]", re.sub(r"\(\?P<\w+>", "(?:", pattern))
