"""Newsletters and alerts as mail: EML files, and mbox files of many."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.build import Known, build_article, check_size
from etl.readers.decode import decode
from etl.readers.formats.base import MAIL_DAMAGE, Budget, Format, Part, member
from etl.readers.html_page import read_page, with_headline
from etl.readers.moments import parse_moment
from etl.readers.page_facts import find_people
from etl.readers.unwrap import unwrap

_HEADER = re.compile(
    rb"^(?:(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|x-[\w-]+|reply-to|dkim-signature)"
    rb":[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}",
    re.I,
)
_ENVELOPE = re.compile(rb"^From [^\n]{1,200}\d{4}[^\n]{0,20}\r?$", re.M)
_STUB = 300
"""Characters below which a plain text beside HTML is no article."""
_FORWARD = re.compile(r"^(?:(?:re|fwd?|aw|wg):\s*)+", re.I)


def _read(document: Document) -> Article:
    try:
        message = email.message_from_bytes(document.content, policy=email.policy.default)
        part = _text_part(message)
    except MAIL_DAMAGE as error:
        raise UnreadableError("broken", f"the mail cannot be parsed: {error}"[:300]) from error
    if part is None:
        raise UnreadableError("no_article", "the mail holds no text")
    content = part.get_payload(decode=True)
    text, charset = decode(
        content if isinstance(content, bytes) else b"", part.get_param("charset", None) and str(part.get_param("charset"))
    )
    known = _known(message)
    if part.get_content_type() == "text/html":
        words, zones, page = read_page(text)
        known = Known(
            page.headline or known.headline,
            page.people or known.people,
            page.url,
            page.source_name,
            "metadata",
            known.published_text,
            known.published,
        )
    else:
        check_size(text)
        words, zones = with_headline(known.headline, unwrap(text.replace("\r\n", "\n")))
    return build_article(document.uri, words, zones, "message/rfc822", charset, known)


def _text_part(message: EmailMessage) -> Message | None:
    """Where the article stands: the plain text; the HTML where the other is a stub (`View this mail in your browser`); a mail inside."""
    plain, marked = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    if plain is not None and marked is not None and len(plain.get_payload()) < _STUB:
        return marked
    inside = (part for part in message.walk() if part.get_content_type() in ("text/plain", "text/html"))
    return plain or marked or next(inside, None)


def _known(message: EmailMessage) -> Known:
    subject = " ".join(_FORWARD.sub("", _header(message, "Subject")).split())
    sent, sender = _header(message, "Date"), re.sub(r"[<\"].*", "", _header(message, "From")).strip()
    published = parse_moment(sent, "metadata")
    return Known(headline=subject or None, people=find_people(sender), published_text=sent if published else None, published=published)


def _header(message: EmailMessage, name: str) -> str:
    """A header as words; empty where it is missing or cannot be read."""
    try:
        return str(message.get(name) or "")
    except MAIL_DAMAGE:
        return ""


def _split(document: Document, budget: Budget) -> Iterator[Part]:
    """Messages of an mbox file; each begins at a line `From …` with a year, after a blank line."""
    starts = [
        m.start()
        for m in _ENVELOPE.finditer(document.content)
        if m.start() == 0 or document.content[max(0, m.start() - 4) : m.start()].endswith((b"\n\n", b"\r\n\r\n"))
    ]
    if not starts:
        raise UnreadableError("broken", "the mailbox holds no line that opens a message (`From …`)")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(document.content)], strict=True), 1):
        budget.count_member()
        message = document.content[start:end].split(b"\n", 1)[-1]
        yield member(document, str(number), re.sub(rb"(?m)^>(>*From )", rb"\1", message), "message/rfc822")


FORMATS = (
    Format("application/mbox", (".mbox",), lambda head: bool(_ENVELOPE.match(head)), split=_split),
    Format("message/rfc822", (".eml",), lambda head: bool(_HEADER.match(head)), read=_read),
)
