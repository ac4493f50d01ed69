"""Plain text and Markdown."""

from __future__ import annotations

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.decode import decode
from etl.readers.language import detect_language
from etl.readers.plain_zones import find_zones
from etl.readers.prose import is_documentation

MAX_CHARACTERS = 2_000_000


def read_plain(document: Document) -> list[Article]:
    """The one article of a text file: its text exactly as decoded, with zones.

    Raises UnreadableError (`empty`, `binary`, `encoding_unknown`, `too_large`, `language_unsupported`).
    """
    text, charset = decode(document.content)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError("too_large", f"{len(text):,} characters are no article; the limit is {MAX_CHARACTERS:,}: split the file")
    if is_documentation(text):
        raise UnreadableError("no_article", "this is documentation (tables, code, rules in bullets), no article")
    zones = find_zones(text)
    body = " ".join(zone.span.of(text) for zone in zones if zone.kind in ("headline", "body"))
    if not body.strip():
        raise UnreadableError("no_article", "the document holds page furniture only, no article")
    language = detect_language(body)
    if language != "en":
        raise UnreadableError("language_unsupported", f"the article seems to be written in {language!r}; only English is extracted")
    words = {kind: next((zone.span.of(text) for zone in zones if zone.kind == kind), None) for kind in ("headline", "byline")}
    return [
        Article(
            uri=document.uri, text=text, zones=zones, language=language, media_type="text/plain", charset=charset,
            headline=words["headline"], byline=words["byline"],
        )
    ]  # fmt: skip
