"""Zones of plain text: which lines are headline, byline, dateline, body, and which are leftovers of a web page.

Nothing is deleted; every line gets a zone. A line classifier (zone_model, trained on corpus train) tells the lines apart; rules say what a
classifier must not be left to guess: one headline told twice is one headline, a dateline ends where its dash stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from etl.lexicon import load_words
from etl.readers.article import Zone, ZoneKind
from etl.readers.zone_features import MONTH, WEEKDAY, is_stamp, line_features, matches
from etl.readers.zone_model import load_zone_model
from etl.text.segment import find_paragraphs
from etl.text.span import Span

MAX_LINES = 20_000
"""A text of more lines than this is read without the classifier: all body. No article is that long."""
_DATE_WORD = rf"(?:{MONTH}|{WEEKDAY})\.?"
_NAME = r"[A-ZÀ-Þ][\w.'’-]+"
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,}"
_DASH = r"\s*(?:—|–|--{0,2}|:)(?=\s)"
# `LIMA (Andes Wire) —`, `HANOI, April 9 (Red River News Agency) –`, `New Delhi, Feb 6 (PTI)`, `MONTEVIDEO:`, `Aden, 13 June –`.
_DATELINE = re.compile(
    rf"(?:{_CITY}(?:,[^()—–:]{{2,40}}?\.?)?(?:,? ?\([^)]{{2,40}}\))?{_DASH}"
    rf"|{_NAME}(?: {_NAME}){{0,2}}(?:,[^()—–:]{{2,40}}?)?,? ?\([^)]{{2,40}}\)(?:{_DASH})?(?=\s)"
    rf"|{_NAME}(?: {_NAME}){{0,2}}(?:, {_NAME}(?: {_NAME}){{0,2}})?, (?:\d{{1,2}} )?(?i:{_DATE_WORD})"
    rf"[\w. ,]{{0,14}}(?:{_DASH}|\.(?= [A-Z]))"
    rf"|{_NAME}(?: {_NAME}){{0,2}}:(?=\s))"
)
_DATELINE_ALONE = re.compile(
    rf"{_NAME}(?: {_NAME}){{0,2}}(?:, {_NAME}(?: {_NAME}){{0,2}})?"
    rf", (?:\d{{1,2}} (?i:{_DATE_WORD})|(?i:{_DATE_WORD}) \d{{1,2}})[\w ,]{{0,8}}$"
)


def find_zones(text: str) -> tuple[Zone, ...]:
    """Zones of a plain text in order, disjoint, covering every non-blank line."""
    lines = find_paragraphs(text)
    if len(lines) > MAX_LINES:
        return tuple(Zone("body", line) for line in lines)
    kinds = load_zone_model().label(line_features(text, lines))
    _keep_prose(text, lines, kinds)
    _mend_headlines(text, lines, kinds)
    kinds = ["furniture" if kind == "body" and is_stamp(line.of(text)) else kind for kind, line in zip(kinds, lines, strict=True)]
    zones = [Zone(kind, line) for kind, line in zip(kinds, lines, strict=True)]
    return tuple(_split_dateline(text, zones))


def _keep_prose(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """A long sentence between two lines of body is body, unless it is worded as furniture: better a stray line than a lost paragraph."""
    body = [i for i, kind in enumerate(kinds) if kind == "body"]
    for i in range(body[0], body[-1]) if body else ():
        words = lines[i].of(text)
        if (
            kinds[i] in ("furniture", "teaser")
            and len(words.split()) >= 30
            and words[-1] in '.!?”"'
            and not matches("furniture", words)
            and not matches("teaser", words)
        ):
            kinds[i] = "body"


def _mend_headlines(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """A headline told again, alone or inside a logo line (`Logo of … - HEADLINE`), is furniture: its facts count once."""
    heads = [i for i, kind in enumerate(kinds) if kind == "headline"]
    for first in heads:
        words = lines[first].of(text)
        for i, line in enumerate(lines):
            again = line.of(text)
            told = again == words and i > first
            inside = again != words and again.endswith(words) and len(again) < 2 * len(words) + 60
            if (told or inside) and len(words) > 12 and kinds[i] in ("body", "headline"):
                kinds[i] = "furniture"


def _split_dateline(text: str, zones: list[Zone]) -> list[Zone]:
    """Cut `HANOI, April 9 (Red River News Agency) –` off the first body line, or take a whole line as one (`Aden, 13 June 2024`)."""
    at = next((i for i, zone in enumerate(zones) if zone.kind == "body"), None)
    if at is None:
        return zones
    span = zones[at].span
    if _no_place().match(text, span.start, span.end):
        return zones
    if _DATELINE_ALONE.match(span.of(text)):
        return [*zones[:at], Zone("dateline", span), *zones[at + 1 :]]
    found = _DATELINE.match(text, span.start, span.end)
    if found is None or found.end() >= span.end:
        return zones
    rest = Span(found.end(), span.end).trimmed(text)
    return [*zones[:at], Zone("dateline", Span(span.start, found.end())), replace(zones[at], span=rest), *zones[at + 1 :]]


@lru_cache(maxsize=1)
def _no_place() -> re.Pattern[str]:
    """Words before a dash that are no place: `Thursday –`, `Update:`."""
    words = "|".join(sorted(load_words("page_furniture.yaml", "no_dateline")))
    return re.compile(rf"{_DATE_WORD}|(?:{words})\b", re.I)
