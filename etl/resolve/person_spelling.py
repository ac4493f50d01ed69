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
    word = _by_sound(_surname(token))
    return _REPEATED.sub(r"\1", ("a" if word[:1] in _VOWELS else "") + word.translate(_WITHOUT_VOWELS)) or token


def are_alike(a: PersonName, b: PersonName, countries: frozenset[str]) -> bool:
    """Whether two names may be two transliterations of one: equal consonants in order, and vowels that one sound is written with.

    Only people of `countries` whose script is not Latin are written in several ways.
    """
    if not countries & transliterated():
        return False
    return sound_alike(syllables_of(a), syllables_of(b))


def transliterated() -> frozenset[str]:
    """Codes of countries whose script is not Latin."""
    return load_words("name_order.yaml", "transliterated")


Syllables = tuple[tuple[str, str], ...]
"""Consonant sounds with the vowels behind each."""


def syllables_of(name: PersonName) -> Syllables:
    """How a name sounds."""
    return _syllables("".join(_surname(t) for t in name.tokens))


def sound_alike(a: Syllables, b: Syllables) -> bool:
    """Whether both may be written for one name where it is transliterated."""
    return len(a) == len(b) and all(x[0] == y[0] and _one_vowel(x[1], y[1]) for x, y in zip(a, b, strict=True))


@lru_cache(maxsize=65536)
def _syllables(token: str) -> Syllables:
    """Consonant sounds with the vowels behind each; the first may be empty: `osman`: ('', o) (s, '') (m, a) (n, '')."""
    pieces = _SYLLABLE.findall(_REPEATED_CONSONANT.sub(r"\1", _by_sound(token)))
    return tuple((consonant, vowels) for consonant, vowels in pieces if consonant or vowels)


def _by_sound(token: str) -> str:
    """One letter for each sound, a mute `h` left out: `khadijah`: `katiia`."""
    word = token if token.isascii() and token.isalpha() else _NO_LETTER.sub("", token)
    groups, letters = _sounds()
    for written, sound in groups:
        if written in word:
            word = word.replace(written, sound)
    word = word.translate(letters)
    return _MUTE_H.sub("", word) if "h" in word else word


_NO_LETTER = re.compile(r"[^a-z]")
_MUTE_H = re.compile(r"(?<=[aeiou])h|h$")
_SYLLABLE = re.compile(r"([^aeiou]?)([aeiou]*)")
_REPEATED = re.compile(r"(.)\1+")
_REPEATED_CONSONANT = re.compile(r"([^aeiou])\1+")
_VOWELS = frozenset("aeiou")
_WITHOUT_VOWELS = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=4096)
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
def _sounds() -> tuple[tuple[tuple[str, str], ...], dict[int, str]]:
    """Groups of letters with their sound, to be replaced in this order, and then the sounds of single letters.

    Raises ValueError where a group stands behind a letter: the letters are replaced in one go.
    """
    rules = [(str(e["written"]), str(e["sound"])) for e in load_entries("name_order.yaml", "sounds")]
    first = next((at for at, (written, _) in enumerate(rules) if len(written) == 1), len(rules))
    groups, singles = rules[:first], rules[first:]
    if any(len(written) > 1 for written, _ in singles):
        raise ValueError("name_order.yaml, sounds: groups of letters come before single letters")
    letters = {}
    for letter, _ in singles:
        sound = letter
        for written, becomes in singles:
            sound = sound.replace(written, becomes)
        letters[ord(letter)] = sound
    return tuple(groups), letters
