"""Which body an office belongs to: named beside the title, told by the rest of the article, or implied by the title itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from etl.extract.facts import Position
from etl.extract.mentions import body_nouns
from etl.lexicon import load_entries, load_words
from etl.lexicon.gazetteer import country_name
from etl.resolve.entity import LocalEntity
from etl.resolve.organisation_name import read_body
from etl.resolve.organisations import body_key
from etl.text.fold import fold
from etl.text.span import Span

if TYPE_CHECKING:
    from etl.resolve.article import ArticleEntities

Basis = Literal["stated", "context", "implied"]


_BARE_MINISTER = frozenset({"minister", "deputy", "vice", "state", "of", "permanent", "secretary", "assistant", "undersecretary", "junior"})
_OF_NOUN = re.compile(r" (?:of|at) ((?:the|that|this) (?:[\w’'-]+ ){0,2}?([a-z-]+))(?=[,.;]| in | on )")
_LINK = r"(?:that|said|says|told|tells|and|or|but|by|to|with|for|when|as|from|while|after|before|if|because|of|in|at|on|where|whom?|which)"
_CAPITALS_BEFORE = re.compile(rf"((?:[A-ZÀ-Þ][\w-]+ )+)(?:(?!{_LINK} )[a-z]+ )?$")  # not `told | Bay News | that | President X`


@dataclass(frozen=True, slots=True)
class OfficeBody:
    """The body of one office: an index into the article's entities, and how the text tells it.

    `stated` = in the phrase, by name or by a noun (`the ministry’s`); `context` = by the rest of the article (the same holder's fuller
    title, the only court for a judge); `implied` = by title and country alone (`South Korean Foreign Minister`): no words name the body.
    """

    body: int
    basis: Basis


def find_office_bodies(entities: ArticleEntities, positions: Sequence[Position]) -> tuple[dict[Position, OfficeBody], list[LocalEntity]]:
    """The body of each position that has one, and the implied bodies, whose indexes follow those of `entities`."""
    found = {p: OfficeBody(body, _basis(entities, p)) for p in positions if (body := _stated(entities, p)) is not None}
    for position in positions:
        if position not in found and (body := _told_by_article(entities, position)) is not None:
            found[position] = OfficeBody(body, "context")
    implied: dict[str, LocalEntity] = {}
    for position in positions:
        if position not in found and (entity := implied_body(entities, position)):
            implied.setdefault(entity.key, entity)
            body = _same_body(entities, entity)
            at = len(entities.entities) + list(implied).index(entity.key)
            found[position] = OfficeBody(at, "implied") if body is None else OfficeBody(body, "context")
    return found | _inherited(entities, positions, found), list(implied.values())


def _inherited(entities: ArticleEntities, positions: Sequence[Position], found: dict[Position, OfficeBody]) -> dict[Position, OfficeBody]:
    """`Chairwoman Melo` after `Ana Melo, chairwoman of the O`: who bears a title again, or part of it, holds it there."""
    taken = {}
    for position in positions:
        person = entities.person_of(position)
        if position in found or person is None:
            continue
        words = set(fold(position.title).split())
        fuller = {
            found[p].body
            for p in positions
            if p in found and p.status == position.status and words <= set(fold(p.title).split()) and entities.person_of(p) == person
        }
        if len(fuller) == 1:
            taken[position] = OfficeBody(fuller.pop(), "context")
    return taken


def _stated(entities: ArticleEntities, position: Position) -> int | None:
    """The body named in the phrase or meant by its noun; a party beside a member's title tells the colours, not the chamber."""
    if position.organisation is None:
        return None
    body = entities.refer(position.organisation)
    if _is_its(entities, position) and set(fold(position.title).split()) & _words("offices_of_states"):
        return None  # `Its foreign minister`: a country's, hardly a body's
    if body is None or entities.entities[body].kind != "organisation":
        return None
    is_party = entities.entities[body].organisation_kind == "party"
    words = read_body(f"Ministry of {portfolio_of(position.title)}").portfolio
    is_minister = _head(position) == "secretary" and bool(words) and words <= _words_of_portfolios()  # not a party's `general secretary`
    return None if is_party and (is_minister or _head(position) in _words("party_seats")) else body


