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
_NORMALISED = (("before", "input"), ("{}.first", "{}.asked"), ("{}.second", "{}.widen"), ("after", "output"))
"""The normalisations, each with the linear map that follows it; `{}` stands for each layer's number."""
_TOGETHER = 512
"""Tokens of several events that are read at once, at most: what lies between two products should stay near the processor."""
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
        single = [{n.partition("/")[2]: _laid_out(w, n) for n, w in weights.items() if n.startswith(f"{i}/")} for i in range(count)]
        self._networks = [_folded(network, self.heads) for network in single]

    def enter(self, vectors: Floats, channels: Ints) -> list[Floats]:
        """What each network makes of the vectors and of the channels that no event changes: the same for all events of an article, so
        worked out once.
        """
        began = [_linear(weights, "input", _normalised(vectors)) for weights in self._networks]
        for weights, x in zip(self._networks, began, strict=True):
            _add_channels(weights, x, channels, [name for name in CHANNELS if name not in FROM_EVENT])
        return began

    def scores(self, tokens: Tokens) -> Floats:
        """Logits of all tokens of one event for each of `OUTPUTS`."""
        found: Floats = self.scores_of([tokens], self.enter(tokens.vectors, tokens.channels), len(tokens.channels))[0]
        return found

    def scores_of(self, events: Sequence[Tokens], entered: Sequence[Floats], wanted: int) -> Floats:
        """Logits of the first `wanted` tokens for each of `OUTPUTS`, from each of several events of one article; `entered` is what `enter`
        gave for its tokens. A few events go together, so that the weights are fetched once for all of them.
        """
        few = max(1, _TOGETHER // len(entered[0]))
        return np.concatenate([self._mean_scores(events[at : at + few], entered, wanted) for at in range(0, len(events), few)])

    def _mean_scores(self, events: Sequence[Tokens], entered: Sequence[Floats], wanted: int) -> Floats:
        channels, relations = np.stack([e.channels for e in events]), np.stack([e.relations for e in events])
        found = [self._scores(weights, x, channels, relations, wanted) for weights, x in zip(self._networks, entered, strict=True)]
        mean: Floats = np.mean(found, axis=0, dtype=np.float32) if len(found) > 1 else found[0]
        return mean

    def _scores(self, weights: dict[str, Floats], began: Floats, channels: Ints, relations: Ints, wanted: int) -> Floats:
        """`channels` and `relations` are those of all events, one after another."""
        x = np.repeat(began[None], len(channels), axis=0)
        _add_channels(weights, x, channels, FROM_EVENT)
        layer = 0
        while f"{layer}.asked.weight" in weights:
            asking = x.shape[1] if f"{layer + 1}.asked.weight" in weights else wanted  # the last layer asks for the wanted ones only
            mixed = self._attention(weights, f"{layer}.", _normalised(x), relations[:, :asking])
            mixed += x[:, :asking]
            x = mixed
            x += _linear(weights, f"{layer}.narrow", _twice_gelu(_linear(weights, f"{layer}.widen", _normalised(x))))
            layer += 1
        return _linear(weights, "output", _normalised(x))

    def _attention(self, weights: dict[str, Floats], name: str, x: Floats, relations: Ints) -> Floats:
        """Of as many tokens of each event as `relations` has rows."""
        events, count, width = x.shape
        asked = _linear(weights, name + "asked", x).reshape(events, count, 3, self.heads, -1)
        query, key, value = asked.transpose(2, 3, 0, 1, 4)
        asking = relations.shape[1]
        scores: Floats = query[:, :, :asking] @ key.transpose(0, 1, 3, 2)
        scores += weights[name + "relations"].take(relations, axis=1)
        scores -= scores.max(axis=3, keepdims=True)
        np.exp(scores, out=scores)
        mixed = scores @ value
        mixed /= scores.sum(axis=3, keepdims=True)
        return _linear(weights, name + "joined", mixed.transpose(1, 2, 0, 3).reshape(events, asking, width))


@lru_cache(maxsize=1)
def load_look() -> Look:
    """The weights of the package; raises ModelError when they are missing or damaged."""
    check_file(FOLDER / LOOK, read_manifest(FOLDER))
    return Look(FOLDER / LOOK)


def _laid_out(array: Floats, name: str) -> Floats:
    """Matrices as the products want them, and the relations by head, so that neither is turned round at every event."""
    turned = array.ndim == 2 and name.endswith((".weight", ".relations"))
    return np.ascontiguousarray(array.T) if turned else array


def _folded(weights: dict[str, Floats], heads: int) -> dict[str, Floats]:
    """The weights with all that is the same for every text worked into the products: what each normalisation subtracts, multiplies with and
    adds, the scale of the attention and the half of `_twice_gelu`. As good as the same numbers, for a third fewer steps.
    """
    found = dict(weights)
    for normal, linear in _NORMALISED:
        for layer in _layers(weights) if "{" in normal else ("",):
            name, before = linear.format(layer), normal.format(layer)
            matrix = weights[f"{before}.weight"][:, None] * weights[f"{name}.weight"]
            found[f"{name}.weight"] = matrix - matrix.mean(axis=0)
            found[f"{name}.bias"] = weights[f"{before}.bias"] @ weights[f"{name}.weight"] + weights[f"{name}.bias"]
    for layer in _layers(weights):
        width = len(weights[f"{layer}.asked.weight"])
        for part in ("weight", "bias"):
            found[f"{layer}.asked.{part}"][..., :width] *= np.float32((width / heads) ** -0.5)
        found[f"{layer}.narrow.weight"] = weights[f"{layer}.narrow.weight"] * np.float32(0.5)
    return found


def _layers(weights: dict[str, Floats]) -> list[str]:
    """`0`, `1`, …"""
    return sorted({name.partition(".")[0] for name in weights if name[0].isdigit()})


def _add_channels(weights: dict[str, Floats], x: Floats, channels: Ints, names: Sequence[str]) -> None:
    """Add to each token's vector what the weights say of its values in these channels."""
    for name in names:
        x += weights[f"channel.{name}"].take(channels[..., _NUMBER[name]], axis=0)


def _linear(weights: dict[str, Floats], name: str, x: Floats) -> Floats:
    matrix = weights[name + ".weight"]
    result: Floats = x.reshape(-1, len(matrix)) @ matrix  # one product of all events' tokens
    result += weights[name + ".bias"]
    return result.reshape(*x.shape[:-1], -1)


def _normalised(x: Floats) -> Floats:
    """Each vector by its standard deviation; its mean is taken off by the weights that follow (`_folded`)."""
    share: Floats = np.full((x.shape[-1],), 1 / x.shape[-1], np.float32)  # a product takes half the time of numpy's mean
    spread: npt.NDArray[np.floating] = (x * x) @ share
    mean = x @ share
    spread -= mean * mean
    deviation = np.sqrt(np.maximum(spread, np.float32(0)) + np.float32(1e-5))
    normalised: Floats = np.divide(x, deviation[..., None], dtype=np.float32)
    return normalised


def _twice_gelu(x: Floats) -> Floats:
    """By its usual approximation, as in training; worked out in place, since new arrays take longer than the sums."""
    inner = x * x
    inner *= np.float32(0.044715 * 0.7978845608)
    inner += np.float32(0.7978845608)
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    return inner
