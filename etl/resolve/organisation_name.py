"""Names of bodies: their kind, what they are for, and when two names are one body's."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.name_join import initials_match
from etl.extract.name_repair import is_acronym
from etl.lexicon import load_entries, load_words
from etl.lexicon.gazetteer import country_of_demonym, country_of_name, country_words, find_places
from etl.text.fold import fold

_SMALL = frozenset({"and", "of", "for", "the", "on", "in", "to", "at", "s", "by"})
COMPANY_ENDINGS = frozenset(
    [
        "inc",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
        "plc",
        "llc",
        "gmbh",
        "ag",
        "nv",
        "sa",
        "spa",
        "group",
        "holdings",
        "bhd",
        "sdn",
    ]
)
NATIONAL_KINDS = frozenset(["ministry", "government", "parliament", "court", "central_bank", "military", "police"])
_MINISTRY = frozenset(["ministry", "department", "ministries"])


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body the world writes by its acronym or short name alone. `weak`: the short name may be another body's, so it makes no identity
    across articles;
    `expand`: the full name is meant all the same (`Commons`), with `only` just in articles set in that country (`House` in the US).
    """

    name: str
    kind: str
    country: str | None
    weak: bool
    expand: bool
    only: str | None


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name taken apart: folded tokens, kind by its words, portfolio (the content words of a ministry), country in the name, and
    `bare`: the folded name without that country (`Government of Fiji`, `Fijian government`: `government`).
    """

    written: str
    tokens: tuple[str, ...]
    kind: str | None
    portfolio: frozenset[str]
    country: str | None
    bare: str

    @property
    def is_caucus(self) -> bool:
        """Whether it names the members of one party in a chamber: `House Republicans` are not the `House`."""
        return len(self.tokens) > 1 and self.tokens[-1] in _CAUCUS

    @property
    def is_generic(self) -> bool:
        """Whether common words alone make the name but for its country, so that every country may have one (`Ministry of Labour`).

        Four and more of them name one body all the same (`Centre for Alliance of Labour and Rights`), unless it is a kind every state has.
        """
        words = [t for t in self.bare.split() if t not in _SMALL]
        is_long = len(words) > 3 and self.kind not in NATIONAL_KINDS
        return not is_long and all(t in generic_words() for t in words)


@lru_cache(maxsize=4096)
def read_body(written: str) -> BodyName:
    """Take a body's name apart."""
    tokens = tuple(fold(without_genitive(written)).removeprefix("the ").split())
    kind = kind_of(written)
    country, stripped = country_in(written)
    return BodyName(written, tokens, kind, _portfolio(stripped) if kind == "ministry" else frozenset(), country, _bare(stripped))


def without_genitive(written: str) -> str:
    """`People's`: `Peoples`."""
    return _GENITIVE.sub("s", written) if "'" in written or "’" in written else written


_GENITIVE = re.compile(r"['’]s\b")


def _portfolio(words: str) -> frozenset[str]:
    """Content words of a ministry's name."""
    return frozenset(_same_word(t) for t in fold(words).split() if t not in _SMALL and t not in _MINISTRY)


def _bare(words: str) -> str:
    """Folded, without a leading article, `the kingdom of` and what is left of a country at the end."""
    plain = fold(words).removeprefix("the ").strip()
    return _OF_COUNTRY.sub("", plain) if plain.endswith(_LEFT_OVER) else plain


_OF_COUNTRY = re.compile(r" (?:of|in)(?: the)?(?: (?:kingdom|republic|state|union))?(?: of)?(?: the)?$")
_LEFT_OVER = ("of", "in", "the", "kingdom", "republic", "state", "union")


def _same_word(token: str) -> str:
    """British spelling and singular, so that `Labor` is `Labour`."""
    return {"labor": "labour", "defense": "defence", "cooperation": "co-operation"}.get(token, token)