def _basis(entities: ArticleEntities, position: Position) -> Basis:
    """A body in another sentence than its office is told by the context."""
    spans = (position.organisation, position.title_span)
    return "stated" if len({entities.analysis.sentence_at(s.start) for s in spans if s}) == 1 else "context"


def _is_its(entities: ArticleEntities, position: Position) -> bool:
    """Whether the body is meant by a pronoun."""
    return position.organisation is not None and position.organisation.of(entities.analysis.text).lower() in {"its", "their"}


def _told_by_article(entities: ArticleEntities, position: Position) -> int | None:
    """CASE 1: a minister's ministry by portfolio. CASE 2: a member's chamber. CASE 3: the body that the title itself speaks of (`union
    president`), or the words behind it (`director of the hospital`). CASE 4: the body whose name the words in front are a part of
    (`Commission chairwoman`). CASE 5: the only body of the kind that has such officers. CASE 6: the body named last in the paragraph.
    """
    for rule in (_by_portfolio, _by_seat, _by_noun, _by_noun_behind, _by_front, _by_kind, _by_paragraph):
        if (body := rule(entities, position)) is not None:
            return body
    return None


def _by_portfolio(entities: ArticleEntities, position: Position) -> int | None:
    """`Labour Minister`: the article's only Labour Ministry, or Department for Labour, of that country."""
    words = read_body("Ministry of " + portfolio_of(position.title)).portfolio
    if not words or not {"minister", "secretary"} & set(fold(position.title).split()):
        return None
    ministries = [(n, e.country_code) for n, e in enumerate(entities.entities) if words <= _portfolio_of_body(e)]
    for country in (position.country_code, entities.country_of_office(position)):
        fitting = [n for n, code in ministries if country is None or code in {None, country}]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _portfolio_of_body(entity: LocalEntity) -> frozenset[str]:
    """What a ministry is for; a department is one where ministers head departments (`Department for Transport`, `Justice Department`)."""
    if entity.kind != "organisation" or entity.organisation_kind not in {"ministry", "agency", None}:
        return frozenset()
    name = re.sub(r"^(?:U\.?S\.? )?Department (?:for|of) (?:the )?|^(?:U\.?S\.? )?(?=.* Department$)", "Ministry of ", entity.name)
    return read_body(name.removesuffix(" Department")).portfolio


def _by_noun_behind(entities: ArticleEntities, position: Position) -> int | None:
    """`director of the hospital`: the body that the noun means there."""
    match = _OF_NOUN.match(entities.analysis.text, position.title_span.end)
    if match is None or match.group(2) not in body_nouns():
        return None
    body = entities.refer(Span(match.start(1), match.end(1)))
    return body if body is not None and entities.entities[body].kind == "organisation" else None


def _by_seat(entities: ArticleEntities, position: Position) -> int | None:
    """`MP X` belongs to the article's only parliament, `Rep. X` to its only House."""
    chamber, other = _chambers().get(_head(position), (None, None))
    if chamber is None:
        return None
    bodies = [(n, e) for n, e in enumerate(entities.entities) if e.kind == "organisation" and e.organisation_kind == "parliament"]
    found = [n for n, e in bodies if chamber in fold(e.name) and not {"committee", other} & set(fold(e.name).split())]
    return found[0] if len(found) == 1 else None


def _by_noun(entities: ArticleEntities, position: Position) -> int | None:
    """`Union president X`, `panel member X`: the only body named before that bears the noun in its name, or that the noun may mean."""
    nouns = [word for word in fold(position.title).split()[:-1] if word in body_nouns() and word not in _words("no_body_noun")]
    if not nouns or position.country_code:
        return None
    named = [e for e in _named_before(entities, position) if nouns[0] in fold(entities.entities[e].name).split()]
    return named[0] if len(named) == 1 else None


