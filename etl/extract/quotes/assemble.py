"""Pieces, cues and sources put together into quotes: split quotes joined, speeches carried on, speakers named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.extract.facts import Mention, Quote, QuoteKind
from etl.extract.quotes.acts import act_of, find_addressee, lemma_of, medium_of
from etl.extract.quotes.attach import Cue, Scene
from etl.extract.quotes.governed import reports_nothing
from etl.extract.quotes.introduced import find_introducer
from etl.extract.quotes.labels import find_signature
from etl.extract.quotes.pieces import Piece
from etl.extract.quotes.requests import find_answer, strength_of
from etl.extract.quotes.sources import find_source
from etl.extract.quotes.speakers import pick_speakers
from etl.extract.quotes.stretches import words_between
from etl.extract.quotes.taken_up import take_up
from etl.text.span import Span

_THING = re.compile(r"\b(?:This|That|These|Those)\s+(?:has|have|had)?\s*$")
_LETTER = re.compile(r"\w")
_SUBHEADING = 4  # words of a subheading in quotation marks, at most


@dataclass
class Draft:
    """A quote in the making: its pieces in order, its cue, and the earlier draft whose speech it carries on."""

    pieces: list[Piece]
    cue: Cue | None = None
    source: Span | None = None
    continues: Draft | None = None
    dropped: bool = False
    index: int = field(default=-1)

    @property
    def start(self) -> int:
        """Where its first piece starts."""
        return self.pieces[0].span.start

    @property
    def last(self) -> Piece:
        """Its last piece."""
        return self.pieces[-1]


def draft_quotes(scene: Scene, attached: dict[int, int]) -> list[Draft]:
    """One draft for each cue with its pieces, one for each piece without a cue; in text order."""
    by_cue: dict[int, Draft] = {}
    drafts: list[Draft] = []
    for index, piece in enumerate(scene.pieces):
        cue = attached.get(index)
        if cue is None:
            # A reported clause that nobody reports is none; a quotation may still carry on a speech.
            drafts += [Draft([piece])] if piece.is_quoted or piece.label else []
        elif cue in by_cue:
            by_cue[cue].pieces.append(piece)
        else:
            by_cue[cue] = Draft([piece], scene.cues[cue])
            drafts.append(by_cue[cue])
    for draft in drafts:
        if draft.cue is None:
            draft.source = _without_cue(scene, draft)
        else:
            draft.source = find_source(scene, draft.cue, [p.outer for p in draft.pieces])
    return [d for d in drafts if not _is_of_a_thing(scene, d)]


def _without_cue(scene: Scene, draft: Draft) -> Span | None:
    """Who speaks where no word reports: the label of the line, a signature, the subject of what introduces the quotation."""
    return draft.last.label or find_signature(scene.analysis, draft.last.outer) or find_introducer(scene, draft.pieces[0])


def _is_of_a_thing(scene: Scene, draft: Draft) -> bool:
    """Whether nobody reports the clause: `This encouraged the town to build`, or it is no words of anybody."""
    if draft.cue is None or any(p.is_quoted for p in draft.pieces):
        return False
    is_bare = len(draft.pieces) == 1 and not draft.last.has_marks
    people = [t for t in scene.analysis.tagging.of("name") if t.label == "person"]
    by_person = draft.source is not None and any(draft.source.contains(Span(t.start, t.end)) for t in people)
    if is_bare and reports_nothing(scene.text, draft.cue.span, draft.source, draft.pieces[0].span, by_person):
        return True
    if draft.source is not None:
        return False
    return bool(_THING.search(scene.text[max(0, draft.cue.span.start - 12) : draft.cue.span.start]))


def join_speeches(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the second halves of split quotes and further paragraphs of one speech joined to the first; the rest in order."""
    joined: list[Draft] = []
    for draft in drafts:
        before = _first_half(scene, joined)
        if before is not None and _is_second_half(scene, before, draft):
            before.pieces += draft.pieces
        elif (before := joined[-1] if joined else None) is not None and _is_next_paragraph(scene, before, draft):
            before.pieces += draft.pieces
            before.cue, before.source = before.cue or draft.cue, before.source or draft.source
        else:
            joined.append(draft)
    _carry_on(scene, joined)
    return [d for d in joined if not d.dropped]


