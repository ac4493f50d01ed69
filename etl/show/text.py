"""An article for a terminal: the text with numbered marks, then the facts by number."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from etl.show.article import Page
from etl.show.pieces import Piece, cut, is_grey

_STYLES = {"mention": "cyan", "position": "magenta", "meeting": "yellow", "figure": "green", "quote": "italic"}


def print_page(page: Page, console: Console) -> None:
    """Print it; a number in brackets stands behind each fact's last word, and what is no part of the article is dim, between | marks."""
    console.print(Text(_printable(page.headline or page.article), style="bold"))
    console.print(
        Text(
            "   ".join(f"{name}: {_printable(value)}" for name, value in {**page.about, "article_id": page.article_id}.items()), style="dim"
        )
    )
    console.print()
    pieces = cut(page.text, page.zones, page.facts)
    text = Text()
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        _append(text, piece, following, page)
    console.print(text)
    console.print()
    for number, fact in enumerate(page.facts, 1):
        sure = f"  {fact.score:.0%}" if fact.score is not None else ""
        head = (
            Text(f"[{number}] ")
            .append(_printable(f"{fact.kind} {fact.label}"), style=_STYLES[fact.kind])
            .append(f"{sure}  {fact.table} {fact.id}", style="dim")
        )
        console.print(head, soft_wrap=True)
        words = " … ".join(page.text[start:end] for start, end in fact.spans)
        console.print(Text(f"    {_printable(' '.join(words.split()))}"))
        console.print(Text(f"    → {_printable(fact.reading)}", style="dim"))


def _append(text: Text, piece: Piece, following: Piece | None, page: Page) -> None:
    words = _printable(page.text[piece.start : piece.end])
    if is_grey(piece.zone):
        shown = "\n".join(f"| {line}" if line.strip() else line for line in words.split("\n"))
        text.append(shown, style="dim")
    else:
        style = " ".join(dict.fromkeys(_STYLES[page.facts[number].kind] for number in piece.facts))
        text.append(words, style=("bold " + style if piece.zone == "headline" else style).strip())
    goes_on = {number for number in piece.facts if max(end for _, end in page.facts[number].spans) > piece.end}
    ended = sorted(set(piece.facts) - goes_on)
    if ended:
        text.append("".join(f"[{number + 1}]" for number in ended), style="dim")


def _printable(text: object) -> str:
    """Nothing in it moves the cursor or changes colours."""
    return "".join(char if char in "\n\t" or char.isprintable() else "�" for char in str(text))
