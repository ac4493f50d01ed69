"""Mend names of bodies that were cut in pieces or lack a piece: `Ministry of Labour | and Vocational Training`, `(IOM)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.facts import Mention
from etl.extract.name_repair import is_acronym, keep_longest, make_mention, spells
from etl.lexicon import load_words
from etl.text.span import Span

_CAPITALS = r"(?:[A-ZÀ-Þ][\w'’-]*)"
_OPEN_HEADS = "(?:" + "|".join(sorted(load_words("org_kinds.yaml", "open_heads"))) + ")"
_LEFT = re.compile(rf"\b((?:(?!The ){_CAPITALS} )*{_OPEN_HEADS} (?:of|for|on) (?:the )?)$")
_RIGHT_OPEN = re.compile(rf" (?:of|for) (?:the )?{_CAPITALS}(?: {_CAPITALS})*")
_MORE = re.compile(rf"(?:, {_CAPITALS}(?: {_CAPITALS})*)*,? (?:and|&) {_CAPITALS}(?: {_CAPITALS})*")
_BRACKET = re.compile(r"\s?[(\[](?:the |or |called )?[\"“‘']?([A-Za-z][\w.&/’' -]{1,24})[\"”’']?[)\]]")


def join_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Names with missing pieces joined on and bracketed short names added, in text order."""
    mentions = [part for m in mentions for part in _split_pair(text, m)]
    grown = [_grow(text, m) if m.entity_kind == "organisation" else m for m in mentions]
    joined = keep_longest([*grown, *mentions])
    return keep_longest([*joined, *(short for m in joined for short in _bracketed(text, m))])


def _grow(text: str, mention: Mention) -> Mention:
    """CASE 1: the generic head was left out (`Ministry of | Labour`). CASE 2: the name stops at its head (`Ministry | of Labour`).
    CASE 3: it stops at an `and` or comma between two portfolios (`Ministry of Labour | and Vocational Training`).
    """
    span = mention.span
    if (left := _LEFT.search(text, max(0, span.start - 60), span.start)) and not _has_head(mention.surface):
        span = Span(left.start(1), span.end)
    if re.fullmatch(rf"(?:{_CAPITALS} )*{_OPEN_HEADS}", span.of(text)) and (right := _RIGHT_OPEN.match(text, span.end)):
        span = Span(span.start, right.end())
    if re.search(rf"\b{_OPEN_HEADS} (?:of|for|on) ", span.of(text)) or " for " in span.of(text):
        span = _with_more(text, span)
    return make_mention(text, span, mention) if span != mention.span else mention


def _with_more(text: str, span: Span) -> Span:
    """Take in `, X and Y` when every piece is a portfolio, or when the acronym in brackets behind it spells the whole."""
    match = _MORE.match(text, span.end)
    if not match:
        return span
    whole = Span(span.start, match.end())
    pieces = [p for p in re.split(r",|\band\b|&", match.group()) if p.strip()]
    if all(_is_portfolio(piece) for piece in pieces):
        return whole
    bracket = _BRACKET.match(text, whole.end)
    return whole if bracket and initials_match(bracket.group(1), whole.of(text)) else span


def _is_portfolio(words: str) -> bool:
    return all(word.lower() in _portfolio() or word in {"and", "of", "the"} for word in re.findall(r"[\w'’-]+", words))


def _has_head(words: str) -> bool:
    return bool(re.search(rf"\b{_OPEN_HEADS}\b", words))


def initials_match(acronym: str, full: str) -> bool:
    """Whether the capitals of `acronym` are the initials of the words of `full`, small words counted or not (`CLR`, `MoLVT`, `U.N.`)."""
    letters = re.sub(r"[^A-Za-z]", "", acronym)
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s?\b", "", full))
    every = "".join(w[0] for w in words).lower()
    large = "".join(w[0] for w in words if w[0].isupper()).lower()
    without = "".join(w[0] for w in words if w.lower() not in _SMALL).lower()
    capitals = re.sub(r"[a-z]", "", letters).lower()
    return len(capitals) >= 2 and (letters.lower() in {every, large, without} or capitals in {large, without, every})


_SMALL = frozenset({"and", "of", "for", "the", "on", "in", "to", "de", "la", "del", "e", "y"})


def _bracketed(text: str, mention: Mention) -> list[Mention]:
    """The short name introduced in brackets behind a full name: initials, letters in order, or any acronym behind three words."""
    match = _BRACKET.match(text, mention.span.end) if mention.entity_kind in {"organisation", "event"} else None
    if not match or " " not in mention.surface or is_acronym(mention.surface):
        return []
    short = match.group(1)
    named = initials_match(short, mention.surface) or (is_acronym(short) and spells(short, mention.surface))
    named = (
        named
        or (short.istitle() and " " not in short and spells(short, mention.surface))
        or (is_acronym(short) and mention.surface.count(" ") >= 2)
    )
    if not named or mention.entity_kind != "organisation":
        return []
    return [replace(make_mention(text, Span(match.start(1), match.end(1)), mention), score=max(mention.score, _INTRODUCED))]


_INTRODUCED = 0.97  # a name that the article itself introduces is surer than the tagger's guess at it


def _split_pair(text: str, mention: Mention) -> list[Mention]:
    """Two bodies in one span: `Ministry of Interior and the International Organisation for M…`, `A Centre and B Centre`: both sides hold
    a head noun.
    """
    match = _PAIR.match(mention.surface) if mention.entity_kind == "organisation" else None
    if not match or not (_names_body(match.group(1)) and _names_body(match.group(3))):
        return [mention]
    if match.group(2) == " and " and match.group(1).split()[-1].lower() not in _heads():
        return [mention]  # `Department of Trade and Industry Board` may be one
    start = mention.span.start
    return [make_mention(text, Span(start + match.start(g), start + match.end(g)), mention) for g in (1, 3)]


_PAIR = re.compile(r"(.+?)( and the | and )(.+)$")


def _names_body(words: str) -> bool:
    return any(word.lower() in _heads() or word.lower() in {"organisation", "organization", "centre", "center"} for word in words.split())


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return load_words("org_kinds.yaml", "body_heads") | {"centre", "center"}


@lru_cache(maxsize=1)
def _portfolio() -> frozenset[str]:
    return load_words("org_kinds.yaml", "portfolio")
