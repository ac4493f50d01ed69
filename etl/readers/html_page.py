"""Article text out of HTML: trafilatura finds the body, the page's head names the rest, and the zone classifier looks over what is left."""

from __future__ import annotations

import re
from dataclasses import replace

import trafilatura
from lxml import etree, html

from etl.readers.article import UnreadableError, Zone
from etl.readers.build import Known, check_size
from etl.readers.html_meta import read_head
from etl.readers.plain_zones import find_zones
from etl.text.span import Span

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.I)
_TAG = re.compile(r"</?(?:p|br|div|span|b|i|em|strong|a|ul|ol|li|h[1-6]|blockquote|figure|img|table)\b[^>]{0,2000}>", re.I)
_CARD_WORDS = 80
_MINIMUM = 25
"""Words that trafilatura must find; below that, the paragraphs of the page are read as they stand."""


def declared_charset(content: bytes) -> str | None:
    """The charset that the page announces in its first kilobytes."""
    match = _CHARSET.search(content[:8192])
    return match[1].decode("ascii") if match else None


def looks_like_html(text: str) -> bool:
    """Whether words of a dump are marked up as HTML."""
    return bool(_TAG.search(text))


def read_page(text: str, address: str | None = None) -> tuple[str, tuple[Zone, ...], Known]:
    """Text, zones and head of a page. Headline and body are paragraphs apart by a blank line; the page's own furniture is left out.

    Raises UnreadableError (`no_article`, `broken`, `too_large`).
    """
    tree = _parse(text)
    known = read_head(tree, address)
    _drop_cards(tree)
    body = _body(tree)
    if not body:
        raise UnreadableError("no_article", "the page holds no running text")
    check_size(body)
    words, zones = with_headline(known.headline, body)
    return words, zones, known if known.headline else replace(known, headline=None)


def fragment_text(markup: str) -> str:
    """The paragraphs of a piece of HTML without a page around it, one a line."""
    tree = _parse(f"<html><body>{markup}</body></html>")
    return _paragraphs(tree)


def with_headline(headline: str | None, body: str) -> tuple[str, tuple[Zone, ...]]:
    """Headline and body as one text with zones; a body whose first line is the headline is not given a second one."""
    zones = find_zones(body)
    if not headline or not zones:
        return body, zones
    if zones[0].span.of(body) == headline:
        return body, (replace(zones[0], kind="headline"), *zones[1:])
    shift = len(headline) + 2
    moved = [Zone(zone.kind, Span(zone.span.start + shift, zone.span.end + shift)) for zone in zones]
    if moved[0].kind == "headline":  # another wording of it, or the page's section: `World`
        moved[0] = replace(moved[0], kind="furniture")
    return f"{headline}\n\n{body}", (Zone("headline", Span(0, len(headline))), *moved)


def _parse(text: str) -> etree._Element:
    """The page as a tree. Entities of its own and the network are off; nesting is cut at what libxml2 allows (256)."""
    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        tree = html.document_fromstring(
            cleaned, parser=html.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_comments=True)
        )
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("broken", f"the page cannot be parsed: {error}"[:300]) from error
    if tree is None:
        raise UnreadableError("no_article", "the page is empty")
    return tree


def _drop_cards(tree: etree._Element) -> None:
    """Take out teasers of other articles: a heading that is all a link, in a small block with the first words of what it leads to.

    `<div><h4><a href="/ferry">Ferry strike goes on</a></h4><p>Talks between the crews and the operator broke off …</p></div>`
    """
    for heading in list(tree.iter("h2", "h3", "h4", "h5", "h6")):
        linked = "".join("".join(link.itertext()) for link in heading.iter("a") if link.get("href"))
        words = "".join(heading.itertext())
        card = heading.getparent()
        is_small = card is not None and len("".join(card.itertext()).split()) <= _CARD_WORDS and card.tag not in ("body", "main", "article")
        if words.strip() and linked.split() == words.split() and is_small and next(card.iter("h1"), None) is None:
            card.drop_tree()


def _body(tree: etree._Element) -> str:
    """The running text. trafilatura's own answer wherever it has one of some length."""
    found = trafilatura.extract(
        tree, output_format="txt", include_comments=False, include_tables=False, with_metadata=False, deduplicate=False
    )
    if found and len(found.split()) >= _MINIMUM:
        return str(found).strip()
    own = _paragraphs(tree, "p")
    return own if len(own.split()) > len((found or "").split()) else str(found or "").strip()


def _paragraphs(tree: etree._Element, *names: str) -> str:
    """Blocks of text one a line, scripts and navigation left out."""
    for node in list(tree.iter("script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template")):
        node.drop_tree()
    for node in tree.iter("br"):
        node.tail = "\n" + (node.tail or "")
    wanted = names or ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "div", "td", "body")
    blocks = [_own_text(node, wanted) for node in tree.iter(*wanted)]
    return "\n".join(line for block in blocks for line in (" ".join(part.split()) for part in block.split("\n")) if line)


def _own_text(node: etree._Element, blocks: tuple[str, ...]) -> str:
    """Text of a block without that of the blocks inside it."""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and child.tag not in blocks:
            parts.append(_own_text(child, blocks))
        parts.append(child.tail or "")
    return "".join(parts)
