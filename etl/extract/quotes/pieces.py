"""Which stretches of an article are words of somebody: pieces of quotes, not yet joined and without speakers.

The quotation marks decide where direct speech starts and ends; the tagger decides what is a reported clause, and whether a short quotation
is speech at all or a title, a nickname, a scare quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from etl.extract.analysis import Analysis
from etl.extract.quotes.clauses import mend_clause, merge_clauses, trim_clause
from etl.extract.quotes.cues import find_cue_words
from etl.extract.quotes.labels import find_dialogue, find_headline_label
from etl.extract.quotes.set_off import find_set_off
from etl.model import TaggedSpan
from etl.text.quotemarks import Quotation, find_quotations
from etl.text.span import Span

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_TITLE_WORD = re.compile(r"[A-Z0-9À-Ž(]|(?:a|an|the|of|in|on|to|for|and|or|with|at|by|from|de|la|le)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """One contiguous piece of a quote.

    `span` is the content without marks, `outer` with them; `quotation` is set when the piece stands wholly between marks, `has_marks` when
    part of it does. `label` = the name before it in a line of dialogue. `tags` are indices of the tagger's quote spans it was read from
    (none where only the marks speak for it).
    """

    span: Span
    outer: Span
    quotation: Quotation | None
    tags: tuple[int, ...] = ()
    score: float = 1.0
    has_marks: bool = False
    label: Span | None = None

    @property
    def is_quoted(self) -> bool:
        """Whether all its words stand between quotation marks."""
        return self.quotation is not None


def find_pieces(analysis: Analysis, nested: Set[int]) -> tuple[Piece, ...]:
    """All pieces of quotes of the article, in order and disjoint; `nested` are the tagger's spans that `find_nested` gives."""
    quotations = _find_quotations(analysis)
    tags = [(i, t) for i, t in enumerate(analysis.tagging.spans) if t.head == "quote"]
    edges = [Span(t.start, t.end) for i, t in enumerate(analysis.tagging.spans) if t.head in ("cue", "source") and i not in nested]
    clauses, spoken = _reported(analysis, quotations, tags, edges)
    lines = find_dialogue(analysis)
    headed = tuple(h for h in find_headline_label(analysis) if not any(h[1].overlaps(e) for e in edges))
    clauses = [c for c in clauses if not any(words.overlaps(c.span) for _, words in (*lines, *headed))]
    clauses += [_headed(analysis.text, label, words, quotations) for label, words in headed]
    lasts = [label is not None for label, _ in lines[1:]] + [True]
    pieces = clauses + [_line(analysis.text, label, words, last) for (label, words), last in zip(lines, lasts, strict=False)]
    lines = (*lines, *headed)
    for quotation in quotations:
        if any(words.overlaps(quotation.span) for _, words in lines):
            continue
        if not any(quotation.span.overlaps(c.span) for c in _near(clauses, quotation.span)):
            piece = _spoken(analysis, quotation, spoken, edges)
            pieces += [piece] if piece else []
    return tuple(sorted(pieces, key=lambda p: p.span))


def _find_quotations(analysis: Analysis) -> list[Quotation]:
    """All quotations of the article, with marks or set off without, in order and disjoint."""
    regions = analysis.regions
    followed = zip(regions, (*regions[1:], None), strict=True)
    marked = [q for region, after in followed for q in find_quotations(analysis.text, region, after)]
    return sorted([*marked, *find_set_off(analysis)], key=lambda q: q.span)


def count_words(text: str, span: Span) -> int:
    """Words of `text` at `span`."""
    return sum(1 for _ in _WORD.finditer(text, span.start, span.end))


def _line(text: str, label: Span | None, words: Span, is_last: bool) -> Piece:
    """A line of dialogue as direct speech, without the marks that may stand around it; not its last paragraph: open."""
    span = words.trimmed(text, ' \t\r\n\u00a0"“”«»')
    return Piece(span, words, Quotation(span, words, closed=is_last), label=label)


