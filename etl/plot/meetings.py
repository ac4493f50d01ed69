"""Who met whom, as a network: a disc a party, a line a pair, the thicker the more often they met."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from textwrap import fill
from typing import TYPE_CHECKING

import duckdb

from etl.plot.canvas import plain_text
from etl.plot.labels import Label, write_labels
from etl.plot.layout import place_nodes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"person": "tab:blue", "organisation": "tab:orange", "place": "tab:green"}
MOST_PAIRS = 60  # more make the picture a tangle; the view has them all
_LABELLED = 25  # pairs, at most, for place and day to be written on the lines
_LINE = 26  # characters of a name before it goes on below
_ROOMY = 30  # parties for whose names the smallest drawing has room
_QUERY = """
    select party_a, party_a_kind, party_b, party_b_kind, kind, coalesce(cast(date_from as varchar), date_text), place, parent,
        articles
    from who_met_whom
    order by article_count desc, date_from desc nulls last, party_a, party_b, meeting_id
"""


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting of one pair, as it is shown."""

    kind: str
    when: str | None
    place: str | None
    parent: str | None
    articles: str | None


@dataclass(frozen=True)
class Network:
    """Parties with their kinds, and pairs with their meetings, the pair with the most first."""

    kinds: dict[str, str]
    pairs: dict[tuple[str, str], list[Met]]


def read_network(connection: duckdb.DuckDBPyConnection, most: int = MOST_PAIRS) -> Network:
    """The pairs of `who_met_whom`, at most `most`: those that met most often."""
    kinds: dict[str, str] = {}
    pairs: dict[tuple[str, str], list[Met]] = defaultdict(list)
    for a, a_kind, b, b_kind, kind, when, place, parent, articles in connection.execute(_QUERY).fetchall():
        kinds |= {a: a_kind, b: b_kind}
        pairs[a, b].append(Met(kind, when, place, parent, articles))
    first = sorted(pairs, key=lambda pair: (-len(pairs[pair]), pair))[:most]
    shown = {name for pair in first for name in pair}
    return Network({name: kinds[name] for name in sorted(shown)}, {pair: pairs[pair] for pair in first})


@plain_text()
def draw_meetings(network: Network) -> Figure:
    """The network; a network without pairs gives a drawing that says so."""
    from matplotlib.figure import Figure

    scale = max(1.0, sqrt(len(network.kinds) / _ROOMY))
    figure = Figure(figsize=(12 * scale, 8 * scale), layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    if not network.pairs:
        axes.text(0.5, 0.5, "No two parties are reported to have met.", ha="center", transform=axes.transAxes)
        return figure
    at = _places(network)
    labelled = len(network.pairs) <= _LABELLED
    for (a, b), meetings in network.pairs.items():
        _draw_pair(axes, at[a], at[b], meetings, labelled)
    degrees = {name: min(sum(name in pair for pair in network.pairs), 10) for name in network.kinds}
    for name, kind in network.kinds.items():
        axes.scatter(*at[name], s=60 + 45 * degrees[name], color=COLOURS[kind], edgecolors="white", zorder=2)
    for kind in sorted(set(network.kinds.values())):
        axes.scatter([], [], color=COLOURS[kind], label=kind)
    axes.legend(loc="lower right", fontsize=8, frameon=False)
    axes.margins(0.12)
    first = sorted(network.kinds, key=lambda name: -degrees[name])
    write_labels(figure, axes, [Label(fill(name, _LINE), at[name], sqrt(60 + 45 * degrees[name]) / 2) for name in first], 8)
    return figure


def table_of(network: Network) -> tuple[list[str], list[list[str]]]:
    """Header and rows of every meeting drawn."""
    rows = [
        [a, b, met.kind.replace("_", " "), met.when or "", met.place or "", met.parent or "", met.articles or ""]
        for (a, b), meetings in network.pairs.items()
        for met in meetings
    ]
    return ["one", "the other", "kind", "when", "where", "part of", "articles"], rows


def _places(network: Network) -> dict[str, tuple[float, float]]:
    names = list(network.kinds)
    number = {name: index for index, name in enumerate(names)}
    points = place_nodes(len(names), [(number[a], number[b]) for a, b in network.pairs])
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, points, strict=True)}


def _draw_pair(axes: Axes, start: tuple[float, float], end: tuple[float, float], meetings: list[Met], labelled: bool) -> None:
    width = 0.8 + 0.8 * min(len(meetings), 6)
    axes.plot([start[0], end[0]], [start[1], end[1]], color="0.65", linewidth=width, solid_capstyle="round", zorder=1)
    words = ", ".join(filter(None, (meetings[0].place, meetings[0].when))) if labelled else ""
    if words:
        more = f" and {len(meetings) - 1} more" if len(meetings) > 1 else ""
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        halo = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # the line would strike the words through
        axes.text(*middle, words + more, fontsize=6, color="0.35", ha="center", va="center", zorder=1.5, bbox=halo)
