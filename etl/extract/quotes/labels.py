"""Speakers named without a verb: lines of a dialogue (`REYES: We won.`), headings (`Reyes: Pier is rotten`), signatures (`“…” — Reyes`)."""

from __future__ import annotations

import re
from collections import Counter

from etl.extract.analysis import Analysis
from etl.lexicon import load_words
from etl.text.span import Span

_CAPITALS = re.compile(r"[\"“‘']?((?:[A-Z][A-Z'’.-]+\s?){1,4}):\s+(?=\S)")
_NAME = re.compile(r"((?:[A-ZÀ-Þ][\w'’.-]+\s?){1,4}):\s+(?=[\"“‘'A-ZÀ-Þ])")
_HEADED = re.compile(r"([^:\n]{2,60}):\s+([^\n]+)")
_FINITE = re.compile(
    r"\b(?:may|(?i:is|are|was|were|will|would|must|should|could|can|has|have|had|do|does|did|won[’']t|can[’']t|isn[’']t|[a-z]+ed))\b"
)
_NAME_WORD = r"(?:[A-ZÀ-Þ\d][\w'’.-]*|of|de|van|von|bin|al|the)"
_SIGNATURE = re.compile(rf"[\"”’'»]*\s*(?:―|—|–|--|-)\s*({_NAME_WORD}(?:[ ,]+{_NAME_WORD})*)\s*$")


def find_dialogue(analysis: Analysis) -> tuple[tuple[Span, Span], ...]:
    """(label, words) of the paragraphs that are lines of a dialogue: a name, a colon, what is said.

    One line makes no dialogue: there must be two labels and one of them again, so that `LONDON: …` is none.
    """
    lines = [line for region in analysis.regions if (line := _read_line(analysis.text, region)) and not analysis.is_headline(region)]
    counts = Counter(label.of(analysis.text) for label, _ in lines)
    if len(counts) < 2 or max(counts.values()) < 2:
        return ()
    return tuple(lines)


def _read_line(text: str, paragraph: Span) -> tuple[Span, Span] | None:
    match = _CAPITALS.match(text, paragraph.start, paragraph.end) or _NAME.match(text, paragraph.start, paragraph.end)
    if match is None or match.group(1).split()[0].lower() in load_words("quote_words.yaml", "page_labels"):
        return None
    return Span(match.start(1), match.end(1)).trimmed(text), Span(match.end(), paragraph.end)


def find_headings(analysis: Analysis) -> tuple[Span, ...]:
    """The headlines; where the page marks none, a first paragraph of one short line that is written like one, most words with a capital."""
    if analysis.headlines or not analysis.regions:
        return analysis.headlines
    first = analysis.regions[0]
    words = re.findall(r"[^\W\d_]{4,}", first.of(analysis.text))
    capitals = sum(word[0].isupper() for word in words)
    return (first,) if 3 <= len(words) <= 20 and capitals >= 0.8 * len(words) else ()


def is_heading(analysis: Analysis, span: Span) -> bool:
    """Whether `span` stands in a heading."""
    return any(h.contains(span) for h in find_headings(analysis))


def find_headline_label(analysis: Analysis) -> tuple[tuple[Span, Span], ...]:
    """(label, words) of headlines that put who says it before a colon: `Port Watch: Pier is rotten`, `Police: Boat was stolen`.

    The label is a name, or a noun for those who speak; what follows has a verb, so that `Port Watch: Interim results` is none.
    """
    found = []
    names = {(t.start, t.end) for t in analysis.tagging.of("name")}
    for headline in find_headings(analysis):
        match = _HEADED.match(analysis.text, headline.start, headline.end)
        if match is None or not _FINITE.search(match.group(2)):
            continue
        if match.span(1) in names or match.group(1).lower() in load_words("quote_words.yaml", "headline_voices"):
            found.append((Span(*match.span(1)), Span(*match.span(2))))
    return tuple(found)


def find_signature(analysis: Analysis, outer: Span) -> Span | None:
    """The name after a dash that ends the paragraph right behind a quotation."""
    paragraph = analysis.paragraph_at(outer.start)
    if paragraph is None or paragraph.end - outer.end > 90:
        return None
    match = _SIGNATURE.match(analysis.text, outer.end, paragraph.end)
    return Span(match.start(1), match.end(1)) if match else None
