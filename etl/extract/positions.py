"""Who holds which title: the tagger's role spans tied to a person and, where the phrase says so, to a body or a country.

find_positions(analysis, mentions) -> tuple[Position, ...]     in text order
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention, Position
from etl.extract.mentions import head_noun
from etl.extract.role_phrase import RolePhrases, TitleSpan
from etl.lexicon import load_entries, load_words
from etl.text.span import Span, cover

Status = Literal["current", "former", "elect", "acting", "candidate"]

_WITHIN = re.compile(r"^(?:the\s+)?(former|ex|then|acting|interim|caretaker|retired|incoming|one-time|onetime|late)[\s-]+", re.IGNORECASE)
_BEHIND = re.compile(r"[\s-]*(elect|designate|nominee|candidate|hopeful)\b", re.IGNORECASE)


def find_positions(analysis: Analysis, mentions: Sequence[Mention]) -> tuple[Position, ...]:
    """One position per title and person; a title that no name bears (`the president` of nobody named) gives none."""
    phrases = RolePhrases(analysis, mentions)
    found: list[Position] = []
    for title in phrases.titles:
        people = phrases.people_of(title)
        if not people and (bearer := _earlier_bearer(analysis.text, title, found)):
            people = [bearer]
        found += [_position(analysis.text, phrases, title, person) for person in people]
    return _share_bodies(analysis.text, sorted(found, key=lambda p: (p.title_span, p.person)))


def _share_bodies(text: str, positions: list[Position]) -> tuple[Position, ...]:
    """Offices of one person joined by `and` or a comma, of which one alone names a body or country, share it where the phrase covers both.

    CASE 1: from the left, what stands in front (`the Fijian prime minister and | finance minister`). CASE 2: from the right, what stands
    behind (`chairman | and chief executive of the O`), but for jobs, which are done anywhere (`lawyer and chairman of the O`).
    """
    found = list(positions)
    for at in range(1, len(found)):
        left, right = found[at - 1], found[at]
        if _are_joined(text, left, right) and _has_place(left) and not _has_place(right) and _stands_before(left):
            found[at] = replace(right, organisation=left.organisation, country_code=left.country_code)
    for at in range(len(found) - 1, 0, -1):
        left, right = found[at - 1], found[at]
        if _are_joined(text, left, right) and _has_place(right) and not _has_place(left) and head_noun(left.title) in _led():
            found[at - 1] = replace(left, organisation=right.organisation, country_code=right.country_code)
    return tuple(found)


def _are_joined(text: str, left: Position, right: Position) -> bool:
    """Whether nothing but `and`, `&` or a comma stands between two titles of one person."""
    gap = text[left.title_span.end : right.title_span.start]
    return left.person == right.person and bool(re.fullmatch(r"(?:,| and|,? and concurrently| &|, and) ", gap))


def _has_place(position: Position) -> bool:
    return position.organisation is not None or position.country_code is not None


def _stands_before(position: Position) -> bool:
    """Whether the body of an office, or else the country, is told in front of its title."""
    return position.organisation is None or position.organisation.start < position.title_span.start


def _earlier_bearer(text: str, title: TitleSpan, found: Sequence[Position]) -> Span | None:
    """`the Prime Minister` alone: who bore this title (or one with the same last word, if only one did) earlier in the article."""
    words = title.span.of(text).lower()
    same = {p.person.of(text): p.person for p in found if p.title.lower() == words}
    if not same and " " not in words:
        same = {p.person.of(text): p.person for p in found if head_noun(p.title) == words}
    return next(iter(same.values())) if len(same) == 1 else None


def _position(text: str, phrases: RolePhrases, title: TitleSpan, person: Span) -> Position:
    """Put together title, status, body and country of one holder."""
    span, inner = _bare_title(text, title.span)
    organisation, country = phrases.body_of(title, person)
    status = inner or _status_beside(text, span) or "current"
    return Position(person, span.of(text), span, organisation, country, status, cover([title.span, person]))


def _bare_title(text: str, span: Span) -> tuple[Span, Status | None]:
    """The title without its status word (`former judge`: `judge`), and that status."""
    match = _WITHIN.match(span.of(text))
    if not match:
        return span, None
    return Span(span.start + match.end(), span.end), _status_words().get(match.group(1).lower())


def _status_beside(text: str, span: Span) -> Status | None:
    """A status word up to two words in front (`former [Lao] minister`, `then Thailand’s minister`, `ex-head`), or behind
    (`president-elect`).
    """
    if match := _BEHIND.match(text, span.end):
        return _status_words().get(match.group(1).lower())
    before = re.split(r"[.;:!?“”\"()\n]", text[max(0, span.start - 45) : span.start])[-1]
    words = re.findall(r"[\w’'-]+", before)[-4:]
    for distance, word in enumerate(reversed(words)):
        status = _status_words().get(word.lower().removesuffix("-"))
        if status and (distance == 0 or (distance < 3 and word.lower() in _FAR_STATUS and "," not in before[before.rindex(word) :])):
            return status
    return None


@lru_cache(maxsize=1)
def _led() -> frozenset[str]:
    """Heads of offices that somebody holds in a body, no jobs."""
    return load_words("titles.yaml", "led_beside") | load_words("titles.yaml", "shared")


_FAR_STATUS = frozenset({"former", "formerly", "then", "ex", "acting", "once", "retired", "caretaker"})


@lru_cache(maxsize=1)
def _status_words() -> dict[str, Status]:
    return {str(e["word"]).removeprefix("-"): e["status"] for e in load_entries("titles.yaml", "status")}
