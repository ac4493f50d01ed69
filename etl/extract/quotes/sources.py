"""The source of a cue: the words beside it that say who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.extract.quotes.attach import Cue, Scene
from etl.extract.quotes.governed import governed
from etl.extract.quotes.phrases import whole_phrase, with_issuer
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
_RELATIVE = re.compile(r"(?: \([^()]{1,30}\))?, (which|who) (?:(?:also|then|later|had|has|have|\w+ly) )*$")
_ASIDE = re.compile(r"(--|[–—])\s?(?:(?!\1)[^“”\"]){3,200}\1\s?$")
_PERSONAL = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|It|I)\b")
# A verb of its own subject further left: after `and`, a relative clause's comma, an auxiliary, or as a participle or infinitive.
_GOES_ON = re.compile(r"(?:\b(?:and|but|then|to|has|have|had|is|are|was|were|also|later)|,)(?:\s+\w+ly)?\s+$")
_HANGS = re.compile(
    r"\b(?i:of|with|by|to|for|from|against|about|at|in|on|and|between|after|like|than|including|under|near|behind|over|before|as|met|told|asked)\s+"
    r"(?:(?:the|an?|his|her|their|its|Mr|Ms|Mrs|Dr|then|former|[A-Z][a-z]+\.)\.?\s+)*$"
)
_TITLED = re.compile(r"(?:\b[A-ZÀ-Þ][\w.’'-]*\s+)+$")  # `…, | President | Ana Reyes`
_NOBODY = re.compile(r"this|that|these|those|there|what|one", re.IGNORECASE)  # `This called for a new pier`: a thing, nobody who speaks
_CONJOINED = re.compile(r"\s(?:and|but|then)$")
_OWNER = re.compile(r"['’]s?\s")
_PRONOUN_AND_MORE = re.compile(r"(he|she|they|it|we|I)\s+(?!and\b|or\b|himself\b|herself\b|both\b|all\b|who\b)", re.IGNORECASE)
_SECOND_PERSON = re.compile(r"[^\W\d_][^,;]*,\s+(?=(?:Mr|Ms|Mrs|Mx|Dr)\.?\s)")
_PRONOUN = re.compile(r"\b(?:he|she|they|we|it|I|who)\b", re.IGNORECASE)


def find_source(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The words naming who speaks with `cue`: a span of the tagger, else what the sentence offers beside the cue, else None.

    `chosen` are the outer spans of the pieces that the cue reports.
    """
    source = _find_source(scene, cue, chosen)
    source = governed(scene.text, scene.stretches[scene.stretch(cue.span.start)].start, cue.span, source)
    return None if source is None or _NOBODY.fullmatch(source.of(scene.text)) else source


