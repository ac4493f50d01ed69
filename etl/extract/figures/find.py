"""From an analysed article to its figures."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.extract.facts import Figure, Mention
from etl.extract.figures.accept import keeps
from etl.extract.figures.bare import settle_bare
from etl.extract.figures.context import find_place, find_source, is_ahead
from etl.extract.figures.counted import settle_counted
from etl.extract.figures.elided import name_elided
from etl.extract.figures.exclude import is_excluded, mask_of
from etl.extract.figures.joins import join_quantities
from etl.extract.figures.marks import Marks, marks_of
from etl.extract.figures.measured import Measured, find_measured
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.reading import find_single_units, read_quantity
from etl.extract.figures.times import find_times
from etl.extract.figures.types import types_of
from etl.extract.figures.wholes import find_wholes
from etl.text.numbers import find_atoms
from etl.text.span import Span


def find_figures(analysis: Analysis, mentions: Sequence[Mention] = (), country: str | None = None) -> tuple[Figure, ...]:
    """All figures of the article in text order.

    The grammar decides value, unit, comparator and rate; the tagger's `figure` spans and the rules together decide which numbers
    are figures; its `measured` and `time` spans are shared out among them. `mentions` are the article's names and references, for
    places and sources. `country` is the outlet's ISO code, which settles a bare `$`. `source` stays None where a quote says who speaks.
    """
    marks = marks_of(analysis, mentions)
    items = [item for region in analysis.regions for item in quantities_in(analysis.text, region, marks, country)]
    items = settle_bare(analysis, marks, items)
    measured = name_elided(analysis, items, find_measured(analysis, items))
    items = settle_counted(items, [what.text for what in measured])
    times = find_times(analysis, marks, items)
    types = types_of(analysis, marks, items, [what.text for what in measured], times)
    wholes = [items[whole].span if whole is not None else None for whole in find_wholes(analysis, items)]
    return tuple(_figure(analysis, marks, *parts) for parts in zip(items, measured, times, types, wholes, strict=True))


def quantities_in(text: str, region: Span, marks: Marks, country: str | None = None) -> list[Quantity]:
    """The figures of one paragraph, read but without context."""
    atoms = sorted([*find_atoms(text, region), *find_single_units(text, region)], key=lambda n: n.span)
    if not atoms:
        return []
    masked = mask_of(text, region)
    free = [atom for atom in atoms if not any(m.overlaps(atom.span) for m in masked)]
    read = _without_swallowed([read_quantity(text, atom, region, country) for atom in free])
    joined = join_quantities(text, read)
    return [item for item in joined if not is_excluded(text, item, region, masked) and keeps(text, item, region, marks)]


def _without_swallowed(items: Sequence[Quantity]) -> list[Quantity]:
    """Drops numbers that stand inside the one before: `12 cents |a quarter|`, `33 cases per |100,000|`."""
    kept: list[Quantity] = []
    for item in items:
        if not (kept and kept[-1].span.end >= item.number.span.end):
            kept.append(item)
    return kept


def _figure(analysis: Analysis, marks: Marks, item: Quantity, what: Measured, time: Span | None, kind: str, whole: Span | None) -> Figure:
    return Figure(
        span=item.span,
        value=item.value,
        value_max=item.value_max,
        unit=item.unit,
        comparator=item.comparator,
        per=item.per,
        type=kind,
        measured=what.text,
        measured_span=what.span,
        place=find_place(analysis, marks, item, what.span),
        time=time,
        source=find_source(analysis, marks, item),
        whole=whole,
        is_ahead=time is not None and is_ahead(analysis, time),
    )
