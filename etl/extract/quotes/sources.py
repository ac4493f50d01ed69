"""Who speaks: the source beside a cue, and the words in it that stand for the speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.quotes.attach import Cue, Scene
from etl.extract.quotes.stretches import words_between
from etl.lexicon import load_words
from etl.text.span import Span

_LINK_BONUS = 25.0
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?(?:told|informed|advised|warned|asked|heard)$|\bheard$", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|they|we|it|I|who)\b", re.IGNORECASE)
_BODY_AFTER = re.compile(r"\b(?:for|at|of|from|with|in|within|by|inside|on behalf of)\s+(?:the\s+|a\s+|an\s+)?$", re.IGNORECASE)
_RELATIVE = re.compile(r",?\s+(?:who|whom|whose|which)\b|\s+[–—]\s+")


def find_source(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The words naming who speaks with `cue`: a span of the tagger, else what the sentence offers beside the cue, else None.

    `chosen` are the outer spans of the pieces that the cue reports.
    """
    if _PASSIVE.search(scene.text[max(0, cue.span.start - 24) : cue.span.end]):
        return None
    tagged = _tagged_source(scene, cue, chosen)
    return tagged or _beside(scene, cue, chosen)


def _tagged_source(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The tagger's source that fits the cue best within its stretch."""
    home = scene.stretch(cue.span.start)
    links = {(k.source, k.target): k.score for k in scene.analysis.tagging.links if k.kind == "source"}
    ranked = []
    for index, span in scene.sources:
        if scene.stretch(span.start) == home:
            bonus = _LINK_BONUS * max((links.get((t, index), 0.0) for t in cue.tags), default=0.0)
            ranked.append((_distance(scene, cue, span, chosen) - bonus, span))
    return min(ranked)[1] if ranked else None


def _distance(scene: Scene, cue: Cue, source: Span, chosen: Sequence[Span]) -> float:
    """How far a source is from a cue: words between, those of the pieces not counted; after the cue only right beside it."""
    if source.end <= cue.span.start:
        skipped = sum(words_between(scene.text, p.outer.start, p.outer.end) for p in scene.pieces if source.end <= p.outer.start and p.outer.end <= cue.span.start)
        return float(words_between(scene.text, source.end, cue.span.start) - skipped) + 0.5
    gap = Span(cue.span.end, source.start)
    hidden = any(gap.start <= c.start and c.end <= gap.end for c in chosen)
    others = any(gap.start <= c.span.start and c.span.end <= gap.end for c in scene.cues if c is not cue)
    return 2.0 * words_between(scene.text, gap.start, gap.end) + 12.0 * hidden + 12.0 * others


def _beside(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """Without a tagged source: the words between the marks and the cue (`,” the minister said`), or from the cue to the next comma
    (`,” said the minister, …`), or the subject before the cue (`The minister said: “`)."""
    text = scene.text
    stretch = scene.stretches[scene.stretch(cue.span.start)]
    left = max([c.end for c in chosen if c.end <= cue.span.start], default=None)
    if left is not None:
        before = Span(left, cue.span.start).trimmed(text, " ,\t\u00a0–—-")
        if len(before):
            return before if words_between(text, before.start, before.end) <= 12 else None
        return _noun_phrase_after(text, Span(cue.span.end, stretch.end))
    return _subject_before(text, Span(stretch.start, cue.span.start))


def _noun_phrase_after(text: str, within: Span) -> Span | None:
    """From the cue to the next point, comma or preposition of place and time."""
    match = re.match(r"\s*([^,.;:\"“‘()–—]{2,90}?)(?=[,.;:\"“‘()–—]|\s+(?:in|on|at|as|after|before|during|when|while|by|during)\b|\s*$)", text[within.start : within.end])
    if not match or not re.search(r"[A-ZÀ-Þ]|\b(?:the|a|an|one|he|she|they|his|her|their|its|officials|police|sources)\b", match.group(1)):
        return None
    return Span(within.start + match.start(1), within.start + match.end(1))


def _subject_before(text: str, within: Span) -> Span | None:
    """The last pronoun or short phrase before the cue, back to a comma, `and` or the start of the sentence."""
    words = text[within.start : within.end]
    phrase = re.search(r"(?:^|[,;:.–—]\s+|\b(?:and|but|that|as|when|while)\s+)([^,;:–—]{1,80}?)\s*(?:\b(?:has|have|had|also|then|later|once|now)\s+)*$", words)
    if phrase is None:
        return None
    span = Span(within.start + phrase.start(1), within.start + phrase.end(1)).trimmed(text)
    if not len(span) or words_between(text, span.start, span.end) > 8:
        return None
    pronoun = _PRONOUN.search(text, span.start, span.end)
    starts = text[span.start].isupper() or re.match(r"(?:the|a|an|his|her|their|its)\s", text[span.start : span.end])
    return span if pronoun or starts else None


def pick_speakers(analysis: Analysis, source: Span, mentions: Sequence[Mention]) -> tuple[Span, ...]:
    """The words in `source` that stand for the speaker, several for joint speakers; none when nobody is named (`a source close to him`).

    A named person comes first, then a pronoun or a noun phrase known to stand for somebody, then the body that an unnamed spokesperson speaks for.
    """
    text = analysis.text
    inside = mentions_within(mentions, source)
    head_end = _head_end(text, source)
    head = [m for m in inside if m.span.start < head_end]
    people = [m.span for m in head if m.entity_kind == "person" and m.form in ("name", "short_name") and _is_subject(text, source, m.span)]
    if people:
        return _joint(text, people)
    references = _references(analysis, inside, source, head_end)
    if references:
        return references[:1]
    bodies = [m.span for m in head if m.entity_kind in ("organisation", "place") and m.form in ("name", "short_name", "acronym")]
    return _joint(text, _speaking_bodies(text, source, bodies))


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


def _is_subject(text: str, source: Span, person: Span) -> bool:
    """Whether a person in a source is the one who speaks: not `X’s lawyer`, not `a spokesman for X`."""
    if re.match(r"['’]s?\b|['’]\s", text[person.end : person.end + 2] + " ") and re.match(r"['’]", text[person.end : person.end + 1]):
        return False
    return not _BODY_AFTER.search(text, source.start, person.start) or _stands_apart(text, source, person)


def _stands_apart(text: str, source: Span, person: Span) -> bool:
    """Whether a preposition before the name belongs to what stands before a comma: `a spokesman for the port, Jan Visser`."""
    return text[source.start : person.start].rstrip().endswith(",")


def _joint(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The first of `spans`, and those that follow it after `and`, `&` or a comma alone."""
    joint = list(spans[:1])
    for span in spans[1:]:
        between = text[joint[-1].end : span.start]
        if not re.fullmatch(r"\s*(?:,|,?\s*and|&)\s*(?:the\s+)?(?:[^\W\d_][\w.’'-]*\s+){0,4}", between) or "and" not in text[joint[0].end : spans[-1].start]:
            break
        joint.append(span)
    return tuple(joint)


def _references(analysis: Analysis, inside: Sequence[Mention], source: Span, head_end: int) -> tuple[Span, ...]:
    """A pronoun or a noun phrase that the tagger or the mentions know to stand for somebody, at the head of the source."""
    text = analysis.text
    if re.fullmatch(r"(?:he|she|they|we|it|I|you|who)", source.of(text), re.IGNORECASE):
        return (source,)
    spans = [m.span for m in inside if m.form in ("pronoun", "nominal")]
    spans += [Span(s.start, s.end) for s in analysis.tagging.of("ref") if source.start <= s.start and s.end <= source.end]
    heads = [s for s in spans if s.start < head_end and not re.match(r"['’]s\b", text[s.end : s.end + 3])]
    whole = [s for s in heads if not re.fullmatch(r"his|her|its|their|our|my", s.of(text), re.IGNORECASE)]
    return tuple(sorted(whole, key=lambda s: (s.start, -s.end)))


def _speaking_bodies(text: str, source: Span, bodies: Sequence[Span]) -> list[Span]:
    """Bodies for which the source speaks: the source itself (`the ministry`), or the body of a spokesperson or document."""
    found = []
    for body in bodies:
        before = text[source.start : body.start].strip().lower()
        after = text[body.end : source.end].lower()
        alone = before in ("", "the", "a", "both", "both the") and not after.strip(" ,()'’s")
        if alone or _is_mouthpiece(before) or _is_mouthpiece(after) or (found and before.endswith(("and", "and the"))):
            found.append(body)
    if not found and bodies and re.match(r"\s*(?:\([^)]*\)|,|$)", text[bodies[0].end : source.end]) and text[source.start : bodies[0].start].strip().lower() in ("", "the"):
        found = [bodies[0]]
    return found


def _is_mouthpiece(words: str) -> bool:
    """Whether the words hold a noun for those who speak for a body."""
    return any(w in _mouthpieces() for w in re.findall(r"[\w-]+", words))


@cache
def _mouthpieces() -> frozenset[str]:
    return load_words("quote_words.yaml", "spokespeople")
