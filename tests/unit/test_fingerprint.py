"""Copies share a story, other articles do not, and the order of arrival does not matter."""

from __future__ import annotations

import random

import pytest

from etl.text.fingerprint import SAME_STORY, StorySignature, group_stories, story_signature
from tests.gold import gold_regions, read_gold, split
from tests.unit.page_samples import TEXT

PINNED = (8556650646852126920, 7061677776191580490)
OTHER = read_gold(split("train")[0]).text


def sign(text: str) -> StorySignature:
    signature = story_signature(text)
    assert signature is not None
    return signature


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        TEXT.replace("\n\n", "\n"),
        TEXT.replace("harbour council", "city council", 1),
        TEXT.replace("“", '"').replace("”", '"'),
        TEXT.upper(),
        TEXT + " The ferry to the islands is not affected.",
        TEXT.rsplit(". ", 1)[0],
    ],
)
def test_lightly_edited_copies(copy: str) -> None:
    assert sign(TEXT).likeness(sign(copy)) >= SAME_STORY
    assert set(sign(TEXT).bands) & set(sign(copy).bands)
    assert group_stories({7: sign(TEXT), 3: sign(copy)}) == {7: 3, 3: 3}


def test_the_signature_is_the_same_everywhere() -> None:
    assert sign(TEXT).bands[:2] == PINNED
    assert all(0 <= band < 2**63 for band in sign(TEXT).bands)


def test_short_texts_are_copies_of_their_exact_words_only() -> None:
    short = sign("The pier is closed.")
    assert short.likeness(sign("THE PIER IS  CLOSED")) == 1
    assert short.likeness(sign("The pier is open.")) == 0
    assert not set(short.bands) & set(sign("The pier is open.").bands)
    assert story_signature("") is None


def test_articles_of_the_corpus_are_all_different_stories() -> None:
    signatures = {}
    for number, name in enumerate(split("train")):
        gold = read_gold(name)
        signature = story_signature(" ".join(span.of(gold.text) for span in gold_regions(gold)[0]))
        if signature:
            signatures[number] = signature
    assert len(signatures) > 100
    assert group_stories(signatures) == {number: number for number in signatures}


def test_order_of_arrival_does_not_matter() -> None:
    texts = [TEXT, OTHER, TEXT + " More follows.", OTHER.replace("said", "says"), TEXT.replace("quay", "dock")]
    signatures = {number: sign(text) for number, text in enumerate(texts)}
    expected = {0: 0, 1: 1, 2: 0, 3: 1, 4: 0}
    for seed in range(5):
        order = list(signatures)
        random.Random(seed).shuffle(order)
        assert group_stories({number: signatures[number] for number in order}) == expected
