"""The phrase around a title: which names bear it, which body or country it belongs to."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.mentions import body_nouns
from etl.extract.role_gaps import comes_from_name, leads_to_name, without_address
from etl.extract.title_spans import find_titles
from etl.lexicon import load_words
from etl.lexicon.gazetteer import country_of_demonym, country_of_name, demonym_pattern
from etl.model import TaggedSpan
from etl.text.span import Span

_STATES = 60  # characters beside a title in which its states stand
_AND = re.compile(r"(?:['’]s?)?(?:,? and |, )(?:the )?")
_OF = re.compile(r" (?:of|from) (?:the )?")
_WIDE = 140  # characters between a title and its bearer at most
_IS = r"(?:is|was|became|had been|has been|served as|serves as|worked as|was (?:elected|named|appointed|made))"
_SUBJECT = re.compile(rf"\b([Hh]e|[Ss]he)\s+{_IS}\s+(?:an?\s+|the\s+|its\s+)?(?:[a-z-]+\s+)?$")
_OPENS_LINE = re.compile(r"(?:^|\n)[ \t•*·–-]*(?:[A-Z][\w’'-]* +)?(?:and )?$")  # `• Foreign Secretary: Ana Melo`
_JOINED = re.compile(
    r"(?: (?:of|for|at|in|to)(?: (?!said|was|is|has|had|who|and)[a-z][\w’'-]*){0,5})?,? (?:and(?: also)?|&|as well as) "
    r"(?:(?:an?|the|its|his|her|their|this \w+['’]s|['’]s) )?(?:[a-z-]+ )?"
)
"""Between two titles of one person: `X, a cashier | and | steward`, `X, mayor | of a border village and a | councillor`."""
_NEXT_ONE = re.compile(r"\s*, and (?:the|an?|its|his|her|their)\b")  # `X, | and the | minister, Y`
_SERVED = re.compile(r"\s+(?:for|to)\s+(?:the\s+)?")  # `X, spokeswoman | for | Senator Y`: Y's title and name stand behind it
_PREPOSITION = re.compile(r"\s*,?\s*(?:of|at|for|with|in|from)\s+(?:the\s+|an?\s+)?(?:[a-z-]+\s+){0,2}?$")
_OWNER = re.compile(r"\b((?:[Tt]he|[Tt]hat|[Tt]his) (?:[\w-]+ ){0,2}?([a-z-]+))['’]s?\s+(?:[\w-]+ ){0,3}$")
_WHOSE = re.compile(r"\)?, whose (?:[a-z-]+ ){0,2}$")  # `the O (ACR), whose secretary, X`
_TO_TITLE = re.compile(r"\)?(?:['’]s?)?\s+(?:[a-z-]+\s+){0,3}")
_SURE_BODY = 0.6  # probability from which the tagger's word on the body is taken: right in nine of ten of corpus dev
_ITS = re.compile(r"\b([Ii]ts|[Tt]heir) (?:[\w-]+ ){0,3}$")


@dataclass(frozen=True, slots=True)
class TitleSpan:
    """One title as tagged; `linked` = the name of the holder the tagger itself points to, `body` = that of the body."""

    span: Span
    linked: Span | None
    body: Span | None = None


class RolePhrases:
    """All titles of an article among its names."""

    def __init__(self, analysis: Analysis, mentions: Sequence[Mention]) -> None:
        self._text = analysis.text
        self._analysis = analysis
        self._names = [m for m in mentions if m.form not in {"pronoun", "nominal"}]
        self._people = [m.span for m in self._names if m.entity_kind == "person"]
        bodies = (m.surface for m in self._names if m.entity_kind == "organisation")
        self._body_words = frozenset(word.lower() for name in bodies for word in name.split()[1:])
        self.titles = self._read_titles()
        fillers = [m.span for m in self._names if m.entity_kind != "person"] + [t.span for t in self.titles]
        self._blank = _blank_out(self._text, fillers)

    def _read_titles(self) -> list[TitleSpan]:
        """Titles that are no name, with the name the tagger links to one of its role spans inside."""
        people, bodies = self._links("person", 0.0), self._links("body", _SURE_BODY)
        titles = []
        for span in find_titles(self._analysis, self._people, [m.span for m in self._names]):
            if not any(p.overlaps(span) for p in self._people):
                person, body = self._linked(people, span, "person"), self._linked(bodies, span, "organisation")
                titles.append(TitleSpan(span, person, body))
        return titles

    def _links(self, kind: str, least: float) -> dict[Span, TaggedSpan]:
        """What the tagger's roles point to by links of a kind, from a probability on."""
        spans = self._analysis.tagging.spans
        links = (link for link in self._analysis.tagging.links if link.kind == kind and link.score >= least)
        return {Span(spans[link.source].start, spans[link.source].end): spans[link.target] for link in links}

    def _linked(self, links: Mapping[Span, TaggedSpan], title: Span, kind: str) -> Span | None:
        """The name of this kind that a role within the title points to."""
        target = next((t for source, t in links.items() if title.contains(source)), None)
        if target is None:
            return None
        pointed = Span(target.start, target.end)
        return next((m.span for m in self._names if m.entity_kind == kind and m.span.overlaps(pointed)), None)

    def people_of(self, title: TitleSpan) -> list[Span]:
        """The names that bear a title. CASE 1: tightly behind it (`Mayor X`). CASE 2: in front (`X, mayor of O`). CASE 3: behind a comma
        (`its mayor, X`).
        CASE 4: what the tagger links. A plural title goes to every name of the list behind it.
        """
        after, gap = self._next_person(title.span)
        tight = after is not None and "," not in gap and "\n" not in gap
        before = self._previous_person(title.span)
        if before and after and _NEXT_ONE.match(self._text, before.end):
            before = None
        if before and _SERVED.fullmatch(gap):
            tight = False
        chosen = after if tight else before or after or self._joined_to(title.span) or self._near(title) or self._pronoun(title.span)
        if chosen is None:
            return []
        return [chosen, *self._further(chosen)] if chosen == after and _is_plural(title.span.of(self._text)) else [chosen]

    def _near(self, title: TitleSpan) -> Span | None:
        """Whom the tagger links the title to, within its paragraph."""
        if title.linked is None:
            return None
        between = self._text[min(title.span.end, title.linked.end) : max(title.span.start, title.linked.start)]
        return None if "\n" in between else title.linked

    def _next_person(self, title: Span) -> tuple[Span | None, str]:
        """The next name, if only fitting words stand between; and those words."""
        at = bisect_left(self._people, title)
        if at >= len(self._people) or self._people[at].start - title.end > _WIDE:
            return None, ""
        gap = self._blank[title.end : self._people[at].start]
        behind = self._text[self._people[at].end : self._people[at].end + 24]
        opens_line = _OPENS_LINE.search(self._blank, max(0, title.start - 80), title.start) is not None
        if "\n" in gap or not leads_to_name(gap, behind, opens_line):
            return None, ""
        is_owner = re.match(r"\s+(?:in|under)\s", gap) and re.match(r"['’]s?\s", behind)  # `secretary in | Melo’s | cabinet`
        return (None, "") if is_owner else (self._people[at], gap)

    def _previous_person(self, title: Span) -> Span | None:
        """The name in front, if only fitting words stand between, or a verb that gives the title (`X, who succeeded him as editor`)."""
        at = bisect_left(self._people, title) - 1
        if at < 0 or title.start - self._people[at].end > _WIDE:
            return None
        gap = self._blank[self._people[at].end : title.start]
        is_seat = gap == " " and title.of(self._text) in load_words("titles.yaml", "behind_name")  # `Ana Melo | MP`
        return self._people[at] if is_seat or comes_from_name(gap) else None

    def _joined_to(self, title: Span) -> Span | None:
        """The bearer of the title in front that `and` joins this one to: `X, a 17-year cashier and | steward`."""
        at = bisect_left(self.titles, title, key=lambda t: t.span) - 1
        if at < 0 or title.start - self.titles[at].span.end > _WIDE:
            return None
        gap = re.sub(r"\s+", " ", self._blank[self.titles[at].span.end : title.start])
        people = self.people_of(self.titles[at]) if _JOINED.fullmatch(gap) else []
        return people[0] if len(people) == 1 and people[0].end <= self.titles[at].span.start else None

    def _pronoun(self, title: Span) -> Span | None:
        """`He was president of O`: the pronoun itself bears the title; the resolver says who that is."""
        start = max(0, title.start - 60)
        match = _SUBJECT.search(self._text, start, title.start)
        return Span(match.start(1), match.end(1)) if match else None

    def _further(self, first: Span) -> list[Span]:
        """The other names of a list that starts at `first`: `Justices A and B`, `Sens. A of Ohio, B of Utah and C`."""
        found, at = [], self._people.index(first)
        for left, right in zip(self._people[at:], self._people[at + 1 :], strict=False):
            if not re.fullmatch(r"(?:\s*\([^)]*\)| of\b\s+)?(?:,| ?and|, and)\s+", without_address(self._blank[left.end : right.start])):
                break
            found.append(right)
        return found

    def body_of(self, title: TitleSpan, person: Span) -> tuple[Span | None, str | None]:
        """The body the title belongs to (a name, or words standing for one) and the country it is held in, as far as the phrase says."""
        if _is_plural(title.span.of(self._text)) and len(states := self._states_of(title.span)) > 1:
            people = self.people_of(title)
            return None, states[people.index(person)] if len(people) == len(states) else None
        country: str | None = None
        for found in (
            self._behind(title.span.end),
            self._in_front(title.span),
            self._behind(person.end) if person.start > title.span.start else None,
        ):
            if found and found[0] is not None:
                return found
            country = country or (found[1] if found else None)
        return (None, country) if country else (title.body, None)

    def _states_of(self, title: Span) -> list[str]:
        """Countries joined in front of a title or behind it, each with a holder of its own: `Peru’s and Fiji’s | ministers`, `Peruvian and
        Fijian | ministers`, `| ministers of Peru and Fiji`. In their order.
        """
        text = self._text
        low, high = max(0, title.start - _STATES), min(len(text), title.end + _STATES)
        near = [(m.span, country_of_name(m.surface)) for m in self._names if m.entity_kind == "place" and low <= m.span.start < high]
        near += [(Span(low + m.start(), low + m.end()), country_of_demonym(m.group())) for m in demonym_pattern().finditer(text[low:high])]
        states = sorted((span, country) for span, country in near if country)
        front = [s for s in states if s[0].end <= title.start]
        if front and _only_modifiers(re.sub(r"^['’]s?", "", text[front[-1][0].end : title.start])):
            return _joined(text, front[::-1])[::-1]
        behind = [s for s in states if s[0].start >= title.end]
        return _joined(text, behind) if behind and _OF.fullmatch(text, title.end, behind[0][0].start) else []

    def _behind(self, at: int) -> tuple[Span | None, str | None]:
        """`president of the O`, `minister of Fiji`; the preposition must touch the title or the name."""
        country: str | None = None
        owned = False
        for mention in self._names[bisect_left(self._names, at, key=lambda m: m.span.start) :][:2]:
            gap = self._text[at : mention.span.start]
            touches = _PREPOSITION.fullmatch(gap) or re.fullmatch(r"\s*\(", gap) or (owned and re.fullmatch(r" (?:[a-z-]+ ){0,2}", gap))
            if mention.entity_kind == "person" or len(gap) > 40 or not touches:
                break
            if mention.entity_kind == "organisation":
                return self._owned_by(mention.span) or mention.span, country
            if mention.entity_kind == "place" and re.match(r"['’]s?\s", self._text[mention.span.end :][:3]):
                country, owned = country_of_name(mention.surface), True  # `director of | Fiji’s | O`
                at = mention.span.end + (2 if self._text[mention.span.end + 1] == "s" else 1)
                continue
            if mention.entity_kind == "place" and re.match(r"\s*,?\s*of\b", gap):
                return None, country_of_name(mention.surface)
        return None, country

    def _owned_by(self, owner: Span) -> Span | None:
        """The part of a body that its possessive leads to: `director of | the Academy’s | Institute of Seas`."""
        at = bisect_left(self._names, owner.end, key=lambda m: m.span.start)
        part = self._names[at] if at < len(self._names) else None
        is_part = part and part.entity_kind == "organisation" and re.fullmatch(r"['’]s? (?:own )?", self._text[owner.end : part.span.start])
        return part.span if part and is_part else None

    def _in_front(self, title: Span) -> tuple[Span | None, str | None]:
        """`O president X`, `the O’s president`, `the ministry’s spokesman`, `its director`; `South Korean minister`, `Fiji’s minister`."""
        start = max(0, title.start - 60)
        before = self._text[start : title.start]
        country = _country_in_front(before)
        at = bisect_left(self._names, title.start, key=lambda m: m.span.start) - 1
        if at >= 0 and (mention := self._names[at]).span.end <= title.start and mention.entity_kind in {"organisation", "place"}:
            gap = self._text[mention.span.end : title.start]
            is_body = mention.entity_kind == "organisation"
            if is_body and _WHOSE.fullmatch(gap):
                return mention.span, country
            if gap.strip(" )") == "" or re.fullmatch(r"['’]s?\s+(?:[\w-]+\s+){0,3}", gap) or _only_modifiers(gap.lstrip(")")):
                return (mention.span, country) if is_body else (None, country_of_name(mention.surface) or country)
        if (owner := _OWNER.search(before)) and owner.group(2) in body_nouns() | self._body_words:
            return Span(start + owner.start(1), start + owner.end(1)), country
        if its := _ITS.search(before):
            return Span(start + its.start(1), start + its.end(1)), country
        return (None, country) if country else (None, None)


