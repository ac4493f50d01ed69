"""Heal names that the tagger broke: neighbouring pieces become one, unmarked capital words beside an unsure piece are taken in.

Names that touch with nothing but a blank between are one name nearly always (8 exceptions in 3,800 names of corpus train). Sure spans are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import EntityKind, Mention
from etl.extract.name_repair import honorifics, make_mention
from etl.lexicon import load_csv, load_words
from etl.text.span import Span

SURE = 0.95  # a tagger's score from which a span's edges are trusted
_WORD_BEFORE = re.compile(r"([^\s()\[\]“”\"‘,;:!?–—/]+) $")
_WORD_BEHIND = re.compile(r" ([A-ZÀ-ÞĀ-Ž][^\s()\[\]“”\",;:!?–—/]*)")
_LAST_WORD = re.compile(r" ([A-Z][a-z]{1,3})\.[\"”’)]*(?:\s+|$)")
_STOP = re.compile(r"[.]$")
_POSSESSIVE = re.compile(r"(?<!\w)([A-ZÀ-Þ][\w-]+)['’]s\b")
_UNDER_ARTICLE = re.compile(r"\b[Tt]he (?:[A-ZÀ-Þ][\w’'-]+ )*$")
_GENERATION = re.compile(r",? (?:I{2,3}|IV|[JS]r\.?)(?!\w)")


def heal_runs(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with broken names made whole, in text order."""
    roles = _chars(analysis)
    mentions = [whole for m in mentions if (whole := _without_portfolio(analysis.text, m))]
    people = frozenset(i for m in mentions if m.entity_kind == "person" and " " in m.surface for i in range(m.span.start, m.span.end))
    bodies = frozenset(i for m in mentions if m.entity_kind == "organisation" and " " in m.surface for i in range(m.span.start, m.span.end))
    closed = roles | _owners(analysis, mentions)
    blocked = {"person": closed | bodies, "organisation": closed | people}
    grown = [_with_suffix(analysis.text, _grow(analysis, m, blocked.get(m.entity_kind, closed)) if m.score < SURE else m) for m in mentions]
    healed: list[Mention] = []
    for mention in sorted(grown, key=lambda m: (m.span.start, -m.span.end)):
        if healed and (joined := _join(analysis.text, healed[-1], mention)):
            healed[-1] = joined
        elif not healed or not healed[-1].span.overlaps(mention.span):
            healed.append(mention)
    starts = {m.span.start for m in healed}
    return [_with_last_word(analysis, m, starts) for m in healed]


def _with_last_word(analysis: Analysis, mention: Mention, starts: set[int]) -> Mention:
    """A single word with the short second word that ends its sentence: `met Minister Lim | Gov.`; not `Lim Gov. Ana Melo`, a title."""
    match = _LAST_WORD.match(analysis.text, mention.span.end)
    if mention.entity_kind != "person" or " " in mention.surface or match is None or match.group(1).lower() not in _titles():
        return mention
    return mention if match.end() in starts else make_mention(analysis.text, Span(mention.span.start, match.end(1)), mention)


def _without_portfolio(text: str, mention: Mention) -> Mention | None:
    """`Minister of [Interior Sar K.]`: the portfolio belongs to the title in front; what is left is the person, or nothing."""
    if mention.score >= SURE or not _TITLE_OF.search(text, max(0, mention.span.start - 30), mention.span.start):
        return mention
    words = list(re.finditer(r"[^\s,]+", mention.surface))
    kept = next((w.start() for w in words if w.group().lower() not in _portfolio() | {"and", "the"}), None)
    if kept == 0:
        return mention
    if kept is None:
        return None
    return make_mention(text, Span(mention.span.start + kept, mention.span.end), replace(mention, entity_kind="person"))


_TITLE_OF = re.compile(r"\b(?:[Mm]inister|[Ss]ecretary|[Vv]ice-[Mm]inister|[Uu]ndersecretary|[Dd]irector|[Hh]ead) (?:of|for) (?:the )?$")


def _chars(analysis: Analysis) -> frozenset[int]:
    """Characters of tagged titles: no name grows over them."""
    return frozenset(i for t in analysis.tagging.of("role") for i in range(t.start, t.end))


