"""What a meeting was about and what came of it, in the words of its reporting sentence or of the one after: `met to discuss the border`,
`signed documents on ports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import Trigger
from etl.lexicon import load_entries, load_words
from etl.text.dates import find_dates
from etl.text.span import Span

Matter = Literal["agenda", "outcome"]
_LONGEST = 180
_SHORTEST = 4
_FAR = 90  # characters between the word that reports an event and `to discuss`
_BEFORE_DATE = re.compile(r"\s+(?:(?:late|early)\s+)?(?:on|in|at|by|for|from|since|until|during|next|last|this)?\s*$", re.I)
_CLAUSE = re.compile(
    r"[;:“”\"\n]|\.(?!\d)|\s[-–—]\s"
    r"|,?\s(?:who|which|where|when|while|whose|although|but|because|according to|said|says|after|before|ahead of|amid)\b"
    r"|,\s(?:he|she|it|they|a|an|the|his|her|its|their|with|as|in|at|on|and\s+(?:he|she|it|they|then|will|was|were))\b"
    r"|\s(?:was|were|is|are|has|had|have|will|would|belonged|ended|began|resumed|opened|lasted|took)\b"
    r"|\s(?:(?:convened|organi[sz]ed|hosted) by|during|on the (?:sidelines|margins))\b"
    r"|\sand (?:had|has|have|was|were|signed|initialled|agreed|exchanged|adopted|reached)\b"
    r"|\s(?:at|in)\s+(?:the\s+)?[A-Z]\w+",
)
_DANGLING = re.compile(r",?\s+(?:of|under|with|to|by|and|on|in|at|for|that)\s*\Z")
_TAKEN_UP = re.compile(
    r"(?:At the (?:meeting|talks|summit|session|forum|conference|workshop),?\s+)?"
    r"(?:They\b|Both\b|It\b|The\s+(?:two|pair|parties|talks|meeting"
    r"|summit|session|discussions?|leaders|ministers|delegations|sides|forum|conference|workshop|presidents|participants|delegates)\b)"
)
_COMPANY = re.compile(r"\s(?:with|between|by)\s[^,]*$")


def first_matter(scene: Scene, triggers: Sequence[Trigger], wanted: Matter) -> Span | None:
    """The first words of an article that say what an event was about (`agenda`) or what came of it (`outcome`); None where none do."""
    return next((span for trigger in triggers for span in _matters(scene, trigger, wanted)), None)


def _matters(scene: Scene, trigger: Trigger, wanted: Matter) -> Iterator[Span]:
    number = scene.sentence_no(trigger.span.start)
    sentence = scene.sentences[number]
    others = [t.span.start for t in scene.triggers if trigger.span.end <= t.span.start < sentence.end]
    end = min(others, default=sentence.end)
    for pattern, anywhere in _patterns(wanted):
        at = trigger.span.start if trigger.word.is_verb else trigger.span.end
        match = pattern.search(scene.text, at, end) if anywhere else _at_once(scene, trigger, pattern, end)
        if match and match.start() - trigger.span.end <= _FAR and (phrase := _phrase(scene, match, sentence)):
            yield phrase
    yield from _taken_up(scene, trigger, number + 1, wanted)


def _at_once(scene: Scene, trigger: Trigger, pattern: re.Pattern[str], end: int) -> re.Match[str] | None:
    """`talks on trade`, but not `called on the minister`."""
    known = trigger.name or trigger.word.lemma in load_words("meetings.yaml", "may_have_agenda")
    return pattern.match(scene.text, trigger.span.end, end) if known else None


def _taken_up(scene: Scene, trigger: Trigger, number: int, wanted: Matter) -> Iterator[Span]:
    """`The two discussed …`, `The talks ended with …`: the sentence after, where it reports no other event."""
    if number >= len(scene.sentences) or any(t is not trigger for t in scene.triggers_in(number) if not t.word.generic and t.word.is_verb):
        return
    sentence = scene.sentences[number]
    opening = _TAKEN_UP.match(scene.text, sentence.start, sentence.end)
    for pattern, anywhere in _patterns(wanted) if opening else ():
        match = pattern.search(scene.text, opening.end(), min(sentence.end, opening.end() + _FAR)) if anywhere and opening else None
        if match and (phrase := _phrase(scene, match, sentence)):
            yield phrase


def _phrase(scene: Scene, match: re.Match[str], sentence: Span) -> Span | None:
    """The words from the pattern's group `what` to the end of their clause, or to a date; None where none are left."""
    start, end = match.start("what"), min(sentence.end, match.start("what") + _LONGEST)
    dates = find_dates(scene.text, sentence)
    if any(d.span.start <= match.end("what") and start < d.span.end for d in dates):
        return None  # `talks on Monday`
    for date in dates:
        if start < date.span.start < end:
            lead = _BEFORE_DATE.search(scene.text, start, date.span.start)
            end = lead.start() if lead else date.span.start
    if stop := _CLAUSE.search(scene.text, match.end("what"), end):
        end = stop.start()
    for person in (i.span for i in scene.by_sentence[scene.sentence_no(start)] if i.kind == "person" and start < i.span.start < end):
        if company := _COMPANY.search(scene.text, start, person.start):  # `a meeting on dykes with Minister Roe`
            end = min(end, company.start())
    span = Span(start, end).trimmed(scene.text, " ,;.\n")
    if dangling := _DANGLING.search(scene.text, span.start, span.end):
        span = Span(span.start, dangling.start())
    return span if len(span) >= _SHORTEST else None


@lru_cache(maxsize=2)
def _patterns(wanted: Matter) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Pattern, and whether it stands by itself (`agreed to`) or must follow the reporting word at once (`talks on`)."""
    entries = [e for e in load_entries("meetings.yaml", "matters") if e["matter"] == wanted]
    return tuple((re.compile(str(e["word"])), bool(e.get("anywhere"))) for e in entries)
