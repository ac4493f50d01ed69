"""A small markup for quote tests: a sentence with the tagger's spans in braces, so that a case reads as one line.

`{c:said}` cue, `{s:the minister}` source, `{i:…}` `{m:…}` `{d:…}` an indirect, mixed or direct quote span, `{p:…}` `{o:…}` `{l:…}` the name
of a person, organisation or place, `{r:…}` a noun phrase standing for somebody. Braces nest. `¶` starts a paragraph.
"""

from __future__ import annotations

from etl.extract.analysis import Analysis, regions_of
from etl.extract.facts import Mention, Quote
from etl.extract.quotes import find_quotes
from etl.model import TaggedSpan, Tagging
from etl.text.span import Span

_HEADS = {
    "c": ("cue", "cue"), "s": ("source", "source"), "i": ("quote", "indirect"), "m": ("quote", "mixed"), "d": ("quote", "direct"),
    "p": ("name", "person"), "o": ("name", "organisation"), "l": ("name", "place"), "r": ("ref", "ref"),
}  # fmt: skip


def read_markup(marked: str) -> tuple[str, tuple[TaggedSpan, ...]]:
    """Plain text and tagged spans."""
    plain: list[str] = []
    open_tags: list[tuple[str, int]] = []
    spans: list[TaggedSpan] = []
    at = 0
    while at < len(marked):
        if marked[at] == "{" and marked[at + 2] == ":":
            open_tags.append((marked[at + 1], len(plain)))
            at += 3
        elif marked[at] == "}":
            key, start = open_tags.pop()
            spans.append(TaggedSpan(*_HEADS[key], start, len(plain), 1.0))
            at += 1
        else:
            plain += "\n\n" if marked[at] == "¶" else marked[at]
            at += 1
    return "".join(plain), tuple(sorted(spans, key=lambda s: (s.start, -s.end)))


def quotes_of(marked: str, headline: bool = False) -> tuple[str, tuple[Quote, ...]]:
    """The plain text and the quotes found in it; with `headline` its first paragraph is one."""
    text, analysis, mentions = analyse(marked, headline)
    return text, find_quotes(analysis, mentions)


def analyse(marked: str, headline: bool = False) -> tuple[str, Analysis, tuple[Mention, ...]]:
    """The plain text, what an extractor gets to see of it, and its names as mentions."""
    text, spans = read_markup(marked)
    regions = regions_of(text, [Span(0, len(text))])
    analysis = Analysis(text, regions, regions[:1] if headline else (), Tagging(spans))
    names = [s for s in spans if s.head == "name"]
    return text, analysis, tuple(Mention(Span(s.start, s.end), s.label, "name", text[s.start : s.end]) for s in names)  # type: ignore[arg-type]


def describe(text: str, quote: Quote) -> tuple[str, str, str | None]:
    """(kind, content with ` … ` between pieces, speaker)."""
    speaker = quote.speaker.of(text) if quote.speaker else None
    return quote.kind, " … ".join(s.of(text) for s in quote.segments), speaker
