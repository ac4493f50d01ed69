"""A small transformer that looks at an article once more, from where one event stands: who takes part in it, and where it was.

It reads no words again: its tokens are the article's mentions, sentences and meeting words, each by the states that the tagger's words
had inside its network (`Tagging.states`), and by what the rules know of it (`CHANNELS`). Plain numpy: some fifty tokens an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from etl.model.manifest import FOLDER, LOOK, check_file, read_manifest

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CHANNELS: dict[str, int] = {
    "what": 6,
    "form": 6,
    "governor": 40,
    "qualifier": 6,
    "in_source": 2,
    "plural": 2,
    "sentences_off": 15,
    "words_off": 14,
    "same_paragraph": 2,
    "times_named": 5,
    "headline": 2,
    "sentence": 8,
    "quoted": 3,
    "kind": 14,
    "verb": 3,
    "speaks": 2,
    "events_here": 3,
    "public": 3,
}
"""What is known of a token -> number of values; 0 where it does not apply."""
RELATIONS = ("none", "next sentence", "same sentence", "same entity", "own sentence", "to the event")
"""How one token stands to another; each adds to their attention."""
OUTPUTS = ("takes part", "place")


@dataclass(frozen=True, slots=True)
class Tokens:
    """An article from one event: a vector for each token (two states wide), its channels, and how each stands to each (`RELATIONS`)."""

    vectors: Floats
    channels: Ints
    relations: Ints


class Look:
    """The trained weights; several networks trained from different beginnings give the mean of their scores."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        self.governors: dict[str, int] = {str(word): number + 2 for number, word in enumerate(arrays.pop("governors"))}
        self.heads = int(arrays.pop("heads"))
        weights: dict[str, Floats] = {name: value.astype(np.float32) for name, value in arrays.items()}
        count = 1 + max(int(name.split("/")[0]) for name in weights)
        self._networks = [{n.partition("/")[2]: w for n, w in weights.items() if n.startswith(f"{i}/")} for i in range(count)]

    def enter(self, vectors: Floats) -> list[Floats]:
        """What each network makes of the vectors alone: the same for all events of an article, so worked out once."""
        return [_linear(weights, "input", _normalised(weights, "before", vectors)) for weights in self._networks]

    def scores(self, tokens: Tokens, wanted: int | None = None, entered: Sequence[Floats] = ()) -> Floats:
        """Logits of the first `wanted` tokens (default: all) for each of `OUTPUTS`; `entered` is what `enter` gave for their vectors."""
        began = entered or self.enter(tokens.vectors)
        count = len(tokens.channels) if wanted is None else wanted
        found = [self._scores(weights, x, tokens, count) for weights, x in zip(self._networks, began, strict=True)]
        mean: Floats = np.mean(found, axis=0, dtype=np.float32)
        return mean

    def _scores(self, weights: dict[str, Floats], x: Floats, tokens: Tokens, wanted: int) -> Floats:
        for number, name in enumerate(CHANNELS):
            x = x + weights[f"channel.{name}"][tokens.channels[:, number]]
        layer = 0
        while f"{layer}.asked.weight" in weights:
            asking = len(x) if f"{layer + 1}.asked.weight" in weights else wanted  # the last layer asks for the wanted ones only
            mixed = self._attention(weights, f"{layer}.", _normalised(weights, f"{layer}.first", x), tokens.relations, asking)
            x = x[:asking] + mixed
            inner = _gelu(_linear(weights, f"{layer}.widen", _normalised(weights, f"{layer}.second", x)))
            x = x + _linear(weights, f"{layer}.narrow", inner)
            layer += 1
        return _linear(weights, "output", _normalised(weights, "after", x))

    def _attention(self, weights: dict[str, Floats], name: str, x: Floats, relations: Ints, asking: int) -> Floats:
        count, width = x.shape
        asked = _linear(weights, name + "asked", x).reshape(count, 3, self.heads, -1)
        query, key, value = (asked[:, part].transpose(1, 0, 2) for part in range(3))
        scale = np.float32(query.shape[2] ** -0.5)
        scores = (query[:, :asking] * scale) @ key.transpose(0, 2, 1) + weights[name + "relations"].T[:, relations[:asking]]
        scores = np.exp(scores - scores.max(axis=2, keepdims=True))
        mixed = (scores / scores.sum(axis=2, keepdims=True)) @ value
        return _linear(weights, name + "joined", mixed.transpose(1, 0, 2).reshape(asking, width))


@lru_cache(maxsize=1)
def load_look() -> Look:
    """The weights of the package; raises ModelError when they are missing or damaged."""
    check_file(FOLDER / LOOK, read_manifest(FOLDER))
    return Look(FOLDER / LOOK)


def _linear(weights: dict[str, Floats], name: str, x: Floats) -> Floats:
    result: Floats = x @ weights[name + ".weight"].T + weights[name + ".bias"]
    return result


def _normalised(weights: dict[str, Floats], name: str, x: Floats) -> Floats:
    share = np.full((x.shape[1], 1), 1 / x.shape[1], np.float32)  # a product takes half the time of numpy's mean
    centred = x - x @ share
    spread = np.sqrt((centred * centred) @ share + np.float32(1e-5))
    result: Floats = centred / spread * weights[name + ".weight"] + weights[name + ".bias"]
    return result


def _gelu(x: Floats) -> Floats:
    """By its usual approximation, as in training."""
    result: Floats = np.float32(0.5) * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    return result
