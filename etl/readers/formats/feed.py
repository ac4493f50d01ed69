"""RSS and Atom files: each entry is an article, dated and named by the feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from etl.readers.article import Document, UnreadableError
from etl.readers.formats.base import Budget, Format, Part, Refused, part_uri
from etl.readers.record import make_record
from etl.readers.xml_safe import parse_xml

_FEED = re.compile(
    rb"^[\xef\xbb\xbf\s]*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.S
)
# `?a=1&b=2` and `&nbsp;` outside of CDATA, where `&` has to be written `&amp;`.
_AMPERSAND = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?!#\d{1,7};|#x[0-9a-f]{1,6};|(?:amp|lt|gt|quot|apos);)", re.S | re.I)
_MINIMUM_WORDS = 20
_WHOLE = 150
"""Words from which on a description is taken for the article and not for its first lines, where the page could be fetched instead."""


def _split(document: Document, budget: Budget) -> Iterator[Part]:
    tree = _parse(document.content)
    entries = [node for node in tree.iter() if _name(node) in ("item", "entry")]
    if not entries:
        raise UnreadableError("no_article", "the feed holds no entry")
    channel = next((node for node in tree.iter() if _name(node) in ("channel", "feed")), tree)
    source = _child(channel, "title")
    for number, entry in enumerate(entries, 1):
        budget.count_member()
        yield _entry(document, budget.name(document, _link(entry), number), entry, source)


def _parse(content: bytes) -> etree._Element:
    """The feed; where it is no XML, with bare ampersands and entities of HTML taken as they are meant, and the rest as far as it goes."""
    try:
        return parse_xml(content)
    except UnreadableError as error:
        if error.code != "broken":
            raise
    mended = _AMPERSAND.sub(lambda found: b"&amp;" if found[0] == b"&" else found[0], content)
    return parse_xml(mended, recover=True)


def _entry(document: Document, name: str, entry: etree._Element, source: str | None) -> Part:
    """The entry as a record; from the web, an entry without the whole text is a link to follow."""
    url = _link(entry)
    whole = _child(entry, "encoded") or _child(entry, "content")
    text = whole or _child(entry, "description") or _child(entry, "summary")
    if text is None or _count_words(text) < _MINIMUM_WORDS or (_is_web(document.uri) and not whole and _count_words(text) < _WHOLE):
        reason = f"the feed prints no text of this entry; load its address: {url or 'none given'}"
        return Refused(part_uri(document, name), "no_article", reason, link=url if url and _is_web(document.uri) and _is_web(url) else None)
    values = {
        "text": text,
        "headline": _child(entry, "title"),
        "byline": _child(entry, "creator") or _author(entry),
        "url": url,
        "published": _child(entry, "pubDate") or _child(entry, "published") or _child(entry, "date") or _child(entry, "issued"),
        "source": _child(entry, "source") or source,
    }
    return make_record(document, name, values, basis="feed")


def _count_words(markup: str) -> int:
    return len(re.sub(r"<[^>]*>", " ", markup).split())


def _is_web(uri: str) -> bool:
    return uri.startswith(("http://", "https://"))


def _name(node: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _child(node: etree._Element, name: str) -> str | None:
    """Text of the first child of this name; XHTML inside it (`content type="xhtml"`) as markup."""
    child = next((c for c in node if _name(c) == name), None)
    if child is None:
        return None
    inner = "".join(etree.tostring(c, encoding="unicode") for c in child)
    return ((child.text or "") + re.sub(r"<(/?)\w+:", r"<\1", inner)).strip() or None


def _link(entry: etree._Element) -> str | None:
    links = [c for c in entry if _name(c) == "link"]
    atom = next((c.get("href") for c in links if c.get("href") and c.get("rel", "alternate") == "alternate"), None)
    guid = _child(entry, "guid")
    return (
        atom
        or next((c.text.strip() for c in links if c.text and c.text.strip()), None)
        or (guid if guid and guid.startswith("http") else None)
    )


def _author(entry: etree._Element) -> str | None:
    """`author` as RSS prints it (`desk@paper.example (Jane Roe)`) or as Atom does (with a `name` inside)."""
    author = next((c for c in entry if _name(c) == "author"), None)
    if author is None:
        return None
    named = _child(author, "name")
    inside = re.search(r"\(([^)]+)\)", author.text or "")
    return named or (inside[1] if inside else author.text)


FORMATS = (Format("application/rss+xml", (".rss", ".atom", ".rdf"), lambda head: bool(_FEED.match(head)), split=_split),)
