"""How a line of a page looks and where it stands: the signs by which its zone is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from etl.lexicon import load_entries, load_words
from etl.text.span import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_NEXT_SENTENCE = re.compile(r"[a-z)”\"][.!?][”\"]? [“\"]?[A-ZÀ-Þ]")
# An agency's name, an editor's initials or its closing word behind the last sentence:
# `… of the pact. (Yonhap)`, `… in Lima.(AP) RUP`, `… on Friday. Enditem`.
_SIGN_OFF = re.compile(
    r"(?<=[.!?”\"])(?:\s*\([A-Z][\w.-]*(?: [A-Z][\w-]*){0,2}\)(?: [A-Z]{2,4}){0,2}|\s+(?:Enditem|ENDS|[A-Z]{2,3}/[A-Z]{2,3}))$"
)
_SIGNED = 20  # words of a line below which such a bracket is more likely a picture's credit
_BULLET = re.compile(r"(?:[•▪◦*·>»]|[-–](?=\s)|\d{1,2}[.)]?\s)")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
WEEKDAY = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}\b|{MONTH}\.? \d{{1,2}}\b|\d{{1,4}}[./-](?:\d{{1,2}}|{MONTH})[./-]\d{{2,4}})", re.I
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b", re.I)
# A line that holds nothing but a date and a clock time: `Tue 23 Jul 2024 16.42 BST`.
_TIMESTAMP = re.compile(
    rf"(?:[A-Z][\w’' ]{{0,40}}[,|)] ?)?(?:\b(?:{MONTH}|{WEEKDAY})\.?"
    r"|(?<!\d)\d{1,4}(?!\d)(?:st|nd|rd|th)?|[\s,./|:·–+-]|\b[ap]\.?m\b\.?"
    rf"|\b(?:gmt|utc|bst|ist|est|edt|kst|ict|eat|cet|pst|wib|at|a|min read|min|listen|share|print|updated|published)\b)+$",
    re.I,
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_NAMES_ONLY = re.compile(
    rf"{_NAME}(?: (?:de|da|del|van|von|bin|al|la|ní|{_NAME})){{1,3}}(?:(?:,| and| in| &) {_NAME}(?: {_NAME}){{0,3}})*$"
)
_CONTACT = re.compile(r"[\w.]+@[\w.]+\w|https?://|\bwww\.|\+?\d[\d ()-]{7,}\d")
_SEPARATED = re.compile(r"[|›»>•·/]|\S(?: {2,}|\t)\S")
_QUOTED = re.compile(r"[\"“”‘«]")
SECTIONS = ("furniture", "teaser", "caption", "byline")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line with what all signs are made of."""

    words: str
    indent: int
    tokens: tuple[str, ...]
    is_prose: bool


def line_features(text: str, lines: Sequence[Span]) -> list[tuple[str, ...]]:
    """Names of the signs that hold of each line: its own, those of its neighbours (`-1:`, `+1:`), and its place on the page."""
    read = [_read(text, line) for line in lines]
    own = [tuple(_own(line)) for line in read]
    places = _places(read)
    repeats = _repeats(read)
    found = []
    for i in range(len(read)):
        around = [f"{k:+d}:{name}" for k in (-1, 1) if 0 <= i + k < len(read) for name in own[i + k] if not name.startswith("~")]
        found.append((*own[i], *around, *places[i], *repeats[i], *_both(own[i], places[i])))
    return found


def _read(text: str, line: Span) -> _Line:
    words = line.of(text).lstrip("# ")  # a Markdown heading or `*emphasis*` looks like any other line
    words = words.strip("*_") if words[:1] in "*_" and words[:1] == words[-1:] else words
    tokens = tuple(_WORD.findall(words))
    words = _SIGN_OFF.sub("", words) if len(tokens) >= _SIGNED else words
    is_prose = len(tokens) >= 8 and bool(_SENTENCE_END.search(words)) and not _BULLET.match(words) and not matches("furniture", words)
    return _Line(words, line.start - (text.rfind("\n", 0, line.start) + 1), tokens, is_prose)


