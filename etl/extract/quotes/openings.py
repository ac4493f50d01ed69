"""Where a reported clause opens after its cue: after `that`, at the `to` of a request, at `whether`, or right at the cue."""

from __future__ import annotations

import re
from functools import cache

from etl.extract.quotes.attach import Cue
from etl.extract.quotes.cues import CueWord, addresses_by_to, is_addressing, read_cue, takes_clause
from etl.lexicon import load_words

# One to six words without a finite verb or a conjunction: `the three-judge panel `, `President Lind `; the second also with `of`, `for`.
_AUXILIARY = r"is|are|was|were|has|had|have|will|would|could|should|can|may|might|must|do|does|did|be|been|not|\w+ed"
_PHRASE = rf"(?:(?!(?:{_AUXILIARY}|to|that|for|of|whether|why|how)\b)[\w.'’&-]+\s+){{1,6}}?"
_LONG_PHRASE = rf"(?:(?!(?:{_AUXILIARY}|that)\b)[\w.'’&-]+\s+){{1,7}}?"
# Between `that` and the clause: `said that | under the new mayor, | …`.
_ADVERBIAL = r"(?:under|in|on|at|after|before|during|with|for|since|despite|unlike|like)\s[^,;:.“\"]{2,50},\s+"
_HEARERS = "her|him|them|me|us|it|reporters|journalists|lawmakers|senators|MPs|members|delegates|parliament"
_ADDRESSEE = re.compile(rf"\s+(?:(?:{_PHRASE})that\b\s*|(?:{_HEARERS})\s+|(?:the|a|an)\s+[a-z]+\s+)")
_SUBJECT = re.compile(r"(?:he|she|they|we|it|there|I|if)\b")  # `said he ran to the pier`, `told him she came to help`: clauses
# `testified | for five hours | before a panel that …`: when, where and how long it was said, no words.
_ADJUNCT = re.compile(
    r"\s+(?:(?:in|on|at|by|during|after|from|to|with|through|via|as|before|under|alongside)\b"
    r"|for\s+(?:(?:about|almost|nearly|over|more than|less than)\s+)?[\w-]+\s+(?:minutes|hours|days|weeks|an hour)\b"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
)
_INFINITIVE_ACTS = frozenset({"request", "promise"})
_FOR_CUES = frozenset({"thank", "apologise", "praise", "credit", "criticise", "blame", "condemn"})


def opening_after(text: str, cue: Cue, tagged: int | None, limit: int) -> int | None:
    """Where content after a cue starts: the tagger's start, moved to the conjunction or preposition that opens the clause.

    The tagger errs to the right (it lost `that most` of `said that most people …`) or to the left (it took the person spoken to along:
    `urged [the union to …]`). Without a tagged start the clause must open in a known way, else None.
    """
    word = read_cue(" ".join(s.of(text) for s in cue.spans))
    after = cue.spans[-1].end
    lead = text[after : min(limit, max(after + 120, (tagged or after) + 60))]
    if tagged is None:
        at = _opening(lead, word)
        return None if at is None else after + at
    lost = _lost(lead, tagged - after, word)
    if lost is not None:
        return after + lost
    taken = _taken_along(lead, tagged - after, word)
    return tagged if taken is None else after + taken


def _opening(lead: str, word: CueWord | None) -> int | None:
    """Offset at which a clause without any tag starts in the text after its cue, by the words that open it."""
    if match := re.match(r"\s+that\b\s*", lead):
        return match.end()
    if word is not None and is_addressing(word.lemma) and not addresses_by_to(word.lemma):
        phrase = _ADDRESSEE.match(lead)
        return phrase.end() if phrase else None
    if _ADJUNCT.match(lead):
        match = re.search(r"^[^,;:.“\"]{0,90}?\bthat\b\s*", lead)
        return match.end() if match else None
    return re.match(r"\s*", lead).end()  # type: ignore[union-attr]


def _lost(lead: str, tagged: int, word: CueWord | None) -> int | None:
    """Offset of the clause's opening that the tagger lost, before its start: after `that`, at `to`, at `whether`."""
    before = lead[:tagged]
    words = before.split()
    # `said | he hoped | to win`, `denied | changing | his mind`: what stands between the cue and the tagger's start is content too.
    reach = 12 if takes_clause(word) else 3 if word is not None and not is_addressing(word.lemma) else 0
    if 0 < len(words) <= reach and _may_open(words[0]) and not re.search(r"[,;:.“”\"]", before):
        return len(before) - len(before.lstrip())
    if match := re.search(rf"\bthat\s+(?=(?:{_ADVERBIAL}|[^,;:.“\"]{{0,50}})$)", before):
        return match.end() if 0 < len(before[match.end() :].split()) <= 8 else None
    opening = r"\b(?:not\s+)?to\s+(?:\w+\s+)?$" if word is not None and (word.act in _INFINITIVE_ACTS or word.act_before_to) else None
    if opening and (match := re.search(opening, before)):
        return match.start()
    if word is not None and word.act == "question" and (match := re.search(r"\b(?:whether|if|why|how|what|when|where|who|to)\s+$", before)):
        return match.start()
    return None


def _may_open(word: str) -> bool:
    """Whether a word right after a cue can open its content: no preposition, adverb or day (`said on Monday`, `said privately`)."""
    return word not in _adverbs() and not word.endswith(("ly", "day", "that"))


def _taken_along(lead: str, tagged: int, word: CueWord | None) -> int | None:
    """Offset of the clause's opening after the tagger's start, where the tagger took the person spoken to or a place along."""
    before, inside = lead[:tagged], lead[tagged:]
    addressed = word is not None and is_addressing(word.lemma) and len(before.split()) <= 1
    placed = re.search(r"\b(?:in|at|on|to|by|with)\s+$", before) is not None
    if (addressed or placed) and (match := re.match(rf"{_LONG_PHRASE}\bthat\s+", inside)):
        return tagged + match.end()
    if word is None or not addressed:
        return None
    is_clause = takes_clause(word) or addresses_by_to(word.lemma)  # `said | the plan to close …`
    is_asked = (word.act in _INFINITIVE_ACTS or (word.act_before_to and not is_clause)) and not _SUBJECT.match(inside)
    if is_asked and (match := re.match(rf"({_PHRASE})\b(?:not\s+)?to\s+[a-z]", inside)):
        return tagged + match.end(1)
    if word.lemma in _FOR_CUES and (match := re.match(rf"({_PHRASE})\bfor\s", inside)):
        return tagged + match.end(1)
    if word.lemma == "accuse" and (match := re.match(rf"(?:{_PHRASE})?\bof\s+", inside)):
        return tagged + match.end()
    if match := re.match(rf"({_PHRASE})\b(?:whether|why|how|what|when|where)\s", inside):
        return tagged + match.end(1)
    return None


@cache
def _adverbs() -> frozenset[str]:
    return load_words("cues.yaml", "no_openings")
