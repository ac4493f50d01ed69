"""Words of a paragraph as the tagger reads them: where they stand, how they are spelt, their shape and quotation state.

The tagger's input depends on these rules: changing them means training again. (`etl.text.segment` may change freely.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from etl.model.marks import find_marks

# A word keeps inner hyphens and apostrophes (`Kyung-wha`, `O'Brien`), dotted capitals their stops (`U.S.`), a number its grouping and
# what is glued to it (`1,200.5`, `29-year-old`, `5.4bn`). Apart stand: a possessive (`Seoul|'s`), the party in `(D|-|Ore.)`, and the
# participle after a name (`Calgary|-|based`), so that a name ends where the name ends.
_PARTICIPLES = "based|born|listed|led|backed|run|owned|bound|trained|made|wide"
_INNER = rf"(?!['’]s\b)(?!-(?:{_PARTICIPLES})\b)"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}(?:{_INNER}-\w+)*"
    r"|['’]s\b(?<=\w['’]s)"
    r"|(?<=\()[A-Z](?=-[A-Z])"
    rf"|\d+(?:[.,]\d+)*[^\W_]*(?:-\w+)*"
    rf"|[^\W_]+(?:{_INNER}[-'’][^\W_]+)*"
    r"|\S"
)

LOWER, TITLE, CAPITALS, INITIAL, MIXED, DIGIT, POINT, SPECIAL = range(8)
SHAPES = 8
ROWS = 2 * SHAPES  # rows of the type table: shape, and the same again inside quotation marks


class Word(NamedTuple):
    """One word: `[start, end)` in the text, the spelling that is looked up (quotation marks made alike), and its type row."""

    start: int
    end: int
    spelling: str
    row: int


@lru_cache(maxsize=65536)
def shape_of(word: str) -> int:
    """The shape class of a word, 0 to 6."""
    if any(c.isdigit() for c in word):
        return DIGIT
    if not any(c.isalpha() for c in word):
        return POINT
    if word.islower():
        return LOWER
    if word.isupper():
        return INITIAL if sum(c.isalpha() for c in word) == 1 else CAPITALS
    return TITLE if word[0].isupper() and word[1:].islower() else MIXED


def read_words(text: str, start: int, end: int) -> list[Word]:
    """Words of the paragraph `text[start:end]`, in order."""
    marks = find_marks(text, start, end)
    words: list[Word] = []
    inside = 0
    for match in _WORD.finditer(text, start, end):
        at, stop = match.span()
        mark = marks.canonical(at) if stop == at + 1 else None
        if mark == "”":
            inside = 0
        spelling = mark or match.group()
        words.append(Word(at, stop, spelling, shape_of(spelling) + SHAPES * inside))
        if mark == "“":
            inside = 1
    return words


def read_paragraphs(text: str, regions: Sequence[tuple[int, int]]) -> list[list[Word]]:
    """Words of each region, in the order of `regions`; regions without a word are left out."""
    return [words for start, end in regions if (words := read_words(text, start, end))]
