"""When a figure holds, where, and who gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.figures.marks import Marks, within
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.units import is_country
from etl.lexicon import load_words
from etl.text.numerals import number_words
from etl.text.patterns import alternation, by_letter, lowered
from etl.text.span import Span


def is_ahead(analysis: Analysis, time: Span) -> bool:
    """Whether the clause that the time dates is about what is still to come: `will hire 40 in March`, `the target for June is 12`."""
    sentence = analysis.sentence_at(time.start)
    if sentence is None:
        return False
    clause_start = max((m.end() for m in _CLAUSE.finditer(analysis.text, sentence.start, time.start)), default=sentence.start)
    stop = _CLAUSE.search(analysis.text, time.end, sentence.end)
    return bool(_ahead().search(lowered(analysis.text), clause_start, stop.start() if stop else sentence.end))


_CLAUSE = re.compile(r"[;:] |, (?:and|but|while|compared with|up from|down from|from|after|against) | (?:compared with|up from|down from) ")


@lru_cache(maxsize=1)
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"\b{by_letter(load_words('figure_cues.yaml', 'ahead'))}\b")


# --- place -----------------------------------------------------------------------------------------------------------------------


def find_place(analysis: Analysis, marks: Marks, item: Quantity, what: Span | None) -> Span | None:
    """The place named in the measured phrase, else the nearest one `in` which the clause after the number happens.

    An age holds nowhere: `Ida Holm, |84|, who died in Maputo`.
    """
    if item.kind == "age":
        return None
    if what is not None:
        inside = within(marks.places, what)
        if inside:
            return inside[-1]
    sentence = analysis.sentence_at(item.core.start)
    if sentence is None:
        return None
    anchor = what if what is not None and what.start >= item.core.end and sentence.contains(what) else item.core
    if heads := _at_head(analysis.text, marks, item, sentence):
        return heads
    after = (p for p in within(marks.places, sentence) if p.start >= anchor.end and _stands_in(analysis.text, anchor.end, p))
    return next(after, None)


def _at_head(text: str, marks: Marks, item: Quantity, sentence: Span) -> Span | None:
    """The place that opens the sentence, where only the number's own clause follows: `|In Grant County| the share is 67%`."""
    opening = _IN_FIRST.match(text, sentence.start, item.core.start)
    first = next((p for p in within(marks.places, sentence) if p.start == opening.end()), None) if opening else None
    if first is None or item.kind not in {"count", "percent", "fraction", "money"}:
        return None
    between = Span(first.end, item.span.start)
    return None if within(marks.names, between) or _OTHER_CLAUSE.search(between.of(text).removeprefix(", ")) else first


_IN_FIRST = re.compile(r"(?:In|Across|Throughout|Around) (?:the )?")


def _stands_in(text: str, low: int, place: Span) -> bool:
    """Whether only a short stretch of the same clause that ends in `in`, `across`, `at` lies between.

    `of` only right behind the noun (`the population of Osaka`); `to` and `from` say where things go and come from, not where they are.
    """
    between = text[low : place.start]
    if _OF_PLACE.fullmatch(between):
        return text[place.end : place.end + 2] not in {"'s", "’s"}  # `the question of Ukraine|'s| accession`
    return len(between) < 45 and not _OTHER_CLAUSE.search(between) and bool(_IN_PLACE.search(between))


_OF_PLACE = re.compile(r" of (?:the )?")
_IN_PLACE = re.compile(r"\b(?:in|across|throughout|within|at|inside|around)(?: the)? $")
_OTHER_CLAUSE = re.compile(r"[;:.]|, | (?:and|but|while|who|which|that|was|when|where|after|before)\b")


# --- source ----------------------------------------------------------------------------------------------------------------------


def find_source(analysis: Analysis, marks: Marks, item: Quantity) -> Span | None:
    """Who gave the number, where no quote says so: `according to X`, `X puts … at`, `a survey by X found`, `X figures show`.

    Data that a paragraph has named go on to speak in its later sentences: `Exports rose 4%, data from X showed. Imports fell |2%|.`
    """
    sentence = analysis.sentence_at(item.core.start)
    if sentence is None:
        return None
    names = within(marks.givers, sentence)
    # `according to` names who says it whatever a verb before it says: `tests at X found that 7, according to Y`.
    said = sorted(_attributions(analysis.text, sentence), key=lambda m: m.lastgroup != "according")
    for match in said:
        if _covers(analysis.text, match, item, sentence) and (span := _namer(analysis.text, names, match)):
            return span
    return _carried(analysis, marks, sentence)


def _covers(text: str, match: re.Match[str], item: Quantity, sentence: Span) -> bool:
    """Whether the attribution reaches the number: `according to` both ways, a closing clause backwards, a verb over its own clause."""
    if match.lastgroup == "according":
        return True
    if match.start() > item.core.start:
        return bool(_CLOSING.search(text, item.core.end, match.start()))
    return ";" not in text[match.end() : item.core.start]


# `…, |a 2022 survey by| the agency found`, `…, |data from| X showed`: the attribution comes after what it covers.
_CLOSING = re.compile(r",[”\"’]? (?:(?:an?|the|its|their|new|official|latest|\d{4}) )*(?:[\w&.’'-]+ ){0,5}$")


def _carried(analysis: Analysis, marks: Marks, sentence: Span) -> Span | None:
    """The giver of data named last in the sentences before, in the same paragraph."""
    paragraph = analysis.paragraph_at(sentence.start)
    before = Span(paragraph.start, sentence.start) if paragraph else None
    names = within(marks.givers, before) if before else ()
    if before is None or not names or _speaks_itself(analysis, marks, sentence):
        return None
    data = [m for m in _attributions(analysis.text, before) if m.lastgroup in {"by", "data"}]
    return next((span for match in reversed(data) if (span := _namer(analysis.text, names, match))), None)


