"""Labels beside points, placed so that they cover neither each other nor the points: at the first free place around, else the least bad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

_AROUND = ((0, 1), (1, 0), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_RINGS = (1.0, 3.5, 7.0)
"""Distances from the point, in its radius and 3 points; from the second on a thin line leads to the label."""
_HORIZONTAL = {-1: "right", 0: "center", 1: "left"}
_VERTICAL = {-1: "top", 0: "center", 1: "bottom"}


@dataclass(frozen=True, slots=True)
class Label:
    """Words for the point `at` (in data units), whose mark has a radius of `radius` points."""

    words: str
    at: tuple[float, float]
    radius: float


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: _Box) -> float:
        """Area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0) * max(height, 0)


def write_labels(figure: Figure, axes: Axes, labels: Sequence[Label], size: float) -> list[Annotation]:
    """Write the labels in this order of preference, in letters of `size` points. The axes' limits must be final."""
    written = [_write(axes, label, size) for label in labels]
    figure.draw_without_rendering()  # settles the layout, so that places in pixels are known
    pixels = figure.dpi / 72
    marks = [_mark(axes, label, pixels) for label in labels]
    area = axes.get_window_extent()
    inside = _Box(area.x0, area.y0, area.x1, area.y1)
    taken: list[_Box] = []
    for label, annotation in zip(labels, written, strict=True):
        extent = annotation.get_window_extent()
        ways = list(_ways(tuple(axes.transData.transform(label.at)), label.radius, (extent.width, extent.height), pixels))
        best = min(ways, key=lambda way: _cost(way[2], [*taken, *marks], inside))
        _move(annotation, *best[:2])
        taken.append(best[2])
    return written


def _write(axes: Axes, label: Label, size: float) -> Annotation:
    lead = {"arrowstyle": "-", "color": "0.6", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0}
    halo = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.4}
    written = axes.annotate(label.words, label.at, (0, 0), textcoords="offset points", fontsize=size, zorder=3, arrowprops=lead, bbox=halo)
    written.set_annotation_clip(False)
    written.set_in_layout(False)
    return written


def _mark(axes: Axes, label: Label, pixels: float) -> _Box:
    x, y = axes.transData.transform(label.at)
    reach = label.radius * pixels
    return _Box(x - reach, y - reach, x + reach, y + reach)


_Way = tuple[tuple[int, int], tuple[float, float], _Box]


def _ways(at: Sequence[float], radius: float, size: tuple[float, float], pixels: float) -> Iterator[_Way]:
    """Every direction with its offset in points and the box that the words would take, near ones first."""
    width, height = size
    for ring in _RINGS:
        for x, y in _AROUND:
            slant = 0.7 if x and y else 1.0
            offset = (x * slant * (radius + 3 * ring), y * slant * (radius + 3 * ring))
            left = at[0] + offset[0] * pixels - {-1: width, 0: width / 2, 1: 0}[x]
            bottom = at[1] + offset[1] * pixels - {-1: height, 0: height / 2, 1: 0}[y]
            yield (x, y), offset, _Box(left, bottom, left + width, bottom + height)


def _cost(box: _Box, taken: Sequence[_Box], inside: _Box) -> float:
    """Pixels that are covered twice or lie outside."""
    area = (box.right - box.left) * (box.top - box.bottom)
    return sum(box.overlap(other) for other in taken) + 3 * (area - box.overlap(inside))


def _move(annotation: Annotation, direction: tuple[int, int], offset: tuple[float, float]) -> None:
    annotation.set_position(offset)
    annotation.set_horizontalalignment(_HORIZONTAL[direction[0]])  # type: ignore[arg-type]
    annotation.set_verticalalignment(_VERTICAL[direction[1]])  # type: ignore[arg-type]
