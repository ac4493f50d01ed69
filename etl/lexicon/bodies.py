"""Well-known real bodies by every spelling of their names (`bodies.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import load_csv


@dataclass(frozen=True, slots=True)
class WorldBody:
    """One body of the world. `country` is an ISO 3166-1 code, None for a body of no single state."""

    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a body's name; `alone`: standing in running text with these capitals it can hardly be anything else."""

    body: WorldBody
    alone: bool


@lru_cache(maxsize=1)
def world_bodies() -> Mapping[str, Spelling]:
    """Every spelling of the listed bodies, as written; raises LexiconError when the list is missing."""
    found: dict[str, Spelling] = {}
    for row in load_csv("bodies.csv"):
        body = WorldBody(row["name"], row["kind"], row["country"] or None)
        found[body.name] = Spelling(body, row["alone"] == "1")
        for written in filter(None, row["also"].split("|")):
            spelling = written.removesuffix("?")
            found[spelling] = Spelling(body, spelling == written)
    return found
