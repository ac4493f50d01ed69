"""Sources that take up an earlier source: `the official` after `a ministry official`, `the report` after `a report by the auditors`, and
`she` after an unnamed spokeswoman. The speaker is then the earlier quote's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention, Quote
from etl.extract.quotes.speakers import mentions_within
from etl.text.span import Span

_DEFINITE = re.compile(r"(?:the|that|this|one of the)\s+(?:same\s+|latter\s+)?", re.IGNORECASE)
_SINGULAR = re.compile(r"he|she", re.IGNORECASE)
_UNNAMED = re.compile(r"(?:an?|one|another)\s", re.IGNORECASE)
# A head noun ends its phrase or stands before a preposition, comma or relative clause.
_HEAD = re.compile(
    r"([a-z][a-z-]+)(?=\s*(?:$|,|\(|\b(?:of|for|in|on|at|to|by|from|with|who|which|that|seen|obtained|read|issued|released|published)\b))"
)
_REACH = 6


def take_up(
    analysis: Analysis, source: Span, speakers: tuple[Span, ...], earlier: Sequence[Quote], mentions: Sequence[Mention]
) -> tuple[Span, ...]:
    """The speakers of `source`, taken from an earlier quote where the words point back to it; else `speakers` as they are."""
    text = analysis.text
    surface = source.of(text)
    if _SINGULAR.fullmatch(surface):
        return _of_pronoun(text, source, speakers, earlier, mentions)
    if speakers not in ((), (source,)) or not _DEFINITE.match(surface):
        return speakers
    head = _head_noun(surface)
    for quote in reversed(earlier):
        if head and quote.source and quote.source != source and _head_noun(quote.source.of(text)) == head:
            return (quote.speaker, *quote.co_speakers) if quote.speaker else ()
    return speakers


def _of_pronoun(
    text: str, source: Span, speakers: tuple[Span, ...], earlier: Sequence[Quote], mentions: Sequence[Mention]
) -> tuple[Span, ...]:
    """`he` or `she` after an unnamed speaker, with no person named since but inside quotes: that speaker (`a ministry
    spokeswoman said … she added`).
    """
    last = next((q for q in reversed(earlier[-_REACH:]) if q.source is not None), None)
    if last is None or last.source is None or last.source.end > source.start:
        return speakers
    if not _UNNAMED.match(last.source.of(text)) or text.count("\n\n", last.source.end, source.start) > 1:
        return speakers
    between = [
        m
        for m in mentions_within(mentions, Span(last.source.start, source.start))
        if not any(s.contains(m.span) for q in earlier[-_REACH:] for s in q.segments)
    ]
    if any(m.entity_kind == "person" and m.form in ("name", "short_name") for m in between) or last.speaker == last.source:
        return speakers
    return (last.speaker, *last.co_speakers) if last.speaker else ()


def _head_noun(surface: str) -> str | None:
    """The head noun of a phrase without a name: `a senior ministry official, who …` -> `official`."""
    match = _HEAD.search(re.sub(r"^(?:\w+ of the )", "", surface.lower()))
    noun = match.group(1).removesuffix("s") if match else None
    return None if noun == "side" else noun  # `The Maltese side` is not the side that spoke before
