"""What grammar says of a cue, whatever was tagged around it: whose words it reports, and whether it reports any.

governed(text, start, cue, source) -> Span | None      the source, corrected
reports_nothing(text, cue, content) -> bool            `the alleged thief`, `called the mayor to congratulate her`
"""

from __future__ import annotations

import re

from etl.text.span import Span

_ADVERBS = r"(?:(?:also|later|then|now|once|still|has|have|had|is|was|are|were|[a-z]+ly)\s+)*"
_WHO = re.compile(
    rf"\b((?:an?|the|one|another|some|two|three|several|those|any)(?:\s[^\s,;:.()]+){{0,5}})\s+(?:who|which)\s+{_ADVERBS}$", re.I
)
_IT_IS = re.compile(r"\bit\s+(?:is|was|has been|had been|is being|was being)\s+(?:\w+ly\s+|also\s+|then\s+)?\w+(?:\s\w+)?$", re.I)
_NEAR = 3  # characters between a source and the cue right behind it
_IT = re.compile(r"it", re.I)
_REPORT_NOUN = re.compile(
    r"(?:claim|allegation|accusation|assertion|suggestion|report|warning|demand|call|pledge|promise|plea|complaint)s?", re.I
)
_NOUN_BEFORE = re.compile(
    r"(?:['’]s|s['’]|\b(?:the|an?|his|her|its|their|of|amid|despite|over|any|such|these|those|some|about|against|\w+ed|\w+ing))\s+$", re.I
)
_OWNER = re.compile(r"(?<![\w'‘“\"])((?:(?:the|an?)\s+)?(?:[A-ZÀ-Þ][\w.-]*\s+){0,4}[\w.-]+)(?:['’]s|(?<=s)['’])\s+$")
_FROM = re.compile(r"\s+(?:by|from)\s+((?:the\s+)?[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*)*)")
_AS_TELLING = re.compile(r"\s+((?!by\b|in\b|as\b)[^,.;:“”\"]{2,50}?)\s+as\s+(?:saying|telling|having said)\b")
_QUOTING = re.compile(r"(?:quot|cit|report)\w*", re.I)
_CUT = re.compile(r"\sof$")
_ATTRIBUTIVE = re.compile(
    r"(?:\b(?:of|by|the|an?|other|another|two|against|to|from|for|with|several|and|his|her|its|their)|['’]s)\s+$", re.I
)
_TELEPHONED = re.compile(r"\s+(?:[A-ZÀ-Þ][\w’'.-]*\s+){1,4}(?:on \w+\s+)?to\s+[a-z]")
_ANSWERED = re.compile(r"\s+to\s")
_ASKED = re.compile(r"(?:(?:reporters|journalists)['’]\s+)?(?:questions?|requests?|calls?|criticism|reports?|claims?)\b", re.I)
_ARTICLE = re.compile(r"(?:an?|the)", re.I)


def governed(text: str, start: int, cue: Span, source: Span | None) -> Span | None:
    """The source of a cue in the stretch that opens at `start`, as its grammar has it.

    CASE 1: `a member | who | claims`: the one before `who`, not the sentence's subject. CASE 2: `It was claimed`: nobody.
    CASE 3: a noun: `Melo’s claims`, `claims by Melo`; of nobody in `It followed claims that …`. CASE 4: `reported | him | as telling`.
    """
    before = text[start : cue.start]
    if (told := _AS_TELLING.match(text, cue.end, cue.end + 80)) and _QUOTING.fullmatch(cue.of(text)):
        return Span(*told.span(1))
    if source is not None and _IT.fullmatch(source.of(text)) and _IT_IS.search(text[start : cue.end]):
        return None
    if _REPORT_NOUN.fullmatch(cue.of(text)) and _NOUN_BEFORE.search(before):
        return _owner_of(text, start, cue, source)
    relative = _WHO.search(before)
    if relative is not None and source is not None and source.end <= start + relative.start(1):
        return Span(start + relative.start(1), start + relative.end(1))
    return source


def _owner_of(text: str, start: int, cue: Span, source: Span | None) -> Span | None:
    """Whose claims they are, as far as the words beside the noun tell; else the source unless it is a mere `it`."""
    if owner := _OWNER.search(text, start, cue.start):
        return Span(*owner.span(1))
    if behind := _FROM.match(text, cue.end, cue.end + 80):
        return Span(*behind.span(1))
    return None if source is not None and _IT.fullmatch(source.of(text)) else source


def reports_nothing(text: str, cue: Span, source: Span | None, content: Span) -> bool:
    """Whether a cue with an unmarked content is none, or its content no words of anybody.

    CASE 1: `the extradition of | alleged | smugglers`. CASE 2: `called Ana Melo to concede`: by telephone. CASE 3: `responded to questions
    about it`. CASE 4: the source stops at a preposition, so that no verb can follow. CASE 5: an article alone is left of the content.
    """
    word = cue.of(text).lower()
    if _ARTICLE.fullmatch(content.of(text)):
        return True
    if source is not None and 0 < cue.start - source.end < _NEAR and _CUT.search(source.of(text)):
        return True
    if word == "alleged" and _ATTRIBUTIVE.search(text[max(0, cue.start - 12) : cue.start]):
        return True
    if word in ("called", "calls", "phoned", "telephoned") and _TELEPHONED.match(text, cue.end, cue.end + 90):
        return True
    return word in ("responded", "responds", "replied", "reacted") and bool(
        _ANSWERED.match(text, cue.end, cue.end + 6) and _ASKED.match(text, content.start)
    )
