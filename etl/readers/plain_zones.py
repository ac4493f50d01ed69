"""Zones of plain text: which lines are headline, byline, dateline, body, and which are leftovers of a web page.

Nothing is deleted; every line gets a zone. The rules work on lines in three passes: what a line looks like by itself (lexicon
`page_furniture.yaml`), where it stands (before the first or after the last sentence of the body), and what it repeats.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from etl.lexicon import load_entries
from etl.readers.article import Zone, ZoneKind
from etl.text.segment import find_paragraphs
from etl.text.span import Span

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$|:$")
_WORD = re.compile(r"[^\W\d_]+")
_DATE_WORD = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|mon|tue|wed|thu|fri|sat|sun"
# A line that holds nothing but a date and a clock time: `Tue 23 Jul 2024 16.42 BST`.
_TIMESTAMP = re.compile(
    rf"(?:[A-Z][\w’' ]{{0,40}}[,|] ?)?(?:\b(?:{_DATE_WORD})[a-z]*\b\.?|\d{{1,4}}(?:st|nd|rd|th)?|[\s,./|:·–+-]|\b[ap]\.?m\b\.?"
    rf"|\b(?:gmt|utc|bst|ist|est|edt|kst|ict|eat|cet|pst|wib|at|a|min read|min|listen|share|print)\b)+$",
    re.I,
)
_BULLET = re.compile(r"(?:[•▪◦*]|-(?=\s)|\d{1,2}[.)]\s)")
_NAME = r"[A-ZÀ-Þ][\w.'’-]+"
_BARE_BYLINE = re.compile(rf"{_NAME}(?: {_NAME}){{1,3}}(?: (?:and|in|&) {_NAME}(?: {_NAME}){{0,3}})?$")
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,}"
# `LIMA (Andes Wire) —`, `HANOI, April 9 (Red River News Agency) –`, `New Delhi, Feb 6 (PTI)`, `MONTEVIDEO:`.
_DATELINE = re.compile(
    rf"(?:{_CITY}(?:,[^.()—–:]{{2,40}}?\.?)?(?:,? ?\([^)]{{2,40}}\))?\s*(?:—|–|--?|:)(?=\s)"
    rf"|{_NAME}(?: {_NAME}){{0,2}}(?:,[^.()—–:]{{2,40}}?)?,? ?\([^)]{{2,40}}\)\s*(?:—|–|--?|:)?(?=\s)"
    rf"|{_NAME}(?: {_NAME}){{0,2}}(?:, {_NAME}(?: {_NAME}){{0,2}})?, (?:\d{{1,2}} )?(?:{_DATE_WORD})[\w. ,]{{0,14}}\s*(?:—|–|--?|:)(?=\s))"
)


def find_zones(text: str) -> tuple[Zone, ...]:
    """Zones of a plain text in order, disjoint, covering every non-blank line.

    A line that looks like body stays body: losing a fact's sentence is worse than keeping a stray line.
    """
    lines = find_paragraphs(text)
    kinds: list[ZoneKind] = [_kind_alone(line.of(text)) for line in lines]
    prose = [i for i, line in enumerate(lines) if kinds[i] == "body" and _is_prose(line.of(text))]
    if not prose:
        return tuple(Zone(kind, line) for kind, line in zip(kinds, lines, strict=True))
    _mark_tail(text, lines, kinds, prose)
    _mark_top(text, lines, kinds, next((i for i in prose if kinds[i] == "body"), prose[0]))
    _mark_repeats(text, lines, kinds)
    zones = [Zone(kind, line) for kind, line in zip(kinds, lines, strict=True)]
    return tuple(_split_dateline(text, zones))


def _kind_alone(line: str) -> ZoneKind:
    """What a line looks like by itself; `body` when nothing speaks against it."""
    for kind in ("teaser", "furniture", "caption"):
        if len(line) < 400 and _pattern(kind).match(line) and (kind != "caption" or len(_WORD.findall(line)) < 60):
            return kind
    if len(line) < 90 and _TIMESTAMP.match(line) and any(c.isdigit() for c in line):
        return "furniture"
    if len(line) < 160 and line.count("|") + len(re.findall(r"\S {2,}\S", line)) >= 2 and not _SENTENCE_END.search(line):
        return "furniture"  # navigation bars: `War  Politics  Business`
    return "body"


def _is_prose(line: str) -> bool:
    """Whether the line reads as a sentence of the article: some length and a sentence's end."""
    return len(_WORD.findall(line)) >= 6 and bool(_SENTENCE_END.search(line)) and not _BULLET.match(line)


