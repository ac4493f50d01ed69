"""Proper names of events: those that the tagger marks, completed; those known by their shape; and titles in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.meetings.triggers import PUBLIC, Trigger, TriggerWord, clean_name, find_word
from etl.lexicon import load_words
from etl.text.span import Span

_EDITION = r"(?:\d{1,3}(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth)"
_EDITION_BEFORE = re.compile(rf"\b{_EDITION}\s+(?:(?:Annual|Biennial|Ordinary|Extraordinary)\s+)?$")
_EDITION_FIRST = re.compile(rf"{_EDITION}\b")
_OPENED = re.compile(r"[“\"‘]([^“”\"‘’\n]{0,70})$")
_CLOSED = re.compile(r"([^“”\"\n]{0,90})[”\"]")
_TITLED = re.compile(
    r"[^.;“”\"\n]{0,70}?\b(?:entitled|titled|called|named|dubbed|billed as),?\s+(?:the\s+)?[“\"‘]([^“”\":\n]{8,140}?)\s*[:”\"]"
)
_INTRODUCED = re.compile(
    r"\b(?:(?:sidelines|margins|fringes|opening|closing|delegates) (?:of|at|to)|attend(?:ed|ing|s)?|during|ahead of)\s+the\s+$",
    re.I,
)
_LONGEST = 18  # words of a name in quotation marks


def event_names(analysis: Analysis, bodies: Sequence[Span], tagged: Sequence[Trigger]) -> dict[Span, Trigger]:
    """Named events by span. `bodies` are names of organisations, sorted: a name of theirs that only looks like an event's is none, unless
    the words before it introduce an event (`on the sidelines of the Pacific Forum`).
    """
    found = {whole.span: whole for trigger in tagged if trigger.name for whole in [_completed(analysis, trigger)]}
    taken = sorted(found)
    for trigger in find_names(analysis):
        is_body = _may_be_body(trigger) and touches(bodies, trigger.span) and not _is_introduced(analysis.text, trigger.span)
        if not touches(taken, trigger.span) and not is_body:
            found[trigger.span] = trigger
    return found


def with_title(analysis: Analysis, trigger: Trigger) -> Trigger:
    """`a conference in Lyon entitled “Ports after Steam: …”`: the title is the event's name, up to a colon."""
    if trigger.name or trigger.word.is_verb or trigger.word.kind not in PUBLIC:
        return trigger
    sentence = analysis.sentence_at(trigger.span.start) or trigger.span
    match = _TITLED.match(analysis.text, trigger.span.end, sentence.end)
    return replace(trigger, name=clean_name(match[1]), title=Span(match.start(1), match.end(1))) if match else trigger


def find_names(analysis: Analysis) -> Iterator[Trigger]:
    """Proper names of events by their shape: capitals up to a word for an event, `48th Asean Summit`, `Forum on Fair Work`."""
    for region in analysis.regions:
        if analysis.is_headline(region):
            continue
        for match in _named().finditer(analysis.text, region.start, region.end):
            words = match.group()
            word = find_word(words)
            if word and len(words.split()) >= 2:
                yield Trigger(Span(match.start(), match.end()), TriggerWord(words.lower(), word.kind, False, False), clean_name(words))


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Whether any of the sorted spans overlaps this one."""
    index = bisect_right(spans, span.start, key=lambda s: s.start)
    return any(s.overlaps(span) for s in spans[max(0, index - 1) : index + 1])


def _completed(analysis: Analysis, trigger: Trigger) -> Trigger:
    """The whole name of which the tagger may have marked a part.

    CASE 1: within quotation marks, all between them: “3rd International Exchange on Ports”. CASE 2: the edition before it.
    """
    text, span = analysis.text, trigger.span
    paragraph = analysis.paragraph_at(span.start) or span
    opened, closed = _OPENED.search(text, paragraph.start, span.start), _CLOSED.match(text, span.end, paragraph.end)
    if opened and closed and _is_name(text[opened.start(1) : closed.end(1)]):
        span = Span(opened.start(1), closed.end(1))
    elif edition := _EDITION_BEFORE.search(text, max(paragraph.start, span.start - 30), span.start):
        span = Span(edition.start(), span.end)
    return replace(trigger, span=span, name=clean_name(span.of(text)))


def _is_name(words: str) -> bool:
    listed = words.split()
    return (
        bool(listed)
        and len(listed) <= _LONGEST
        and (listed[0][0].isupper() or listed[0][0].isdigit())
        and not re.search(r"[.!?,]\s", words)
    )


def _may_be_body(trigger: Trigger) -> bool:
    """Whether a body may bear such a name (`Pacific Forum`, `Growers Congress`): its head allows it and no edition stands in front."""
    words = (trigger.name or "").split()
    return not _EDITION_FIRST.match(words[0]) and not any(w in load_words("meetings.yaml", "name_heads_of_events_only") for w in words)


def _is_introduced(text: str, span: Span) -> bool:
    return bool(_INTRODUCED.search(text, max(0, span.start - 40), span.start))


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    heads = "|".join(sorted(map(re.escape, load_words("meetings.yaml", "name_heads"))))
    word = r"[A-ZÀ-Þ][\w’'&.-]*"
    tail = rf"(?:\s+(?:on|for|of)\s+(?:the\s+)?{word}(?:\s+(?:(?:and|of|for|in|on|the)\s+)*{word})*)?"
    start = rf"(?:{_EDITION}\b\s+(?:(?:session|meeting|summit|round)\s+of\s+the\s+)?)?"
    return re.compile(rf"\b(?!The\b){start}{word}\s+(?:{word}\s+|(?:of|and|for|on)\s+){{0,5}}(?:{heads})\b{tail}")