def _find_source(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The source before a look at what it says."""
    if _PASSIVE.search(scene.text[max(0, cue.span.start - 24) : cue.span.end]):
        return None
    pronoun = _pronoun_before(scene, cue)
    if pronoun is not None and not any(c.overlaps(pronoun) for c in chosen):
        return pronoun
    tagged = _tagged_source(scene, cue, chosen)
    if tagged is None:
        beside = _beside(scene, cue, chosen)
        if beside is None:
            return _clause_subject(scene, cue, chosen)
        return _cleared(scene, cue, with_issuer(scene.text, beside, scene.analysis.tagging.spans))
    limits = [c.start for c in chosen] + [s.start for s in cue.spans] + [scene.stretches[scene.stretch(tagged.start)].end]
    stop = min((x for x in limits if x >= tagged.end), default=tagged.end)
    return _cleared(scene, cue, whole_phrase(scene.text, tagged, scene.analysis.tagging.spans, stop))


def _cleared(scene: Scene, cue: Cue, source: Span) -> Span:
    """The source without what a tagger ran on into: the next sentence (`… of the Port. Reyes`), another cue (`The mayor thanked them and`),
    the verb after a pronoun (`She then`), and a name of the phrase before (`with the mayor, Bo Lind, | Ms Reyes`).
    """
    text = scene.text
    ends = [c.span.start for c in scene.cues if source.start < c.span.start < source.end]
    if (own := scene.analysis.sentence_at(source.end - 1)) and source.start < own.start < source.end <= cue.span.start:
        source = Span(own.start, source.end)  # `… for Reyes. | A paper by the port` said
    sentence = scene.analysis.sentence_at(source.start)
    end = min([source.end, *ends, *([sentence.end] if sentence else [])])
    if pronoun := _PRONOUN_AND_MORE.match(text, source.start, end):
        end = pronoun.end(1)
    start = source.start
    if second := _SECOND_PERSON.match(text, start, end):
        start = second.end()
    cleared = Span(start, end).trimmed(text, " \t\u00a0,.;:") if end < source.end else Span(start, end)
    return cleared if len(cleared) > 1 or cleared.of(text) == "I" else source


def _pronoun_before(scene: Scene, cue: Cue) -> Span | None:
    """The pronoun right before the cue, whatever else was tagged: `In a letter to the port | it | also stated that …`; a relative one right
    behind a name (`the Port Watch, | which | says …`).
    """
    stretch = scene.stretches[scene.stretch(cue.span.start)]
    before = scene.text[stretch.start : cue.span.start]
    if match := _OWN_PRONOUN.search(before):
        return Span(stretch.start + match.start(1), stretch.start + match.end(1))
    match = _RELATIVE.search(before)
    named = {t.end for t in scene.analysis.tagging.spans if t.head == "name"} if match else frozenset()
    return Span(stretch.start + match.start(1), stretch.start + match.end(1)) if match and stretch.start + match.start() in named else None


def _tagged_source(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The tagger's source that fits the cue best within its stretch."""
    home = scene.stretch(cue.span.start)
    links = scene.source_links
    start = scene.stretches[home].start
    aside = _ASIDE.search(scene.text[start : cue.span.start])
    ranked = []
    for index, span in scene.sources_in.get(home, ()):
        if aside is not None and start + aside.start() < span.start < cue.span.start:
            continue  # `Ana Reyes -- who runs the pier for the town -- | said`
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
            return before if words_between(text, before.start, before.end) <= 12 else _name_with_apposition(scene, before)
        return _noun_phrase_after(text, Span(cue.span.end, stretch.end))
    if re.search(r"\b(?:to|of|by)$", cue.span.of(text)):
        # `According to Ana Reyes, “…`
        return _noun_phrase_after(text, Span(cue.span.end, min([stretch.end, *(c.start for c in chosen)])))
    if cue.span.of(text).endswith("ing"):
        # `The minister defended the plan, saying …`: the participle has the sentence's subject.
        return _sentence_subject(scene, stretch, cue)
    return _subject_before(text, Span(stretch.start, cue.span.start))


def _name_with_apposition(scene: Scene, phrase: Span) -> Span | None:
    """The name that a long phrase between the marks and the cue opens with: `,” | Ana Reyes |, 29, who walked …, told the agency`."""
    if scene.text[phrase.end : phrase.end + 1] != ",":
        return None
    opening = (t for t in scene.analysis.tagging.spans if t.head == "name" and t.start == phrase.start)
    return next((Span(t.start, t.end) for t in opening if scene.text[t.end : t.end + 1] == ","), None)


def _clause_subject(scene: Scene, cue: Cue, chosen: Sequence[Span]) -> Span | None:
    """The subject of a cue that stands apart from it (`The minister met the envoy and | asked him …`, `Ana Reyes, who leads it, | warned`):
    the first subject of its stretch.
    """
    stretch = scene.stretches[scene.stretch(cue.span.start)]
    if not _GOES_ON.search(scene.text[stretch.start : cue.span.start]):
        return None
    return first_subject(scene, Span(stretch.start, cue.span.start), chosen)


def first_subject(scene: Scene, within: Span, chosen: Sequence[Span] = ()) -> Span | None:
    """The first name, reference or pronoun of a clause outside the pieces `chosen` that hangs on no preposition and owns nothing; None
    where more than an adverbial stands before it.
    """
    text = scene.text
    for subject in sorted(_nominals(scene, within)):
        if any(c.overlaps(subject) for c in chosen) or _OWNER.match(text, subject.end):
            continue
        before = text[within.start : _phrase_start(scene, subject)]
        if _HANGS.search(before):
            continue
        before = _TITLED.sub("", before)
        opens = not before.strip() or before.rstrip().endswith(",") or words_between(before, 0, len(before)) <= 3
        return subject if opens else None
    return None


def _nominals(scene: Scene, within: Span) -> list[Span]:
    """Names of people and bodies, references and personal pronouns inside a stretch."""
    tags = [Span(t.start, t.end) for t in scene.analysis.tagging.spans if t.head == "ref" or t.label in ("person", "organisation")]
    pronouns = [Span(m.start(), m.end()) for m in _PERSONAL.finditer(scene.text, within.start, within.end)]
    return [s for s in (*tags, *pronouns) if within.contains(s)]


def _phrase_start(scene: Scene, name: Span) -> int:
    """Where the phrase of a name starts: with the title before it (`the moderator, | Ana Reyes`)."""
    text = scene.text
    for tag in scene.analysis.tagging.spans:
        if tag.head == "role" and tag.end <= name.start and re.fullmatch(r",?\s+", text[tag.end : name.start]):
            return tag.start
    return name.start


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
    if not len(span) or words_between(text, span.start, span.end) > 8 or _CONJOINED.search(text, span.start, span.end):
        return None
    if verb := _VERB.search(text, span.start + 1, span.end):
        # `The mayor has yet to | say`: the subject ends before the first verb.
        span = Span(span.start, verb.start()).trimmed(text)
    pronoun = _PRONOUN.search(text, span.start, span.end)
    starts = text[span.start].isupper() or re.match(r"(?:the|a|an|his|her|their|its)\s", text[span.start : span.end])
    return span if pronoun or starts else None
