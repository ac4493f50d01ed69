"""Zones of plain text: which lines are headline, byline, dateline, body, and which are leftovers of a web page.

Nothing is deleted; every line gets a zone. A line classifier (zone_model, trained on corpus train) tells the lines apart; rules say what a
classifier must not be left to guess: one headline told twice is one headline, a dateline ends where its dash stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from etl.lexicon import load_words
from etl.readers.article import Zone, ZoneKind
from etl.readers.zone_features import (
    MONTH,
    WEEKDAY,
    is_bullet,
    is_listed,
    is_names,
    is_plain_sentence,
    is_point,
    is_stamp,
    is_title,
    is_worded_as_furniture,
    line_features,
    matches,
)
from etl.readers.zone_model import load_zone_model
from etl.text.segment import find_paragraphs
from etl.text.span import Span

MAX_LINES = 20_000
"""A text of more lines than this is read without the classifier: all body. No article is that long."""
_DATE_WORD = rf"(?:{MONTH}|{WEEKDAY})\.?"
_END_MARK = re.compile(r"\s*(?:notes? (?:to|for) (?:the )?editors?|ends|-+ ?(?:30|ends) ?-+|# ?# ?#)\s*:?\s*$", re.I)
_SHORT = 12  # words of a line that is reckoned to be furniture only where something says so
_CLOSING = 6  # words of a last sentence, at least
_TITLE = 5  # words of a headline, at least, where the line might be a byline
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
_AGENCY_DATELINE = re.compile(rf"{_CITY}(?:,[^()—–:]{{2,40}}?\.?)?,? ?\([^)]{{2,40}}\){_DASH}")
_LEAST_LEAD = 5  # words behind a dateline that make a line an article's
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
    _keep_datelines(text, lines, kinds)
    _keep_prose(text, lines, kinds)
    _close_release(text, lines, kinds)
    _mend_tail(text, lines, kinds)
    _find_headline(text, lines, kinds)
    _mend_headlines(text, lines, kinds)
    _mend_bylines(text, lines, kinds)
    kinds = ["furniture" if kind == "body" and is_stamp(line.of(text)) else kind for kind, line in zip(kinds, lines, strict=True)]
    zones = [Zone(kind, line) for kind, line in zip(kinds, lines, strict=True)]
    return tuple(_split_dateline(text, zones))


def _keep_prose(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """What reads as the article's own prose is not thrown away for its place: better a stray line than a lost paragraph."""
    words = [line.of(text) for line in lines]
    if "body" not in kinds:  # an article of one sentence
        kinds[:] = [
            "body" if is_plain_sentence(line, 30 if kind == "headline" else 8) else kind for kind, line in zip(kinds, words, strict=True)
        ]
    body = [i for i, kind in enumerate(kinds) if kind == "body"]
    for i in range(body[0], body[-1]) if body else ():
        is_prose = kinds[i] in ("furniture", "teaser") and is_plain_sentence(words[i], 30)
        if is_prose or (kinds[i] in ("furniture", "teaser", "caption") and _is_speech(words[i])):
            kinds[i] = "body"
    _settle_lists(words, kinds, body)
    _keep_end(words, kinds)
    for run in _runs_below(kinds, body[0] if body else len(kinds)):
        # Short lines are no furniture unless something among them says so: a subhead, a question, `Rovers 2`, `City 1`.
        is_tail = run[-1] == len(kinds) - 1
        if max(len(words[i].split()) for i in run) <= _SHORT and not any(
            is_worded_as_furniture(words[i]) or (is_tail and is_listed(text, lines[i])) for i in run
        ):
            for i in run:
                kinds[i] = "body"


def _keep_end(words: Sequence[str], kinds: list[ZoneKind]) -> None:
    """Sentences that follow the article's last line at once are its end unless worded otherwise: `The town last held them in 1980.`"""
    last = max((i for i, kind in enumerate(kinds) if kind == "body"), default=len(kinds))
    for i in range(last + 1, len(kinds)):
        if not is_plain_sentence(words[i], _CLOSING) or is_worded_as_furniture(words[i]):
            return
        kinds[i] = "body"


