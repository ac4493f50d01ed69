"""A finished page goes where it was asked for: to standard output, into a file, or into the browser."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from etl.cli.formats import opened
from etl.cli.terminal import fail, messages


def deliver(write: Callable[[TextIO], object], content: str, output: Path | None, browsed: str | None = None) -> int:
    """Have `write` write the page and say that `content` is in the file; returns the exit status.

    `output` None is standard output. `browsed` is the file's name, in a new folder, where the browser is to show it and no `output` is
    given; None starts no browser.
    """
    try:
        if browsed is not None and output is None:
            output = Path(tempfile.mkdtemp(prefix="cuttings-")) / browsed
        with opened(output) as stream:
            write(stream)
    except BrokenPipeError:  # `cuttings show b006 --text | head` has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return fail(f"cannot write {output}: {error.strerror}")
    if output is not None:
        messages().print(f"{content} in {output}", markup=False)
        if browsed is not None and not webbrowser.open(output.absolute().as_uri()):
            return fail(f"no browser could be started; open {output} in one")
    return 0
