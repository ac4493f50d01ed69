"""The training loop: summed losses of all heads and links, AdamW, warm-up and linear decay, an average of the last weights."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from etl.model.pieces import Pieces
from etl.model.schema import EXCLUSIVE, HEADS, LINKS
from etl.model.training.augment import Augmenter
from etl.model.training.corpus import Article
from etl.model.training.examples import IGNORED, Example, build_examples
from etl.model.training.network import LINK_WIDTH, Network
from etl.model.windows import WINDOW

# What a span is of (its type, its participants) must not cost the finding of spans: these heads and links weigh less.
SECONDARY = (
    "figure_type",
    "meeting_status",
    "meeting_kind",
    "act",
    "body",
    "antecedent",
    "addressee",
    "participant",
    "attendee",
    "site",
    "same",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. Chosen on the dev split; `MODEL_CARD.md` has what was tried."""

    epochs: int = 13
    layers: int = 5  # of the base's six
    inner: int = 1280  # of its 1,536 inner channels
    batch: int = 10
    rate: float = 1e-4  # for the base weights
    new_rate: float = 1e-3  # for type rows, heads and link vectors
    reach_rate: float = 3e-2  # for the few scores of distances
    warm_up: float = 0.1  # share of the steps
    decay: float = 0.01
    dropout: float = 0.1
    smoothing: float = 0.0
    masking: float = 0.05  # share of the pieces that are hidden from the network
    link_weight: float = 0.3
    secondary: float = 0.3  # weight of the heads and links that describe a span
    average: float = 0.98  # decay of the running average of the weights; 0 keeps the last ones
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples padded to one length; a pair is (example, kind, source first, source last, goal first, goal last, bucket, target)."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    tags: Tensor
    pairs: Tensor


def train(
    network: Network, articles: Sequence[Article], pieces: Pieces, augmenter: Augmenter, settings: Settings, log: Callable[[str], None]
) -> Network:
    """Trains `network` in place and returns it, with averaged weights and in evaluation mode."""
    random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    device = next(network.parameters()).device
    optimiser = _optimiser(network, settings)
    rates = [group["lr"] for group in optimiser.param_groups]
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    network.train()
    steps = 0
    for epoch in range(settings.epochs):
        total = 0.0
        batches = make_batches(articles, pieces, augmenter, rng, settings.batch)
        for i, batch in enumerate(batches):
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * pace((epoch + i / len(batches)) / settings.epochs, settings.warm_up)
            loss = _loss(network, _masked(_moved(batch, device), settings.masking, pieces), settings)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            steps += 1
            _follow(average, network, min(settings.average, steps / (steps + 9)))
            total += loss.item()
        log(f"epoch {epoch + 1}/{settings.epochs}: loss {total / max(1, len(batches)):.3f}")
    network.load_state_dict(average)
    return network.eval()


