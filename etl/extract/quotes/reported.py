"""Reported clauses by grammar: given a cue, where its content must start and end.

English news says it in few ways, and the corpus shows how sure they are: content after its cue runs to the end of the sentence 19 times
of 20 where no other cue follows; content before its cue (`…, officials said`) starts with the sentence 9 times of 10. So the tagger's
spans are stretched to these bounds, and a sure cue whose content the tagger missed gets one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from etl.extract.quotes.attach import Cue, Scene
from etl.extract.quotes.clauses import trim_clause
from etl.extract.quotes.cues import CueWord, read_cue, takes_clause
from etl.extract.quotes.labels import is_heading
from etl.extract.quotes.openings import opening_after
from etl.extract.quotes.pieces import Piece, count_words
from etl.text.span import Span

_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’-]*[ ,]+){1,6}(?:(?:\w+\.? \d+|\d+ \w+)(?:,? \d{4})?\s*)?(?:\([^)]{2,30}\)\s*)?(?:—|–|--?|:)\s+"
    r"|[^.\n]{3,60}\((?:[A-Z]{2,}|[A-Z][\w ]+)\)\s+(?:[—–-]+\s+)?"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ .,’'-]{2,40}\([A-Z][^()\n]{2,60}\)\s+(?:[—–-]+\s+)?"  # `SELBY (Port News - 3rd May, 2024) |`
)
_CONJUNCTION = re.compile(r"(?:But|And|Yet|Still|However|Meanwhile)\b,?\s+")
# Where a tagger's span may well end before the sentence does. A plain comma is believed of a sure tag only: where tags were unsure, content
# ran past the comma far more often than it stopped there.
_NATURAL_END = re.compile(r"\s*(?:[;:–—)]|-\s|,\s+(?:and|but|although|though|while)\b|(?:but|while|although|though)\b)")
_SURE_END = re.compile(r"\s*(?:[,;:–—)]|-\s|(?:but|and|as|while|although|though|before|after|when|in an?|on)\b)")
_SURE = 0.93
_NEXT_CLAUSE = re.compile(r"(?:[,;]\s+|\s+)(?:and|but|while|although|though|before|then)\s+|[,;]\s+|\s+[–—-]\s+")
# After `…, she said,`: an auxiliary or conjunction can only go on her words.
_SECOND_HALF = re.compile(
    r"\s*,\s*((?:and|but|or|because|until|unless|so)\s|(?:would|will|had|has|have|is|was|were|are|could|should|may|might|must|can|did|does|never|cannot)\b)"
)
# A second half that cannot stand alone, and a first half that is no adjunct or clause of its own (`…, who, he said, …`).
_DEPENDENT = re.compile(
    r"(?:and|but|or|until|because|although|while)\s|(?:would|will|had|has|have|is|was|were|are|could|should|may|might|must|can|did|does|never|cannot)\b"
)
_HALF_BEFORE = re.compile(
    r"(?<!\band)(?<!\bbut)(?<!\bwho)(?<!\bthat)(?<!\bwhich)(?<!\bwhere)(?<!\bthen)(?<!\bbecause)(?<!\bwas)(?<!\bis),\s*$"
)
_SUBJECT_BEFORE = re.compile(
    r"(?:\b(?:he|she|they|He|She|They|We|I|we)|[A-ZÀ-Þ][\w’'.-]+|\b[a-z]+s)\s+(?:(?:also|has|have|had|later|then|\w+ly)\s+)*$"
)
_DETERMINER = re.compile(r"\s+(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)
_INFINITIVE = re.compile(r"[\w’'.-]+\s(to\s+(?:[a-z]+ly\s+)?(?!the\b|an?\b|its\b)[a-z]+)\b")
_BARE_PRONOUN = re.compile(r"(?:He|She|They|We|I|It),")
_BEFORE_SOURCE = re.compile(r"[,—–-]\s*[\"”’»]?\s*(?:as\s+)?$")
_AFTER_CUE = re.compile(
    r"\s*(?:[,.;?!]|$|(?:in|on|at|by|during|after|before|from|to|as|earlier|later|last|this|yesterday|today|when|while|with|via|of|through)\b|[A-Z][a-z]+day\b)"
)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Where the content of one cue may stand: not before `left`, not after `right`; `is_last` when no other cue follows in the stretch."""

    left: int
    right: int
    is_last: bool
    is_first: bool


