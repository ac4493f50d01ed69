"""When two articles report one event: a key worked out from one article alone, so that the order of loading never matters.

shared_key(name, kind, people, bodies, period) -> parts of a stable id, or None where the evidence is too weak to leave the article
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from etl.lexicon import load_entries, load_words
from etl.text.fold import fold
from etl.text.period import Period

_LONGEST = 31  # days: a named event without an edition is told by its month, so its date must be that exact
_IN_PERSON = frozenset(["bilateral_meeting", "talks", "summit", "other"])
_ONE_OF_A_KIND = frozenset(["summit", "forum", "congress"])
_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th)$")


def shared_key(
    name: str | None, kind: str, people: Iterable[int], bodies: Iterable[int], period: Period | None, told: Period | None = None
) -> tuple[str | int, ...] | None:
    """What makes an event the same everywhere.

    `people` and `bodies` are ids good across articles; a participant without one must be left in as -1.
    CASE 1: a telling name with its edition or year (`48th Asean Summit`): the name. CASE 2: a telling name alone comes again: the name
    and the month; where the article gives no date at all, the month in which it was `told`, that of publication. CASE 3: no name: the
    same two people or more on one settled day, met, phoned or signing; bodies only where no person is named. A visit or a one-sided event
    has no key.
    """
    if name:
        return _by_name(name, period or told)
    sides = sorted(set(people)) or sorted(set(bodies))
    if len(sides) < 2 or -1 in sides or period is None or not period.is_day or kind == "visit":
        return None
    return "day", str(period.start), "in person" if kind in _IN_PERSON else kind, *sides


def _by_name(name: str, period: Period | None) -> tuple[str | int, ...] | None:
    words = [_plain(w) for w in fold(re.sub(r"['’]s?\b", "", name)).split() if w not in {"the", "of", "on", "for", "and", "a", "in"}]
    telling = sum(_tells(w) for w in words)
    if not telling:
        return None  # `Second National Workshop` may be anybody's
    key = " ".join(sorted(words))
    if any(w.isdigit() for w in words):
        return "name", key
    if telling < 2 and not _ONE_OF_A_KIND & set(words):
        return None  # `Cabinet Meeting`, `Senate Hearing`: every country has one
    if period is None or period.start is None or period.end is None or (period.end - period.start).days > _LONGEST:
        return None
    return "name", key, period.start.strftime("%Y-%m")


def _plain(word: str) -> str:
    """`48th` and `forty-eighth` as `48`."""
    match = _COUNTED.match(word)
    return match.group(1) if match else _ordinals().get(word, word)


def _tells(word: str) -> bool:
    return not word.isdigit() and word not in load_words("meetings.yaml", "common_name_words")


@lru_cache(maxsize=1)
def _ordinals() -> dict[str, str]:
    return {str(e["word"]): str(e["value"]) for e in load_entries("meetings.yaml", "ordinals")}
