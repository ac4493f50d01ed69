"""Who issued the paper that speaks: `the complaint says`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from etl.extract.facts import Quote
from etl.lexicon import load_words
from etl.text.span import Span

if TYPE_CHECKING:
    from etl.resolve.article import ArticleEntities

_TAKEN_UP = re.compile(r"(?:the|that|this|its)\s+(?:same\s+)?(?:[\w-]+\s+)?([\w-]+)$", re.IGNORECASE)
_ANY_PAPER = frozenset({"document", "text", "paper"})  # `the document` takes up a letter as well
_ISSUED = re.compile(
    r"\s+(?:\w+ly\s+)?"
    r"(?:(?:issued|released|published|filed|sent|written|signed|posted|put out|drawn up|prepared|compiled)\s+(?:[\w ]{1,24}\s)?)?"
    r"(?:by|from)\s+(?:the\s+)?$"
)
_THROUGH = re.compile(r"\b(?:in|on|through|via|with)\s+(?:an?|the|his|her|its|their)\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_OWNED = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,2}$")


def find_issuer(entities: ArticleEntities, source: Span, quotes: Sequence[Quote], found: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    """Who issued the paper that `source` takes up from earlier in the text; nobody where the text does not tell. `found` = speakers so far
    by index of the quote.

    CASE 1: `a memo by the port`, `a complaint filed on Monday by Reyes`. CASE 2: `the port’s memo`. CASE 3: whoever spoke in the sentence
    that names it (`the port said in a memo`).
    """
    text = entities.analysis.text
    paper = _TAKEN_UP.fullmatch(source.of(text))
    noun = paper.group(1).lower() if paper else ""
    if noun not in _papers():
        return ()
    named = [m for m in _naming(noun).finditer(text, 0, source.start) if not entities.analysis.is_headline(Span(m.start(), m.end()))]
    for match in reversed(named):
        if issuer := _issuer_at(entities, Span(*match.span(1)), quotes, found):
            return issuer
    return ()


def _issuer_at(entities: ArticleEntities, noun: Span, quotes: Sequence[Quote], found: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    text = entities.analysis.text
    sentence = entities.analysis.sentence_at(noun.start)
    if sentence is None:
        return ()
    for name in entities.named_in(sentence):
        behind, before = text[noun.end : name.span.start], text[name.span.end : noun.start]
        if (name.span.start > noun.end and _ISSUED.fullmatch(behind)) or (name.span.end < noun.start and _OWNED.fullmatch(before)):
            return entities.known([name])
    for index, quote in enumerate(quotes):
        if quote.source is not None and found.get(index) and sentence.contains(quote.source) and _said_in(text, quote, noun):
            return found[index]
    return ()


def _said_in(text: str, quote: Quote, noun: Span) -> bool:
    """Whether a quote's speaker speaks through the paper: `said in a memo`, `In a memo, the port said`; its words may hold no such noun."""
    if any(s.start <= noun.start < s.end for s in quote.segments):
        return False
    return bool(_THROUGH.search(text[max(0, noun.start - 60) : noun.start]))


@lru_cache(maxsize=1)
def _papers() -> frozenset[str]:
    """Nouns for what is written and speaks for whoever issued it."""
    return load_words("titles.yaml", "documents") | load_words("quote_words.yaml", "issued") | _ANY_PAPER


@lru_cache(maxsize=64)
def _naming(noun: str) -> re.Pattern[str]:
    """The noun itself; for `document` and `text` any paper."""
    nouns = sorted(_papers() - _ANY_PAPER, key=len, reverse=True) if noun in _ANY_PAPER else [noun]
    return re.compile(rf"\b({'|'.join(map(re.escape, nouns))})\b", re.IGNORECASE)
