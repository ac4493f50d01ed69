"""Where titles stand: the tagger's role spans, made whole, and titles beside names that it left out.

A title is a head noun (`minister`) with the modifiers in front (`deputy prime`) and its portfolio behind (`of foreign affairs`, `for
health`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.name_repair import honorifics
from etl.extract.name_runs import SURE
from etl.lexicon import load_words
from etl.text.span import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_PORTFOLIO = re.compile(r" (?:of|for) (?:the )?((?:[\w’'-]+(?:,? and |, | ))*[\w’'-]+)")
_ADDRESS = re.compile(r"(?:\s+[^\W\d_]+\.?)?\s+$")
_FORMER = r"(?:(?:former|then|acting|interim|ex|retired)[\s-]+)?"
_APPOSITION = re.compile(rf"(?:\s*\([^)]{{0,30}}\))?,\s+(?:(?:aged )?\d+,\s+)?(?:(?:the|an?|its|his|her|their)\s+)?{_FORMER}")
_OWNED_TITLE = re.compile(r"(?:\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)|['’]s)(?: [a-z-]+)?\s+$")  # `the referee, X`, `its director, X`
_LEAD = re.compile(
    r"(?:(?:(?:under|by|to|with|as|from|and|when|while|visiting) )+|(?:US|U\.S\.|UK) "
    r"(?!District|Attorney|Marshal|Senator|Rep|Congress|Supreme))(?=\w)"
)
_OPEN_END = re.compile(r"(?: (?:of|for|and|in|to|at|the))+$")
_ADDRESS_BEHIND = re.compile(r" (?:Sir|Dame|Mrs?|Ms|Dr|Lady)\.?$")
_STAFF = re.compile(r" of (?:the )?(?:[a-z]+ ){0,2}staff\b")  # `chief | of naval staff`
_OF_A_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+ $")  # `African | Union | observer`
_BOUNDARY = re.compile(r"(?:\s+(?:of|at|for|in|from|with|who|and|to)\b|\s*[,.;)]|\s*$|\n)")


def find_titles(analysis: Analysis, people: Sequence[Span], names: Sequence[Span]) -> list[Span]:
    """Spans of titles in text order, without overlaps; none touches a name in `names` (people, bodies and places)."""
    taken = {i for name in names for i in range(name.start, name.end)}
    roles = [t for t in analysis.tagging.of("role") if analysis.paragraph_at(t.start)]
    bare = [(t, _beside_names(Span(t.start, t.end), people, names).trimmed(analysis.text, " \t\r\n\u00a0,;:\"“”’'")) for t in roles]
    bare = [(t, _bordered(analysis.text, span, taken)) for t, span in bare if not any(name.contains(span) for name in names)]
    sure = [span for t, span in bare if t.score >= SURE]
    unsure = [_whole(analysis.text, span, taken) for t, span in bare if t.score < SURE and len(span)]
    beside = [] if sure else [*_in_front(analysis, people, taken), *_behind(analysis, people, taken)]
    whole = _with_portfolios(analysis.text, _merged(analysis.text, [s for s in [*sure, *unsure] if len(s)], beside))
    return [part for span in whole for part in _offices(analysis.text, span)]


def _beside_names(title: Span, people: Sequence[Span], names: Sequence[Span]) -> Span:
    """The title without the names it runs into: `Minister of Energy | Tan Boon`, `Ministry of Mines | spokesman`."""
    end = min((name.start for name in people if title.start < name.start < title.end <= name.end), default=title.end)
    start = max((name.end for name in names if name.start <= title.start < name.end < end), default=title.start)
    return Span(start, end)


def _bordered(text: str, span: Span, taken: set[int]) -> Span:
    """A title without the preposition it hangs on or the country it is of, without the form of address behind, and with what its last
    word asks for or without that word: `| under | Prime Minister`, `leader | Sir |`, `under-secretary of | state |`, `chairman | and |`.
    """
    if lead := _LEAD.match(text, span.start, span.end):
        span = Span(lead.end(), span.end)
    if address := _ADDRESS_BEHIND.search(text, span.start, span.end):
        span = Span(span.start, address.start())
    if span.of(text).lower().endswith("chief") and (staff := _STAFF.match(text, span.end)):
        return Span(span.start, staff.end())
    tail = _OPEN_END.search(text, span.start, span.end)
    if tail is None or tail.start() <= span.start:
        return span
    return Span(span.start, _portfolio_end(text, tail.start(), taken) if tail.group() == " of" else tail.start())


def _with_portfolios(text: str, titles: Iterable[Span]) -> list[Span]:
    """A title that is nothing but a portfolio goes on from the one in front: `Minister of Trade` | and | `Foreign Investment`."""
    found: list[Span] = []
    for span in titles:
        gap = text[found[-1].end : span.start] if found else ""
        words = re.findall(r"[\w’'-]+", span.of(text).lower())
        if re.fullmatch(r",? (?:and )?", gap) and " of " in found[-1].of(text) and all(w in _portfolio() | {"and", "of"} for w in words):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _offices(text: str, span: Span) -> list[Span]:
    """Two offices in one span: `Deputy Prime Minister | and | Minister of Trade and Industry`; both sides of the `and` have a head noun."""
    for match in re.finditer(r",? and (?:the )?", span.of(text)):
        left, right = Span(span.start, span.start + match.start()), Span(span.start + match.end(), span.end)
        first = re.split(r" (?:of|for) ", right.of(text))[0].split()
        ends_in_head = left.of(text).split()[-1].lower() in _heads()
        if ends_in_head and first and first[-1].lower() in _heads() and _all_modifiers(" ".join(first[:-1])):
            return [left, *_offices(text, right)]
    return [span]


def _merged(text: str, tagged: Iterable[Span], beside: Iterable[Span]) -> list[Span]:
    """Overlapping titles become the longer one; those that touch with a blank or hyphen become one."""
    found: list[Span] = []
    for span in sorted([*tagged, *beside], key=lambda s: (s.start, -s.end)):
        if found and (found[-1].overlaps(span) or text[found[-1].end : span.start] in {" ", "-", ""}):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _whole(text: str, span: Span, taken: set[int]) -> Span:
    """An unsure span with the modifiers in front and the portfolio behind that belong to it."""
    while (start := _modifier_before(text, span.start)) is not None and start not in taken:
        span = Span(start, span.end)
    match = re.match(r"[- ]([^\W\d_]+)\.?", text[span.end : span.end + 30])
    if match and match.group(1).lower() in _heads() and span.end + 1 not in taken and span.of(text).split()[-1].lower() in _modifiers():
        span = Span(span.start, span.end + match.end())
    return Span(span.start, _portfolio_end(text, span.end, taken))


def _portfolio_end(text: str, at: int, taken: set[int]) -> int:
    """End of ` of foreign affairs and trade` behind a title, when all its words are portfolios and none is in a name; else `at`."""
    match = _PORTFOLIO.match(text, at)
    if not match:
        return at
    end = at
    for word in re.finditer(r"[\w’'-]+", match.group(1)):
        lower = word.group().lower()
        start = match.start(1) + word.start()
        if start in taken or lower not in _portfolio() | {"and", "the"}:
            break
        end = start + len(word.group()) if lower not in {"and", "the"} else end
    return end


def _modifier_before(text: str, at: int) -> int | None:
    """Start of the title modifier that touches position `at` from the left, or None."""
    match = re.search(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)[ -]$", text[max(0, at - 24) : at])
    if not match or match.group(1).lower() not in _modifiers():
        return None
    if match.group(1).lower() == "under" and not text[at:].lower().startswith("secretary"):
        return None  # `the new leadership under | Prime Minister X`
    if match.group(1) in _BODY_HEADS and _OF_A_NAME.search(text[max(0, at - 50) : at - len(match.group())]):
        return None
    return at - len(match.group())


def _in_front(analysis: Analysis, people: Sequence[Span], taken: set[int]) -> list[Span]:
    """Titles that touch a name from the left: `Interior Minister X`, `Judge Dr X`, `Minister of Energy X`."""
    found = []
    for person in people:
        end = person.start
        if match := _ADDRESS.search(analysis.text, max(0, end - 16), end):
            word = match.group().strip().rstrip(".").lower()
            end = match.start() if word in honorifics() else end - (len(match.group()) - len(match.group().rstrip()))
        if span := _title_with_portfolio(analysis.text, end):
            found.append(span)
        elif analysis.text[end - 1 : end] == ",":
            span = _title_ending_at(analysis.text, end - 1, taken)
            if span and _OWNED_TITLE.search(analysis.text, max(0, span.start - 30), span.start):
                found.append(span)
        elif span := _title_ending_at(analysis.text, end, taken):
            found.append(span)
    return found


def _title_with_portfolio(text: str, end: int) -> Span | None:
    """`Minister of Energy and Mines` in front of a name: a head noun, then portfolio words alone."""
    match = re.search(r"([^\W\d_]+(?:-[^\W\d_]+)*) (?:of|for) (?:the )?((?:[\w’'-]+,? ){0,7}[\w’'-]+)$", text[max(0, end - 90) : end])
    if not match or match.group(1).lower() not in _heads():
        return None
    if any(w.strip(",").lower() not in _portfolio() | {"and", "the"} for w in match.group(2).split()):
        return None
    start = end - len(match.group())
    while (before := _modifier_before(text, start)) is not None:
        start = before
    return Span(start, end)


def _title_ending_at(text: str, end: int, taken: set[int]) -> Span | None:
    """The title whose last word ends at `end`: head noun with modifiers, or head noun with a portfolio behind it."""
    match = re.search(r"([^\W\d_]+(?:-[^\W\d_]+)*\.?)$", text[max(0, end - 30) : end])
    if not match or end - 1 in taken:
        return None
    if match.group(1).lower().rstrip(".") in _heads() and match.group(1).lower() not in {
        "victim",
        "worker",
        "witness",
        "resident",
        "student",
        "accused",
    }:
        span = Span(end - len(match.group(1)), end)
        while (start := _modifier_before(text, span.start)) is not None and start not in taken:
            span = Span(start, span.end)
        return span
    return None


def _behind(analysis: Analysis, people: Sequence[Span], taken: set[int]) -> list[Span]:
    """Titles in apposition: `X, the company’s chief executive`, `X, minister of energy,`: the first head noun within five words, then a
    boundary.
    """
    found = []
    for person in people:
        match = _APPOSITION.match(analysis.text, person.end, person.end + 90)
        if match and (span := _head_within(analysis.text, match.end(), taken)):
            found.append(span)
    return found


def _head_within(text: str, at: int, taken: set[int]) -> Span | None:
    """The first head noun within a few words from `at`, with the modifiers in front of it; a verb or mark on the way ends the search."""
    start = at
    for _ in range(6):
        word = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?").match(text, at)
        if not word:
            return None
        lower = word.group().lower().rstrip(".")
        if lower in {"said", "says", "told", "who", "which", "whose", "and", "but", "that", "was", "is", "has", "had"}:
            return None
        last = lower.rsplit("-", 1)[-1]
        if (lower in _heads() or last in _heads()) and at not in taken and _BOUNDARY.match(text, word.end()):
            end = _portfolio_end(text, word.end(), taken)
            while start < at and (start in taken or not _all_modifiers(text[start:at])):
                start += len(re.match(r"\S+\s*", text[start:at]).group())  # type: ignore[union-attr]
            return Span(start, end)
        at = word.end() + (1 if text[word.end() : word.end() + 1] == " " else 0)
    return None


def _all_modifiers(words: str) -> bool:
    return all(w.lower() in _modifiers() for w in words.split())


_BODY_HEADS = frozenset({"Union", "Council", "Board", "Group", "Club"})


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return load_words("titles.yaml", "heads")


@lru_cache(maxsize=1)
def _modifiers() -> frozenset[str]:
    return load_words("titles.yaml", "modifiers") | _portfolio()


@lru_cache(maxsize=1)
def _portfolio() -> frozenset[str]:
    return load_words("org_kinds.yaml", "portfolio") | {"opposition", "state", "finance", "treasury"}
