"""What the second look learns from: the tokens of every gold meeting of train, and who takes part and where it was, as one file.

    python -m tests.evaluation.look_examples OUT.pkl

Names, references and meeting words are the gold ones, the states of the words the shipped tagger's. `etl.model.training.look` reads it.
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from etl.extract.meetings.look import Page
from etl.extract.meetings.scene import Scene
from etl.extract.meetings.triggers import find_triggers
from etl.model import Tagger
from etl.model.training.look_example import GOVERNORS, Example
from tests.evaluation.meeting_gold import GoldScene, gold_mentions, read_scene, reported
from tests.gold import gold_analysis, gold_regions, gold_tagging, read_gold, split


def main() -> None:
    """Write the examples of train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    tagger = Tagger()
    scenes = [scene for article in split("train") for scene in read_scenes(article, tagger)]
    frequent = Counter(item.prep for gold in scenes for item in gold.scene.items).most_common(GOVERNORS)
    governors = [word for word, _ in frequent]
    examples = [example for gold in scenes for example in build_examples(gold, governors)]
    options.out.write_bytes(pickle.dumps((governors, examples)))
    print(f"{len(examples)} events written to {options.out}")


def read_scenes(article: str, tagger: Tagger) -> Iterator[GoldScene]:
    """A gold article by its gold names, references and meeting words, and as the tagger, the mentions and the resolver read it."""
    gold = read_gold(article)
    regions, _ = gold_regions(gold)
    tagging = tagger.tag(gold.text, [(s.start, s.end) for s in regions])
    analysis = gold_analysis(gold, replace(gold_tagging(gold), states=tagging.states))
    mentions, who = gold_mentions(gold)
    triggers = tuple(find_triggers(analysis))
    yield GoldScene(gold, Scene(analysis, mentions, who, triggers), who.ids, triggers, reported(gold, triggers))
    yield read_scene(gold, tagging)


def build_examples(gold: GoldScene, governors: list[str]) -> Iterator[Example]:
    """One for each event that any word reports."""
    if not gold.scene.items:
        return
    page = Page(gold.scene, {word: number + 2 for number, word in enumerate(governors)})
    for event, numbers in gold.events.items():
        tokens = page.seen_from([gold.triggers[n] for n in numbers])
        places = gold.meeting(event).get("place", "").split()
        sides = gold.sides(event)
        taking = np.array([entity in sides for entity in page.entities], np.float32)
        there = np.array([gold.ids[entity] in places for entity in page.entities], np.float32)
        yield Example(gold.gold.id, tokens, np.array(page.entities), np.stack([taking, there], axis=1))


if __name__ == "__main__":
    main()