def country_in(written: str) -> tuple[str | None, str]:
    """Country told by the name itself (`Cambodian Red Cross`, `Ministry of Justice of Spain`) and the name without those words."""
    words = written.split()
    may = [_may_be_of_country(word) for word in words]
    for size in (4, 3, 2, 1) if any(may) else ():
        for at in range(len(words) - size + 1):
            if not all(may[at : at + size]):
                continue
            piece = _trimmed(" ".join(words[at : at + size]))
            code = country_of_name(piece) or country_of_demonym(piece)
            if code and piece[:1].isupper() and piece not in _NO_COUNTRY:
                rest = words[:at] + words[at + size :]
                return code, re.sub(r"\bof(?: the)?$", "", " ".join(rest)).strip()
    return None, written


def _trimmed(piece: str) -> str:
    return _GENITIVE_AT_END.sub("", piece.strip(",()"))


_GENITIVE_AT_END = re.compile(r"['’]s?$")


@lru_cache(maxsize=65536)
def _may_be_of_country(word: str) -> bool:
    """Whether the word stands in any country's name or demonym: few do, and only these are looked up."""
    return any(country_words().issuperset(fold(form).split()) for form in (word, _trimmed(word)))  # `People's` stays so within a name


_NO_TOKEN = re.compile(r"[^a-zà-þ0-9’]+")
_NO_COUNTRY = frozenset(
    {"CAR", "American", "Dominican"}
)  # `American` opens many bodies' names abroad (`American University of Beirut`), `CAR` an acronym


@lru_cache(maxsize=4096)
def kind_of(written: str) -> str | None:
    """Kind of body by the words of its name (rules in org_kinds.yaml, first match), or None."""
    known = known_bodies().get(written)
    if known:
        return known.kind
    tokens = tuple(_NO_TOKEN.sub(" ", written.lower()).split(" "))
    fitting = [
        (number, kind)
        for at, token in enumerate(tokens)
        for words, number, kind in _rules_by_word().get(token, ())
        if tokens[at : at + len(words)] == words
    ]
    return min(fitting)[1] if fitting else None


def same_body(short: BodyName, full: BodyName) -> bool:
    """Whether `short` can only be `full` within one article (neither being another's acronym; see `is_short_for`).

    CASE 1: the same words (`Labour Ministry`, `Ministry of Labour`). CASE 2: spelling and company endings (`Boreal Nickel`, `Boreal
    Nickel Corp.`).
    Two different countries in the names keep them apart.
    """
    if short.country and full.country and short.country != full.country:
        return False
    if short.tokens == full.tokens or (short.portfolio and short.portfolio == full.portfolio):
        return True
    bare = _without_endings(short.tokens)
    if bare and bare == _without_endings(full.tokens):
        return True
    content = _telling(short.tokens)
    return len(content) > 1 and content == _telling(full.tokens)


