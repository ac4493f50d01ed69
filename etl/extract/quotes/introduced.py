"""Quotations that a sentence without a reporting verb introduces: `Ana Reyes has a message for the port: “…”`."""

from __future__ import annotations

import re

from etl.extract.quotes.attach import Scene
from etl.extract.quotes.labels import is_heading
from etl.extract.quotes.pieces import Piece
from etl.extract.quotes.sources import first_subject
from etl.lexicon import load_words
from etl.text.span import Span

_LAST_WORD = re.compile(r"([^\W\d_]+)$")


def find_introducer(scene: Scene, piece: Piece) -> Span | None:
    """Who speaks where a colon stands before the marks and a noun of speech before the colon, or in a headline anything: the subject
    of that sentence.
    """
    text = scene.text
    colon = len(text[: piece.outer.start].rstrip()) - 1
    if not piece.is_quoted or colon < 0 or text[colon] != ":":
        return None
    stretch = scene.stretches[scene.stretch(colon)]
    noun = _LAST_WORD.search(text, stretch.start, colon)
    if noun is None or not (noun.group(1).lower() in _speech_nouns() or is_heading(scene.analysis, piece.span)):
        return None
    return first_subject(scene, Span(stretch.start, colon))


def _speech_nouns() -> frozenset[str]:
    return load_words("quote_words.yaml", "papers") | load_words("quote_words.yaml", "speech_nouns")
