"""What the article tells of a person's gender, for choosing between `he` and `she` only; never stored as a fact."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.name_repair import honorifics
from etl.lexicon import load_entries, load_words
from etl.resolve.person_name import PersonName
from etl.text.fold import fold
from etl.text.span import Span

_BEFORE = re.compile(r"([^\W\d_][\w.'’-]*)\s+$")
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_KIN = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ww]hose|[Mm]y|['’]s)\s+(?:[a-z]+\s+){0,2}?"
    r"(?:wife|husband|father|mother|son|daughter|brother|sister|widow|widower|uncle|aunt|nephew|niece|cousin|grandfather|grandmother|grandson|granddaughter|partner),?\s+$"
)
_STRONG, _TITLE, _NAME = 10, 6, 3


class Evidence:
    """Gender evidence of one article: forms of address and gendered titles beside names, and given names of one gender."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._text = analysis.text

    def of_mention(self, span: Span) -> str | None:
        """What the words in front of this very mention say (`Ms Bae`)."""
        match = _BEFORE.search(self._text, max(0, span.start - 24), span.start)
        return honorifics().get(match.group(1).rstrip(".").lower()) or None if match else None

    def of_people(self, names: Sequence[PersonName], spans: Sequence[Span]) -> str | None:
        """`m` or `f` when the evidence over all mentions agrees well enough, else None."""
        votes: Counter[str] = Counter()
        for span in spans:
            if gender := self.of_mention(span):
                votes[gender] += _STRONG
            if gender := self._by_title(span):
                votes[gender] += _TITLE
        if gender := _by_given_name(names):
            votes[gender] += _NAME
        ranked = votes.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return ranked[0][0]

    def _by_title(self, span: Span) -> str | None:
        """A gendered noun in the same phrase: `chairwoman X`, `his wife, X`, `X, a spokesman`."""
        before = self._text[max(0, span.start - 40) : span.start]
        before = re.split(r"[.;:!?“”\"\n]|\band\b|\bwho\b", before)[-1]
        for word in reversed(_WORDS.findall(before)[-3:]):
            if (gender := _gendered().get(word.lower())) and re.search(rf"{re.escape(word)}(?:,| of [^,]+,?|)?\s*$", before):
                return gender
        after = re.match(r",\s+(?:an?|the|his|her|its|their)?\s*((?:[\w’'-]+\s+){0,3}?)([a-z]+)\b", self._text[span.end : span.end + 60])
        return _gendered().get(after.group(2)) if after and not re.search(r"[’']s\b", after.group(1)) else None

    def is_kin(self, span: Span) -> bool:
        """Whether the article presents this name as somebody's relative: `her husband, X`, `his late father X`."""
        return bool(_KIN.search(self._text, max(0, span.start - 40), span.start))

    def same_paragraph(self, first: Span, second: Span) -> bool:
        """Whether `first` stands before `second` in one paragraph."""
        return first.start < second.start and self._analysis.paragraph_at(first.start) == self._analysis.paragraph_at(second.start)


def _by_given_name(names: Sequence[PersonName]) -> str | None:
    """The gender of the first (or, in `Kim …-a` order, any) word that is a listed given name."""
    for name in names:
        if len(name.words) < 2 and len(names) > 1:
            continue
        candidates = (
            [fold(name.words[0]).replace(" ", "-"), fold(name.words[0]).split(" ")[0]] if name.words and fold(name.words[0]) else []
        )
        if any(w in {"bint", "binti"} or w.endswith(("ovna", "evna", "dottir")) for w in name.tokens):
            return "f"
        if any(w in {"bin", "ibn"} or (w.endswith(("ovich", "evich", "sson")) and len(w) > 6) for w in name.tokens[1:]):
            return "m"
        for word in candidates:
            if gender := _given_names().get(word):
                return gender
    return None


@lru_cache(maxsize=1)
def _given_names() -> dict[str, str]:
    return {fold(w).replace(" ", "-"): g for g in ("f", "m") for w in load_words("given_names.yaml", g)}


@lru_cache(maxsize=1)
def _gendered() -> dict[str, str]:
    return {str(e["word"]): str(e["gender"]) for e in load_entries("titles.yaml", "gendered")}
