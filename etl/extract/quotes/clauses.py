"""Where a reported clause starts and ends: the tagger's span, mended by commas, quotation marks, cues and sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.text.quotemarks import Quotation
from etl.text.span import Span

# What a content leaves out at its start: the conjunction (but not the pronoun: `That was why …`), a comma or dash before it. It keeps
# `how`, `whether`, `to` and `for`.
_LEAD = re.compile(r"(?:[\s,;:–—-]+|that\b(?!['’]|\s+(?:is|was|would|will|had|has|could|should|may|might|alone|means|meant|makes|made)\b))")
_TAIL = " \t\u00a0,;:–—-"
_OPENERS, _CLOSERS = "“„«\"‘'", "”»\"’'"
# What may stand between two halves of one clause that the tagger cut: `… said he would go and | that she would stay`.
_BRIDGE = re.compile(r"[\s,]*(?:(?:and|but|or|nor|while|although|though|because|since)\b\s*)?(?:that\b\s*)?(?:[\w.'’-]+(?:\s+|$)){0,4}")

Clause = tuple[Span, tuple[int, ...], float]


def mend_clause(analysis: Analysis, span: Span, quotations: Sequence[Quotation], edges: Sequence[Span]) -> Span | None:
    """The reported clause that the tagger meant by `span`, or None when nothing is left of it."""
    text = analysis.text
    span = _to_words(text, span)
    span = _off_edges(span, edges)
    span = _whole_quotations(span, quotations)
    span = trim_clause(text, span)
    return span if len(span) > 1 else None


def trim_clause(text: str, span: Span) -> Span:
    """Without `that`, the comma before it and the points after it. A point inside quotation marks stays with them."""
    start, end = span.start, span.end
    while (lead := _LEAD.match(text, start, end)) and lead.end() > start:
        start = lead.end()
    while end > start and text[end - 1] in _TAIL:
        end -= 1
    if end > start + 1 and text[end - 1] == "." and text[end - 2] not in ".…" and not _is_abbreviation(text, end):
        end -= 1
    return Span(start, end)


def _is_abbreviation(text: str, end: int) -> bool:
    """Whether the point before `end` belongs to dotted capitals (`the U.S.`, `9 p.m.`)."""
    return bool(re.search(r"(?:\b[A-Za-z]\.){2,}$", text[max(0, end - 8) : end]))


def _to_words(text: str, span: Span) -> Span:
    """Outward to whole words."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def _off_edges(span: Span, edges: Sequence[Span]) -> Span:
    """Without a cue or source that the tagger let overlap its first or last words."""
    start, end = span.start, span.end
    for edge in edges:
        if edge.start <= start < edge.end < end:
            start = edge.end
        elif start < edge.start < end <= edge.end:
            end = edge.start
    return Span(start, end)


def _whole_quotations(span: Span, quotations: Sequence[Quotation]) -> Span:
    """Outward to whole quotations, with their marks: a mixed quote keeps its fragment."""
    start, end = span.start, span.end
    for quotation in quotations:
        if not quotation.closed or not quotation.opened:
            continue
        if quotation.outer.start < start <= quotation.span.end:
            start = quotation.outer.start
        if quotation.span.start < end < quotation.outer.end or end == quotation.outer.start + 1:
            end = quotation.outer.end
    return Span(start, end)


def merge_clauses(analysis: Analysis, clauses: Sequence[Clause], edges: Sequence[Span]) -> list[Clause]:
    """Halves of one clause put together again, where they stand in one sentence with hardly a word and no cue or source between."""
    merged: list[Clause] = []
    for clause in sorted(clauses, key=lambda c: c[0]):
        if merged and _is_one(analysis, merged[-1][0], clause[0], edges):
            span, indices, score = merged[-1]
            merged[-1] = (Span(span.start, max(span.end, clause[0].end)), indices + clause[1], max(score, clause[2]))
        else:
            merged.append(clause)
    return merged


def _is_one(analysis: Analysis, left: Span, right: Span, edges: Sequence[Span]) -> bool:
    """Whether two tagged stretches are halves of one clause."""
    if right.start < left.end:
        return True
    if analysis.sentence_at(left.start) != analysis.sentence_at(right.start):
        return False
    if any(left.end <= e.start and e.end <= right.start for e in edges):
        return False
    return right.start - left.end < 60 and bool(_BRIDGE.fullmatch(analysis.text, left.end, right.start))
