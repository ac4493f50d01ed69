"""What is done with the words: cue lemma, speech act, the person spoken to, the medium."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from etl.extract.facts import Mention
from etl.extract.quotes.attach import Cue
from etl.extract.quotes.cues import CueWord, addresses_by_to, is_addressing, read_cue
from etl.extract.quotes.speakers import mentions_within
from etl.lexicon import load_entries
from etl.text.span import Span

_INFINITIVE = re.compile(r"[\"“‘']?(?:not\s+)?to\s+(?!the\b|a\b|an\b)", re.IGNORECASE)
_QUESTION = re.compile(r"whether|if|why|what|how|who|when|where|which", re.IGNORECASE)
_ASKING = re.compile(r"(?:for|that)\b", re.IGNORECASE)
_ADDRESSEE_END = re.compile(
    r"\s+(?:that|to|for|of|about|on|in|at|by|during|after|before|as|whether|if|why|how|what|when|where|not|with|from|over|against|later|yesterday|earlier|last|this|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|[,.;:\"“‘’”()–—]|\s*$"
)
_INFINITIVE_BEHIND = re.compile(r"\s+(?:not\s+)?to\s+(?!be\b|the\b|an?\b)[a-z]+\b")
_WHO_IS_ASKED = re.compile(r"\s+(?:(?:for|that)\s+)?(?:[\w’'.-]+\s*){1,8}")  # between the cue and `to`: no comma, one phrase
_NEAR = 120  # characters behind the cue within which the infinitive must begin
# A plural subject with a bare verb and its complement; `to be … by` and the noun phrase of who is to do it.
_SUBJUNCTIVE = re.compile(
    r"((?:(?:the|all|its|their)\s+)?(?:(?!to\b)[\w’'-]+\s+){0,3}?[a-z]{3,}s)\s+"
    r"(?!(?:is|are|was|were|has|have|had|will|would|should|must|can|may|of|in|on|to|for|from|by|at|with|and|or|as|\w+(?:ed|ing|[^us]s))\b)"
    r"[a-z]+\s+(?:on|to|the|an?|in|out|their|its|with|from|for|more|up)\b"
)
_AGENT = re.compile(r"\bto be [a-z]+\b[^,.;]{0,60}? by ((?:the|all|both|its|their)\s+(?:[\w’-]+\s+){0,3}?(?:[a-z]+s\b|[a-z]+(?=[,.;]|$)))")


def describe_cue(text: str, cue: Cue) -> CueWord | None:
    """The lexicon's entry of the cue, or None for a wording it does not know."""
    return read_cue(" ".join(s.of(text) for s in cue.spans))


def lemma_of(text: str, cue: Cue) -> str:
    """The cue's lemma; for wordings the lexicon lacks the words themselves in lower case."""
    word = describe_cue(text, cue)
    return word.lemma if word else re.sub(r"\s+", " ", " ".join(s.of(text) for s in cue.spans).lower())


def act_of(text: str, cue: Cue, content: Span) -> str | None:
    """The speech act of `content` reported with `cue`, or None for plain saying."""
    word = describe_cue(text, cue)
    if word is None:
        return None
    inner = content.of(text)
    before = content.start >= cue.span.end
    if word.lemma == "ask":
        return _act_of_asking(text, cue, content)
    if before and _INFINITIVE.match(inner) and word.act_before_to:
        return word.act_before_to
    return word.act


def _act_of_asking(text: str, cue: Cue, content: Span) -> str:
    """`asked to`, `asked for`, `asked that` request; `asked whether`, and a quotation after `asked`, are questions."""
    inner = content.of(text)
    link = text[max(cue.span.end, content.start - 6) : content.start] if content.start >= cue.span.end else ""
    if _INFINITIVE.match(inner) or _ASKING.match(inner) or re.search(r"\b(?:that|for|to)\s+[\"“‘']?$", link):
        return "request"
    if _QUESTION.match(inner) or content.start < cue.span.start or "?" in inner:
        return "question"
    return "request"


