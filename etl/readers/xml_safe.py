"""XML from strangers: no entity of the document's own is expanded, nothing is fetched, nothing grows."""

from __future__ import annotations

import re

from lxml import etree

from etl.readers.article import UnreadableError

_ENTITY = re.compile(rb"<!ENTITY", re.I)


def parse_xml(content: bytes, recover: bool = False) -> etree._Element:
    """The root element; raises UnreadableError (`bomb` for entities of its own, `broken`)."""
    if _ENTITY.search(content[:65536]):
        raise UnreadableError("bomb", "the XML defines entities of its own; no feed or news item needs them")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError("broken", f"the XML is damaged: {error}"[:300]) from error
    if root is None:
        raise UnreadableError("broken", "the XML has no root element")
    return root
