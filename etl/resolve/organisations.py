"""Which mentions of bodies in one article are one body, with kind, country and acronym."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.name_join import initials_match
from etl.extract.name_repair import is_acronym
from etl.lexicon.bodies import Spelling, world_bodies
from etl.lexicon.gazetteer import country_of_demonym, country_of_name, demonym_pattern
from etl.resolve.entity import EntityName, LocalEntity, Scope
from etl.resolve.organisation_name import NATIONAL_KINDS, BodyName, KnownBody, is_short_for, known_bodies, read_body, same_body
from etl.resolve.places import CountryContext
from etl.text.fold import fold

_BRACKET_GAP = re.compile(r"\s?[(\[](?:the |or |called )?[\"“‘']?")
_KNOWN_AS = re.compile(
    r"(?:, or|,? (?:known(?: by [\w’' ]+)? as|abbreviated(?: to| as)?|known by its(?: [\w-]+)? (?:initials|acronym))) (?:the )?"
)
_POSSESSIVE_BEFORE = re.compile(r"([A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*)*?)['’]s?\s+(?:[a-z]+\s+)?$")
_PLACE_AFTER = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?([A-ZÀ-Þ][\w.’'-]*(?: (?:of (?:the )?)?[A-ZÀ-Þ][\w.’'-]*)*)")


@dataclass(slots=True)
class Body:
    """One body being put together. `country` is what the words beside its mentions say."""

    names: list[BodyName]
    mentions: list[int] = field(default_factory=list)
    country: str | None = None
    joined: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str | None:
        """Kind told by the fullest name that tells one."""
        return next((n.kind for n in sorted(self.names, key=lambda n: -len(n.tokens)) if n.kind), None)


def cluster_organisations(
    analysis: Analysis, mentions: Sequence[Mention], context: CountryContext, outlet: str | None = None
) -> list[tuple[LocalEntity, list[int]]]:
    """Bodies of the article with the indexes of their mentions, in the order of their first mention. `outlet`: who publishes it."""
    indexes = sorted(
        (i for i, m in enumerate(mentions) if m.entity_kind == "organisation" and m.form in {"name", "acronym", "short_name"}),
        key=lambda i: mentions[i].span,
    )
    pairs = _introduced(analysis.text, mentions, indexes)
    groups: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    stated = {i: _country_beside(analysis.text, mentions[i]) for i in indexes}
    for i in indexes:
        groups[(mentions[i].surface, stated[i] if read_body(mentions[i].surface).is_generic else None)].append(i)
    bodies = _join(groups, pairs)
    for body in bodies:
        body.country = body.country or _told(stated[i] for i in body.mentions)
    if outlet:
        _spell_out(bodies, read_body(outlet))
    bodies.sort(key=lambda b: min(mentions[i].span for i in b.mentions))
    return [(_entity(body, context), sorted(body.mentions)) for body in bodies]


def _spell_out(bodies: Sequence[Body], outlet: BodyName) -> None:
    """The outlet's full name for the body that its own article calls by the end of it: `told | The Post`, in the Selby Post."""
    if any(same_body(name, outlet) for body in bodies for name in body.names):
        return
    own = [b for b in bodies if all(not n.is_generic and outlet.tokens[-len(n.tokens) :] == n.tokens for n in b.names)]
    if len(own) == 1:
        own[0].names.append(outlet)


def _introduced(text: str, mentions: Sequence[Mention], indexes: Sequence[int]) -> dict[str, str]:
    """Short names the article introduces, and the full names they stand for: `Full Name (ACR)`, `ACR (Full Name)`, `known as ACR`."""
    found: dict[str, str] = {}
    for left, right in itertools.pairwise(indexes):
        a, b = mentions[left], mentions[right]
        gap = text[a.span.end : b.span.start]
        if not (_BRACKET_GAP.fullmatch(gap) or _KNOWN_AS.fullmatch(gap)) or len(gap) > 60:
            continue
        short, full = sorted((a.surface, b.surface), key=lambda s: (not is_acronym(s), len(s)))
        if " " not in short:
            found.setdefault(short, full)
    return found


def _told(countries: object) -> str | None:
    """The one country that the words beside a body's mentions agree on."""
    found = {c for c in countries if c}  # type: ignore[attr-defined]
    return found.pop() if len(found) == 1 else None


def _country_beside(text: str, mention: Mention) -> str | None:
    """CASE 1: `the Cambodian Ministry of Labour`. CASE 2: `Thailand’s Labour Ministry`. CASE 3: `the Ministry of Labour of Cambodia`."""
    before = text[max(0, mention.span.start - 40) : mention.span.start]
    for match in demonym_pattern().finditer(before):
        if before[match.end() :] in {" ", "-"}:
            return country_of_demonym(match.group())
    if (possessive := _POSSESSIVE_BEFORE.search(before)) and (code := country_of_name(possessive.group(1))):
        return code
    after = _PLACE_AFTER.match(text, mention.span.end)
    return country_of_name(after.group(1)) if after and after.group().lstrip().startswith("of") else None


