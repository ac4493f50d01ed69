"""The fingerprint of an utterance: equal for the same words, however an outlet sets them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_INSERTED = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENOUGH = 6  # words that hardly two people say alike


def fingerprint(words: Iterable[str], speaker: str) -> str:
    """What two reports of one utterance share: its words without marks, case and insertions in brackets.

    `words` are the quote's pieces; `speaker` tells apart short words that many say (`thank you`): of fewer than six words it counts too.
    """
    plain = _INSERTED.sub(" ", " ".join(words)).casefold().replace("’", "'")
    found = _WORD.findall(plain)
    return " ".join(found) if len(found) >= _ENOUGH else f"{speaker}: {' '.join(found)}"