def complete_clauses(scene: Scene, attached: Mapping[int, int]) -> tuple[Scene, dict[int, int]]:
    """The scene with every cue's reported clause mended or, for a sure cue without content, added; and what is attached to what."""
    held: dict[int, list[int]] = {}
    for index, holder in attached.items():
        held.setdefault(holder, []).append(index)
    changed: dict[int, Piece] = {}
    added: list[tuple[Piece, int]] = []
    for index, cue in enumerate(scene.cues):
        pieces = sorted(held.get(index, []))
        bounds = _bounds(scene, index, attached)
        changed |= {i: _mend(scene, cue, scene.pieces[i], bounds, i in (pieces[0], pieces[-1])) for i in pieces}
        new = _other_half(scene, cue, [changed[i] for i in pieces], bounds) if pieces else _build(scene, cue, bounds)
        added += [(new, index)] if new else []
    kept = [(changed.get(i, p), attached.get(i)) for i, p in enumerate(scene.pieces)]
    ordered = _absorb(sorted([*kept, *added], key=lambda item: (item[0].span, item[1] is None)))
    return replace(scene, pieces=tuple(p for p, _ in ordered)), {i: c for i, (_, c) in enumerate(ordered) if c is not None}


def _absorb(items: Sequence[tuple[Piece, int | None]]) -> list[tuple[Piece, int | None]]:
    """Without pieces that a mended clause now holds (a fragment in marks makes it mixed)."""
    clauses = [p for p, cue in items if cue is not None and not p.is_quoted]
    kept: list[tuple[Piece, int | None]] = []
    for piece, cue in items:
        # Of two mended to the same bounds the first stays.
        homes = [c for c in clauses if c is not piece and (c.outer != piece.outer or any(k is c for k, _ in kept))]
        home = next((c for c in homes if c.outer.overlaps(piece.outer)), None)
        if home is None or (cue is not None and not home.outer.contains(piece.outer)):
            kept.append((piece, cue))
    return kept


def _bounds(scene: Scene, index: int, attached: Mapping[int, int]) -> _Bounds:
    """How far the content of a cue can reach: within its stretch, up to other cues and the pieces that belong to them."""
    cue = scene.cues[index]
    stretch = scene.stretches[scene.stretch(cue.span.start)]
    others = [
        p.outer for i, p in enumerate(scene.pieces) if attached.get(i, index) != index and stretch.start <= p.outer.start < stretch.end
    ]
    cues = [c.span for c in scene.cues if c is not cue and stretch.start <= c.span.start < stretch.end]
    after = [s.start for s in (*others, *cues) if s.start >= cue.spans[-1].end]
    before = [s.end for s in (*others, *cues) if s.end <= cue.span.start]
    return _Bounds(max(before, default=stretch.start), min(after, default=stretch.end), not after, not before)


def _mend(scene: Scene, cue: Cue, piece: Piece, bounds: _Bounds, is_outermost: bool) -> Piece:
    """A piece of a cue, stretched to the clause it belongs to; of several pieces the outer two."""
    if not is_outermost:
        return piece
    if piece.outer.start >= cue.spans[-1].end:
        span = _mend_right(scene, cue, piece, bounds)
    elif piece.outer.end <= cue.span.start:
        span = _mend_left(scene, cue, piece, bounds)
    else:
        return piece
    if span == piece.outer or not len(span):
        return piece
    return replace(
        piece, span=span, outer=span, quotation=None, has_marks=piece.has_marks or piece.is_quoted or _has_marks(scene.text, span)
    )


def _has_marks(text: str, span: Span) -> bool:
    return bool(re.search(r"[“\"«]|(?<!\w)[‘']\w", span.of(text)))


