"""Spellings of one person's name: transliterations with one skeleton, and names written family name last."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.lexicon import load_entries, load_words
from etl.resolve.person_name import PersonName
from etl.text.fold import fold


@lru_cache(maxsize=65536)
def skeleton(token: str) -> str:
    """What transliterations of one word share: its consonants by sound, and whether it opens with a vowel: `Mohammed`, `Muhamad`: `mmt`.

    `token` is folded. For finding names to compare: equal skeletons never suffice to join two (`Hassan`, `Hussein`).
    """
    syllables = _syllables(_surname(token))
    return _squeeze("".join(sound or "a" for at, (sound, _) in enumerate(syllables) if sound or at == 0)) or token


def are_alike(a: PersonName, b: PersonName, countries: frozenset[str]) -> bool:
    """Whether two names may be two transliterations of one: equal consonants in order, and vowels that one sound is written with.

    Only people of `countries` whose script is not Latin are written in several ways.
    """
    if not countries & load_words("name_order.yaml", "transliterated"):
        return False
    left, right = ("".join(_surname(t) for t in name.tokens) for name in (a, b))
    one, other = _syllables(left), _syllables(right)
    return len(one) == len(other) and all(x[0] == y[0] and _one_vowel(x[1], y[1]) for x, y in zip(one, other, strict=True))


@lru_cache(maxsize=65536)
def _syllables(token: str) -> tuple[tuple[str, str], ...]:
    """Consonant sounds with the vowels behind each; the first may be empty: `osman`: ('', o) (s, '') (m, a) (n, '')."""
    word = re.sub(r"[^a-z]", "", token)
    for written, sound in _sounds():
        word = word.replace(written, sound)
    word = re.sub(r"(?<=[aeiou])h|h$", "", word)
    pieces = re.findall(r"([^aeiou]?)([aeiou]*)", _squeeze_consonants(word))
    return tuple((consonant, vowels) for consonant, vowels in pieces if consonant or vowels)


def _squeeze(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)


def _squeeze_consonants(letters: str) -> str:
    return re.sub(r"([^aeiou])\1+", r"\1", letters)


def _one_vowel(a: str, b: str) -> bool:
    """Whether two groups of vowels may write one sound: `u`, `oo`, `eo`; `ai`, `ae`; a final `e` is often mute."""
    if not a or not b:
        return a == b or {a, b} == {"", "e"}
    return any(x == y or frozenset((x, y)) in _ONE_SOUND for x in a for y in b)


_ONE_SOUND = frozenset({frozenset("ou"), frozenset("ei"), frozenset("ae")})


def _surname(token: str) -> str:
    """One spelling for surnames written in several ways by custom: `Pak`, `Park`; `Tsai`, `Cai`."""
    return _one_spelling().get(token, token)


@lru_cache(maxsize=1)
def _one_spelling() -> dict[str, str]:
    return {str(w): str(e["one"]) for e in load_entries("name_order.yaml", "surname_spellings") for w in e["words"]}


def is_turned(a: PersonName, b: PersonName) -> bool:
    """Whether one name is the other with the family name moved from one end to the other: `Kim Jong Un`, `Jong Un Kim`.

    Only for surnames that stand first by custom: `James Thomas` and `Thomas James` are two people.
    """
    for one, other in ((a, b), (b, a)):
        family = fold(one.words[0])
        if family in _family_first() and one.tokens[1:] + one.tokens[:1] == other.tokens and len(one.tokens) > 1:
            return len(one.tokens) > 2 or other.tokens[0] not in _family_first()
    return False


@lru_cache(maxsize=1)
def _family_first() -> frozenset[str]:
    return load_words("name_order.yaml", "family_first_surnames")


@lru_cache(maxsize=1)
def _sounds() -> tuple[tuple[str, str], ...]:
    return tuple((str(e["written"]), str(e["sound"])) for e in load_entries("name_order.yaml", "sounds"))
