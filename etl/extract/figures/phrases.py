"""The measured phrase by rule, for figures beside which the tagger marks none: what follows the number, or the subject before its verb."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.extract.figures.nouns import noun_phrase_after
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.words import word_class
from etl.lexicon import load_words
from etl.text.patterns import any_of
from etl.text.span import Span

_CLAUSE = re.compile(
    r"[;:.“”\"(]\s?|,\s|\s[–—-]\s|\b(?:that|and|but|while|which|who|as|when|because|if|said|says|than|although|after|before|where)\b\s"
)
_NAME = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž][\w'’.-]*(?: (?:[a-z]{2,3} )?|$)){1,5}$")


def measured_by_rule(text: str, item: Quantity, sentence: Span) -> Span | None:
    """The words that the number measures, as far as order and a few verbs tell; None when they do not."""
    for reader in _READERS.get(item.kind, _DEFAULT):
        if span := reader(text, item, sentence):
            return span.trimmed(text, " ,.;:\u00a0")
    return None


def sure_by_rule(text: str, item: Quantity, sentence: Span) -> Span | None:
    """The phrase where order alone decides it: the counted noun, `a $5bn| hole`, `a 90-day| extension`, `Sok Vanna|, 46`."""
    if item.kind == "count" and item.noun is not None:
        return _page_compound(text, item, sentence) or item.noun
    if item.kind == "ordinal" and item.noun is not None:
        return item.noun
    if item.kind == "age":
        person = _person(text, item, sentence)
        return person if person and text[person.start].isupper() else None
    if item.kind in {"occasions", "time"} and (verb := _verb_before(text, item, sentence)):
        return verb
    if item.kind in {"money", "percent", "time", "measure"} and _DETERMINED.search(
        text[max(sentence.start, item.span.start - 9) : item.span.start]
    ):
        return _compound(text, item, sentence)
    return None


_DETERMINED = re.compile(r"\b(?:an?|the|another|its|their|his|her) $", re.IGNORECASE)


def _verb_before(text: str, item: Quantity, sentence: Span) -> Span | None:
    """What lasted or was done: the verb right before it (`was |searched| twice`, `she |met| him for an hour`)."""
    match = _done().search(text[sentence.start : item.span.start])
    return Span(sentence.start + match.start("verb"), sentence.start + match.end("verb")) if match else None


def _person(text: str, item: Quantity, sentence: Span) -> Span | None:
    """Whose age: `Keo Marady|, 23`, `She| is 81`, `a 25-year-old| goalkeeper`."""
    before = text[sentence.start : item.span.start]
    lead = re.search(
        r"(?:,? ?\(|,? who (?:is|was) (?:now )?|, |,? (?:is|was|are|were|[’']s)(?: now| only| just)? |, (?:now|then|aged) | aged? | of )$",
        before,
    )
    head = before[: lead.start()] if lead else before
    if lead and (match := _NAME.search(head)):
        return Span(sentence.start + match.start(), sentence.start + match.end())
    if lead and (match := re.search(r"[^\s,;:(“\"]+$", head)):
        return Span(sentence.start + match.start(), sentence.start + match.end())
    return noun_phrase_after(text, item.core.end, sentence.end, singular=True)


def _compound(text: str, item: Quantity, sentence: Span) -> Span | None:
    """`90-day| extension`, `14-page| form`, `£800,000| package`, `25%| tariff on seafood`."""
    at = (
        item.noun.end
        if item.noun is not None and item.noun.start == item.number.span.end + 1 and text[item.number.span.end] == "-"
        else item.core.end
    )
    return noun_phrase_after(text, at, sentence.end, singular=True) if text[at : at + 1] in {" ", "\u00a0"} else None


def _page_compound(text: str, item: Quantity, sentence: Span) -> Span | None:
    """`a 14-page| form`: a unit that hangs on by a hyphen measures the noun after it."""
    hangs = item.noun is not None and text[item.number.span.end : item.noun.start] == "-"
    return _compound(text, item, sentence) if hangs else None


def _counted(text: str, item: Quantity, sentence: Span) -> Span | None:
    """The counted noun with its `of` phrase: `complaints of this kind`; `them` in `two of them`."""
    if item.noun is not None:
        match = _OF_IT.match(text, item.noun.end, sentence.end)
        more = noun_phrase_after(text, match.end() - 1, sentence.end, singular=True) if match else None
        return Span(item.noun.start, more.end) if more else item.noun
    match = _OF_WHOM.match(text, item.core.end, sentence.end)
    return Span(match.start("whom"), match.end("whom")) if match and match.group("whom") not in {"whom", "which"} else None


_OF_IT = re.compile(r" of (?:the |its |his |her |their )?")
_OF_WHOM = re.compile(r" of (?P<whom>them|whom|which|us|it|that|these|those|this)\b")


def _of_phrase(text: str, item: Quantity, sentence: Span) -> Span | None:
    """`14 per cent of| the people`, `five years of| talks`, `$5 million for| a trial`."""
    links = "of" if item.kind in {"percent", "fraction"} else "of|for"
    match = re.compile(rf" (?:{links}) (?:the |a |an |its |their |his |her |all |our |my |those |every )*").match(
        text, item.span.end, sentence.end
    )
    if match is None:
        return None
    head = noun_phrase_after(text, match.end() - 1, sentence.end, singular=True)
    if head is None:
        pronoun = re.compile(r"\w+").match(text, match.end(), sentence.end)
        return Span(pronoun.start(), pronoun.end()) if pronoun else None
    more = re.compile(r" of (?:the |its |their )?").match(text, head.end, sentence.end)
    tail = noun_phrase_after(text, more.end() - 1, sentence.end, singular=True) if more else None
    return Span(head.start, tail.end) if tail else head


def _noun_of(text: str, item: Quantity, sentence: Span) -> Span | None:
    """`a budget of| $5m`, `prison terms of| five years`, `growth target of| 10 to 15 per cent`."""
    match = re.search(
        r"(?P<noun>(?:[\w'’-]+ ){1,3})(?:of|worth|at|totalling|totaling|between|for) "
        r"(?:up to |about |around |at least |plus or minus |\+/- ?|± ?)?$",
        text[sentence.start : item.span.start],
    )
    if match is None:
        return None
    words = re.split(r" ", match.group("noun").strip())
    last = max((i for i, word in enumerate(words[:-1]) if word.lower() in load_words("counted.yaml", "stop")), default=-1)
    words = words[last + 1 :]
    if words[-1].lower() in load_words("counted.yaml", "stop"):
        return None
    end = sentence.start + match.start("noun") + len(match.group("noun").rstrip())
    return Span(end - len(" ".join(words)), end)


def _subject(text: str, item: Quantity, sentence: Span) -> Span | None:
    """`Remittances from the kingdom| fell to $1.6 billion`: from the clause's start to its verb."""
    clause = sentence.start + max((m.end() for m in _CLAUSE.finditer(text[sentence.start : item.span.start])), default=0)
    verb = None
    for match in _verb().finditer(text, clause, item.span.start):
        verb = verb or match
    if verb is None or verb.start() - clause < 2:
        return None
    span = Span(clause, verb.start()).trimmed(text)
    words = span.of(text).split()
    if words and word_class(words[-1]) == "R":
        return None
    return Span(span.start, span.start + len(" ".join(words[:8]))) if words else None


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    verbs = "|".join(sorted(load_words("figure_words.yaml", "measuring_verbs"), key=len, reverse=True))
    return re.compile(rf"\b(?:{verbs})\b|(?<=[a-z])[’']s(?= \d)")


@lru_cache(maxsize=1)
def _done() -> re.Pattern[str]:
    """A verb in the past, perhaps a pronoun, then only a preposition before the figure."""
    verbs = any_of("figure_words.yaml", "past_verbs")
    return re.compile(
        rf"\b(?P<verb>(?:[a-z]{{2,}}ed|{verbs})(?: (?:out|up|off|down|away))?)"
        rf"(?: (?:him|her|them|it|us|me|there|here|together))?(?: (?:for|in|only|just|about|around|at least|more than|another)){{0,2}} $"
    )


_DEFAULT = (_counted, _compound, _of_phrase, _noun_of, _subject)
_READERS = {
    "age": (_person,),
    "count": (_page_compound, _counted, _subject),
    "ordinal": (_counted, _subject),
    "percent": (_of_phrase, _compound, _subject, _noun_of),
    "fraction": (_of_phrase, _subject),
    "money": (_of_phrase, _noun_of, _subject, _compound),
    "time": (_of_phrase, _compound, _noun_of, _subject),
    "measure": (_of_phrase, _compound, _noun_of, _subject),
    "times": (_subject,),
    "occasions": (_subject,),
}
