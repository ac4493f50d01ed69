"""What the words beside an unsure name tell of its kind: `the rights group Ana Viva`, `in Selby`, `at the Reef Forum`.

    recast_beside(analysis, mentions) -> list[Mention]     in text order

One place that tells is enough: the vote carries the kind to the other mentions of the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import EntityKind, Mention
from etl.extract.name_known import is_full_name, known_names
from etl.extract.name_repair import form_of, is_acronym, make_mention
from etl.extract.name_runs import SURE
from etl.lexicon import load_words
from etl.lexicon.gazetteer import is_large_place
from etl.text.span import Span

_IN_PLACE = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Oo]ff|[Oo]ut of|[Oo]utside|[Aa]round|[Aa]cross|[Ff]rom|[Ii]nto) $")
_AT_EVENT = re.compile(
    r"\b(?:at|during|before|after|address|attend|attended|opened|closed|hosted|hosting|hold|day of|sidelines of) (?:the|an?|its) $"
)
_EVENT_NAME = re.compile(r"(?:\d+(?:st|nd|rd|th) |[A-ZÀ-Þ]\w+-[A-ZÀ-Þ]\w+ ).*|.* (?:Forum|Congress|Dialogue|Consultations?)")
_SITS_FOR = re.compile(r"\bM(?:P|SP|EP|S|LA)s? for $")
_OWN_OFFICERS = re.compile(r" (?:police|officials|residents|authorities|officers|[Ss]heriff|[Mm]ayor|[Pp]olice (?:[Cc]hief|Lt|Sgt|Capt))\b")
_ADMINISTRATION = re.compile(r" (?:administration|presidency)\b")
_TOWN = 50_000  # inhabitants from which a town is known by its bare name
_RATHER = 0.8  # a score below which a mark is little more than a guess
_TOLD = 0.9  # score of a kind that the words beside the name tell, and from which they do not gainsay a person of two names


def recast_beside(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the kinds that their surroundings tell; a company's legal form belongs to its name."""
    counts: dict[str, int] = {}
    for mention in mentions:
        counts[mention.surface] = counts.get(mention.surface, 0) + 1
    whole = [_with_legal_form(analysis.text, m) for m in mentions]
    return [_recast(analysis.text, m, counts.get(m.surface, 1) == 1) for m in whole]


def _recast(text: str, mention: Mention, is_single: bool) -> Mention:
    """CASE 1: an event, not a body. CASE 2: a body, by a noun in front or behind. CASE 3: a place, by its preposition."""
    kind: EntityKind | None = None
    if mention.entity_kind == "organisation" and _is_event(text, mention):
        kind = "event"
    elif mention.entity_kind in {"person", "place"} and mention.score < SURE and _is_body(text, mention):
        kind = "organisation"
    elif _is_seat(text, mention) or (
        mention.entity_kind == "organisation" and is_single and mention.score < _RATHER and _is_place(text, mention)
    ):
        kind = "place"
    elif mention.score < SURE and (_is_president(text, mention) or (mention.entity_kind == "place" and _is_person(text, mention))):
        kind = "person"
    if kind is None:
        return mention
    return replace(mention, entity_kind=kind, form=form_of(mention.surface, kind), score=max(mention.score, _TOLD))


def _is_event(text: str, mention: Mention) -> bool:
    """`at the Global Reef Forum`, `the 7th Reef Forum`, `Fiji-Samoa Trade Consultations`; not `Islands Forum`, named alone."""
    last = mention.surface.rsplit(" ", 1)[-1]
    if last.lower() not in load_words("name_phrases.yaml", "event_heads") or not _EVENT_NAME.fullmatch(mention.surface):
        return False
    if mention.surface in known_names() or re.search(r"['’]", mention.surface):
        return False
    before = text[max(0, mention.span.start - 24) : mention.span.start]
    return bool(_AT_EVENT.search(before)) or not mention.surface.endswith(("Forum", "Congress")) or "-" in mention.surface


