"""Reporting words: their lemma and act, and where one stands beside a quotation that the tagger left without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from etl.lexicon import load_entries, load_words
from etl.text.patterns import alternation
from etl.text.span import Span

_FINAL_CONSONANT = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")


@dataclass(frozen=True, slots=True)
class CueWord:
    """One entry of the cue lexicon."""

    lemma: str
    act: str | None
    act_before_to: str | None
    is_speech: bool
    is_sure: bool


@cache
def cue_forms() -> Mapping[str, CueWord]:
    """Every form of every cue (lower case), to its entry."""
    forms: dict[str, CueWord] = {}
    for entry in load_entries("cues.yaml", "cues"):
        word = CueWord(
            str(entry["word"]),
            entry.get("act"),
            entry.get("act_before_to"),
            bool(entry.get("speech", True)),
            bool(entry.get("sure", False)),
        )
        for form in (*_inflect(word.lemma, entry), *entry.get("forms", ())):
            forms.setdefault(form, word)
        for form in entry.get("speech_forms", ()):
            forms[form] = replace(word, is_speech=True)
    return forms


def _inflect(lemma: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Regular forms of the lemma; the first word of a phrase bends. Listed forms stand beside the -s and -ing ones."""
    head, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    if head.endswith("e"):
        bent = [head + "s", head + "d", head[:-1] + "ing"]
    elif head.endswith("y") and head[-2] not in "aeiou":
        bent = [head[:-1] + "ies", head[:-1] + "ied", head + "ing"]
    else:
        sibilant = head.endswith(("s", "sh", "ch", "x", "o"))
        double = head + head[-1] if _FINAL_CONSONANT.search(head) else head
        bent = [head + ("es" if sibilant else "s"), *{head + "ed", double + "ed"}, *{head + "ing", double + "ing"}]
    return tuple(form + tail for form in [head, *bent])


@lru_cache(maxsize=8192)  # a cue is read several times, and few words make most cues
def read_cue(surface: str) -> CueWord | None:
    """The lexicon entry of a cue as written (`has repeatedly denied`, `called on`), by its longest known phrase; None when it has none."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", surface.lower())
    forms = cue_forms()
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            found = forms.get(" ".join(words[start : start + size]))
            if found is not None:
                return found
    return None


@cache
def _speech_pattern() -> re.Pattern[str]:
    """One alternation of all forms that are speech wherever they stand beside a quotation."""
    forms = sorted((f for f, w in cue_forms().items() if w.is_speech), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b", re.IGNORECASE)


def find_cue_words(text: str, within: Span) -> list[Span]:
    """Reporting words of the lexicon inside `within`, in order."""
    words = (Span(m.start(), m.end()) for m in _speech_pattern().finditer(text, within.start, within.end))
    return [word for word in words if not is_no_report(text, word)]


@cache
def _sure_pattern() -> re.Pattern[str]:
    """Forms of sure cues that can only be verbs in use: not the base form, which is a noun or an infinitive as often."""
    forms = [f for f, w in cue_forms().items() if w.is_sure and (f != w.lemma or " " in f) and not f.endswith("ing")]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) + r")\b", re.IGNORECASE)


def find_sure_words(text: str, within: Span) -> list[Span]:
    """Forms inside `within` that hardly ever stand without reported words, in order."""
    return [Span(m.start(), m.end()) for m in _sure_pattern().finditer(text, within.start, within.end)]


@cache
def _words(section: str) -> frozenset[str]:
    return load_words("cues.yaml", section)


def is_addressing(lemma: str) -> bool:
    """Whether the cue takes the person spoken to as its object."""
    return lemma in _words("addressing")


def addresses_by_to(lemma: str) -> bool:
    """Whether that person stands after `to` (`apologised to the family`)."""
    return lemma in _words("addressing_by_to")


def is_no_report(text: str, cue: Span) -> bool:
    """Whether what follows makes something else than speech of a cue: `people | claiming | asylum`."""
    word = read_cue(cue.of(text))
    objects = _no_reports().get(word.lemma) if word is not None else None
    return objects is not None and objects.match(text, cue.end) is not None


@cache
def _no_reports() -> Mapping[str, re.Pattern[str]]:
    entries = load_entries("cues.yaml", "no_reports")
    return {str(e["word"]): re.compile(rf"\s+{alternation(e['objects'], blank=' ')}\b") for e in entries}


def takes_clause(word: CueWord | None) -> bool:
    """Whether a plain clause follows the cue right away (`said the pier …`), without a person spoken to."""
    return word is not None and word.is_sure and not (is_addressing(word.lemma) and not addresses_by_to(word.lemma))
