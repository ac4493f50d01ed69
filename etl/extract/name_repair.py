"""Mend the edges of single names: what the tagger glued to them or cut off them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from etl.extract.facts import Mention, MentionForm
from etl.lexicon import load_entries, load_words
from etl.lexicon.gazetteer import find_places
from etl.model import TaggedSpan
from etl.text.span import Span

_PARTY_TAG = re.compile(r"\(?[RDI]-(?=[A-Z])")  # `(R-Pa.)`: the state alone is a name
_WORD = re.compile(r"[^\W\d_](?:[\w.]|[-'’](?=\w))*")
_EDGES = ' \t\r\n\u00a0,;:!?"“”«»*•–—'  # not ‘: it is the glottal stop of `‘Ana` too
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’]|['’])$")
_DOTTED_BEFORE = re.compile(r"(?<=[RDI]-)(?:[A-Z]\.)+$")
_SAINT = re.compile(r"St\.? [A-ZÀ-Þ][\w-]+['’]s")  # a school or church: `St Alda’s`
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_GLUED = re.compile(r"(.+?)\s*[(\[]\s*(?:the\s+)?([^()\[\]]{2,60}?)\s*[)\]]?$")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|(?=[^.]*[A-Z].*[A-Z])[A-Z][\w&]*(?:[-/][\w&]+)?(?:\([A-Z]\))?")
_LISTING = re.compile(r"[\w.' -]{2,40}-(?:listed|based|owned|backed|led|run|traded) (?=[A-ZÀ-Þ])")
_LISTED = re.compile(r",\s+(?:and\s+)?[a-z]")  # `the UN, | civil society and …`: the list goes on in common words
_ORDINAL = re.compile(r"(?<!\w)\d{1,3}(?:st|nd|rd|th) $")
_NUMBERED = re.compile(r"\b(?:Court|Circuit|Tribunal|Brigade|Division|Battalion|Regiment|Army|Infantry|Fleet)\b")
_TOWN_BEFORE = re.compile(r"([A-ZÀ-Þ][\w'’-]+) (?=[A-ZÀ-Þ][\w'’.-]* [A-ZÀ-Þ])")
_OWNING_PLACE = re.compile(r"([A-ZÀ-Þ][\w-]*(?: [A-ZÀ-Þ][\w-]*){0,2})['’]s? (?=[A-ZÀ-Þ])")  # `Peru’s | Ana Melo`
_BODY_NOUNS = frozenset({"GOP", "Republicans", "Democrats", "TV", "Radio"})
"""A name that ends so is that of a body, not of the place it begins with: `Ohio | GOP`."""
_OPENS_IN = re.compile(r"(?:^|[.!?”\"’\n]\s*)(?:In|At|Near|Outside|Back in)(?: the [a-z ]{3,30} (?:at|in|of|near))? $")
_INNER_STOP = re.compile(r"\b(?:[^\W\d_]\.)+$|\b(?:Jr|Sr|Inc|Ltd|Co|Corp|Bros|St|Dept|Assn|No)\.$")


def is_acronym(words: str) -> bool:
    """Whether `words` look like an acronym: one token of at most ten characters with two capitals or more (`IOM`, `U.N.`, `MoEYS`,
    `CPI(M)`).
    """
    return len(words) <= 10 and " " not in words and words[:1].isupper() and bool(_ACRONYM.fullmatch(words))


def repair_names(text: str, tagged: Iterable[TaggedSpan]) -> list[Mention]:
    """Names with mended edges, in text order and without overlaps (the longer of two wins)."""
    found = [mention for span in tagged for mention in _repair(text, span)]
    return keep_longest(found)


def keep_longest(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions without those that overlap a longer (or, of equal length, surer) one, in text order."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(mentions, key=lambda m: (m.span.start - m.span.end, -m.score, m.span.start, m.entity_kind)):
        stretch = range(mention.span.start, mention.span.end)
        if taken.isdisjoint(stretch):
            taken.update(stretch)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.span.start)


def make_mention(text: str, span: Span, like: Mention) -> Mention:
    """A mention of the kind of `like` at another span."""
    surface = span.of(text)
    return Mention(span, like.entity_kind, form_of(surface, like.entity_kind), surface, like.score)


def form_of(surface: str, kind: str) -> MentionForm:
    """Provisional form: an acronym by its look, a person's single word as short name, else name."""
    if kind != "person" and is_acronym(surface):
        return "acronym"
    return "short_name" if kind == "person" and " " not in surface else "name"


