"""WordPiece: a word as numbers of vocabulary entries, as uncased BERT splits it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

_LONGEST = 100  # letters; a longer word is unknown, as in BERT
_KEPT = 100_000  # words remembered before the memory is emptied
_DROPPED = {"Mn", "Cc", "Cf", "Co"}  # Unicode's categories of accents, control characters, formats and private use
_IDEOGRAPHS = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0002ceaf"), ("\U0002f800", "\U0002fa1f"))


class Pieces:
    """Splits words into pieces with a vocabulary (one piece a line, `##` before one that continues a word)."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown, self.first, self.last = (self._ids[name] for name in ("[UNK]", "[CLS]", "[SEP]"))
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def read(cls, path: Path) -> Pieces:
        """From a `vocab.txt`."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def split(self, word: str) -> tuple[int, ...]:
        """Piece numbers of a word, at least one."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[word] = tuple(n for part in _parts(word) for n in self._pieces_of(part)) or (self.unknown,)
        return found

    def _pieces_of(self, part: str) -> list[int]:
        """Greedy longest match from the left; one unknown piece when nothing fits."""
        if len(part) > _LONGEST:
            return [self.unknown]
        numbers: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                number = self._ids.get(part[start:end] if start == 0 else "##" + part[start:end])
                if number is not None:
                    numbers.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return numbers


def _parts(word: str) -> list[str]:
    """The word in lower case without accents, cut at punctuation and between ideographs (`Ozoliņa-Kalve` -> `ozolina`, `-`, `kalve`)."""
    if word.isascii() and word.isalpha():
        return [word.lower()]  # most words; the rest of this takes ten times as long
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c.isspace() or unicodedata.category(c) not in _DROPPED)
    parts: list[str] = [""]
    for c in plain:
        if _stands_alone(c):
            parts += [c, ""]
        elif c.isspace():
            parts.append("")
        else:
            parts[-1] += c
    return [part for part in parts if part]


def _stands_alone(c: str) -> bool:
    """Punctuation as BERT has it (all ASCII symbols too) and ideographs."""
    if c.isascii():
        return not c.isalnum() and not c.isspace()
    return unicodedata.category(c).startswith("P") or any(first <= c <= last for first, last in _IDEOGRAPHS)
