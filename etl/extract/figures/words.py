"""One sentence in words, each with its class: what a choice among them can be made on without a parser."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from etl.extract.figures.nouns import is_plural
from etl.lexicon import load_words
from etl.model import TaggedSpan
from etl.text.numerals import number_words
from etl.text.segment import tokens_with_bounds
from etl.text.span import Span

# Classes are single letters, so that the words between two places read as one string: `PDW` = preposition, determiner, noun.
# D determiner, P preposition, C conjunction, R pronoun, A auxiliary, V verb, E word in -ed, G word in -ing, B adverb, N number, T time,
# W lower-case noun or adjective, S plural, X capitalised; p, o, l, v = the tagger's person, organisation, place, event, r role, q cue;
# `'` possessive, `,` comma or dash, `"` quotation mark, `(` bracket, `.` other marks.
NOUNS = frozenset("XSWGpolvr")
HEADS = NOUNS | frozenset("VERTq")
_NAMES = {"person": "p", "organisation": "o", "place": "l", "event": "v"}
_TAGGED = {"time": "T", "cue": "q", "role": "r"}
# What is counted between two places: its classes, and how many of them tell apart. The counts of all kinds are packed into one whole
# number, so many bits each, so that one subtraction gives what lies between: `before[high] - before[low]`.
_COUNTED = (
    ("".join(sorted(HEADS)), 6),
    (",C", 3),  # commas and clauses
    ("P", 3),
    ("VAEq", 2),
    ("N", 2),
    ('"(', 1),
)
CAPS = tuple(cap for _, cap in _COUNTED)
_BITS = 16
_MASK = (1 << _BITS) - 1
_ONE = {
    letter: sum(1 << _BITS * place for place, (letters, _) in enumerate(_COUNTED) if letter in letters)
    for letter in "".join(letters for letters, _ in _COUNTED)
}


def counts(between: int) -> tuple[int, ...]:
    """Heads, breaks, prepositions, verbs, numbers and marks of a packed difference, none above its cap."""
    # spelled out: this is asked for every word beside every figure
    heads, breaks, links = between & _MASK, between >> _BITS & _MASK, between >> 2 * _BITS & _MASK
    verbs, numbers, marks = between >> 3 * _BITS & _MASK, between >> 4 * _BITS & _MASK, between >> 5 * _BITS
    return (
        heads if heads < 6 else 6,
        breaks if breaks < 3 else 3,
        links if links < 3 else 3,
        verbs if verbs < 2 else 2,
        numbers if numbers < 2 else 2,
        1 if marks else 0,
    )


class Head(NamedTuple):
    """A word that may be the head of a phrase: its class, what tells of it and its neighbours, and the word and its ending as features."""

    letter: str
    shape: tuple[str, ...]
    word: str
    ending: str


class Words:
    """The words of one sentence, from `starts` to `ends`.

    `classes` is a string with a letter a word; `before[i]` packs what stands before word i.
    """

    def __init__(self, text: str, sentence: Span, tagged: Sequence[tuple[Span, str]] = ()) -> None:
        self.starts, self.ends, printed = tokens_with_bounds(text, sentence)
        self.lower = [word.lower() for word in printed]
        self.classes = self._with_tagged([word_class(word) for word in printed], tagged)
        self.before = [0, *accumulate(_ONE.get(letter, 0) for letter in self.classes)]

    def _with_tagged(self, classes: list[str], tagged: Sequence[tuple[Span, str]]) -> str:
        """The classes, those of content words replaced by what the tagger says they are."""
        for span, letter in tagged:
            for place in range(bisect_left(self.starts, span.start), len(classes)):
                if self.ends[place] > span.end:
                    break
                if classes[place] in "XSWEGVT":
                    classes[place] = letter
        return "".join(classes)

    def stretch(self, span: Span) -> tuple[int, int]:
        """First word that `span` touches, and the one after its last."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    @cached_property
    def heads(self) -> dict[int, Head]:
        """The words that may be the head of a phrase, by their place, each with what tells of it whatever the figure is."""
        classes, starts, ends, lower = self.classes, self.starts, self.ends, self.lower
        neighbours = ["^", *(word if letter in "PDCA" else letter for word, letter in zip(lower, classes, strict=True)), "^"]
        found: dict[int, Head] = {}
        goes_on, last = False, len(classes) - 1
        for place, letter in enumerate(classes):
            # as `adjoins`, spelled out: this is asked for every word beside a figure
            first = not goes_on
            goes_on = letter in NOUNS and place < last and classes[place + 1] in NOUNS and starts[place + 1] - ends[place] <= 1
            # a name that goes on after the word: the last word stands for the whole
            if letter in HEADS and not (goes_on and letter in "Xpolv" and classes[place + 1] == letter):
                word = lower[place]
                shape = _shape(letter, first, not goes_on, neighbours[place], neighbours[place + 2])
                found[place] = Head(letter, shape, f"w {word}", f"s {word[-3:]}")
        return found

    def adjoins(self, place: int) -> bool:
        """Whether word `place` and the one after it stand in one noun phrase, side by side."""
        return (
            self.classes[place] in NOUNS
            and place + 1 < len(self.starts)
            and self.classes[place + 1] in NOUNS
            and self.starts[place + 1] - self.ends[place] <= 1
        )


