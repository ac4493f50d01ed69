"""An exported graph read back as a network, so that training can go on from the weights of the package: `--start FOLDER`.

Eight bits a weight are less than training kept, but every scale stands in the file: exported again, the network gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from etl.model.manifest import NETWORK, read_manifest
from etl.model.schema import LINKS, TAGS
from etl.model.training.graph import Floats
from etl.model.training.network import Network

_DENSE = {"DynamicQuantizeMatMul": (1, 2, 4), "MatMulIntegerToFloat": (1, 3, 6)}
"""Which inputs of a node hold the numbers, their scales and the bias."""
_ORDER = ("key", "value", "query", "joined", "widen", "narrow")
"""The linear parts of a layer in the order in which `graph._layer` makes their nodes; after the last layer come the heads."""


def read_network(folder: Path, fallback: Network) -> Network:
    """`fallback` with all weights that the graph in `folder` has; its own stay where the graph has none (the place of `[CLS]`).

    Raises ModelError when the files in `folder` do not fit the labels of this code, ValueError when the graph is of another size.
    """
    manifest = read_manifest(folder)
    graph = onnx.load(folder / NETWORK).graph
    state = fallback.state_dict()
    state |= {name: torch.from_numpy(value.copy()) for name, value in _encoder(graph, fallback.layers[0].heads)}
    state["places.weight"] = torch.cat([fallback.places.weight.data[:1], state["places.weight"]])
    state["reach"] = torch.tensor([manifest.reach[kind] for kind in LINKS])
    fallback.load_state_dict(state)
    return fallback


def _encoder(graph: onnx.GraphProto, heads: int) -> Iterator[tuple[str, Floats]]:
    """(torch's name, value) of everything in the graph."""
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    yield from _embedding(graph, constants)
    dense = [_weights(node, constants) for node in graph.node if node.op_type in _DENSE]
    norms = [[constants[name] for name in node.input[1:3]] for node in graph.node if node.op_type == "LayerNormalization"]
    names = [f"layers.{i}.{part}" for i in range(len(dense) // len(_ORDER)) for part in _ORDER]
    for name, (weight, bias) in zip(names, dense[:-1], strict=True):
        scale = (len(bias) // heads) ** 0.5 if name.endswith("query") else 1.0  # the graph has it in the weights, torch in the scores
        yield f"{name}.weight", weight * np.float32(scale)
        yield f"{name}.bias", bias * np.float32(scale)
    norm_names = ["norm", *(f"layers.{i}.{part}" for i in range(len(norms) // 2) for part in ("after_attention", "after_inner"))]
    for name, (scales, shifts) in zip(norm_names, norms, strict=True):
        yield f"{name}.weight", scales
        yield f"{name}.bias", shifts
    for kind, joined in zip(("weight", "bias"), dense[-1], strict=True):
        yield f"tags.{kind}", joined[:TAGS]
        yield f"vectors.{kind}", joined[TAGS:]


def _embedding(graph: onnx.GraphProto, constants: dict[str, Floats]) -> Iterator[tuple[str, Floats]]:
    """The tables of pieces (numbers times scales), type rows and places; they are looked up first, in this order."""
    tables = [constants[node.input[0]] for node in graph.node if node.op_type == "Gather" and node.input[0] in constants]
    yield "pieces.weight", tables[0].astype(np.float32) * tables[1]
    yield "types.weight", tables[2]
    yield "places.weight", next(constants[node.input[0]] for node in graph.node if node.op_type == "Slice")


def _weights(node: onnx.NodeProto, constants: dict[str, Floats]) -> tuple[Floats, Floats]:
    """A linear layer's weight (outputs x inputs, as torch has it) and bias."""
    numbers, scale, bias = (constants[node.input[i]] for i in _DENSE[node.op_type])
    return numbers.T.astype(np.float32) * scale[:, None], bias
