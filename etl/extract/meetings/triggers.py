"""Words that report a meeting: which kind of event a trigger makes, and whether it points back at one already told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.lexicon import load_entries
from etl.text.patterns import lowered
from etl.text.span import Span

PUBLIC = frozenset(["hearing", "press_conference", "conference", "workshop", "forum", "summit", "other", "ceremony"])
"""Kinds of events with an audience: who speaks there takes part, wherever in the article the words stand."""
_DETERMINED = re.compile(r"(?:\b(?:the|an?|this|that|these|those|his|her|its|their|our|another)|\w[’']s?)\s+(?:[\w-]+\s+){0,2}$", re.I)
_WORD = re.compile(r"(?<![\w-])\w[\w-]*")
_GOES_ON = re.compile(r"[\w-]")
_DEFINITE = re.compile(
    r"(?:\b(?:the|that|this|his|her|their|its|these|those|both|same)|(?:day|yesterday|week|month|\w)['’]s?)(?:\s+[\w-]+){0,2}\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class TriggerWord:
    """A lexicon entry: `generic` words (`the meeting`) may stand for an event of any kind; one not `known` is the tagger's alone."""

    lemma: str
    kind: str
    is_verb: bool
    generic: bool
    known: bool = True


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger in an article. `name` is set for the proper name of an event; `score` is the tagger's, 0 where it left the word out;
    `title` is where the name stands when it is not the trigger itself (`a workshop entitled “…”`).
    """

    span: Span
    word: TriggerWord
    name: str | None = None
    score: float = 0.0
    title: Span | None = None


def find_triggers(analysis: Analysis) -> list[Trigger]:
    """The tagger's meeting words and names of events, in order; a word inside a name is not told twice."""
    names = [Span(s.start, s.end) for s in analysis.tagging.of("name", "event")]
    found = []
    for span in names:
        words = span.of(analysis.text)
        word = find_word(words)
        found.append(Trigger(span, TriggerWord(words.lower(), word.kind if word else "other", False, False), clean_name(words)))
    for tagged in analysis.tagging.of("meeting"):
        span = Span(tagged.start, tagged.end)
        if not any(name.overlaps(span) for name in names):
            word = find_word(span.of(analysis.text), _is_noun(analysis.text, span))
            unknown = TriggerWord(span.of(analysis.text).lower(), "other", False, False, known=False)
            found.append(Trigger(span, word or unknown, score=tagged.score))
    return sorted(dict.fromkeys(found), key=lambda t: t.span)


def clean_name(words: str) -> str:
    """The name of an event without quotation marks and with single spaces."""
    return " ".join(words.strip("“”\"'‘’ ").split())


def find_word(words: str, noun: bool = False) -> TriggerWord | None:
    """The lexicon's word for a trigger: the longest one that stands in it, whole words only (`held phone talks` -> `phone talk`)."""
    found = max((m.group().lower() for m in word_pattern().finditer(words)), key=len, default=None)
    return word_of(found, noun) if found else None


def _is_noun(text: str, span: Span) -> bool:
    """Whether a determiner stands before: `the first meeting`, against `is meeting`."""
    return bool(_DETERMINED.search(text[max(0, span.start - 40) : span.start]))


def is_definite(text: str, span: Span) -> bool:
    """Whether the trigger is introduced as known: `the meeting`, `Tuesday's talks`, `their call`."""
    return bool(_DEFINITE.search(text[max(0, span.start - 40) : span.start])) or bool(
        re.match(r"the |that |this |his |her |their ", span.of(text), re.I)
    )


@lru_cache(maxsize=1)
def word_forms() -> tuple[tuple[str, TriggerWord], ...]:
    """All inflected forms with their words."""
    found = []
    for section, is_verb in (("verbs", True), ("nouns", False)):
        for entry in load_entries("meetings.yaml", section):
            lemma = str(entry["word"])
            word = TriggerWord(lemma, str(entry["kind"]), is_verb, bool(entry.get("generic")))
            forms = {lemma, *map(str, entry.get("forms", ()))} | (_verb_forms(lemma) if is_verb else {lemma + "s", lemma + "es"})
            found += [(form, word) for form in sorted(forms)]
    return tuple(found)


@lru_cache(maxsize=1)
def _by_form() -> dict[str, TriggerWord]:
    return dict(reversed(word_forms()))  # of two words of one form, the first listed counts


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Any form of a lexicon word, the longest at each place, whole words only."""
    forms = sorted(_by_form(), key=lambda f: (-len(f), f))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.I)


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """First word -> forms that begin with it, the longest first."""
    found: dict[str, list[str]] = {}
    for form in sorted(_by_form(), key=lambda f: (-len(f), f)):
        found.setdefault(form.split()[0], []).append(form)
    return {first: tuple(forms) for first, forms in found.items()}


def find_forms(text: str, region: Span) -> Iterator[Span]:
    """Where `word_pattern` matches, word by word: much faster than the pattern, which tries a thousand forms at every place."""
    lower = lowered(text)
    known = _by_first_word().keys() & set(_WORD.findall(lower, region.start, region.end))
    end = region.start
    for start, first in sorted((at, word) for word in known for at in _places(lower, word, region)):
        for form in _by_first_word()[first] if start >= end else ():
            if lower.startswith(form, start, region.end) and not _GOES_ON.match(text, start + len(form), region.end):
                end = start + len(form)
                yield Span(start, end)
                break


def _places(text: str, word: str, region: Span) -> Iterator[int]:
    """Where a word begins that may go on with a hyphen (`sit-in`)."""
    at = text.find(word, region.start, region.end)
    while at >= 0:
        if at == 0 or not _GOES_ON.match(text, at - 1):
            yield at
        at = text.find(word, at + 1, region.end)


def word_of(form: str, noun: bool = False) -> TriggerWord:
    """The lexicon word of one of its forms, as matched by `word_pattern`; `noun` decides for `meeting`, `signing`, `visit`."""
    return (_nouns() if noun else {}).get(form.lower()) or _by_form()[form.lower()]


@lru_cache(maxsize=1)
def _nouns() -> dict[str, TriggerWord]:
    return dict(reversed([(form, word) for form, word in word_forms() if not word.is_verb]))


def word_at(text: str, span: Span) -> TriggerWord:
    """The lexicon word that stands at a match of `word_pattern`."""
    return word_of(span.of(text), _is_noun(text, span))


def _verb_forms(lemma: str) -> set[str]:
    """Regular forms of the first word of a verb (`call on` -> `called on`); `meet` and other irregular ones bring their own."""
    verb, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    irregular = {"meet": ("met", "meets", "meeting"), "sit": ("sat", "sits", "sitting"), "speak": ("spoke", "speaks", "spoken", "speaking")}
    stem = verb.removesuffix("e")
    forms = irregular.get(verb, (verb + "s", stem + "ed", stem + "ing", verb + verb[-1] + "ed", verb + verb[-1] + "ing"))
    return {form + tail for form in forms}
