"""Text whose lines a program broke at a fixed width, made whole again: one paragraph a line."""

from __future__ import annotations

import re
from itertools import pairwise

_WIDTH = range(40, 121)
_FULL = 0.7
_STOPS = '.!?:;”"'


def is_wrapped(text: str) -> bool:
    """Whether lines end near one width and run on in the next, as in mail and in the text layer of PDF files.

    Of the lines that fill the width most must stop in mid-sentence, with a small letter below: a list of headlines does not pass.
    """
    lines = [line.strip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if width not in _WIDTH:
        return False
    full = [(line, below) for line, below in pairwise(lines) if len(line) >= _FULL * width and below]
    broken = [below for line, below in full if line[-1] not in _STOPS]
    return len(broken) >= 3 and len(broken) > 0.6 * len(full) and sum(below[0].islower() for below in broken) > 0.4 * len(broken)


def unwrap(text: str) -> str:
    """The same characters with a blank for every line break inside a paragraph: offsets do not move. Other text stays as it is."""
    if not is_wrapped(text):
        return text
    width = max(len(line.strip()) for line in text.splitlines())
    return re.sub(r"(?m)^[^\n]*\S[ \t\r]*\n(?=[^\s•*>-])", lambda match: _joined(match.group(), width), text)


def _joined(line: str, width: int) -> str:
    """A line with its break: a full line runs on, unless it ends a sentence well before the width; a short one ends its paragraph."""
    words = line.rstrip()
    ends = len(words) < _FULL * width or (words[-1] in '.!?”"' and len(words) < 0.85 * width)
    return line if ends else words + " " * (len(line) - len(words))
