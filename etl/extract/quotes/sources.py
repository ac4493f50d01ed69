"""The source of a cue: the words beside it that say who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.quotes.attach import Cue, Scene
from etl.extract.quotes.phrases import whole_phrase
from etl.extract.quotes.stretches import words_between
from etl.text.span import Span

_LINK_BONUS = 25.0
_TOLD = re.compile(r"\b(?:told|tells|telling|tell)$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?(?:told|informed|advised|warned|asked|heard)$|\bheard$", re.IGNORECASE
)
_PHRASE_AFTER = re.compile(
    r"\s*([^,;:\"“‘()–—]{2,90}?)(?=\.?\s*$|\.?[\"“]|[,;:‘()–—]|\s+(?:in|on|at|as|after|before|during|when|while|by)\b)"
)
_NOMINAL = re.compile(r"[A-ZÀ-Þ]|\b(?:the|an?|one|he|she|they|his|her|their|its|officials|police|sources)\b")
_SUBJECT = re.compile(
    r"(?:^|[,;:.–—]\s+|\b(?:and|but|that|as|when|while)\s+)([^,;:–—]{1,80}?)\s*(?:\b(?:has|have|had|also|then|later|once|now)\s+)*$"
)
_VERB = re.compile(r"\s(?:has|have|had|is|are|was|were|will|would|could|did|does|[a-z]+ed)\b")
_OWN_PRONOUN = re.compile(r"(?<![\w’'-])([Hh]e|[Ss]he|[Ii]t|[Tt]hey)\s+(?:(?:also|then|later|had|has|have|would|\w+ly)\s+)*$")
_PRONOUN = re.compile(r"\b(?:he|she|they|we|it|I|who)\b", re.IGNORECASE)


def find_source(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The words naming who speaks with `cue`: a span of the tagger, else what the sentence offers beside the cue, else None.

    `chosen` are the outer spans of the pieces that the cue reports.
    """
    if _PASSIVE.search(scene.text[max(0, cue.span.start - 24) : cue.span.end]):
        return None
    pronoun = _pronoun_before(scene, cue)
    if pronoun is not None and not any(c.overlaps(pronoun) for c in chosen):
        return pronoun
    tagged = _tagged_source(scene, cue, chosen)
    if tagged is None:
        return _beside(scene, cue, chosen)
    limits = [c.start for c in chosen] + [s.start for s in cue.spans] + [scene.stretches[scene.stretch(tagged.start)].end]
    return whole_phrase(scene.text, tagged, scene.analysis.tagging.spans, min((x for x in limits if x >= tagged.end), default=tagged.end))


def _pronoun_before(scene: Scene, cue: Cue) -> Span | None:
    """The pronoun right before the cue, whatever else was tagged: `In a letter to the port | it | also stated that …`."""
    stretch = scene.stretches[scene.stretch(cue.span.start)]
    match = _OWN_PRONOUN.search(scene.text[stretch.start : cue.span.start])
    return Span(stretch.start + match.start(1), stretch.start + match.end(1)) if match else None


def _tagged_source(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The tagger's source that fits the cue best within its stretch."""
    home = scene.stretch(cue.span.start)
    links = scene.source_links
    ranked = []
    for index, span in scene.sources_in.get(home, ()):
        if span.start >= cue.span.end and _TOLD.search(cue.span.of(scene.text)):
            continue  # `told | the agency’s staff`: who is told does not speak
        bonus = _LINK_BONUS * max((links.get((t, index), 0.0) for t in cue.tags), default=0.0)
        ranked.append((_distance(scene, cue, span, chosen) - bonus, span))
    return min(ranked)[1] if ranked else None


def _distance(scene: Scene, cue: Cue, source: Span, chosen: Sequence[Span]) -> float:
    """How far a source is from a cue: words between, those of the pieces not counted; after the cue only right beside it."""
    if source.end <= cue.span.start:
        gap = Span(source.end, cue.span.start)
        skipped = sum(words_between(scene.text, p.outer.start, p.outer.end) for p in scene.pieces if gap.contains(p.outer))
        return float(words_between(scene.text, gap.start, gap.end) - skipped) + 0.5
    gap = Span(cue.span.end, source.start)
    hidden = any(gap.start <= c.start and c.end <= gap.end for c in chosen)
    others = any(gap.start <= c.span.start and c.span.end <= gap.end for c in scene.cues if c is not cue)
    return 2.0 * words_between(scene.text, gap.start, gap.end) + 12.0 * hidden + 12.0 * others


def _beside(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """Without a tagged source: the words between the marks and the cue (`,” the minister said`), or from the cue to the next comma
    (`,” said the minister, …`), or the subject before the cue (`The minister said: “`).
    """
    text = scene.text
    stretch = scene.stretches[scene.stretch(cue.span.start)]
    left = max([c.end for c in chosen if c.end <= cue.span.start], default=None)
    if left is not None:
        before = Span(left, cue.span.start).trimmed(text, " ,\t\u00a0–—-")
        if len(before):
            return before if words_between(text, before.start, before.end) <= 12 else None
        return _noun_phrase_after(text, Span(cue.span.end, stretch.end))
    if re.search(r"\b(?:to|of|by)$", cue.span.of(text)):
        # `According to Ana Reyes, “…`
        return _noun_phrase_after(text, Span(cue.span.end, min([stretch.end, *(c.start for c in chosen)])))
    if cue.span.of(text).endswith("ing"):
        # `The minister defended the plan, saying …`: the participle has the sentence's subject.
        return _sentence_subject(scene, stretch, cue)
    return _subject_before(text, Span(stretch.start, cue.span.start))


def _sentence_subject(scene: Scene, stretch: Span, cue: Cue) -> Span | None:
    """The name, pronoun or reference that the stretch opens with, after at most a few words."""
    text = scene.text
    first = [
        Span(t.start, t.end)
        for t in scene.analysis.tagging.spans
        if t.head in ("name", "ref") and stretch.start <= t.start < cue.span.start
    ]
    if first and words_between(text, stretch.start, first[0].start) <= 3:
        return first[0]
    pronoun = _PRONOUN.search(text, stretch.start, min(stretch.start + 24, cue.span.start))
    return Span(pronoun.start(), pronoun.end()) if pronoun else None


def _noun_phrase_after(text: str, within: Span) -> Span | None:
    """From the cue to the next point, comma or preposition of place and time."""
    match = _PHRASE_AFTER.match(text[within.start : min(within.end, within.start + 120)])
    if not match or not _NOMINAL.search(match.group(1)):
        return None
    return Span(within.start + match.start(1), within.start + match.end(1))


def _subject_before(text: str, within: Span) -> Span | None:
    """The last pronoun or short phrase before the cue, back to a comma, `and` or the start of the sentence."""
    offset = max(within.start, within.end - 160)
    phrase = _SUBJECT.search(text[offset : within.end])
    if phrase is None:
        return None
    span = Span(offset + phrase.start(1), offset + phrase.end(1)).trimmed(text)
    if not len(span) or words_between(text, span.start, span.end) > 8:
        return None
    if verb := _VERB.search(text, span.start + 1, span.end):
        # `The mayor has yet to | say`: the subject ends before the first verb.
        span = Span(span.start, verb.start()).trimmed(text)
    pronoun = _PRONOUN.search(text, span.start, span.end)
    starts = text[span.start].isupper() or re.match(r"(?:the|a|an|his|her|their|its)\s", text[span.start : span.end])
    return span if pronoun or starts else None
