"""Windows without seams, pieces of words, and well-formed tags."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model.decode import SURE, best_tags, find_spans, transitions
from etl.model.links import BUCKETS, bucket, candidates, gap, score_pairs
from etl.model.pieces import Pieces
from etl.model.schema import HEADS, LABELS, TAGS, Head
from etl.model.windows import build_row, cut_windows, window_input
from etl.model.words import read_paragraphs

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##know", "##n", "known", ".", "-", "ela", "sen", "##ate"]
PIECES = Pieces(VOCABULARY)
TWO = Head("name", ("person", "place"), 0)


def names(word: str) -> list[str]:
    return [VOCABULARY[n] for n in PIECES.split(word)]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Unknown", ["un", "##know", "##n"]),
        ("known", ["known"]),
        ("Senate", ["sen", "##ate"]),
        ("Éla-Sen", ["ela", "-", "sen"]),
        ("xyz", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
    ],
)
def test_pieces(word: str, pieces: list[str]) -> None:
    assert names(word) == pieces


def test_heads_fill_the_logits_without_gap() -> None:
    assert [head.columns.start for head in HEADS] == [0, *(head.columns.stop for head in HEADS[:-1])]
    assert HEADS[-1].columns.stop == TAGS
    assert [head.name for head in HEADS] == list(LABELS)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(8, 40))
def test_windows_cover_every_word_once(sizes: list[int], window: int) -> None:
    text = "\n".join("known " * size for size in sizes)
    regions = [(0, len(text))] if len(sizes) % 2 else _lines(text)
    row = build_row(read_paragraphs(text, regions), PIECES)
    windows = cut_windows(row, window, window // 3)
    assert [w for x in windows for w in range(x.word_from, x.word_to)] == list(range(len(row.words)))
    for x in windows:
        assert x.end - x.start <= window
        assert all(x.start <= row.first[w] < x.end for w in range(x.word_from, x.word_to))
        ids, types = window_input(row, x, PIECES)
        assert len(ids) == len(types) == x.end - x.start + 2


def _lines(text: str) -> list[tuple[int, int]]:
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    return [(a, a + len(text[a:].split("\n")[0])) for a in starts]


def test_a_word_far_from_a_cut_is_read_with_context_on_both_sides() -> None:
    text = "known " * 100
    row = build_row(read_paragraphs(text, [(0, len(text))]), PIECES)
    first, second = cut_windows(row, 60, 20)[:2]
    assert first.end - second.start == 20
    assert first.word_to == second.word_from == (first.end + second.start) // 2


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ([0, 1, 2, 0], [("person", 1, 3)]),
        ([1, 0, 3, 4], [("person", 0, 1), ("place", 2, 4)]),
        ([1, 1, 3, 4], [("person", 0, 1), ("person", 1, 2), ("place", 2, 4)]),
        ([0, 0], []),
    ],
)
def test_well_formed_tags_become_spans(tags: list[int], spans: list[tuple[str, int, int]]) -> None:
    logits = np.eye(5, dtype=np.float32)[tags] * 20
    assert [found[:3] for found in find_spans(TWO, logits, [(0, len(logits))])] == spans


def test_a_doubtful_second_beginning_is_part_of_the_first_span() -> None:
    logits = np.full((3, 5), -9, dtype=np.float32)
    logits[0, 3] = logits[1, 4] = 6.0  # `Clyde and`
    logits[2, [3, 4]] = [3.0, 1.0]  # `Minch` may begin a place or go on with one
    assert [found[:3] for found in find_spans(TWO, logits, [(0, len(logits))])] == [("place", 0, 3)]


def test_an_inside_without_a_beginning_is_repaired() -> None:
    logits = np.full((3, 5), -5, dtype=np.float32)
    logits[0, [0, 1]] = [0.2, 0.0]  # nothing, or the beginning of a person
    logits[1, 2] = logits[2, 2] = 4.0  # inside a person
    assert [found[:3] for found in find_spans(TWO, logits, [(0, len(logits))])] == [("person", 0, 3)]


def test_no_span_crosses_paragraphs() -> None:
    logits = np.eye(5, dtype=np.float32)[[1, 2, 2, 0]] * 20
    logits[2, 1] = 15
    assert [found[:3] for found in find_spans(TWO, logits, [(0, 2), (2, 4)])] == [("person", 0, 2), ("person", 2, 3)]


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_viterbi_finds_the_best_well_formed_row(length: int, seed: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(length, 5)).astype(np.float32)
    allowed = transitions(5)
    best = max(
        product(range(5), repeat=length), key=lambda row: sum(logits[i, t] + allowed[row[i - 1] if i else 0, t] for i, t in enumerate(row))
    )
    expected = [(i, t) for i, t in enumerate(best) if t % 2]
    found = find_spans(TWO, logits, [(0, len(logits))])
    assert [(first, 1 + 2 * TWO.labels.index(label)) for label, first, _, _ in found] == expected


@given(st.integers(2, 40), st.sampled_from([0.5, 3.0, 8.0]), st.integers(0, 2**32 - 1))
def test_mending_stretches_is_as_good_as_looking_through_the_whole(length: int, spread: float, seed: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(length, 5), scale=spread).astype(np.float32)
    logits[:, 0] += SURE  # many words that are surely in no span, some that only seem so
    cut = length // 2
    found = best_tags(logits, [(0, cut), (cut, length)])
    for start, end in ((0, cut), (cut, length)):
        assert _worth(logits[start:end], found[start:end].tolist()) == pytest.approx(_best_worth(logits[start:end]), abs=1e-3)


def _worth(logits: np.ndarray, tags: list[int]) -> float:
    allowed = transitions(logits.shape[1])
    return float(sum(row[tag] + allowed[before, tag] for row, before, tag in zip(logits, [0, *tags], tags, strict=False)))


def _best_worth(logits: np.ndarray) -> float:
    score = logits[0] + transitions(logits.shape[1])[0]
    for row in logits[1:]:
        score = (score[:, None] + transitions(len(row))).max(axis=0) + row
    return float(score.max())


def test_a_word_that_only_seemed_sure_joins_a_span() -> None:
    logits = np.full((3, 3), -30, dtype=np.float32)
    logits[:, 2] = [20, 20, 20]  # inside, inside, inside
    logits[0, [0, 1]] = [20.5 + SURE, 20.5]  # surely nothing, by itself
    assert best_tags(logits, [(0, 3)]).tolist() == [1, 2, 2]


@given(st.integers(0, 500), st.integers(0, 500))
def test_buckets_tell_before_from_behind(a: int, b: int) -> None:
    assert 0 <= bucket((a, a + 1), (b, b + 2)) < BUCKETS
    assert bucket((a, a + 1), (b, b + 2)) != bucket((b, b + 2), (a, a + 1))


@pytest.mark.parametrize(
    ("source", "target", "words"), [((0, 3), (3, 9), 0), ((0, 3), (5, 9), 2), ((7, 8), (0, 3), 4), ((0, 9), (2, 3), 0)]
)
def test_gap(source: tuple[int, int], target: tuple[int, int], words: int) -> None:
    assert gap(source, target) == words


def test_links_join_only_fitting_heads() -> None:
    spans = [
        ("quote", "direct", (0, 1)),
        ("source", "source", (5, 6)),
        ("cue", "cue", (7, 8)),
        ("quote", "direct", (9, 10)),
        ("name", "place", (11, 12)),
        ("cue", "cue", (900, 901)),
    ]
    assert candidates("source", spans) == [(2, 1)]
    assert candidates("content", spans) == [(2, 0), (2, 3)]
    assert candidates("continues", spans) == [(3, 0)]
    assert candidates("person", spans) == []


def test_pair_scores_are_probabilities_that_grow_with_the_product() -> None:
    queries = np.array([[1, 0], [0, 0], [0, 0]], dtype=np.float32)
    keys = np.array([[0, 0], [3, 0], [-3, 0]], dtype=np.float32)
    for kind in ("content", "source"):
        near, far = score_pairs(kind, queries, keys, [0.0] * BUCKETS, [(0, 1), (0, 2)], [(0, 1), (3, 4), (6, 7)])
        assert 0 < far < 0.5 < near < 1


def test_candidates_of_an_exclusive_link_share_one_probability() -> None:
    alike = np.ones((3, 2), dtype=np.float32) * 4
    pairs, places = [(0, 1), (0, 2)], [(0, 1), (3, 4), (6, 7)]
    assert score_pairs("source", alike, alike, [0.0] * BUCKETS, pairs, places).sum() <= 1
    assert score_pairs("content", alike, alike, [0.0] * BUCKETS, pairs, places).sum() > 1.9
