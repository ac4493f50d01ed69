"""Which cue reports which piece. Within a stretch each piece takes the cue that costs least; a cue holds pieces on both sides only where
it stands inside its quote (`“A,” she said, “b.”`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from etl.extract.analysis import Analysis
from etl.extract.quotes.cues import find_cue_words, find_sure_words, is_no_report, read_cue
from etl.extract.quotes.pieces import Piece
from etl.extract.quotes.stretches import find_stretches, stretch_of, words_between
from etl.text.span import Span

_AS_SAYING = re.compile(r"\b(?:as )?(?:saying|telling|writing|remarking|arguing)$", re.IGNORECASE)
_QUOTED = re.compile(r"quot|cit|record", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|to|not|never|as|than|having|that) (?:\w+ly )?$", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:that|said|told|says)\b[^.;“”\"]*\b(?:will|would|to|should|must)\s+(?!say\b)[a-z]+\b[^.,;“”\"]*\band\s+$")
_PARTICLE = re.compile(r" for\b")
_FAR = 30.0
_LINK_BONUS = 25.0
_CERTAIN = 40.0  # more than any link is worth


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting expression: its first span, all its spans (`quoted … as saying`), and the tagger's indices of them (none: lexicon)."""

    span: Span
    spans: tuple[Span, ...]
    tags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Scene:
    """Everything on stage: pieces, cues and sources of an article with the stretch each stands in."""

    analysis: Analysis
    pieces: tuple[Piece, ...]
    cues: tuple[Cue, ...]
    sources: tuple[tuple[int, Span], ...]
    stretches: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The article's text."""
        return self.analysis.text

    @cached_property
    def sources_in(self) -> Mapping[int, Sequence[tuple[int, Span]]]:
        """The tagger's sources (index of the tag, span) of each stretch that has any."""
        found: dict[int, list[tuple[int, Span]]] = {}
        for index, span in self.sources:
            found.setdefault(self.stretch(span.start), []).append((index, span))
        return found

    @cached_property
    def source_links(self) -> Mapping[tuple[int, int], float]:
        """The tagger's links from cues to sources: (cue tag, source tag) -> score."""
        return {(k.source, k.target): k.score for k in self.analysis.tagging.links if k.kind == "source"}

    @cached_property
    def content_links(self) -> Mapping[tuple[int, int], float]:
        """The tagger's links from cues to contents: (cue tag, quote tag) -> score."""
        return {(k.source, k.target): k.score for k in self.analysis.tagging.links if k.kind == "content"}

    def stretch(self, at: int) -> int:
        """Index of the stretch at `at`."""
        return max(0, bisect_right(self._starts, at) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.stretches]


def set_scene(analysis: Analysis, pieces: Sequence[Piece], nested: Set[int]) -> Scene:
    """Pieces, the tagger's cues and sources outside them, lexicon cues beside quotations without any, and stretches."""
    spans = [(i, s) for i, s in enumerate(analysis.tagging.spans) if i not in nested]
    outside = [p.outer for p in pieces]
    cue_tags = [(i, Span(s.start, s.end)) for i, s in spans if s.head == "cue"]
    cue_tags = [(i, _with_particle(analysis.text, s, [p.outer for p in pieces])) for i, s in cue_tags]
    cues = _without_asides(analysis.text, [(i, s) for i, s in cue_tags if not _inside(s, outside)])
    sources = [(i, Span(s.start, s.end)) for i, s in spans if s.head == "source"]
    sources = [(i, s) for i, s in sources if not _inside(s, outside)]
    edges = sorted([s for _, s in cues] + [s for _, s in sources])
    stretches = find_stretches(analysis, pieces, edges)
    joined = _join_cues(analysis.text, cues, stretches)
    extra = _lexicon_cues(analysis.text, pieces, joined, stretches)
    extra += _sure_cues(analysis, outside, [*joined, *extra], stretches)
    return Scene(analysis, tuple(pieces), tuple(sorted([*joined, *extra], key=lambda c: c.span)), tuple(sources), stretches)


def _inside(span: Span, containers: Sequence[Span]) -> bool:
    return any(c.start <= span.start and span.end <= c.end for c in containers)


