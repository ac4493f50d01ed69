"""Which characters of a paragraph are quotation marks, and what stands inside them.

The tagger's input depends on these rules: changing them means training again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ANY = re.compile("[\"“”„«»‘’']")
_OPENS_BEFORE = " \t\n\u00a0([—–-\"“‘'/:"
_POINTS = ".,?!…;:—–"


@dataclass(frozen=True, slots=True)
class Marks:
    """Positions of the outermost opening and closing quotation marks in the text; one left open runs to the end of its paragraph."""

    opening: frozenset[int]
    closing: frozenset[int]

    def canonical(self, at: int) -> str | None:
        """One spelling for all opening (`“`) and closing (`”`) marks, so that outlets that print `'` or `"` read alike."""
        return "“" if at in self.opening else "”" if at in self.closing else None


def find_marks(text: str, start: int, end: int) -> Marks:
    """Quotation marks of the paragraph `text[start:end]`: curly, straight, angled, and single ones where they are no apostrophes."""
    opening: set[int] = set()
    closing: set[int] = set()
    opened = False  # by a double mark
    single_close = -1  # where the last quotation in single marks ends
    for at in _positions(text, start, end):
        mark = text[at]
        if at <= single_close:  # marks within a quotation in single marks are not the outermost
            if at == single_close:
                closing.add(at)
        elif opened and text[at : at + 2] in ("’’", "''"):  # `“At sea,’’ she said`, as wire services print it
            closing.add(at)
            opened = False
        elif mark in "‘'’":
            if not opened and _may_open(text, at, start):
                # Speech that goes on in the next paragraph is not closed: `'We waited.` stands at the start of its paragraph.
                single_close = _find_close(text, at, end) or (end if at == start else -1)
                if single_close > 0:
                    opening.add(at)
        elif mark in "“„«" or (mark == '"' and _straight_opens(text, at, start, end, opened)):
            opening.add(at)
            opened = True
        else:
            closing.add(at)
            opened = False
    return Marks(frozenset(opening), frozenset(closing))


def _positions(text: str, start: int, end: int) -> Iterator[int]:
    return (m.start() for m in _ANY.finditer(text, start, end))


def _straight_opens(text: str, at: int, start: int, end: int, opened: bool) -> bool:
    """A straight double mark opens after a blank and closes before one; where both or neither hold (`said:"No`), it toggles."""
    after_blank = at == start or text[at - 1] in _OPENS_BEFORE
    before_blank = at + 1 >= end or not text[at + 1].isalnum()
    if after_blank != before_blank:
        return after_blank
    return not opened


def _may_open(text: str, at: int, start: int) -> bool:
    """A single mark may open a quotation after a blank and before a word (`said: ‘No`), not inside one (`don't`), nor in `'90s`."""
    if text[at] == "’" or (at > start and text[at - 1] not in _OPENS_BEFORE):
        return False
    return at + 1 < len(text) and (text[at + 1].isalpha() or text[at + 1] in '"“…' or text[at] == "‘")


def _find_close(text: str, at: int, end: int) -> int:
    """Where the quotation opened by the single mark at `at` ends; 0 when it was an apostrophe.

    A mark after a point (`…home,’ she said`) ends it for certain; else the first mark that no letter follows, unless that may be a
    plural's apostrophe (`‘the workers’ rights’`) and another one comes.
    """
    close = "'" if text[at] == "'" else "’"
    limit = _next_opening(text, at, end)
    found = [i for i in range(at + 2, limit) if text[i] == close and not (i + 1 < end and text[i + 1].isalnum())]
    for i in found:
        if text[i - 1] in _POINTS:
            return i
    plain = [i for i in found if not text[i - 1].isspace()]
    if plain and text[plain[0] - 1] == "s" and len(plain) > 1:
        return plain[1]
    return plain[0] if plain else 0


def _next_opening(text: str, at: int, end: int) -> int:
    """The next place where another single quotation opens, or `end`."""
    for i in range(at + 1, end):
        if text[i] == text[at] and text[i - 1].isspace() and i + 1 < end and text[i + 1].isalpha():
            return i
    return end
