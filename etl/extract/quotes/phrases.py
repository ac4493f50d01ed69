"""Whole noun phrases: a source as the tagger gave it, mended to the words that a reader would call it by."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from etl.lexicon import load_words
from etl.model import TaggedSpan
from etl.text.span import Span

# A phrase that ends like this lost its head: `the`, `Ms`, `Rep.`; what follows, up to the next verb or mark, belongs to it.
_CUT_RIGHT = re.compile(
    r"(?:^|\s)(?:(?i:the|an?|his|her|its|their)|(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Col|Maj|Cpl|Lt|Sgt|Capt|Rev|St|Hon|Messrs)\.?|Sir|Dame|Lord|Lady|"
    r"Judge|Justice|President|Minister|Senator)$",
)
_REST = re.compile(
    r"\.?\s+(?:[A-ZÀ-Þ][\w'’.-]*|(?:of|de|van|von|bin|al|the)\b)(?:\s+(?:[A-ZÀ-Þ][\w'’.-]*|(?:of|de|van|von|bin|al)\b))*|\s+[a-z]+(?:\s+[a-z]+){0,3}"
)
_NAME_GOES_ON = re.compile(r"[\w'’.-]*(?:\s+[A-ZÀ-Þ][\w'’-]*)*")
_LEAD = re.compile(r"(?:to|by|of|from|for|and|but|that|as|while|when|where|after|because|,)\s+", re.IGNORECASE)
_TAIL = re.compile(r"(?:,?\s+(?:of\s+)?(?:whom|who|which|it|has|have|had|also|later|then|and|is|was))+\s*$|[\s,;:–—-]+$")
_TITLES_BEFORE = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their)\s+)?(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon)\.?\s+|\b(?:Sir|Dame|Lord|Lady)\s+)$"
)
_ISSUED = re.compile(
    r"\s+(?:\w+ly\s+)?(?:published|released|issued|commissioned|conducted|carried out|compiled|produced|prepared|put out|drawn up)"
    r"\s+by\s+(?:the\s+)?"
)
_WRITTEN = re.compile(r"\s+(?:on|by|from)\s+(?:the\s+)?")
_OWNED = re.compile(r"(?:['’]s?(?:\s+[a-z]+){1,3}?(?=\s+(?:on|in|at|that|this|last|late|earlier)\b|[,.;:]|$))?")
_DETERMINER_BEFORE = re.compile(r"\b(?:the|an?|his|her|its|their)\s+$", re.IGNORECASE)


def whole_phrase(text: str, source: Span, tags: Sequence[TaggedSpan], stop: int) -> Span:
    """`source` stretched to the names and titles it cuts, and without what is no part of it; never past `stop` on the right.

    `tags` are the tagger's spans sorted by start: names, roles and references that overlap or touch the source belong to it.
    """
    start, end = _stretch(text, source, tags)
    if _CUT_RIGHT.search(text[max(0, end - 12) : end]) and end - start < 40:
        rest = _REST.match(text[end : max(end, stop)])
        end = end + rest.end() if rest else end
    elif end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += _NAME_GOES_ON.match(text[end : end + 60]).end()  # type: ignore[union-attr]
    end = with_issuer(text, Span(start, end), tags).end
    start = _back_over_titles(text, start)
    return _stripped(text, Span(start, end), source)


def _stretch(text: str, source: Span, tags: Sequence[TaggedSpan]) -> tuple[int, int]:
    """Outward to the names, roles and references that overlap the source or touch it with a blank between."""
    start, end = source.start, source.end
    index = bisect_left(tags, source.start - 80, key=lambda t: t.start)
    near = []
    while index < len(tags) and tags[index].start <= source.end + 1:
        if tags[index].head in ("name", "role", "ref") and tags[index].end >= source.start - 80:
            near.append(tags[index])
        index += 1
    for tag in near:
        if tag.start <= end <= tag.end or (
            tag.start <= end + 1 <= tag.end and text[end : tag.start].strip() == "" and text[end - 1] not in ",."
        ):
            end = max(end, tag.end)
    for tag in reversed(near):
        if tag.start < start <= tag.end + 1 and not text[tag.end : start].strip():
            start = tag.start
    return start, end


def with_issuer(text: str, source: Span, tags: Sequence[TaggedSpan]) -> Span:
    """A source with who issued or wrote the paper it names: `a survey | published by the Harbour Watch`, `a post | on Reyes’s page`. `tags`
    are sorted by start.
    """
    end = source.end
    if (written := _WRITTEN.match(text, end)) and source.of(text).lower().split()[-1] in load_words("quote_words.yaml", "papers"):
        name = next((t.end for t in tags if t.start == written.end() and t.head == "name"), end)
        return Span(source.start, name + len(_OWNED.match(text[name : name + 60]).group()) if name > end else end)  # type: ignore[union-attr]
    match = _ISSUED.match(text, end) or _ISSUED.search(text, max(source.start, end - 12), end + 40)
    if match is None or match.start() > end:
        return source
    index = bisect_left(tags, match.end(), key=lambda t: t.start)
    return Span(source.start, next((t.end for t in tags[index : index + 4] if t.head == "name" and t.start == match.end()), end))


def _back_over_titles(text: str, start: int) -> int:
    """Leftwards over `Mr.`, `Dame`, and one article."""
    window = text[max(0, start - 24) : start]
    match = _TITLES_BEFORE.search(window) or _DETERMINER_BEFORE.search(window)
    return start - (len(window) - match.start()) if match else start


def _stripped(text: str, span: Span, fallback: Span) -> Span:
    """Without a preposition before and a relative pronoun or auxiliary after."""
    start, end = span.start, span.end
    if match := _LEAD.match(text, start, end):
        start = match.end()
    if (match := _TAIL.search(text[start:end])) and match.start() > 0:
        end = start + match.start()
    return Span(start, end) if end > start else fallback
