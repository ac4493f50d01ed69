"""What one place of an article knows of a name, every place shall know: one kind for one name, and no occurrence left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.name_known import NOT_MONEY, is_venue, kind_by_look, known_names
from etl.extract.name_people import TITLED
from etl.extract.name_repair import form_of, honorifics, is_acronym
from etl.extract.name_runs import SURE
from etl.lexicon import load_csv, load_words
from etl.lexicon.gazetteer import find_places
from etl.text.fold import without_accents
from etl.text.span import Span

_OPENING = re.compile(r"(?<![\w-])(?:\w+|[^\w\s])")  # what a name may open with
_CLOSED = re.compile(rf"(?!\w|-[A-ZÀ-Þ]){NOT_MONEY}")
_DERIVED = re.compile(r"(?:inter|intra|anti|pro|pan|trans|non|post|pre)-[A-ZÀ-Þ]")  # `inter-Korean`, `anti-Brexit`
_DEPARTMENTS = re.compile(r"(?:departments|ministries) of |(?:our|your|my) ")
_INHABITANTS = re.compile(r"^\w+[a-z]ans$")
_BY_TRUST = ("person", "organisation", "place", "event")
_OFFICE = re.compile(
    r"(?!.*\b(?:Office|Bureau|Court|Service|Department|Chambers)\b)"  # `Office of the President` is a body
    r"(?:[\w-]+ ){0,3}?(?:Minister|President|Governor|Secretary|Chancellor|Chairman|Chairwoman|Ambassador|Archbishop|Spokes\w+"
    r"|(?:Attorney|Solicitor|Surgeon) General)"
    r"(?: (?:of|for|to)\b| [A-Z]|$)"
)
_NEVER_OF = frozenset(
    ["act", "treaty", "convention", "protocol", "memorandum", "declaration", "summit", "consultation", "day", "week", "code"]
)
_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


@lru_cache(maxsize=8192)
def fold(words: str) -> str:
    """Comparable form of a name: lower case, without accents, marks to spaces, no leading article."""
    folded = re.sub(r"[^\w]+", " ", re.sub(r"['’]s\b", "", without_accents(words).lower())).strip()
    return folded.removeprefix("the ")


def vote(mentions: Sequence[Mention]) -> list[Mention]:
    """One kind per name: a person's word takes the person's kind, countries are places, else the weightiest kind of the article wins."""
    mentions = [_recast(m, kind_by_look(m) or m.entity_kind) if m.score < SURE else m for m in mentions]
    mentions = [_recast(m, "place") if is_venue(m) else m for m in mentions]
    ballots: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        ballots[fold(mention.surface)][mention.entity_kind] += mention.score * (2 if " " in mention.surface else 1)  # type: ignore[assignment]
    people = _person_words(mentions, ballots)
    voted = [_recast(mention, _winner(mention, ballots, people)) for mention in mentions]
    return [m for m in voted if not _is_no_name(m)]


def _person_words(mentions: Iterable[Mention], ballots: dict[str, Counter[str]]) -> frozenset[str]:
    """Words of the full names of people in the article, and surnames that a title stands before."""
    titled = {fold(m.surface) for m in mentions if m.entity_kind == "person" and m.score >= TITLED}
    full = [m.surface for m in mentions if m.entity_kind == "person" and " " in m.surface and _top(ballots[fold(m.surface)]) == "person"]
    return frozenset(titled | {fold(word) for name in full for word in name.split()})


def _winner(mention: Mention, ballots: dict[str, Counter[str]], people: frozenset[str]) -> str:
    """CASE 1: countries are places, unless the tagger saw a team or body by that name here. CASE 2: one word of a person's full name is
    that person,
    unless the article's votes are all against. CASE 3: a town and its team share a name: the sure tag stays. CASE 4: the vote.
    """
    name, here = fold(mention.surface), mention.entity_kind
    if name in _country_names() and not (name in people and here == "person"):
        return here if here in {"organisation", "event"} and mention.score > 0.8 else "place"
    if name in people and " " not in mention.surface and (here != "place" or (mention.score < SURE and not find_places(mention.surface))):
        company = here == "organisation" and any(other.startswith(name + " ") and ballots[other]["organisation"] for other in ballots)
        return "organisation" if company or (ballots[name]["organisation"] >= 2 and not ballots[name]["person"]) else "person"
    if here == "person" and " " not in mention.surface and mention.score < SURE and _opens_body(name, ballots):
        return "organisation"  # `Quorl` beside `Quorl Holdings`
    if {here, _top(ballots[name])} == {"place", "organisation"} and mention.score > 0.8:
        return here
    return _top(ballots[name])


def _opens_body(name: str, ballots: dict[str, Counter[str]]) -> bool:
    """Whether a longer name that opens with this word is a body's, and none is a person's."""
    longer = [_top(ballot) for other, ballot in ballots.items() if other.startswith(name + " ")]
    return "organisation" in longer and "person" not in longer


def _top(ballot: Counter[str]) -> str:
    return max(_BY_TRUST, key=ballot.__getitem__)


def _recast(mention: Mention, kind: str) -> Mention:
    """The same words with another kind."""
    if kind == mention.entity_kind:
        return mention
    return replace(mention, entity_kind=kind, form=form_of(mention.surface, kind))  # type: ignore[arg-type]


def _is_no_name(mention: Mention) -> bool:
    """Products, platforms, laws and nationalities that stand alone; days; words without a capital that no body bears."""
    name = fold(mention.surface)
    if not name or (name in _DAYS and mention.entity_kind != "person") or _DERIVED.match(mention.surface):
        return True
    if mention.entity_kind == "organisation":
        last = name.rsplit(" ", 1)[-1]
        if all(word in honorifics() for word in name.split()):
            return True  # forms of address alone: `Samdech Techo`
        is_half = mention.score < SURE and all(w in _portfolio() or w == "and" for w in name.split()) and last not in _body_nouns()
        if is_half or _OFFICE.match(mention.surface):
            return True  # `Minister of Interior`, `Interior`: a title or half of one
        if mention.score < 0.8 and not any(c.isupper() for c in mention.surface):
            return True  # `the central bank`, guessed at
        if _DEPARTMENTS.match(name):
            return True  # `Departments of Health, Labor and Education`: several in one span
        return name in _never_bodies() or _is_agreement(name) or name in _demonyms() or _is_partisan(mention.surface)
    if mention.entity_kind == "place":
        first, hyphen, _ = mention.surface.partition("-")
        if hyphen and mention.score < SURE and not find_places(mention.surface) and (find_places(first) or first in known_names()):
            return True  # `Cambodia-Korea`, half of `Asean-Republic of Korea`
        if mention.score < SURE and (name in _portfolio() or (_INHABITANTS.search(name) and not find_places(mention.surface))):
            return True  # `Commerce`, `Californians`
        return name in _never_places() or (name in _demonyms() and name not in _country_names())
    return (
        mention.entity_kind == "person"
        and (
            name in _demonyms()
            or name in honorifics()
            or (" of " in name and _is_agreement(name))  # `Day of the Reef`
            or (not mention.surface[:1].isupper() and " " not in name)
        )
    )


def _is_partisan(surface: str) -> bool:
    """Whether the words mean one member of a party by the state: `the Utah Republican`."""
    state, _, colour = surface.rpartition(" ")
    return colour in ("Republican", "Democrat") and any(place.kind == "state" for place in find_places(state))


def _is_agreement(name: str) -> bool:
    """Whether a name's head makes it a treaty, law, event or day: `Reef Treaty`, `Treaty of Selby`, `World Day of the Reef`; not
    `Parties to the Reef Treaty`.
    """
    head = re.split(r" (?:of|to|for|on) ", name)[0].rsplit(" ", 1)[-1]
    if name.endswith(f" {head}"):
        return head in _never_heads()
    return head in _NEVER_OF and name != head


def find_again(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """All mentions and every further occurrence of their names, or of a person's single words, in the readable text."""
    names = _searched(analysis, mentions)
    if not names:
        return list(mentions)
    taken = _Taken(mentions)
    found = []
    for span in _occurrences(analysis, names):
        words = span.of(analysis.text)
        like = names[words]
        if taken.free(span) and _may_stand(analysis.text, span, like):
            found.append(replace(like, span=span, surface=words, form=form_of(words, like.entity_kind)))
    return sorted([*mentions, *found], key=lambda m: (m.span.start, m.span.end))


