"""People that the words around them tell, and what looks like one and is none: `President Dahl`, `in Selby | Reyes said`, `(NYSE: DHL)`.

mend_people(analysis, mentions) -> list[Mention]     in text order
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.name_repair import make_mention
from etl.lexicon import load_words
from etl.lexicon.gazetteer import country_of_name, find_places, is_large_place
from etl.text.fold import fold
from etl.text.span import Span

TITLED = 1.0
"""Score of a surname that a title stands before: no vote of the article's other guesses outweighs it."""

_BEFORE = re.compile(r"(?:^|[\s(“\"])([A-Z][a-z]+)\.? $")
_TOWARDS = re.compile(r"\b(?:[Ii]n|[Aa]t|[Tt]o|[Ff]rom|[Nn]ear|[Ff]or|[Oo]utside|[Ll]eft|[Rr]eached) $")
_WHERE = re.compile(r"\b(?i:in|at|near|outside|across|around|into|via|leave|leaving|visit|visited) $")
_WHITHER = re.compile(r"\b(?i:to|from|left|reached|through|over) $")  # `spoke to | Oh`, a town of no gazetteer
_WHOSE = re.compile(r"\b(?i:of|for) $")  # `voted for | Kerry`
_CAPITAL = re.compile(r"(?<![\w’'])[A-ZÀ-Þ][\w’'-]*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LARGE = 100_000  # inhabitants of a town that is more likely meant than the given name it also is: `Barry`
_SMALL = 4  # letters of words that title case leaves small: `of`, `and`, `over`
_FEWEST = 4  # longer words of a headline before its case tells anything


def mend_people(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with full names where the tagger saw a half, surnames behind a title made people, a town cut off a surname, and tickers
    and headline words taken out.
    """
    full = frozenset(m.surface for m in mentions if m.entity_kind == "person" and " " in m.surface)
    parts = [part for m in mentions for part in _parted(analysis.text, _completed(analysis.text, m, full, mentions), full)]
    tickers = _tickers(analysis)
    named = [_titled(analysis.text, m) for m in parts if not any(t.contains(m.span) for t in tickers)]
    surnames = _surnames(analysis.text, named)
    known = [_surname(m, surnames) for m in named]
    return [m for m in known if not _is_headline_word(analysis, m) and not _is_party(analysis.text, m)]


def _is_party(text: str, mention: Mention) -> bool:
    """Whether a single name is half of a case's: `Melo v. | Dahl`."""
    if mention.entity_kind != "person" or " " in mention.surface:
        return False
    return text[: mention.span.start].endswith(" v. ") or text.startswith(" v. ", mention.span.end)


def _surnames(text: str, mentions: Sequence[Mention]) -> frozenset[str]:
    """Surnames of people's full names; none that is part of another kind's name, or a place's by the preposition before it."""
    full = [m.surface.split() for m in mentions if m.entity_kind == "person" and " " in m.surface]
    last = {words[-1] for words in full} | {words[0] for words in full if fold(words[0]) in _family_first()}  # `Oh Se-jin`
    taken = {word for m in mentions if m.entity_kind != "person" and " " in m.surface for word in m.surface.split()}
    where = {m.surface for m in mentions if m.entity_kind == "place" and _is_where(text, m)}
    return frozenset(last - taken - where)


def _is_where(text: str, mention: Mention) -> bool:
    """Whether a preposition of place stands before the name; `in | Melo’s | cabinet`, `voted for | Melo` tell only of large
    towns.
    """
    is_large = is_large_place(mention.surface, _LARGE)
    if re.match(r"['’]s ", text[mention.span.end : mention.span.end + 3]) and not is_large:
        return False
    before = text[max(0, mention.span.start - 12) : mention.span.start]
    is_whither = _WHITHER.search(before) is not None and bool(find_places(mention.surface))
    return bool(_WHERE.search(before)) or is_whither or (is_large and bool(_WHOSE.search(before)))


def _surname(mention: Mention, surnames: frozenset[str]) -> Mention:
    """`Ana Selby and Bo Dahl met. | Selby | said`: a town that is somebody's surname in this article."""
    if mention.entity_kind != "place" or mention.surface not in surnames or country_of_name(mention.surface):
        return mention
    return replace(mention, entity_kind="person", form="short_name", score=TITLED)


def _titled(text: str, mention: Mention) -> Mention:
    """`President | Dahl`, also where the tagger took the name for a town; a title of a body stays (`Justice | Department`)."""
    if mention.entity_kind not in ("person", "place") or " " in mention.surface:
        return mention
    before = _BEFORE.search(text[max(0, mention.span.start - 24) : mention.span.start])
    if before is None or before.group(1).lower() not in _titles_before() or find_places(mention.surface):
        return mention
    return replace(mention, entity_kind="person", form="short_name", score=TITLED)


def _completed(text: str, mention: Mention, full: frozenset[str], mentions: Sequence[Mention]) -> Mention:
    """`| Bo Lind | came. | Bo | Lind left`: the full name, as another place of the article has it, where the tagger cut it short, whatever
    it took the half for.
    """
    if " " in mention.surface:
        return mention
    longer = (name for name in full if name.startswith(mention.surface + " "))
    standing = (name for name in longer if re.compile(re.escape(name) + r"(?![\w-])").match(text, mention.span.start))
    longest = max(standing, key=len, default=mention.surface)
    span = Span(mention.span.start, mention.span.start + len(longest))
    is_free = not any(m.span.overlaps(span) and m is not mention for m in mentions)
    person = replace(mention, entity_kind="person")
    return make_mention(text, span, person) if longest != mention.surface and is_free else mention


def _parted(text: str, mention: Mention, full: frozenset[str]) -> list[Mention]:
    """CASE: `Upon arrival in | Ankara | Reyes told …`, where another Reyes is named in full; else the mention as it is."""
    town, _, rest = mention.surface.rpartition(" ")
    if mention.entity_kind != "person" or not town or not is_large_place(town, _LARGE):
        return [mention]
    if not any(name != mention.surface and fold(name).endswith(" " + fold(rest)) for name in full):
        return [mention]
    if not _TOWARDS.search(text[max(0, mention.span.start - 10) : mention.span.start]):
        return [mention]
    cut = mention.span.start + len(town)
    place = replace(mention, entity_kind="place", form="name")
    return [make_mention(text, Span(mention.span.start, cut), place), make_mention(text, Span(cut + 1, mention.span.end), mention)]


def _is_headline_word(analysis: Analysis, mention: Mention) -> bool:
    """Whether a person stands in a headline in title case only, and no word of the name is capital anywhere in the article below:
    `Council Blocks Budget, Majority Preserves | Filibuster`.
    """
    if mention.entity_kind != "person" or not analysis.is_headline(mention.span):
        return False
    headline = next(h for h in analysis.headlines if h.contains(mention.span))
    body = [region for region in analysis.regions if not analysis.is_headline(region)]
    if not body or not _in_title_case(headline.of(analysis.text)):
        return False
    below = {fold(m.group().removesuffix("’s").removesuffix("'s")) for r in body for m in _CAPITAL.finditer(r.of(analysis.text))}
    return below.isdisjoint(fold(mention.surface).split())


def _in_title_case(headline: str) -> bool:
    long = [word for word in _WORD.findall(headline) if len(word) > _SMALL]
    return len(long) >= _FEWEST and all(word[0].isupper() for word in long)


def _tickers(analysis: Analysis) -> list[Span]:
    """`(NYSE: DHL)`, `(Nasdaq | TSX: TFB)`: where a firm's shares are traded, and under which letters."""
    return [Span(m.start(), m.end()) for r in analysis.regions for m in _ticker().finditer(analysis.text, r.start, r.end)]


@lru_cache(maxsize=1)
def _ticker() -> re.Pattern[str]:
    exchanges = "|".join(sorted((re.escape(w) for w in load_words("org_kinds.yaml", "exchanges")), key=len, reverse=True))
    return re.compile(rf"\((?:{exchanges})(?:\s?[|/,]\s?(?:{exchanges}))*\s?:\s?[A-Z][\w.]{{0,5}}(?:[;,][^()]{{0,40}})?\)")


@lru_cache(maxsize=1)
def _family_first() -> frozenset[str]:
    return load_words("name_order.yaml", "family_first_surnames")


@lru_cache(maxsize=1)
def _titles_before() -> frozenset[str]:
    """Words that in front of a capital word make it a surname: `President`, `Mrs`, `Gov.`; not those that open a body's or place's name."""
    return load_words("titles.yaml", "before_surname")
