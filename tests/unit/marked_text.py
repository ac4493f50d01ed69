"""Sentences with marks for a tagger's spans: `{p Ana Lopes}`, `{o …}`, `{l …}`, `{e …}` names, `{r …}` roles, `{s …}` sources, `{f …}`
references.

A question mark makes the span unsure (score 0.6): `{p? Ana} Lopes`. Marks nest. Blank lines separate paragraphs; the first line is a
headline when it starts with `# `.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.extract.analysis import Analysis, regions_of
from etl.extract.facts import Mention, Position, Quote
from etl.extract.mentions import find_mentions
from etl.extract.positions import find_positions
from etl.model import TaggedSpan, Tagging
from etl.resolve import ArticleEntities, resolve_article
from etl.text.span import Span

_HEADS = {
    "p": ("name", "person"), "o": ("name", "organisation"), "l": ("name", "place"), "e": ("name", "event"), "r": ("role", "role"),
    "s": ("source", "source"), "f": ("ref", "ref"), "q": ("quote", "direct"),
}  # fmt: skip
_MARK = re.compile(r"\{([polersfq])(\??) |\}")


@dataclass(frozen=True)
class Read:
    """A marked text, read."""

    analysis: Analysis
    mentions: tuple[Mention, ...]
    positions: tuple[Position, ...]
    entities: ArticleEntities

    def named(self, kind: str | None = None) -> dict[str, set[str]]:
        """Surfaces by entity name (of one kind)."""
        found: dict[str, set[str]] = {}
        for index, mention in enumerate(self.mentions):
            entity = self.entities.mention_entity(index)
            if entity is not None and kind in (None, self.entities.entities[entity].kind):
                found.setdefault(self.entities.entities[entity].name, set()).add(mention.surface)
        return found

    def name(self, entity: int | None) -> str | None:
        """Name of an entity."""
        return None if entity is None else self.entities.entities[entity].name

    def span(self, words: str, occurrence: int = 0) -> Span:
        """Where words stand in the text."""
        found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.analysis.text)]
        return Span(found[occurrence], found[occurrence] + len(words))

    def speakers(self) -> list[tuple[str | None, ...]]:
        """Speakers of one quote per source, in text order."""
        sources = [Span(t.start, t.end) for t in self.analysis.tagging.of("source")]
        quotes = [Quote("indirect", (Span(s.end, s.end + 1),), source=s, speaker=s) for s in sources]
        return [tuple(self.name(e) for e in found) for found in self.entities.bind_speakers(quotes)]


def analyse(marked: str) -> Analysis:
    """The analysis of a marked text."""
    headline = marked.startswith("# ")
    text, spans = _unmark(marked.removeprefix("# "))
    regions = regions_of(text, [Span(0, len(text))])
    return Analysis(text, regions, regions[:1] if headline else (), Tagging(tuple(sorted(spans, key=lambda s: (s.start, -s.end)))))


def read_marked(marked: str) -> Read:
    """Mentions, positions and entities of a marked text."""
    analysis = analyse(marked)
    mentions = find_mentions(analysis)
    positions = find_positions(analysis, mentions)
    return Read(analysis, mentions, positions, resolve_article(analysis, mentions, positions))


def _unmark(marked: str) -> tuple[str, list[TaggedSpan]]:
    parts: list[str] = []
    spans: list[TaggedSpan] = []
    stack: list[tuple[str, str, int]] = []
    length = at = 0
    for match in _MARK.finditer(marked):
        parts.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match.group() == "}":
            kind, unsure, start = stack.pop()
            spans.append(TaggedSpan(*_HEADS[kind], start, length, 0.6 if unsure else 1.0))
        else:
            stack.append((match.group(1), match.group(2), length))
    return "".join([*parts, marked[at:]]), spans