def _mark_top(text: str, lines: tuple[Span, ...], kinds: list[ZoneKind], first: int) -> None:
    """Headline, byline and leftovers above the first sentence. The headline is the longest line there that is no byline."""
    above = [i for i in range(first) if kinds[i] == "body"]
    for i in list(above):
        if _is_byline(lines[i].of(text), nearest=first - i <= 3 and i > 0):
            kinds[i] = "byline"
            above.remove(i)
    if not above:
        return
    lengths = {i: len(_WORD.findall(lines[i].of(text))) for i in above}
    headline = max(above, key=lambda i: (min(lengths[i], 4), i if lengths[i] < 20 else -1))
    for i in above:
        same = lines[i].of(text) == lines[headline].of(text)
        # A line of names before the headline is a logo; lines under it that read on are a standfirst and stay body.
        kinds[i] = "headline" if i == headline else "furniture" if i < headline or same else "body"


def _is_byline(line: str, *, nearest: bool) -> bool:
    """`By Jane Roe`, or close under the headline a bare `Jane Roe in Lima`."""
    if len(line) > 120:
        return False
    return bool(_byline().match(line)) or (nearest and bool(_BARE_BYLINE.match(line)))


def _mark_tail(text: str, lines: tuple[Span, ...], kinds: list[ZoneKind], prose: list[int]) -> None:
    """Lines after the article's end: from the first list of related stories that no plain sentence of the article follows.

    A teaser's summary under its bullet is indented or cut off in mid-sentence; a bulleted list inside the article is followed by prose.
    """
    start = next((i for i in range(len(lines)) if i > prose[0] and _opens_tail(text, lines, kinds, i)), None)
    if start is None:
        return
    for i in range(start, len(lines)):
        if kinds[i] in ("body", "caption"):
            kinds[i] = "teaser"


def _opens_tail(text: str, lines: tuple[Span, ...], kinds: list[ZoneKind], i: int) -> bool:
    """Whether line `i` starts the leftovers below the article."""
    rest = range(i + 1, len(lines))
    listed = kinds[i] == "teaser" or (kinds[i] == "body" and bool(_BULLET.match(lines[i].of(text))) and _indent(text, lines[i]) > 0)
    if not listed:
        return False
    return all(kinds[k] != "body" or _indent(text, lines[k]) > 0 or not _is_prose(lines[k].of(text)) for k in rest)


def _indent(text: str, line: Span) -> int:
    """Blanks between the line's start and its first mark."""
    return line.start - (text.rfind("\n", 0, line.start) + 1)


def _mark_repeats(text: str, lines: tuple[Span, ...], kinds: list[ZoneKind]) -> None:
    """A headline told again, alone or inside a logo line (`Logo of … - HEADLINE`), is furniture."""
    first = next((i for i, kind in enumerate(kinds) if kind == "headline"), None)
    if first is None:
        return
    words = lines[first].of(text)
    for i, line in enumerate(lines):
        if i != first and kinds[i] in ("body", "headline") and (line.of(text) == words or (len(line) < 2 * len(words) + 60 and line.of(text).endswith(words))):
            kinds[i] = "furniture"


def _split_dateline(text: str, zones: list[Zone]) -> list[Zone]:
    """Cut `HANOI, April 9 (Red River News Agency) –` off the first body line."""
    for i, zone in enumerate(zones):
        if zone.kind == "body":
            found = _DATELINE.match(text, zone.span.start, zone.span.end)
            if found and found.end() < zone.span.end:
                rest = Span(found.end(), zone.span.end).trimmed(text)
                return [*zones[:i], Zone("dateline", Span(zone.span.start, found.end())), replace(zone, span=rest), *zones[i + 1 :]]
            return zones
    return zones


@lru_cache(maxsize=8)
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['word']})" for entry in load_entries("page_furniture.yaml", kind)), re.I)


@lru_cache(maxsize=1)
def _byline() -> re.Pattern[str]:
    first, *rest = load_entries("page_furniture.yaml", "byline")
    return re.compile(f"(?:{first['word']})|(?i:{'|'.join(str(entry['word']) for entry in rest)})")