def _headed(text: str, label: Span, words: Span, quotations: Sequence[Quotation]) -> Piece:
    """What a headline reports behind its label: reported speech, or a quotation where it stands wholly between marks."""
    whole = next((q for q in quotations if q.outer == words), None)
    span = trim_clause(text, words) if whole is None else whole.span
    return Piece(span, words, whole, score=0.5, has_marks=any(q.outer.overlaps(words) for q in quotations), label=label)


def _near(clauses: Sequence[Piece], span: Span) -> list[Piece]:
    return [c for c in clauses if c.span.start < span.end and span.start < c.span.end]


def _reported(
    analysis: Analysis, quotations: Sequence[Quotation], tags: Sequence[tuple[int, TaggedSpan]], edges: Sequence[Span]
) -> tuple[list[Piece], dict[int, list[tuple[int, TaggedSpan]]]]:
    """Reported clauses (mended, merged), and for each quotation (by its start) the tags that lie on its words alone."""
    found: list[tuple[Span, tuple[int, ...], float]] = []
    spoken: dict[int, list[tuple[int, TaggedSpan]]] = {}
    for index, tag in tags:
        home = _home(analysis.text, tag, quotations)
        if home is not None:
            spoken.setdefault(home.span.start, []).append((index, tag))
            continue
        span = mend_clause(analysis, Span(tag.start, tag.end), quotations, edges)
        if span is not None:
            found.append((span, (index,), tag.score))
    merged = merge_clauses(analysis, found, edges)
    clauses = []
    for span, indices, score in merged:
        inside = next((q for q in quotations if q.outer.contains(span)), None)
        if inside is not None:
            spoken.setdefault(inside.span.start, []).extend((i, analysis.tagging.spans[i]) for i in indices)
        else:
            marked = any(q.outer.overlaps(span) and not _is_name(analysis.text, q.span) for q in quotations)
            clauses.append(Piece(span, span, None, indices, score, marked))
    return clauses, spoken


