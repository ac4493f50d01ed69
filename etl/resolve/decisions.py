"""What people decided about entities: one YAML list, an entry a decision, applied at every publication and undone by deleting its line.

- {same: [Kim Min-jae, Min-jae Kim], reason: one minister, author: AB}
- {different: ["person:John Smith@GB", "person:John Smith@US"], reason: striker and senator, author: AB}
- {different: John Smith, in: [derby.txt], reason: another one in this article, author: AB}
- {entity: Central, name: Centre for Labour Rights, reason: its full name, author: AB}
- {entity: Central, kind: ngo, country: KH, reason: ..., author: AB}

An entity is written as its name or one of its other names (case and accents do not matter), narrowed where need be by its kind in front
(`organisation:Central`) and its country behind (`Senate@KH`); or as its id. A name stands for every entity called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from etl.text.fold import fold

Verb = Literal["same", "different", "set"]
_SETTABLE = ("name", "kind", "country")
_KNOWN = {"same", "different", "in", "entity", *_SETTABLE, "reason", "author"}
_REFERENCE = re.compile(r"(?:(person|organisation|place):)?\s*(.+?)\s*(?:@([A-Za-z]{2}))?")


class DecisionError(ValueError):
    """The decisions file cannot be understood; the message names the entry and says what to write."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An entity as a person wrote it: an id, or a folded name with kind and country where given."""

    written: str
    entity_id: int | None
    name: str
    kind: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry. `number` counts from 1. `articles` = file names to which a `different` is confined; `values` = what a `set` sets."""

    number: int
    verb: Verb
    entities: tuple[Reference, ...]
    articles: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    reason: str | None
    author: str | None
    text: str


def read_decisions(words: str) -> tuple[Decision, ...]:
    """Decisions of a file's text, in order. Raises DecisionError."""
    try:
        entries = yaml.safe_load(words)
    except yaml.YAMLError as error:
        raise DecisionError(f"the decisions file is no YAML: {' '.join(str(error).split())}") from error
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise DecisionError("the decisions file must be a list: one `- {…}` a line")
    return tuple(_decision(number, entry) for number, entry in enumerate(entries, 1))


def _decision(number: int, entry: object) -> Decision:
    if not isinstance(entry, Mapping):
        raise DecisionError(f"decision {number} must be a mapping like {{same: [A, B], reason: …, author: …}}, not {entry!r}")
    if unknown := {str(key) for key in entry} - _KNOWN:
        raise DecisionError(f"decision {number} has unknown words: {', '.join(sorted(unknown))}; known are {', '.join(sorted(_KNOWN))}")
    verbs = [verb for verb in ("same", "different", "entity") if verb in entry]
    if len(verbs) != 1:
        raise DecisionError(f"decision {number} needs exactly one of same, different, entity")
    named = entry[verbs[0]]
    entities = tuple(read_reference(str(item)) for item in (named if isinstance(named, list) else [named]))
    articles = _texts(entry.get("in", ()))
    values = tuple((key, _country(number, str(entry[key])) if key == "country" else str(entry[key])) for key in _SETTABLE if key in entry)
    _check(number, verbs[0], len(entities), bool(articles), bool(values))
    verb: Verb = "set" if verbs[0] == "entity" else verbs[0]  # type: ignore[assignment]
    reason, author = (str(entry[key]) if entry.get(key) is not None else None for key in ("reason", "author"))
    return Decision(number, verb, entities, articles, values, reason, author, _shown(entry))


def _check(number: int, verb: str, entities: int, confined: bool, sets: bool) -> None:
    """Raise DecisionError where the parts of an entry do not make sense together."""
    if verb == "same" and (entities < 2 or confined or sets):
        raise DecisionError(f"decision {number}: `same` takes a list of two entities or more and nothing else")
    if verb == "different" and (sets or (entities != 1 if confined else entities < 2)):
        raise DecisionError(f"decision {number}: `different` takes two entities or more, or one entity and `in: [article, …]`")
    if verb == "entity" and (confined or entities != 1 or not sets):
        raise DecisionError(f"decision {number}: `entity` takes one entity and name, kind or country")


def _texts(items: object) -> tuple[str, ...]:
    return tuple(str(item) for item in (items if isinstance(items, Iterable) and not isinstance(items, str) else [items]))


def _country(number: int, code: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", code):
        raise DecisionError(f"decision {number}: country {code!r} is no two-letter code (quote 'NO': YAML reads it as a truth value)")
    return code.upper()


def _shown(entry: Mapping[Any, Any]) -> str:
    """The entry on one line, as it would be written."""
    return str(yaml.safe_dump(dict(entry), default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**6)).strip()


def read_reference(written: str) -> Reference:
    """`organisation:Central@KH`, `Hun Vicheka`, `4711`."""
    if written.strip().isdigit():
        return Reference(written, int(written), "", None, None)
    match = _REFERENCE.fullmatch(written.strip())
    if match is None or not fold(match.group(2)):
        raise DecisionError(f"{written!r} names no entity")
    return Reference(written, None, fold(match.group(2)), match.group(1), match.group(3).upper() if match.group(3) else None)
