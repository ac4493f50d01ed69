"""Puts drawings into a page whose policy allows no `style` attribute: each style becomes a class of the page's own style sheet.

Colours of paper and ink become the page's, so that a drawing is read in dark mode too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from warnings import catch_warnings, filterwarnings

from lxml import etree

from etl.markup import visible

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_DROPPED = ("metadata", "style", "title", "script")
_COLOURS = {
    "#1d2126": "var(--ink)", "#000000": "var(--ink)", "#6b6f75": "var(--soft)", "#595959": "var(--soft)", "#dcd8cf": "var(--rule)",
    "#2a6fb5": "var(--blue)", "#1f77b4": "var(--blue)", "#b8860b": "var(--gold)", "#ffffff": "var(--card)",
}  # fmt: skip
_SAFE_STYLE = re.compile(r"[\w\s#%.,:;()'\"/+-]*")
_POINTER = re.compile(r"(?<=url\(#)(?=[\w-]+\))")


class Drawings:
    """Collects drawings; `style` is what their classes mean, for the style sheet of the page that holds them all."""

    def __init__(self) -> None:
        self._classes: dict[str, str] = {}
        self._count = 0

    @property
    def style(self) -> str:
        """One rule a class, as `.s3{fill:none;stroke:var(--ink)}`."""
        return "".join(f".{name}{{{rule}}}" for rule, name in self._classes.items())

    def embed(self, figure: Figure, label: str) -> str:
        """The figure as inline SVG without background; `label` is what a screen reader says."""
        from etl.plot.canvas import svg_of

        figure.patch.set_visible(False)
        for axes in figure.axes:
            axes.patch.set_visible(False)
        with catch_warnings():
            filterwarnings("ignore", "Glyph")  # the browser draws the words, with fonts that have more letters
            return self.embed_svg(svg_of(figure), label)

    def embed_svg(self, svg: str, label: str) -> str:
        """The same for SVG text, which must be well-formed but for control characters."""
        parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, load_dtd=False, no_network=True)
        root = etree.fromstring(visible(svg).encode(), parser)
        self._count += 1
        for element in list(root.iter()):
            if element.tag in {_SVG + name for name in _DROPPED}:
                element.getparent().remove(element)
            else:
                self._rework(element, f"d{self._count}-")
        for size in ("width", "height"):
            root.attrib.pop(size, None)
        root.attrib.update({"role": "img", "aria-label": visible(label), "class": "drawing"})
        drawn: str = etree.tostring(root, encoding="unicode", with_tail=False)
        return drawn

    def _rework(self, element: etree._Element, prefix: str) -> None:
        """Styles to classes; ids get the drawing's own prefix, since several drawings are in one page."""
        for name, value in list(element.attrib.items()):
            if name == "id":
                element.set("id", prefix + value)
            elif name.endswith("href"):
                element.set(name, f"#{prefix}{value[1:]}" if value.startswith("#") else "")
            elif name == "style":
                del element.attrib["style"]
                element.set("class", self._class(_POINTER.sub(prefix, value)))
            else:
                element.set(name, _POINTER.sub(prefix, value))

    def _class(self, style: str) -> str:
        rule = style.strip() if _SAFE_STYLE.fullmatch(style) else ""
        for colour, ours in _COLOURS.items():
            rule = rule.replace(colour, ours)
        return self._classes.setdefault(rule, f"s{len(self._classes)}")
