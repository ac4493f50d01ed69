"""An article as one HTML file that needs nothing else: no script of others, no font, no image, no network.

Whatever the article holds is escaped, and should something slip through, the page's own policy lets nothing run or load that is not named
by its hash. Without script the links between text and list still work.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from etl.markup import document, safe
from etl.show.article import Fact, Page
from etl.show.pieces import Piece, cut, is_grey

_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
KINDS = ("mention", "position", "meeting", "figure", "quote")


def render(page: Page) -> str:
    """The whole document."""
    title = page.headline or page.article
    body = f"""<header>
<h1>{safe(title)}</h1>
<p class="about">{_about(page)}</p>
<p class="legend">{_legend(page)}</p>
</header>
<main>
<article>{_text(page)}</article>
<aside aria-label="facts"><ol>{"".join(_card(number, fact, page.text) for number, fact in enumerate(page.facts))}</ol></aside>
</main>"""
    return document(title, _STYLE, body, _SCRIPT)


def _about(page: Page) -> str:
    parts = [f"<span><b>{safe(name)}</b> {safe(value)}</span>" for name, value in page.about.items()]
    if page.url and page.url.startswith(("https://", "http://")):
        parts.append(f'<a href="{safe(page.url)}" rel="noreferrer noopener">{safe(page.url)}</a>')
    return " ".join([*parts, f"<span><b>article_id</b> {page.article_id}</span>"])


def _legend(page: Page) -> str:
    counts = Counter(fact.kind for fact in page.facts)
    marks = (f'<button type="button" class="key {kind}" data-kind="{kind}">{kind}s <i>{counts[kind]}</i></button>' for kind in KINDS)
    return " ".join([*marks, '<span class="key grey">not part of the article</span>'])


def _text(page: Page) -> str:
    return "".join(_piece(piece, page) for piece in cut(page.text, page.zones, page.facts))


def _piece(piece: Piece, page: Page) -> str:
    """A stretch of text; it leads to the innermost of its facts, and each fact's first stretch can be led to."""
    words = safe(page.text[piece.start : piece.end])
    if is_grey(piece.zone):
        words = f'<span class="grey" title="{safe(piece.zone or "outside every zone")}">{words}</span>'
    elif piece.zone == "headline":
        words = f'<strong class="headline">{words}</strong>'
    if not piece.facts:
        return words
    anchors = "".join(f'<a id="t{number}" class="anchor"></a>' for number in piece.begins)
    kinds = " ".join(dict.fromkeys(page.facts[number].kind for number in piece.facts))
    title = "\n".join(f"{page.facts[n].kind}: {page.facts[n].label}: {page.facts[n].reading}" for n in reversed(piece.facts))
    numbers = " ".join(map(str, piece.facts))
    return f'{anchors}<a href="#f{piece.facts[-1]}" class="mark {kinds}" data-f="{numbers}" title="{safe(title)}">{words}</a>'


def _card(number: int, fact: Fact, text: str) -> str:
    words = " … ".join(text[start:end] for start, end in fact.spans)
    rows = [
        ("table", fact.table),
        ("id", str(fact.id)),
        *fact.attributes.items(),
        ("characters", ", ".join(f"{s}–{e}" for s, e in fact.spans)),
    ]
    details = "".join(f"<dt>{safe(name)}</dt><dd>{safe(value)}</dd>" for name, value in rows)
    sure = f'<span class="sure" title="the tagger\'s confidence, not calibrated">{fact.score:.0%}</span>' if fact.score is not None else ""
    return (
        f'<li id="f{number}" class="card {fact.kind}" data-f="{number}" data-kind="{fact.kind}"><details>'
        f'<summary><span class="kind">{safe(fact.kind)} · {safe(fact.label)}</span>{sure}'
        f'<a class="back" href="#t{number}">{safe(words)}</a><span class="reading">{safe(fact.reading)}</span></summary>'
        f"<dl>{details}</dl></details></li>"
    )
