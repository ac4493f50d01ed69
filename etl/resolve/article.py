"""Everything named in one article, put together: entities, what each mention means, pronouns, titles and speakers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention, Position, Quote
from etl.lexicon import load_words
from etl.resolve.entity import EntityName, LocalEntity
from etl.resolve.gender import Evidence
from etl.resolve.office_body import Basis, find_office_bodies
from etl.resolve.organisation_name import kind_of
from etl.resolve.organisation_parent import find_parents
from etl.resolve.organisations import cluster_organisations
from etl.resolve.people import Person, cluster_people
from etl.resolve.person_name import is_part, person_key, read_name, split_name
from etl.resolve.places import cluster_places, read_context
from etl.resolve.reference import References
from etl.resolve.speakers import bind_speakers
from etl.text.fold import fold
from etl.text.span import Span

_NAMES = {"name", "short_name", "acronym"}


class ArticleEntities:
    """The entities of one article and what its words mean. Indexes into `entities` are stable for the same input."""

    def __init__(self, analysis: Analysis, mentions: Sequence[Mention], positions: Sequence[Position], outlet: str | None = None) -> None:
        self.analysis = analysis
        self._outlet = outlet
        self.mentions = tuple(sorted(mentions, key=lambda m: (m.span, m.entity_kind, m.form)))
        self._given = {id(m): i for i, m in enumerate(mentions)}
        self._original = tuple(mentions)
        self._meaning: dict[Mention, int] = {}
        self.entities: tuple[LocalEntity, ...] = tuple(self._build(positions))
        self._names = [m for m in self.mentions if m.form in _NAMES]
        self.blank = _blank(analysis, self._names)
        self._references = self._read_references(positions)
        self._named = len(self.entities)  # bodies behind these are implied by offices alone
        self._headed: set[int | None] = set()  # the bodies of all ministers
        self._offices, implied = find_office_bodies(self, positions)
        self.entities = (*self.entities, *implied)
        ministers = [p for p in positions if re.search(r"(?<!prime )\bminister", fold(p.title))]
        self._headed = {self.organisation_of(position) for position in ministers}

    def _build(self, positions: Sequence[Position]) -> list[LocalEntity]:
        """People, then bodies, then places, each in the order of first mention."""
        foreign = frozenset(p.country_code for p in positions if p.country_code)
        context = replace(read_context(self.analysis, self.mentions), foreign=foreign)
        self._home = context.home()
        evidence = self._evidence = Evidence(self.analysis)
        people = cluster_people(self.mentions, evidence)
        people.sort(key=lambda p: min(self.mentions[i].span for i in p.mentions))
        countries = _countries_of_people(positions)
        built = [(_person_entity(p, self.mentions, evidence, countries), p.mentions) for p in people]
        built += cluster_organisations(self.analysis, self.mentions, context, self._outlet)
        built += sorted(cluster_places(self.analysis, self.mentions, context), key=lambda b: min(self.mentions[i].span for i in b[1]))
        for number, (_, indexes) in enumerate(built):
            for index in indexes:
                self._meaning[self.mentions[index]] = number
        return self._with_parents([entity for entity, _ in built])

    def _with_parents(self, entities: list[LocalEntity]) -> list[LocalEntity]:
        """Bodies with the body that they are part of, where the text says so."""
        wholes = find_parents(self.analysis.text, self.mentions, self._meaning, entities)
        return [replace(entity, parent=wholes.get(number)) for number, entity in enumerate(entities)]

    def _read_references(self, positions: Sequence[Position]) -> References:
        """Antecedents in text order; pronouns and phrases marked as mentions are resolved on the way."""
        references = References(self.analysis, self.entities, self._titles(positions))
        for mention in self.mentions:
            if mention.form in _NAMES and mention in self._meaning:
                references.add_name(mention.span, self._meaning[mention])
        references.finish()
        for mention in self.mentions:
            if mention.form not in _NAMES and (entity := references.find(mention.span)) is not None:
                self._meaning[mention] = entity
                references.remember(mention.span.start, entity)
        return references

    def _titles(self, positions: Sequence[Position]) -> dict[int, frozenset[str]]:
        """Folded words of every title each person bears."""
        found: dict[int, set[str]] = defaultdict(set)
        for position in positions:
            if (person := self.at(position.person)) is not None:
                found[person] |= set(fold(position.title).split())
                if position.country_code:
                    found[person] |= {position.country_code}
        return {person: frozenset(words) for person, words in found.items()}

    def mention_entity(self, index: int) -> int | None:
        """The entity of the mention at this index of the mentions handed in, or None when unresolved."""
        return self._meaning.get(self._original[index])

    @property
    def names(self) -> Sequence[Mention]:
        """All mentions by name, in text order."""
        return self._name_index()

    def named_in(self, span: Span) -> list[Mention]:
        """Names wholly or partly inside a span, in order."""
        names = self._name_index()
        at = bisect_left(names, span.start, key=lambda m: m.span.end)
        found = []
        while at < len(names) and names[at].span.start < span.end:
            if names[at].span.end > span.start:
                found.append(names[at])
            at += 1
        return found

    def _name_index(self) -> list[Mention]:
        return self._names if hasattr(self, "_names") else [m for m in self.mentions if m.form in _NAMES]

    def known(self, mentions: Iterable[Mention]) -> tuple[int, ...]:
        """Entities of these mentions, each once, unresolved ones left out."""
        return tuple(dict.fromkeys(self._meaning[m] for m in mentions if m in self._meaning))

    def at(self, span: Span) -> int | None:
        """The entity named in a span: a person's name first (`Foreign Minister X of Y`: X), else the first name; None without a name."""
        names = self.named_in(span)
        exact = [m for m in names if m.span == span]
        people = [m for m in names if m.entity_kind == "person"]
        for mention in exact or people or names:
            return self._meaning.get(mention)
        return None

    def refer(self, span: Span, recent: Sequence[int] = ()) -> int | None:
        """The entity that a pronoun or noun phrase means; a name inside wins. `recent` = last speakers, the latest last. None when
        unsure.
        """
        entity = self.at(span)
        if entity is None:
            entity = self._references.find(span, recent)
        return self._ministry_implied(span) if entity is None else entity

    def _ministry_implied(self, span: Span) -> int | None:
        """`the ministry` of an article that names none, and no minister but those of one: the one they head."""
        if fold(span.of(self.analysis.text)) not in ("the ministry", "ministry") or len(self._headed) != 1:
            return None
        bodies = [i for i, entity in enumerate(self.entities) if entity.kind == "organisation" and kind_of(entity.name) == "ministry"]
        return bodies[0] if set(bodies) == self._headed and bodies[0] >= self._named else None

    def refer_all(self, span: Span) -> tuple[int, ...]:
        """The two entities meant by `they`, `both` or `the leaders`; empty when unsure."""
        return self._references.find_all(span)

    def namesake(self, mention: Mention, recent: Sequence[int]) -> int | None:
        """The speaker meant by a name that several people of the article bear: the only one of them who spoke among the last speakers."""
        name = read_name(mention.surface)
        owners = [e for e, x in enumerate(self.entities) if x.kind == "person" and is_part(name, read_name(x.name))]
        gender = self._evidence.of_mention(mention.span)
        sure = [e for e in owners if gender and self.entities[e].gender == gender]
        owners = sure or [e for e in owners if not gender or self.entities[e].gender is None]
        spoke = [e for e in dict.fromkeys(reversed(recent[-4:])) if e in owners]
        return spoke[0] if spoke else owners[0] if len(owners) == 1 else None

    def title_words(self, entity: int) -> frozenset[str]:
        """Folded words of every title that a person bears in the article; empty for all others."""
        return self._references.titles.get(entity, frozenset())

    def bearer(self, span: Span, recent: Sequence[int]) -> int | None:
        """The person an office phrase means by title alone (`the head of the agency`), names of bodies inside it notwithstanding."""
        return self._references.find(span, recent)

    def bind_speakers(self, quotes: Sequence[Quote]) -> tuple[tuple[int, ...], ...]:
        """Speakers of each quote, in the order of `quotes`; several for joint speech, none for anonymous people."""
        return bind_speakers(self, quotes)

    def person_of(self, position: Position) -> int | None:
        """Who holds a position (its `person` may be a pronoun)."""
        return self.refer(position.person)

    def organisation_of(self, position: Position) -> int | None:
        """The body of a position; None when text and title do not tell. See `office_body`."""
        office = self._offices.get(position)
        return office.body if office else None

    def organisation_basis(self, position: Position) -> Basis | None:
        """How the text tells the body of a position."""
        office = self._offices.get(position)
        return office.basis if office else None

    def country_of(self, position: Position) -> str | None:
        """Country a position is held in: what its phrase says, else its body's, else the holder's or, for a national office, the country
        the article is set in.
        """
        body = self.organisation_of(position)
        if not position.country_code and body is not None and self.entities[body].country_code:
            return self.entities[body].country_code
        return self.country_of_office(position)

    def country_of_office(self, position: Position) -> str | None:
        """The same without a look at the body."""
        if position.country_code:
            return position.country_code
        person = self.person_of(position)
        if person is not None and self.entities[person].country_code:
            return self.entities[person].country_code
        title = fold(position.title)
        national = load_words("titles.yaml", "national_offices")
        is_national = title in national or title.endswith(" minister") or title.startswith("minister of ")
        return self._home if is_national else None


