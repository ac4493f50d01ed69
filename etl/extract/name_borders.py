"""Where bodies' names begin and end: what is glued to them taken off, what the tagger cut at a comma, an `and` or a `for` put back.

    mend_borders(analysis, mentions) -> list[Mention]     in text order, without overlaps

Runs once the tagger's spans are joined, so that the rest of the article can say which pieces are names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import EntityKind, Mention
from etl.extract.name_join import initials_match
from etl.extract.name_known import known_names
from etl.extract.name_repair import is_acronym, keep_longest, make_mention
from etl.extract.name_runs import SURE
from etl.lexicon import load_words
from etl.lexicon.gazetteer import country_of_name, find_places
from etl.text.span import Span

_CAP = r"[A-ZÀ-Þ][\w'’-]*"
_RUN = rf"{_CAP}(?: {_CAP})*"
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December"
_OWNED = re.compile(r"(.+?)['’]s? (?=\S)")
_OF_BODY = re.compile(r"(.+?) of (?:the )?([A-ZÀ-Þ].+)")
_LEAD = re.compile(r"(?:(?:At|In|On|From|By|For|To|With|Under|And) (?=[A-ZÀ-Þ])|(?:[a-zà-þ][\w’'-]* )+(?=[A-ZÀ-Þ]))")
_OPEN_END = re.compile(r" (?:of|and|for|under|in|to|on|at|with|by|&)(?: the)?$")
_COMMON_END = re.compile(r" ([a-zà-þ][\w-]*)$")
_COUNTY = ("provincial ", "state ", "city ", "county ")  # `provincial People’s Committee` is the whole name
_OWNED_HEAD = re.compile(r"['’]s ([A-Z][a-z]+)\b(?! [A-ZÀ-Þ]| of\b)")
_COMMON_HEAD = re.compile(r" (?:select )?(?:committee|commission|council|tribunal)\b")
_OFFICE_OF = re.compile(rf" of the ({_RUN}(?: of (?:the )?{_RUN})?)")
_TOPIC_HEAD = re.compile(r"\b(?:[Cc]ommittee|Subcommittee|Task Force|Commission|Working Group|Panel|Council|Taskforce)$")
_TOPIC = re.compile(rf" on (?:the )?(?!{_DAYS})({_CAP}(?: (?:of |for )?{_CAP})*(?:,? (?:and|&) {_RUN})?)")
_NUMBER = re.compile(r"(?: No\.?)? \d{1,3}(?![\w,.:]*\d)|\.? \d{1,3}(?![\w,.:]*\d)")
_LETTERED = re.compile(r" [A-Z](?=[\s,.])")
_COURT_OF = re.compile(rf" for the (?:{_CAP}|\d+(?:st|nd|rd|th))(?: (?:of |for )?{_CAP})*")
_COURT_HEAD = re.compile(r"\b(?:Court|Court of Appeals|Attorney[’']s Office)$")
_BRACKET = re.compile(r" \((?:the )?([A-Z][\w&.-]{1,9})\)")
_BEFORE_BRACKET = re.compile(r"[^\s()\[\]“”\";:]+$")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "la", "del", "&", "at", "against", "with"})
_FIRM = re.compile(
    rf"(?<![\w&-])(?:{_RUN}, ){{0,2}}{_RUN} & (?:Co\.|{_CAP}(?: {_CAP})*(?: Co\.)?)|{_RUN}, {_RUN} and (?:Associates|Partners|Sons)\b"
)
_JOINED = re.compile(r" & | and (?:Associates|Partners|Sons)\b")  # without which there is no firm of several names
_OWNERS_IN_FRONT = re.compile(rf"\b[Tt]he ((?:{_CAP} )*{_CAP}s[’'] and )$")  # `the Pilots’ and | Engineers’ Guild`
_MORE = re.compile(rf"(?:, {_RUN})*,? (?:and|&) (?:the )?({_RUN})")
_ALONE = re.compile(rf" (?:and|&) ({_CAP})(?! [A-ZÀ-Þ])")


def mend_borders(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the borders of bodies mended."""
    text = analysis.text
    parts = [part for m in mentions for part in _unglued(text, m, mentions)]
    known = frozenset(m.surface for m in parts)
    grown = [_grown(text, m, parts, known) if m.entity_kind != "event" else m for m in parts]
    firms = [f for region in analysis.regions if not analysis.is_headline(region) for f in _firms(text, region, grown)]
    defined = [d for region in analysis.regions for d in _defined(text, region, grown)]
    return keep_longest([*grown, *firms, *defined])