def _mend_right(scene: Scene, cue: Cue, piece: Piece, bounds: _Bounds) -> Span:
    """Content after its cue: from the clause's start to the sentence's end."""
    text = scene.text
    if re.match(r"\s*,", text[cue.spans[-1].end : piece.outer.start]) or any(
        cue.spans[-1].end <= s.start < piece.outer.start for _, s in scene.sources
    ):
        # The second half of `A, she said, b` or `According to X, …`: only its end can have been lost.
        start: int | None = piece.outer.start
    else:
        start = opening_after(text, cue, piece.outer.start, bounds.right)
    word = read_cue(" ".join(s.of(text) for s in cue.spans))
    # `called the plan “a sham”` quotes the words in marks alone; `said the plan was “a sham”` a clause.
    if piece.is_quoted and (not takes_clause(word) or start is None or start >= piece.outer.start or not _is_fragment(scene, piece)):
        return piece.outer
    start = _asked_to(text, cue, start, piece.outer.end) if start is not None else None
    end = _right_end(text, piece.outer.end, bounds, _SURE_END if piece.score >= _SURE else _NATURAL_END)
    return trim_clause(text, Span(start, end)) if start is not None and start < end else piece.outer


def _asked_to(text: str, cue: Cue, start: int, end: int) -> int:
    """Where the infinitive starts when the tagger cut through the one who is asked: `requested the | government of Peru to …`."""
    if not _DETERMINER.fullmatch(text, cue.spans[-1].end, start):
        return start
    infinitive = _INFINITIVE.search(text, start, min(end, start + 90))
    return infinitive.start(1) if infinitive else start


def _is_fragment(scene: Scene, piece: Piece) -> bool:
    """Whether quoted words go on a clause that began outside the marks: they start in lower case (`said it was “a mistake”`); in a
    headline, where every word may start with a capital, always.
    """
    first = scene.text[piece.span.start]
    return first.islower() or first.isdigit() or is_heading(scene.analysis, piece.span)


def _other_half(scene: Scene, cue: Cue, pieces: Sequence[Piece], bounds: _Bounds) -> Piece | None:
    """The half that the tagger missed of a clause split by its cue: `The visa, he said, had kept him in business`."""
    text = scene.text
    source = _source_beside(scene, cue)
    spans = [cue.span, *cue.spans, *([source] if source is not None and source.distance(cue.span) <= 2 else [])]
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    if all(p.outer.start >= last for p in pieces):
        lead = text[last : pieces[0].outer.start]
        start = _left_start(text, bounds.left)
        open_ended = _DEPENDENT.match(text, pieces[0].span.start) and not pieces[0].is_quoted and lead.strip() == ","
        if (
            open_ended
            and not _BARE_PRONOUN.match(text, start, first)
            and bounds.is_first
            and start < first
            and _HALF_BEFORE.search(text[bounds.left : first])
        ):
            return _new_piece(text, trim_clause(text, Span(start, first)))
    if (
        all(p.outer.end <= first and not p.is_quoted for p in pieces)
        and bounds.is_last
        and (match := _SECOND_HALF.match(text, last, bounds.right))
    ):
        return _new_piece(text, trim_clause(text, Span(match.start(1), bounds.right)))
    return None


def _new_piece(text: str, span: Span) -> Piece | None:
    """A piece made by grammar alone."""
    return Piece(span, span, None, score=0.5, has_marks=_has_marks(text, span)) if len(span) > 1 else None


def _right_end(text: str, tagged_end: int, bounds: _Bounds, natural: re.Pattern[str]) -> int:
    """Where content after a cue ends: with the sentence, unless the tagger stopped at a natural boundary or another cue follows."""
    if tagged_end >= bounds.right or natural.match(text, tagged_end, bounds.right):
        return tagged_end
    if bounds.is_last:
        return bounds.right
    boundary = _NEXT_CLAUSE.search(text, tagged_end, bounds.right)
    return boundary.start() if boundary else tagged_end


