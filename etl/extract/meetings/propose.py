"""Which words report a meeting: those that the tagger marks and every word of the lexicon are weighed by a small learned scorer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.meetings.linear import probability
from etl.extract.meetings.links import knows_meetings, step
from etl.extract.meetings.names import event_names, touches, with_title
from etl.extract.meetings.senses import has_other_sense
from etl.extract.meetings.triggers import Trigger, find_forms, is_definite, word_at
from etl.lexicon import load_words
from etl.text.patterns import alternation
from etl.text.span import Span

THRESHOLD = 0.5
AGAIN_THRESHOLD = 0.4  # for `the conference` after a conference was told of
SEEN_THRESHOLD = 0.4  # for words of the lexicon that the tagger marks too
_NAMES = ("name", "short_name", "acronym")
_WORD = re.compile(r"[\w’']+|[^\w\s]")
_STEP = r"(?!(?:with|on|at|in|to|and|about|for|from|who|by|after|before)\b)[\w’'-]+"
_OBJECT = re.compile(rf"\s+(?:{_STEP}\s+){{0,5}}", re.I)
_PURPOSE = re.compile(r"\s+(?:(?!(?:and|who|which|but)\b)[\w’'.-]+,?\s+){0,7}?(?:to|for)\s+(?:[\w’'-]+\s+){0,3}", re.I)
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.I)
_ALSO = re.compile(r"\balso\s+$", re.I)
_UNREAL = re.compile(r"\b(?:should|ought to|must|needs? to|could|might|may|can)\s+(?:(?!not\b)\w+\s+)?$", re.I)
_MODAL = re.compile(r"\b(?:will|would|shall|should|could|might|may|can|must|if|not|never|no)\s+(?:\w+\s+){0,2}$", re.I)


def find_candidates(analysis: Analysis) -> list[Trigger]:
    """Every word of the lexicon in the readable text, the longest at each place."""
    return [Trigger(span, word_at(analysis.text, span)) for region in analysis.regions for span in find_forms(analysis.text, region)]


def trigger_features(analysis: Analysis, mentions: Sequence[Mention], trigger: Trigger) -> set[str]:
    """What speaks for a word's reporting a meeting here. `mentions` are names, sorted by span."""
    text, span = analysis.text, trigger.span
    sentence = analysis.sentence_at(span.start) or span
    before = _WORD.findall(text[max(sentence.start, span.start - 60) : span.start].lower())
    after = _WORD.findall(text[span.end : min(sentence.end, span.end + 60)].lower())
    form, lemma = span.of(text).lower(), trigger.word.lemma
    pos = "verb" if trigger.word.is_verb else "noun"
    found = {f"lemma {lemma}", f"form {form}", pos, f"kind {trigger.word.kind}", f"{pos} kind {trigger.word.kind}"}
    strong = "strong" if lemma in load_words("meetings.yaml", "strong") else "weak"
    found |= {f"{strong} {pos}", f"{strong} {trigger.word.kind}"}
    found |= {f"before {w}" for w in before[-1:]} | {f"before2 {' '.join(before[-2:])}", f"{pos} before {''.join(before[-1:])}"}
    found |= {f"after {w}" for w in after[:1]} | {f"after2 {' '.join(after[:2])}", f"{pos} after {''.join(after[:1])}"}
    found |= {f"{lemma} before {''.join(before[-1:])}", f"{lemma} after {''.join(after[:1])}"}
    found |= {f"{pos} near {w}" for w in (*before[-5:], *after[:5]) if w.isalpha() and len(w) > 3}
    for side, item in _neighbours(sentence, mentions, span):
        gap = item.span.distance(span)
        found |= {
            f"{pos} {item.entity_kind} {side}",
            f"{lemma} {item.entity_kind} {side}",
            f"{strong} {pos} {item.entity_kind} {side}",
            f"{pos} {item.entity_kind} {side} {'near' if gap < 25 else 'far'}",
        }
    if _TO.search(text[max(0, span.start - 20) : span.start]):
        found.add(f"{pos} infinitive")
    if _MODAL.search(text[max(0, span.start - 30) : span.start]):
        found.add(f"{pos} modal")
    if is_definite(text, span):
        found |= {f"{pos} definite", f"{lemma} definite"}
    if form[:1] != text[span.start]:
        found.add(f"{pos} capital")
    if any(q.start <= span.start < q.end for q in analysis.tagging.of("quote", "direct")):
        found |= {"quoted", f"{lemma} quoted"}
    if analysis.is_headline(span):
        found.add("headline")
    return found


def trigger_links(analysis: Analysis, trigger: Trigger) -> set[str]:
    """What the tagger says of a word: how surely it marks it; empty for a tagging that knows nothing of meetings."""
    if not knows_meetings(analysis.tagging):
        return set()
    pos, known = "verb" if trigger.word.is_verb else "noun", "known" if trigger.word.known else "unknown"
    strong = "strong" if trigger.word.lemma in load_words("meetings.yaml", "strong") else "weak"
    marked = step("marked", trigger.score)
    return {marked, f"{pos} {marked}", f"{known} {marked}", f"{strong} {marked}"}


def _neighbours(sentence: Span, mentions: Sequence[Mention], span: Span) -> Iterator[tuple[str, Mention]]:
    """Names of the same sentence, before and after the word."""
    at = bisect_left(mentions, sentence.start, key=lambda m: m.span.start)
    while at < len(mentions) and mentions[at].span.start < sentence.end:
        yield ("before" if mentions[at].span.start < span.start else "after"), mentions[at]
        at += 1


