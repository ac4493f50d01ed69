"""From text with zones to an article: what the format says of it first, then what the lines around the text say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlparse

from etl.readers.article import Article, UnreadableError, Zone
from etl.readers.language import detect_language
from etl.readers.moments import date_in_url
from etl.readers.page_facts import find_outlet, find_people, find_published
from etl.text.period import Period

MAX_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a format states of an article beside its text; None where it is silent. `people` are those of the byline."""

    headline: str | None = None
    people: tuple[str, ...] = ()
    url: str | None = None
    source_name: str | None = None
    source_basis: str | None = None
    published_text: str | None = None
    published: Period | None = None


NOTHING = Known()


def check_size(text: str) -> None:
    """Raises UnreadableError (`too_large`) for a text that is no single article."""
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError("too_large", f"{len(text):,} characters are no article; the limit is {MAX_CHARACTERS:,}: split the file")


def build_article(uri: str, text: str, zones: tuple[Zone, ...], media_type: str, charset: str | None, known: Known = NOTHING) -> Article:
    """The article. Raises UnreadableError (`no_article`, `language_unsupported`)."""
    body = " ".join(zone.span.of(text) for zone in zones if zone.kind in ("headline", "body"))
    if not any(c.isalpha() for c in text):
        raise UnreadableError("no_article", "the document holds no words")
    is_article = any(c.isalpha() for c in body)
    language = detect_language(body if is_article else text)  # zones are told in English only
    if language != "en":
        raise UnreadableError("language_unsupported", f"the article seems to be written in {language!r}; only English is extracted")
    if not is_article:
        raise UnreadableError("no_article", "the document holds page furniture only, no article")
    published_text, published = _published(text, zones, known)
    source_name, source_basis = (
        (known.source_name, known.source_basis or "metadata") if known.source_name else find_outlet(text, zones) or (None, None)
    )
    return Article(
        uri=uri, text=text, zones=zones, language=language, media_type=media_type, charset=charset,
        headline=known.headline or _headline(text, zones), byline=_byline(text, zones, known.people), url=known.url,
        source_name=source_name, source_domain=_domain(known.url), published_text=published_text, published=published,
        source_basis=source_basis,
    )  # fmt: skip


def _published(text: str, zones: Sequence[Zone], known: Known) -> tuple[str | None, Period | None]:
    """What the format states, else what the page prints."""
    if known.published is not None:
        return known.published_text, known.published
    return find_published(text, zones) or (date_in_url(known.url) if known.url else None) or (None, None)


def _headline(text: str, zones: Sequence[Zone]) -> str | None:
    """The first headline, without the marks of Markdown."""
    words = next((zone.span.of(text) for zone in zones if zone.kind == "headline"), None)
    return " ".join(words.lstrip("#").strip(" *").split()) if words else None


def _byline(text: str, zones: Sequence[Zone], people: Sequence[str]) -> str | None:
    """People named as the writers, joined by commas; None where there is none."""
    found = list(people) or [name for zone in zones if zone.kind == "byline" for name in find_people(zone.span.of(text))]
    return ", ".join(dict.fromkeys(found)) or None


def _domain(url: str | None) -> str | None:
    """The host of a web address."""
    try:
        return (urlparse(url).hostname or None) if url else None
    except ValueError:  # `http://[::1`
        return None