def _is_body(text: str, mention: Mention) -> bool:
    """CASE 1: `the rights group | Ana Viva`. CASE 2: a company's last word (`Dahl Petroleum`). CASE 3: `Ana Viva |, an exile group,`."""
    before = re.search(r"([\w-]+) $", text[max(0, mention.span.start - 24) : mention.span.start])
    is_sure_person = mention.entity_kind == "person" and mention.score >= _TOLD and " " in mention.surface
    if before and before.group(1) in _nouns() and not is_sure_person:  # `film producer | Harvey Dahl`
        return True
    last = mention.surface.rsplit(" ", 1)[-1]
    if last != mention.surface and (last.lower() in _tails() or last in load_words("name_phrases.yaml", "legal_forms")):
        return True
    return bool(_behind().match(text, mention.span.end))


def _is_place(text: str, mention: Mention) -> bool:
    """A guess at a body behind a preposition of place: `in Selby`, `an archaeologist from Selby`."""
    if is_acronym(mention.surface) or mention.surface in known_names() or " " in mention.surface:
        return False
    return bool(_IN_PLACE.search(text[max(0, mention.span.start - 10) : mention.span.start]))


def _is_person(text: str, mention: Mention) -> bool:
    """A full name taken for a place, without article or preposition of place in front: `an attempt to put | Ana Melo | off`."""
    before = text[max(0, mention.span.start - 10) : mention.span.start]
    return is_full_name(mention.surface) and not _IN_PLACE.search(before) and not re.search(r"\b(?:[Tt]he|[Aa]t|[Tt]o) $", before)


def _is_president(text: str, mention: Mention) -> bool:
    """Whose administration it is, unless a place of weight: `the | Dahl | administration`."""
    if (
        mention.entity_kind not in {"place", "organisation"}
        or " " in mention.surface
        or not _ADMINISTRATION.match(text, mention.span.end)
        or is_acronym(mention.surface)
    ):
        return False
    return not is_large_place(mention.surface, _TOWN) and bool(
        re.search(r"\b[Tt]he $", text[max(0, mention.span.start - 4) : mention.span.start])
    )


def _is_seat(text: str, mention: Mention) -> bool:
    """CASE 1: what a member of parliament sits for: `MP for | Mid Selby`. CASE 2: a large town or a county beside its own police or
    officials: `Selby Springs | police`.
    """
    if mention.entity_kind not in {"organisation", "person"}:
        return False
    if _SITS_FOR.search(text[max(0, mention.span.start - 12) : mention.span.start]) and mention.surface not in known_names():
        return True
    if mention.entity_kind == "person" or not _OWN_OFFICERS.match(text, mention.span.end):
        return False
    return mention.surface.endswith(" County") or is_large_place(mention.surface, _TOWN)


def _with_legal_form(text: str, mention: Mention) -> Mention:
    """`Gebrüder Dahl | GmbH`, `Tern Foods |, Inc.`: a body, whatever the tagger took it for."""
    match = _legal_form().match(text, mention.span.end)
    if match is None or mention.entity_kind == "event":
        return mention
    body = replace(mention, entity_kind="organisation", score=max(mention.score, SURE))
    return make_mention(text, Span(mention.span.start, match.end()), body)


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return load_words("name_phrases.yaml", "body_nouns_beside")


@lru_cache(maxsize=1)
def _tails() -> frozenset[str]:
    return load_words("name_phrases.yaml", "company_tails")


@lru_cache(maxsize=1)
def _behind() -> re.Pattern[str]:
    """A noun of a body in apposition that nothing follows which would make it an owner or a part of another noun."""
    nouns = "|".join(sorted(_nouns()))
    ends = r"(?=[,.;)]| (?:that|which|in|of|based|with|whose|working|for|run|founded|owned|from)\b)"
    return re.compile(rf",? \(?(?:an?|the|one of the) (?:[a-z][\w-]* ){{0,3}}(?:{nouns}){ends}")


@lru_cache(maxsize=1)
def _legal_form() -> re.Pattern[str]:
    forms = "|".join(sorted((re.escape(w) for w in load_words("name_phrases.yaml", "legal_forms")), key=len, reverse=True))
    return re.compile(rf",? (?:{forms})(?![\w-])")
