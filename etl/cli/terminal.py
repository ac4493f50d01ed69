"""Where output goes: answers to standard output, everything else to standard error."""

from __future__ import annotations

import sys

from rich.console import Console

WIDE = 100_000
"""Columns of a console that is no terminal: nothing is cut off or wrapped there."""


def messages() -> Console:
    """Progress, summaries and errors."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def answers() -> Console:
    """What was asked for; as wide as it needs to be when it goes into a file or a pipe."""
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE)


def fail(message: str, status: int = 1) -> int:
    """Print what went wrong and what to do; returns the exit status."""
    messages().print(f"cuttings: {message}", markup=False, style="red")
    return status