def _owners(analysis: Analysis, mentions: Sequence[Mention]) -> frozenset[int]:
    """Characters of possessives of people who are named in full elsewhere: `Melo’s | Reef Union` is two names."""
    words = {word for m in mentions if m.entity_kind == "person" and " " in m.surface for word in m.surface.split()}
    owners = (m for m in _POSSESSIVE.finditer(analysis.text) if m.group(1) in words)
    return frozenset(i for m in owners for i in range(m.start(), m.end()))


def _grow(analysis: Analysis, mention: Mention, roles: frozenset[int]) -> Mention:
    """Take in capital words on both sides that are no title, day, nationality or sentence opener."""
    text, span = analysis.text, mention.span
    paragraph = analysis.paragraph_at(span.start)
    if paragraph is None or _is_title_case(analysis, paragraph):
        return mention
    span = _to_word_edges(text, span)
    if mention.entity_kind == "event":
        return mention
    while (start := _word_before(analysis, span, paragraph, mention.entity_kind, roles)) is not None:
        span = Span(start, span.end)
    while (end := _word_behind(text, span, paragraph, mention.entity_kind, roles)) is not None:
        span = Span(span.start, end)
    return make_mention(text, span, mention) if span != mention.span else mention


def _with_suffix(text: str, mention: Mention) -> Mention:
    """A person's name with the generation behind it: `Ana Melo | III`, `Bo Dahl | Jr.`"""
    match = _GENERATION.match(text, mention.span.end) if mention.entity_kind == "person" else None
    return make_mention(text, Span(mention.span.start, match.end()), mention) if match else mention


def _to_word_edges(text: str, span: Span) -> Span:
    """Take in what a hyphen or apostrophe ties to the name: `Nuku|’alofa`, `|‘Ana`; not `Seoul|-based`."""
    if match := re.match(r"(?:[’'](?!s\b)[^\W\d_]{2,}|-[A-ZÀ-Þ][^\W_]+)+", text[span.end : span.end + 30]):
        span = Span(span.start, span.end + match.end())
    if (match := re.search(r"(?:[^\W\d_]+[’'-])+$", text[max(0, span.start - 30) : span.start])) and match.group() not in {
        "R-",
        "D-",
        "I-",
    }:
        span = Span(span.start - len(match.group()), span.end)
    return span


def _word_before(analysis: Analysis, span: Span, paragraph: Span, kind: EntityKind, roles: frozenset[int]) -> int | None:
    """Start of the capital word in front that belongs to the name, or None; a particle is taken with the word in front of it."""
    text = analysis.text
    window = text[max(paragraph.start, span.start - 40) : span.start]
    match = _WORD_BEFORE.search(window)
    if not match:
        return None
    start = span.start - len(match.group())
    word = match.group(1)
    if kind == "person" and word.lower() in _particles() and word[0].islower():
        return _word_before(analysis, Span(start, span.end), paragraph, kind, roles)
    opens = start == paragraph.start or text[max(paragraph.start, start - 2) : start].rstrip()[-1:] in set('.!?:“"(')
    if kind == "person" and _UNDER_ARTICLE.search(text, max(paragraph.start, start - 40), start):
        return None  # `the Union of the Outer | Isles | Ana Melo`
    if not word[0].isupper() or start in roles or (_STOP.search(word) and len(word) > 3) or (opens and word in _openers()):
        return None
    return None if _foreign(word, kind) or (opens and not _names_elsewhere(text, word, start)) else start


def _word_behind(text: str, span: Span, paragraph: Span, kind: EntityKind, roles: frozenset[int]) -> int | None:
    """End of the capital word behind that belongs to the name, or None."""
    match = _WORD_BEHIND.match(text, span.end, paragraph.end)
    if (
        not match
        or span.end + 1 in roles
        or (_STOP.search(text[span.start : span.end]) and not re.search(r"\b[A-Z]\.$", text[span.start : span.end]))
    ):
        return None
    word = re.sub(r"(?:['’]s?|[.]+)$", "", match.group(1))
    if word.lower() in _abbreviations():
        return match.start(1) + len(word)  # `Hun | Sen.`: behind a name, no senator
    return None if not word or _foreign(word, kind) else match.start(1) + len(word)


