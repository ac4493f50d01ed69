"""What the lines around an article say of it: when it came out, who wrote it, which outlet prints it. Only what is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from etl.lexicon import load_words
from etl.readers.article import Zone
from etl.text.dates import find_dates, resolve_expression
from etl.text.period import Period

_LABELLED = re.compile(r"\b(?:published|posted|publication date|date published|release date|embargoed until|first published)\b", re.I)
_REVISED = re.compile(r"\b(?:updated|modified|revised|edited)\b[^|]{0,24}$", re.I)
# Dates that are no publication: `© 1998–2024`, `Founded 12 May 1871`, `Serving … since 1911`.
_NO_PUBLICATION = re.compile(r"©|ⓒ|\(c\)|copyright|since|founded|established|registered|licen[cs]e", re.I)
# `09/Oct/2023`, `2024-10-31T07:05`: made readable for the date finder, without moving a character.
_SLASHED = re.compile(r"(?<=\d)/(?=[A-Za-z]{3})|(?<=[A-Za-z]{3})/(?=\d{4})|(?<=\d{4}-\d\d-\d\d)T(?=\d\d:)")
_LINE_LIMIT = 160

_NAME_PART = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'.-]*|de|da|del|della|der|van|von|bin|binti|al|el|la|le|dos|du|ní|y)"
_PERSON = re.compile(rf"[A-ZÀ-ÞĀ-Ž][\w’'.-]*(?: {_NAME_PART}){{1,4}}$")
_LEAD = re.compile(
    r"^\W*(?:(?:exclusive|words|text|story|report|written|posted|reported|opinion|analysis|explainer)\s*(?:by|:)?\s+)?(?:by|from)?\s*[:—–-]?\s*",
    re.I,
)
_BREAK = re.compile(r"\s*[|·•,;/]\s*|\s{2,}|\s+[–—-]\s+|\s+(?:and|&|with|in)\s+|\n", re.I)
# A name, then what a mast adds: `Logo of The Harbour Post`, `THE HARBOUR POST — since 1951`, `© 2024 Harbour Post Ltd.`
_LOGO = re.compile(r"^(?:logo of |logo: ?)?(?P<name>.+?)(?: logo| newspaper)*(?:\s*[|»>–—·•,-]\s.*|\s{2,}.*)?$", re.I)
_FOOTER = re.compile(
    r"(?:©|ⓒ|\(c\)|copyright)\s*(?:\(c\))?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*"
    r"(?P<name>(?:The )?[A-Z][\w’'&-]*(?: (?:of|and|the|&|[A-Z][\w’'&-]*)){0,4})"
)
_PUBLISHED_IN = re.compile(r"^published in (?P<name>(?:the )?[A-Z][\w’' &-]+?),", re.I)
_AGENCY = re.compile(r"\((?P<name>[A-Z][\w .’'-]{1,40})\)")
_SELF = re.compile(r"\btold (?P<name>[Tt]he [A-Z][a-z]+)\b(?! [A-Z])")
_SMALL = {"of", "the", "and", "&", "de"}


def find_published(text: str, zones: Sequence[Zone]) -> tuple[str, Period] | None:
    """The publication date as written and as days, with basis `byline` or `dateline`; None where the page prints no full date.

    A line that says it is the publication comes first, then other lines above the article, then an update, then a dateline. A year is
    never added: `HANOI, April 9 –` gives nothing.
    """
    first_body = next((zone.span.start for zone in zones if zone.kind == "body"), len(text))
    ranked: list[tuple[int, str, Period]] = []
    for zone in zones:
        line = zone.span.of(text)
        if zone.kind == "dateline":
            ranked += [(3, words, Period(day.start, day.end, "dateline")) for words, day, _ in _days(line)]
        elif zone.kind in ("byline", "furniture") and len(line) <= _LINE_LIMIT and not _NO_PUBLICATION.search(line):
            above = zone.span.start < first_body
            ranked += [(rank, words, day) for words, day, rank in _days(line) if above or rank == 0]
    best = min(ranked, key=lambda item: item[0], default=None)
    return (best[1], best[2]) if best else None


def _days(line: str) -> Iterator[tuple[str, Period, int]]:
    """Single days that the line prints in full: words, day, and rank (0 published, 1 unlabelled, 2 updated)."""
    plain = _SLASHED.sub(" ", line)
    for found in find_dates(plain):
        period = resolve_expression(found)
        if found.relation == "at" and period is not None and period.start is not None and period.is_day:
            before = plain[: found.span.start]
            rank = 2 if _REVISED.search(before) else 0 if _LABELLED.search(plain) else 1
            yield line[found.span.start : found.span.end], Period(period.start, period.end, "byline"), rank


def find_people(byline: str) -> tuple[str, ...]:
    """The people a byline names, as written: `By Jane Roe and John Doe, Local reporter` gives two; `Staff Reporter` none."""
    found = []
    for part in _BREAK.split(_LEAD.sub("", byline.strip(" *_\n"), count=1)):
        words = _LEAD.sub("", part).strip(" .")
        if words and _is_post(words):
            break  # what follows a post belongs to it: `Home affairs correspondent, South East`
        if _PERSON.match(words) and not any(c.isdigit() for c in words):
            found.append(words)
    return tuple(dict.fromkeys(found))


def _is_post(words: str) -> bool:
    """Whether the words are a post, an outlet or an agency rather than a person: `Political Editor`, `Courier Staff`."""
    lower = [word.lower().strip(".,") for word in words.split()]
    return any(word in _lexicon("job_words") for word in lower) or lower[0] in ("our", "the") or lower[-1] in _lexicon("outlet_words")


def find_outlet(text: str, zones: Sequence[Zone]) -> tuple[str, str] | None:
    """The outlet's name with its basis: `logo` (top line), `footer`, `agency` (dateline), `self_reference` (`told The Post`), or None."""
    first_body = next((zone.span.start for zone in zones if zone.kind == "body"), len(text))
    furniture = [
        zone.span.of(text).split("\n")[0] for zone in zones if zone.kind in ("furniture", "byline") and zone.span.start < first_body
    ]
    for line in furniture[:3]:
        if name := _outlet_in(_LOGO.match(line)):
            return name, "logo"
    for zone in zones:
        line = zone.span.of(text)
        name = (
            _outlet_in(_FOOTER.search(line)) or _outlet_in(_PUBLISHED_IN.match(line))
            if zone.kind == "furniture" and len(line) < 200
            else None
        )
        if name:
            return name, "footer"
    return _credited(text, zones)


