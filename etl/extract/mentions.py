"""Names of people, organisations, places and events, and the words that stand for them where they speak or take part.

    find_mentions(analysis) -> tuple[Mention, ...]     in text order

The tagger's names are mended (`name_repair`, `name_join`), put to a vote over the whole article and searched for again (`name_vote`).
Pronouns and noun
phrases become mentions only where the tagger marks a reference or a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import EntityKind, Mention
from etl.extract.name_beside import recast_beside
from etl.extract.name_borders import mend_borders
from etl.extract.name_join import join_names
from etl.extract.name_known import add_known
from etl.extract.name_offices import drop_halves
from etl.extract.name_party import add_parties
from etl.extract.name_people import mend_people
from etl.extract.name_phrases import add_phrases
from etl.extract.name_repair import honorifics, repair_names
from etl.extract.name_runs import heal_runs
from etl.extract.name_vote import find_again, vote
from etl.extract.name_world import add_world
from etl.lexicon import load_entries, load_words
from etl.model import TaggedSpan
from etl.text.span import Span

_PERSONAL = "he she him her his hers i who himself herself they them their we"
PRONOUNS: dict[str, EntityKind] = {
    **dict.fromkeys(_PERSONAL.split(), "person"),
    **dict.fromkeys(("it", "its", "which"), "organisation"),
}
_POINTERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "all", "some", "many", "both"})  # a pointer without its noun
_DEFINITE = re.compile(r"(?:the|his|her|its|their|this|that|both|neither)\s+", re.IGNORECASE)
_BEFORE_INSERTION = re.compile(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+)*) \[$")
_TAIL = re.compile(r"\s+(?:of|for|in|at|on|from|with|who|which|that|to|said|as)\b.*$|\s*,.*$", re.DOTALL)


def find_mentions(analysis: Analysis) -> tuple[Mention, ...]:
    """All mentions of an article in text order; names do not overlap one another."""
    names = repair_names(analysis.text, _readable(analysis, analysis.tagging.of("name")))
    names = add_known(analysis, heal_runs(analysis, names))
    names = join_names(analysis.text, add_parties(analysis, add_world(analysis, names)))
    names = mend_people(analysis, recast_beside(analysis, mend_borders(analysis, names)))
    names = vote(drop_halves(analysis, names))
    names = vote(find_again(analysis, add_phrases(analysis, names)))
    names += _stand_ins(analysis.text, names)
    return tuple(sorted([*names, *_references(analysis, names)], key=lambda m: (m.span.start, m.span.end, m.form)))


def _stand_ins(text: str, names: Sequence[Mention]) -> list[Mention]:
    """Honours that an editor's insertion says the bearer of: `| Samdech Techo | [Chan Rith]`. Elsewhere an honour is no name."""
    found = []
    for name in names:
        match = _BEFORE_INSERTION.search(text, max(0, name.span.start - 40), name.span.start) if name.entity_kind == "person" else None
        if match and all(word.lower() in honorifics() for word in match.group(1).split()):
            found.append(Mention(Span(match.start(1), match.end(1)), "person", "short_name", match.group(1), name.score))
    return found


def _readable(analysis: Analysis, spans: Iterable[TaggedSpan]) -> list[TaggedSpan]:
    """Spans inside a headline or body paragraph; facts are read from nowhere else."""
    kept = []
    for span in spans:
        paragraph = analysis.paragraph_at(span.start)
        if paragraph and span.end <= paragraph.end:
            kept.append(span)
    return kept


def _references(analysis: Analysis, names: Sequence[Mention]) -> list[Mention]:
    """Pronouns and definite noun phrases that speak or take part, where no name stands in them."""
    found: dict[Span, Mention] = {}
    for tagged in _readable(analysis, analysis.tagging.of("ref") + analysis.tagging.of("source")):
        span = Span(tagged.start, tagged.end).trimmed(analysis.text, ' \t\r\n\u00a0,;:."“”')
        if len(span) and not any(m.span.overlaps(span) for m in names) and (mention := _reference(analysis.text, span, tagged)):
            found.setdefault(mention.span, mention)
    return [
        m for m in found.values() if not any(o is not m and o.span.overlaps(m.span) and len(o.span) < len(m.span) for o in found.values())
    ]


def _reference(text: str, span: Span, tagged: TaggedSpan) -> Mention | None:
    """CASE 1: a pronoun. CASE 2: `the minister`, `the ministry’s`; a source must be definite to stand for somebody (`officials` do not)."""
    words = span.of(text)
    if kind := PRONOUNS.get(words.lower()):
        return Mention(span, kind, "pronoun", words, tagged.score)
    if tagged.head == "source" and not _DEFINITE.match(words):
        return None
    noun = head_noun(words)
    if noun in _POINTERS or not noun:
        return None
    if noun in body_nouns():
        return Mention(span, "organisation", "nominal", words, tagged.score)
    return Mention(span, "person", "nominal", words, tagged.score) if noun in office_nouns() or tagged.head == "ref" else None


def head_noun(words: str) -> str:
    """The noun a phrase turns on, lower case: `the country's labour ministry` -> `ministry`, `the head of the mission` -> `head`."""
    core = _TAIL.sub("", words.lower())
    core = re.sub(r"['’]s?$", "", core).strip()
    return core.rsplit(" ", 1)[-1] if core else ""


@lru_cache(maxsize=1)
def body_nouns() -> frozenset[str]:
    """Common nouns that stand for a body."""
    return frozenset(str(e["word"]) for e in load_entries("org_kinds.yaml", "nominals"))


@lru_cache(maxsize=1)
def office_nouns() -> frozenset[str]:
    """Common nouns that stand for a person by office, rank or job."""
    return load_words("titles.yaml", "heads")