def _join(groups: dict[tuple[str, str | None], list[int]], pairs: dict[str, str]) -> list[Body]:
    """Full names first, the longest in front; then short names and acronyms, each to its only owner. A name with two owners stays alone."""
    keys = sorted(groups, key=lambda k: (k[0] in pairs, is_acronym(k[0]), -len(read_body(k[0]).tokens), -len(k[0]), k[0], k[1] or ""))
    bodies: list[Body] = []
    for surface, country in keys:
        name = read_body(surface)
        owner = _owner(bodies, name, country or name.country, pairs)
        if owner is None:
            owner = Body([], country=country or name.country)
            bodies.append(owner)
        owner.names.append(name)
        owner.mentions += groups[(surface, country)]
        owner.country = owner.country or country or name.country
    return bodies


def _owner(bodies: Sequence[Body], name: BodyName, country: str | None, pairs: dict[str, str]) -> Body | None:
    """The only body that `name` may belong to: by introduction, then by equality, then as a known acronym, then as a short form."""
    fitting = [b for b in bodies if not (country and b.country and country != b.country)]
    if full := pairs.get(name.written):
        return next((b for b in fitting if any(n.written == full for n in b.names)), None)
    known = known_bodies().get(name.written)
    listed = world_bodies().get(name.written)
    tests: tuple[Callable[[Body], bool], ...] = (
        lambda b: any(same_body(name, n) for n in b.names),
        lambda b: known is not None and any(_is_known(n, known) for n in b.names),
        lambda b: (
            listed is not None and any(n.written in world_bodies() and world_bodies()[n.written].body is listed.body for n in b.names)
        ),
        lambda b: (
            (not country or name.kind != "ministry" or b.country == country)
            and any(is_short_for(name, n) or (is_short_for(n, name) and is_acronym(n.written)) for n in b.names)
        ),
    )
    for test in tests:
        owners = [b for b in fitting if test(b)]
        if owners:
            return owners[0] if len(owners) == 1 else None
    return None


def _is_known(name: BodyName, known: KnownBody) -> bool:
    """Whether `name` is the full name (or another spelling) of a known acronym."""
    if name.is_caucus:
        return False
    other = known_bodies().get(name.written)
    return (
        other is known
        or fold(name.written) == fold(known.name)
        or (initials_match("".join(w[0] for w in known.name.split()), name.written) and known.name[:3] == name.written[:3])
    )


def _entity(body: Body, context: CountryContext) -> LocalEntity:
    """The entity: the fullest name (an acronym the world knows is spelled out), kind, country, and whether the name is one across
    articles.
    """
    surfaces = sorted({n.written for n in body.names}, key=lambda s: (is_acronym(s), -len(s), s))
    known = next((known_bodies()[s] for s in surfaces if s in known_bodies()), None)
    full = surfaces[0]
    if (
        known
        and (not known.weak or (known.expand and known.only in {None, context.home()}))
        and (is_acronym(full) or len(full.split()) == 1 or (known.weak and known_bodies().get(full) is known))
    ):
        full = known.name
    listed = None if known else _listed(full, context)
    if listed and is_acronym(full) and " " in listed.body.name:
        full = listed.body.name
    kind = (known.kind if known else listed.body.kind if listed else None) or body.kind
    acronym = next((s for s in surfaces if is_acronym(s) and s != full), None)
    name = read_body(full)
    country = body.country or name.country or (known.country if known else listed.body.country if listed else None)
    if not country and kind in NATIONAL_KINDS and name.is_generic:
        country = context.home()
    others: list[EntityName] = [(s, "acronym" if is_acronym(s) else "short") for s in surfaces if s != full]
    key, scope = body_key(full, kind, country, known)
    if listed and listed.alone and not body.country:
        scope = "global"  # `Walmart` is one body in all articles, though a single word
    return LocalEntity(
        kind="organisation",
        name=full,
        names=((full, "full"), *others),
        key=key,
        scope=scope,
        country_code=country,
        acronym=acronym,
        organisation_kind=kind,
    )


def _listed(full: str, context: CountryContext) -> Spelling | None:
    """The listed body that the fullest name printed is one spelling of: a sure one, or one of the article's own country (`GM` in the US);
    not a name of common words, which every country may have (`Environment Agency`).
    """
    found = world_bodies().get(full)
    if found is None or found.alone:
        return found
    is_generic = read_body(full).is_generic and not is_acronym(full)
    is_home = found.body.country is not None and found.body.country == context.home()
    return found if is_home and not is_generic else None


def body_key(full: str, kind: str | None, country: str | None, known: KnownBody | None = None) -> tuple[str, Scope]:
    """CASE 1: a generic name is one across articles only with its country: `Ministry of Labour`, `Thai government`, `Senate of Fiji`.
    CASE 2: a known body or a full name of two words is one. CASE 3: a single word or unknown acronym stays in its article.
    """
    name = read_body(full)
    base = f"organisation|{' '.join(sorted(name.portfolio)) + ' ministry' if name.portfolio else name.bare}"
    if known and not known.weak:
        return base, "global"
    if name.is_generic and (kind in NATIONAL_KINDS or not name.country):
        return (f"{base}|{country}", "global") if country and kind in NATIONAL_KINDS else (base, "article")
    written = f"organisation|{fold(full).removeprefix('the ')}"
    return written, "global" if len(name.tokens) > 1 and not is_acronym(full) else "article"