def resolve_article(
    analysis: Analysis, mentions: Sequence[Mention], positions: Sequence[Position] = (), outlet: str | None = None
) -> ArticleEntities:
    """Resolve one article, published by `outlet` (a name) where that is known. The order of `mentions` does not matter to the entities,
    only to `mention_entity`.
    """
    return ArticleEntities(analysis, mentions, positions, outlet)


def _blank(analysis: Analysis, names: Sequence[Mention]) -> str:
    """The text with names and titles blanked, of equal length."""
    chars = list(analysis.text)
    roles = [Span(t.start, t.end) for t in analysis.tagging.of("role")]
    for span in [m.span for m in names] + roles:
        chars[span.start : span.end] = " " * len(span)
    return "".join(chars)


def _countries_of_people(positions: Sequence[Position]) -> dict[Span, str]:
    """Country told by a position's phrase, by the span of the name (`South Korean Foreign Minister X`)."""
    return {p.person: p.country_code for p in positions if p.country_code}


def _person_entity(person: Person, mentions: Sequence[Mention], evidence: Evidence, countries: dict[Span, str]) -> LocalEntity:
    """The entity of one person: fullest name without nickname; family and given name where the culture is known."""
    spans = [mentions[i].span for i in sorted(person.mentions)]
    full = max(person.names, key=lambda n: (len(n.tokens), len(n.plain), n.plain))
    told = Counter(countries[s] for s in spans if s in countries)
    country = next(iter(told)) if len(told) == 1 else None
    parts = split_name(full, country)
    surfaces = sorted({mentions[i].surface for i in person.mentions} | {full.plain}, key=lambda s: (-len(s), s))
    others: list[EntityName] = [(s, "short" if " " not in s else "alias") for s in surfaces if s != full.plain]
    return LocalEntity(
        kind="person",
        name=full.plain,
        names=((full.plain, "full"), *others),
        key=f"person|{person_key(full)}",
        scope="global" if len(full.words) > 1 else "article",
        country_code=country,
        family_name=parts.family,
        given_name=parts.given,
        name_order=parts.order,
        gender=evidence.of_people(person.names, spans),
    )
