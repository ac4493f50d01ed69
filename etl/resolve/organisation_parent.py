"""Which body another is part of, where the article says so between the two names."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from etl.extract.facts import Mention
from etl.lexicon import load_words
from etl.resolve.entity import LocalEntity

_WIDE = 90  # characters between the two names, at most
_OWNS = re.compile(r"['’]s? (?:own |new )?")
_OF = re.compile(r"(?: \([^)]{1,15}\))? (?:of|at|within|under) (?:the )?")
_UNLIKE = frozenset({"team", "party", "media", "news_agency"})  # `Selby Rovers’ Premier League`: what these have is seldom part of them


def find_parents(text: str, mentions: Sequence[Mention], meaning: Mapping[Mention, int], entities: Sequence[LocalEntity]) -> dict[int, int]:
    """Index of the whole by index of the part, for parts of which the article names one whole alone and no ring of wholes.

    CASE 1: `the University’s School of Law`. CASE 2: `the School of Law at the University`, where the part's name tells that it is one.
    CASE 3: `the O, an agency of the P`, `the O (ACR), which is part of the P`, `the O is an arm of the P`.
    """
    wholes: dict[int, set[int]] = defaultdict(set)
    names = [m for m in mentions if m in meaning and m.form in {"name", "short_name", "acronym"}]
    for left, right in _neighbours(names):
        gap = text[left.span.end : right.span.start]
        first, second = meaning[left], meaning[right]
        if _OWNS.fullmatch(gap) and entities[first].organisation_kind not in _UNLIKE:
            wholes[second].add(first)
        elif (_OF.fullmatch(gap) and _is_part_by_name(left)) or _part_of().fullmatch(gap):
            wholes[first].add(second)
    single = {part: whole.pop() for part, whole in wholes.items() if len(whole) == 1}
    return {part: whole for part, whole in single.items() if not _is_ring(single, part)}


def _neighbours(names: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Bodies named one after the other; an acronym in brackets behind the first may stand between (`the O (ACR), part of the P`)."""
    bodies = [(left, right) for left, right in itertools.pairwise(names)]
    bodies += [(left, right) for (left, middle), (_, right) in itertools.pairwise(bodies) if middle.form == "acronym"]
    return [
        (left, right)
        for left, right in bodies
        if left.entity_kind == right.entity_kind == "organisation" and 0 < right.span.start - left.span.end <= _WIDE
    ]


def _is_part_by_name(mention: Mention) -> bool:
    """Whether a name's head noun is a part's (`Division`, `Committee on Ports`)."""
    head = re.split(r" (?:of|for|on) ", mention.surface.lower())[0].rsplit(" ", 1)[-1]
    return head in load_words("org_kinds.yaml", "part_heads")


def _is_ring(wholes: Mapping[int, int], part: int) -> bool:
    """Whether the way up from `part` comes round to where it has been."""
    seen: set[int] = set()
    at: int | None = part
    while at is not None and at not in seen:
        seen.add(at)
        at = wholes.get(at)
    return at is not None


def _part_of() -> re.Pattern[str]:
    """`, an independent agency of the `, ` is part of `, `, which falls under the `."""
    nouns = "|".join(sorted(load_words("org_kinds.yaml", "part_nouns")))
    return re.compile(
        r"(?: \([^)]{1,15}\))?(?:,| –| -|,? (?:which|that))?(?: (?:is|was|remains))?"
        rf" (?:(?:an?|the|itself) (?:[\w-]+ ){{0,3}}?(?:{nouns}) (?:of|under|within|at|in)"
        r"|(?:a )?part of|(?:which )?(?:comes|falls|sits) (?:under|within)|housed (?:at|in|within)|attached to|under|within) (?:the )?"
    )
