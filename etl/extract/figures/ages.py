"""Ages: `seven-year-old`, `aged 21`, `Sok Vanna, 46,`, `a man of 91`, `He was 84.`, `children under five`."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.extract.figures.nouns import is_person, noun_phrase_after, singular
from etl.extract.figures.units import currency_after, unit_after
from etl.lexicon import load_words
from etl.text.numbers import Number
from etl.text.patterns import any_of
from etl.text.span import Span

_OLD = re.compile(r"[ -](?P<unit>year|month|week|day)s?(?:[ -]olds?\b| of age\b)|[- ]?y/o\b|[ -](?P<unit2>year)s?(?= old)", re.IGNORECASE)
_CUES = "figure_cues.yaml"
_AGED = re.compile(rf"\b{any_of(_CUES, 'aged')} (?:(?:{any_of(_CUES, 'age_bounds')}|\d+ (?:to|and|or)) )?$", re.IGNORECASE)
_HEDGE = rf"(?:(?:only|now|already|then|{any_of(_CUES, 'age_bounds')}) )?"
_SUBJECT = re.compile(rf"\b(?:(?i:{any_of(_CUES, 'age_subjects')})|[A-Z]\w+),? ?{any_of(_CUES, 'age_verbs')} {_HEDGE}$")
_NO_SUBJECT = re.compile(rf"\b{any_of(_CUES, 'not_aged')} (?:is|was) $")
_MOVED_OR_DIED = re.compile(
    rf"\b(?:{any_of(_CUES, 'age_moves')}\b[^.;:,]{{0,40}}?|{any_of(_CUES, 'age_events')}) (?:[\w ]{{0,16}})?at $", re.IGNORECASE
)
_ENDS = re.compile(r"(?:[,;”\"’)]|\.(?!\d)|$| (?:and|when|but|who|at|to|in|with|or|from|believed|years)\b)(?!\d)")
_CLAUSE_START = re.compile(r"(?:^|[.;:,“\"‘'] ?|\b(?:and|when|who|but|that),? ?)(?:at|by) $", re.IGNORECASE)


def read_age(text: str, number: Number, region: Span) -> tuple[str, int] | None:
    """The age's unit and where it ends when `number` is one, else None."""
    end = number.span.end
    if match := _OLD.match(text, end, region.end):
        return (match.group("unit") or match.group("unit2") or "year").lower(), match.end()
    if _MEAN_AGE.search(text, max(region.start, number.span.start - 48), number.span.start) and 1 <= number.value <= 120:
        return None if number.scale > 1 or _counts(text, number, region) else ("year", end)
    if not 1 <= number.value <= 120 or number.scale > 1 or number.value != int(number.value) or number.form != "cardinal":
        return None
    before = text[max(region.start, number.span.start - 48) : number.span.start]
    if _AGED_SPAN.search(before):  # `aged 1 to |29 years|`
        unit = _YEARS.match(text, end, region.end)
        return "year", unit.end() if unit else end
    readings = (_is_aged, _in_apposition, _of_man, _said_of_person, _bounds_children)
    return ("year", end) if any(reading(text, number, region, before) for reading in readings) else None


# `the median age rose to |38.8| from 37.4`
_MEAN_AGE = re.compile(r"\b(?:average|mean|median) age\b(?:(?! of )[^.,;:]|\.(?=\d))*$", re.IGNORECASE)
_AGED_SPAN = re.compile(r"\b(?:aged|ages|aged between|aged from) \d{1,2} ?(?:to|and|-|–) ?$", re.IGNORECASE)
_YEARS = re.compile(r" years?\b(?!-| old)")


def _is_aged(text: str, number: Number, region: Span, before: str) -> bool:
    """`aged 21`, `at the age of 84`, `turned 80`, `the oldest is 69`; `turned 80 people away` is none."""
    if not _AGED.search(before):
        return False
    return not unit_after(text, number.span.end, region.end) and (
        bool(_ENDS.match(text, number.span.end, region.end)) or bool(re.search(r"\b(?:age|aged|age of) ", before[-16:]))
    )