def make_batches(articles: Sequence[Article], pieces: Pieces, augmenter: Augmenter, rng: random.Random, size: int) -> list[Batch]:
    """One epoch's batches: every article once (varied by `augmenter`), windows of similar length together, in random order."""
    examples: list[Example] = []
    for article in articles:
        window = rng.randint(WINDOW * 3 // 4, WINDOW * 5 // 4)
        examples += build_examples(augmenter.vary(article, rng), pieces, window, window // 8)
    rng.shuffle(examples)
    examples.sort(key=lambda e: len(e.ids) // 32)
    batches = [collate(examples[i : i + size]) for i in range(0, len(examples), size)]
    rng.shuffle(batches)
    return batches


def collate(examples: Sequence[Example]) -> Batch:
    """Examples as one padded batch."""
    length = -(-max(len(e.ids) for e in examples) // 32) * 32  # matrix units are fastest on whole blocks
    ids = np.zeros((len(examples), length), dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros(ids.shape, dtype=bool)
    tags = np.full((len(examples), length, len(HEADS)), IGNORED, dtype=np.int64)
    pairs: list[tuple[int, ...]] = []
    for i, e in enumerate(examples):
        n = len(e.ids)
        ids[i, :n], types[i, :n], mask[i, :n], tags[i, :n] = e.ids, e.types, True, e.tags
        pairs += [(i, p.kind, *p.source, *p.goal, p.bucket, p.target) for p in e.pairs]
    shaped = np.asarray(pairs, dtype=np.int64).reshape(-1, 8)
    return Batch(*(torch.from_numpy(a) for a in (ids, types, mask, tags, shaped)))


def _loss(network: Network, batch: Batch, settings: Settings) -> Tensor:
    """Summed cross entropy of the heads, plus the weighted loss of the links."""
    with torch.autocast(batch.ids.device.type, dtype=torch.bfloat16, enabled=_has_bfloat16(batch.ids.device)):
        logits, vectors = network(batch.ids, batch.types, batch.mask)
    logits, vectors = logits.float(), vectors.float()
    loss = torch.zeros((), device=logits.device)
    for i, head in enumerate(HEADS):
        scores = logits[..., head.columns].reshape(-1, head.size)
        head_loss = functional.cross_entropy(
            scores, batch.tags[..., i].reshape(-1), ignore_index=IGNORED, label_smoothing=settings.smoothing
        )
        loss = loss + head_loss * (settings.secondary if head.name in SECONDARY else 1.0)
    return loss + settings.link_weight * _link_loss(network, vectors, batch.pairs, settings.secondary)


def _has_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies in bfloat16; a processor that only imitates it is fifteen times slower than in full precision."""
    return device.type != "cpu" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _link_loss(network: Network, vectors: Tensor, pairs: Tensor, secondary: float) -> Tensor:
    """Loss over the candidate pairs, averaged within each kind and summed over the kinds."""
    if not len(pairs):
        return torch.zeros((), device=vectors.device)
    at, kind, s_first, s_last, g_first, g_last, bucket, target = pairs.unbind(1)
    shaped = vectors.view(*vectors.shape[:2], len(LINKS), 2, LINK_WIDTH)
    query = (shaped[at, s_first, kind, 0] + shaped[at, s_last, kind, 0]) / 2
    key = (shaped[at, g_first, kind, 1] + shaped[at, g_last, kind, 1]) / 2
    logits = (query * key).sum(-1) / LINK_WIDTH**0.5 + network.reach[kind, bucket]
    source = at * vectors.shape[1] + s_first
    losses = []
    for number, name in enumerate(LINKS):
        chosen = kind == number
        if chosen.any():
            measure = _rivals_loss if name in EXCLUSIVE else _pairs_loss
            weight = secondary if name in SECONDARY else 1.0
            losses.append(weight * measure(logits[chosen], target[chosen].float(), source[chosen]))
    return torch.stack(losses).sum()


def _pairs_loss(logits: Tensor, target: Tensor, source: Tensor) -> Tensor:
    """Each pair is right or wrong by itself."""
    return functional.binary_cross_entropy_with_logits(logits, target)


def _rivals_loss(logits: Tensor, target: Tensor, source: Tensor) -> Tensor:
    """The candidates of one source span compete, and with `none`, whose logit is 0."""
    group = source.unique(return_inverse=True)[1]
    raised = logits.clamp(max=60).exp()
    none = torch.zeros(int(group.max()) + 1, device=logits.device)
    all_of, right = none.index_add(0, group, raised), none.index_add(0, group, raised * target)
    has_right = none.index_add(0, group, target) > 0
    return ((1 + all_of).log() - torch.where(has_right, right + 1e-9, torch.ones_like(right)).log()).mean()


def pace(done: float, warm_up: float) -> float:
    """Share of the full learning rate after `done` of the training (0 to 1): rises during the warm-up, then falls to nothing."""
    return min(max(done, 0.01) / warm_up if warm_up else 1.0, (1 - done) / (1 - warm_up))


def _optimiser(network: Network, settings: Settings) -> torch.optim.Optimizer:
    new = network.new_parameters()
    known = {id(p) for p in [*new, network.reach]}
    groups = [
        {"params": [p for p in network.parameters() if id(p) not in known], "lr": settings.rate},
        {"params": new, "lr": settings.new_rate},
        {"params": [network.reach], "lr": settings.reach_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=settings.decay, fused=True)


def _follow(average: dict[str, Tensor], network: Network, decay: float) -> None:
    """Moves the running average towards the present weights."""
    for name, value in network.state_dict().items():
        average[name].lerp_(value.detach(), 1 - decay)


def _masked(batch: Batch, share: float, pieces: Pieces) -> Batch:
    """The batch with a share of its pieces unknown, so that no word is relied on alone."""
    kept = (torch.rand(batch.ids.shape, device=batch.ids.device) >= share) | (batch.ids == pieces.first) | (batch.ids == pieces.last)
    return replace(batch, ids=torch.where(kept, batch.ids, pieces.unknown))


def _moved(batch: Batch, device: torch.device) -> Batch:
    return Batch(*(tensor.to(device) for tensor in (batch.ids, batch.types, batch.mask, batch.tags, batch.pairs)))
