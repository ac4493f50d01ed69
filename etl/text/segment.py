"""Paragraphs, sentences and tokens of English news text; nothing domain-specific."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.lexicon import load_words
from etl.text.span import Span

_LINE = re.compile(r"[^\r\n]+")
# A word keeps inner hyphens and apostrophes (`Kyung-wha`, `O'Brien`) and dotted capitals (`U.S.`); a number keeps its grouping (`1,200.5`);
# a possessive stands apart (`Seoul|'s`) so that a name ends where the name ends.
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"
    r"|\d+(?:[.,]\d+)*"
    r"|['’]s\b(?<=\w['’]s)"
    r"|[^\W\d_]+(?:(?!['’]s\b)[-'’][^\W_]+)*"
    r"|\w+"
    r"|\S"
)
_BREAK = re.compile(r"([.!?…]+)([\"'”’»)\]]*)(\s+)")
_LONGEST_WORD = 40  # characters looked at before a stop; keeps a 50 MB line of dotted capitals linear
_STARTS = re.compile(r"[\"'“‘«(\[]*[A-Z0-9À-ÞĀ-Ž$£€]")


def find_paragraphs(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """Non-blank lines of `text` (inside `within`), without surrounding blanks, in order. A line break ends a paragraph."""
    bounds = within or Span(0, len(text))
    lines = (Span(m.start(), m.end()).trimmed(text) for m in _LINE.finditer(text, bounds.start, bounds.end))
    return tuple(line for line in lines if len(line))


def find_tokens(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """Words, numbers and single marks of `text` (inside `within`), in order."""
    bounds = within or Span(0, len(text))
    return tuple(Span(m.start(), m.end()) for m in _TOKEN.finditer(text, bounds.start, bounds.end))


def tokens_with_bounds(text: str, within: Span) -> tuple[list[int], list[int], list[str]]:
    """The same tokens as starts, ends and words, for who needs all of them quickly."""
    matches = list(_TOKEN.finditer(text, within.start, within.end))
    return [m.start() for m in matches], [m.end() for m in matches], [m.group() for m in matches]


def find_sentences(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Sentences of one paragraph. A full stop after an abbreviation or initial (`Dr.`, `U.S.`, `J.`) ends none."""
    sentences: list[Span] = []
    start = paragraph.start
    for match in _BREAK.finditer(text, paragraph.start, paragraph.end):
        if _is_break(text, start, match):
            sentences.append(Span(start, match.end(2)))
            start = match.end()
    sentences.append(Span(start, paragraph.end))
    return tuple(s for s in sentences if len(s.trimmed(text)))


def _is_break(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the stop at `match` ends a sentence: what follows starts like one and what precedes is no abbreviation."""
    if not _STARTS.match(text, match.end()):
        return False
    if match.group(1) != "." or match.group(2):
        return True
    before = text[max(start, match.start() - _LONGEST_WORD) : match.start()]
    word = re.split(r"[\s(\[“\"‘—–]", before)[-1]
    # `J. Smith`, `U.S. Sen.`: a single capital or dotted capitals before the stop is an initial, unless a new sentence clearly starts.
    if re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word):
        return word in {"I"} or ("." in word and _opens_sentence(text, match.end()))
    return word.lower() not in _abbreviations()


def _opens_sentence(text: str, at: int) -> bool:
    """Whether the word at `at` is one that names nobody and so must open a sentence (`The`, `He`, `But`), after `U.S.` or `p.m.`."""
    word = re.match(r"\w+", text[at : at + 20])
    return bool(word) and word.group() in _openers()  # type: ignore[union-attr]


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return load_words("abbreviations.yaml", "abbreviations")


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return load_words("abbreviations.yaml", "sentence_openers")
