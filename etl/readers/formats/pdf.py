"""PDF files with a text layer."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from etl.readers.article import Article, Document, UnreadableError
from etl.readers.build import Known, build_article, check_size
from etl.readers.formats.base import Format
from etl.readers.page_facts import find_people
from etl.readers.plain_zones import find_zones
from etl.readers.unwrap import unwrap

MAX_PAGES = 300
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it grumbles about a damaged file goes to the ledger, not to the terminal


def _read(document: Document) -> Article:
    """The text of all pages, lines joined to paragraphs. The document's own dates say when the file was made, and are not used."""
    try:
        reader = PdfReader(io.BytesIO(document.content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("encrypted", "the PDF asks for a password")
        if len(reader.pages) > MAX_PAGES:
            raise UnreadableError("too_large", f"{len(reader.pages)} pages are no article; the limit is {MAX_PAGES}: split the file")
        text = "\n\n".join(_pages(reader)).replace("\x00", "")
        author = reader.metadata.author if reader.metadata else None
    except UnreadableError:
        raise
    except Exception as error:  # a damaged file makes pypdf fail in many ways, none of them ours
        code = "encrypted" if "decrypt" in str(error).lower() or "crypt" in type(error).__name__.lower() else "broken"
        raise UnreadableError(code, f"the PDF cannot be read: {type(error).__name__}: {error}"[:300]) from error
    if not text.strip():
        raise UnreadableError("no_text_layer", "the PDF holds no text layer; run text recognition over it first")
    check_size(text)
    words = unwrap(_HYPHEN.sub("", text))
    return build_article(
        document.uri, words, find_zones(words), "application/pdf", None, Known(people=find_people(author) if author else ())
    )


def _pages(reader: PdfReader) -> Iterator[str]:
    """Text page by page; a page that cannot be read is passed over where others can."""
    errors: list[Exception] = []
    for page in reader.pages:
        try:
            yield page.extract_text().strip()
        except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            errors.append(error)
    if errors and len(errors) == len(reader.pages):
        raise errors[0]


FORMATS = (Format("application/pdf", (".pdf",), lambda head: b"%PDF-" in head[:1024], read=_read),)
