"""The words around one figure: its clause before and after, what it measures and what dates it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from etl.extract.analysis import Analysis
from etl.extract.figures.quantity import Quantity
from etl.lexicon import load_words
from etl.text.patterns import by_letter
from etl.text.span import Span

_LEXICON = "figure_types.yaml"
_BREAK = re.compile(r"[;:(]\s?|, (?:and|but|while|which|who)\b")
_STOP = re.compile(r"[;:.)]\s?|, (?:and|but|while|which|who)\b")


@dataclass(frozen=True)
class Around:
    """Lower-case words beside a figure. `before` and `after` end at the clause, `lead` and `rest` at the sentence."""

    lead: str
    rest: str
    measured: str
    time: str

    @cached_property
    def before(self) -> str:
        """From the clause's start to the figure."""
        start = 0
        for match in _BREAK.finditer(self.lead):
            start = match.end()
        return self.lead[start:]

    @cached_property
    def after(self) -> str:
        """From the figure to the clause's end."""
        stop = _STOP.search(self.rest)
        return self.rest[: stop.start()] if stop else self.rest

    def near_before(self, section: str, reach: int = 5) -> bool:
        """Whether a word of the lexicon's section is among the last `reach` words before the figure."""
        return bool(_pattern(section).search(self._last_words(reach)))

    def near_after(self, section: str, reach: int = 2) -> bool:
        """Whether a word of the section is among the first `reach` words after the figure."""
        return bool(_pattern(section).search(self._first_words(reach)))

    def anywhere(self, section: str) -> bool:
        """Whether a word of the section is in the clause or the measured phrase."""
        return bool(_pattern(section).search(self._clause))

    def _last_words(self, reach: int) -> str:
        if reach not in self._joined:
            self._joined[reach] = " ".join(self._words_before[-reach:])
        return self._joined[reach]

    def _first_words(self, reach: int) -> str:
        if -reach not in self._joined:
            self._joined[-reach] = " ".join(self._words_after[:reach])
        return self._joined[-reach]

    @cached_property
    def _joined(self) -> dict[int, str]:
        """The words nearest to the figure, so many before it (after it: below zero)."""
        return {}

    @cached_property
    def _words_before(self) -> list[str]:
        return self.before.split()

    @cached_property
    def _words_after(self) -> list[str]:
        return self.after.split()

    @cached_property
    def _clause(self) -> str:
        return f"{self.before} | {self.measured} | {' '.join(self._words_after[:8])}"


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
def _pattern(section: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){by_letter(load_words(_LEXICON, section), blank=' ')}(?![\w-])")
