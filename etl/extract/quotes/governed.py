"""What grammar says of a cue, whatever was tagged around it: whose words it reports, and whether it reports any.

governed(text, start, cue, source) -> Span | None      the source, corrected
reports_nothing(text, cue, content) -> bool            `the alleged thief`, `called the mayor to congratulate her`
"""

from __future__ import annotations

import re

from etl.extract.quotes.cues import read_cue
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
_STUDY = r"(?:survey|poll|study|analysis|research|monitoring|polling|census|statistic|figure|data|record|estimate)s?"
_STUDIED = re.compile(rf"\b{_STUDY}\b", re.I)
_BARE_DATA = re.compile(rf"[^,;]*\b{_STUDY}(?:\s+(?:of|from|for|on)\b[^,;]*)?", re.I)
_SHOWS = frozenset({"find", "show", "suggest", "indicate"})
_SHARE = re.compile(r"(?:\d\s?(?:%|per ?cent)|\b[Tt]he rest)(?:\s+of\s+(?:(?!and\b|who\b)[\w-]+\s+){1,5}|\s+)$")
_AT_NUMBER = re.compile(r"\b(?:at|between|as (?:high|low) as)\s[^.;,]{0,20}\d")


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


def reports_nothing(text: str, cue: Span, source: Span | None, content: Span, by_person: bool = False) -> bool:
    """Whether a cue with an unmarked content is none, or its content no words of anybody.

    CASE 1: `the extradition of | alleged | smugglers`. CASE 2: `called Ana Melo to concede`: by telephone. CASE 3: `responded to questions
    about it`. CASE 4: the source stops at a preposition, so that no verb can follow. CASE 5: an article alone is left of the content.
    CASE 6: data (`shows_data`). `by_person`: whether the source names a person.
    """
    word = cue.of(text).lower()
    if _ARTICLE.fullmatch(content.of(text)) or shows_data(text, cue, source, content, by_person):
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


def shows_data(text: str, cue: Span, source: Span | None, content: Span, by_person: bool) -> bool:
    """Whether data show the content and nobody says it.

    CASE 1: `40 percent of voters | said | it was dear`: a share of those asked. CASE 2: `The port | put | the loss at $4 million`; not `She
    put`. CASE 3: `a survey by the port | found |`. CASE 4: `| according to | port figures`.
    """
    word = read_cue(cue.of(text))
    lemma = word.lemma if word else cue.of(text).lower()
    if _SHARE.search(text[max(0, cue.start - 70) : cue.start]):
        return True
    if lemma == "put":
        is_person = by_person or (source is not None and source.of(text).lower() in ("he", "she"))
        return not is_person and content.start >= cue.end and bool(_AT_NUMBER.search(text, content.start, content.end))
    if source is None:
        return False
    if lemma == "according to":
        return bool(_BARE_DATA.fullmatch(source.of(text)))
    return (lemma in _SHOWS or lemma.startswith("show")) and bool(_STUDIED.search(source.of(text)))
