"""Text whose lines a program broke at a fixed width, made whole again: one paragraph a line."""

from __future__ import annotations

import re
from itertools import pairwise

_WIDTH = range(40, 121)


def is_wrapped(text: str) -> bool:
    """Whether most lines end near one width and in mid-sentence, as in mail and in the text layer of PDF files."""
    lines = [line.rstrip() for line in text.split("\n")]
    pairs = [(line, below) for line, below in pairwise(lines) if line and below]
    broken = [
        line for line, below in pairs if len(line) in _WIDTH and line[-1] not in '.!?:;”"' and (below[0].islower() or below[0].isalnum())
    ]
    return len(broken) >= 3 and len(broken) > 0.5 * len(pairs) and max(map(len, lines)) <= _WIDTH.stop


def unwrap(text: str) -> str:
    """The same characters with a blank for every line break inside a paragraph: offsets do not move. Other text stays as it is."""
    if not is_wrapped(text):
        return text
    width = max(len(line) for line in text.split("\n"))
    return re.sub(r"(?m)^(?P<line>[^\n]*\S)[ \t]*\n(?=[^\s•*>-])", lambda match: _joined(match.group(), width), text)


def _joined(line: str, width: int) -> str:
    """A line and its break: a full line, or one that does not end a sentence, runs on."""
    words = line.rstrip()
    short = len(words) < 0.6 * width
    return line if short or (words[-1] in '.!?”"' and len(words) < 0.85 * width) else line[:-1] + " "
