"""Over what a load's reading is spread: the cores of this machine, or a Ray cluster."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from etl.load.extraction import Outcome, Task
from etl.load.pool import Start, count_workers, extract_all

PLACES = ("pool", "ray")
VARIABLE = "CUTTINGS_PARSE_ON"
"""Where documents are read when a load does not say so: scheduled loads, and those of the landing folder."""


@dataclass(frozen=True, slots=True)
class Spread:
    """`on` is one of PLACES, None for what the environment says (otherwise the pool); `workers` None for as many as fit."""

    on: str | None = None
    workers: int | None = None

    def __post_init__(self) -> None:
        if self.place not in PLACES:
            raise ValueError(f"documents are read on {' or '.join(PLACES)}, not on {self.place!r} ({VARIABLE})")

    @property
    def place(self) -> str:
        """One of PLACES."""
        return self.on or os.environ.get(VARIABLE) or "pool"

    def extract(self, tasks: Iterable[Task], start: Start, documents: int, version: str) -> Iterator[Outcome]:
        """One Outcome a task; from the pool in their order. `documents` is how many there are, `version` the extractor's."""
        if self.place == "ray" and documents:
            from etl.load.cluster import extract_on_ray

            return extract_on_ray(tasks, start, self.workers, version)
        return extract_all(tasks, start, count_workers(self.workers, documents))