def _in_apposition(text: str, number: Number, region: Span, before: str) -> bool:
    """`Keo Marady, 23, an organizer`, `Lakhan Mandal (22) wore`, `Sinanan, now 88, said`: set off after a word, with nothing counted."""
    after = text[number.span.end : min(number.span.end + 2, region.end)]
    if number.in_words:  # `her daughter|, nine,| had`
        relative = _RELATIVE.search(before)
        return bool(relative and after == ", " and _is_someone(relative.group("noun")))
    if _OPENS.search(before):
        # Below ten a number in brackets more often counts goals, tries or votes.
        return (
            after[:1] in {")", ","}
            and number.value >= 10
            and not re.search(r"\b(?:art|section|article|page|note|fig|table|no)\.? \($", before, re.IGNORECASE)
        )
    if not _SET_OFF.search(before):
        return False
    return (after[:1] in {",", ";", ")", "”", ""} or after[:1] == ".") and not (after[:1] in {",", "."} and after[1:2].isdigit())


_RELATIVE = re.compile(r"\b(?i:his|her|their|my|our|whose|an?|the) (?:\w+ )?(?P<noun>[a-z]+), $")
_OPENS = re.compile(r"[^\W\d][’'”\"]? \((?:now |then |aged )?$")
_SET_OFF = re.compile(r"[^\W\d][.’'”)]?,[”\"’]? (?:now |then |aged )?$")


def _of_man(text: str, number: Number, region: Span, before: str) -> bool:
    """`a man of 91`, `a cleaner of 44 from`, `a girl of seven`."""
    match = _SOMEONE_OF.search(before) if " of " in before[-10:] else None
    if match and number.value < _FEWEST_YEARS and match.group("noun").lower() in load_words("figure_words.yaml", "parents"):
        return False  # `a mother of |three|` has three children
    return bool(match) and _is_someone(match.group("noun")) and not _counts(text, number, region)  # type: ignore[union-attr]


_FEWEST_YEARS = 13  # of a parent
_SOMEONE_OF = re.compile(r"\b(?:an?|the|his|her|my) (?:\w+ ){0,2}?(?P<noun>\w+) of (?:about |just |only )?$", re.IGNORECASE)


def _said_of_person(text: str, number: Number, region: Span, before: str) -> bool:
    """`He was 84.`, `who is 24 and`, `Temitope, was four when she left`, `died at 91`, `At 79, she`, `at 31 he was elected`.

    `at` with a number below 13 may tell the time: then only `left school at 12` and the like.
    """
    if _SUBJECT.search(before):
        named = not _NO_SUBJECT.search(before) and not _GOES_ON.match(text, number.span.end, region.end)
        return named and bool(_ENDS.match(text, number.span.end, region.end)) and not currency_after(text, number.span.end, region.end)
    if number.in_words or not _AT.search(before):
        return False
    if (
        number.value > 12
        and _CLAUSE_START.search(before)
        and re.compile(r",? (?:he|she|I|his|her|[A-Z][a-z]+)\b").match(text, number.span.end, region.end)
    ):
        return True
    if _MOVED_OR_DIED.search(before):
        return bool(_ENDS.match(text, number.span.end, region.end)) and (number.value > 12 or "school" in before)
    return (
        number.value > 12
        and bool(re.search(r"(?:[a-z], |\band, )at $|\b(?:himself|herself|[a-z]+town|[A-Z]\w+) at $", before))
        and bool(re.compile(r"[,.;]").match(text, number.span.end, region.end))
    )


_AT = re.compile(r"\bat $", re.IGNORECASE)
_GOES_ON = re.compile(r" to (?:\d|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)  # `the bank’s |two| to three per cent`


def _bounds_children(text: str, number: Number, region: Span, before: str) -> bool:
    """`children under five`, `voters over 65`, `adults under 30`, `younger than 18`."""
    if _THAN.search(before):
        return bool(_ENDS.match(text, number.span.end, region.end))
    match = _BOUNDED.search(before) if _BOUND.search(before) else None
    if not match or not (
        _is_someone(match.group("noun")) or match.group("noun").lower() in {"those", "anyone", "everyone", "anybody", "them", "patients"}
    ):
        return False
    return not _counts(text, number, region)


_THAN = re.compile(r"\b(?:younger|older) than $", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:under|over|below|above) (?:the age of )?$", re.IGNORECASE)
_BOUNDED = re.compile(rf"(?P<noun>\w+)(?: (?:aged|who are|is|are|was|were|of them))? {_BOUND.pattern}", re.IGNORECASE)


def _counts(text: str, number: Number, region: Span) -> bool:
    """Whether the number measures or counts what follows it."""
    end = number.span.end
    return bool(unit_after(text, end, region.end) or currency_after(text, end, region.end) or noun_phrase_after(text, end, region.end))


@lru_cache(maxsize=512)
def _is_someone(word: str) -> bool:
    """Whether a noun names people."""
    return is_person(singular(word)) or word.lower() in load_words("figure_words.yaml", "age_nouns")
