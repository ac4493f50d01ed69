"""One invented article in many dresses, for the tests of readers."""

from __future__ import annotations

from hashlib import sha256

from etl.readers import Document

HEADLINE = "Harbour council votes to close the old pier"
BODY = (
    "The harbour council voted on Tuesday to close the old pier after divers found that a third of its piles had rotted through.",
    "“Nobody will be hurt on my watch,” said Ana Reyes, the harbour master, who had asked for the closure twice since the spring.",
    "Repairs will cost about 4.2 million dollars, and the council expects the work to take eleven months from the first day.",
    "Fishermen will land their catch at the new quay until the pier opens again, the council said in a statement.",
)
TEXT = "\n\n".join(BODY)


def document(content: bytes | str, name: str = "sample.txt") -> Document:
    """Bytes under a file name, as if they had been fetched."""
    data = content.encode() if isinstance(content, str) else content
    return Document(f"file:///in/{name}", data, sha256(data).hexdigest())


def page(head: str = "", extra: str = "", title: str = HEADLINE) -> str:
    """A web page of the article with navigation, share buttons and a footer around it."""
    paragraphs = "".join(f"<p>{words}</p>" for words in BODY)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Bay Courier</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{title}</h1><div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>{paragraphs}{extra}</article></main>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/x">Ferry strike enters its second week</a></li></ul></aside>
<footer>© 2023 The Bay Courier. All rights reserved.</footer></body></html>"""
