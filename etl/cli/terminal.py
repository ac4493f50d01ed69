"""Where output goes: answers to standard output, everything else to standard error."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TextIO

from rich.console import Console

_WIDE = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def width(stream: TextIO) -> int:
    """Columns to write in: the terminal's, else so many that nothing is cut off or wrapped."""
    return shutil.get_terminal_size().columns if stream.isatty() else _WIDE


def printable(text: str) -> str:
    """Text of an article for a terminal: nothing in it moves the cursor, changes colours or turns the direction of writing."""
    return _CONTROL.sub("�", text)


def messages() -> Console:
    """Progress, summaries and errors."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def answers() -> Console:
    """What was asked for."""
    return Console(highlight=False, markup=False, soft_wrap=True, width=width(sys.stdout))


def fail(message: str, status: int = 1) -> int:
    """Print what went wrong and what to do; returns the exit status."""
    messages().print(f"cuttings: {message}", markup=False, style="red")
    return status
