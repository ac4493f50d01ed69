"""A drawing as a file: PNG, SVG, or a page that holds the SVG and every row behind it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".png", ".svg", ".html")
_STYLE = (
    "body{font:14px/1.4 sans-serif;margin:2em}svg{max-width:100%;height:auto}td,th{text-align:left;vertical-align:top;padding:.2em .6em}"
)


class PlotFormatError(ValueError):
    """The file's name ends in none of FORMATS."""


@contextmanager
def plain_text() -> Iterator[None]:
    """Texts written inside are no formulas: in `$5 to $9` of an article a `$` is a dollar. Also a decorator of what draws."""
    from matplotlib import rc_context

    with rc_context({"text.parse_math": False}):
        yield


def write_plot(figure: Figure, path: Path, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Writes `figure` to `path` in the format that its name says; `header` and `rows` go under it on a page."""
    form = path.suffix.lower()
    if form not in FORMATS:
        raise PlotFormatError(f"{path.name}: a plot's name ends in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    if form == ".png":
        figure.savefig(path, format="png", dpi=150)
    else:
        svg = svg_of(figure)
        path.write_text(svg if form == ".svg" else page_of(svg, title, header, rows), encoding="utf-8")


def svg_of(figure: Figure) -> str:
    """The drawing as SVG whose words stay words, the same for the same drawing."""
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "cuttings"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def page_of(svg: str, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A page that needs nothing else: drawing and table."""
    drawing = svg[svg.index("<svg") :]
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style></head>\n'
        f"<body>\n<h1>{escape(title)}</h1>\n{drawing}\n<table>\n<tr>{head}</tr>\n{body}\n</table>\n</body>\n</html>\n"
    )