def _with_particle(text: str, cue: Span, contents: Sequence[Span]) -> Span:
    """The cue with the particle that makes another word of it: `joined those who | call for | her to go`, where `call` alone was tagged;
    not with one that a content begins with.
    """
    particle = _PARTICLE.match(text, cue.end)
    if (
        particle is None
        or _inside(Span(cue.end + 1, particle.end()), contents)
        or (word := read_cue(text[cue.start : particle.end()])) is None
    ):
        return cue
    return Span(cue.start, particle.end()) if word.lemma.endswith(particle.group().lower()) else cue


def _without_asides(text: str, cues: Sequence[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """Cues without participles that the lexicon does not know as reporting (`“A,” she said, referring to B, “c”`), and without what
    is only to come (`said they would meet and | urge | the port to …`) or no speech (`claiming asylum`).
    """
    return [
        (i, s)
        for i, s in cues
        if not (s.of(text).endswith("ing") and read_cue(s.of(text)) is None and text[max(0, s.start - 2) : s.start] == ", ")
        and not is_no_report(text, s)
        and not (_is_base_form(s.of(text)) and _TO_COME.search(text[max(0, s.start - 160) : s.start]))
    ]


def _is_base_form(surface: str) -> bool:
    word = read_cue(surface)
    return word is not None and word.lemma == surface


def _join_cues(text: str, cues: Sequence[tuple[int, Span]], stretches: Sequence[Span]) -> list[Cue]:
    """Cues with the two parts of `was quoted by X as saying` as one."""
    joined: list[Cue] = []
    for index, span in cues:
        last = joined[-1] if joined else None
        same = last is not None and stretch_of(stretches, last.span.start) == stretch_of(stretches, span.start)
        if last is not None and same and _AS_SAYING.fullmatch(span.of(text)) and _QUOTED.match(last.span.of(text)):
            joined[-1] = Cue(last.span, (*last.spans, span), (*last.tags, index))
        else:
            joined.append(Cue(span, (span,), (index,)))
    return joined


def _lexicon_cues(text: str, pieces: Sequence[Piece], cues: Sequence[Cue], stretches: Sequence[Span]) -> list[Cue]:
    """For pieces in whose stretch the tagger saw no cue: a reporting word of the lexicon close after or before them; where it saw one, only
    a word that touches the marks (`She said that a, and when pressed | replied |, “b”`).
    """
    taken = {stretch_of(stretches, c.span.start) for c in cues}
    known = [c.span for c in cues]
    found = []
    for index, piece in enumerate(pieces):
        home = stretch_of(stretches, piece.outer.start)
        if piece.label is not None:
            continue
        before = pieces[index - 1].outer.end if index else 0
        after = pieces[index + 1].outer.start if index + 1 < len(pieces) else len(text)
        within = Span(max(before, stretches[home].start), min(after, stretches[home].end))
        span = _word_touching(text, piece, within, known) if home in taken else _word_beside(text, piece, within)
        if span is None and home and home - 1 not in taken:
            span = _word_of_colon(text, piece, stretches[home - 1])
        if span is not None:
            found.append(Cue(span, (span,)))
            taken.add(stretch_of(stretches, span.start))
    return found


def _sure_cues(analysis: Analysis, contents: Sequence[Span], cues: Sequence[Cue], stretches: Sequence[Span]) -> list[Cue]:
    """Reporting words that hardly ever stand without content, in stretches where neither tagger nor marks showed a cue or content."""
    busy = {stretch_of(stretches, s.start) for s in (*contents, *(c.span for c in cues))}
    found = []
    for index, stretch in enumerate(stretches):
        if index in busy or analysis.is_headline(stretch):
            continue
        words = [
            w
            for w in find_sure_words(analysis.text, stretch)
            if not _PASSIVE.search(analysis.text[max(stretch.start, w.start - 12) : w.start])
        ]
        found += [Cue(word, (word,)) for word in words[:1]]
    return found


def _word_beside(text: str, piece: Piece, within: Span) -> Span | None:
    """A reporting word `within` reach: after the marks (`,” the minister told the house`), else just before them (`he said: “`)."""
    right = find_cue_words(text, Span(piece.outer.end, max(piece.outer.end, min(within.end, piece.outer.end + 120))))
    if right and words_between(text, piece.outer.end, right[0].start) <= 12:
        return right[0]
    left = find_cue_words(text, Span(min(max(within.start, piece.outer.start - 60), piece.outer.start), piece.outer.start))
    return left[-1] if left and words_between(text, left[-1].end, piece.outer.start) <= 5 else None


def _word_touching(text: str, piece: Piece, within: Span, known: Sequence[Span]) -> Span | None:
    """A reporting word with a comma or colon right before the opening mark, where no cue is known there."""
    if not piece.is_quoted or not re.search(r"\w[,:]\s*$", text[within.start : piece.outer.start]):
        return None
    left = find_cue_words(text, Span(max(within.start, piece.outer.start - 24), piece.outer.start))
    if not left or words_between(text, left[-1].end, piece.outer.start) or any(left[-1].overlaps(k) for k in known):
        return None
    return left[-1]


def _word_of_colon(text: str, piece: Piece, before: Span) -> Span | None:
    """A reporting word near the colon that ends the sentence before a quotation: `Ana Reyes, the mayor, commented:` and a new paragraph."""
    if not piece.is_quoted or text[before.end - 1] != ":" or text[before.end : piece.outer.start].strip():
        return None
    words = [w for w in find_cue_words(text, before) if w.of(text) not in ("comment", "remark", "report", "reply")]  # nouns there
    return words[-1] if words and words_between(text, words[-1].end, before.end) <= 6 else None


def attach(scene: Scene) -> tuple[dict[int, int], dict[int, float]]:
    """Index of each piece that has a cue -> index of that cue; and what each attachment costs (low is sure)."""
    links = scene.content_links
    options = sorted(_options(scene, links))
    chosen: dict[int, int] = {}
    costs: dict[int, float] = {}
    held: dict[int, list[int]] = {}
    for cost, piece, cue in options:
        if piece in chosen or (held.get(cue) and not _may_share(scene, cue, held[cue], piece, links)):
            continue
        chosen[piece] = cue
        costs[piece] = cost
        held.setdefault(cue, []).append(piece)
    _take_colons(scene, chosen, held)
    return chosen, costs


def _options(scene: Scene, links: Mapping[tuple[int, int], float]) -> list[tuple[float, int, int]]:
    """(cost, piece, cue) for every piece and the cues of its stretch that no other cue or piece hides."""
    by_stretch: dict[int, list[int]] = {}
    for index, cue in enumerate(scene.cues):
        by_stretch.setdefault(scene.stretch(cue.span.start), []).append(index)
    options = []
    for index, piece in enumerate(scene.pieces):
        if piece.label is not None:
            continue
        homes = {scene.stretch(piece.outer.start), scene.stretch(max(piece.outer.start, piece.outer.end - 1))}
        for cue_index in (c for home in homes for c in by_stretch.get(home, ())):
            cost = _cost(scene, index, cue_index) - _LINK_BONUS * _link(scene, index, cue_index, links)
            if cost < _FAR:
                options.append((cost, index, cue_index))
    return options


def _link(scene: Scene, piece: int, cue: int, links: Mapping[tuple[int, int], float]) -> float:
    """Score of the tagger's link between the two, 0 without."""
    if not links:
        return 0.0
    return max((links.get((c, p), 0.0) for c in scene.cues[cue].tags for p in scene.pieces[piece].tags), default=0.0)


def _cost(scene: Scene, piece_index: int, cue_index: int) -> float:
    """How badly the cue fits the piece: words between (without the source), and what else stands between."""
    piece, cue = scene.pieces[piece_index], scene.cues[cue_index]
    if cue.spans[-1].end <= piece.outer.start:
        gap = Span(cue.spans[-1].end, piece.outer.start)
        cost = _cost_before(scene, gap)
    elif cue.span.start >= piece.outer.end:
        gap = Span(piece.outer.end, cue.span.start)
        cost = _cost_after(scene, piece, cue, gap)
    else:
        return _FAR
    pieces = scene.pieces[max(0, piece_index - 3) : piece_index + 4]
    cues = scene.cues[max(0, cue_index - 3) : cue_index + 4]
    between = sum(gap.contains(p.outer) for p in pieces)
    cues_between = sum(c is not cue and gap.contains(c.span) for c in cues)
    return cost + 8 * between + 12 * cues_between


def _cost_before(scene: Scene, gap: Span) -> float:
    """Cue before content: `said (in a statement) (that) …`. The words of a source between them (`According to X,`) are free."""
    words = words_between(scene.text, gap.start, gap.end) - _source_words(scene, gap)
    stop = 6.0 if re.search(r"[.;]\s", gap.of(scene.text)) else 0.0
    return 0.3 * words + stop


def _cost_after(scene: Scene, piece: Piece, cue: Cue, gap: Span) -> float:
    """Cue after content: a comma stands before it, inside the marks or outside (`…,” she said`, `…, officials said`)."""
    text = scene.text
    words = words_between(text, gap.start, gap.end) - _source_words(scene, gap)
    between = gap.of(text)
    last = text[piece.span.end - 1]
    comma = last in ",?!…—–" if piece.is_quoted else False
    comma = comma or bool(re.match(r"[\"”’»')]*\s*[,?!—–-]", between)) or between.lstrip("\"”’»'").startswith(" according")
    # `thanked them “for their patience,” and pledged …`, `called it “a sham,” saying …`: the cue has its content elsewhere.
    if cue.span.of(text).endswith("ing") or re.match(r"[\"”’»',]*\s*(?:and|but|or|while|then|before|although)\b", between):
        return 0.3 * words + 4.0
    if comma and piece.is_quoted and words == 0 and last == ",":
        return -_CERTAIN  # `“A,” the mayor said`, whatever else a tagger gives the cue (`… said of | the plan |`)
    # A comma inside the marks promises a cue after them, wherever another one may stand before.
    return 0.3 * words + (-1.0 if comma and piece.is_quoted else 0.4 if comma else 4.0)


def _source_words(scene: Scene, gap: Span) -> int:
    return sum(words_between(scene.text, s.start, s.end) for _, s in scene.sources if gap.start <= s.start and s.end <= gap.end)


def _may_share(scene: Scene, cue_index: int, held: list[int], piece: int, links: Mapping[tuple[int, int], float]) -> bool:
    """Whether a cue that holds pieces may hold one more: the other half of a quote split around it, or a piece right beside its own."""
    cue = scene.cues[cue_index]
    if any(abs(h - piece) > len(held) for h in held):
        return False
    left = [i for i in (*held, piece) if scene.pieces[i].outer.end <= cue.span.start]
    right = [i for i in (*held, piece) if scene.pieces[i].outer.start >= cue.span.end]
    if not left or not right:
        return _is_close_pair(scene, held, piece)
    first, second = scene.pieces[max(left)], scene.pieces[min(right)]
    # `“A,” he said, cutting off a reporter`; `Asked about it, he said, “B.”`: one of the two is no words of his.
    if first.is_quoted != second.is_quoted and (first.is_quoted or scene.text[second.span.start].isupper()):
        return False
    gap = Span(cue.spans[-1].end, scene.pieces[min(right)].outer.start)
    between = gap.of(scene.text)
    # `“A,” she said, adding that b` has a second cue; `A, she said, b` has a comma or dash after the cue and its source.
    return bool(re.search(r"[,;:—–-]\s*[\"“‘'«]*$", between)) or _link(scene, piece, cue_index, links) > 0.5


def _is_close_pair(scene: Scene, held: list[int], piece: int) -> bool:
    """Whether the piece stands right beside one that the cue holds, with only a few words between (`“a” and “b”`)."""
    other = scene.pieces[min(held, key=lambda h: abs(h - piece))]
    one = scene.pieces[piece]
    first, second = sorted((other, one), key=lambda p: p.outer)
    return (
        words_between(scene.text, first.outer.end, second.outer.start) <= 4 and "." not in scene.text[first.outer.end : second.outer.start]
    )


def _take_colons(scene: Scene, chosen: dict[int, int], held: dict[int, list[int]]) -> None:
    """A cue whose sentence ends with a colon reports the quotation that opens right after it, in the next paragraph even."""
    starts = {p.outer.start: i for i, p in enumerate(scene.pieces)}
    for index, cue in enumerate(scene.cues):
        stretch = scene.stretches[scene.stretch(cue.span.start)]
        if held.get(index) or scene.text[stretch.end - 1] != ":":
            continue
        at = stretch.end
        while at < len(scene.text) and scene.text[at].isspace():
            at += 1
        piece = starts.get(at)
        if piece is not None and piece not in chosen:
            chosen[piece] = index
            held[index] = [piece]