def _unglued(text: str, mention: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """A body without loose words at its edges, and without the owner in front of it (`Fiji’s | Land Bank` is two names)."""
    if mention.entity_kind != "organisation":
        return [mention]
    mention = _trimmed(text, mention)
    if (parts := _part_of_body(text, mention, mentions) or _two_bodies(text, mention, mentions)) is not None:
        return parts
    at = next((m for m in _OWNED.finditer(mention.surface) if _is_owner(m.group(1), mention, mentions)), None)
    if at is None or not mention.surface[at.end() :][:1].isupper():
        return [mention]
    if mention.surface[at.end() :].lower() in _heads() and not _is_place(at.group(1)):
        return [mention]  # `Selby County Sheriff’s Office`: a head alone is no name of its own
    start = mention.span.start
    left, right = Span(start, start + at.end(1)), Span(start + at.end(), mention.span.end)
    is_person = _is_person(left.of(text), mentions)
    kind: EntityKind = "person" if is_person else "place" if _is_place(left.of(text)) else "organisation"
    behind = make_mention(text, right, mention)
    if _is_place(behind.surface) and behind.surface not in known_names():
        behind = replace(behind, entity_kind="place", form="name")  # `the ICRO’s | Sahel | envoy`
    return [make_mention(text, left, replace(mention, entity_kind=kind)), behind]


def _part_of_body(text: str, mention: Mention, mentions: Sequence[Mention]) -> list[Mention] | None:
    """`Rates Committee | of the | Land Bank of Fiji`, where the bank is a name elsewhere; an office in common words is none of its own."""
    match = _OF_BODY.fullmatch(mention.surface)
    if match is None or not _is_named(match.group(2), mention, mentions):
        return None
    start = mention.span.start
    left, right = (make_mention(text, Span(start + match.start(g), start + match.end(g)), mention) for g in (1, 2))
    if left.surface.rsplit(" ", 1)[-1].islower():
        return [right]  # `Suva office of the | ICRO`
    return [left, right] if _TOPIC_HEAD.search(left.surface) or left.surface.endswith(("Board", "Secretariat", "Assembly")) else None


def _two_bodies(text: str, mention: Mention, mentions: Sequence[Mention]) -> list[Mention] | None:
    """CASE 1: `Quay College | or | Ness University`: no name holds an `or`. CASE 2: `Department of Ports | and | Ness Union`, where the
    second is a name elsewhere.
    """
    for match in re.finditer(r",? (or|and) (?:the )?(?=[A-ZÀ-Þ])", mention.surface):
        left = Span(mention.span.start, mention.span.start + match.start())
        right = Span(mention.span.start + match.end(), mention.span.end)
        is_two = (
            _has_head(left.of(text)) and _has_head(right.of(text))
            if match.group(1) == "or"
            else _is_named(right.of(text), mention, mentions)
        )
        if is_two and " " in left.of(text):
            return [make_mention(text, left, mention), make_mention(text, right, mention)]
    return None


def _is_named(words: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether the words are a name of their own: known, or borne elsewhere in the article, in full or as an acronym."""
    others = [m for m in mentions if m.entity_kind == "organisation" and m.span.start != mention.span.start]
    return words in known_names() or any(m.surface == words or (m.form == "acronym" and initials_match(m.surface, words)) for m in others)


def _trimmed(text: str, mention: Mention) -> Mention:
    """CASE 1: a preposition that opens the sentence, common words in front (`exiled | River Council`, not `provincial River Council`).
    CASE 2: a preposition or `and` left over behind. CASE 3: a common word behind that is no body (`Weather Service | data`).
    """
    span, words = mention.span, mention.surface
    if (lead := _LEAD.match(words)) and not words.startswith(_COUNTY):
        span = Span(span.start + lead.end(), span.end)
    while (tail := _OPEN_END.search(span.of(text))) is not None:
        span = Span(span.start, span.start + tail.start())
    common = _COMMON_END.search(span.of(text))
    if common and common.group(1) in load_words("name_phrases.yaml", "behind_body") and any(c.isupper() for c in span.of(text)):
        span = Span(span.start, span.start + common.start())
    return make_mention(text, span, mention) if span != mention.span else mention


def _is_owner(words: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether the words before `’s` are a name of their own: a place, an acronym, a body known or named elsewhere in the article."""
    if words in known_names() or _is_place(words) or (is_acronym(words) and words.isupper()) or _is_person(words, mentions):
        return True
    return any(m.surface == words and m.span.start != mention.span.start and m.entity_kind == "organisation" for m in mentions)


def _is_person(words: str, mentions: Sequence[Mention]) -> bool:
    """The surname of somebody whom the article names in full: `Melo’s | Reef Party`."""
    return any(m.entity_kind == "person" and m.surface.endswith(f" {words}") for m in mentions)


def _is_place(words: str) -> bool:
    """A country, a region or a town that is not tiny."""
    places = find_places(words)
    return country_of_name(words) is not None or any(p.kind != "city" or p.population >= 20_000 for p in places)


def _grown(text: str, mention: Mention, mentions: Sequence[Mention], known: frozenset[str]) -> Mention:
    """The mention with what belongs to the name behind it."""
    rules: tuple[Callable[[str, Mention], int | None], ...] = (
        _owned_head_end,
        _common_head_end,
        _office_end,
        _court_end,
        _topic_end,
        _numbered_end,
        lambda t, m: _listed_end(t, m, known),
        lambda t, m: _alone_end(t, m, mentions),
    )
    grown, span = mention, mention.span
    for rule in rules:
        if (end := rule(text, grown)) is not None:
            span = Span(span.start, end)
            grown = make_mention(text, span, mention)
    if (owners := _OWNERS_IN_FRONT.search(text, max(0, span.start - 40), span.start)) and mention.entity_kind == "organisation":
        span = Span(owners.start(1), span.end)
    if span == mention.span:
        return mention
    end = max([span.end, *(m.span.end for m in mentions if m.span.start < span.end < m.span.end)])
    return make_mention(text, Span(span.start, end), replace(mention, entity_kind="organisation", score=max(mention.score, SURE)))


def _owned_head_end(text: str, mention: Mention) -> int | None:
    """`Selby County Sheriff|’s Department`: what the tagger cut at the possessive, where a head alone stands behind it."""
    may_own = mention.entity_kind == "organisation" and " " in mention.surface and not _has_head(mention.surface)
    match = _OWNED_HEAD.match(text, mention.span.end) if may_own else None
    return match.end() if match and match.group(1).lower() in _heads() and not _is_place(mention.surface) else None


def _common_head_end(text: str, mention: Mention) -> int | None:
    """`Commons foreign affairs | committee`: a name that ends in common words goes on to its head."""
    first, _, last = mention.surface.rpartition(" ")
    is_open = mention.entity_kind == "organisation" and first[:1].isupper() and last.islower()
    match = _COMMON_HEAD.match(text, mention.span.end) if is_open else None
    return match.end() if match else None


def _office_end(text: str, mention: Mention) -> int | None:
    """`Office | of the Secretary of State`: an office of someone by title."""
    if not re.fullmatch(rf"(?:{_CAP} )*Office", mention.surface):
        return None
    match = _OFFICE_OF.match(text, mention.span.end)
    return match.end() if match else None


def _court_end(text: str, mention: Mention) -> int | None:
    """`Court of Appeals | for the 8th Circuit`, `U.S. District Court | for the District of Oregon`."""
    if mention.entity_kind != "organisation" or not _COURT_HEAD.search(mention.surface):
        return None
    match = _COURT_OF.match(text, mention.span.end)
    return match.end() if match else None


def _topic_end(text: str, mention: Mention) -> int | None:
    """`Senate Committee | on Ways and Means`."""
    if mention.entity_kind != "organisation" or not _TOPIC_HEAD.search(mention.surface):
        return None
    match = _TOPIC.match(text, mention.span.end)
    return match.end() if match else None


def _numbered_end(text: str, mention: Mention) -> int | None:
    """`Vocational College | No. 3`, `High Court | B`, `PG|&E`."""
    if mention.entity_kind != "organisation":
        return None
    if tail := re.match(r"&[A-Z]+\b", text[mention.span.end : mention.span.end + 6]):
        return mention.span.end + tail.end()
    if mention.surface.endswith("No.") or re.match(r" No\.? \d", text[mention.span.end : mention.span.end + 8]):
        match = _NUMBER.match(text, mention.span.end)
    else:
        match = _LETTERED.match(text, mention.span.end) if mention.surface.endswith("Court") else None
    return match.end() if match else None


def _listed_end(text: str, mention: Mention, known: frozenset[str]) -> int | None:
    """`the Bay Charter Boat |, Marina and Dealers Association`, `the Oakham and | Melton Residents’ Forum`: behind the article stands no
    body yet, and the list ends in a body's head; `Net Makers’ | and Boat Builders’ Union`.
    """
    owners = re.match(r"['’](?= and )", text[mention.span.end :][:6]) if mention.surface.endswith("s") else None
    match = _MORE.match(text, mention.span.end + (1 if owners else 0))
    if not match or not _ends_in_head(match.group(1)) or mention.entity_kind == "person":
        return None
    if owners and mention.entity_kind == "organisation":
        return match.end()
    is_whole = _has_head(mention.surface) or mention.surface.isupper() or mention.surface in known_names()
    if is_whole or not re.search(r"\b[Tt]he $", text[max(0, mention.span.start - 4) : mention.span.start]):
        return None
    pieces = [p.strip() for p in re.split(r",|\band\b|&", match.group()) if p.strip()]
    if len(pieces) == 1 and mention.entity_kind == "organisation" and mention.score >= SURE:
        return None  # `the Fed and the Land Bank`
    return None if "the " in match.group() or any(p in known for p in pieces[:-1]) else match.end()


def _alone_end(text: str, mention: Mention, mentions: Sequence[Mention]) -> int | None:
    """`Selby Medical College | and Hospital`: one capital word behind `and` that is a mere head noun or no name of its own."""
    if mention.entity_kind != "organisation" or is_acronym(mention.surface) or " " not in mention.surface:
        return None
    match = _ALONE.match(text, mention.span.end)
    if not match or match.group(1).endswith(("'s", "’s")):
        return None
    word, span = match.group(1), Span(match.start(1), match.end(1))
    marked = [m for m in mentions if m.span.overlaps(span)]
    if word.lower() in _heads() and all(m.span == span for m in marked):
        return span.end
    unsure = all(m.score < SURE and m.span == span and sum(o.surface == word for o in mentions) == 1 for m in marked)
    is_word = word.lower() in load_words("name_phrases.yaml", "joined_behind")
    return span.end if unsure and is_word else None


def _firms(text: str, region: Span, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """`Quill, Hart & Dove`: capital words joined by `&` are a firm, whatever the tagger thought of the pieces."""
    for match in _FIRM.finditer(text, region.start, region.end) if _JOINED.search(text, region.start, region.end) else ():
        lead = _LEAD.match(match.group())
        span = Span(match.start() + (lead.end() if lead else 0), match.end())
        touched = [m for m in mentions if m.span.overlaps(span)]
        if re.search(r"['’]s ", match.group()):
            continue
        sure = any(m.score >= SURE and (m.entity_kind == "person" or _has_head(m.surface)) for m in touched)
        if touched and not sure and all(span.contains(m.span) for m in touched) and not _is_office(match.group()):
            yield make_mention(text, span, Mention(span, "organisation", "name", "", SURE))


def _is_office(words: str) -> bool:
    """Whether a title stands in the words: `Ana Melo, Managing Director & CEO`."""
    return any(word.lower() in load_words("titles.yaml", "heads") for word in re.findall(r"\w+", words))


def _defined(text: str, region: Span, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """`Parties to the Sulu Accord (PSA)`: the words that the acronym in brackets spells, where one of them was taken for a body."""
    for match in _BRACKET.finditer(text, region.start, region.end):
        span = _spelled(text, Span(region.start, match.start()), match.group(1))
        if span is None:
            continue
        touched = [m for m in mentions if m.span.overlaps(span)]
        longer = all(span.contains(m.span) and m.span != span for m in touched)
        opened = any(m.entity_kind == "organisation" and m.span.start == span.start for m in touched)
        within = any(m.entity_kind == "organisation" for m in touched) and not _ends_in_no_body(span.of(text))
        if longer and (opened or within):
            blank = Mention(span, "organisation", "name", "", SURE)
            yield from (make_mention(text, part, blank) for part in (span, Span(match.start(1), match.end(1))))


def _spelled(text: str, before: Span, acronym: str) -> Span | None:
    """The shortest stretch that ends where `before` does and whose initials are the acronym's; it opens with a capital, no article."""
    start, letters = before.end, re.sub(r"[^A-Za-z]", "", acronym)
    if sum(c.isupper() for c in letters) < 2:
        return None
    for _ in range(3 * len(letters)):
        word = _BEFORE_BRACKET.search(text, before.start, start)
        if word is None:
            return None
        start = word.start()
        if word.group()[0].isupper() and word.group()[0] == acronym[0] and initials_match(acronym, text[start : before.end]):
            return Span(start, before.end)
        if text[start - 1 : start] != " " or (not word.group()[:1].isupper() and word.group() not in _SMALL):
            return None
        start -= 1
    return None


def _ends_in_head(words: str) -> bool:
    return any(word.lower() in _heads() for word in re.split(r" (?:of|for) ", words)[0].split()[-1:]) or " Chamber" in f" {words}"


def _has_head(words: str) -> bool:
    return any(word.lower() in _heads() for word in words.split())


def _ends_in_no_body(words: str) -> bool:
    return words.split()[-1].lower() in load_words("org_kinds.yaml", "not_organisation_heads")


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return load_words("org_kinds.yaml", "body_heads") | load_words("name_phrases.yaml", "more_heads")
