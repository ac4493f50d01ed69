"""Other senses of the words that report meetings: `met the deadline`, `signed off`, `the drug ring’s leader`, `a briefing paper`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.meetings.triggers import Trigger
from etl.lexicon import load_entries
from etl.text.span import Span

_BEFORE, _AFTER = 60, 70  # characters around a word that its sense may depend on


@dataclass(frozen=True, slots=True)
class _Sense:
    """One sense of a lemma that reports no meeting, told by the words before it, after it, or anywhere in its sentence."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sentence: re.Pattern[str] | None


def has_other_sense(text: str, sentence: Span, trigger: Trigger) -> bool:
    """Whether the words around a trigger give it another sense than that of a meeting; names of events have none."""
    if trigger.name:
        return False
    span = trigger.span
    before = text[max(sentence.start, span.start - _BEFORE) : span.start].lower()
    after = text[span.end : min(sentence.end, span.end + _AFTER)].lower()
    return any(
        (sense.before is not None and sense.before.search(before))
        or (sense.after is not None and sense.after.match(after))
        or (sense.sentence is not None and sense.sentence.search(sentence.of(text).lower()))
        for sense in (*_senses().get(trigger.word.lemma, ()), *(() if trigger.word.is_verb else _senses()["(noun)"]))
    )


@lru_cache(maxsize=1)
def _senses() -> dict[str, list[_Sense]]:
    """Senses by lemma; `(noun)` holds those of every noun."""
    found: dict[str, list[_Sense]] = {"(noun)": []}
    for entry in load_entries("meetings.yaml", "other_senses"):
        sense = _Sense(*(re.compile(str(entry[where])) if where in entry else None for where in ("before", "after", "sentence")))
        for lemma in entry["of"]:
            found.setdefault(str(lemma), []).append(sense)
    return found