def _foreign(word: str, kind: EntityKind) -> bool:
    """Whether a word never belongs to a name of this kind: days and titles to none, nationalities to bodies alone."""
    lower = word.lower().rstrip(".")
    if kind == "person" and ((len(word) > 1 and word.isupper() and "." not in word) or word.lower() in _portfolio()):
        return True  # `SNP MSP Catriona M.`, `Minister of Foreign Affairs Ana M.`
    return (
        lower in {"the", "a", "an"}
        or lower in _days()
        or lower in honorifics()
        or lower in _titles()
        or (kind != "organisation" and lower in _demonyms())
        or word == "I"
        or re.search(r"-(?:listed|based|owned|backed|led|run|traded)$", word) is not None
    )


def _names_elsewhere(text: str, word: str, at: int) -> bool:
    """Whether a word that opens a sentence stands capital inside another sentence too, so that it is a name."""
    return any(m.start() != at and text[m.start() - 2 : m.start() - 1].islower() for m in re.finditer(rf"(?<=\s){re.escape(word)}\b", text))


def _join(text: str, left: Mention, right: Mention) -> Mention | None:
    """One mention of two that touch; the kind is a body's when one piece is a body's head noun, else the surer piece's."""
    gap = text[left.span.end : right.span.start] if right.span.start >= left.span.end else ""
    if nickname := _nickname(text, left, right, gap):
        return nickname
    if (right.span.start >= left.span.end and gap not in {" ", ""}) or min(left.score, right.score) >= SURE:
        return None
    if left.surface.endswith(".") and len(left.surface) > 4 and not left.surface[:-1].endswith("."):
        return None
    if (left.entity_kind == "organisation" and right.entity_kind == "person" and " " in right.surface) or "event" in {
        left.entity_kind,
        right.entity_kind,
    }:
        return None
    span = Span(left.span.start, max(left.span.end, right.span.end))
    kind = left.entity_kind if left.score * len(left.span) >= right.score * len(right.span) else right.entity_kind
    if any(word in _heads() for word in span.of(text).lower().split()[1:]):
        kind = "organisation"
    return make_mention(text, span, replace(left, entity_kind=kind, score=max(left.score, right.score)))


def _nickname(text: str, left: Mention, right: Mention, gap: str) -> Mention | None:
    """`Daniel | “Duke” | Whitcomb Jr.`, `Ana | “La Gata” | Melo`: the nickname in marks belongs to the name around it."""
    if left.entity_kind != "person" or right.entity_kind == "event":
        return None
    inner = re.fullmatch(r" [“\"‘(]([A-ZÀ-Þ][\w.-]*(?: [A-ZÀ-Þ][\w.-]*){0,2}[”\"’)] )?", gap)
    closed = re.match(r"[”\"’)] [A-ZÀ-Þ]", text[right.span.end : right.span.end + 3])
    if not inner or (not inner.group(1) and not closed):
        return None
    return make_mention(text, Span(left.span.start, right.span.end + (0 if inner.group(1) else 1)), left)


def _is_title_case(analysis: Analysis, paragraph: Span) -> bool:
    """Whether a headline writes most words with capitals, so that capitals tell nothing."""
    words = re.findall(r"[^\W\d_]{4,}", paragraph.of(analysis.text))
    is_heading = analysis.is_headline(paragraph) or not re.search(r"[.!?][\"”’)]*$", paragraph.of(analysis.text))
    return is_heading and sum(w[0].isupper() for w in words) > 0.6 * len(words)


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return load_words("abbreviations.yaml", "sentence_openers")


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return load_words("titles.yaml", "dotted")


@lru_cache(maxsize=1)
def _days() -> frozenset[str]:
    return load_words("places.yaml", "never")


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return load_words("titles.yaml", "not_names") | load_words("titles.yaml", "heads")


@lru_cache(maxsize=1)
def _portfolio() -> frozenset[str]:
    return load_words("org_kinds.yaml", "portfolio")


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return load_words("name_order.yaml", "particles")


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    """Head nouns that make a name a body's whatever stands in front (`Hiroshima District | Court`)."""
    return load_words("org_kinds.yaml", "body_heads")


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    singular = {d.lower() for row in load_csv("countries.csv") for d in row["demonyms"].split("|") if d}
    return frozenset(singular | {d + "s" for d in singular})
