"""What is measured as a key, so that like can be set beside like: `the Cambodian workers` and `Cambodian worker` are one."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.extract.figures.nouns import singular
from etl.lexicon import load_words, load_yaml

_LEXICON = "measured_keys.yaml"
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@lru_cache(maxsize=4096)
def measured_key(measured: str | None, place: str | None = None) -> str | None:
    """Content words of the measured phrase in the singular, joined by blanks; None where none says what is measured.

    Articles, possessives, words of number (`number of`, `total`) and the name of the place, which is a column of its own, are left out;
    an `of` phrase goes before its noun (`exports of rice` = `rice export`); spellings are British.
    """
    text = re.sub(r"[’']s\b", "", (measured or "").lower())
    if place:
        text = re.sub(rf"\b{re.escape(place.lower())}\b", " ", text)
    parts = [_content(part) for part in re.split(r"\bof\b", text)]
    words = [word for part in reversed(parts) for word in part]
    return " ".join(words) if any(word not in _vague() for word in words) else None


def _content(part: str) -> list[str]:
    """The telling words of one part, singular, in one spelling."""
    words = (word for word in _WORD.findall(part) if word not in _idle() and not word.isdigit())
    return [_spellings().get(noun, noun) for noun in map(singular, words)]


@lru_cache(maxsize=1)
def _idle() -> frozenset[str]:
    return load_words(_LEXICON, "idle")


@lru_cache(maxsize=1)
def _vague() -> frozenset[str]:
    return load_words(_LEXICON, "vague")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return dict(load_yaml(_LEXICON)["spellings"])
