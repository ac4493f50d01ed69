"""Regular expressions made of lexicon words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from etl.lexicon import load_words


def alternation(words: Iterable[str]) -> str:
    """`(?:…|…)` of the words as they are, longest first so that the longer reading wins; a blank matches any white space."""
    ranked = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ranked) + ")"


@cache
def any_of(file: str, section: str) -> str:
    """The alternation of one section of a lexicon file."""
    return alternation(load_words(file, section))
