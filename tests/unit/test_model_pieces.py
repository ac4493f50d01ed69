"""Pieces of words against the library that defines them: WordPiece as uncased BERT has it.

The library is no part of the program or of its locked tools. What it said of the words in `pieces_golden.json` is kept there
(`python -m tests.unit.test_model_pieces` writes it anew); where it is installed, everything else is compared too.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model.manifest import FOLDER, VOCABULARY
from etl.model.pieces import Pieces
from etl.model.training.corpus import read_split
from etl.model.words import read_paragraphs

GOLDEN = Path(__file__).with_name("pieces_golden.json")
ODD = [
    "Ωμέγα", "İstanbul", "Straße", "Ångström", "Ħal", "e\u0301te\u0301", "Łódź", "Nguyễn", "Þór", "naïve-ish", "co\u00adop", "a\u200bb",
    "東京都", "a東b", "\U00020000x", "\ue000y", "100%", "€5", "£1,200.50", "C++", "AT&T", "x" * 100, "x" * 101, "ﬁne", "①", "½", "…", "—",
    "“", "’s", "don’t", "O'Brien", "U.S.", "№7", "한국어", "עברית", "عربي", "हिन्दी", "ไทย", "🙂", "a b", "\u00a0", "\u2028", "䷀", "_",
]  # fmt: skip


@cache
def pieces() -> Pieces:
    return Pieces.read(FOLDER / VOCABULARY)


@cache
def library() -> Callable[[str], tuple[int, ...]]:
    tokenizers = pytest.importorskip("tokenizers", reason="the library tokenizers is not installed; the kept answers are still compared")
    vocabulary = {piece: n for n, piece in enumerate((FOLDER / VOCABULARY).read_text(encoding="utf-8").splitlines())}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return lambda word: tuple(tokenizer.encode(word).ids) or (pieces().unknown,)


def corpus_words() -> list[str]:
    articles = [article for split in ("train", "dev") for article in read_split(split)]
    return sorted({word.spelling for a in articles for words in read_paragraphs(a.text, a.regions) for word in words})


def test_kept_answers_of_the_library() -> None:
    golden: dict[str, list[int]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert len(golden) > 300
    assert {word: list(pieces().split(word)) for word in golden} == golden


def test_every_word_of_the_corpus() -> None:
    expected = library()
    assert [word for word in corpus_words() if pieces().split(word) != expected(word)] == []


def _settled(c: str) -> bool:
    """Characters that Unicode has long had and not moved since: the library and Python may follow different versions of it."""
    return unicodedata.ucd_3_2_0.category(c) == unicodedata.category(c) != "Cn"


@given(st.text(st.characters(exclude_categories=["Cs", "Cn"]).filter(_settled), max_size=12))
def test_any_text(word: str) -> None:
    assert pieces().split(word) == library()(word)


def write_golden() -> None:
    """Asks the library about odd words and some hundred words of the corpus that have more than one piece."""
    expected = library()
    several = [word for word in corpus_words() if len(expected(word)) > 1]
    words = ODD + sorted(random.Random(1).sample(several, 300))
    lines = [f"{json.dumps(word, ensure_ascii=False)}: {json.dumps(expected(word))}" for word in words]
    GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write_golden()
