"""Whom a pronoun or a noun phrase means: `he`, `the minister`, `the company`; nobody when the text leaves two level."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from etl.extract.analysis import Analysis
from etl.extract.mentions import PRONOUNS, head_noun, office_nouns
from etl.lexicon import load_entries
from etl.lexicon.gazetteer import country_of_demonym
from etl.resolve.entity import LocalEntity
from etl.text.fold import fold
from etl.text.span import Span

_GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_PLURAL = re.compile(
    r"(?:they|them|their|both|the (?:two|pair|couple|duo|leaders|ministers|presidents|sides|two [\w-]+|parties)|both \w+|their \w+ \w+)$",
    re.IGNORECASE,
)
# People stand for neither of `the two nations`.
_COUNTRIES = re.compile(r"\b(?:nations|countries|states|neighbou?rs|capitals)$", re.IGNORECASE)
_MINOR = re.compile(
    r"\b(?:of|with|by|to|for|from|against|about|at|in|on|and|between|after|like|than|including|under|near)\s+(?:(?:the|an?|his|her|their|its|Mr|Ms|Mrs|Dr|Rev|Sir|Dame|Prof|then|former)\.?\s+)*$"
)
_OWNED = re.compile(r"['’]s?\s")
_TO_BEARER = re.compile(r",?\s+(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sir|Dame|Lord)\.?\s+)?")  # `his spokesman, | Mr. | Ana Melo`
_CROWD = re.compile(r"[A-Za-z]+s")
_AGED = re.compile(r"(?:the )?\d+-year-old$")
_REACH = 12  # sentences a pronoun looks back
_SURE_LINK = 0.5  # a link of the tagger that is believed without other evidence


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes an antecedent likely; tuned on corpus train by random search."""

    near: float = 9.6  # named in the same sentence
    decay: float = 0.78  # and how much of it is left a sentence further back
    subject: float = 6.8  # first name of its sentence, here or one back
    subject_far: float = 1.4
    quoted: float = 8.4  # loss when named inside somebody's words
    speaker: tuple[float, float, float] = (0.5, 0.15, 0.15)  # last speaker, the one before, the third
    gender: float = 1.4  # its gender is known and fits
    frequent: float = 0.3  # for every earlier mention nearby, up to four
    topic: float = 1.7  # times its share of the article's mentions
    margin: float = 0.3  # the best must lead the next by this much
    linked: float = 0.7  # times the score of the tagger's link to it


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Named:
    """One place where an entity is named or was referred to. `weight` = how prominent it stands there (subject 1, object less)."""

    at: int
    entity: int
    sentence: int
    weight: float
    quoted: bool


