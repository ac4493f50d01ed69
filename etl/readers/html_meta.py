"""What a web page's head says of its article: JSON-LD first, then meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlparse

from lxml import etree

from etl.readers.build import Known
from etl.readers.moments import parse_moment
from etl.readers.page_facts import find_people

_ARTICLE_TYPES = ("article", "posting", "report", "review", "press", "backgroundnews", "liveblog")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",
    "dcterms.date", "pubdate",
    "publishdate", "publish-date", "publication_date", "sailthru.date", "parsely-pub-date",
    "article.published", "citation_publication_date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "byl", "dc.creator", "dcterms.creator", "sailthru.author", "parsely-author", "citation_author")
_SITE = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone")
_TITLE = ("og:title", "twitter:title", "dc.title", "parsely-title", "citation_title")
_MAX_JSON = 2_000_000


def read_head(tree: etree._Element, address: str | None) -> Known:
    """What the page states; `address` is where it was fetched from, where that is known."""
    metas = dict(_metas(tree))
    article = next(_linked_articles(tree), {})
    url = _url(tree, metas, article, address)
    words = _first(_text(article.get("datePublished")), *(metas.get(name) for name in _PUBLISHED), _time_element(tree))
    published = parse_moment(words, "metadata") if words else None
    publisher = article.get("publisher")
    return Known(
        headline=_headline(tree, metas, article),
        people=_people(metas, article),
        url=url,
        source_name=_first(_text(publisher.get("name")) if isinstance(publisher, Mapping) else None, *(metas.get(name) for name in _SITE)),
        source_basis="metadata",
        published_text=words if published else None,
        published=published,
    )


def _metas(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Name and content of the meta elements, last to first, so that in a mapping the first one of a name counts."""
    for node in reversed(list(tree.iter("meta"))):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        content = (node.get("content") or "").strip()
        if name and content:
            yield name.lower(), content


def _linked_articles(tree: etree._Element) -> Iterator[Mapping[str, Any]]:
    """JSON-LD objects of an article type, in page order; broken JSON is passed over."""
    for node in tree.iter("script"):
        if node.get("type", "").strip().lower() == "application/ld+json" and node.text and len(node.text) < _MAX_JSON:
            try:
                data = json.loads(node.text, strict=False)
            except (ValueError, RecursionError):
                continue
            yield from (item for item in _objects(data) if _is_article(item))


def _objects(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD block: itself, list members, and what lies in `@graph`."""
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data:
            yield from _objects(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph", []), depth + 1)


def _is_article(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type", "")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(str(name).lower().endswith(_ARTICLE_TYPES) or "newsarticle" in str(name).lower() for name in names)


def _people(metas: Mapping[str, str], article: Mapping[str, Any]) -> tuple[str, ...]:
    authors = article.get("author") or []
    listed = [_text(a.get("name")) if isinstance(a, Mapping) else _text(a) for a in (authors if isinstance(authors, list) else [authors])]
    names = [name for name in listed if name] or [metas[name] for name in _AUTHOR if name in metas and "://" not in metas[name]][:1]
    return tuple(dict.fromkeys(person for name in names for person in find_people(name)))


def _headline(tree: etree._Element, metas: Mapping[str, str], article: Mapping[str, Any]) -> str | None:
    """JSON-LD, the page's only `h1`, `og:title`, `title`; without the outlet's name at its end."""
    heads = [" ".join("".join(node.itertext()).split()) for node in tree.iter("h1")]
    title = next((" ".join("".join(node.itertext()).split()) for node in tree.iter("title")), None)
    words = _first(_text(article.get("headline")), heads[0] if len(heads) == 1 else None, *(metas.get(name) for name in _TITLE), title)
    site = _first(*(metas.get(name) for name in _SITE))
    if words and site and re.search(rf"\s[|–—-]\s{re.escape(site)}$", words):
        words = words[: words.rfind(site)].rstrip(" |–—-")
    if words and words.lstrip()[:1] in ("|", "–", "—"):  # a page without a headline: ` | The Bay Courier`
        return None
    return " ".join(words.split())[:500] if words else None


def _url(tree: etree._Element, metas: Mapping[str, str], article: Mapping[str, Any], address: str | None) -> str | None:
    """The canonical address where it is a web address of an article, not of the front page."""
    links = (node.get("href") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical")
    found = _first(next(links, None), metas.get("og:url"), _text(article.get("url")), address)
    try:
        url = urljoin(address or "", found) if found else None
        return url if url and urlparse(url).scheme in ("http", "https") and urlparse(url).hostname else address
    except ValueError:
        return address


def _time_element(tree: etree._Element) -> str | None:
    """The first `time` element with a machine-readable date, where the page has just one such day."""
    found = [value for node in tree.iter("time") if (value := (node.get("datetime") or "").strip())]
    return found[0] if len({value[:10] for value in found}) == 1 else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)
