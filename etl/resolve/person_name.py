"""The parts of a person's name, and when two names are one person's: rules of culture as far as evidence goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import load_entries, load_words
from etl.text.fold import fold

_QUOTED = re.compile(r"[\"“‘(]")
_NICKNAME = re.compile(r"\s*[\"“‘(]([^\"”’)]+)[\"”’)](?=\s)")
_ORDERS = {"family_first", "given_first", "given_only"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A written name taken apart. `words` are as written (without nickname and suffix); `tokens` the same folded, hyphens split."""

    written: str
    words: tuple[str, ...]
    tokens: tuple[str, ...]
    suffix: str
    nickname: str

    @property
    def plain(self) -> str:
        """The name without nickname: `Daniel “Duke” W. Jr.` -> `Daniel W. Jr.`"""
        return " ".join(_NICKNAME.sub("", self.written).split())


@lru_cache(maxsize=4096)
def read_name(written: str) -> PersonName:
    """Take a written name apart; never fails (a single word has one token)."""
    match = _NICKNAME.search(written) if _QUOTED.search(written) else None
    nickname = match.group(1) if match else ""
    words = [w.strip(",") for w in (_NICKNAME.sub("", written) if match else written).split()]
    suffix = ""
    while len(words) > 1 and words[-1].lower().rstrip(".") in _suffixes():
        suffix = words.pop().lower().rstrip(".")
    tokens = tuple(t for w in words for t in fold(w).split())
    return PersonName(written, tuple(w for w in words if w), tokens, suffix, fold(nickname))


def same_person(a: PersonName, b: PersonName) -> bool:
    """Whether two full names (two words or more each) can only be one person's within one article.

    CASE 1: the same letters, or the same words in another order (`Suk-yeol Yoon`). CASE 2: middle names left out. CASE 3: initials for
    given names.
    `Jr.` and `Sr.`, or a suffix on one side alone, keep father and son apart.
    """
    if a.suffix != b.suffix or len(a.words) < 2 or len(b.words) < 2:
        return False
    if "".join(a.tokens) == "".join(b.tokens) or sorted(a.tokens) == sorted(b.tokens):
        return True
    short, full = sorted((a.tokens, b.tokens), key=len)
    if short[0] == full[0] and short[-1] == full[-1] and is_subsequence(short, full):
        return True
    return _initials_agree(a.tokens, b.tokens)


def _initials_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """`J. Whitcomb`, `J.R. Whitcomb` and `John Whitcomb`: the last word is equal, each initial fits, and one side has initials only in
    front.
    """
    if a[-1] != b[-1] or len(a[-1]) < 2:
        return False
    short, full = sorted((a, b), key=lambda t: sum(len(w) for w in t[:-1]))
    return all(len(w) <= 2 for w in short[:-1]) and all(w[0] == f[0] for w, f in zip(short[:-1], full[:-1], strict=False))