def _first_half(scene: Scene, joined: Sequence[Draft]) -> Draft | None:
    """The draft that a quotation may go on: the last one, or the one before where the last is an aside in the same sentence
    (`“A,” X said, noting that b. “C.”`).
    """
    if len(joined) < 2 or joined[-1].last.is_quoted or joined[-1].cue is None or joined[-2].cue is None:
        return joined[-1] if joined else None
    together = scene.stretch(joined[-1].cue.span.start) == scene.stretch(joined[-2].cue.span.start)
    return joined[-2] if together and joined[-2].last.is_quoted else joined[-1]


def _is_second_half(scene: Scene, before: Draft, draft: Draft) -> bool:
    """`“A,” X said. “B.”`: B has no cue of its own, opens its sentence or the next paragraph, and nothing but cue, source and circumstance
    stands between.
    """
    first, second = before.last, draft.pieces[0]
    if draft.cue is not None or draft.source is not None or before.cue is None or not (first.is_quoted and second.is_quoted):
        return False
    if _is_answer(scene, before, draft):
        return False
    cue_follows = before.cue.span.start >= first.outer.end or len(before.pieces) > 1
    together = scene.analysis.paragraph_at(first.span.start) == scene.analysis.paragraph_at(second.span.start)
    # Within a paragraph one sentence of narration may stand between (`“A,” X said. He sat down. “B.”`).
    apart = scene.stretch(second.outer.start) - scene.stretch(first.outer.end - 1)
    return cue_follows and apart <= (2 if together else 1) and _opens_stretch(scene, second)


def _stands_inside(scene: Scene, piece: Piece) -> bool:
    """Whether the marks stand inside a sentence of the body and the tagger is not sure of speech in them."""
    return piece.score < 0.8 and not _opens_stretch(scene, piece) and not scene.analysis.is_headline(piece.span)


def _is_answer(scene: Scene, before: Draft, draft: Draft) -> bool:
    """`“Where were you?” he asked.` and in the next paragraph `“At home.”`: somebody else speaks."""
    first, second = before.last.span, draft.pieces[0].span
    return scene.text[first.end - 1] == "?" and scene.analysis.paragraph_at(first.start) != scene.analysis.paragraph_at(second.start)


def _opens_stretch(scene: Scene, piece: Piece) -> bool:
    """Whether no word stands before the piece in its stretch."""
    stretch = scene.stretches[scene.stretch(piece.outer.start)]
    return not _LETTER.search(scene.text, stretch.start, piece.outer.start)


def _is_next_paragraph(scene: Scene, before: Draft, draft: Draft) -> bool:
    """A paragraph without closing mark, and the next one opens with a mark: one speech."""
    first, second = before.last, draft.pieces[0]
    if draft.source is not None and draft.cue is None:
        return False
    if first.quotation is None or second.quotation is None or first.quotation.closed or not second.quotation.opened:
        return False
    if before.cue is not None and draft.cue is not None and before.cue is not draft.cue and before.cue.span.start > first.outer.end:
        return False
    between = scene.text[first.outer.end : second.outer.start]
    return not between.strip() and "\n" in between


def _carry_on(scene: Scene, drafts: Sequence[Draft]) -> None:
    """Quotes without a source of their own: the speech before goes on, or they are dropped where nothing says that they are speech."""
    for position, draft in enumerate(drafts):
        if draft.source is not None:
            continue
        before = next((d for d in reversed(drafts[:position]) if not d.dropped), None)
        if draft.cue is None and before is not None and _is_near(scene, before, draft):
            draft.continues = _other_speaker(drafts[:position], before) if _is_answer(scene, before, draft) else before
        elif draft.cue is None:
            draft.dropped = not _stands_alone(scene, draft)
        if draft.cue is None and _is_subheading(scene, draft):
            draft.dropped, draft.continues = True, None
        if draft.cue is None and _stands_inside(scene, draft.pieces[0]):
            # Words stand before the marks and none of them reports: a title, a motto.
            draft.dropped = True


