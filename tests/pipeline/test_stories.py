"""Copies share a story, whatever order they come in, and when one goes the others are told anew."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.pipeline.warehouse import Warehouse

FILLERS = ("The tide tables are on the wall.", "Nobody was hurt.", "The ferry runs as before.", "A meeting is planned.", "More follows.")
WORDS = ["harbour", "council", "pier", "summer", "repair", "storm", "planks", "mayor", "region", "port", "boats", "quay", "winter", "plan"]


def make_text(seed: int, words: int = 120) -> str:
    """An article of its own: no run of four words is likely to be in another."""
    chance = random.Random(seed)
    sentences = [" ".join(chance.choices(WORDS, k=12)).capitalize() + f" {chance.randint(100, 999)} and the." for _ in range(words // 12)]
    return f"The town and the {WORDS[seed % len(WORDS)]} of {seed}\n\n" + "\n\n".join(sentences)


def edit(text: str, seed: int) -> str:
    """A copy as a paper prints it: another line at the end, a sentence less."""
    chance = random.Random(seed)
    lines = text.split("\n\n")
    del lines[chance.randrange(2, len(lines))]
    return "\n\n".join([*lines, chance.choice(FILLERS)])


def stories(warehouse: Warehouse) -> set[frozenset[str]]:
    """Names of the articles by story."""
    found: dict[int, set[str]] = {}
    for uri, story in warehouse.rows("select uri, story_id from articles join documents using (document_id)"):
        found.setdefault(story, set()).add(Path(uri).stem)
    return {frozenset(names) for names in found.values()}


def ids(warehouse: Warehouse) -> list[tuple[str, int]]:
    return warehouse.rows("select uri, story_id from articles join documents using (document_id) order by 1")


def put(warehouse: Warehouse, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (warehouse.texts / f"{name}.txt").write_text(text)


def test_copies_share_a_story_and_others_do_not(warehouse: Warehouse) -> None:
    one, other = make_text(1), make_text(2)
    put(warehouse, {"a": one, "b": one, "c": edit(one, 1), "d": edit(edit(one, 2), 3), "e": other, "f": edit(other, 1), "g": make_text(3)})
    warehouse.load()
    assert stories(warehouse) == {frozenset("abcd"), frozenset("ef"), frozenset("g")}


def test_short_texts_share_a_story_only_word_by_word(warehouse: Warehouse) -> None:
    put(
        warehouse, {"a": "The pier is closed to the boats.", "b": "The pier is closed to the boats.", "c": "The pier is open to the boats."}
    )
    warehouse.load()
    assert stories(warehouse) == {frozenset("ab"), frozenset("c")}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(12)), cuts=st.sets(st.integers(1, 11), max_size=4))
def test_neither_order_nor_batches_leave_a_trace(order: list[int], cuts: set[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Three stories of four copies each, every copy made of the one before it, in any order and in one load or several."""
    texts = {}
    for seed in (1, 2, 3):
        text = make_text(seed)
        for n in range(4):
            texts[f"{seed}{n}"] = text
            text = edit(text, n)
    names = [list(texts)[n] for n in order]
    found = []
    for loads in ([names], [names[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), 12], strict=True)]):
        warehouse = Warehouse(tmp_path_factory.mktemp("stories"))
        for some in loads:
            put(warehouse, {name: texts[name] for name in some})
            warehouse.load(*(warehouse.texts / f"{name}.txt" for name in some))
        found.append({Path(uri).name: story for uri, story in ids(warehouse)})
        groups = stories(warehouse)
        warehouse.store.close()
    assert groups == {frozenset(f"{seed}{n}" for n in range(4)) for seed in (1, 2, 3)}
    assert len(set(found[0].values())) == len(set(found[1].values())) == 3


def test_what_held_a_story_together_may_go(warehouse: Warehouse) -> None:
    """`b` is a copy of `a` and of `c`, which share too little with each other; as `b` becomes another article, they part."""
    lines = make_text(1, 240).split("\n\n")
    put(warehouse, {"a": "\n\n".join(lines[:15]), "b": "\n\n".join(lines[3:18]), "c": "\n\n".join(lines[6:])})
    warehouse.load()
    assert stories(warehouse) == {frozenset("abc")}
    put(warehouse, {"b": make_text(9)})
    warehouse.load()
    assert stories(warehouse) == {frozenset("a"), frozenset("b"), frozenset("c")}
    put(warehouse, {"b": "\n\n".join(lines[3:18])})
    warehouse.load()
    assert stories(warehouse) == {frozenset("abc")}


def test_a_changed_page_is_a_new_version_and_the_ledger_keeps_both(warehouse: Warehouse) -> None:
    put(warehouse, {"a": make_text(1), "b": make_text(1)})
    warehouse.load()
    put(warehouse, {"a": edit(make_text(1), 5)})
    warehouse.load()
    assert warehouse.ledger() == [("a.txt", "loaded", None), ("a.txt", "superseded", None), ("b.txt", "loaded", None)]
    assert stories(warehouse) == {frozenset("ab")}


def test_the_search_for_copies_reads_no_more_when_more_is_stored(warehouse: Warehouse) -> None:
    """Signatures read for one new article: those of its likely copies, not those of the store."""
    reads: list[int] = []

    def count(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if "story_signatures.minima" in statement and statement.startswith("SELECT"):
            reads.append(len(parameters))  # type: ignore[arg-type]

    found = []
    for start in (100, 200, 300):
        put(warehouse, {str(n): make_text(n) for n in range(start, start + 60)})
        warehouse.load()
        event.listen(warehouse.store.engine, "before_cursor_execute", count)
        reads.clear()
        put(warehouse, {f"new{start}": edit(make_text(start), 1)})
        warehouse.load()
        event.remove(warehouse.store.engine, "before_cursor_execute", count)
        found.append(sum(reads))
    assert found == [2, 2, 2]
