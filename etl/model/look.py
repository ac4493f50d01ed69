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
FROM_EVENT = ("what", "sentences_off", "words_off", "same_paragraph")
"""Channels that differ from event to event of one article; the others say the same of a token whatever the event."""
RELATIONS = ("none", "next sentence", "same sentence", "same entity", "own sentence", "to the event")
"""How one token stands to another; each adds to their attention."""
_NUMBER = {name: number for number, name in enumerate(CHANNELS)}
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
        self._networks = [{n.partition("/")[2]: _laid_out(w, n) for n, w in weights.items() if n.startswith(f"{i}/")} for i in range(count)]

    def enter(self, vectors: Floats, channels: Ints) -> list[Floats]:
        """What each network makes of the vectors and of the channels that no event changes: the same for all events of an article, so
        worked out once.
        """
        began = [_linear(weights, "input", _normalised(weights, "before", vectors)) for weights in self._networks]
        for weights, x in zip(self._networks, began, strict=True):
            _add_channels(weights, x, channels, [name for name in CHANNELS if name not in FROM_EVENT])
        return began

    def scores(self, tokens: Tokens, wanted: int | None = None, entered: Sequence[Floats] = ()) -> Floats:
        """Logits of the first `wanted` tokens (default: all) for each of `OUTPUTS`; `entered` is what `enter` gave for them."""
        began = entered or self.enter(tokens.vectors, tokens.channels)
        count = len(tokens.channels) if wanted is None else wanted
        found = [self._scores(weights, x, tokens, count) for weights, x in zip(self._networks, began, strict=True)]
        mean: Floats = np.mean(found, axis=0, dtype=np.float32)
        return mean

    def _scores(self, weights: dict[str, Floats], began: Floats, tokens: Tokens, wanted: int) -> Floats:
        x = began.copy()
        _add_channels(weights, x, tokens.channels, FROM_EVENT)
        layer = 0
        while f"{layer}.asked.weight" in weights:
            asking = len(x) if f"{layer + 1}.asked.weight" in weights else wanted  # the last layer asks for the wanted ones only
            mixed = self._attention(weights, f"{layer}.", _normalised(weights, f"{layer}.first", x), tokens.relations, asking)
            x = x[:asking] + mixed
            inner = _gelu(_linear(weights, f"{layer}.widen", _normalised(weights, f"{layer}.second", x)))
            x += _linear(weights, f"{layer}.narrow", inner)
            layer += 1
        return _linear(weights, "output", _normalised(weights, "after", x))

    def _attention(self, weights: dict[str, Floats], name: str, x: Floats, relations: Ints, asking: int) -> Floats:
        count, width = x.shape
        asked = _linear(weights, name + "asked", x).reshape(count, 3, self.heads, -1)
        query, key, value = (asked[:, part].transpose(1, 0, 2) for part in range(3))
        scale = np.float32(query.shape[2] ** -0.5)
        scores: npt.NDArray[np.floating] = (query[:, :asking] * scale) @ key.transpose(0, 2, 1)
        scores += weights[name + "relations"].take(relations[:asking], axis=1)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        total = scores.sum(axis=2, keepdims=True)
        mixed = (scores @ value) / total
        return _linear(weights, name + "joined", mixed.transpose(1, 0, 2).reshape(asking, width))


@lru_cache(maxsize=1)
def load_look() -> Look:
    """The weights of the package; raises ModelError when they are missing or damaged."""
    check_file(FOLDER / LOOK, read_manifest(FOLDER))
    return Look(FOLDER / LOOK)


def _laid_out(array: Floats, name: str) -> Floats:
    """Matrices as the products want them, and the relations by head, so that neither is turned round at every event."""
    turned = array.ndim == 2 and name.endswith((".weight", ".relations"))
    return np.ascontiguousarray(array.T) if turned else array


def _add_channels(weights: dict[str, Floats], x: Floats, channels: Ints, names: Sequence[str]) -> None:
    """Add to each token's vector what the weights say of its values in these channels."""
    for name in names:
        x += weights[f"channel.{name}"].take(channels[:, _NUMBER[name]], axis=0)


def _linear(weights: dict[str, Floats], name: str, x: Floats) -> Floats:
    result: Floats = x @ weights[name + ".weight"]
    result += weights[name + ".bias"]
    return result


def _normalised(weights: dict[str, Floats], name: str, x: Floats) -> Floats:
    share = np.full((x.shape[1], 1), 1 / x.shape[1], np.float32)  # a product takes half the time of numpy's mean
    centred: Floats = x - x @ share
    centred /= np.sqrt((centred * centred) @ share + np.float32(1e-5))
    centred *= weights[name + ".weight"]
    centred += weights[name + ".bias"]
    return centred


def _gelu(x: Floats) -> Floats:
    """By its usual approximation, as in training; worked out in place, since new arrays take longer than the sums."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += 1
    inner *= x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
