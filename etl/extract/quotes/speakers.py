"""The words in a source that stand for the speaker: the name in `the mayor, Ana Reyes`, the body in `a spokesman for the port`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.lexicon import load_words
from etl.text.span import Span

_NAMED = ("name", "short_name", "acronym")
_RELATIVE = re.compile(r",?\s+(?:who|whom|whose|which)\b|\s+[–—]\s+")
_OF_SOMEBODY = re.compile(r"\b(?:for|at|of|from|with|within|by|inside|to|on behalf of)\s+(?:the\s+|an?\s+)?[^,;]*$", re.IGNORECASE)
_FOR_BODY = re.compile(
    r"\b(?:for|at|of|from|with|within|by|inside|on behalf of)\s+(?:the\s+|an?\s+)?(?:[^\W\d_][\w'’-]*\s+){0,3}$", re.IGNORECASE
)
_OUTSIDER = re.compile(r"\b(?:close to|familiar with|briefed (?:on|by)|near|critical of|opposed to|former|ex)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:he|she|they|we|it|I|you)", re.IGNORECASE)
# Words that alone stand for nobody: possessives, and what a tagger leaves of a phrase it cut.
_NO_HEAD = re.compile(r"his|her|its|their|our|my|your|whose|the|an?|this|that|Mr|Mrs|Ms|Dr|Dame|Sir", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|both|that|this)\s", re.IGNORECASE)
_TITLE = r"(?:(?:Mr|Ms|Mrs|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Sen|Rep|Gov|Gen|Col)\.?\s+)?"


def pick_speakers(analysis: Analysis, source: Span, mentions: Sequence[Mention]) -> tuple[Span, ...]:
    """The words in `source` that stand for the speaker, several for joint speakers; none when nobody is named (`a source close to him`).

    A named person comes first, then a pronoun or noun phrase known to stand for somebody, then a body that speaks itself or through an
    unnamed spokesperson or document, at last a definite phrase (`the minister`), which may or may not be resolved. `mentions` are sorted
    by span.
    """
    text = analysis.text
    if source.of(text) == "Q":
        return ()  # whoever asks in a transcript
    if re.fullmatch(r"who|whom|which", source.of(text), re.IGNORECASE):
        return _antecedent(text, source, mentions)
    if _PRONOUN.fullmatch(source.of(text)):
        return (source,)
    head = Span(source.start, _head_end(text, source))
    inside = mentions_within(mentions, head)
    people = [m.span for m in inside if m.entity_kind == "person" and m.form in _NAMED]
    speaking = [p for p in people if not _is_somebodys(text, head, p)]
    if speaking:
        return _joint(text, speaking)
    references = _references(analysis, inside, head)
    if references:
        return references[:1]
    bodies = [m.span for m in inside if m.entity_kind in ("organisation", "place") and m.form in _NAMED]
    organisations = {m.span for m in inside if m.entity_kind == "organisation"}
    return _speaking_bodies(text, head, bodies, organisations) or _noun_phrase(text, head, bool(people))


def mentions_within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """Mentions inside `span`; `mentions` are sorted by span."""
    index = bisect_left(mentions, span.start, key=lambda m: m.span.start)
    found = []
    while index < len(mentions) and mentions[index].span.start < span.end:
        if mentions[index].span.end <= span.end:
            found.append(mentions[index])
        index += 1
    return found


def _head_end(text: str, source: Span) -> int:
    """Where a relative clause after the noun phrase starts, else the source's end."""
    match = _RELATIVE.search(text, source.start + 1, source.end)
    return match.start() if match else source.end


def _antecedent(text: str, source: Span, mentions: Sequence[Mention]) -> tuple[Span, ...]:
    """The name that a relative pronoun takes up: the last one before it with little between (`Gov. Ruiz, who vowed …`)."""
    near = mentions_within(mentions, Span(max(0, source.start - 80), source.start))
    named = [m.span for m in near if m.entity_kind in ("person", "organisation") and m.form in _NAMED]
    if named and re.fullmatch(r"[^.;:]{0,30}?,?\s*(?:and\s+)?", text[named[-1].end : source.start]):
        return (named[-1],)
    return ()


