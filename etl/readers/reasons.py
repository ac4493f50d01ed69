"""Why a document stays out: the codes that the ledger uses, with one sentence each for people."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "binary": "The bytes are no text in any encoding; look what program wrote the file.",
    "bomb": "Unpacking gives far more data than any honest archive holds; it was stopped and nothing of it is kept.",
    "broken": "The file is cut off or damaged; fetch it again from where it came.",
    "empty": "There is nothing in it.",
    "encoding_unknown": "No encoding reads the text without errors; save it as UTF-8.",
    "encrypted": "It is protected by a password; save it without one.",
    "extractor_crash": "The extraction failed on this document, which is a fault of cuttings; report it with the document.",
    "extractor_timeout": "The extraction took too long on this document, which is a fault of cuttings; report it with the document.",
    "format_unsupported": "No reader knows this format; convert it to text, HTML, JSON or PDF.",
    "language_unsupported": "It is not written in English, the only language that is extracted.",
    "missing": "There is no file of this name, or it vanished before it could be read; check the path.",
    "no_article": "There is no article in it: only page furniture, tables, settings, or records without a text.",
    "no_text_layer": "The PDF holds pictures of pages and no text; run text recognition over it first.",
    "not_a_file": "It is a device, a socket or a pipe, not a file.",
    "too_deep": "Archives lie in archives more than three deep; unpack them by hand.",
    "too_large": "It is larger than any article or archive that is read at once; split it.",
    "unreachable": "The web address could not be read; try again later or save the page as a file.",
    "unreadable": "The file may not be read; check its permissions and the disk.",
    "unsafe_path": "The archive names a member outside itself, or a link; no honest archive does.",
    "withdrawn": "Its sender has withdrawn the article; facts from it no longer hold.",
}