def _repair(text: str, tagged: TaggedSpan) -> list[Mention]:
    """CASE by kind: people lose titles; bodies lose articles and give up the acronym in brackets; places and events lose articles."""
    span = _trim(text, _whole_words(text, Span(tagged.start, tagged.end)))
    if not len(span) or (not any(c.isupper() or c.isdigit() for c in span.of(text)) and tagged.label != "organisation"):
        return []
    if party := _PARTY_TAG.match(span.of(text)):
        return [make_mention(text, Span(span.start + party.end(), span.end), Mention(span, "place", "name", "", tagged.score))]
    if owner := _owning_place(text, span) if tagged.label == "person" else None:
        place = make_mention(text, owner, Mention(owner, "place", "name", "", tagged.score))
        return [place, *_repair(text, replace(tagged, start=span.start + len(owner) + 2, end=span.end))]
    if tagged.label == "place" and span.of(text).rsplit(" ", 1)[-1] in _BODY_NOUNS and " " in span.of(text):
        return _repair(text, replace(tagged, label="organisation"))
    if tagged.label == "person":
        spans = [] if _is_title(span.of(text)) else [_strip_place(text, _strip_titles(text, span))]
    elif tagged.label in {"organisation", "event"}:
        span = _strip_list(text, _strip_listing(text, _strip_article(text, span)))
        spans = _split_brackets(text, _with_ordinal(text, span))
    else:
        spans = [_strip_city(text, _strip_article(text, span))]
    blank = Mention(span, tagged.label, "name", "", tagged.score)  # type: ignore[arg-type]
    return [make_mention(text, part, blank) for part in spans if len(part)]


def _owning_place(text: str, span: Span) -> Span | None:
    """The place that a tagger glued to the name behind its possessive: `Peru’s | Ana Melo`."""
    match = _OWNING_PLACE.match(text, span.start, span.end)
    return Span(match.start(1), match.end(1)) if match and find_places(match.group(1)) else None


def _strip_place(text: str, span: Span) -> Span:
    """Without the town that a tagger glued to a full name behind it: `In Selby | Ana Melo, a farmer, said`."""
    match = _TOWN_BEFORE.match(text, span.start, span.end)
    if match is None or not _OPENS_IN.search(text[max(0, span.start - 60) : span.start]) or not find_places(match.group(1)):
        return span
    return Span(match.end(), span.end)


def _whole_words(text: str, span: Span) -> Span:
    """Grow to the edges of cut words: `Kyung-w|ha`; a lower-case compound is left outside (`Seoul|-based`)."""
    start, end = span.start, span.end
    while 0 < start < len(text) and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    if dotted := _DOTTED_BEFORE.search(text[max(0, start - 6) : start]):
        start -= len(dotted.group())  # `R-|S.|D.`
    tail = re.match(r"[-'’][A-ZÀ-Þ]\w+", text[end : end + 30])
    return Span(start, end + tail.end() if tail and text[end - 1 : end].isalpha() else end)


def _trim(text: str, span: Span) -> Span:
    """Without marks, possessives and sentence stops at the edges; `Jr.`, `Inc.` and initials keep theirs."""
    while len(span) > 0:
        before = span
        span = span.trimmed(text, _EDGES)
        words = span.of(text)
        if words.endswith("."):
            span = span if _INNER_STOP.search(words) or words[:-1].rsplit(" ", 1)[-1] in _states() else Span(span.start, span.end - 1)
        elif (match := _POSSESSIVE.search(words)) and not _SAINT.fullmatch(words):
            span = Span(span.start, span.start + match.start())
        elif (words.endswith(")") and "(" not in words) or (words.endswith("]") and "[" not in words):
            span = Span(span.start, span.end - 1)
        if words.startswith(("(", "[")) and not any(c in words for c in ")]"):
            span = Span(span.start + 1, span.end)
        if span == before:
            break
    return span


def _strip_article(text: str, span: Span) -> Span:
    """Without a leading article, save where it belongs to the name of a place (`The Hague`)."""
    match = None if span.of(text) in _articled() else _ARTICLE.match(span.of(text))
    return Span(span.start + match.end(), span.end) if match else span


def _strip_city(text: str, span: Span) -> Span:
    """Without the noun that says what the place is (`Selby | city`), save where the gazetteer knows both as one name (`Kansas city`)."""
    words = span.of(text)
    name = words.removesuffix(" city")
    return span if name == words or find_places(words) else Span(span.start, span.start + len(name))


def _strip_listing(text: str, span: Span) -> Span:
    """Without what tells where a company is at home: `Oslo-listed | Boreal Nickel`."""
    match = _LISTING.match(span.of(text))
    return Span(span.start + match.end(), span.end) if match else span


def _strip_list(text: str, span: Span) -> Span:
    """Without the common words that follow the name in a list: `UN |, civil society`; capital words may belong to it."""
    match = _LISTED.search(text, span.start, span.end)
    return Span(span.start, match.start()) if match else span


