"""What the article says of a request beside its words: how strongly it was put, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Answer
from etl.lexicon import load_entries
from etl.text.span import Span

# `agreed to meet` answers no request; `agreed.`, `agreed to do so`, `rejected the call` do.
_THINGS = r"(?:request|call|appeal|demand|plea)"
_OF_THE_REQUEST = re.compile(
    r"\s*(?:[.,;:)]|$|(?:and|but|though|although|saying)\b|to do so\b|(?:it|both)\s*[.,;]"
    rf"|to (?:the|this|that|his|her|their|its) {_THINGS}|(?:the|this|that|his|her|their|its) (?:{_THINGS}|proposal|idea|invitation)s?\b)"
)
_NAMED_REQUEST = re.compile(rf" (?:to )?(?:[A-ZÀ-Þ][\w.-]* )*([A-ZÀ-Þ][\w-]*)['’]s? {_THINGS}\b")
_SUBJECT = re.compile(r"\b([Hh]e|[Ss]he|[Ii]t|[Tt]hey)\s+(?:(?:also|later|since|then|immediately|\w+ly|has|have|had)\s+)*$")
_ADVERBS = re.compile(r"\s+(?:(?:also|later|since|then|immediately|\w+ly|has|have|had)\s+)*")
_SENTENCES = 2  # after the request's own in which an answer is looked for


def strength_of(act: str | None, lemma: str | None) -> str | None:
    """How strongly a request was put: demand, urge, ask or hope; None for anything that is no request."""
    return _strengths().get(lemma or "", "ask") if act == "request" else None


def find_answer(analysis: Analysis, request: Span, asker: Span | None = None) -> Answer | None:
    """What became of the request whose words end at `request.end`, where one of the next sentences of its paragraph tells, or a later one
    that names the `asker` (`has yet to reply to Reyes’s request`), with the words naming who answered. Whether that is whoever was asked is
    for the resolver to say.
    """
    return _near_answer(analysis, request) or (_answer_by_name(analysis, request, asker.of(analysis.text)) if asker else None)


def _answer_by_name(analysis: Analysis, request: Span, asker: str) -> Answer | None:
    """An answer told further down, to the request of somebody whose name is among the asker's words."""
    text = analysis.text
    for match in _pattern().finditer(text, request.end):
        named = _NAMED_REQUEST.match(text, match.end())
        sentence = analysis.sentence_at(match.start())
        if named is None or sentence is None or named.group(1) not in re.findall(r"[\w-]+", asker):
            continue
        if (subject := _subject(analysis, Span(sentence.start, match.start()))) is not None:
            return Answer(_answers()[match.group().lower()], Span(match.start(), match.end()), subject)
    return None


def _near_answer(analysis: Analysis, request: Span) -> Answer | None:
    """An answer in the same paragraph, at most two sentences on."""
    text, paragraph = analysis.text, analysis.paragraph_at(request.start)
    if paragraph is None:
        return None
    for sentence in [s for s in analysis.sentences if request.end <= s.end <= paragraph.end][: _SENTENCES + 1]:
        for match in _pattern().finditer(text, max(sentence.start, request.end), sentence.end):
            outcome = _answers()[match.group().lower()]
            subject = _subject(analysis, Span(sentence.start, match.start()))
            if subject is not None and (outcome == "pending" or _OF_THE_REQUEST.match(text, match.end(), sentence.end)):
                return Answer(outcome, Span(match.start(), match.end()), subject)
    return None


def _subject(analysis: Analysis, before: Span) -> Span | None:
    """The pronoun, name or reference right before the verb at the end of `before`."""
    text = analysis.text
    if pronoun := _SUBJECT.search(text[before.start : before.end]):
        return Span(before.start + pronoun.start(1), before.start + pronoun.end(1))
    tags = [t for t in analysis.tagging.spans if t.head in ("name", "ref") and before.start <= t.start and t.end <= before.end]
    last = max(tags, key=lambda t: t.end, default=None)
    return Span(last.start, last.end) if last is not None and _ADVERBS.fullmatch(text, last.end, before.end) else None


@cache
def _strengths() -> Mapping[str, str]:
    return {str(e["word"]): str(e["strength"]) for e in load_entries("quote_words.yaml", "request_strength")}


@cache
def _answers() -> Mapping[str, str]:
    return {str(e["word"]): str(e["outcome"]) for e in load_entries("quote_words.yaml", "answers")}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_answers(), key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
