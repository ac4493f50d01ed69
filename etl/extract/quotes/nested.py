"""Reports within reports: of `Reyes said that Malta had asked to meet` only what Reyes says is a quote, so `asked` reports nothing there;
nor does `apologise` in `called for Malta to apologise`.
"""

from __future__ import annotations

import itertools
import re

from etl.extract.analysis import Analysis
from etl.extract.quotes.cues import read_cue, takes_clause

_SUBJECT = re.compile(r"\s+(?:that\s+)?(?:[Tt]he\s+)?")
_ASKED_TO = re.compile(r"\s+(?:(?:for|on|upon)\s+)?(?:[\w.’'-]+\s+){0,5}to\s+")
_PARTICLE = len(" for")
_AUXILIARIES = re.compile(r"(?:\s+(?:has|have|had|also))*\s+")


def find_nested(analysis: Analysis) -> frozenset[int]:
    """The tagger's cues, and their sources, that stand inside a clause which another cue reports: those with nothing but a name between
    the two cues, and the infinitive that somebody is asked for. Indices into its spans.
    """
    spans = analysis.tagging.spans
    cues = sorted((s.start, s.end, i) for i, s in enumerate(spans) if s.head == "cue")
    names = {s.start: s.end for s in spans if s.head == "name"}
    sources = {(s.start, s.end): i for i, s in enumerate(spans) if s.head == "source"}
    nested: set[int] = set()
    for (start, end, _), (later, _, index) in itertools.pairwise(cues):
        word = read_cue(analysis.text[start : end + _PARTICLE])
        if word is not None and word.act == "request" and _ASKED_TO.fullmatch(analysis.text, end, later):
            nested.add(index)
            continue
        subject = _SUBJECT.match(analysis.text, end, later)
        until = names.get(subject.end()) if subject else None
        if subject is None or until is None or not takes_clause(word):
            continue
        if _AUXILIARIES.fullmatch(analysis.text, until, later):
            nested |= {index, *(i for (s, e), i in sources.items() if subject.start() < s and e <= until)}
    return frozenset(nested)