@dataclass
class References:
    """All antecedents of one article; `remember` adds what was resolved so far, so that a chain of pronouns keeps its person."""

    analysis: Analysis
    entities: Sequence[LocalEntity]
    titles: dict[int, frozenset[str]]  # entity -> folded words of the titles it bears
    places_named: list[Named] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [s.start for s in self.analysis.sentences]
        quotes = [q for q in self.analysis.tagging.of("quote") if q.label == "direct"]
        self._quotes = sorted((q.start, q.end) for q in quotes)
        self._subjects: set[tuple[int, str]] = set()
        self._shares: dict[int, float] = {}
        self._roles = sorted((t.end, t.start) for t in self.analysis.tagging.of("role"))
        self._named: list[tuple[Span, int]] = []

    def sentence_no(self, at: int) -> int:
        """Index of the sentence that holds a position."""
        return bisect_right(self._starts, at) - 1

    def in_quote(self, at: int) -> bool:
        """Whether a position lies in a direct quotation."""
        index = bisect_right(self._quotes, (at, 1 << 60)) - 1
        return index >= 0 and self._quotes[index][0] <= at < self._quotes[index][1]

    def add_name(self, span: Span, entity: int) -> None:
        """Note that an entity is named at `span` (call in text order)."""
        sentence = self.sentence_no(span.start)
        kind = self.entities[entity].kind
        start = self._phrase_start(span)
        before = self.analysis.text[max(0, start - 30) : start]
        weight = 0.6
        if _MINOR.search(before):
            weight = 0.2
        elif (sentence, kind) not in self._subjects and not self.in_quote(span.start):
            weight = 1.0
            self._subjects.add((sentence, kind))
        if _OWNED.match(self.analysis.text, span.end):
            weight -= 0.3
        self.places_named.append(Named(span.start, entity, sentence, weight, self.in_quote(span.start)))
        self._named.append((span, entity))

    def finish(self) -> None:
        """Call after the last `add_name`: counts how much of the article each entity is."""
        counts = Counter(n.entity for n in self.places_named)
        self._shares = {e: n / len(self.places_named) for e, n in counts.items()}

    @cached_property
    def _links(self) -> tuple[tuple[Span, int, float], ...]:
        """The tagger's links from references to names, in text order: (words of the reference, entity named, score)."""
        spans = self.analysis.tagging.spans
        links = [(spans[k.source], spans[k.target], k.score) for k in self.analysis.tagging.links if k.kind == "antecedent"]
        found = [(Span(r.start, r.end), self._entity_at(n.start, n.end), score) for r, n, score in links]
        return tuple(sorted((r, e, score) for r, e, score in found if e is not None))

    def _entity_at(self, start: int, end: int) -> int | None:
        """The entity whose name shares most with the stretch; names stand in text order."""
        at = bisect_left(self._named, start, key=lambda n: n[0].end)
        near = [(min(s.end, end) - max(s.start, start), e) for s, e in self._named[at : at + 3] if s.start < end]
        return max(near)[1] if near else None

    def _phrase_start(self, name: Span) -> int:
        """Where the phrase of a name starts: with the title before it (`with the mayor, | Ana Melo`)."""
        at = bisect_right(self._roles, (name.start, 0)) - 1
        if at < 0:
            return name.start
        end, start = self._roles[at]
        return start if _TO_BEARER.fullmatch(self.analysis.text[end : name.start]) else name.start

    def _linked(self, span: Span) -> dict[int, float]:
        """Entities that the tagger takes the words at `span` for, each with a score; empty without such links."""
        at = bisect_left(self._links, span.start, key=lambda k: k[0].end)
        near = [(e, score) for reference, e, score in self._links[at : at + 6] if reference.start < span.end and reference.end > span.start]
        return dict(sorted(near, key=lambda item: item[1]))

    def remember(self, at: int, entity: int) -> None:
        """Note that the words at `at` mean an entity."""
        weight = 0.2 if _MINOR.search(self.analysis.text[max(0, at - 30) : at]) else 1.0  # `met with | the chief |`
        named = Named(at, entity, self.sentence_no(at), weight, self.in_quote(at))
        self.places_named.insert(bisect_left(self.places_named, at, key=lambda n: n.at), named)

    def find(self, span: Span, recent: Sequence[int] = ()) -> int | None:
        """The entity meant by a pronoun or definite noun phrase, or None when unsure. `recent` = last speakers, the latest last."""
        words = span.of(self.analysis.text)
        lower = words.lower().strip()
        if kind := PRONOUNS.get(lower):
            return self._pronoun(span, lower, kind, recent)
        if _is_several(lower):
            return None  # `the duo`, `both ministers`: no single one of them; see `find_all`
        if _CROWD.fullmatch(words) and words[:-1].lower() in office_nouns():
            return None  # `Ministers`: more than one of them
        if _AGED.fullmatch(lower):
            return self._best(span, self._people(None), recent)
        found = self._nominal(span, words, recent)
        if found is not None:
            return found
        taken = self._taken_for(span)
        is_body = head_noun(words) in _bodies()  # `Police say …`: no officer that the tagger points to
        return None if taken is not None and is_body and self.entities[taken].kind == "person" else taken

    def _taken_for(self, span: Span) -> int | None:
        """The entity that the tagger is sure the words stand for, where no noun tells (`the witness`, `the dissident`); nobody who is named
        in somebody's words alone (`“Ask Reyes!” … The minister replied`).
        """
        told = {n.entity for n in self.places_named if not n.quoted}
        linked = {e: score for e, score in self._linked(span).items() if e in told or self.in_quote(span.start)}
        entity = max(linked, key=lambda e: linked[e], default=None)
        return entity if entity is not None and linked[entity] >= _SURE_LINK else None

    def find_all(self, span: Span) -> tuple[int, ...]:
        """The two people (or bodies) meant by `they`, `both`, `the leaders`: the only two named in this sentence so far or in the one
        before.
        """
        words = span.of(self.analysis.text).strip()
        if not _PLURAL.match(words) or _COUNTRIES.search(words):
            return ()
        here = self.sentence_no(span.start)
        for back in (here, here - 1, here - 2):
            for kind in ("person", "organisation"):
                near = [
                    n.entity
                    for n in self.places_named
                    if n.at < span.start and back <= n.sentence <= here and not n.quoted and self.entities[n.entity].kind == kind
                ]
                if len(set(near)) == 2:
                    return tuple(dict.fromkeys(near))
        return ()

    def _pronoun(self, span: Span, word: str, kind: str, recent: Sequence[int]) -> int | None:
        if word in _GENDER:
            return self._best(span, self._people(_GENDER[word]), recent)
        if word in {"who", "which"}:
            return self._relative(span, kind)
        if word not in {"it", "its"}:
            return None  # `they` may be two people, a crowd or a body: see `find_all`
        return self._best(span, [e for e, x in enumerate(self.entities) if x.kind == "organisation"], recent)

    def _people(self, gender: str | None) -> list[int]:
        """People that the pronoun's gender does not exclude."""
        return [e for e, x in enumerate(self.entities) if x.kind == "person" and (gender is None or x.gender in {None, gender})]

    def _relative(self, span: Span, kind: str) -> int | None:
        """`X, who …`: the name right in front."""
        index = bisect_left(self.places_named, span.start, key=lambda n: n.at) - 1
        while index >= 0 and span.start - self.places_named[index].at < 160:
            if self.entities[self.places_named[index].entity].kind == kind:
                return self.places_named[index].entity
            index -= 1
        return None

    def _best(self, span: Span, candidates: Sequence[int], recent: Sequence[int]) -> int | None:
        """The candidate with the highest salience, if it leads clearly."""
        scores = self._salience(span, set(candidates))
        for back, speaker in enumerate(reversed(recent[-3:])):
            if speaker in scores:
                scores[speaker] += WEIGHTS.speaker[back]
        for entity, score in self._linked(span).items():
            if entity in candidates:
                scores[entity] = scores.get(entity, 0.0) + WEIGHTS.linked * score
        for entity in scores:
            scores[entity] += WEIGHTS.gender * bool(self.entities[entity].gender) + WEIGHTS.topic * self._shares.get(entity, 0.0)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        level = [e for e, score in ranked if ranked[0][1] - score < WEIGHTS.margin]
        # Of several that are level, whoever spoke last goes on speaking.
        return level[0] if len(level) == 1 else next((e for e in level if e in recent[-1:]), None)

    def _salience(self, span: Span, candidates: set[int]) -> dict[int, float]:
        """How present each candidate is at a position: its best mention by nearness and prominence, and a little for every mention more."""
        here, scores, counts = self.sentence_no(span.start), {}, defaultdict(int)  # type: ignore[var-annotated]
        quoted = self.in_quote(span.start)
        for named in reversed(self.places_named[: bisect_left(self.places_named, span.start, key=lambda n: n.at)]):
            back = here - named.sentence
            if back > _REACH:
                break
            if named.entity in candidates:
                prominence = named.weight * (WEIGHTS.subject if back <= 1 else WEIGHTS.subject_far)
                value = WEIGHTS.near * WEIGHTS.decay**back + prominence - WEIGHTS.quoted * (named.quoted and not quoted)
                scores[named.entity] = max(scores.get(named.entity, -9.0), value)
                counts[named.entity] += 1
        return {e: s + min(counts[e], 4) * WEIGHTS.frequent for e, s in scores.items()}

    def _nominal(self, span: Span, words: str, recent: Sequence[int]) -> int | None:
        """CASE 1: a body's noun (`the ministry`). CASE 2: a nationality (`the Rwandan`). CASE 3: an office (`the labour minister`, `the
        Polish president`).
        """
        noun = head_noun(words)
        modifiers = _modifiers(words, noun)
        if noun in _bodies() or self._named_by(noun):
            return self._body(span, noun, modifiers, recent)
        if country := country_of_demonym(noun):
            people = [e for e, x in enumerate(self.entities) if x.kind == "person" and x.country_code == country]
            return people[0] if len(people) == 1 else None
        if noun == "pm":
            noun, modifiers = "minister", modifiers | {"prime"}
        bearers = self._bearers(noun) or sorted({e for title in _same_office().get(noun, ()) for e in self._bearers(title)})
        if (home := _nationality(words, noun)) is not None:
            own = [e for e in bearers if home[0] in {self.entities[e].country_code, *self.titles[e]}]
            bearers, modifiers = (own, modifiers - home[1]) if own else (bearers, modifiers)
        exact = [e for e in bearers if modifiers and modifiers <= self.titles[e]]
        if exact or not modifiers:
            best = self._best(span, exact or bearers, recent)
            return self._only_later(span, exact or bearers) if best is None else best
        return bearers[0] if len(bearers) == 1 and not modifiers - _EMPTY else None

    def _bearers(self, noun: str) -> list[int]:
        """People who bear a title with this word in it."""
        return [e for e, title in self.titles.items() if fold(noun) in title and self.entities[e].kind == "person"]

    def _only_later(self, span: Span, bearers: Sequence[int]) -> int | None:
        """The only bearer of a title in the article where none is named before the words (`Minister says …` in a headline)."""
        before = {n.entity for n in self.places_named if n.at < span.start}
        return bearers[0] if len(bearers) == 1 and not before & set(bearers) else None

    def _named_by(self, noun: str) -> list[int]:
        """Bodies whose name holds the noun (`the infirmary`: `Selby Infirmary`)."""
        return [e for e, x in enumerate(self.entities) if x.kind == "organisation" and fold(noun) in fold(x.name).split()[1:]]

    def _body(self, span: Span, noun: str, modifiers: frozenset[str], recent: Sequence[int]) -> int | None:
        """The nearest body whose name holds the noun or whose kind the noun may mean; modifiers must stand in its name (`the labour
        ministry`).
        """
        kinds = _bodies().get(noun, frozenset())
        named = [e for e, x in enumerate(self.entities) if x.kind == "organisation" and noun in fold(x.name).split()]
        by_kind = [e for e, x in enumerate(self.entities) if x.kind == "organisation" and (x.organisation_kind or "") in kinds]
        pool = list(dict.fromkeys([*named, *by_kind]))
        wanted = modifiers - _EMPTY
        homes = {country for word in wanted if (country := country_of_demonym(word))}
        if homes and len(wanted) == 1 and (own := [e for e in pool if self.entities[e].country_code in homes]):
            pool, wanted = own, frozenset()  # `the Kenyan lender`
        if wanted:
            pool = [e for e in pool if wanted <= set(fold(" ".join(n for n, _ in self.entities[e].names)).split())]
        before = {n.entity for n in self.places_named if n.at < span.start}
        if noun == "police" and not wanted and len(named) == 1 and not before & set(pool):
            return named[0]  # `Police say …` in the opening: the only force that the article names, further down
        pool = [e for e in pool if e in before]
        if not wanted and noun in _KINDLESS:
            kindless = [e for e in before if self.entities[e].kind == "organisation" and not self.entities[e].organisation_kind]
            pool = list(dict.fromkeys([*pool, *sorted(kindless)]))
        return pool[0] if len(pool) == 1 else self._best(span, pool, recent)


