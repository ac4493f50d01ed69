"""Saved web pages: HTML, and MHTML (a page with its pictures in one MIME message)."""

from __future__ import annotations

import email
import email.policy
import re

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.build import build_article
from etl.readers.decode import decode
from etl.readers.formats.base import MAIL_DAMAGE, Format
from etl.readers.html_page import declared_charset, read_page

_HTML = re.compile(
    rb"^[\xef\xbb\xbf\s]*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h1|h2)\b",
    re.I | re.S,
)
_MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.I)


def _read_html(document: Document) -> Article:
    text, charset = decode(document.content, declared_charset(document.content))
    address = document.uri if document.uri.startswith(("http://", "https://")) else None
    return _article(document, text, charset, address)


def _read_mhtml(document: Document) -> Article:
    """The page is the first HTML part; `Content-Location` or `Snapshot-Content-Location` is where it came from."""
    try:
        message = email.message_from_bytes(document.content, policy=email.policy.default)
        part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    except MAIL_DAMAGE as error:
        raise UnreadableError("broken", f"the MHTML file cannot be parsed: {error}"[:300]) from error
    if part is None:
        raise UnreadableError("no_article", "the MHTML file holds no HTML part")
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise UnreadableError("broken", "the HTML part of the MHTML file cannot be decoded")
    text, charset = decode(content, part.get_content_charset() or declared_charset(content))
    address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    return _article(document, text, charset, address if address.startswith(("http://", "https://")) else None, "multipart/related")


def _article(document: Document, text: str, charset: str, address: str | None, media_type: str = "text/html") -> Article:
    words, zones, known = read_page(text, address)
    return build_article(document.uri, words, zones, media_type, charset, known)


FORMATS = (
    Format("multipart/related", (".mhtml", ".mht"), lambda head: bool(_MHTML.match(head)), read=_read_mhtml),
    Format("text/html", (".html", ".htm", ".xhtml"), lambda head: bool(_HTML.match(head)), read=_read_html),
)
