"""Speeches that a page sets off without quotation marks, as releases do: `Ana Reyes said:` and a paragraph in the first person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from etl.extract.analysis import Analysis
from etl.extract.quotes.cues import find_cue_words
from etl.text.quotemarks import Quotation
from etl.text.span import Span

_FIRST_PERSON = re.compile(
    r"\b(?:I|[Ww]e|[Oo]urs?|[Uu]s|[Mm]y|[Mm]e|[Mm]ine|[Mm]yself|[Oo]urselves)\b(?!\.\w)"
)  # not `U.S.`: capitals of `us` are no word here
_MARK = re.compile(r"[“”„«»\"]|(?<!\w)[‘']|[’'](?!\w)")
_ENDED = re.compile(r"[.!?…]\)?$")
_AFTER_CUE = re.compile(r"(?:\s+[\w’'-]+){0,6}\s*:$")  # `said | in a statement on Monday:`
_ATTRIBUTED = re.compile(
    r"(?:(?:please|the following|quotes?|statement|comments?)\b[^.:]{0,40}?\s)?attribut(?:e|ed|able) to [^.:]{3,90}:$", re.I
)
_REACH = 60  # characters before the colon in which the reporting word must stand
_MOST = 6  # paragraphs of one speech


def find_set_off(analysis: Analysis) -> list[Quotation]:
    """Paragraphs behind a reporting word and a colon that are somebody's words though no mark says so, as quotations without marks.

    A paragraph counts only where it speaks in the first person; further ones as long as they do, report nothing and hold no marks. Behind
    `Please attribute to Ana Reyes:` any does.
    All but the last stay open, so that they are one speech.
    """
    found: list[Quotation] = []
    regions = analysis.regions
    for index, region in enumerate(regions[:-1]):
        if analysis.is_headline(region):
            continue
        if _ATTRIBUTED.match(region.of(analysis.text)):
            found += _as_one(list(_spoken(analysis, regions[index + 1 :], of_any_person=True)))
        elif _introduces(analysis.text, region):
            found += _as_one(list(_spoken(analysis, regions[index + 1 : index + 1 + _MOST])))
    return found


def _introduces(text: str, paragraph: Span) -> bool:
    """Whether a paragraph ends in a reporting word and a colon: `The mayor, Ana Reyes, said:`, `Reyes wrote in a letter to the port:`."""
    if not text[paragraph.start : paragraph.end].endswith(":"):
        return False
    words = find_cue_words(text, Span(max(paragraph.start, paragraph.end - _REACH), paragraph.end))
    return bool(words) and bool(_AFTER_CUE.fullmatch(text, words[-1].end, paragraph.end))


def _spoken(analysis: Analysis, paragraphs: Sequence[Span], of_any_person: bool = False) -> Iterator[Span]:
    cues = [t.start for t in analysis.tagging.of("cue")]
    for paragraph in paragraphs:
        words = paragraph.of(analysis.text)
        if analysis.is_headline(paragraph) or not _ENDED.search(words) or _MARK.search(words):
            return
        if not of_any_person and not _FIRST_PERSON.search(words):
            return
        if any(paragraph.start <= cue < paragraph.end for cue in cues):
            return
        yield paragraph


def _as_one(paragraphs: Sequence[Span]) -> list[Quotation]:
    return [Quotation(p, p, closed=p is paragraphs[-1]) for p in paragraphs]