@lru_cache(maxsize=4096)
def _without_endings(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Without `Corp.` and the like."""
    return tuple(t for t in tokens if t not in COMPANY_ENDINGS)


@lru_cache(maxsize=4096)
def _telling(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Without articles and prepositions, whatever the order."""
    return tuple(sorted(t for t in tokens if t not in _SMALL))


def is_short_for(short: BodyName, full: BodyName) -> bool:
    """Whether `short` may be a second reference to `full`; the caller asks that only one body of the article fits.

    CASE 1: initials. CASE 2: a ministry with fewer portfolios (`Ministry of Labour`). CASE 3: the last words (`Islander`, `Budget
    Committee`) or a
    generic head noun (`Commission`). CASE 4: the first words before `of …`, `for …` or a place (`Free Church`). Never a body inside a body
    (`African Union` is not the `African Union Commission`).
    """
    if short.country and full.country and short.country != full.country:
        return False
    if is_acronym(short.written) and (short.written.upper() == short.written or initials_match(short.written, full.written)):
        return len(full.tokens) > 1 and _has_initials(short.written, full.written)  # not `SunQuay`, which only looks like one
    if short.kind == "ministry" and full.kind == "ministry" and short.portfolio and short.portfolio < full.portfolio:
        return True
    n = len(short.tokens)
    if not n or n >= len(full.tokens) or (full.written in known_bodies() and n == 1):
        return False
    if full.tokens[-n:] == short.tokens and full.tokens[-n - 1] not in _SMALL:
        return short.kind in {None, full.kind} or (n == 1 and short.tokens[0] == full.tokens[-1])
    if n == 1 and short.tokens[0] in _HEADS_ALONE and short.tokens[0] in full.tokens:
        return True
    if full.is_caucus:
        return False
    return (full.tokens[:n] == short.tokens and _stops_at_qualifier(short, full)) or _abbreviates_tail(short, full)


def _has_initials(short: str, full: str) -> bool:
    """Whether the initials of a name make the acronym, with or without a company's ending: `LSE` for `London Stock Exchange Group`."""
    words = full.split()
    bare = words[:-1] if len(words) > 3 and fold(words[-1]) in COMPANY_ENDINGS else words
    return initials_match(short, full) or initials_match(short, " ".join(bare))


_CAUCUS = frozenset({"republicans", "democrats", "conservatives", "tories", "liberals", "greens"})
_HEADS_ALONE = frozenset(
    {
        "academy",
        "commission",
        "committee",
        "council",
        "institute",
        "university",
        "centre",
        "center",
        "agency",
        "authority",
        "board",
        "court",
        "bank",
        "trust",
        "foundation",
    }
)


def _abbreviates_tail(short: BodyName, full: BodyName) -> bool:
    """`Ohio EPA` for `Ohio Environmental Protection Agency`: the same beginning, then the initials of the rest."""
    words, full_words = short.written.split(), full.written.split()
    n = len(words) - 1
    return (
        0 < n < len(full_words) - 1
        and words[:n] == full_words[:n]
        and is_acronym(words[-1])
        and initials_match(words[-1], " ".join(full_words[n:]))
    )


def _stops_at_qualifier(short: BodyName, full: BodyName) -> bool:
    """What is left out only qualifies: `Free Church` of `Free Church of Scotland`, `House` of `House of Representatives`, `Hajduk` of
    `Hajduk Split`;
    `Larkspur` never of `Larkspur Police`, `Vanguard` never of `Vanguard Foundation`.
    """
    rest = full.tokens[len(short.tokens) :]
    if short.kind is None and not short.is_generic and not short.country and full.kind in _OWN_NAMES and rest[-1] not in _BODIES_OF_ANOTHER:
        return True
    if rest[0] in {"of", "for", "on"}:
        return short.kind == full.kind or (len(short.tokens) == 1 and short.tokens[0] in generic_words())
    place = " ".join(rest)
    if all(t in COMPANY_ENDINGS for t in rest) or country_of_name(place) is not None:
        return True
    return len(short.tokens) > 1 and bool(find_places(place))


_OWN_NAMES = frozenset(
    {None, "company", "team", "media", "news_agency", "party", "ngo", "research_institute", "association"}
)  # kinds called by their first word
_BODIES_OF_ANOTHER = frozenset(
    [
        "foundation",
        "union",
        "association",
        "workers",
        "supporters",
        "federation",
        "league",
        "office",
        "bureau",
        "committee",
        "fund",
        "trust",
        "desk",
        "council",
        "institute",
        "research",
    ]
)


@lru_cache(maxsize=1)
def _rules_by_word() -> dict[str, list[tuple[tuple[str, ...], int, str]]]:
    """By first word the words of each rule, its number and its kind."""
    found: dict[str, list[tuple[tuple[str, ...], int, str]]] = defaultdict(list)
    for number, entry in enumerate(load_entries("org_kinds.yaml", "rules")):
        for written in entry["words"]:
            words = tuple(written.replace("'", "’").split(" "))
            found[words[0]].append((words, number, str(entry["kind"])))
    return found


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Common words of bodies' names and portfolios."""
    return load_words("org_kinds.yaml", "generic") | load_words("org_kinds.yaml", "portfolio")


@lru_cache(maxsize=1)
def known_bodies() -> dict[str, KnownBody]:
    """Bodies known by acronym or short name, by every spelling of it and by full name."""
    found: dict[str, KnownBody] = {}
    for entry in load_entries("org_kinds.yaml", "known"):
        body = KnownBody(
            str(entry["name"]),
            str(entry["kind"]),
            entry.get("country"),
            bool(entry.get("weak")),
            bool(entry.get("expand")),
            entry.get("only"),
        )
        for word in {str(entry["word"]), str(entry["name"]), *entry.get("also", ())}:
            found[word] = body
    return found