def _by_front(entities: ArticleEntities, position: Position) -> int | None:
    """`Electoral Commission | chairwoman`: the only body whose name holds the capital words right in front, a head noun last."""
    start = position.title_span.start
    match = _CAPITALS_BEFORE.search(entities.analysis.text, max(0, start - 50), start)
    words = fold(match.group(1)).split() if match else []
    if not words or words[-1] not in load_words("org_kinds.yaml", "body_heads") | {"house"}:
        return None
    bodies = [n for n, e in enumerate(entities.entities) if e.kind == "organisation" and set(words) <= set(fold(e.name).split())]
    return bodies[0] if len(bodies) == 1 else None


def _named_before(entities: ArticleEntities, position: Position) -> list[int]:
    """Bodies named before a title, each once."""
    named = entities.known(m for m in entities.names if m.span.end <= position.title_span.start)
    return [e for e in named if entities.entities[e].kind == "organisation"]


def _by_kind(entities: ArticleEntities, position: Position) -> int | None:
    """`Judge X` belongs to the only court named before, `Cllr X` to the only council, `Deputy Minister X` to the only ministry."""
    kinds = frozenset({"ministry"}) if _is_bare_minister(position) else _kinds_of_office().get(_head(position))
    if kinds is None or position.country_code:
        return None
    bodies = [e for e in _named_before(entities, position) if entities.entities[e].organisation_kind in kinds]
    return bodies[0] if len(bodies) == 1 else None


def _is_bare_minister(position: Position) -> bool:
    """Whether a title is a minister's or permanent secretary's and tells no portfolio: `Deputy Minister`, not `Prime Minister`."""
    words = set(fold(position.title).split())
    return words <= _BARE_MINISTER and bool(words & {"minister", "secretary"}) and words != {"secretary"}


def _by_paragraph(entities: ArticleEntities, position: Position) -> int | None:
    """`At Selby Hospital the wards are full, a director, X, said`: the body named last in the paragraph, in front of the title."""
    paragraph = entities.analysis.paragraph_at(position.title_span.start)
    if _head(position) not in _words("led_beside") or paragraph is None or position.country_code or _is_state_secretary(position):
        return None
    before = [m for m in entities.named_in(Span(paragraph.start, position.title_span.start)) if m.entity_kind == "organisation"]
    body = entities.known(before[-1:])
    return body[0] if body and entities.entities[body[0]].organisation_kind not in _words("not_led") else None


def _is_state_secretary(position: Position) -> bool:
    """`Treasury Secretary`: of a government, whatever body is named beside; not `company secretary`, `press secretary`."""
    words = fold(position.title).split()
    return words[-1:] == ["secretary"] and bool(set(words) & (load_words("org_kinds.yaml", "portfolio") | {"treasury"}))


def portfolio_of(title: str) -> str:
    """The words of a minister's title that say what for: `deputy minister of labour and training`: `labour and training`."""
    words = [w for w in re.findall(r"[\w’'-]+|,", title) if w.lower() not in _words("office_words") or w.lower() == "and"]
    phrase = " ".join(words).replace(" ,", ",").strip(", ")
    return re.sub(r"^and | and$", "", phrase)


def implied_body(entities: ArticleEntities, position: Position) -> LocalEntity | None:
    """The ministry of a minister, the government of a head of government, where the country is known; None for other offices."""
    country, title = entities.country_of_office(position), fold(position.title)
    if title in {"mayor", "city mayor"}:
        return _city_government(entities, position)
    if (position.organisation is not None and not _is_its(entities, position)) or set(title.split()) & _words("no_portfolio"):
        return None
    return _ministry(position, country) if country is None else _national_body(position, title, country)


