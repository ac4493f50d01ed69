"""The type of a figure (stock, flow, share, …), decided by kind of number, unit and the cue words around it, which live in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from etl.extract.figures.around import Around
from etl.extract.figures.quantity import Quantity
from etl.lexicon import load_words
from etl.text.patterns import any_of

_LEXICON = "figure_types.yaml"


def type_by_rule(item: Quantity, around: Around) -> str:
    """One of `stock flow cumulative share rate change price amount duration age rank score other`, by the cue words alone."""
    fixed = {"age": "age", "score": "score", "ratio": "rate"}.get(item.kind)
    return fixed or _DECIDERS.get(item.kind, _of_count)(item, around)


def _of_ordinal(item: Quantity, around: Around) -> str:
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


def _of_occasions(item: Quantity, around: Around) -> str:
    """`twice a day` is a rate, `five times last year` a flow, `beaten three times since` cumulative, else something done so many times."""
    if item.per:
        return "rate"
    return _of_happenings(around)


def _of_times(item: Quantity, around: Around) -> str:
    """A multiple is the difference between two things: `four times as many`, `doubled`."""
    return "change"


def _of_time(item: Quantity, around: Around) -> str:
    """Time is a duration, that of a life an age."""
    if item.per or re.search(r"\bevery $", around.before):
        return "rate"
    return "age" if re.match(r" (?:younger|older) than", around.after) else "duration"


def _differs(around: Around) -> bool:
    """Whether the words make it a difference: `by 5 km`, `600 fewer`, `ahead by 12`, `a lead of 30`."""
    return bool(_BY.search(around.before)) or around.near_after("change_after", 1) or around.near_before("margin_before", 3)


def _of_percent(item: Quantity, around: Around) -> str:
    """Points are changes; percentages change, share or rate by the verbs and nouns around."""
    if item.unit in {"percentage_point", "basis_point"}:
        return "other" if around.near_before("margin_words", 8) else "change"
    if _differs(around) or _has_moved_by(around) or _is_inflation(item, around):
        return "change"
    if re.search(r"\b(?:to|at|from) (?:\w+ ){0,2}$", around.before):
        return _level_of_percent(around)
    if around.near_after("share_after", 1) and not around.near_before("change_before", 2):
        return "share"
    if around.near_before("change_before", 3):
        return "change"
    return _level_of_percent(around)


def _level_of_percent(around: Around) -> str:
    if around.near_before("share_before", 6):
        return "share"
    return "rate" if around.anywhere("rate_words") else "change" if around.near_before("change_before", 6) else "share"


def _of_fraction(item: Quantity, around: Around) -> str:
    """A part is a share, or a change after its verb: `cut by a third`, `a fifth dearer`, `halved`."""
    return "change" if _differs(around) or around.near_before("change_before", 1) else "share"


def _of_money(item: Quantity, around: Around) -> str:
    """What one thing costs, what runs over a period, what came since a start; else an amount."""
    if _differs(around):
        return "change"
    if item.per in load_words(_LEXICON, "spans"):
        return "price" if around.anywhere("rent_words") else "flow"
    if item.per or (item.value < 1e5 and around.anywhere("price_words")):
        return "price"
    if _SINCE.search(around.before + around.time):
        return "cumulative"
    runs = around.anywhere("flow_words") and (around.time or around.near_before("flow_words", 4))
    return "flow" if runs else "amount"


def _of_measure(item: Quantity, around: Around) -> str:
    """`rose by 5 km` changes, `40 km an hour` is a rate, `moved 30 tonnes` an amount; else it describes a thing."""
    if item.unit == "magnitude":
        return "stock"
    if _is_way_gone(item, around):
        return "amount"
    if _differs(around):
        return "change"
    if item.per:
        return "flow" if item.per in load_words(_LEXICON, "spans") - {"hour"} else "rate"
    if around.anywhere("flow_words"):
        return "flow" if around.time else "amount"
    return "amount" if around.near_before("moving_words", 5) or around.near_after("moving_words", 4) else "stock"


def _of_count(item: Quantity, around: Around) -> str:
    """Scores, rates and differences by their words; people and things as the guidelines order them."""
    if item.unit in load_words(_LEXICON, "score_units"):
        return "score"
    if item.per:
        return "flow" if item.per in load_words(_LEXICON, "spans") else "rate"
    if _BY_SO_MANY.search(around.before) or re.match(r" (?:more|fewer|less) ", around.after) or around.near_before("margin_before", 3):
        return "change"
    if _belongs(around):
        return "stock"
    happened = _of_happenings(around)
    if happened != "amount":
        return happened
    head = re.split(r"[\s-]", around.measured.strip())[-1].rstrip("s") if around.measured else ""
    level = head in load_words(_LEXICON, "level_nouns") or around.near_before("stock_words", 3) or _THERE.search(around.before)
    return "stock" if level and not around.near_after("happening_words", 4) else "amount"


def is_settled(item: Quantity, rule: str, around: Around) -> bool:
    """Whether the form alone settles the type: `aged 21`, `3-1`, `30th anniversary`, `9,000 nurses working in the valley`, `slid 4.8%`."""
    if item.kind == "percent" and item.unit == "percent" and (_has_moved_by(around) or _is_inflation(item, around)):
        return True
    if _is_way_gone(item, around):
        return True
    return item.unit == "magnitude" or (item.kind, rule) in _SETTLED or (item.kind == "count" and rule == "stock" and _belongs(around))


def _has_moved_by(around: Around) -> bool:
    """`slid 4.8%`, `climbing nearly 3%`: the verb stands right before, of all modified ones too."""
    return around.near_before("moved_by", 1)


def _is_inflation(item: Quantity, around: Around) -> bool:
    """`annual inflation slowed to 7%`, `inflation was 4%, against 5% in May`: the growth of prices; not its target."""
    return item.unit == "percent" and bool(_INFLATION.search(around.before))


def _is_way_gone(item: Quantity, around: Around) -> bool:
    """`the missile flew 800 km`, `mothers who walk over 15 miles`: a way gone, no length of a thing; `ran 4 km an hour` is a speed."""
    return item.unit in load_words(_LEXICON, "lengths") and item.per is None and bool(_travelled().search(around.before))


@lru_cache(maxsize=1)
def _travelled() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(_LEXICON, 'travelling')} (?:(?:him|her|them|his|her|their|my) (?:\w+ )?|(?!an? |the )\w+ )?$")


_INFLATION = re.compile(
    r"\binflation(?! (?:target|goal|band|forecast|expectation))(?: (?:rate|figure|reading))?(?! (?:report|data|and))"
    r"(?:(?!\b(?:unemployment|jobless|interest|policy|rate|target|goal|tax|by|and|while|of)\b)[^;:.]|\.(?=\d)){0,60}$"
)


_SETTLED = {("age", "age"), ("score", "score"), ("ordinal", "duration"), ("count", "score")}


def _belongs(around: Around) -> bool:
    """Whether the words behind the noun say that the counted are somewhere at a time."""
    return bool(_BELONGS.match(around.after)) and not _SINCE.search(f"{around.before} {around.time}")


_BELONGS = re.compile(
    r"(?:[ -][\w’'-]+){1,4}? (?:who (?:are|were) )?(?:currently |now |still )?(?:living|working|residing|employed|enrolled|serving)\b"
)


def _of_happenings(around: Around) -> str:
    """`cumulative` since a start, `flow` within a stated span, else `amount`."""
    if _SINCE.search(f"{around.before} {around.after} {around.time}") or around.near_after("total_words", 3):
        return "cumulative"
    return "flow" if _SPAN.search(around.time) and not _SINCE.search(around.time) else "amount"


_BY = re.compile(r"\bby (?:\w+ ){0,2}$")
_BY_SO_MANY = re.compile(r"\b(?:rose|fell|up|down|grew|increased|dropped|cut|won|led|lost|ahead|behind) by (?:\w+ ){0,2}$")
_THERE = re.compile(r"\bthere(?: (?:are|were|is|was)|['’]s) (?:\w+ ){0,2}$")
_SINCE = re.compile(r"\b(?:since|so far|to date|as of|until now|in total|altogether|in all)\b")
# `last year`, `in the first half`, `in 2023`, `from March to July`, `over the past decade`: a span in which things happen, no day.
_SPAN = re.compile(
    r"\b(?:last|this|next|past|previous|same|each|every|first|second|third|fourth) (?:\w+ )?"
    r"(?:year|month|week|quarter|half|season|decade|years|months|weeks)\b"
    r"|\b(?:in|during|over|between|for|through) (?:the )?(?:\w+ )?(?:\d{4}|\d{4}[-–]\d+)\b|\bfrom\b.+\bto\b|\ba (?:year|month|week|day)\b"
)


_DECIDERS: dict[str, Callable[[Quantity, Around], str]] = {
    "ordinal": _of_ordinal,
    "occasions": _of_occasions,
    "times": _of_times,
    "time": _of_time,
    "percent": _of_percent,
    "fraction": _of_fraction,
    "money": _of_money,
    "measure": _of_measure,
}
