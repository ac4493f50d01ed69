"""What the tagger took for a name and is half of something else: `Shadow Foreign | Secretary`, `Focus on Reefs | programme`.

drop_halves(analysis, mentions) -> list[Mention]     in text order
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention
from etl.extract.name_known import known_names
from etl.extract.name_repair import is_acronym
from etl.lexicon import load_words
from etl.lexicon.gazetteer import find_places
from etl.text.span import Span

_OFFICE_BEHIND = re.compile(r" (?:and [A-Z][a-z]+ )?(?:Secretary|Minister)\b(?!-)")
_EXECUTIVE_BEHIND = re.compile(
    r" (?:(?:Chief|Managing|Executive|Finance|Financial|Commercial|Operating|Legal) )?(?:Executive|Director|Officer)\b"
)
_BROADCAST_BEHIND = re.compile(r" (?:programme|podcast|documentary|newsletter)\b")
_LABEL = re.compile(r"\W*((?:[A-Z][A-Z’'&.-]+[ ,]+)+[A-Z’'&.-]{3,}):\s")
_RATHER = 0.8  # a score from which a mark is more than a guess
_FEW = 3  # words of the half of a title


def drop_halves(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without halves and initials of titles, broadcasts, and words of a label in capitals (`- PIER CASE: The mayor …`)."""
    labels = _labels(analysis)
    text = analysis.text
    short = _short_titles(analysis)
    halves = [
        m for m in mentions if _is_half_title(text, m) or _is_broadcast(text, m) or _is_camera(text, m) or _is_in_label(m, labels, mentions)
    ]
    return [m for m in mentions if m not in halves and not (m.surface in short and re.match(" [A-ZÀ-Þ]", text[m.span.end :][:2]))]


def _short_titles(analysis: Analysis) -> frozenset[str]:
    """Initials of titles that the tagger is rather sure of: `AG | Dahl`, where `Attorney General` stands elsewhere."""
    titles = (analysis.text[t.start : t.end].split() for t in analysis.tagging.of("role") if t.score >= _RATHER)
    return frozenset("".join(word[0] for word in words) for words in titles if len(words) > 1 and all(w[0].isupper() for w in words))


def _is_half_title(text: str, mention: Mention) -> bool:
    """`Communities | Secretary`, `Work and Pensions | Secretary`: no name of a body of its own stands before an office."""
    words = mention.surface.split()
    if words[0] == "Shadow" and _OFFICE_BEHIND.match(text, mention.span.end):
        return True
    if words[0] == "Group" and all(word.lower() in _title_words() for word in words) and _EXECUTIVE_BEHIND.match(text, mention.span.end):
        return True  # `| Group Finance | Director`
    if mention.entity_kind not in ("organisation", "place") or len(words) > _FEW or not _OFFICE_BEHIND.match(text, mention.span.end):
        return False
    if all(word.lower() in _title_words() for word in words):
        return True
    is_named = mention.surface in known_names() or is_acronym(mention.surface) or bool(find_places(mention.surface))
    is_named = is_named or re.search(rf"\b[Tt]he {re.escape(mention.surface)}\b(?! [A-Z])", text) is not None  # `the Treasury`
    return mention.entity_kind == "organisation" and not is_named and not any(word.lower() in _heads() for word in words)


def _is_broadcast(text: str, mention: Mention) -> bool:
    """`its | Focus on Reefs | programme`: what a broadcaster sends is no body."""
    is_body = mention.entity_kind == "organisation" and mention.surface not in known_names()
    return is_body and bool(_BROADCAST_BEHIND.match(text, mention.span.end))


def _is_camera(text: str, mention: Mention) -> bool:
    """`| CCTV | footage`: what watches, no broadcaster."""
    if mention.surface != "CCTV":
        return False
    behind = re.match(r" ([a-z]+)", text[mention.span.end : mention.span.end + 16])
    return behind is not None and behind.group(1) in load_words("name_phrases.yaml", "footage")


def _labels(analysis: Analysis) -> list[Span]:
    """Stretches of capital words before a colon that paragraphs open with."""
    opened = (_LABEL.match(analysis.text, region.start, region.end) for region in analysis.regions)
    return [Span(m.start(1), m.end(1)) for m in opened if m]


def _is_in_label(mention: Mention, labels: Sequence[Span], mentions: Sequence[Mention]) -> bool:
    """Whether a name of capitals stands in a label and nowhere else in the article."""
    if not any(label.contains(mention.span) for label in labels) or mention.surface in known_names():
        return False
    return not any(m.span != mention.span and m.surface.lower() == mention.surface.lower() for m in mentions)


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    """Words inside titles before their head noun."""
    words = load_words("titles.yaml", "modifiers") | load_words("org_kinds.yaml", "portfolio")
    return (words | {"and"}) - {"cabinet", "government", "treasury"}


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return load_words("org_kinds.yaml", "body_heads")