def _joined(text: str, states: Sequence[tuple[Span, str]]) -> list[str]:
    """Countries of the states that are joined to the first by `and` and commas, one after the other in either direction."""
    found = [states[0][1]]
    for (one, _), (other, country) in itertools.pairwise(states):
        left, right = sorted((one, other))
        if not _AND.fullmatch(text, left.end, right.start):
            break
        found.append(country)
    return found


def _country_in_front(before: str) -> str | None:
    """Country of a nationality adjective up to two words in front: `Dutch foreign`, `her Beninese counterpart`."""
    for match in demonym_pattern().finditer(before):
        gap = before[match.end() :]
        if gap[:1] in {" ", "-"} and _only_modifiers(gap[1:]):
            return country_of_demonym(match.group())
    return None


def _only_modifiers(words: str) -> bool:
    """Whether only modifiers of titles stand here (`deputy `, `top `), no verb or noun of its own: `Kenya | heard | Mayor X`."""
    return len(words.split()) <= 3 and all(word.lower() in _modifiers() for word in words.split())


@lru_cache(maxsize=1)
def _modifiers() -> frozenset[str]:
    return load_words("titles.yaml", "modifiers") | load_words("org_kinds.yaml", "portfolio") | {"former", "top", "then", "new", "ex"}


def _blank_out(text: str, spans: Sequence[Span]) -> str:
    """The text with these spans made blank, of equal length."""
    chars = list(text)
    for span in spans:
        chars[span.start : span.end] = " " * len(span)
    return "".join(chars)


def _is_plural(title: str) -> bool:
    title = title.rstrip(".")  # `Sens.`
    return title.endswith("s") and not title.endswith("ss")