def _occurrences(analysis: Analysis, names: Iterable[str]) -> Iterator[Span]:
    """Where the names stand as whole words, the longest at each place. Names are looked up by the word they open with: to compile a pattern
    of all names takes longer than to read the article.
    """
    by_opening: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if opening := _OPENING.match(name):
            by_opening[opening.group()].append(name)
    text = analysis.text
    for region in analysis.regions:
        end = region.start
        for word in _OPENING.finditer(text, region.start, region.end):
            at = word.start()
            for name in by_opening.get(word.group(), ()) if at >= end else ():
                if text.startswith(name, at, region.end) and _CLOSED.match(text, at + len(name), region.end):
                    end = at + len(name)
                    yield Span(at, end)
                    break


class _Taken:
    """Which characters are part of a name already."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._chars = {i for m in mentions for i in range(m.span.start, m.span.end)}

    def free(self, span: Span) -> bool:
        return self._chars.isdisjoint(range(span.start, span.end))


def _searched(analysis: Analysis, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Names worth looking for, each with a mention that bears it (the surest). Full names before single words."""
    names: dict[str, Mention] = {}
    for mention in sorted(mentions, key=lambda m: (-m.score, m.span)):
        if len(mention.surface) > 1 and not _is_generic(mention) and fold(mention.surface) not in _DAYS:
            names.setdefault(mention.surface, mention)
    small = _lower_words(analysis)
    for mention in sorted(mentions, key=lambda m: m.span):
        if mention.entity_kind == "person" and " " in mention.surface:
            for word in _second_references(mention.surface, small):
                names.setdefault(word, mention)
    return names