def _own(line: _Line) -> list[str]:
    """Signs of the line by itself. `~` marks those that say nothing to the neighbours."""
    words, count = line.words, len(line.tokens)
    signs = {
        "stop": bool(_SENTENCE_END.search(words)),
        "colon": words.endswith(":"),
        "bullet": bool(_BULLET.match(words)),
        "indented": line.indent > 0,
        "prose": line.is_prose,
        "stamp": is_stamp(words),
        "date": count < 25 and bool(_DATE.search(words)),
        "~clock": count < 25 and bool(_CLOCK.search(words)),
        "names": bool(_NAMES_ONLY.match(words)),
        "~capitals": count > 0 and words == words.upper(),
        "~contact": bool(_CONTACT.search(words)),
        "~separated": bool(_SEPARATED.search(words)),
        "~bars": len(_SEPARATED.findall(words)) >= 2,
        "~quoted": bool(_QUOTED.search(words)),
        "~nothing": count == 0,
        "~by": bool(re.match(r"(?:by|from|words by|exclusive) ", words, re.I)),
        "~question": words.endswith("?"),
        "~brackets": words.startswith(("(", "[")) and words.endswith((")", "]")),
    }
    return ["~bias", f"words={_bucket(count)}", *(name for name, holds in signs.items() if holds), *_lexical(line), f"~case={_case(line)}"]


def _bucket(count: int) -> str:
    return next((f"{limit}" for limit in (0, 1, 2, 4, 6, 9, 14, 22, 35, 60) if count <= limit), "many")


def _case(line: _Line) -> str:
    """Share of words in lower case: headlines in title case and names have few, prose many."""
    if not line.tokens:
        return "none"
    share = sum(map(str.islower, [token[0] for token in line.tokens])) / len(line.tokens)
    return f"{int(share * 5)}"


def _lexical(line: _Line) -> list[str]:
    """Which patterns of `page_furniture.yaml` fit, and how much of the line is words of page furniture, of jobs, of outlets."""
    signs = [section for section in SECTIONS if matches(section, line.words)]
    lower = [token.lower() for token in line.tokens]
    for section in ("page_words", "job_words", "outlet_words"):
        if hits := sum(map(_words(section).__contains__, lower)):
            short = "short" if len(lower) <= 8 else "long" if len(lower) > 25 else "middle"
            signs += [f"{section}:{short}", f"~{section}>half"] if 2 * hits >= len(lower) else [f"{section}:{short}"]
    return signs


def _places(lines: Sequence[_Line]) -> list[list[str]]:
    """Where each line stands: counted from top and end, and from the first and last sentence of prose."""
    prose = [i for i, line in enumerate(lines) if line.is_prose]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    longest = max((len(line.words) for line in lines[:first]), default=0)
    found = []
    for i, line in enumerate(lines):
        side = "above" if i < first else "below" if i > last else "inside"
        away = first - i if side == "above" else i - last if side == "below" else 0
        places = [f"side={side}", f"side={side}{min(away, 4)}"]
        places += [f"top={i}"] if i < 3 else []
        places += [f"end={len(lines) - 1 - i}"] if len(lines) - 1 - i < 2 else []
        places += ["longest above"] if side == "above" and len(line.words) == longest else []
        found.append(places)
    return found


def _repeats(lines: Sequence[_Line]) -> list[list[str]]:
    """Lines that say again what another one says, whole or as part of a logo line."""
    counts = Counter(line.words for line in lines)
    short = {line.words for line in lines[:12] if 3 <= len(line.tokens) <= 25 and not line.is_prose}
    found: list[list[str]] = []
    seen: set[str] = set()
    for line in lines:
        signs = []
        if counts[line.words] > 1:
            signs.append("repeat:later" if line.words in seen else "repeat:first")
        if any(other != line.words and len(line.words) < len(other) + 90 and line.words.endswith(other) for other in short):
            signs.append("repeat:inside")
        seen.add(line.words)
        found.append(signs)
    return found


