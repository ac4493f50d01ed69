"""Comparable forms of names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "ı": "i", "œ": "oe"})
_DROPPED = re.compile(r"['’‘`ʻ.]")
_MARKS = re.compile(r"[^\w]+")


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """Lower case without accents, apostrophes and stops; hyphens and other marks become spaces: `Yoon Suk-Yeol` -> `yoon suk yeol`."""
    if words.isascii() and words.isalpha():
        return words.lower()  # most names of the gazetteer: no marks to fold
    return _MARKS.sub(" ", _DROPPED.sub("", without_accents(words).lower())).strip()


def without_accents(words: str) -> str:
    """The same words in plain letters: `Yılmaz Øre` -> `Yilmaz Ore`."""
    if words.isascii():
        return words
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)).translate(_SPECIAL)