def _national_body(position: Position, title: str, country: str) -> LocalEntity | None:
    """The government of its head, the ministry of a minister, in a country that is known."""
    if title in _words("heads_of_government") or (title in _words("heads_of_state") and position.country_code):
        return _body(f"Government of {country_name(country)}", "government", country)
    return None if country in _words("no_ministries") else _ministry(position, country)


def _ministry(position: Position, country: str | None) -> LocalEntity | None:
    """`Fisheries Minister`, `Minister of Fisheries and Reefs`; without a country only by the long form, which is the ministry's name."""
    words = re.sub(r"\s*,\s*", " , ", portfolio_of(position.title)).split()
    if not words or "minister" not in fold(position.title).split():
        return None
    is_long = bool(re.search(r"\bMinister of [A-Z]", position.title))
    known = read_body("Ministry of " + " ".join(words)).portfolio <= _words_of_portfolios()
    if not is_long and (country is None or not (known or _is_name(words))):
        return None
    if [w.lower() for w in words] == ["foreign"]:
        words.append("Affairs")
    name = " ".join(w if w == "and" else w[:1].upper() + w[1:] for w in words).replace(" ,", ",")
    return _body(f"Ministry of {name}", "ministry", country)


def _is_name(words: Sequence[str]) -> bool:
    """Whether a portfolio that no list knows is written as a name (`Plantation and Commodities Minister`, not `rail minister`)."""
    return len(words) > 1 and all(w[:1].isupper() or w in {"and", ","} for w in words)


def _city_government(entities: ArticleEntities, position: Position) -> LocalEntity | None:
    """`Selby Mayor X`, `Selby city mayor X`, `the mayor of Selby`: the place that touches the title."""
    text, span = entities.analysis.text, position.title_span
    for mention in (m for m in entities.names if m.entity_kind == "place"):
        front = re.fullmatch(r"(?:['’]s?)? (?:city )?", text[mention.span.end : span.start]) if mention.span.end <= span.start else None
        behind = re.fullmatch(r" of ", text[span.end : mention.span.start]) if span.end <= mention.span.start else None
        city = entities.at(mention.span)
        if (front or behind) and city is not None and entities.entities[city].place_kind == "city":
            place = entities.entities[city]
            kind = "government" if place.name.endswith(" City") else "city government"  # `Davao City Mayor X`
            return replace(_body(f"{place.name} {kind}", "local_government", place.country_code), scope=place.scope)
    return None


def _body(name: str, kind: str, country: str | None) -> LocalEntity:
    key, scope = body_key(name, kind, country)
    return LocalEntity(
        kind="organisation", name=name, names=((name, "full"),), key=key, scope=scope, country_code=country, organisation_kind=kind
    )


def _same_body(entities: ArticleEntities, implied: LocalEntity) -> int | None:
    """The article's own body that the implied one is, if it names it (`the Fijian government`)."""
    return next((n for n, e in enumerate(entities.entities) if e.kind == "organisation" and e.key == implied.key), None)


def _head(position: Position) -> str:
    return fold(position.title).split()[-1]


@lru_cache(maxsize=8)
def _words(section: str) -> frozenset[str]:
    return load_words("titles.yaml", section)


@lru_cache(maxsize=1)
def _words_of_portfolios() -> frozenset[str]:
    return load_words("org_kinds.yaml", "portfolio") | {"co-operation"}


@lru_cache(maxsize=1)
def _chambers() -> dict[str, tuple[str, str | None]]:
    """Seat -> (word of the chamber's name, word of a chamber that it is not of)."""
    return {str(e["word"]): (str(e["chamber"]), e.get("not")) for e in load_entries("titles.yaml", "seats")}


@lru_cache(maxsize=1)
def _kinds_of_office() -> dict[str, frozenset[str]]:
    return {str(w): frozenset(e["kinds"]) for e in load_entries("titles.yaml", "kinds_of_office") for w in e["words"]}