def _speaks_itself(analysis: Analysis, marks: Marks, sentence: Span) -> bool:
    """Whether the sentence tells of a person's doings or words, and so is not the data's."""
    return bool(within(marks.cues, sentence) or _PERSONAL.search(analysis.text, sentence.start, sentence.end))


_PERSONAL = re.compile(r"[“”\"]|\b(?:[Hh]e|[Ss]he|I|[Ww]e|[Hh]is|[Hh]er|my|our)\b")


# `issued by |the ministry|`: a noun that may stand for a body named before.
_BODY = re.compile(r" (?P<body>the [a-z]+)(?= (?:said|says|stated|states|showed?|shows|found|reported|estimated|put|puts)\b|[,.;])")


def _namer(text: str, names: Sequence[Span], match: re.Match[str]) -> Span | None:
    """The name that the attribution points to: right after `according to` and `by`, else the nearest before the verb."""
    if match.lastgroup in {"according", "by"}:
        after = [n for n in names if match.end() - 1 <= n.start <= match.end() + 45]
        while len(after) > 1 and text[after[0].end : after[1].start] in {"'s ", "’s "}:
            after = after[1:]  # `the council's |audit office|`
        if after and is_country(after[0].of(text)) and _OF_ITS_OWN.match(text, after[0].end):
            return None
        body = _BODY.match(text, match.end())
        return (
            Span(body.start("body"), body.end("body"))
            if body and not any(n.start <= body.end() for n in after)
            else next(iter(after), None)
        )
    return _subject_of(text, names, match)


# `according to |Wales|’s weather service`, `|Welsh| and Irish officials`: a body that no name here names
_OF_ITS_OWN = re.compile(r"['’]s [a-z]| (?:and [A-Z][a-z]+ )?(?:officials|authorities|media|police|sources)\b")


def _subject_of(text: str, names: Sequence[Span], match: re.Match[str]) -> Span | None:
    """The name before a verb or a paper: `|Ana Melo| of Brae Bank put it at`, `|The watchdog| counted`; nobody's `filings show`."""
    lead = text[max(0, match.start() - 40) : match.start()]
    body = _BODY_BEFORE.search(lead)
    if body and body.group("noun") in load_words("org_kinds.yaml", "nominals"):
        start = match.start() - len(lead)
        return Span(start + body.start("body"), start + body.end("body"))
    if match.lastgroup == "verb" and (paper := _PAPER_BEFORE.search(lead)) and paper.group(1) in _papers():
        return None
    before = [n for n in names if n.end <= match.start() + 1 and match.start() - n.end <= 60]
    while len(before) > 1 and _WORKS_FOR.fullmatch(text, before[-2].end, before[-1].start):
        before.pop()
    return before[-1] if before else None


_BODY_BEFORE = re.compile(r"(?:^|[.?!,;] |\n|[“\"])(?P<body>[Tt]he (?P<noun>[a-z]+)) $")
_PAPER_BEFORE = re.compile(r", ([a-z]+) $")
_WORKS_FOR = re.compile(r",? (?:of|at|from|with)(?: the)? ")


@lru_cache(maxsize=1)
def _papers() -> frozenset[str]:
    """Nouns of data, one and many, that tell nothing of whose they are: `filings show`."""
    nouns = load_words("figure_words.yaml", "source_nouns")
    return nouns | {noun + "s" for noun in nouns}


@lru_cache(maxsize=64)
def _attributions(text: str, sentence: Span) -> tuple[re.Match[str], ...]:
    """All attributing words of one sentence."""
    found, at, lower = [], sentence.start, lowered(text)
    while begin := _attributing().search(lower, at, sentence.end):
        match = _attribution().match(lower, begin.start(), sentence.end)
        if match:
            found.append(match)
        at = match.end() if match else begin.end()
    return tuple(found)


@lru_cache(maxsize=1)
def _attributing() -> re.Pattern[str]:
    """What each of them begins with, quicker to look for."""
    return re.compile(rf"\b{by_letter({'according', 'put', *_source_words('source_verbs'), *_source_words('source_nouns')})}\b|\bputs\b")


def _source_words(section: str) -> frozenset[str]:
    return load_words("figure_words.yaml", section)


@lru_cache(maxsize=1)
def _attribution() -> re.Pattern[str]:
    verbs, nouns = ("|".join(sorted(_source_words(section), key=len, reverse=True)) for section in ("source_verbs", "source_nouns"))
    numbers = alternation(number_words())
    amount = rf"(?:[a-z]+ ){{0,3}}(?:\W?\d|[a-z]{{0,3}}[$£€]|{numbers}\b)"  # `puts it |at about $4 million|`
    active = "".join(rf"(?<!\b{be} )" for be in ("is", "are", "was", "were", "be", "been"))  # `is |expected| to cut` gives nothing
    return re.compile(
        rf"(?P<according>\baccording to\b)"
        rf"|(?P<by>\b(?:{nouns}) (?:by|from|of|(?:released|published|compiled|issued|conducted) by)\b|\b(?:{verbs}) by\b)"
        rf"|(?P<data>(?<=\w )(?:{nouns})(?= (?:released |published |issued )?(?:\w+ )?(?:{verbs})\b))"
        rf"|(?P<verb>\b(?:puts?\b(?=[^.;]* at {amount})|{active}(?!put)(?:{verbs})\b))|(?P<noun>(?<=\w )(?:{nouns})\b)"
    )