def _with_ordinal(text: str, span: Span) -> Span:
    """With the number of a court or army in front: `6th | U.S. Circuit Court`, `14th | Brigade`."""
    match = _ORDINAL.search(text[max(0, span.start - 6) : span.start])
    return Span(span.start - len(match.group()), span.end) if match and _NUMBERED.search(span.of(text)) else span


def _strip_titles(text: str, span: Span) -> Span:
    """A person's name without forms of address and title words in front: `Samdech Techo [Hun Sen]`, `Interior Sar K.`, `Dr. Ruth A.`"""
    span = _strip_article(text, span)
    while (match := _leading_title(span.of(text))) is not None:
        span = Span(span.start + match, span.end).trimmed(text, _EDGES + "[](")
    return _strip_after(text, span)


def _is_title(words: str) -> bool:
    """Whether a title or form of address alone was taken for a name (`Dame`, `Rep`)."""
    bare = words.rstrip(".").lower()
    return (bare in honorifics() and bare not in _careful()) or bare in _titles()


def _leading_title(words: str) -> int | None:
    """Length of the title at the start of `words`, when a name remains behind it."""
    tokens = list(_WORD.finditer(words))
    for size in (4, 3, 2, 1):
        if len(tokens) <= size:
            continue
        head = " ".join(t.group().rstrip(".").lower() for t in tokens[:size])
        rest = len(tokens) - size
        if size == 1 and head in _dotted() and not tokens[0].group().endswith("."):
            continue  # `Sen Gupta`
        if (head in honorifics() and not (head in _careful() and rest < 2)) or (size == 1 and head in _titles()):
            return tokens[size].start()
        if size == 1 and rest > 1 and head in _jobs():
            return tokens[size].start()  # `Rancher Ana Melo`; two words alone may be a name: `Baker Jones`
    return None


def _strip_after(text: str, span: Span) -> Span:
    """Without degrees and honours behind the name (`Dinesh W. SC`); only in capitals, so that `Sc` of a name stays."""
    words = span.of(text).split()
    while len(words) > 2 and words[-1].strip(".,").isupper() and words[-1].strip(".,").lower() in _after():
        span = Span(span.start, span.start + span.of(text).rindex(words.pop())).trimmed(text, _EDGES)
    return span


def _split_brackets(text: str, span: Span) -> list[Span]:
    """`Full Name (ACR)` gives both names; `CPI(M)` stays whole."""
    words = span.of(text)
    match = _GLUED.fullmatch(words)
    if is_acronym(words) or not match or not _names_itself(match.group(1), match.group(2)):
        return [span]
    parts = (Span(span.start + match.start(g), span.start + match.end(g)) for g in (1, 2))
    return [_trim(text, part) for part in parts]


def _names_itself(full: str, short: str) -> bool:
    """Whether the words in brackets are another name, not a qualifier of the name (`Communist Party of India (Marxist)`)."""
    return is_acronym(short) or is_acronym(full) or spells(short, full)


def spells(short: str, full: str) -> bool:
    """Whether the letters of `short` stand in `full` in order, starting with its first (`Central` in `Centre for A… Labour`)."""
    letters = [c for c in short.lower() if c.isalnum()]
    rest = iter(full.lower())
    return len(letters) >= 2 and full[:1].lower() == letters[0] and short.lower() not in full.lower() and all(c in rest for c in letters)


@lru_cache(maxsize=1)
def honorifics() -> dict[str, str]:
    """Forms of address (lower case) and the gender they tell (`""` when none)."""
    return {str(e["word"]): str(e.get("gender", "")) for e in load_entries("honorifics.yaml", "before")}


@lru_cache(maxsize=1)
def _careful() -> frozenset[str]:
    """Forms of address that may be names themselves: stripped only where two words remain."""
    return load_words("honorifics.yaml", "never_alone") - {
        "king",
        "queen",
        "prince",
        "princess",
        "sister",
        "late",
        "lord",
        "lady",
        "sultan",
    }


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    """State abbreviations written with a stop: `Ore.`, `N.C.`"""
    return load_words("places.yaml", "state_abbreviations")


@lru_cache(maxsize=1)
def _articled() -> frozenset[str]:
    return frozenset(w for w in load_words("places.yaml", "aliases") if w.startswith("The "))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return load_words("titles.yaml", "not_names")


@lru_cache(maxsize=1)
def _jobs() -> frozenset[str]:
    """Offices and jobs that are hardly ever given names."""
    return load_words("titles.yaml", "heads") - load_words("titles.yaml", "given_names_too")


@lru_cache(maxsize=1)
def _after() -> frozenset[str]:
    return load_words("honorifics.yaml", "after")


@lru_cache(maxsize=1)
def _dotted() -> frozenset[str]:
    return load_words("titles.yaml", "dotted")
