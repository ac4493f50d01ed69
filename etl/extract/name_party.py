"""Parties called by one word, where the words around tell politics: `Labour said`, `Reform MPs`, `a Green councillor`.

    add_parties(analysis, mentions) -> list[Mention]     in text order

Such a word is another thing elsewhere (`Labour and Finance`, `land reform`), so it needs evidence: a member's noun behind it, or, for
words that are hardly anything else in such an article, a word of that parliament anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.name_repair import make_mention
from etl.lexicon import load_words
from etl.text.patterns import alternation
from etl.text.span import Span

_SCORE = 0.96  # above `name_runs.SURE`: what a member's noun tells the vote does not unsay
_BEFORE = re.compile(
    r"(?:\b(?!(?:The|And|But|While|As|If|For|With|Under|Both)\b)[A-ZÀ-Þ][\w’'-]*|&"
    r"|\b(?i:ministers?|ministry|department|secretary) (?:of|for)(?: the)?) $"
)
_BEHIND = re.compile(r" (?:&|[A-ZÀ-Þ])| and [A-ZÀ-Þ]\w+ (?:Minister|Ministry|Secretary)|-(?!run|led|held|controlled)")
_POLITICS = re.compile(
    r"\b(?:MPs?|MSPs?|Tory|Tories|Conservatives|Lib Dems?|Liberal Democrats?|Westminster|Whitehall|Downing Street|Holyrood|Senedd|Cllr"
    r"|[Cc]ouncillors?|[Ss]hadow (?:\w+ ){0,3}(?:[Mm]inister|[Ss]ecretary|[Cc]hancellor))\b"
)


def add_parties(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """All mentions, those of a party's members cut to the party (`Reform | MPs`), and the parties that the tagger left out or guessed."""
    text = analysis.text
    found = {span: Mention(span, "organisation", "name", span.of(text), _SCORE) for r in analysis.regions for span in _parties(text, r)}
    kept = [m for m in (_without_members(text, m) for m in mentions) if m.span not in found]
    taken = {i for m in kept for i in range(m.span.start, m.span.end)}
    fresh = [m for span, m in found.items() if taken.isdisjoint(range(span.start, span.end))]
    return sorted([*kept, *fresh], key=lambda m: m.span)


def _without_members(text: str, mention: Mention) -> Mention:
    """`Conservative | MPs`, `Lib Dem | councillors`: who is meant belongs to no name."""
    match = _members().fullmatch(mention.surface) if mention.entity_kind in ("organisation", "person") else None
    party = Mention(mention.span, "organisation", "name", "", mention.score)
    return make_mention(text, Span(mention.span.start, mention.span.start + match.end(1)), party) if match else mention


def _parties(text: str, region: Span) -> Iterator[Span]:
    """Where a party stands: beside a member's noun, or in an article of that parliament."""
    is_political: bool | None = None
    for match in _words().finditer(text, region.start, region.end):
        if _members().match(text, match.start()) and not _BEFORE.search(text, max(0, match.start() - 30), match.start()):
            yield Span(match.start(), match.end())
        elif match.group() in load_words("org_kinds.yaml", "party_words") and _stands_alone(text, match.start(), match.end()):
            is_political = _POLITICS.search(text) is not None if is_political is None else is_political
            if is_political:
                yield Span(match.start(), match.end())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no other name or office can own the word (`Ministry of | Labour |`, `| Labour | Day`)."""
    return not _BEHIND.match(text, end) and not _BEFORE.search(text, max(0, start - 30), start)


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    words = load_words("org_kinds.yaml", "party_words") | load_words("org_kinds.yaml", "party_adjectives")
    return re.compile(rf"(?<![\w.-]){alternation(words, blank=' ')}(?!\w)")


@lru_cache(maxsize=1)
def _members() -> re.Pattern[str]:
    """A party's word and, behind it, whom of the party."""
    words = load_words("org_kinds.yaml", "party_words") | load_words("org_kinds.yaml", "party_adjectives")
    nouns = load_words("name_phrases.yaml", "members_of_party") | load_words("name_phrases.yaml", "members_by_initials")
    return re.compile(rf"({alternation(words, blank=' ')}) (?:[a-z-]+ )?{alternation(nouns, blank=' ')}(?!\w)")
