"""Who speaks unnamed in the opening of an article and by name below it: `Mine chief sorry` … `Ana Reyes, the chief executive, said`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from etl.extract.facts import Quote
from etl.extract.mentions import body_nouns, head_noun, office_nouns
from etl.lexicon import load_words
from etl.text.fold import fold
from etl.text.span import Span

if TYPE_CHECKING:
    from etl.resolve.article import ArticleEntities

_OPENING = 2  # paragraphs of the body that count as its opening
_REACH = 8  # quotes below it that are looked at
_CLAUSE = re.compile(r",|\b(?:who|whose|which|that|in charge)\b")
_PLACE = re.compile(r"^(?:[\w.’'-]+ )*?[A-ZÀ-Þ][\w.-]*['’]s? ")
_BARE = 2  # words: `the mediator`
_TITLED = re.compile(r"(?:(?:[A-ZÀ-Þ][\w.’'-]*|of|the),? ){0,6}")  # before a name that opens a paragraph
_LEADERS = frozenset({"head", "chief", "boss", "leader", "woman", "man"})
_OTHER = {"woman": "m", "man": "f"}


def find_foretold(entities: ArticleEntities, quotes: Sequence[Quote], found: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """Speakers of the opening's quotes that have a source without a name and no speaker in `found` (by index of the quote, as the answer).

    CASE 1: the first of those named as speakers below who bears the source's noun as a title, or is a body named by it. CASE 2: whoever
    is named first, at the head of a paragraph right below. CASE 3: of a noun for leaders, the first speaker below who leads something.
    """
    analysis = entities.analysis
    body = [r for r in analysis.regions if r not in analysis.headlines]
    opening = {*analysis.headlines, *body[:_OPENING]}
    answers: dict[int, tuple[int, ...]] = {}
    for index, quote in enumerate(quotes):
        if quote.source is None or found[index] or analysis.paragraph_at(quote.source.start) not in opening:
            continue
        noun = _noun(entities, quote.source)
        below = [i for i, q in enumerate(quotes) if q.source is not None and q.source.start > quote.source.end and found[i]]
        named = [i for i in below if entities.named_in(_source(quotes[i]))][:_REACH]
        speakers = [found[i][0] for i in named]
        speaker = next((s for s in speakers if noun and _bears(entities, s, noun)), None)
        if speaker is None and noun in office_nouns() | _LEADERS | {"pm"} and _describes(entities, quote.source):
            speaker = _named_next(entities, quote.source)
        if speaker is None and noun in _LEADERS:
            speaker = next((s for s in speakers if _leads(entities, s, noun)), None)
        if speaker is not None:
            answers[index] = (speaker,)
    return answers


def _describes(entities: ArticleEntities, source: Span) -> bool:
    """Whether the words tell more than a bare `the mediator`, which takes up somebody else."""
    words = source.of(entities.analysis.text).lower().split()
    return words[0] != "the" or len(words) > _BARE


def _named_next(entities: ArticleEntities, source: Span) -> int | None:
    """The first person whom the article names, where one of the two paragraphs behind the opening’s opens with the name: `A retired harbour
    master told the court …` and then `Captain | Ana Melo | was heard for six hours`.
    """
    analysis = entities.analysis
    body = [r for r in analysis.regions if r not in analysis.headlines]
    people = [m for m in entities.names if m.entity_kind == "person" and any(r.contains(m.span) for r in body)]
    if not people or people[0].span.start < source.end or _tells_of_others(entities, source):
        return None
    behind = [r for r in body if r.start > source.end][:_OPENING]
    home = next((r for r in behind if r.contains(people[0].span)), None)
    if home is None or not _TITLED.fullmatch(analysis.text, home.start, people[0].span.start):
        return None
    return entities.at(people[0].span)


def _tells_of_others(entities: ArticleEntities, source: Span) -> bool:
    """Whether the sentence tells of another person by an office or job who may be the one named next: `A judge sentenced | a farmer |`."""
    sentence = entities.analysis.sentence_at(source.start)
    if sentence is None:
        return True
    text = entities.analysis.text
    words = re.findall(r"[^\W\d_][\w-]*", text[sentence.start : source.start] + " " + text[source.end : sentence.end])
    return not {w.lower() for w in words}.isdisjoint(office_nouns() | {"man", "woman", "teenager", "boy", "girl", "accused"})


def _source(quote: Quote) -> Span:
    assert quote.source is not None
    return quote.source


def _noun(entities: ArticleEntities, source: Span) -> str:
    """The noun of one unnamed speaker; empty for several, for voices and crowds, and where somebody is named."""
    words = _CLAUSE.split(source.of(entities.analysis.text))[0].split(" of ")[0].strip()
    noun = head_noun(_PLACE.sub("", words))
    if any(m.entity_kind == "person" for m in entities.named_in(source)) or noun.endswith("s"):
        return ""
    return "" if noun in load_words("titles.yaml", "voices") | load_words("titles.yaml", "crowd") - _LEADERS else noun


def _bears(entities: ArticleEntities, speaker: int, noun: str) -> bool:
    """Whether a speaker bears the noun in a title or, of a body, in its name."""
    entity = entities.entities[speaker]
    if entity.kind == "organisation":
        return noun in body_nouns() and fold(noun) in fold(" ".join(n for n, _ in entity.names)).split()
    return noun not in body_nouns() and fold(noun) in entities.title_words(speaker)  # `Police say`: not the police captain


def _leads(entities: ArticleEntities, speaker: int, noun: str) -> bool:
    """Whether a title of the speaker is one of `chief`, `director`, … and the gender that the noun may tell fits."""
    title = entities.title_words(speaker)
    return bool(title & load_words("quote_words.yaml", "leading_titles")) and entities.entities[speaker].gender != _OTHER.get(noun, "")
