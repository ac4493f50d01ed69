"""Quotes: who said what, in an article's own words.

`find_quotes` walks: pieces of content (marks and tagger) -> sentences with quotations as one word -> a cue for each piece -> a source for
each cue -> pieces joined into quotes -> facts.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract.analysis import Analysis
from etl.extract.facts import Mention, Quote
from etl.extract.quotes.assemble import draft_quotes, finish, join_speeches
from etl.extract.quotes.attach import attach, set_scene
from etl.extract.quotes.nested import find_nested
from etl.extract.quotes.no_comment import find_no_comments
from etl.extract.quotes.pieces import find_pieces
from etl.extract.quotes.reported import complete_clauses

__all__ = ["find_no_comments", "find_quotes"]


def find_quotes(analysis: Analysis, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """All quotes of the article, in text order and with disjoint contents.

    `mentions` are the article's names (and pronouns and noun phrases, where known), in any order; speakers and addressees are pointed at
    by their spans.
    """
    mentions = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
    nested = find_nested(analysis)
    scene = set_scene(analysis, find_pieces(analysis, nested), nested)
    attached, _ = attach(scene)
    scene, attached = complete_clauses(scene, attached)
    return finish(scene, join_speeches(scene, draft_quotes(scene, attached)), mentions)
