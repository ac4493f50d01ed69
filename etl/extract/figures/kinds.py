"""The type of a figure (stock, flow, share, …), decided by kind of number, unit and the cue words around it, which live in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.figures.quantity import Quantity
from etl.lexicon import load_words
from etl.text.span import Span

_LEXICON = "figure_types.yaml"


def type_of(analysis: Analysis, item: Quantity, measured: str | None, time: Span | None) -> str:
    """One of `stock flow cumulative share rate change price amount duration age rank score other`."""
    around = _Around(analysis, item, measured or "", time)
    fixed = {"age": "age", "score": "score", "ratio": "rate"}.get(item.kind)
    if fixed:
        return fixed
    return _DECIDERS.get(item.kind, _of_count)(item, around)


class _Around:
    """The words around one figure, each lower case, cut at the clause."""

    def __init__(self, analysis: Analysis, item: Quantity, measured: str, time: Span | None) -> None:
        text = analysis.text
        sentence = analysis.sentence_at(item.core.start) or item.core
        clause_start = max(
            (m.end() for m in re.finditer(r"[;:(]\s?|, (?:and|but|while|which|who)\b", text[sentence.start : item.core.start])), default=0
        )
        self.before = text[sentence.start + clause_start : item.span.start].lower()
        after = text[item.span.end : sentence.end].lower()
        self.after = re.split(r"[;:.)]\s?|, (?:and|but|while|which|who)\b", after)[0]
        self.measured = measured.lower()
        self.has_time = time is not None
        self.time = time.of(text).lower() if time else ""

    def near_before(self, section: str, reach: int = 5) -> bool:
        """Whether a word of the section is among the last `reach` words before the number."""
        return bool(_pattern(section).search(" ".join(self.before.split()[-reach:])))

    def near_after(self, section: str, reach: int = 2) -> bool:
        """Whether a word of the section is among the first `reach` words after the number."""
        return bool(_pattern(section).search(" ".join(self.after.split()[:reach])))

    def anywhere(self, section: str) -> bool:
        """Whether a word of the section is in the clause or the measured phrase."""
        return bool(_pattern(section).search(f"{self.before} | {self.measured} | {' '.join(self.after.split()[:8])}"))


@lru_cache(maxsize=64)
def _pattern(section: str) -> re.Pattern[str]:
    words = sorted(map(re.escape, load_words(_LEXICON, section)), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")


def _of_ordinal(item: Quantity, around: _Around) -> str:
    """`third meeting` counts instances, `third largest` and `second on 61 points` rank, `30th anniversary` is a time span."""
    if item.noun is not None and item.unit == "year" and not around.after.lstrip().startswith("year"):
        return "duration"
    ranks = around.near_after("rank_words", 2) or re.match(
        r"-(?:largest|biggest|smallest|highest|lowest|longest|placed|ranked|\w+est)\b", around.after
    )
    if (
        ranks
        or item.unit in {"child", "place", "position", "floor", "row"}
        or (item.noun is None and re.match(r"\s?(?:,|on|in the|behind|with|after|of)\b", around.after))
    ):
        return "rank"
    return "cumulative"


def _of_occasions(item: Quantity, around: _Around) -> str:
    return "rate" if item.per else "cumulative"


def _of_times(item: Quantity, around: _Around) -> str:
    return (
        "change"
        if re.search(r"doubl|tripl|quadrupl|trebl|fold|quintupl", around.before[-1:] + item.number.form)
        or around.near_before("change_before", 2)
        else "other"
    )


def _of_time(item: Quantity, around: _Around) -> str:
    if item.per or re.search(r"\bevery $", around.before):
        return "rate"
    if re.match(r" (?:younger|older) than", around.after):
        return "age"
    return "duration"


def _of_percent(item: Quantity, around: _Around) -> str:
    """Points are changes; percentages change, share or rate by the verbs and nouns around."""
    if item.unit in {"percentage_point", "basis_point"}:
        return "other" if around.near_before("margin_words", 8) else "change"
    if re.search(r"\bby (?:\w+ ){0,2}$", around.before) or around.near_after("change_after", 1):
        return "change"
    if re.search(r"\b(?:to|at|from) (?:\w+ ){0,2}$", around.before):
        return _level_of_percent(around)
    if around.near_after("share_after", 1) and not around.near_before("change_before", 2):
        return "share"
    if around.near_before("change_before", 3):
        return "change"
    return _level_of_percent(around)


def _level_of_percent(around: _Around) -> str:
    if around.near_before("share_before", 6):
        return "share"
    return "rate" if around.anywhere("rate_words") else "change" if around.near_before("change_before", 6) else "share"


def _of_fraction(item: Quantity, around: _Around) -> str:
    by_verb = (
        re.search(r"\bby (?:\w+ ){0,2}$", around.before) or around.near_after("change_after", 1) or around.near_before("change_before", 1)
    )
    return "change" if by_verb else "share"


def _of_money(item: Quantity, around: _Around) -> str:
    if re.search(r"\bby (?:\w+ ){0,2}$", around.before) or around.near_after("change_after", 1):
        return "change"
    if item.per in {"year", "month", "week", "quarter"}:
        return "rate" if around.anywhere("wage_words") else "flow"
    if item.per in {"day", "hour"}:
        return "rate"
    if item.per:
        return "price"
    if item.value < 1e5 and around.anywhere("price_words"):
        return "price"
    return _sum_of_money(item, around)


def _sum_of_money(item: Quantity, around: _Around) -> str:
    if around.anywhere("flow_words"):
        return "flow"
    if re.search(r"\b(?:since|so far)\b", around.before + around.time):
        return "cumulative"
    return "stock" if around.near_before("stock_words", 4) and not re.search(r"\bworth\b", around.before) else "amount"


def _of_measure(item: Quantity, around: _Around) -> str:
    if re.search(r"\bby (?:\w+ ){0,2}$", around.before) or around.near_after("change_after", 1):
        return "change"
    if item.per:
        return "rate"
    return "flow" if around.anywhere("flow_words") and around.has_time else "amount"


def _of_count(item: Quantity, around: _Around) -> str:
    if item.unit in load_words(_LEXICON, "score_units"):
        return "score"
    if item.per:
        return "flow" if item.per in {"year", "month", "week", "quarter", "day"} else "rate"
    if re.search(r"\b(?:rose|fell|up|down|grew|increased|dropped|cut) by (?:\w+ )?$", around.before) or re.match(
        r" (?:more|fewer|less) ", around.after
    ):
        return "change"
    if re.search(r"\b(?:since|so far|to date)\b", around.before + around.after + around.time):
        return "cumulative"
    if around.has_time and (around.anywhere("flow_words") or re.search(r"\b(?:last|this|next|in) (?:year|month|week|\d{4})", around.time)):
        return "flow"
    if around.near_after("cumulative_words", 3) or (around.near_before("cumulative_words", 1) and item.value > 12):
        return "cumulative"
    head = re.split(r"[\s-]", around.measured.strip())[-1].rstrip("s") if around.measured else ""
    level = head in load_words(_LEXICON, "level_nouns") or around.near_before("stock_words", 2)
    return "stock" if item.value >= 100 or level else "amount"


_DECIDERS: dict[str, Callable[[Quantity, _Around], str]] = {
    "ordinal": _of_ordinal,
    "occasions": _of_occasions,
    "times": _of_times,
    "time": _of_time,
    "percent": _of_percent,
    "fraction": _of_fraction,
    "money": _of_money,
    "measure": _of_measure,
}
