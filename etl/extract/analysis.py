"""What every extractor reads: an article's text, its readable stretches and the tagger's spans over them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from etl.model import Tagging
from etl.text.segment import find_paragraphs, find_sentences, find_tokens
from etl.text.span import Span, enclosing


@dataclass(frozen=True)
class Analysis:
    """One article as the extractors see it; facts are read from `headline` and `body` zones only.

    `regions` are the paragraphs of these zones in text order; `headlines` those of them that are headlines.
    """

    text: str
    regions: tuple[Span, ...]
    headlines: tuple[Span, ...]
    tagging: Tagging

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """All sentences of the regions, in order; none crosses a paragraph."""
        return tuple(s for region in self.regions for s in find_sentences(self.text, region))

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        """All tokens of the regions, in order."""
        return tuple(t for region in self.regions for t in find_tokens(self.text, region))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, at: int) -> Span | None:
        """The sentence that holds position `at`."""
        index = bisect_right(self._sentence_starts, at) - 1
        return self.sentences[index] if index >= 0 and at < self.sentences[index].end else None

    def paragraph_at(self, at: int) -> Span | None:
        """The paragraph that holds position `at`."""
        return enclosing(self.regions, at)

    def is_headline(self, span: Span) -> bool:
        """Whether `span` stands in a headline."""
        return any(h.contains(span) for h in self.headlines)


def regions_of(text: str, readable: Sequence[Span]) -> tuple[Span, ...]:
    """Paragraphs of the readable zones (headline and body), in text order."""
    return tuple(p for zone in sorted(readable) for p in find_paragraphs(text, zone))
