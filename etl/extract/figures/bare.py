"""Gives numbers printed without a unit the unit of the figure that they stand beside: `from 19 months to eight`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from etl.extract.analysis import Analysis
from etl.extract.figures.marks import Marks
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.units import has_index_cue
from etl.text.patterns import any_of, lowered

# Words that set one value against another of the same measure.
_CUES = "figure_cues.yaml"
_LINK = re.compile(rf"(?:\b{any_of(_CUES, 'comparing_links')}|,)\s*(?:{any_of(_CUES, 'link_fillers')} )?$", re.IGNORECASE)
_PAID = re.compile(rf"\b{any_of(_CUES, 'paying')} (?:(?:about|only|just|around|nearly) )?$")
_BACKWARDS = re.compile(r"^\s*(?:to|and|or|–|-)\s*(?:about |around )?")


def _hangs(text: str, item: Quantity) -> bool:
    """Whether a length of time only describes the noun after it: `the |four-week| average rose to 419,500`."""
    return text[item.number.span.end : item.number.span.end + 1] == "-"


def settle_bare(analysis: Analysis, marks: Marks, items: Sequence[Quantity]) -> list[Quantity]:
    """The same figures; those without a unit take it from a neighbour in the sentence, else count what the nearest measured phrase says."""
    settled = list(items)
    for index, item in enumerate(settled):
        if item.kind == "bare":
            settled[index] = _settled(analysis, marks, settled, index)
    return settled


def _settled(analysis: Analysis, marks: Marks, items: Sequence[Quantity], index: int) -> Quantity:
    item = items[index]
    donor = _donor(analysis, items, index)
    if donor and donor.kind == "percent" and (item.value > 100 or (item.value != int(item.value) and item.value >= 100)):
        # an index level after its change (`fell 1.0 percent, to 40,981.04`), or a count (`down 5 percent from 860,000`)
        near = lowered(analysis.text)[max(0, item.core.start - 120) : item.core.end + 60]
        is_level = item.value != int(item.value) or has_index_cue(near)
        return replace(item, unit="point" if is_level else "", kind="count")
    if donor:
        factor = donor.value / donor.number.value if donor.number.value and donor.value_max is None else 1.0
        scaled = 1.0 if item.value_max is not None else factor if abs(factor) < 1 or donor.kind == "time" else 1.0
        return replace(
            item,
            unit=donor.unit,
            kind=donor.kind,
            value=item.value * scaled,
            per=item.per or (donor.per if donor.kind == "money" else None),
        )
    return replace(item, unit="", kind="count")  # what it counts is read from what it measures, see counted.py


def _donor(analysis: Analysis, items: Sequence[Quantity], index: int) -> Quantity | None:
    """The figure that lends its unit: the one before over a comparing word, or the one right after (`12,000 and 16,000 baht`)."""
    item, text = items[index], analysis.text
    sentence = analysis.sentence_at(item.core.start)
    if re.compile(r" of (?:them|whom|which|the|those|these|its|their)\b").match(text, item.core.end):
        return None  # `57 of them` counts things, whatever stands before
    lends = {"money", "percent", "measure", "time"}
    if (
        index + 1 < len(items)
        and items[index + 1].kind in lends
        and _BACKWARDS.fullmatch(text[item.core.end : items[index + 1].core.start])
    ):
        return items[index + 1]
    if (
        index
        and items[index - 1].kind == "money"
        and _PAID.search(text[max(0, item.core.start - 24) : item.core.start])
        and item.core.start - items[index - 1].core.end < 160
    ):
        return items[index - 1]
    for other in reversed(items[max(0, index - 3) : index]):
        if sentence is None or not sentence.contains(other.core):
            break
        if (
            other.kind in lends
            and other.unit
            and not (other.kind == "time" and _hangs(text, other))
            and _LINK.search(text[other.core.end : item.core.start])
            and item.core.start - other.core.end < 120
        ):
            return (
                other
                if item.core.start - other.core.end < 12 or not re.search(r"(?:,|\band|\bor)\s*$", text[other.core.end : item.core.start])
                else None
            )
        if other.kind in {"count", "ordinal", "occasions"}:
            break
    return None
