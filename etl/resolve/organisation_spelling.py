"""Spellings of one body's name: British and American, with and without company endings, ministries by their portfolios."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.lexicon import load_entries
from etl.resolve.organisation_name import COMPANY_ENDINGS, country_in, read_body, without_genitive
from etl.text.fold import fold


@lru_cache(maxsize=65536)
def normal_body(written: str) -> str:
    """One form of all spellings of a name: `The Selby Centre & Co Ltd`: `selby center and`; a ministry by its portfolio alone."""
    if parts := portfolio_parts(written):
        return "ministry " + " / ".join(sorted(parts))
    name = read_body(written)
    plain = without_genitive((name.bare if name.is_generic else written).replace("&", " and "))
    spelling = _spelling()
    words = [spelling.get(w, w) for w in fold(plain).split()]
    words = words[1:] if words[:1] == ["the"] and len(words) > 1 else words
    while len(words) > 1 and words[-1] in COMPANY_ENDINGS:
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=65536)
def portfolio_parts(written: str) -> frozenset[str]:
    """What a ministry is for, part by part: `Ministry of Labour and Vocational Training`: labor, vocational training; else nothing."""
    if not read_body(written).portfolio:
        return frozenset()
    parts = re.split(r"\s*(?:,|&|\band\b)\s*", country_in(written)[1])
    plain = (re.sub(r"\b(?:ministry|department|of|for|the|national|affairs)\b", " ", fold(part)) for part in parts)
    return frozenset(" ".join(_spelling().get(w, w) for w in part.split()) for part in plain) - {""} or frozenset({"affairs"})


@lru_cache(maxsize=1)
def _spelling() -> dict[str, str]:
    return {str(w): str(e["one"]) for e in load_entries("org_kinds.yaml", "spellings") for w in e["words"]}