def _both(own: Sequence[str], places: Sequence[str]) -> list[str]:
    """Pairs that mean more than each alone: a line without a full stop means one thing above the article and another inside it."""
    side = places[0].removeprefix("side=")
    length = next(name for name in own if name.startswith("words="))
    stop = "stop" if "stop" in own else "open"
    shapes = [
        name
        for name in ("bullet", "indented", "names", "~by", "date", "~capitals", "~separated", "furniture", "teaser", "prose")
        if name in own
    ]
    return [
        f"{side}&{length}",
        f"{side}&{stop}",
        f"{length}&{stop}",
        *(f"{side}&{shape}" for shape in shapes),
        *(f"{length}&{shape}" for shape in shapes),
    ]


def is_stamp(line: str) -> bool:
    """Whether a line holds nothing but a date or a time and what goes with them."""
    return (
        len(line) < 90
        and any(map(str.isdigit, line))
        and (any(map(str.isalpha, line)) or bool(_DATE.search(line)))
        and bool(_TIMESTAMP.match(line))
    )


def is_plain_sentence(line: str, count: int) -> bool:
    """Whether a line is a sentence of `count` words or more that nothing marks as furniture; or several, of which the last is cut off."""
    words = len(_WORD.findall(line))
    line = _SIGN_OFF.sub("", line) if words >= _SIGNED else line
    is_closed = bool(_SENTENCE_END.search(line)) or (words >= 2 * count and bool(_NEXT_SENTENCE.search(line)))
    return words >= count and is_closed and not any(matches(section, line) for section in SECTIONS)


def is_listed(text: str, line: Span) -> bool:
    """Whether a line is set as a member of a list: by a bullet, a number, or indentation."""
    return bool(_BULLET.match(line.of(text))) or line.start > text.rfind("\n", 0, line.start) + 1


def is_bullet(line: str) -> bool:
    """Whether a line opens with a bullet or a dash."""
    return bool(re.match(r"[•▪◦*·–-]\s", line))


def is_point(line: str) -> bool:
    """Whether a line opens with a bullet or a time of day. A number is not enough: `4 held after raid`."""
    return bool(re.match(r"[•▪◦*·-]\s", line) or _CLOCK.match(line))


@lru_cache(maxsize=4096)  # each line is asked several times, and the same furniture stands in many articles
def is_worded_as_furniture(line: str) -> bool:
    """Whether the words of a line say that it is none of the article's: a known pattern, a date, buttons, an address, bars."""
    words = [word.lower() for word in _WORD.findall(line)]
    hits = len(_words("page_words") & set(words))
    buttons = hits >= 2 or (hits == 1 and len(words) <= 6)
    bars = len(words) < 25 and len(_SEPARATED.findall(line)) >= 2
    return buttons or bars or is_stamp(line) or bool(_CONTACT.search(line)) or any(matches(section, line) for section in SECTIONS)


def is_names(line: str) -> bool:
    """Whether a line is a list of names, with places at most: `Ana Reyes and Bo Lind in Selby`."""
    return bool(_NAMES_ONLY.match(line))


def is_title(line: str) -> bool:
    """Whether a short line may be a headline: two words or more, not all of them an outlet's or a button's, no date, no list."""
    words = [word.lower() for word in _WORD.findall(line)]
    plain = not any(matches(section, line) for section in SECTIONS) and not _SEPARATED.search(line) and not _DATE.search(line)
    buttons = sum(word in _words("page_words") for word in words)
    return plain and len(words) >= 2 and 2 * buttons < len(words) and (len(words) > 6 or not _words("outlet_words") & set(words))


@lru_cache(maxsize=4096)
def matches(section: str, line: str) -> bool:
    """Whether a line, whole and from its start, fits a pattern of this section of `page_furniture.yaml`."""
    return len(line) < 400 and bool(_pattern(section).match(line))


@lru_cache(maxsize=8)
def _pattern(section: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{entry['word']})" for entry in load_entries("page_furniture.yaml", section)), re.I if section != "byline" else 0
    )


@lru_cache(maxsize=8)
def _words(section: str) -> frozenset[str]:
    return load_words("page_furniture.yaml", section)
