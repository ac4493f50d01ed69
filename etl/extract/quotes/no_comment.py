"""Silence that an article reports: `declined to comment`, `could not be reached`, `has yet to reply`. No quotes, a kind of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention, NoComment
from etl.extract.quotes.speakers import pick_speakers
from etl.lexicon import load_entries
from etl.text.span import Span

# The subject: back from the verb to a comma, conjunction or the sentence's start (`… said. A spokesman for X | declined to comment`).
_SUBJECT = re.compile(
    r"(?:^|[;:–—]\s*|,\s+(?:and|but|while|although|which|who)\s+|\b(?:and|but|while|although)\s+|,\s+)"
    r"((?:(?!\b(?:and|but|while|although)\s)[^;:–—,]|,\s(?=(?:who|which|whose|the|an?)\b)){1,160}?)\s*$"
)
_ASIDE = re.compile(r",[^,]{3,80},\s*$")
_CALLS = re.compile(
    r"\b(?:calls?|e-?mails?|messages?|requests? for comment|questions|letters?)\s+(?:\w+\s+){0,3}?(?:to|left (?:with|for))\s+(.{2,80})$",
    re.IGNORECASE,
)


def find_no_comments(analysis: Analysis, mentions: Sequence[Mention]) -> tuple[NoComment, ...]:
    """Reports that somebody said nothing, in text order: the wording, its subject, and the words in it that stand for the speaker."""
    mentions = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
    found = []
    for match in _pattern().finditer(analysis.text):
        span = Span(match.start(), match.end())
        sentence = analysis.sentence_at(span.start)
        if sentence is None:
            continue
        source = _subject(analysis.text, sentence, span)
        speakers = pick_speakers(analysis, source, mentions) if source else ()
        found.append(NoComment(_kinds()[match.group().lower()], span, source, speakers[0] if speakers else None))
    return tuple(found)


def _subject(text: str, sentence: Span, verb: Span) -> Span | None:
    """The subject of the wording: the words before it back to a clause boundary; for `calls to X were not returned` it is X."""
    before = text[sentence.start : verb.start]
    if calls := _CALLS.search(before.rstrip()):
        return Span(sentence.start + calls.start(1), sentence.start + calls.end(1))
    # `Mr Osei, the coordinator, could not be reached`: the aside belongs to the phrase.
    tail = _ASIDE.search(before)
    match = _SUBJECT.search(before[: tail.start()] if tail else before)
    if match is None:
        return None
    end = verb.start if tail else sentence.start + match.end(1)
    span = Span(sentence.start + match.start(1), end).trimmed(text, " \t\u00a0,")
    return span if len(span) > 1 else None


@cache
def _entries() -> tuple[Mapping[str, Any], ...]:
    return load_entries("quote_words.yaml", "no_comment")


@cache
def _kinds() -> Mapping[str, Any]:
    return {str(e["word"]): e["kind"] for e in _entries()}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_kinds(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