def _mend_left(scene: Scene, cue: Cue, piece: Piece, bounds: _Bounds) -> Span:
    """Content before its cue: from the start of the sentence, after a dateline or a first `But`."""
    text = scene.text
    start = _left_start(text, bounds.left)
    if not bounds.is_first or start >= piece.outer.start or re.search(r"[;:]\s", text[start : piece.outer.start]):
        return piece.outer
    sources = [s for _, s in scene.sources if start <= s.start < piece.outer.start]
    if (subject := _subject_of(text, piece, sources)) is not None:
        return trim_clause(text, Span(subject.start, piece.outer.end))
    words = count_words(text, Span(start, piece.outer.start))
    if sources or words == 0 or (piece.is_quoted and (words < 2 or text[start : piece.outer.start].rstrip()[-1:] in ",:—–-")):
        return piece.outer
    return trim_clause(text, Span(start, piece.outer.end))


def _subject_of(text: str, piece: Piece, sources: Sequence[Span]) -> Span | None:
    """The only source before a clause that begins with its verb, taken for a speaker: `| Reyes | told the port, the source said`."""
    before = [s for s in sources if s.end + 1 == piece.outer.start]
    return before[0] if len(sources) == len(before) == 1 and not piece.is_quoted and text[piece.outer.start].islower() else None


def _left_start(text: str, at: int) -> int:
    """The first word of the sentence at `at` that belongs to a statement."""
    window = text[at : at + 120]
    if match := _DATELINE.match(window):
        return at + match.end()
    match = _CONJUNCTION.match(window)
    return at + match.end() if match else at


def _build(scene: Scene, cue: Cue, bounds: _Bounds) -> Piece | None:
    """Content for a cue whose words the tagger missed; only for lexicon words that hardly ever stand without content."""
    text = scene.text
    word = read_cue(cue.span.of(text))
    if word is None or not word.is_sure or scene.analysis.is_headline(cue.span):
        return None
    source = _source_beside(scene, cue)
    span = _left_content(text, cue, source, bounds) or _right_content(text, cue, word, source, bounds)
    if span is None or count_words(text, span) < 3:
        return None
    return _new_piece(text, span)


def _source_beside(scene: Scene, cue: Cue) -> Span | None:
    """The tagger's source nearest to the cue in its stretch."""
    home = scene.stretch(cue.span.start)
    near = [s for _, s in scene.sources_in.get(home, ())]
    return min(near, key=lambda s: s.distance(cue.span), default=None)


def _left_content(text: str, cue: Cue, source: Span | None, bounds: _Bounds) -> Span | None:
    """`CONTENT, officials said (on Monday).`"""
    first = min(cue.span.start, source.start if source is not None and source.distance(cue.span) <= 2 else cue.span.start)
    last = max(cue.spans[-1].end, source.end if source is not None and source.start - cue.span.end in (0, 1) else 0)
    if (
        not bounds.is_first
        or first <= bounds.left
        or not _BEFORE_SOURCE.search(text[bounds.left : first])
        or not _AFTER_CUE.match(text, last, last + 40)
    ):
        return None
    start = _left_start(text, bounds.left)
    return trim_clause(text, Span(start, first)) if start < first else None


def _right_content(text: str, cue: Cue, word: CueWord, source: Span | None, bounds: _Bounds) -> Span | None:
    """`Officials said (that) CONTENT.`, `According to officials, CONTENT.`"""
    start: int | None = cue.spans[-1].end
    if source is not None and source.start >= cue.spans[-1].end:
        # `According to X, …`; `said X` at the end has its content before.
        comma = re.match(r"\s*,\s*", text[source.end : bounds.right])
        if word.lemma != "according to" or comma is None:
            return None
        start = source.end + comma.end()
    elif source is None and not _SUBJECT_BEFORE.search(text[max(bounds.left, cue.span.start - 60) : cue.span.start]):
        return None
    else:
        start = opening_after(text, cue, None, bounds.right)
    if start is None or re.match(r"\s*[,.;:?!–—]", text[start : bounds.right]):
        return None
    end = bounds.right if bounds.is_last else _last_boundary(text, start, bounds.right)
    return trim_clause(text, Span(start, end)) if start < end else None


def _last_boundary(text: str, start: int, limit: int) -> int:
    """The last clause boundary before another cue or quote at `limit`."""
    found = [m.start() for m in _NEXT_CLAUSE.finditer(text, start, limit)]
    return found[-1] if found else limit
