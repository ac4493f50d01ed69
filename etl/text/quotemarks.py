"""Quotation marks: which stretches of a paragraph stand between them. One pass over the marks; nothing here knows who speaks.

Double marks are `“ ” „ « »`, the straight `"` and the typewriter pairs of two grave accents or two apostrophes, also curly ones; single
marks are `‘ ’ '`.
The outer pair counts, whatever stands inside it. A quotation never crosses a paragraph: news style re-opens it in the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from etl.text.span import Span

Side = Literal["open", "close", "either", "none"]

_MARK = re.compile(r"``|''|’’|[“”„«»\"‘’'`]")
_OPENING, _CLOSING, _SINGLE = "“„«", "”»", "‘’'`"
# Elisions written with a leading apostrophe: `'em`, `'tis`, `'90s`. They open nothing.
_ELISION = re.compile(r"(?:em|til|till|tis|twas|cause|cos|bout|round|n|s|\d\ds?)\b", re.IGNORECASE)
_BEFORE_OPENING = " \t\u00a0\u202f([{-–—/:…"
_AFTER_STRONG_CLOSING = ".,;:!?)]}…–—"
_BEFORE_STRONG_CLOSING = '.,;:!?…–—”"'
_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*\s+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks. `span` leaves the marks out, `outer` holds them.

    `opened`/`closed` say whether the mark stands there; a quotation without its closing mark runs to the end of the paragraph or up to the
    next opening mark, one without its opening mark starts with its sentence.
    """

    span: Span
    outer: Span
    opened: bool = True
    closed: bool = True
    single: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """One quotation mark and which way it can face."""

    start: int
    end: int
    side: Side
    single: bool
    strong: bool = True


def find_quotations(text: str, paragraph: Span, following: Span | None = None) -> tuple[Quotation, ...]:
    """Stretches of `paragraph` between quotation marks, in order and disjoint; of nested ones the outer.

    `following` is the next paragraph: a single quotation runs on past the end of its own only when that one opens with the same mark.
    """
    marks = _read_marks(text, paragraph)
    reopened = text[following.start] if following else ""
    found: list[Quotation] = []
    index = 0
    while index < len(marks):
        index = _take(text, paragraph, marks, index, found, reopened)
    return tuple(q for q in found if len(q.span.trimmed(text)))


def _take(text: str, paragraph: Span, marks: list[_Mark], index: int, found: list[Quotation], reopened: str) -> int:
    """Read the quotation that `marks[index]` opens, if it does; returns the index of the next mark to look at.

    A single mark without a partner is an apostrophe or part of a name (`‘Ana Fifita`), unless the next paragraph is `reopened` with it.
    """
    mark = marks[index]
    floor = found[-1].outer.end if found else paragraph.start
    if mark.side in ("open", "either"):
        closing = _closing_single(marks, index) if mark.single else _closing_double(marks, index)
        if closing is not None:
            end = marks[closing]
            # A mark that ends an unfinished quotation by opening the next one stays for the next round.
            if end.side == "open":
                found.append(
                    Quotation(Span(mark.end, end.start).trimmed(text), Span(mark.start, end.start), closed=False, single=mark.single)
                )
                return closing
            found.append(Quotation(Span(mark.end, end.start), Span(mark.start, end.end), single=mark.single))
            return closing + 1
        if not mark.single or text[mark.start] == reopened:
            found.append(Quotation(Span(mark.end, paragraph.end), Span(mark.start, paragraph.end), closed=False, single=mark.single))
            return len(marks)
    elif mark.side == "close" and not mark.single and mark.start > floor:
        start = _sentence_start(text, floor, mark.start)
        found.append(Quotation(Span(start, mark.start), Span(start, mark.end), opened=False))
    return index + 1


def _closing_double(marks: list[_Mark], index: int) -> int | None:
    """The mark that ends the double quotation opened at `index`; an opening mark where the closing one was forgotten; None at the end."""
    depth = 1
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        if mark.single or mark.side == "none":
            continue
        if mark.side == "open":
            if not _is_nested(marks, at):
                return at
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return at
    return None


