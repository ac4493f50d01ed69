"""Entities of one article: who and what its mentions name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityName = tuple[str, Literal["full", "short", "acronym", "alias"]]
Scope = Literal["global", "article"]


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """One person, organisation, place or event of one article.

    `name` is the fullest name in the article; `names` holds it and the others with their kinds. `key` is the stable raw identity: with
    `scope` `global` two
    articles' entities of equal key are candidates to be one (their `country_code` must not conflict); with `article` the key is unique
    only inside its article.
    `gender` is evidence from the article (`m`, `f` or None), used for pronouns only. `parent` is an index into the same list.
    """

    kind: Literal["person", "organisation", "place", "event"]
    name: str
    names: tuple[EntityName, ...]
    key: str
    scope: Scope
    country_code: str | None = None
    family_name: str | None = None
    given_name: str | None = None
    name_order: str | None = None
    gender: str | None = None
    acronym: str | None = None
    organisation_kind: str | None = None
    parent: int | None = None
    place_kind: str | None = None
    latitude: float | None = None
    longitude: float | None = None