@lru_cache(maxsize=20_000)
def _shape(letter: str, first: bool, last: bool, before: str, after: str) -> tuple[str, ...]:
    """A word's class, whether it opens and closes its noun phrase, and its neighbours: function words as they are, others as classes."""
    return f"h{letter}{last:d}{first:d}", f"<{before}{first:d}", f">{after}{last:d}"


def tagged_words(spans: Sequence[TaggedSpan], sentence: Span) -> list[tuple[Span, str]]:
    """Names, roles, cues and time phrases of the sentence with the letters of their class, in text order; `spans` are sorted by start."""
    found, starts = [], attrgetter("start")
    for span in spans[bisect_left(spans, sentence.start, key=starts) : bisect_left(spans, sentence.end, key=starts)]:
        letter = _NAMES.get(span.label) if span.head == "name" else _TAGGED.get(span.head)
        if letter:
            found.append((Span(span.start, span.end), letter))
    return found


@lru_cache(maxsize=20_000)
def word_class(word: str) -> str:
    """The class of one word by lists and form alone."""
    lower = word.lower()
    if not word[0].isalpha():
        return _class_of_mark(word, lower)
    if known := _listed().get(lower):
        return known
    if lower.endswith("ly"):
        return "B"
    if lower.endswith("ed") and len(lower) > 4:
        return "E"
    if lower.endswith("ing") and len(lower) > 5:
        return "G"
    return "X" if word[0].isupper() else "S" if is_plural(word) else "W"


def _class_of_mark(word: str, lower: str) -> str:
    if word[0].isdigit():
        return "N"
    if lower in {"'s", "’s"}:
        return "'"
    return next((letter for letter, marks in ((",", ",;:.—–-"), ('"', "“”\"‘’'"), ("(", "()[]")) if word in marks), ".")


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    """Word -> class, for all words that lists know; where a word is in two lists the later one below wins."""
    words, figures = "word_classes.yaml", "figure_words.yaml"
    verbs = {verb for section in ("measuring_verbs", "past_verbs", "verbs_in_s", "source_verbs") for verb in load_words(figures, section)}
    found = dict.fromkeys(load_words(words, "calendar"), "T") | dict.fromkeys(number_words(), "N")
    found |= dict.fromkeys(load_words(words, "adverb"), "B")
    found |= dict.fromkeys((verbs | load_words(words, "verb")) - load_words(words, "not_verb"), "V")
    for section, letter in (("auxiliary", "A"), ("conjunction", "C"), ("preposition", "P"), ("pronoun", "R"), ("determiner", "D")):
        found |= dict.fromkeys(load_words(words, section), letter)
    return found
