"""What may stand between a title and the name of its holder, once names of bodies and places and other titles are blanked."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.extract.name_repair import honorifics
from etl.lexicon import load_words
from etl.lexicon.gazetteer import demonym_pattern

# `Minister (of O), X`, `Minister for Y X`, `Secretary Dr X`
_TO_NAME = re.compile(
    r"(?:-(?:elect|designate)\b|nominee\b|candidate\b)?(?:\s|,|-|–|(?:of|at|for|in|and|the|to|on|from)\b|['’]s?\b|['’]|\([^)]{0,20}\)|\d+)*"
    r"| of the (?:[a-z][a-z-]+ ){0,3}[a-z][a-z-]+, "  # `Speaker | of the house of elders, | X`
)
_NO_VERB = r"(?!(?:said|says|told|tells|that|which|who|whose|to|by|had|and|but|or)\b)"
_COMPLEMENT = re.compile(rf"\s+(?:of|for|in|at|on|to)(?:\s+{_NO_VERB}[a-z][\w’'-]*|\s+['’]s\b){{0,6}}\s*,\s+")
_CLOSED = re.compile(r"\s*(?:,|\.|\(|said\b|says\b|told\b|[a-z]+ed\b)")
# `X, the`, `X, 71, a retired`, `X, who was named`, `X, now`, `X of O, its`, `X, R-Ohio, the`
_FROM_NAME = re.compile(
    r"(?:\s|,|-|–|\d+|\([^)]{0,40}\)|['’](?:s\b)?|[RDI]-[\w.]*|(?:" + "|".join(sorted(load_words("titles.yaml", "gives_title"))) + r")\b)*"
)
# Apposition: `X, 71, the centre’s own`, `X, a Lagos-born`: a few words without a verb between the comma and the title
_APPOSITION = re.compile(rf"(?:\s*\([^)]*\))?,\s+(?:(?:aged )?\d+,\s+)?(?:{_NO_VERB}[\w-]+(?:['’]s?)?\s+){{0,5}}\s*")
_GIVES = r"(?:as|named|appointed|elected|became|becomes|is|was|made|sworn in as)"
_AS_TITLE = re.compile(rf"\b{_GIVES}(?: an?| the| its| his| her| their| \w+['’]s)?(?: first)?(?: [a-z-]+|(?<=first) [A-Z][a-z]+an)?\s*$")
_CLAUSE_BREAK = re.compile(r"[.;!?“”\"\n]")
_FAR = 80  # characters between a name and the title that a verb gives it at most


def leads_to_name(gap: str, behind: str, opens_line: bool) -> bool:
    """Whether the words `gap` lead from a title to the name behind it. `behind` is what follows the name; `opens_line` tells that the title
    stands first in its line.

    CASE 1: `Minister of O, X`, `Secretary Dr X`. CASE 2: a complement between commas (`lawyer | for the company, | X, said`), not in a list
    (`X and Y`). CASE 3: a list of posts (`Chancellor: X`).
    """
    bare = without_address(gap)
    if _TO_NAME.fullmatch(bare):
        return True
    if opens_line and re.fullmatch(r"(?: of(?: the)?)?\s*:\s+", bare):
        return True
    return _COMPLEMENT.fullmatch(bare) is not None and _CLOSED.match(behind) is not None


def comes_from_name(gap: str) -> bool:
    """Whether the words `gap` lead from a name to the title behind it: an apposition (`X, the O’s`), a verb that gives a title (`X, who
    succeeded him as`); nothing across paragraphs, nor after a possessive (`X’s chief`).
    """
    if "\n" in gap or re.match(r"\s*and\b|['’]", gap):
        return False
    gap = _degrees().sub("", gap)
    if _APPOSITION.fullmatch(gap):
        return True
    told = demonym_pattern().sub(" ", gap)
    if _FROM_NAME.fullmatch(told) and gap.strip():
        return not re.match(r"\s+(?:of|at|for|in|from|and)\b", gap) or "," in gap
    return bool(_AS_TITLE.search(told)) and not _CLAUSE_BREAK.search(gap) and len(gap) < _FAR


def without_address(gap: str) -> str:
    """Without forms of address (`Secretary Dr X`, `Minister Datuk Seri X`) and quoted nicknames."""
    words = (w for w in re.split(r"(\s+)", gap) if w.strip(" .,").lower() not in _address_words())
    return "".join(words)


@lru_cache(maxsize=1)
def _address_words() -> frozenset[str]:
    """Forms of address and the words of those that have several: `Rt Hon`, `Datuk Seri`."""
    many = (form.split() for form in honorifics() if " " in form)
    return frozenset(honorifics()) | {word for words in many for word in words}


@lru_cache(maxsize=1)
def _degrees() -> re.Pattern[str]:
    """Degrees and honours behind a name: `X |, MD|, the O’s chief`, `X | KC|, counsel`."""
    words = "|".join(r"\.?".join(word) for word in sorted(load_words("honorifics.yaml", "after") - load_words("titles.yaml", "heads")))
    return re.compile(rf"^(?:,? (?:{words})\.?(?![\w.]))+", re.IGNORECASE)
