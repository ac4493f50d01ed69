"""What a figure measures whose noun is left out because it was named before: `612 nurses replied. |Forty| had left.`"""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.extract.figures.counted import head_of
from etl.extract.figures.measured import Measured
from etl.extract.figures.nouns import is_person, is_plural, noun_phrase_after, singular
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.words import word_class
from etl.lexicon import load_words
from etl.text.span import Span

_REACH = 400  # characters back to the figure that names the noun
_PARTS = {"percent", "fraction", "count"}
_AFTER = re.compile(r"(?: \w+ly| (?:still|now|also|only|already|then|just|later|each))* (?P<verb>[a-z]+)\b")
_OF_WHICH = re.compile(r"\bof (?:whom|which)\b|^Of [^,]+,")  # `|Of those who died|, 12 were …`
_SET_AGAINST = re.compile(
    r"(?:This|That|It|The (?:figure|number|total|rate|tally)) (?:is|was|compares|compared) (?:also )?(?:\w+ly )?"
    r"(?:(?:up|down) (?:from|on)|with|to) "
)
_WHOLE_FIRST = re.compile(r"Of (?:the |all |these |its |their )*(?P<whole>[^,;:]{3,60}), (?:only |just )?")
_OPENS = re.compile(
    r"(?:^|[,;:–—]|[“\"(]|\b(?:and|but|while|whereas|that|whom|because|when|where|although|though|if|found|said|says|shows?|showed)) ?$"
)


def name_elided(analysis: Analysis, items: Sequence[Quantity], measured: Sequence[Measured]) -> list[Measured]:
    """The same answers; a part or count that stands alone before its verb measures what the figure before it does."""
    named: list[Measured] = []
    for index, (item, what) in enumerate(zip(items, measured, strict=True)):
        known = _opening_whole(analysis, items[:index], named, item) or _compared_before(analysis, items[:index], named, item)
        if known:
            what = known
        elif _stands_alone(analysis, item) and not _is_named(analysis.text, item, what):
            what = _named_before(analysis.text, items[:index], named, item) or _own_verb(analysis.text, item, what)
        named.append(what)
    return named


def _opening_whole(analysis: Analysis, items: Sequence[Quantity], named: Sequence[Measured], item: Quantity) -> Measured | None:
    """The whole that opens the sentence right before its part: `Of |the 90 midwives| posted there, 17 had left`."""
    sentence = analysis.sentence_at(item.core.start)
    opening = _WHOLE_FIRST.fullmatch(analysis.text[sentence.start : item.span.start]) if sentence else None
    if sentence is None or opening is None or item.kind not in _PARTS or item.noun is not None:
        return None
    counted = next((what for other, what in zip(items, named, strict=True) if sentence.contains(other.core) and other.noun), None)
    span = Span(sentence.start + opening.start("whole"), sentence.start + opening.end("whole"))
    phrase = noun_phrase_after(analysis.text, span.start - 1, span.end)
    return counted or Measured((phrase or span).of(analysis.text), phrase or span)


def _compared_before(analysis: Analysis, items: Sequence[Quantity], named: Sequence[Measured], item: Quantity) -> Measured | None:
    """What the figure measures that this one is set against: `Queues reached 3 km. This is up from |2 km| in May.`"""
    sentence = analysis.sentence_at(item.core.start)
    if sentence is None or not items or not _SET_AGAINST.fullmatch(analysis.text[sentence.start : item.span.start]):
        return None
    near = [
        (other, what)
        for other, what in zip(items, named, strict=True)
        if other.kind == item.kind and sentence.start - other.core.end < _REACH and what.text
    ]
    last = analysis.sentence_at(near[-1][0].core.start) if near else None
    return next((what for other, what in near if last and last.contains(other.core)), None)


def _stands_alone(analysis: Analysis, item: Quantity) -> bool:
    """Whether the number opens its clause and a verb follows: `|61%| had bought food`, `of whom |12| are women`."""
    sentence = analysis.sentence_at(item.core.start)
    if item.kind not in _PARTS or item.noun is not None or sentence is None or item.unit == "percentage_point":
        return False
    after = _AFTER.match(analysis.text, item.span.end, sentence.end)
    before = analysis.text[sentence.start : item.span.start]
    return bool(after and word_class(after.group("verb")) in "VAE" and _OPENS.search(before) and not _OF_WHICH.search(before))


def _is_named(text: str, item: Quantity, what: Measured) -> bool:
    """Whether a noun for many things before the number says what is measured."""
    return what.span is not None and what.span.end <= item.span.start and _is_many(what.span.of(text))


def _is_many(words: str) -> bool:
    """Whether the head of a phrase is a plural or people's noun."""
    head = head_of(words)
    return (is_plural(head) or is_person(singular(head))) and word_class(head) in "SW"


def _own_verb(text: str, item: Quantity, what: Measured) -> Measured:
    """What is measured, or the number's own verb where that is another number's: `17 were killed; |250| were |arrested|`."""
    verb = _VERB.match(text, item.span.end)
    if verb is None or what.span is None or not what.span.end <= item.span.start or word_class(what.span.of(text)) not in "VE":
        return what
    return Measured(verb.group("verb"), Span(verb.start("verb"), verb.end("verb")))


_VERB = re.compile(r"(?: (?:were|was|are|is|have|had|has|been|being|still|later|also|\w+ly))* (?P<verb>[a-z]+)")


def _named_before(text: str, items: Sequence[Quantity], named: Sequence[Measured], item: Quantity) -> Measured | None:
    """What the nearest figure before in the paragraph measures, of those that measure many; `|22| are missing` asks for people."""
    people = not load_words("counted.yaml", "people_only").isdisjoint(text[item.span.end : item.span.end + 30].split())
    for other, what in zip(reversed(items), reversed(named), strict=True):
        between = text[other.core.end : item.core.start]
        if len(between) > _REACH or ("\n" in between and item.kind != "percent"):
            return None
        if other.kind in _PARTS and what.text and _is_many(what.text) and (not people or is_person(singular(head_of(what.text)))):
            return what
    return None