def find_addressee(text: str, cue: Cue, source: Span | None, content: Span, mentions: Sequence[Mention]) -> Span | None:
    """The words naming who is spoken to (`told the court`, `asked Vientiane to …`): a mention where one stands there, else the phrase."""
    word = describe_cue(text, cue)
    if word is None:
        return None
    if not is_addressing(word.lemma):
        return _asked_for(text, cue, word, content, mentions) or _asked_inside(text, word, content)
    after_content = content.start < cue.span.start
    start = cue.spans[-1].end
    limit = min(len(text), start + 120) if after_content else content.start
    if source is not None and source.start >= start:
        start = max(start, min(source.end, limit))
    phrase = _phrase(text, Span(start, max(start, limit)), addresses_by_to(word.lemma)) or _asked_inside(text, word, content)
    if phrase is None:
        return None
    return _mention_in(phrase, mentions) or phrase


def _asked_for(text: str, cue: Cue, word: CueWord, content: Span, mentions: Sequence[Mention]) -> Span | None:
    """Who is named between `for` and an infinitive, inside the content or before it: `called for | Reyes | to resign`. Not what is to be
    done to something (`for the Reyes dam to be closed`).
    """
    after = cue.spans[-1].end
    if word.act != "request" or not after <= content.start <= after + _NEAR:
        return None
    first = _INFINITIVE_BEHIND.search(text, after, min(content.end, after + _NEAR))
    if first is None or not _WHO_IS_ASKED.fullmatch(text, after, first.start()):
        return None
    named = [m for m in mentions_within(mentions, Span(after, first.start())) if m.entity_kind in ("person", "organisation")]
    return named[-1].span if named and named[-1].span.end == first.start() else None


def _asked_inside(text: str, word: CueWord, content: Span) -> Span | None:
    """Who is asked where the content itself names them: the subject of a subjunctive (`requested | the crews | stay`), the agent of a
    passive (`called for the pier to be closed by | the port authority |`).
    """
    if word.act != "request":
        return None
    match = _SUBJUNCTIVE.match(text, content.start, content.end) or _AGENT.search(text, content.start, content.end)
    return Span(match.start(1), match.end(1)) if match else None


def _phrase(text: str, gap: Span, by_to: bool) -> Span | None:
    """The noun phrase at the start of `gap`, after `to` where the cue asks for it."""
    lead = re.compile(r"\s+to\s+" if by_to else r"\s+(?:to\s+|on\s+|with\s+|for\s+)?").match(text, gap.start, gap.end)
    if lead is None:
        return None
    end = _ADDRESSEE_END.search(text, lead.end(), gap.end)
    span = Span(lead.end(), end.start() if end else gap.end).trimmed(text)
    return (
        span
        if len(span) > 1 and text[span.start] not in '"“‘,.;:(' and not re.match(r"(?:that|to|he|she|they|it)\b", span.of(text))
        else None
    )


def _mention_in(phrase: Span, mentions: Sequence[Mention]) -> Span | None:
    """The first person named inside the phrase (`the Malta mayor, Bo Lind`), else its first mention."""
    inside = mentions_within(mentions, phrase)
    people = [m for m in inside if m.entity_kind == "person"]
    return next((m.span for m in people or inside), None)


def medium_of(text: str, stretch: Span, contents: Sequence[Span]) -> str | None:
    """Where or how the words were said, by the words of the stretch that stand outside the content (`in a statement on Friday`)."""
    outside, at = [], stretch.start
    for content in sorted(contents):
        outside.append(text[at : max(at, content.start)])
        at = max(at, content.end)
    outside.append(text[at : max(at, stretch.end)])
    found = _media_pattern().search(" ".join(outside).lower())
    return _media()[found.group()] if found else None


@cache
def _media() -> Mapping[str, str]:
    return {str(e["word"]): str(e["medium"]) for e in load_entries("quote_words.yaml", "media")}


@cache
def _media_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(_media(), key=len, reverse=True))) + r")\b")
