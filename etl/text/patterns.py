"""Regular expressions made of lexicon words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby

from etl.lexicon import load_words


def alternation(words: Iterable[str], blank: str = r"\s+") -> str:
    """`(?:…|…)` of the words as they are, longest first so that the longer reading wins; a blank matches any white space or `blank`."""
    ranked = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", blank) for word in ranked) + ")"


def by_letter(words: Iterable[str], blank: str = r"\s+") -> str:
    """The same of lower-case words, without trying those that begin with another letter than the text does."""
    groups = groupby(sorted(set(words), key=lambda word: (word[0], -len(word), word)), key=lambda word: word[0])
    return "(?:" + "|".join(f"{re.escape(first)}{alternation((word[1:] for word in group), blank)}" for first, group in groups) + ")"


@cache
def any_of(file: str, section: str) -> str:
    """The alternation of one section of a lexicon file."""
    return alternation(load_words(file, section))


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """The text in lower case, letter for letter, so that places stay the same; a case-blind pattern takes twice the time of a plain one."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(letter.lower()[0] for letter in text)