def _is_somebodys(text: str, head: Span, person: Span) -> bool:
    """Whether the named person is not who speaks: `Reyes’s lawyer`, `a Reyes adviser`, `a spokesman for Mr Reyes`."""
    after = text[person.end : head.end]
    if (owned := re.fullmatch(r"['’]s?(?:\s+(?:[\w-]+\s+){0,3}?(\w+))?", after)) and (
        not owned.group(1) or owned.group(1).lower() in _words("papers")
    ):
        # `Reyes’s post read: “…”`: what somebody wrote speaks for the writer.
        return False
    if re.match(r"['’]", after) or ((noun := re.match(r"\s+([a-z]+)", after)) and noun.group(1) in _words("personal_staff")):
        return True
    before = text[head.start : person.start]
    return bool(_OF_SOMEBODY.search(before)) and _is_mouthpiece(re.split(_OF_SOMEBODY, before)[0].lower())


def _joint(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The first of `spans`, with those that are named beside it: `Mali, Niger and Chad`, `Minister Ana Reyes and the mayor, Bo Lind`."""
    joint = list(spans[:1])
    for index, span in enumerate(spans[1:], 1):
        between = text[joint[-1].end : span.start]
        listed = re.fullmatch(r"\s*,\s*(?:the\s+)?", between) and any(
            " and " in text[s.end : t.start] for s, t in zip(spans[index:], spans[index + 1 :], strict=False)
        )
        if not listed and not re.search(r"\band\b", between):
            break
        joint.append(span)
    return tuple(joint)


def _references(analysis: Analysis, inside: Sequence[Mention], head: Span) -> tuple[Span, ...]:
    """Noun phrases at the head of the source that the tagger or the mentions know to stand for somebody, longest first."""
    text = analysis.text
    spans = [m.span for m in inside if m.form in ("pronoun", "nominal")]
    spans += [Span(s.start, s.end) for s in analysis.tagging.of("ref") if head.start <= s.start and s.end <= head.end]
    heads = [s for s in spans if not re.match(r"['’]s\b|\s+(?:official|spokes)", text[s.end : head.end])]
    whole = [s for s in heads if not _NO_HEAD.fullmatch(s.of(text))]
    return tuple(sorted(whole, key=lambda s: (s.start, -s.end)))


def _speaking_bodies(text: str, head: Span, bodies: Sequence[Span], organisations: set[Span]) -> tuple[Span, ...]:
    """Bodies that speak: the source's head (`South Korea’s labour ministry`), or the body of an unnamed spokesperson or document."""
    for index, body in enumerate(bodies):
        before, after = text[head.start : body.start].lower(), text[body.end : head.end].lower()
        if _is_head(before, after, body in organisations):
            return _joint(text, bodies[index:])
        if body in organisations and not _OUTSIDER.search(before) and _speaks_for(before, after):
            return (body,)
    return ()


def _is_head(before: str, after: str, is_organisation: bool) -> bool:
    """Whether the body's name is the head of the phrase: no preposition before, only a place, a bracket, a comma or `and` after."""
    if not re.match(r"\s*(?:$|\(|,|and\b|&|in\s|at\s)", after):
        return False
    if not is_organisation:
        return not before.strip(' (“"') or before.strip() in ("the", "both")
    return not re.search(r"\b(?:for|at|of|from|with|within|by|inside|to|in|near|about|on)\b", before)


def _speaks_for(before: str, after: str) -> bool:
    """Whether somebody without a name, or a paper, speaks for the body: `a spokesman for X`, `X officials`, `X’s annual report`."""
    if _FOR_BODY.search(before):
        return _is_mouthpiece(_FOR_BODY.split(before)[0])
    return _is_mouthpiece(re.split(r",|\b(?:of|for|in|on|at|to|who|that)\b", after)[0])


def _is_mouthpiece(words: str) -> bool:
    """Whether the words hold a noun for those who speak for a body."""
    return any(w in _words("spokespeople") for w in re.findall(r"[^\W\d_][\w-]*", words))


def _noun_phrase(text: str, head: Span, names_somebody: bool) -> tuple[Span, ...]:
    """A definite phrase without a name in it, or the body noun of its unnamed official (`a ministry official` -> `ministry`)."""
    surface = head.of(text)
    if names_somebody:
        return ()
    if match := re.match(
        r"(?:an?|the|one|another|its|senior|top|\s)*\b([a-z]+) (?:official|spokes\w+|representative)s?\b", surface, re.IGNORECASE
    ):
        return (Span(head.start + match.start(1), head.start + match.end(1)),) if match.group(1) in _words("body_nouns") else ()
    if (match := re.match(r"(?:its|their)\b", surface, re.IGNORECASE)) and _is_mouthpiece(surface.lower()):
        return (Span(head.start, head.start + match.end()),)
    return (head,) if _DEFINITE.match(surface) and "," not in surface else ()


@cache
def _words(section: str) -> frozenset[str]:
    return load_words("quote_words.yaml", section)
