"""Words that stand for somebody in a sentence that reports an event, where the tagger marks none: `he met`, `the airline signed`.

Only where they may be sides: a personal pronoun, the owner of the event (`her talks with`), an office or a body by its bare noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import EntityKind, Mention
from etl.extract.mentions import body_nouns, office_nouns
from etl.lexicon import load_words
from etl.text.span import Span

_PRONOUN = re.compile(r"\b(?:he|she|they|him|them|her(?!\s+\w))\b", re.I)
_OWNER = re.compile(r"\b(?:his|her|their)\s+(?:(?!and\b)[\w-]+\s+){0,2}$", re.I)
_PAIR = re.compile(
    r"\b(?:both|the (?:two|pair|duo)"
    r"(?:\s+(?:men|women|leaders|ministers|diplomats|presidents|premiers|officials|envoys|politicians|sides))?)"
    r"(?=\s+(?:met|meet|spoke|talked|discussed|shook|dined|held|agreed|signed|will|are|were|had|have|also)\b)",
    re.I,
)

_BESIDE = re.compile(
    r"\b(?:(?:on|in) the (?:margins|sidelines|fringes)(?=\s*[,.]|\s+\w+(?:ed|t|d|w)\b)|on the same day|in the same building"
    r"|(?:earlier|later) (?:in the|that) day|a joint (?:press|news) conference)\b",
    re.I,
)
_TWO = re.compile(
    r"(?:[^.“”]{0,30},\s+)?(?:both|the (?:two|pair|duo))(?!\s+(?:states|countries|nations|sides|governments|teams)\b)"
    r"(?:\s+(?!(?:of|from|to|in|at|for)\b(?! meet\b))[\w’'-]+){0,4}\s+",
    re.I,
)


def find_anaphors(analysis: Analysis, sentence: Span, triggers: Sequence[Span], taken: Sequence[Span]) -> Iterator[Mention]:
    """Mentions for the pronouns and bare nouns of one reporting sentence that overlap nothing `taken`, nor the words of a quotation."""
    quotes = [Span(q.start, q.end) for q in analysis.tagging.of("quote", "direct")]
    barred = [*taken, *triggers, *quotes]
    for span, kind in _spans(analysis.text, sentence, triggers):
        if not any(span.overlaps(other) for other in barred):
            words = span.of(analysis.text)
            yield Mention(span, kind, "nominal" if " " in words else "pronoun", words)


def _spans(text: str, sentence: Span, triggers: Sequence[Span]) -> Iterator[tuple[Span, EntityKind]]:
    for match in _PRONOUN.finditer(text, sentence.start, sentence.end):
        yield Span(match.start(), match.end()), "person"
    for trigger in triggers:
        if owner := _OWNER.search(text, max(sentence.start, trigger.start - 40), trigger.start):
            yield Span(owner.start(), owner.start() + owner.group().index(" ")), "person"
    for match in _PAIR.finditer(text, sentence.start, sentence.end):
        yield Span(match.start(), match.end()), "person"
    for match in _bare().finditer(text, sentence.start, sentence.end):
        yield Span(match.start(), match.end()), "organisation" if match["noun"].lower() in body_nouns() else "person"


def is_of_two(text: str, sentence: Span, trigger: Span) -> bool:
    """`The two presidents last | met`, `On Monday, the pair will | meet again`: those meet who met in the event told before."""
    return _TWO.fullmatch(text, sentence.start, trigger.start) is not None


def told_beside(text: str, sentence: Span) -> bool:
    """Whether a sentence says that what it reports was beside what was told before: `On the margins, …`, `Earlier in the day …`."""
    return _BESIDE.search(text, sentence.start, sentence.end) is not None


def tells_of_act(text: str, sentence: Span, trigger: Span) -> bool:
    """`The request was made at a meeting with …`: what the sentence before tells was done at this event, by whom it names first."""
    return _act().match(text, sentence.start, trigger.start) is not None


@lru_cache(maxsize=1)
def _act() -> re.Pattern[str]:
    acts = "|".join(sorted(load_words("meetings.yaml", "acts")))
    made = r"(?:was|were|came|comes|is|are)(?:\s+(?:made|given|issued|announced|delivered|raised|reached|voiced))?"
    spoken = r"(?:He|She|They)\s+(?:made|raised|gave|voiced|announced)\s+(?:the|his|her|their)"
    return re.compile(
        rf"(?:(?:The|His|Her|Their|That|This)\s+(?:{acts})\s+{made}|{spoken}\s+(?:{acts}))\s+(?:at|during|in)\s+(?:\w+\s+){{0,4}}$", re.I
    )


@lru_cache(maxsize=1)
def _bare() -> re.Pattern[str]:
    """`the airline`, `the deputy minister`; not `the airline’s`, `the minister for`, `the minister, Jane Roe`."""
    nouns = "|".join(sorted(map(re.escape, body_nouns() | office_nouns()), key=len, reverse=True))
    rank = r"(?:(?:deputy|vice|prime|foreign|first|\w+ian)\s+){0,2}"
    end = r"\b(?!['’-])(?!\s+(?:of|for|to|at)\b)(?!,?\s+(?-i:[A-Z]))"
    return re.compile(rf"\bthe\s+{rank}(?P<noun>{nouns}){end}", re.I)
