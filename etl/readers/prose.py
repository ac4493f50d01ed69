"""Whether a text is written as an article at all, or as documentation: tables, code, rules in bullets.

A folder of articles often holds a README or a data dictionary beside them; its numbers and names must not become facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"\s*(?:```|~~~)")
_TABLE = re.compile(r"\s*\|.*\|\s*$")
_HEADING = re.compile(r"#{1,6}\s+\S")
_RULE = re.compile(r"\s*(?:[-*+]\s+|\d{1,2}[.)]\s+|(?:[-=*_]\s?){3,}$|>\s)")
# Two or more words set as code in one line (`a` or `b`): the line explains a program, not an event.
_CODE_WORDS = re.compile(r"`[^`\n]+`[^`\n]*`[^`\n]+`")
_LIMIT = 0.5


def is_documentation(text: str) -> bool:
    """Whether more than half of the characters stand in Markdown tables, code fences, headings and bullet rules.

    Bullets count only beside another sign of Markdown: an article that lists its findings in bullets stays an article.
    """
    kinds = list(_kinds(text))
    if not {"fence", "table", "heading", "code"} & {kind for kind, _ in kinds}:
        return False
    total = sum(size for _, size in kinds)
    return sum(size for kind, size in kinds if kind != "prose") > _LIMIT * total


def _kinds(text: str) -> Iterator[tuple[str, int]]:
    """What each non-blank line is written as, and its length in characters."""
    fenced = False
    for line in text.splitlines():
        size = len(line.strip())
        if not size:
            continue
        if _FENCE.match(line):
            fenced = not fenced
            yield "fence", size
        else:
            yield "fence" if fenced else _kind(line), size


def _kind(line: str) -> str:
    signs = {"table": _TABLE.match(line), "heading": _HEADING.match(line), "code": _CODE_WORDS.search(line), "rule": _RULE.match(line)}
    return next((kind for kind, found in signs.items() if found), "prose")
