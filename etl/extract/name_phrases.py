"""Bodies that the words around them give away, where the tagger saw no name: governments by their country, newspapers by their article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.name_repair import form_of
from etl.lexicon import load_csv, load_words
from etl.lexicon.gazetteer import country_of_demonym, country_of_name, demonym_pattern, find_places
from etl.text.span import Span

_SCORE = 0.95  # such a phrase is surer than a guess of the tagger at its words
_CAPITAL = r"[A-ZÀ-Þ][\w’'-]*[^\W_]"
# `the Irish government`, not `Irish government bonds`: there nobody acts.
_BONDS = r"(?!\s+(?:bonds?|debt|paper|stocks?|securities|gilts?)\b)"
_SERVICES = r"(?:[Cc]oast ?[Gg]uard|[Nn]avy|[Aa]rmy|[Aa]ir [Ff]orce)"
_STATE = r"[A-ZÀ-Þ][\w.]*(?:[ -](?:of )?[A-ZÀ-Þ][\w.]*){0,3}"
_STATES = rf"({_STATE}(?:, {_STATE})*),? and (?:the )?({_STATE})"
# Words without which the patterns of governments match nothing: most paragraphs have none.
_ONE, _MORE = re.compile(r"overnment|ministry|[Gg]uard|[Nn]avy|[Aa]rmy|[Ff]orce"), re.compile(r"overnments|ministries")
_OF_STATES = re.compile(rf"\b[Gg]overnments of (?:the )?(?:both )?{_STATES}")
_OF_COUNTRY = re.compile(rf"\b[Gg]overnment of (?:the )?({_CAPITAL}(?: (?:of (?:the )?)?{_CAPITAL}){{0,3}})")


def add_phrases(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """All mentions, with the governments and newspapers that no name covers; a place inside a government's name gives way. Sorted."""
    found: list[Mention] = [m for region in analysis.regions for m in _coordinated(analysis.text, region)]
    mentions = [m for m in mentions if not any(f.span.overlaps(m.span) for f in found)]
    for region in analysis.regions:
        for span in _governments(analysis.text, region):
            if not any(m.span.overlaps(span) and m.entity_kind != "place" for m in mentions):
                found.append(Mention(span, "organisation", "name", span.of(analysis.text), _SCORE))
        if not analysis.is_headline(region):
            for span in _papers(analysis.text, region):
                if not any(m.span.overlaps(span) for m in mentions):
                    surface = span.of(analysis.text)
                    found.append(Mention(span, "organisation", form_of(surface, "organisation"), surface, _SCORE))
    kept = [m for m in mentions if not any(f.span.overlaps(m.span) for f in found)]
    return sorted([*kept, *found], key=lambda m: (m.span.start, m.span.end))


def _governments(text: str, region: Span) -> Iterator[Span]:
    """CASE 1: `Irish government`, `Irish foreign ministry`. CASE 2: `government of the Republic of Chad`. CASE 3: `the Labour peer`.
    CASE 4: `Chad’s | foreign ministry`, `Seoul’s | coast guard`.
    """
    names_one = _ONE.search(text, region.start, region.end) is not None
    for match in _national().finditer(text, region.start, region.end) if names_one else ():
        yield Span(match.start(), match.end())
    for match in _party().finditer(text, region.start, region.end):
        yield Span(match.start(), match.end())
    for match in _OF_COUNTRY.finditer(text, region.start, region.end) if names_one else ():
        if country_of_name(match.group(1)):
            yield Span(match.start(), match.end())
    for match in _owned().finditer(text, region.start, region.end) if names_one else ():
        if country_of_name(match.group(1)) or match.group(1) in _capitals():
            yield Span(match.start(2), match.end(2))


def _coordinated(text: str, region: Span) -> Iterator[Mention]:
    """CASE 1: `Irish and Scots governments`, `the US and Japanese labour ministries`. CASE 2: `the governments of Chad and Niger`.

    One mention a state; its surface is written out (`Irish government`), since its span holds half of it (`Irish`). All must be states.
    """
    if _MORE.search(text, region.start, region.end) is None:
        return
    for match in _several().finditer(text, region.start, region.end):
        states = _states(match)
        noun = re.sub(r"ies$", "y", match.group(3)).removesuffix("s")
        for state in states:
            end = match.end() if state is states[-1] else state.end
            yield Mention(Span(state.start, end), "organisation", "name", f"{state.of(text)} {noun}", _SCORE)
    for match in _OF_STATES.finditer(text, region.start, region.end):
        for number, state in enumerate(_states(match)):
            start = state.start if number else match.start()
            yield Mention(Span(start, state.end), "organisation", "name", f"government of {state.of(text)}", _SCORE)


def _states(match: re.Match[str]) -> list[Span]:
    """Where the states of a list stand, in order; none where one of its parts is no state or is named twice. `Both Irish`: `Irish`."""
    parts = [(match.start(1) + m.start(), m.group()) for m in re.finditer(r"[^,]+", match.group(1))]
    found: dict[str, Span] = {}
    for start, words in [*parts, (match.start(2), match.group(2))]:
        tails = [m.end() for m in re.finditer(r"(?:^|[ -])(?!The )(?=[A-ZÀ-Þ])", words)]
        code, at = next(((code, t) for t in tails if (code := country_of_demonym(words[t:]) or country_of_name(words[t:]))), (None, 0))
        if code is None or code in found:
            return []
        found[code] = Span(start + at, start + len(words))
    return list(found.values())


def _papers(text: str, region: Span) -> Iterator[Span]:
    """Capital words after a capital article that are told something and name no place (`told The Courier`, not `told The Hague`)."""
    for match in _told().finditer(text, region.start, region.end):
        if not find_places(f"The {match.group(1)}"):
            yield Span(match.start(1), match.end(1))


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    words = "|".join(sorted(load_words("name_phrases.yaml", "before_paper")))
    return re.compile(rf"\b(?:{words}) The ({_CAPITAL}(?: {_CAPITAL}){{0,3}})")


@lru_cache(maxsize=1)
def _portfolios() -> str:
    """What ministries are for, as a pattern."""
    return f"(?:{'|'.join(sorted(load_words('org_kinds.yaml', 'portfolio')))})"


@lru_cache(maxsize=1)
def _national() -> re.Pattern[str]:
    return re.compile(rf"(?:{demonym_pattern().pattern})\s+(?:[Gg]overnment\b{_BONDS}|{_portfolios()} ministry\b|{_SERVICES}\b)")


@lru_cache(maxsize=1)
def _owned() -> re.Pattern[str]:
    return re.compile(rf"\b({_CAPITAL}(?: {_CAPITAL}){{0,2}})['’]s? ({_portfolios()} ministry|{_SERVICES})\b")


@lru_cache(maxsize=1)
def _capitals() -> frozenset[str]:
    return frozenset(row["capital"] for row in load_csv("countries.csv") if row["capital"])


@lru_cache(maxsize=1)
def _several() -> re.Pattern[str]:
    return re.compile(rf"\b{_STATES} ([Gg]overnments\b{_BONDS}|{_portfolios()} ministries\b)")


@lru_cache(maxsize=1)
def _party() -> re.Pattern[str]:
    """A party beside what only its members or followers are; `Labour Minister` is no party's."""
    parties = "|".join(sorted(load_words("name_phrases.yaml", "parties_beside"), key=len, reverse=True))
    members = "|".join(sorted(load_words("name_phrases.yaml", "members_of_party")))
    return re.compile(rf"\b(?:{parties})(?= (?:{members})\b|-(?:run|led|held|controlled|dominated|supporting|backed)\b)")
