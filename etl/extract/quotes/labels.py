"""Speakers named without a verb: lines of a dialogue (`REYES: We won.`), headings (`Reyes: Pier is rotten`), signatures (`“…” — Reyes`)."""

from __future__ import annotations

import re
from collections import Counter

from etl.extract.analysis import Analysis
from etl.lexicon import load_words
from etl.text.span import Span

_CAPITALS = re.compile(r"[\"“‘']?((?:[A-Z][A-Z'’.-]+\s?){1,4}):\s+(?=\S)")
_QUESTION = re.compile(r"(Q)(?::[ \t\u00a0]*|[ \t\u00a0]+)(?=[\"“‘'A-ZÀ-Þ])")
_NAME = re.compile(r"((?:[A-ZÀ-Þ][\w'’.-]+\s?){1,4}):\s+(?=[\"“‘'A-ZÀ-Þ])")
_ENDED = re.compile(r"[.!?…]\)?$")
_HEADED = re.compile(r"([^:\n]{2,60}):\s+([^\n]+)")
_HEADED_BEHIND = re.compile(r"(?:\([A-Z]{3,}\)\s+)?([^\n]{12,}?):\s+([^:\n]{2,40})")  # after an agency's `(LEAD)`
_FEWEST, _TITLE_WORDS = 3, 4  # words that a person’s title says at least, and that it has at most
_FINITE = re.compile(
    r"\b(?:may|(?i:is|are|was|were|will|would|must|should|could|can|has|have|had|do|does|did|won[’']t|can[’']t|isn[’']t|[a-z]+ed))\b"
)
_NAME_WORD = r"(?:[A-ZÀ-Þ\d][\w'’.-]*|of|de|van|von|bin|al|the)"
_SIGNATURE = re.compile(rf"[\"”’'»]*\s*(?:―|—|–|--|-)\s*({_NAME_WORD}(?:[ ,]+{_NAME_WORD})*)\s*$")


def find_dialogue(analysis: Analysis) -> tuple[tuple[Span | None, Span], ...]:
    """(label, words) of the paragraphs that are lines of a dialogue: a name, a colon, what is said.

    One line makes no dialogue: there must be two labels and one of them again, so that `LONDON: …` is none. In a transcript whose questions
    are lines of `Q` a paragraph without label (None) goes on with the line before.
    """
    text = analysis.text
    read = [(region, _read_line(text, region)) for region in analysis.regions if not analysis.is_headline(region)]
    lines = [line for _, line in read if line]
    counts = Counter(label.of(text) for label, _ in lines)
    if len(counts) < 2 or max(counts.values()) < 2:
        return ()
    if "Q" not in counts:
        return tuple(line for line in lines if not _QUESTION.match(text, line[0].start, line[1].end))
    first = next(i for i, (_, line) in enumerate(read) if line)
    return tuple(line or (None, region) for region, line in read[first:] if line or _ENDED.search(region.of(text)))


def _read_line(text: str, paragraph: Span) -> tuple[Span, Span] | None:
    match = next((m for p in (_QUESTION, _CAPITALS, _NAME) if (m := p.match(text, paragraph.start, paragraph.end))), None)
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

    The label is a name, or a noun for those who speak; what follows has a verb, so that `Port Watch: Interim results` is none. It may stand
    behind the words: `Pier to stay shut: mayor`.
    """
    found = []
    for headline in find_headings(analysis):
        for match, who, words in (
            (_HEADED.match(analysis.text, headline.start, headline.end), 1, 2),
            (_HEADED_BEHIND.fullmatch(analysis.text, headline.start, headline.end), 2, 1),
        ):
            if match is not None and _is_headed(analysis, Span(*match.span(who)), match.group(words), who == 2):
                found.append((Span(*match.span(who)), Span(*match.span(words))))
                break
    return tuple(found)


def _is_headed(analysis: Analysis, label: Span, words: str, is_behind: bool) -> bool:
    """Whether a label says the words: a name, a noun for those who speak, a person’s title without a verb (`PM: Port to stay shut`)."""
    who = label.of(analysis.text).lower()
    if who.split()[-1] in load_words("quote_words.yaml", "headline_people") and not words[0].isdigit():
        return len(words.split()) >= _FEWEST and len(who.split()) <= _TITLE_WORDS
    named = any((t.start, t.end) == (label.start, label.end) for t in analysis.tagging.of("name") if t.label != "place")
    if is_behind and named:
        return True
    return bool(_FINITE.search(words)) and (named or who in load_words("quote_words.yaml", "headline_voices"))


def find_signature(analysis: Analysis, outer: Span) -> Span | None:
    """The name after a dash that ends the paragraph right behind a quotation."""
    paragraph = analysis.paragraph_at(outer.start)
    if paragraph is None or paragraph.end - outer.end > 90:
        return None
    match = _SIGNATURE.match(analysis.text, outer.end, paragraph.end)
    return Span(match.start(1), match.end(1)) if match else None
