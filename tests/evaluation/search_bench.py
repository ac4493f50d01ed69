"""What a search costs on a large warehouse: `python -m tests.evaluation.search_bench SNAPSHOT`, rows for docs/BENCHMARK.md.

Each question is asked several times and the least is shown, since other programs only add to it. `CPU` counts both threads (articles and
quotes are searched at once); `longer thread` and what stands before and after the two make the waiting time where two cores are free.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from etl.search import Filters, Found, search
from etl.search.find import _Searcher

QUESTIONS: tuple[tuple[str, Filters], ...] = (
    ("zeppelin", Filters()),
    ("migrant workers", Filters()),
    ('"prime minister" visit* NOT airport', Filters()),
    ("mig*", Filters()),
    ('"the minister"', Filters()),
    ("the minister", Filters()),
    ("said", Filters()),
    ("the", Filters()),
    ("con*", Filters()),
    ("in of and to a", Filters()),
    ("the* OR said", Filters()),
    ("said", Filters(speaker="minister")),
    ("said", Filters(since=date(2024, 1, 1))),
    ("said the minister", Filters(outlet="post")),
)


def main() -> None:
    """Print a table row a question, and what the whole command costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--times", type=int, default=7)
    arguments = parser.parse_args()
    print("| words | filter | articles | quotes | CPU, ms | longer thread, ms | waiting, ms |\n|---|---|---:|---:|---:|---:|---:|")
    for words, filters in QUESTIONS:
        named = " ".join(f"{name} {value}" for name in filters.__slots__ if (value := getattr(filters, name)) is not None)
        runs = [_asked(arguments.snapshot, words, filters) for _ in range(arguments.times)]
        articles, quotes = (found.count_text for found in runs[0][0])
        cpu, thread, wall = (min(run[place] for run in runs) * 1_000 for place in (1, 2, 3))
        print(f"| `{words}` | {named} | {articles} | {quotes} | {cpu:.0f} | {thread:.0f} | {wall:.0f} |")
    command = [str(Path(sys.executable).with_name("cuttings")), "search"]
    for words in ("zeppelin", "the minister"):
        spent = min(_spent([*command, words], arguments.snapshot.parent) for _ in range(arguments.times))
        print(f"whole command, `{words}`: {spent * 1_000:.0f} ms of CPU")


def _asked(snapshot: Path, words: str, filters: Filters) -> tuple[list[Found], float, float, float]:
    """What was found, CPU seconds in all, of the longer thread, and wall seconds."""
    threads: list[float] = []
    match: Callable[..., Any] = _Searcher._match

    def timed(*given: Any) -> Any:
        started = time.thread_time()
        found = match(*given)
        threads.append(time.thread_time() - started)
        return found

    with patch.object(_Searcher, "_match", timed):
        cpu, wall = time.process_time(), time.monotonic()
        found = search(snapshot, words, filters=filters)
        return found, time.process_time() - cpu, max(threads), time.monotonic() - wall


def _spent(command: list[str], home: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env={"CUTTINGS_HOME": str(home)}, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