def _is_subheading(scene: Scene, draft: Draft) -> bool:
    """A few words in marks that are a paragraph of their own and end in no stop: `‘Thrown to wolves’` between two paragraphs."""
    paragraph = scene.analysis.paragraph_at(draft.start)
    if paragraph is None or len(draft.pieces) > 1 or scene.analysis.is_headline(paragraph):
        return False
    words = draft.last.span.of(scene.text)
    alone = (
        not scene.text[paragraph.start : draft.last.outer.start].strip() and not scene.text[draft.last.outer.end : paragraph.end].strip()
    )
    return alone and len(words.split()) <= _SUBHEADING and words[-1] not in ".!?…,"


def _other_speaker(earlier: Sequence[Draft], asking: Draft) -> Draft | None:
    """Who spoke before the one who asks, to whom an unattributed answer belongs."""
    others = [d for d in earlier[-4:] if not d.dropped and d is not asking and d.source is not None]
    return others[-1] if others else None


def _is_near(scene: Scene, before: Draft, draft: Draft) -> bool:
    """Whether the quote before stands in the same paragraph or the one before."""
    regions = scene.analysis.regions
    home = scene.analysis.paragraph_at(draft.start)
    other = scene.analysis.paragraph_at(before.last.span.start)
    if home is None or other is None or other in scene.analysis.headlines:
        return False
    apart = regions.index(home) - regions.index(other)
    # In an interview the question stands between two answers as a paragraph of its own.
    return apart <= 1 or (apart == 2 and regions[regions.index(other) + 1].of(scene.text).rstrip().endswith("?"))


def _stands_alone(scene: Scene, draft: Draft) -> bool:
    """Whether a quotation without cue and without a speech before it is long enough to be one, or was tagged."""
    return any(p.tags or words_between(scene.text, p.span.start, p.span.end) > 4 for p in draft.pieces)


def finish(scene: Scene, drafts: Sequence[Draft], mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """The drafts as facts, in text order; `continues` becomes an index into them."""
    ordered = sorted(drafts, key=lambda d: d.start)
    for index, draft in enumerate(ordered):
        draft.index = index
    quotes: list[Quote] = []
    for draft in ordered:
        quotes.append(_quote(scene, draft, mentions, quotes))
    return tuple(quotes)


def _quote(scene: Scene, draft: Draft, mentions: Sequence[Mention], earlier: Sequence[Quote]) -> Quote:
    """One draft as a fact."""
    text, cue = scene.text, draft.cue
    segments = tuple(p.span for p in sorted(draft.pieces, key=lambda p: p.span))
    speakers = pick_speakers(scene.analysis, draft.source, mentions) if draft.source else ()
    if draft.source:
        speakers = take_up(scene.analysis, draft.source, speakers, earlier, mentions)
    score = sum(p.score for p in draft.pieces) / len(draft.pieces)
    kind = kind_of(draft.pieces, text)
    if cue is None:
        continues = draft.continues.index if draft.continues else None
        speaker = speakers[0] if speakers else None
        return Quote(kind, segments, source=draft.source, speaker=speaker, continues=continues, co_speakers=speakers[1:], score=score)
    beside = min(segments, key=lambda s: s.distance(cue.span))
    act, lemma = act_of(text, cue, beside), lemma_of(text, cue)
    return Quote(
        kind,
        segments,
        cue=cue.span,
        cue_lemma=lemma,
        source=draft.source,
        speaker=speakers[0] if speakers else None,
        addressee=find_addressee(text, cue, draft.source, beside, mentions),
        act=act,
        strength=strength_of(act, lemma),
        answer=find_answer(scene.analysis, segments[-1], draft.source) if act == "request" else None,
        co_speakers=speakers[1:],
        medium=medium_of(text, scene.stretches[scene.stretch(cue.span.start)], segments),
        score=score,
    )


def kind_of(pieces: Sequence[Piece], text: str) -> QuoteKind:
    """By the marks: all words inside them is direct, some is mixed, none is indirect."""
    if all(p.is_quoted for p in pieces):
        return "direct"
    if any(p.is_quoted for p in pieces):
        return "mixed"
    return "mixed" if any(p.has_marks for p in pieces) else "indirect"
