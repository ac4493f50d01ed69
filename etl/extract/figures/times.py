"""When a figure holds: which of its sentence's time phrases dates it, by learned weights, or none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.figures.marks import Marks, within
from etl.extract.figures.quantity import Quantity
from etl.extract.figures.words import word_class
from etl.lexicon import load_csv, load_words
from etl.text.dates import find_dates
from etl.text.span import Span, cover

TABLE = "figure_time_weights.csv"
_STEPS = (0, 1, 2, 3, 4, 5, 7, 10, 15, 25)  # words between, in buckets
QUOTED = '"'
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_PREPOSITION = re.compile(r"\b(?:in|on|since|by|until|till|during|at|as of)(?: the)? $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may date a figure; `tagged` where the tagger takes them for such."""

    span: Span
    tagged: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One figure with the phrases that may date it, each with what tells for it, and with what tells for none of them."""

    phrases: tuple[Phrase, ...]
    features: tuple[tuple[str, ...], ...]
    none: tuple[str, ...]


def find_times(analysis: Analysis, marks: Marks, items: Sequence[Quantity]) -> list[Span | None]:
    """The words that date each of `items`, with their preposition; None where nothing does."""
    weights = time_weights()
    return [_likeliest(weights, choice) if choice else None for choice in choices(analysis, marks, items)]


def _likeliest(weights: Mapping[str, float], choice: Choice) -> Span | None:
    sums = [round(sum([weights.get(name, 0.0) for name in names]), 6) for names in (choice.none, *choice.features)]
    best = sums.index(max(sums))
    return choice.phrases[best - 1].span if best else None


def choices(analysis: Analysis, marks: Marks, items: Sequence[Quantity]) -> list[Choice | None]:
    """One for each of `items`, None where its sentence holds no phrase of time."""
    found: list[Choice | None] = []
    known: dict[Span, tuple[tuple[Phrase, ...], list[Quantity]]] = {}
    sentences = [analysis.sentence_at(item.core.start) for item in items]
    for item, sentence in zip(items, sentences, strict=True):
        if sentence is not None:
            if sentence not in known:
                known[sentence] = phrases_in(analysis.text, marks, sentence), []
            known[sentence][1].append(item)
    for item, sentence in zip(items, sentences, strict=True):
        phrases, beside = known[sentence] if sentence is not None else ((), [])
        free = tuple(phrase for phrase in phrases if not phrase.span.overlaps(item.number.span))
        found.append(_choice(analysis.text, sentence, item, beside, free) if free and sentence is not None else None)
    return found


# --- phrases -------------------------------------------------------------------------------------------------------------------------


def phrases_in(text: str, marks: Marks, sentence: Span) -> tuple[Phrase, ...]:
    """The tagger's time phrases of the sentence, made whole, and its dates that the tagger passed over, in order.

    Where no tagger marks figures or times the dates stand in for its phrases.
    """
    dates = [date.span for date in find_dates(text, sentence)]
    found: list[Phrase] = []
    for tagged in within(marks.times, sentence):
        span = _whole(text, tagged, sentence, dates)
        if found and found[-1].span.overlaps(span):  # two halves of one date: `|In the first| quarter |of 2023|`
            span = cover([found.pop().span, span])
        if _tells(span.of(text)):
            found.append(Phrase(span, tagged=True))
    for date in dates:
        if not any(phrase.span.overlaps(date) for phrase in found):
            found.append(Phrase(_with_preposition(text, date.trimmed(text, " .,"), sentence), tagged=not (marks.times or marks.figures)))
    dating = (phrase for phrase in found if not _ranks(text, phrase.span, sentence))
    return tuple(sorted(dating, key=lambda phrase: phrase.span.start))


def _ranks(text: str, span: Span, sentence: Span) -> bool:
    """Whether a start only says how long nothing was more so: `the most |since 2008|`, `its worst day |since May|`."""
    lead = _SUPERLATIVE.search(text, max(sentence.start, span.start - 60), span.start)
    return lead is not None and text[span.start : span.start + 6].lower() == "since "


_SUPERLATIVE = re.compile(
    r"(?<!\bat )\b(?:most|least|worst|best|(?!(?:for|arr|harv|inter|prot|requ|cont|pri|inv)est)[a-z]{3,}est)(?: [\w’'-]+){0,4}[ ,]$",
    re.IGNORECASE,
)


def _tells(words: str) -> bool:
    """Whether words name a time; not `within`, `in the most recent`, of which the tagger left the noun out."""
    return any(word not in load_words("figure_cues.yaml", "dates_nothing") for word in _WORD.findall(words.lower()))


def _whole(text: str, tagged: Span, sentence: Span, dates: Sequence[Span]) -> Span:
    """The tagged words with the whole of a date that they cut: `|As| of October`, `|in| July` are `As of October`, `in July`."""
    whole = next(
        (cover([tagged, date]).trimmed(text, " .,") for date in dates if date.start <= tagged.end + 1 and tagged.start < date.end), tagged
    )
    if text[whole.end - 1].isdigit() and (cut := _CUT_LENGTH.match(text, whole.end, sentence.end)):
        whole = Span(whole.start, cut.end())
    return _with_preposition(text, whole, sentence)


_CUT_LENGTH = re.compile(r" (?:hours|days|weeks|months|years)\b")  # `|in 24| hours`


def _with_preposition(text: str, span: Span, sentence: Span) -> Span:
    """The words with the preposition before them, without which a month may be another word: `|in| March`."""
    match = _PREPOSITION.search(text[sentence.start : span.start])
    return Span(sentence.start + match.start(), span.end) if match else span


# --- features ------------------------------------------------------------------------------------------------------------------------


def _choice(text: str, sentence: Span, item: Quantity, beside: Sequence[Quantity], phrases: tuple[Phrase, ...]) -> Choice:
    near = min(phrases, key=lambda phrase: phrase.span.distance(item.span))
    following = _WORD.match(text, item.span.end + 1, sentence.end)
    words = _WORD.findall(text[max(sentence.start, item.span.start - 20) : item.span.start].lower())
    leading = words[-1] if words else "^"
    features = tuple(
        (*_features(text, sentence, item, beside, phrase, phrase is near), f"{_side(phrase, item)}[{leading}]") for phrase in phrases
    )
    none = (
        "none",
        f"none {item.kind}",
        f"none {min(len(phrases), 3)}",
        f"none {item.kind} {item.comparator}",
        f"none >{following.group().lower() if following else '$'}",
        f"none <{leading}",
    )
    return Choice(phrases, features, none)


def _side(phrase: Phrase, item: Quantity) -> str:
    """On which side of the figure a phrase stands."""
    return "L" if phrase.span.end <= item.span.start else "R"


def _features(text: str, sentence: Span, item: Quantity, beside: Sequence[Quantity], phrase: Phrase, nearest: bool) -> Iterator[str]:
    """What tells for a phrase: how far off it stands, over what, what it says and whom it is nearest to."""
    span = phrase.span
    side = _side(phrase, item)
    low, high = (span.end, item.span.start) if side == "L" else (item.span.end, span.start)
    between = _WORD.findall(text[low:high].lower()) if low < high else []
    figures = sum(1 for other in beside if other is not item and low <= other.core.start < high)
    closer = sum(1 for other in beside if other is not item and other.span.distance(span) < item.span.distance(span))
    words = _WORD.findall(span.of(text).lower())
    first = words[0] if words else ""
    distance = f"{side}d{max(step for step in _STEPS if step <= len(between))}"
    tagged = f"t{phrase.tagged:d}"
    yield from (tagged, tagged + side, tagged + distance, distance)
    yield f"{side}{tagged}n{min(figures, 3)}"
    yield f"{side}c{min(closer, 3)}near{nearest:d}"
    yield f"{item.kind}{side}"
    head = span.start - sentence.start <= 2
    yield f"{side}head{head:d}c{min(closer, 2)}"
    yield f"w {first}"
    yield f"{side}w {first}"
    yield f"{tagged}w {first}"
    yield f"{item.kind}w {first}"
    yield f"last {words[-1] if words else ''}"
    classes = "".join(word_class(word) for word in between)
    yield f"{side},{min(classes.count(','), 2)}C{min(classes.count('C'), 2)}"
    yield f"{side}V{min(sum(classes.count(letter) for letter in 'VAE'), 3)}"
    yield f"{side}marks{bool({'(', QUOTED} & set(classes))}{';' in between}"
    for mark in ("and", "but", "while", "which", "who", "that", "from", "to", "than", "against", "compared", "including", "when", "since"):
        if mark in between:
            yield f"{side}has {mark}"
    if len(between) <= 3:
        yield f"{side}={' '.join(between)}"
        yield f"{side}={classes}{figures}"
    if side == "R" and between:
        yield f"R<{between[-1]}"
    if side == "L" and between:
        yield f"L>{between[0]}"


@lru_cache(maxsize=1)
def time_weights() -> Mapping[str, float]:
    """The weights as committed."""
    return {row["feature"]: float(row["weight"]) for row in load_csv(TABLE)}
