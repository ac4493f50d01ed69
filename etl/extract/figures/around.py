"""The words around one figure: its clause before and after, what it measures and what dates it."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.figures.quantity import Quantity
from etl.lexicon import load_words
from etl.text.patterns import by_letter
from etl.text.span import Span

_LEXICON = "figure_types.yaml"
_BREAK = re.compile(r"[;:(]\s?|, (?:and|but|while|which|who)\b")
_STOP = re.compile(r"[;:.)]\s?|, (?:and|but|while|which|who)\b")


_WORD = re.compile(r"[\w-]+")


class Around:
    """Lower-case words beside a figure. `before` and `after` end at the clause, `lead` and `rest` at the sentence."""

    __slots__ = ("_after", "_before", "_clause", "after", "before", "lead", "measured", "rest", "time")

    def __init__(self, lead: str, rest: str, measured: str, time: str) -> None:
        self.lead, self.rest, self.measured, self.time = lead, rest, measured, time
        start = 0
        for match in _BREAK.finditer(lead):
            start = match.end()
        stop = _STOP.search(rest)
        self.before = lead[start:]
        self.after = rest[: stop.start()] if stop else rest
        words = self.after.split()
        self._before, self._after = _Nearest(self.before.split()[::-1], -1), _Nearest(words, 1)
        self._clause = _Stretch(f"{self.before} | {measured} | {' '.join(words[:8])}")

    def near_before(self, section: str, reach: int = 5) -> bool:
        """Whether a word of the lexicon's section is among the last `reach` words before the figure."""
        return self._before.within(reach).has(section)

    def near_after(self, section: str, reach: int = 2) -> bool:
        """Whether a word of the section is among the first `reach` words after the figure."""
        return self._after.within(reach).has(section)

    def anywhere(self, section: str) -> bool:
        """Whether a word of the section is in the clause or the measured phrase."""
        return self._clause.has(section)


class _Stretch:
    """Some words, asked for those of many sections: the words that no section begins with are told by a look at their set."""

    __slots__ = ("_words", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = set(_WORD.findall(text))

    def has(self, section: str) -> bool:
        """Whether a word of the section stands here."""
        first, pattern = _section(section)
        return not first.isdisjoint(self._words) and bool(pattern.search(self.text))


class _Nearest:
    """The words on one side of a figure, the nearest first, as stretches of different length; `step` is -1 where they stand before it."""

    __slots__ = ("_step", "_stretches", "_words")

    def __init__(self, words: list[str], step: int) -> None:
        self._words, self._step = words, step
        self._stretches: dict[int, _Stretch] = {}

    def within(self, reach: int) -> _Stretch:
        """The nearest `reach` words, in text order."""
        if reach not in self._stretches:
            self._stretches[reach] = _Stretch(" ".join(self._words[:reach][:: self._step]))
        return self._stretches[reach]


def words_around(analysis: Analysis, item: Quantity, measured: str | None, time: Span | None) -> Around:
    """The words around `item`, read inside its sentence."""
    text = analysis.text
    sentence = analysis.sentence_at(item.core.start) or item.core
    return Around(
        lead=text[sentence.start : item.span.start].lower(),
        rest=text[item.span.end : sentence.end].lower(),
        measured=(measured or "").lower(),
        time=time.of(text).lower() if time else "",
    )


@lru_cache(maxsize=64)
def _section(section: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The first words of the section's phrases, and a pattern of the whole phrases."""
    phrases = load_words(_LEXICON, section)
    first = frozenset(_WORD.match(phrase).group() for phrase in phrases)  # type: ignore[union-attr]
    return first, re.compile(rf"(?<![\w-]){by_letter(phrases, blank=' ')}(?![\w-])")
