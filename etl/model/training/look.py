"""Trains the second look (`etl.model.look`) and writes its weights beside the tagger's.

    python -m etl.model.training.look EXAMPLES.pkl

`tests.evaluation.look_examples` makes the examples. An entity takes part if any of its mentions says so: its logit is the log of the sum of
theirs, and the loss is on entities. One network has served as well as two of different seeds.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from etl.model.look import CHANNELS, OUTPUTS, RELATIONS
from etl.model.manifest import FOLDER, LOOK, checksum, read_manifest
from etl.model.training.look_example import Example


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train; chosen on the dev split."""

    epochs: int = 7
    batch: int = 16
    rate: float = 1e-3
    warm_up: float = 0.1
    decay: float = 0.05
    dropout: float = 0.2
    average: float = 0.99
    width: int = 96
    inner: int = 192
    layers: int = 2
    heads: int = 4
    place: float = 0.5  # weight of the loss on places


class Layer(nn.Module):
    """Attention to which relations add, and two linear maps; normalised before each."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        width, self.heads = settings.width, settings.heads
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.asked, self.joined = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.widen, self.narrow = nn.Linear(width, settings.inner), nn.Linear(settings.inner, width)
        self.relations = nn.Embedding(len(RELATIONS), settings.heads)
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, x: Tensor, relations: Tensor, hidden: Tensor) -> Tensor:
        """`x` is batch x tokens x width; `hidden` is added to the attention scores (very negative at padding)."""
        batch, count, width = x.shape
        query, key, value = self.asked(self.first(x)).view(batch, count, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5 + self.relations(relations).permute(0, 3, 1, 2) + hidden
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, count, width)
        x = x + self.dropout(self.joined(mixed))
        inner = functional.gelu(self.widen(self.second(x)), approximate="tanh")
        return x + self.dropout(self.narrow(inner))


class LookNetwork(nn.Module):
    """The network that `etl.model.look.Look` runs in numpy."""

    def __init__(self, size: int, settings: Settings) -> None:
        super().__init__()
        self.before, self.input = nn.LayerNorm(size), nn.Linear(size, settings.width)
        self.channel = nn.ModuleDict({name: nn.Embedding(count, settings.width) for name, count in CHANNELS.items()})
        self.layers = nn.ModuleList(Layer(settings) for _ in range(settings.layers))
        self.after, self.output = nn.LayerNorm(settings.width), nn.Linear(settings.width, len(OUTPUTS))
        self.dropout = nn.Dropout(settings.dropout)
        for table in self.channel.values():
            nn.init.normal_(table.weight, std=0.1)
        for layer in self.layers:
            nn.init.normal_(layer.relations.weight, std=0.5)

    def forward(self, vectors: Tensor, channels: Tensor, relations: Tensor, mask: Tensor) -> Tensor:
        """Logits, batch x tokens x outputs; `mask` is true where there is no padding."""
        x = self.input(self.dropout(self.before(vectors)))
        for number, table in enumerate(self.channel.values()):
            x = x + table(channels[..., number])
        x = self.dropout(x)
        hidden = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None]
        for layer in self.layers:
            x = layer(x, relations, hidden)
        return self.output(self.dropout(self.after(x)))

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights by the names that `Look` gives them, in half precision."""
        found = {}
        for name, value in self.state_dict().items():
            plain = name.removeprefix("layers.").replace(".relations.weight", ".relations")
            plain = plain.removesuffix(".weight") if plain.startswith("channel.") else plain
            found[plain] = value.numpy().astype(np.float16)
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples padded to one length.

    Mention m stands at `row[m]` of the flattened tokens and is of entity `entity[m]`; `right` is by entity.
    """

    vectors: Tensor
    channels: Tensor
    relations: Tensor
    mask: Tensor
    row: Tensor
    entity: Tensor
    right: Tensor


def make_batch(examples: Sequence[Example]) -> Batch:
    """Padded tensors."""
    count, longest = len(examples), max(len(e.tokens.vectors) for e in examples)
    vectors = torch.zeros(count, longest, examples[0].tokens.vectors.shape[1])
    channels = torch.zeros(count, longest, len(CHANNELS), dtype=torch.long)
    relations = torch.zeros(count, longest, longest, dtype=torch.long)
    mask = torch.zeros(count, longest, dtype=torch.bool)
    rows, entities, right = [], [], []
    for number, example in enumerate(examples):
        size = len(example.tokens.vectors)
        vectors[number, :size] = torch.from_numpy(example.tokens.vectors)
        channels[number, :size] = torch.from_numpy(example.tokens.channels)
        relations[number, :size, :size] = torch.from_numpy(example.tokens.relations)
        mask[number, :size] = True
        _, first, inverse = np.unique(example.entities, return_index=True, return_inverse=True)
        rows += [number * longest + place for place in range(len(example.entities))]
        entities += (inverse + len(right)).tolist()
        right += example.right[first].tolist()
    return Batch(vectors, channels, relations, mask, torch.tensor(rows), torch.tensor(entities), torch.tensor(right))


def entity_logits(network: LookNetwork, batch: Batch) -> Tensor:
    """Entities x outputs: the log of the sum over each one's mentions."""
    logits = network(batch.vectors, batch.channels, batch.relations, batch.mask).flatten(0, 1)[batch.row]
    count = len(batch.right)
    index = batch.entity[:, None].expand_as(logits)
    highest = torch.full((count, logits.shape[1]), -1e9).scatter_reduce(0, index, logits.detach(), "amax")
    raised = (logits - highest[batch.entity]).exp()
    return highest + torch.zeros_like(highest).index_add(0, batch.entity, raised).log()