def _home(text: str, tag: TaggedSpan, quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation on whose words the tag lies, when hardly a word of the tag stands outside it (a tagger's slip over the mark)."""
    for quotation in quotations:
        if quotation.outer.start >= tag.end:
            break
        if quotation.outer.end <= tag.start:
            continue
        span = Span(tag.start, tag.end)
        inside = count_words(text, Span(max(span.start, quotation.span.start), min(span.end, quotation.span.end)))
        outside = count_words(text, span) - inside
        if inside and (outside == 0 or (tag.label == "direct" and outside <= inside)):
            return quotation
    return None


def _spoken(
    analysis: Analysis, quotation: Quotation, spoken: dict[int, list[tuple[int, TaggedSpan]]], edges: Sequence[Span]
) -> Piece | None:
    """The quotation as a piece of direct speech, or None when it is none."""
    tags = spoken.get(quotation.span.start, [])
    if not _is_speech(analysis, quotation, [t for _, t in tags], edges):
        return None
    whole = quotation.span.trimmed(analysis.text)
    span = whole if quotation.closed and quotation.opened else _bounded(whole, [t for _, t in tags], edges)
    # `“The pier is closed, | she said.`: what follows words whose mark never closes is outside of them, the cue too.
    outer = quotation.outer if span == whole else Span(quotation.outer.start, span.end)
    score = max((t.score for _, t in tags), default=0.5)
    return Piece(span, outer, quotation, tuple(i for i, _ in tags), score)


def _bounded(span: Span, tags: Sequence[TaggedSpan], edges: Sequence[Span]) -> Span:
    """A quotation that lacks a mark ends where the tagger's last span on it ends, if a cue or source follows within the quotation."""
    inner = [e for e in edges if span.start < e.start and e.end <= span.end]
    if not tags or not inner:
        return span
    return Span(span.start, max(t.end for t in tags)) if max(t.end for t in tags) <= inner[0].start else span


def _is_speech(analysis: Analysis, quotation: Quotation, tags: Sequence[TaggedSpan], edges: Sequence[Span]) -> bool:
    """Whether a quotation that is no part of a reported clause is somebody's words."""
    text, span = analysis.text, quotation.span
    if quotation.outer == span:
        return True  # set off without marks
    words = count_words(text, span)
    tagged = sum(t.end - t.start for t in tags) * 2 >= len(span)
    if words < 2:
        # One word is a quote only as a sentence of its own: `“Never,” she said.`
        return tagged and _ends_like_speech(text, quotation)
    if _is_heading(analysis, quotation):
        return False
    if not quotation.opened or not quotation.closed:
        return tagged or (quotation.opened and not quotation.single and words > 4)
    if tagged:
        return True
    # Nobody tagged it. Inside a sentence that does not introduce it it is a title (`on CNN’s “State of the Union,”`) or a scare quote.
    if not _is_introduced(text, quotation) and (analysis.tagging.spans or _is_title(text, span)) and not _follows_cue_word(text, quotation):
        return False
    near = _beside(text, quotation, edges) or _near_cue_word(text, quotation)
    if _ends_like_speech(text, quotation) and (near or (words > 3 and not (words < 6 and _is_title(text, span)))):
        return True
    # `her book, “The Long Road”` is none; a long fragment or one beside a cue is one.
    return not _is_title(text, span) and (words > 5 or near)


def _ends_like_speech(text: str, quotation: Quotation) -> bool:
    """Whether a point or comma stands before the closing mark, or right after it."""
    return text[quotation.span.end - 1] in ".,?!…—–" and text[quotation.span.start : quotation.span.start + 1].isupper()


def _beside(text: str, quotation: Quotation, edges: Sequence[Span]) -> bool:
    """Whether a cue or a source stands next to the marks; after a full stop it belongs to the next sentence."""
    outer, stopped = quotation.outer, text[quotation.span.end - 1] == "."
    return any(outer.distance(e) <= 3 and not (stopped and e.start >= outer.end) for e in edges)


def _is_heading(analysis: Analysis, quotation: Quotation) -> bool:
    """Whether the quotation is a paragraph of its own and written like a title: `‘All Bets Are Off.’` between two paragraphs."""
    paragraph = analysis.paragraph_at(quotation.outer.start)
    return paragraph == quotation.outer and count_words(analysis.text, quotation.span) <= 10 and _is_title(analysis.text, quotation.span)


def _is_introduced(text: str, quotation: Quotation) -> bool:
    """Whether the quotation opens its paragraph or follows a comma, colon or full stop, as speech does and a title does not
    (`on CNN’s “State of the Union,”`).
    """
    return text[max(0, quotation.outer.start - 3) : quotation.outer.start].rstrip()[-1:] in (
        "",
        ",",
        ":",
        ".",
        "?",
        "!",
        "—",
        "–",
        "”",
        '"',
    )


def _follows_cue_word(text: str, quotation: Quotation) -> bool:
    """Whether a reporting word stands right before the marks: `said “no deal”`, `spoke of a “frank talk”`."""
    before = Span(max(0, quotation.outer.start - 24), quotation.outer.start)
    return any(count_words(text, Span(word.end, before.end)) <= 1 for word in find_cue_words(text, before))


def _near_cue_word(text: str, quotation: Quotation) -> bool:
    """Whether a reporting word of the lexicon stands close by in the sentence: `“We won,” she said`, `described it as “pure fiction”`."""
    outer = quotation.outer
    after = re.match(r"[^.;:\n“\"]{0,40}", text[outer.end : outer.end + 40])
    before = re.search(r"[^.;\n”\"]{0,30}$", text[max(0, outer.start - 30) : outer.start])
    windows = [
        Span(outer.end, outer.end + (after.end() if after else 0)),
        Span(outer.start - (len(before.group()) if before else 0), outer.start),
    ]
    return any(find_cue_words(text, window) for window in windows)


def _is_name(text: str, span: Span) -> bool:
    """Whether the words are a name or title, every one capitalised: `being the man known as “Beni Tours”` is no mixed quote."""
    return all(word.group()[0].isupper() for word in _WORD.finditer(text, span.start, span.end))


def _is_title(text: str, span: Span) -> bool:
    """Whether every word is written as in a title."""
    return all(_TITLE_WORD.match(word.group()) for word in _WORD.finditer(text, span.start, span.end))
