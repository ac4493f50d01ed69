"""What a figure measures, in the article's words: the best of the tagger's measured phrases, else the noun phrase beside the number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.extract.analysis import Analysis
from etl.extract.figures.marks import Marks
from etl.extract.figures.phrases import measured_by_rule, sure_by_rule
from etl.extract.figures.quantity import Quantity
from etl.text.patterns import any_of
from etl.text.span import Span, cover

# A phrase that follows at once, over a preposition or article, belongs to the number: `14 per cent of the people`, `1,200 workers`.
_ADJACENT = re.compile(rf"[ \u00a0-]?(?:{any_of('figure_cues.yaml', 'joining')}[ \u00a0]?){{0,3}}")

# The same in other money or as a share: `65,000 soms |(|$745)`, `18,903 votes|, or |47 per cent`.
_CONVERTED = re.compile(r" \(|, or |,? equivalent to | \(about | \(around ")

# A tagged phrase that costs less than `_NEAR` goes before the rules, one below `_FARTHEST` after them; weak links say nothing
# (tuned on train with gold spans and on dev with the tagger's).
_NEAR, _FARTHEST, _SURE_LINK = 40, 200, 0.8


@dataclass(frozen=True, slots=True)
class Measured:
    """The words that say what is measured, and where they stand; both None when nothing was found."""

    text: str | None = None
    span: Span | None = None


def find_measured(analysis: Analysis, marks: Marks, items: Sequence[Quantity]) -> list[Measured]:
    """One answer for each of `items`."""
    linked = _links(analysis)
    found: list[Measured] = []
    for index, item in enumerate(items):
        previous = found[-1] if found and _same_sentence(analysis, items[index - 1], item) else None
        if previous and _CONVERTED.fullmatch(analysis.text[items[index - 1].span.end : item.span.start]):
            found.append(previous)
            continue
        best = (0.0, link) if (link := _linked(analysis, linked, item)) else _best(analysis, items, index, marks.measured)
        found.append(_answer(analysis, item, best, previous))
    return found


def _same_sentence(analysis: Analysis, left: Quantity, right: Quantity) -> bool:
    """Whether both stand in one sentence."""
    sentence = analysis.sentence_at(left.core.start)
    return sentence is not None and sentence.contains(right.core)


def _answer(analysis: Analysis, item: Quantity, best: tuple[float, Span] | None, previous: Measured | None) -> Measured:
    """The tagger's phrase when it is near, else the one that the rules read, else the tagger's far one, else that of the figure before."""
    sentence = analysis.sentence_at(item.core.start)
    sure = sure_by_rule(analysis.text, item, sentence) if sentence else None
    span = best[1] if best and best[0] < _NEAR else None
    if sure is not None and (span is None or not span.overlaps(sure)):
        span = sure
    elif sure is not None and span is not None and item.noun is not None and not span.contains(item.noun):
        span = cover([span, item.noun])  # a phrase that the tagger cut short: `timetabled| sailings`
    if span is None and sentence is not None:
        span = measured_by_rule(analysis.text, item, sentence)
    if span is None and best is not None:
        span = best[1]
    if span is None and previous is not None:
        return previous
    return Measured(span.of(analysis.text), span) if span else Measured()


# --- the tagger's links ----------------------------------------------------------------------------------------------------------


def _links(analysis: Analysis) -> dict[int, int]:
    """Figure span index -> measured span index, by the tagger's links."""
    best: dict[int, tuple[float, int]] = {}
    for link in analysis.tagging.links:
        if link.kind in {"measured", "figure_measured"} and link.score > best.get(link.source, (_SURE_LINK, -1))[0]:
            best[link.source] = (link.score, link.target)
    return {source: target for source, (_, target) in best.items()}


def _linked(analysis: Analysis, links: dict[int, int], item: Quantity) -> Span | None:
    for source, target in links.items():
        figure, measured = analysis.tagging.spans[source], analysis.tagging.spans[target]
        if Span(figure.start, figure.end).overlaps(item.core):
            return Span(measured.start, measured.end)
    return None


# --- nearness --------------------------------------------------------------------------------------------------------------------


def _best(analysis: Analysis, items: Sequence[Quantity], index: int, spans: Sequence[Span]) -> tuple[float, Span] | None:
    """Cost and span of the measured phrase that costs least to reach, in the figure's sentence or, for want of one, the sentence before."""
    item = items[index]
    sentence = analysis.sentence_at(item.core.start)
    if sentence is None:
        return None
    near = [s for s in spans if sentence.start - 250 <= s.start and s.end <= sentence.end + 1 and not s.overlaps(item.number.span)]
    costs = [(_cost(analysis, items, index, span, sentence), span) for span in near]
    best = min(costs, default=None)
    return best if best and best[0] < _FARTHEST else None


def _cost(analysis: Analysis, items: Sequence[Quantity], index: int, span: Span, sentence: Span) -> float:
    """Characters between, weighed: adjacent on the right is best for counts; clauses, other figures and sentences in between cost extra."""
    item, text = items[index], analysis.text
    after = span.start >= item.core.end
    low, high = (item.core.end, span.start) if after else (span.end, item.core.start)
    between = text[low:high] if low <= high else ""
    cost = float(len(between))
    if after and _ADJACENT.fullmatch(between):
        cost = 0.0
    counts = item.kind in {"count", "ordinal", "fraction", "measure", "time"}
    cost += (0 if counts else 12) if after else (30 if counts and item.noun else 8)
    cost += 40 * sum(
        1 for other in items[max(0, index - 5) : index + 6] if other is not item and low <= other.core.start and other.core.end <= high
    )
    cost += 30 * len(re.findall(r"[;:]|, (?:and|but|while|which|who)\b|\.\s|\n", between)) + 8 * between.count(",")
    if not sentence.contains(span):
        cost += 60
    if item.noun is not None and span.overlaps(item.noun):
        cost -= 20
    if item.kind == "age":
        cost += 60 if after and len(between) > 3 and not between.startswith((" ", "-")) else 0
    return cost