def all_triggers(analysis: Analysis, mentions: Sequence[Mention], known: Sequence[Trigger]) -> list[Trigger]:
    """What most likely reports a meeting: of the `known` triggers, widened to the whole word of the lexicon (`press` of `press
    conference`), of all words of the lexicon, and of names by their shape.
    """
    ordered = sorted((m for m in mentions if m.form in _NAMES), key=lambda m: m.span)
    bodies = sorted(m.span for m in ordered if m.entity_kind == "organisation")
    found = event_names(analysis, bodies, known)
    taken, told = sorted(found), set[str]()
    for trigger in weighed(analysis, ordered, known):
        if not touches(taken, trigger.span) and not _is_contest(analysis.text, trigger) and not _means_else(analysis, trigger):
            if (
                trigger.word.is_verb
                and trigger.score < 0.5
                and _UNREAL.search(analysis.text[max(0, trigger.span.start - 30) : trigger.span.start])
            ):
                continue
            links = trigger_links(analysis, trigger)
            again = trigger.word.lemma in told and is_definite(analysis.text, trigger.span)
            seen = not links and trigger.score and trigger.word.known
            least = SEEN_THRESHOLD if seen else AGAIN_THRESHOLD if again else THRESHOLD
            sure = _is_sure(analysis, ordered, trigger)
            if sure or probability("trigger", trigger_features(analysis, ordered, trigger), links) >= least:
                found[trigger.span] = with_title(analysis, trigger)
                told.add(trigger.word.lemma)
    return _without_matters(analysis, _without_carriers(analysis, [found[span] for span in sorted(found)]))


def _is_sure(analysis: Analysis, names: Sequence[Mention], trigger: Trigger) -> bool:
    """Words that always report a meeting where somebody is named beside them: `Roe laid flowers at …`, `the two sides will reconvene`."""
    if trigger.word.lemma not in load_words("meetings.yaml", "sure"):
        return False
    sentence = analysis.sentence_at(trigger.span.start) or trigger.span
    if _UNREAL.search(analysis.text, sentence.start, trigger.span.start):
        return False
    return any(item.entity_kind != "place" for _, item in _neighbours(sentence, names, trigger.span))


def _without_matters(analysis: Analysis, triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers but verbs that only say what was done where the event is told already: `met to | discuss`, `they also | discussed`."""
    return [t for number, t in enumerate(triggers) if not _is_matter(analysis, triggers[:number], t)]


def _is_matter(analysis: Analysis, before: Sequence[Trigger], trigger: Trigger) -> bool:
    if not trigger.word.is_verb or not before or trigger.word.lemma not in load_words("meetings.yaml", "matter_verbs"):
        return False
    sentence = analysis.sentence_at(trigger.span.start) or trigger.span
    told_here = before[-1].span.start >= sentence.start
    return told_here or _ALSO.search(analysis.text, sentence.start, trigger.span.start) is not None


def _without_carriers(analysis: Analysis, triggers: Sequence[Trigger]) -> list[Trigger]:
    """The triggers but verbs that only carry what the next one tells: `will | host a conference call`, `fly to Lyon for talks`."""
    text = analysis.text
    carrying = {a.span for a, b in pairwise(triggers) if _carries(text[a.span.end : b.span.start], a, b)}
    return [t for t in triggers if t.span not in carrying]


def _carries(between: str, verb: Trigger, following: Trigger) -> bool:
    if not verb.word.is_verb or verb.score > following.score:
        return False
    if verb.word.lemma in load_words("meetings.yaml", "carriers"):
        return not following.word.is_verb and _OBJECT.fullmatch(between) is not None
    return verb.word.lemma in load_words("meetings.yaml", "movers") and _PURPOSE.fullmatch(between) is not None


def _means_else(analysis: Analysis, trigger: Trigger) -> bool:
    """`met the deadline`."""
    return has_other_sense(analysis.text, analysis.sentence_at(trigger.span.start) or trigger.span, trigger)


def _is_contest(text: str, trigger: Trigger) -> bool:
    """`Roe and Poe meet in Tuesday’s runoff`."""
    return trigger.word.lemma == "meet" and _contest().match(text, trigger.span.end) is not None


@lru_cache(maxsize=1)
def _contest() -> re.Pattern[str]:
    words = alternation(load_words("meetings.yaml", "contests"), blank=" ")
    return re.compile(
        rf"(?:\s+(?!in\b)[\w’'-]+){{0,3}}\s+in\s+(?:(?:the|an?|this|next|last|their)\s+)?(?:[\w’'-]+\s+){{0,3}}{words}\b", re.I
    )


def weighed(analysis: Analysis, names: Sequence[Mention], known: Sequence[Trigger]) -> list[Trigger]:
    """The words that may report a meeting: the tagger's, and those of the lexicon that are no part of a name."""
    candidates = find_candidates(analysis)
    found = _widened([t for t in known if not t.name], candidates)
    taken, named = sorted(found), sorted(m.span for m in names)
    for trigger in candidates:
        if not touches(taken, trigger.span) and not touches(named, trigger.span):
            found[trigger.span] = trigger
    return [found[span] for span in sorted(found)]


def _widened(known: Sequence[Trigger], candidates: Sequence[Trigger]) -> dict[Span, Trigger]:
    """Triggers by span; one that lies inside a lexicon word becomes that word."""
    starts = [c.span.start for c in candidates]
    found: dict[Span, Trigger] = {}
    for trigger in known:
        index = bisect_right(starts, trigger.span.start) - 1
        wide = candidates[index] if index >= 0 and candidates[index].span.contains(trigger.span) else trigger
        found.setdefault(wide.span, replace(wide, score=trigger.score))
    return found
