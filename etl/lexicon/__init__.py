"""Words and gazetteers as data. One typed loader; every entry may carry a note.

A word list is a YAML mapping from section to a list whose items are either a plain string or a mapping with a `word` key and further
attributes (`note` among them).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class LexiconError(ValueError):
    """A lexicon file is missing or not of the documented form."""


@cache
def load_yaml(name: str) -> Mapping[str, Any]:
    """The whole of `etl/lexicon/NAME`; raises LexiconError when it is missing or no mapping."""
    try:
        data = yaml.load(files(__name__).joinpath(name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError as error:
        raise LexiconError(f"lexicon file {name} is missing from the installed package; install cuttings again") from error
    if not isinstance(data, dict):
        raise LexiconError(f"lexicon file {name} must be a mapping of sections")
    return data


def load_entries(name: str, section: str) -> tuple[Mapping[str, Any], ...]:
    """Entries of one section, each a mapping with at least `word`."""
    try:
        items: Sequence[Any] = load_yaml(name)[section]
    except KeyError as error:
        raise LexiconError(f"lexicon file {name} has no section {section}") from error
    if wrong := [item for item in items if not isinstance(item, (str, dict))]:
        raise LexiconError(f"{name}, {section}: put quotes around {wrong[0]!r} (YAML reads bare yes, no, on and off as truth values)")
    return tuple({"word": item} if isinstance(item, str) else item for item in items)


@cache
def load_words(name: str, section: str) -> frozenset[str]:
    """The words of one section, without their notes."""
    return frozenset(str(entry["word"]) for entry in load_entries(name, section))


@cache
def load_csv(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of a CSV gazetteer as mappings; lines starting with `#` are notes."""
    lines = files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))