# Bodies whose names often tell no kind (`Boreal`, `CMF`): the noun may then mean any body without one.
_KINDLESS = frozenset(
    {
        "company",
        "firm",
        "airline",
        "retailer",
        "agency",
        "charity",
        "regulator",
        "watchdog",
        "manufacturer",
        "operator",
        "carmaker",
        "drugmaker",
        "automaker",
        "chipmaker",
        "lender",
    }
)
_EMPTY = frozenset(
    {"new", "old", "same", "former", "then", "country", "countrys", "national", "nation", "nations", "state", "veteran", "own"}
)


def _nationality(words: str, noun: str) -> tuple[str, frozenset[str]] | None:
    """The country that the words right before the noun tell, and those words: `the | South Korean | president`; None without."""
    front = fold(re.split(rf"\b{re.escape(noun)}\b", words.lower(), maxsplit=1)[0]).split()
    for size in (2, 1):
        for at in range(len(front) - size + 1):
            if country := country_of_demonym(" ".join(front[at : at + size])):
                return country, frozenset(front[at : at + size])
    return None


def _is_several(words: str) -> bool:
    """Whether the words mean more than one: `the pair`, `the two leaders`; not `their prime minister`."""
    return bool(_PLURAL.match(words)) and words.endswith(("s", "two", "pair", "couple", "duo"))


# `the | Selby-based | company`: where a body sits stands in no name.
_SEATED = re.compile(r"\b(?:[A-Z][\w.]*,? )*[A-Z][\w.]*-(?:based|headquartered) ")


def _modifiers(words: str, noun: str) -> frozenset[str]:
    """Folded words in front of the head noun, without articles and possessives."""
    front = re.split(rf"\b{re.escape(noun)}\b", _SEATED.sub("", words).lower(), maxsplit=1)[0]
    return frozenset(w for w in fold(front).split() if w not in {"the", "a", "an", "his", "her", "its", "their", "this", "that", "s", "ex"})


@lru_cache(maxsize=1)
def _bodies() -> dict[str, frozenset[str]]:
    return {str(e["word"]): frozenset(e["kinds"]) for e in load_entries("org_kinds.yaml", "nominals")}


@lru_cache(maxsize=1)
def _same_office() -> dict[str, tuple[str, ...]]:
    return {str(e["word"]): tuple(e["titles"]) for e in load_entries("titles.yaml", "same_office")}
