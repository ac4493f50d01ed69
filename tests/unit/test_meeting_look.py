"""The second look: what its tokens say of a text, and what its network does with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract.meetings.linear import between
from etl.extract.meetings.look import LONGEST, Page, look
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import find_triggers
from etl.model import ModelError
from etl.model.look import CHANNELS, RELATIONS, Look, Tokens, load_look
from etl.model.manifest import FOLDER, LOOK, check_file, read_manifest
from etl.model.tagging import WordStates
from etl.model.words import read_words
from tests.unit.test_meetings import read

TEXT = "<P Alma Reyes> {met} <P Joon Park> in <L Lima>. The {talks} went well. <P Omar Haddad> stayed at home, <P she=Alma Reyes> said."
WIDTH = 384


def scene_of(marked: str, *, seed: int = 0) -> Scene:
    """The scene of a marked text whose words have invented states."""
    analysis, mentions, names = read(marked)
    words = read_words(analysis.text, 0, len(analysis.text))
    values = np.random.default_rng(seed).normal(size=(len(words), WIDTH)).astype(np.float32)
    states = WordStates(np.array([w.start for w in words]), np.array([w.end for w in words]), values)
    analysis = replace(analysis, tagging=replace(analysis.tagging, states=states))
    return Scene(analysis, mentions, names, find_triggers(analysis))


def channel(tokens: Tokens, name: str) -> list[int]:
    return tokens.channels[:, list(CHANNELS).index(name)].tolist()


def test_tokens_are_the_mentions_then_the_sentences_then_the_meeting_words() -> None:
    scene = scene_of(TEXT)
    tokens = Page(scene, {"in": 2}).seen_from(scene.triggers[:1])
    assert [i.span.of(scene.text) for i in scene.items] == ["Alma Reyes", "Joon Park", "Lima", "Omar Haddad", "she"]
    assert channel(tokens, "what") == [0, 0, 2, 0, 0, 3, 3, 3, 4, 5]  # person, place, sentence, this event's word, another's
    assert channel(tokens, "sentences_off")[:5] == [7, 7, 7, 9, 9]  # 7 is the reporting sentence
    assert channel(tokens, "words_off")[:5] == [8, 0, 2, 13, 13]  # one or two words before, one after, three after; not in the sentence
    assert channel(tokens, "governor")[2] == 2
    assert channel(tokens, "times_named")[:5] == [2, 1, 1, 1, 2]


def test_mentions_of_one_entity_and_the_words_of_the_event_stand_out() -> None:
    scene = scene_of(TEXT)
    relations = Page(scene, {}).seen_from(scene.triggers[:1]).relations
    named = [[RELATIONS[r] for r in row] for row in relations.tolist()]
    assert named[0][4] == named[4][0] == "same entity"
    assert named[0][1] == "same sentence" and named[0][5] == "own sentence" and named[3][6] == "next sentence"
    assert named[3][8] == "to the event" and named[3][9] == "next sentence"


def test_the_same_text_from_another_event() -> None:
    scene = scene_of(TEXT)
    tokens = Page(scene, {}).seen_from(scene.triggers[1:])
    assert channel(tokens, "sentences_off")[:5] == [6, 6, 6, 8, 8]
    assert channel(tokens, "what")[-2:] == [5, 4]


def test_every_entity_has_scores_and_without_states_there_are_none() -> None:
    scene = scene_of(TEXT)
    assert set(look(scene, scene.triggers[:1])) == set(scene.by_entity)
    analysis, mentions, names = read(TEXT)
    assert look(Scene(analysis, mentions, names, find_triggers(analysis)), find_triggers(analysis)[:1]) == {}


def test_a_text_too_long_is_not_looked_at() -> None:
    scene = scene_of(TEXT + " It rained." * LONGEST)
    assert look(scene, scene.triggers[:1]) == {}


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_order_of_tokens_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 12))
    tokens = Tokens(
        rng.normal(size=(count, 2 * WIDTH)).astype(np.float32),
        np.stack([rng.integers(0, size, count) for size in CHANNELS.values()], axis=1),
        rng.integers(0, len(RELATIONS), (count, count)),
    )
    order = rng.permutation(count)
    moved = Tokens(tokens.vectors[order], tokens.channels[order], tokens.relations[order][:, order])
    assert load_look().scores(moved) == pytest.approx(load_look().scores(tokens)[order], abs=1e-3)


def test_a_damaged_file_of_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / LOOK).write_bytes((FOLDER / LOOK).read_bytes()[:-1])
    with pytest.raises(ModelError, match="damaged"):
        check_file(tmp_path / LOOK, read_manifest(FOLDER))


def test_several_networks_give_the_mean_of_their_scores(tmp_path: Path) -> None:
    with np.load(FOLDER / LOOK) as file:
        arrays = {name: file[name] for name in file.files}
    other = {name: array * np.float16(0.9) if name.startswith("0/") else array for name, array in arrays.items()}
    both = arrays | {"1" + name[1:]: array for name, array in other.items() if name.startswith("0/")}
    scene = scene_of(TEXT)
    tokens = Page(scene, {}).seen_from(scene.triggers[:1])
    found = []
    for number, weights in enumerate((arrays, other, both)):
        np.savez(tmp_path / str(number), **weights)
        found.append(Look(tmp_path / f"{number}.npz").scores(tokens))
    assert not np.allclose(found[0], found[1])
    assert found[2] == pytest.approx((found[0] + found[1]) / 2, abs=1e-4)


@given(st.floats(0, 1), st.floats(-20, 20), st.floats(0, 1))
def test_a_chance_between_two_lies_between_them(chance: float, score: float, share: float) -> None:
    found = between(chance, score, share)
    ends = between(chance, score, 0.0), between(chance, score, 1.0)
    assert min(ends) - 1e-9 <= found <= max(ends) + 1e-9