def train(examples: Sequence[Example], settings: Settings, seed: int) -> LookNetwork:
    """One network, with averaged weights and in evaluation mode."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    network = LookNetwork(examples[0].tokens.vectors.shape[1], settings)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    average = {name: value.clone() for name, value in network.state_dict().items()}
    total, steps = settings.epochs * -(-len(examples) // settings.batch), 0
    for epoch in range(settings.epochs):
        summed = 0.0
        for chosen in shuffled(examples, settings.batch, rng):
            pace = min((steps + 1) / (settings.warm_up * total), (total - steps) / ((1 - settings.warm_up) * total))
            optimiser.param_groups[0]["lr"] = settings.rate * pace
            batch = make_batch(chosen)
            logits = entity_logits(network, batch)
            losses = [functional.binary_cross_entropy_with_logits(logits[:, i], batch.right[:, i]) for i in range(len(OUTPUTS))]
            loss = losses[0] + settings.place * losses[1]
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            steps += 1
            for name, value in network.state_dict().items():
                average[name].lerp_(value, 1 - min(settings.average, steps / (steps + 9)))
            summed += loss.item()
        print(f"seed {seed} epoch {epoch + 1}/{settings.epochs}: loss {summed * settings.epochs / total:.4f}", flush=True)
    network.load_state_dict(average)
    return network.eval()


def shuffled(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of articles of like length, in random order."""
    order = list(examples)
    rng.shuffle(order)
    order.sort(key=lambda e: len(e.tokens.vectors) // 12)
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches


def write(networks: Sequence[LookNetwork], governors: Sequence[str], heads: int, folder: Path) -> None:
    """Writes the weights to `folder` and their checksum into its manifest."""
    arrays = {f"{number}/{name}": value for number, network in enumerate(networks) for name, value in network.arrays().items()}
    np.savez_compressed(folder / LOOK, governors=np.array(governors), heads=np.array(heads), **arrays)
    manifest = read_manifest(folder)
    replace(manifest, sha256={**manifest.sha256, LOOK: checksum(folder / LOOK)}).write(folder)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the tagger's weights")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="one network each; at run time their scores are averaged")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    governors, examples = pickle.loads(options.examples.read_bytes())
    settings = Settings()
    write([train(examples, settings, seed) for seed in options.seeds], governors, settings.heads, options.out)


if __name__ == "__main__":
    main()