def _keep_datelines(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """A line that opens with a town and an agency is the article's, whatever it looks like: `SELBY (AP) — The latest on the pier:`."""
    for i, line in enumerate(lines):
        found = _AGENCY_DATELINE.match(text, line.start, line.end)
        if found and kinds[i] not in ("body", "dateline") and len(text[found.end() : line.end].split()) >= _LEAST_LEAD:
            kinds[i] = "body"


def _mend_bylines(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """A name alone that the article below speaks of is the label of a picture, no author; so is a credit (`Bo Lind/Bay Images`)."""
    for i, line in enumerate(lines):
        words = line.of(text)
        if kinds[i] != "byline":
            continue
        below = (lines[j].of(text) for j, kind in enumerate(kinds) if kind == "body")
        if matches("caption", words) or (is_names(words) and any(re.search(rf"\b{re.escape(words)}\b", told) for told in below)):
            kinds[i] = "caption"


def _settle_lists(words: Sequence[str], kinds: list[ZoneKind], body: Sequence[int]) -> None:
    """Points inside the article are what the line above them announces: the article's own, or other stories. So is speech.

    `Financial highlights` / `• Revenue up 11.4% to £412.6m` / `• Net debt of £96.3m`; `Bo Lind, chief executive, commented:` / `“We …`;
    but `READ MORE:` / `• Rents rise again in the old town`.
    """
    for i in range(max(body[0] - 1, 0), body[-1]) if body else ():
        has_colon = words[i].endswith(":")
        if has_colon and words[i + 1][:1] in '“”"«„' and _announces(words[i]):
            kinds[i] = "body"
        if i < body[0]:
            continue  # above the article only speech can be announced: points there are the headline's
        end = next(at for at in range(i + 1, body[-1] + 1) if at == body[-1] or not is_bullet(words[at]))
        if end - i > 1 and matches("teaser", words[i]):
            kinds[i:end] = ["teaser"] * (end - i)
        elif end - i > 2 and (has_colon or len(words[i].split()) <= _SHORT) and _announces(words[i]):
            kinds[i:end] = ["body"] * (end - i)


def _announces(line: str) -> bool:
    """Whether a line may announce what stands below it."""
    return not is_worded_as_furniture(line) and not is_point(line)


def _is_speech(line: str) -> bool:
    """A paragraph that opens with a quotation: `“We have waited for years and nobody came.” – Ana Melo, baker` in a round-up of voices."""
    return line[:1] in '“”"«„' and len(line.split()) >= 12


def _close_release(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """Below `Notes to editors`, `ENDS`, `###` or `-30-` on a line of its own nothing belongs to the article."""
    end = next((i for i, line in enumerate(lines) if _END_MARK.match(line.of(text)) and kinds[:i].count("body") >= 3), None)
    if end is not None:
        kinds[end:] = ["furniture" if kind in ("body", "headline") else kind for kind in kinds[end:]]


def _mend_tail(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """From the end upwards, lines worded as furniture are furniture, as far as the article's last line of its own."""
    for i in range(len(kinds) - 1, 0, -1):
        words = lines[i].of(text)
        if kinds[i] == "body" and not (matches("furniture", words) or matches("teaser", words)):
            return
        kinds[i] = "furniture" if kinds[i] == "body" else kinds[i]


def _runs_below(kinds: Sequence[ZoneKind], first: int) -> list[list[int]]:
    """Stretches of lines below `first` that are neither body nor headline."""
    groups = groupby(range(first, len(kinds)), key=lambda i: kinds[i] in ("body", "headline"))
    return [list(run) for is_read, run in groups if not is_read]


def _find_headline(text: str, lines: Sequence[Span], kinds: list[ZoneKind]) -> None:
    """Above the article, the line that is no mast, no button and no date is the headline, however short; below it there is none."""
    for i, line in enumerate(lines):
        if kinds[i] == "headline" and is_point(line.of(text)):  # a point of the summary under the headline, an entry of a live page
            kinds[i] = "body"
    body = [i for i, kind in enumerate(kinds) if kind == "body"]
    if not body:
        return
    above = range(body[0])
    if all(kinds[i] != "headline" for i in above):
        likely = [i for i in above if _may_be_headline(kinds[i], lines[i].of(text))]
        if likely:
            kinds[max(likely, key=lambda i: len(lines[i]))] = "headline"
    _drop_masts(text, lines, kinds, [i for i in above if kinds[i] == "headline"])
    for i in range(body[-1] + 1, len(kinds)):
        if kinds[i] == "headline":
            kinds[i] = "furniture"


def _may_be_headline(kind: ZoneKind, line: str) -> bool:
    """A title among what the classifier took for furniture; among bylines one that names no people:
    `Selby Foods Reports 2017 Results`.
    """
    return is_title(line) and (kind == "furniture" or (kind == "byline" and len(line.split()) >= _TITLE and not is_names(line)))


def _drop_masts(text: str, lines: Sequence[Span], kinds: list[ZoneKind], heads: Sequence[int]) -> None:
    """Of several headlines above the article, one in a few capitals over one that is not is the outlet's name: `THE MORNING PAPER`."""
    words = {i: lines[i].of(text) for i in heads}
    if any(line != line.upper() for line in words.values()):
        for i in heads[:-1]:
            if len(words[i].split()) <= 5 and words[i] == words[i].upper():
                kinds[i] = "furniture"


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
    bodies = [i for i, zone in enumerate(zones) if zone.kind == "body"]
    if not bodies:
        return zones
    first = (i for i in bodies[:2] if _AGENCY_DATELINE.match(text, zones[i].span.start, zones[i].span.end))
    at = next(first, bodies[0])  # a summary of one line may stand above it
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