def _is_nested(marks: list[_Mark], at: int) -> bool:
    """Whether the opening mark at `at` stands inside an open quotation: two closing marks follow before the next opening one
    (`“He told me “no” and left,” she said`).
    """
    following = [m for m in marks[at + 1 : at + 6] if not m.single and m.side != "none"][:2]
    return len(following) == 2 and all(m.side == "close" for m in following)


def _closing_single(marks: list[_Mark], index: int) -> int | None:
    """The mark that ends the single quotation opened at `index`, or None: then it was an apostrophe or a name's sign (`‘Ana`)."""
    weak, inside_double = None, False
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        if not mark.single:
            inside_double = not inside_double if mark.side == "either" else mark.side == "open"
        elif inside_double:
            continue
        elif mark.side == "open":
            break
        elif mark.side in ("close", "either"):
            if mark.strong:
                return at
            weak = at if weak is None else weak
    return weak


def _read_marks(text: str, paragraph: Span) -> list[_Mark]:
    """All quotation marks of the paragraph with the way each faces; apostrophes inside words are none."""
    marks, depth = [], 0
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        before = text[match.start() - 1] if match.start() > paragraph.start else " "
        after = text[match.end()] if match.end() < paragraph.end else " "
        sign = match.group()
        if sign in _SINGLE:
            mark = _read_single(text, match.start(), before, after)
        else:
            mark = _Mark(match.start(), match.end(), _read_double(sign, before, after, depth > 0), single=False)
            depth = 1 if mark.side == "open" else 0 if mark.side == "close" else depth
        if mark.side != "none":
            marks.append(mark)
    return marks


def _read_double(sign: str, before: str, after: str, is_open: bool) -> Side:
    """Which way a double mark faces. Curly marks and guillemets say so; straight ones by their neighbours, then by turns."""
    if sign == "’’":
        return "close" if is_open else "none"
    if sign in _OPENING or sign == "``":
        # `„…“`: the mark that opens in English closes in German.
        return "close" if sign == "“" and is_open and not before.isspace() and not after.isalnum() else "open"
    opens = (before in _BEFORE_OPENING or before in _OPENING + _SINGLE) and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if sign in _CLOSING:
        # A closing mark typed for an opening one: `he said: ”Never.”`
        return "open" if not is_open and before.isspace() and not after.isspace() else "close"
    # `6" tall`: inches, unless a quotation waits for its end.
    if before.isdigit() and not is_open:
        return "none"
    if opens != closes:
        return "open" if opens else "close"
    return "close" if is_open else "open"


def _read_single(text: str, at: int, before: str, after: str) -> _Mark:
    """Which way a single mark faces; `none` inside a word. A weak closing mark may be a plural's apostrophe (`the workers’ rights`)."""
    sign = text[at]
    opens = sign != "’" and (before in _BEFORE_OPENING or before in '“"„«') and not after.isspace() and after not in ".,;:!?)"
    if opens and not (sign == "'" and _ELISION.match(text, at + 1)):
        return _Mark(at, at + 1, "open", single=True)
    closes = sign in "’'" and not before.isspace() and not after.isalnum()
    if not closes or opens:
        return _Mark(at, at + 1, "none", single=True)
    elided = before in "sS" or text[max(0, at - 2) : at] == "in"
    strong = before in _BEFORE_STRONG_CLOSING or after in _AFTER_STRONG_CLOSING or not elided
    return _Mark(at, at + 1, "close", single=True, strong=strong)


def _sentence_start(text: str, floor: int, before: int) -> int:
    """Where the sentence that ends at `before` starts, not left of `floor`."""
    starts = [m.end() for m in _SENTENCE_END.finditer(text, floor, before)]
    start = starts[-1] if starts else floor
    return start + len(text[start:before]) - len(text[start:before].lstrip(" \t\u00a0,;:"))
