"""The noun that a number counts: which words it is, its singular, and the unit it stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.lexicon import load_words, load_yaml
from etl.text.numerals import number_words
from etl.text.span import Span

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?(?<![.])|[^\s\w]|\d[\d.,]*|\S")
_LONGEST = 8  # words of a counted noun phrase: `12 newly trained community health workers`


def noun_phrase_after(text: str, at: int, end: int, singular: bool = False) -> Span | None:
    """Adjectives and head noun that follow position `at`, or None: `1,200| Cambodian workers who …`.

    With `singular` the phrase is that of an ordinal or `one` (`third meeting`), which no plural s ends.
    """
    words = _phrase_words(text, at, end)
    if not words:
        return None
    last = len(words) - 1 if singular else _head_index(text, words)
    return Span(words[0].start, words[last].end) if last is not None else None


def _phrase_words(text: str, at: int, end: int) -> list[Span]:
    """Words from `at` to the first that cannot belong to a noun phrase."""
    words: list[Span] = []
    for match in _WORD.finditer(text, at, end):
        gap = text[words[-1].end if words else at : match.start()]
        word = match.group()
        if (
            gap.strip(" \u00a0-")
            or (gap and not words and gap not in {" ", "\u00a0", "-"})
            or not word[0].isalpha()
            or _stops(word)
            or (words and word.endswith("ly") and is_plural(words[-1].of(text)))  # `Republicans |strongly disapprove|`
            or (not words and word.lower() in number_words())  # `against 1,480 |three years| earlier`
            or len(words) == _LONGEST
        ):
            break
        words.append(Span(match.start(), match.end()))
    return words


def _stops(word: str) -> bool:
    """Whether a word ends the phrase: prepositions, verbs, pronouns; a capital keeps `May Day` and `US` in."""
    return (word.lower() in _stop_words() and not (word.isupper() and len(word) > 1)) or word in {"'s", "’s"}


def _head_index(text: str, words: list[Span]) -> int | None:
    """Index of the head: the first plural that no further plural follows directly (`sales managers`); None when there is no plural.

    `1,200 Cambodian workers`; `three bus drivers`; a verb in -s after it is left out since the plural before it is taken first.
    """
    plurals = [i for i, word in enumerate(words) if is_plural(word.of(text))]
    if not plurals:
        return None
    head = plurals[0]
    while head + 1 in plurals and not _is_verb_like(words[head + 1].of(text)):
        head += 1
    return head


def _is_verb_like(word: str) -> bool:
    """Whether a word in -s after a plural is a verb and no second noun: `the party members |says|`."""
    return word.lower() in load_words("figure_words.yaml", "verbs_in_s")


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    lower = word.lower()
    if lower in load_yaml("counted.yaml")["irregular"]:
        return True
    return len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is", "ous", "'s", "’s"))


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The singular of a noun, lower case: `workers` -> `worker`, `countries` -> `country`."""
    lower = word.lower().strip(".'’")
    irregular = load_yaml("counted.yaml")["irregular"]
    if lower in irregular:
        return str(irregular[lower])
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return lower[:-2]
    return lower[:-1] if is_plural(lower) else lower


def unit_of(head: str) -> str:
    """The unit that a counted noun stands for: `person`, `event`, else its singular with underscores."""
    noun = singular(head).replace("-", "_").replace(" ", "_")
    if is_person(noun):
        return "person"
    return "event" if noun in _event_nouns() else noun


def is_person(noun: str) -> bool:
    """Whether a noun (singular) names people, by list or ending (`teacher`, `artist`, `Ethiopian`)."""
    plain = noun.lower()
    if plain in _person_nouns():
        return True
    if plain in _not_persons() or len(plain) < 5:
        return False
    last = re.split(r"[_-]", plain)[-1]
    return last in _person_nouns() or (last not in _not_persons() and last.endswith(_person_endings()) and len(last) > 5)


@lru_cache(maxsize=1)
def _person_nouns() -> frozenset[str]:
    return load_words("counted.yaml", "person")


@lru_cache(maxsize=1)
def _not_persons() -> frozenset[str]:
    return load_words("counted.yaml", "not_persons")


@lru_cache(maxsize=1)
def _event_nouns() -> frozenset[str]:
    return load_words("counted.yaml", "event")


@lru_cache(maxsize=1)
def _person_endings() -> tuple[str, ...]:
    return tuple(load_words("counted.yaml", "person_endings"))


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return load_words("counted.yaml", "stop")