def _credited(text: str, zones: Sequence[Zone]) -> tuple[str, str] | None:
    """The agency of the dateline, or the paper that calls itself `The Post` in its own reports."""
    for zone in zones:
        agency = _AGENCY.search(zone.span.of(text)) if zone.kind == "dateline" else None
        if agency and _is_agency(agency["name"]):
            return agency["name"], "agency"
    body = " ".join(zone.span.of(text) for zone in zones if zone.kind == "body")
    named = {
        match["name"]
        for match in _SELF.finditer(body)
        if match["name"].split()[-1].lower() in _lexicon("outlet_words") - {"agency", "press", "leader", "reporter"}
    }
    return (f"The {named.pop().split()[-1]}", "self_reference") if len({name.casefold() for name in named}) == 1 else None


def _is_agency(name: str) -> bool:
    """`PTI`, `Reuters Wire`: capitals, or a name that ends like an agency's."""
    last = name.split()[-1].lower()
    return (name.isupper() and name.isalpha() and 2 <= len(name) <= 6) or last in _lexicon("outlet_words")


def _outlet_in(match: re.Match[str] | None) -> str | None:
    """The matched name where it ends like an outlet's (`… Gazette`, `Daily …`) and is a name, not a sentence or a headline."""
    if match is None:
        return None
    words = re.split(r" (?:newspaper|logo)\b", match["name"].strip(" ."), maxsplit=1)[0].split()
    words = words[: len(words) // 2] if words[: len(words) // 2] == words[len(words) // 2 :] else words  # picture text and name in one line
    if words and words[0].lower().rstrip(":") in {"by", "from", "contact", "contacts", "published", "photo", "image"}:
        return None
    if not 2 <= len(words) <= 6 or not all(word[0].isupper() or word in _SMALL for word in words):
        return None
    named = [word.lower() for word in words if word[0].isupper()]
    return (
        " ".join(words)
        if set(named[-2:]) & _lexicon("outlet_words") and any(word not in _lexicon("page_words") for word in named)
        else None
    )


@lru_cache(maxsize=4)
def _lexicon(section: str) -> frozenset[str]:
    return load_words("page_furniture.yaml", section)
