"""NewsML-G2, the XML of news agencies, and NITF inside or outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from etl.readers.article import Document, UnreadableError
from etl.readers.formats.base import Budget, Format, Part
from etl.readers.record import make_record
from etl.readers.xml_safe import parse_xml

_START = re.compile(
    rb"^[\xef\xbb\xbf\s]*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?(newsMessage|newsItem|nitf)\b",
    re.S,
)
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "li", "hl2", "block")


def _split(document: Document, budget: Budget) -> Iterator[Part]:
    root = parse_xml(document.content)
    items = [root] if _name(root) == "nitf" else [node for node in root.iter() if _name(node) == "newsItem"]
    if not items:
        raise UnreadableError("no_article", "the news message holds no item")
    for number, item in enumerate(items, 1):
        budget.count_member()
        yield make_record(document, str(number) if len(items) > 1 else "", _values(item))


def _values(item: etree._Element) -> dict[str, str | None]:
    """Text, headline and the like of one item. `pubStatus` says whether it still stands."""
    status = next((node.get("qcode") for node in item.iter() if _name(node) == "pubStatus"), None)
    return {
        "text": _body(item),
        "headline": _text(item, "headline") or _text(item, "hl1") or _text(item, "title"),
        "byline": _text(item, "by") or _text(item, "byline"),
        "published": _text(item, "firstCreated") or _text(item, "contentCreated") or _date_issue(item) or _text(item, "versionCreated"),
        "source": _provider(item),
        "url": None,
        "status": status,
        "item": item.get("guid") or _document_id(item),
        "version": item.get("version") or _text(item, "versionCreated"),
    }


def _body(item: etree._Element) -> str | None:
    """Paragraphs of the content, one a line."""
    holder = next((node for node in item.iter() if _name(node) in ("contentSet", "body.content")), None)
    if holder is None:
        return None
    blocks = [node for node in holder.iter() if _name(node) in _BLOCKS[:-1]]
    lines = [" ".join("".join(node.itertext()).split()) for node in blocks] if blocks else ["\n".join(holder.itertext()).strip()]
    return "\n".join(line for line in lines if line) or None


def _provider(item: etree._Element) -> str | None:
    provider = next((node for node in item.iter() if _name(node) in ("provider", "infoSource")), None)
    return (_text(provider, "name") or provider.get("literal")) if provider is not None else None


def _document_id(item: etree._Element) -> str | None:
    """What NITF calls an item: `<doc-id id-string="…"/>`."""
    return next((node.get("id-string") for node in item.iter() if _name(node) == "doc-id"), None)


def _date_issue(item: etree._Element) -> str | None:
    return next((node.get("norm") for node in item.iter() if _name(node) == "date.issue"), None)


def _text(item: etree._Element, name: str) -> str | None:
    node = next((node for node in item.iter() if _name(node) == name), None)
    return (" ".join("".join(node.itertext()).split()) or None) if node is not None else None


def _name(node: etree._Element) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


FORMATS = (
    Format("application/vnd.iptc.g2.newsitem+xml", (".newsml", ".nitf", ".g2"), lambda head: bool(_START.match(head)), split=_split),
)
