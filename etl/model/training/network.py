"""The network in torch: a BERT encoder whose token types are word shapes, linear heads, and vectors for links."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from etl.model.links import BUCKETS
from etl.model.schema import LINKS, TAGS
from etl.model.words import ROWS

LINK_WIDTH = 32


class ChannelDropout(nn.Module):
    """Drops the same channels at every piece of a window: as good as independent dropout here, and a hundredth of the random numbers."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """`x` is batch x pieces x width."""
        if not self.training or not self.share:
            return x
        kept = torch.rand((x.shape[0], 1, x.shape[2]), device=x.device) >= self.share
        return x * (kept.to(x.dtype) / (1 - self.share))


class Layer(nn.Module):
    """One transformer layer of BERT (normalisation after each sum)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.joined = (nn.Linear(width, width) for _ in range(4))
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.after_attention, self.after_inner = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.dropout = ChannelDropout(dropout)

    def forward(self, x: Tensor, hidden: Tensor | None) -> Tensor:
        """`x` is batch x pieces x width; `hidden` is added to the attention scores (very negative at padding)."""
        batch, length, width = x.shape
        q, k, v = (f(x).view(batch, length, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        mixed = _attend(q, k, v, hidden)
        x = self.after_attention(x + self.dropout(self.joined(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.after_inner(x + self.dropout(self.narrow(functional.gelu(self.widen(x)))))


def _attend(q: Tensor, k: Tensor, v: Tensor, hidden: Tensor | None) -> Tensor:
    """Attention written out: on a CPU several times faster than torch's own. `q`, `k`, `v` are batch x heads x pieces x size.

    No dropout here: drawing that many random numbers would take most of the time.
    """
    scale = q.shape[-1] ** -0.5
    if hidden is None:
        return (q @ k.transpose(2, 3) * scale).softmax(-1) @ v
    batch, heads, length, size = q.shape
    together = (batch * heads, length, length)
    flat = [t.reshape(batch * heads, length, size) for t in (q, k, v)]
    added = hidden.to(q.dtype).expand(batch, heads, length, length).reshape(together)
    scores = torch.baddbmm(added, flat[0], flat[1].transpose(1, 2), alpha=scale)
    return (scores.softmax(-1).to(q.dtype) @ flat[2]).view(batch, heads, length, size)


class Network(nn.Module):
    """Encoder, tag logits (`schema.TAGS` a piece) and link vectors (query and key of each kind of link)."""

    def __init__(
        self,
        vocabulary: int,
        width: int = 384,
        layers: int = 6,
        heads: int = 12,
        inner: int = 1536,
        places: int = 512,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.pieces, self.places, self.types = nn.Embedding(vocabulary, width), nn.Embedding(places, width), nn.Embedding(ROWS, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = ChannelDropout(dropout)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
        self.tags = nn.Linear(width, TAGS)
        self.vectors = nn.Linear(width, len(LINKS) * 2 * LINK_WIDTH)
        self.reach = nn.Parameter(torch.full((len(LINKS), BUCKETS), -2.0))

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Logits and link vectors of each piece; `mask` is true where there is no padding."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.pieces(ids) + self.places(places) + self.types(types)))
        hidden = None if mask is None else torch.zeros(mask.shape, device=ids.device).masked_fill(~mask, -1e4)[:, None, None]
        for layer in self.layers:
            x = layer(x, hidden)
        x = self.dropout(x)
        return self.tags(x), self.vectors(x)

    def new_parameters(self) -> list[nn.Parameter]:
        """Those that the base weights do not have; they learn faster."""
        return [*self.types.parameters(), *self.tags.parameters(), *self.vectors.parameters()]


def load_base(folder: Path, dropout: float = 0.1, layers: int | None = None, inner: int | None = None) -> Network:
    """The network with the encoder of `folder` (`config.json`, `model.safetensors` of a BERT); the type rows all begin as its first one.

    Of its layers the lowest `layers` are kept, of each layer's inner channels the `inner` heaviest: what is left out costs no time.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    sizes = (config[key] for key in ("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"))
    network = Network(*sizes, places=config["max_position_embeddings"], dropout=dropout)
    found = read_safetensors(folder / "model.safetensors")
    base = {ours: found[theirs] for theirs, ours in _names(config["num_hidden_layers"]).items()}
    base["types.weight"] = found["embeddings.token_type_embeddings.weight"][:1].repeat(ROWS, 1)
    missing, extra = network.load_state_dict(base, strict=False)
    if extra or {name.split(".")[0] for name in missing} != {"tags", "vectors", "reach"}:
        raise ValueError(f"{folder} does not fit: missing {missing}, unknown {extra}")
    nn.init.normal_(network.tags.weight, std=0.02)
    nn.init.normal_(network.vectors.weight, std=0.05)
    return slim(network, layers, inner)


def slim(network: Network, layers: int | None, inner: int | None) -> Network:
    """The network in place with its lowest `layers` only, and in each the `inner` channels with the largest weights (None: all).

    The upper layers know least that tagging needs (Sajjad et al. 2023, "On the effect of dropping layers of pre-trained transformers").
    """
    network.layers = network.layers[:layers]
    for layer in network.layers:
        assert isinstance(layer, Layer)
        if inner is not None and inner < layer.widen.out_features:
            _keep_heaviest(layer, inner)
    return network


def _keep_heaviest(layer: Layer, inner: int) -> None:
    """Cut the layer down to the `inner` channels of which the product of the norms of weights in and out is largest."""
    weight = layer.widen.weight.data.norm(dim=1) * layer.narrow.weight.data.norm(dim=0)
    kept = weight.topk(inner).indices.sort().values
    widen, narrow = nn.Linear(layer.widen.in_features, inner), nn.Linear(inner, layer.narrow.out_features)
    widen.weight.data, widen.bias.data = layer.widen.weight.data[kept], layer.widen.bias.data[kept]
    narrow.weight.data, narrow.bias.data = layer.narrow.weight.data[:, kept], layer.narrow.bias.data
    layer.widen, layer.narrow = widen, narrow


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """All float32 tensors of a safetensors file: an 8-byte length, a JSON header, raw little-endian numbers."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    tensors: dict[str, Tensor] = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            raw = np.frombuffer(data[8 + size + start : 8 + size + end], dtype="<f4").reshape(entry["shape"])
            tensors[name] = torch.from_numpy(raw.copy())
    return tensors


def _names(layers: int) -> dict[str, str]:
    """BERT's names of the weights -> ours."""
    modules = {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "joined",
        "attention.output.LayerNorm": "after_attention",
        "intermediate.dense": "widen",
        "output.dense": "narrow",
        "output.LayerNorm": "after_inner",
    }
    names = {"embeddings.word_embeddings.weight": "pieces.weight", "embeddings.position_embeddings.weight": "places.weight"}
    for part in ("weight", "bias"):
        names[f"embeddings.LayerNorm.{part}"] = f"norm.{part}"
        for i in range(layers):
            names |= {f"encoder.layer.{i}.{theirs}.{part}": f"layers.{i}.{ours}.{part}" for theirs, ours in modules.items()}
    return names