def _second_references(name: str, small: frozenset[str]) -> list[str]:
    """The single words of a full name that may stand for the person, and a surname with its particles: `Hendrik van der Walt`: `van der
    Walt`, `Walt`.
    """
    words = [w.strip("\"“”‘’',()") for w in name.split()]
    kept = [
        w for w in words if len(w) > 1 and w[0].isupper() and not w.endswith(".") and w.lower() not in small and w.lower() not in _unfit()
    ]
    tails = [" ".join(words[i:]) for i in range(1, len(words) - 1) if words[i].lower() in _particles()]
    return [*tails, *kept]


def _lower_words(analysis: Analysis) -> frozenset[str]:
    """Words the article writes in lower case: `will`, `hope`, `may`; a capital one at a sentence start is then no sure name."""
    return frozenset(
        w for region in analysis.regions for w in re.findall(r"(?<![\w'’-])[a-zà-þ]+", analysis.text[region.start : region.end])
    )


def _is_generic(mention: Mention) -> bool:
    """A body or place named by common words alone (`Council`) is not looked for: another may be meant elsewhere."""
    if mention.entity_kind in {"person", "event"}:
        return False
    return all(word in _generic() for word in fold(mention.surface).split()) and not is_acronym(mention.surface)


def _may_stand(text: str, span: Span, like: Mention) -> bool:
    """A full name may stand anywhere; one word not beside another capital word, which would make a different name (`Kim | Soo-hyun`,
    `Busan | Daily`).
    """
    if " " in span.of(text) and like.entity_kind == "person":
        return True
    after = re.match(r" ([A-ZÀ-Þ][\w.-]*)", text[span.end : span.end + 30])
    before = re.search(r"([^\s\"“(]+) $", text[max(0, span.start - 30) : span.start])
    is_title = after and like.entity_kind == "organisation" and after.group(1).lower() in _titles()  # `the RBV | Governor`
    if after and not is_title and after.group(1).lower() not in _unfit():
        return False
    if not before or not before.group(1)[:1].isupper():
        return True
    word = before.group(1).lower().rstrip(".")
    return (
        word in honorifics()
        or word in _titles()
        or (like.entity_kind != "person" and _starts_sentence(text, span.start - len(before.group())))
    )


def _starts_sentence(text: str, at: int) -> bool:
    return at <= 0 or bool(re.search(r"(?:[.!?:]['\"”’]?\s+|\n|[“\"])$", text[max(0, at - 4) : at]))


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    rows = load_csv("countries.csv")
    names = {row["name"] for row in rows} | {n for row in rows for n in row["names"].split("|") if n}
    return frozenset(fold(n) for n in names)


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    singular = {fold(d) for row in load_csv("countries.csv") for d in row["demonyms"].split("|") if d}
    return frozenset(singular | {d + "s" for d in singular})


@lru_cache(maxsize=1)
def _never_bodies() -> frozenset[str]:
    return frozenset(fold(w) for w in load_words("org_kinds.yaml", "not_organisations"))


@lru_cache(maxsize=1)
def _body_nouns() -> frozenset[str]:
    return load_words("org_kinds.yaml", "nominals")


@lru_cache(maxsize=1)
def _never_heads() -> frozenset[str]:
    return load_words("org_kinds.yaml", "not_organisation_heads")


@lru_cache(maxsize=1)
def _never_places() -> frozenset[str]:
    return load_words("places.yaml", "never")


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return load_words("org_kinds.yaml", "generic")


@lru_cache(maxsize=1)
def _portfolio() -> frozenset[str]:
    return load_words("org_kinds.yaml", "portfolio") - {"transport", "home"}


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return load_words("name_order.yaml", "particles")


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return load_words("titles.yaml", "not_names") | load_words("titles.yaml", "heads")


@lru_cache(maxsize=1)
def _unfit() -> frozenset[str]:
    """Words that open sentences or date things and so are no sure second reference."""
    openers = {w.lower() for w in load_words("abbreviations.yaml", "sentence_openers")}
    suffixes = load_words("honorifics.yaml", "suffixes")
    return frozenset(openers | suffixes | _DAYS | _particles() | load_words("places.yaml", "never"))