def is_subsequence(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the words of `short` stand in `full` in order, with or without others between."""
    rest = iter(full)
    return all(word in rest for word in short)


def is_part(short: PersonName, full: PersonName) -> bool:
    """Whether `short` is a stretch of neighbouring words of `full`, or its nickname: a way to call the person again."""
    n = len(short.tokens)
    if not n or (short.suffix and short.suffix != full.suffix) or (n >= len(full.tokens) and short.tokens != full.tokens):
        return False
    if short.tokens[0] in full.tokens and any(full.tokens[i : i + n] == short.tokens for i in range(len(full.tokens) - n + 1)):
        return _on_word_edges(short, full)
    return bool(full.nickname) and " ".join(short.tokens) == full.nickname


def _on_word_edges(short: PersonName, full: PersonName) -> bool:
    """A part must be made of whole written words, or of the one side of a hyphen in a surname: `Wright` of `Lacombe-Wright` counts,
    `Lise` of `Anne-Lise` as well.
    """
    return any(len(t) > 1 for t in short.tokens) or short.words == full.words


@dataclass(frozen=True, slots=True)
class NameParts:
    """Family and given name with the order they are written in; None where the culture is not known well enough."""

    family: str | None
    given: str | None
    order: str | None


def split_name(name: PersonName, country: str | None) -> NameParts:
    """Family and given name by the culture of `country` (ISO code or None) and the look of the name itself."""
    words = name.words
    if len(words) < 2:
        return NameParts(None, None, None)
    order = _order(name, country)
    if order == "family_first":
        return NameParts(words[0], " ".join(words[1:]), order)
    if order == "given_only":
        own = words[-1] if country == "MN" else words[0]
        return NameParts(None, own, order)
    start = _family_start(words, country)
    return NameParts(" ".join(words[start:]), " ".join(words[:start]), "given_first")


def _order(name: PersonName, country: str | None) -> str:
    """CASE 1: `Kang Kyung-wha`, `Kim Jong Un`: a listed surname in front of a hyphenated or two-part given name. CASE 2: `Suk-yeol Yoon`:
    turned.
    CASE 3: a father's name tells that there is no family name (`Omar bin Said`, `Katla Pálsdóttir`). CASE 4: the country's custom; a
    Western given name in front of a Chinese surname (`Carrie L.`) turns it.
    """
    if _has_patronymic(name):
        return "given_only"
    first, last = fold(name.words[0]), fold(name.words[-1])
    hyphenated = [i for i, w in enumerate(name.words) if "-" in w and w.split("-")[1][:1].isalpha()]
    if first in _surnames() and hyphenated == [1] and len(name.words) == 2:
        return "family_first"
    if last in _surnames() and hyphenated == [0] and len(name.words) == 2:
        return "given_first"
    custom = _customs().get(country or "", "given_first")
    if custom == "family_first" and (first in _given() or (first not in _surnames() and last in _surnames() and len(name.words) == 2)):
        return "given_first"
    return custom if custom in _ORDERS else "given_first"


def _has_patronymic(name: PersonName) -> bool:
    """`X bin Y`, `X a/p Y` and nothing more (a tribe's name may follow: `X bin Y al-Z`), or a daughter's name in `-dóttir`."""
    is_malay = len(name.words) == 3 and name.words[1].lower() in {"bin", "binti", "a/l", "a/p"}
    return is_malay or (len(name.words) > 1 and name.tokens[-1].endswith("dottir"))


def _family_start(words: tuple[str, ...], country: str | None) -> int:
    """Index of the first word of the family name: particles belong to it; Spanish-speaking countries write two surnames."""
    last = len(words) - 1
    start = last
    while start > 1 and words[start - 1].lower() in _particles():
        start -= 1
    if country in _TWO_SURNAMES and start == last and len(words) in {3, 4}:
        start = last - 1
    return max(start, 1)


_TWO_SURNAMES = frozenset(["ES", "MX", "CO", "PE", "CL", "EC", "VE", "GT", "HN", "SV", "NI", "CR", "PA", "BO", "PY", "UY", "CU", "DO"])


@lru_cache(maxsize=1)
def _customs() -> dict[str, str]:
    return {str(e["word"]): str(e["order"]) for e in load_entries("name_order.yaml", "by_country")}


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return load_words("name_order.yaml", "family_first_surnames")


@lru_cache(maxsize=1)
def _particles() -> frozenset[str]:
    return load_words("name_order.yaml", "particles")


@lru_cache(maxsize=1)
def _suffixes() -> frozenset[str]:
    return load_words("honorifics.yaml", "suffixes") - {"neto", "filho"}


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return load_words("given_names.yaml", "f") | load_words("given_names.yaml", "m")


def person_key(name: PersonName) -> str:
    """Stable raw identity of a full name: folded words in order; `Suk-yeol Yoon` and `Yoon Suk Yeol` give one key, `James T.` and `T.
    James` two.
    """
    words = list(name.words)
    if len(words) == 2 and "-" in words[0] and fold(words[1]) in _surnames() and "-" not in words[1]:
        words.reverse()
    return " ".join(filter(None, [fold(" ".join(words)), name.suffix]))
