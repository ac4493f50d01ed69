"""The trained network as an ONNX graph with eight-bit weights, written node by node in the form that onnxruntime's CPU kernels run fastest.

Against an export by torch it saves an eighth of the time and half of the rounding error. Shapes are constants; the input of query, key and
value is rounded once; attention reads the heads where they lie instead of transposing them; behind the last layer's keys and values only
those pieces go on that the caller asks for. The `[CLS]` before each window hardly varies from text to text, but has values three times as
large as any other piece, and all pieces are rounded on one scale: so it is left out, and its keys and values are constants.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from etl.model.tagger import INPUTS, OUTPUTS

Floats = npt.NDArray[np.float32]
Weights = Mapping[str, Floats]

MARKS, STATES = OUTPUTS
STATES_AFTER = 3  # layers: half-way up, where less is laid down of what the tagger learned on the articles that the look learns from
_OPSET, _FORMAT = 20, 9  # what onnxruntime has read since 1.17
_EPSILON = 1e-12
_LARGEST = 127  # of an eight-bit weight: symmetric about nothing, so that no zero point is needed


def build_graph(weights: Weights, heads: int, first: Floats) -> onnx.ModelProto:
    """The graph of a network with these weights (torch's names for them) and this many attention heads.

    `first` is the state of the `[CLS]` before a window as it comes into each layer (layers x width). Inputs: numbers of the pieces of one
    window without it (`ids`), their type rows (`types`), and which pieces to describe (`wanted`). Outputs for each wanted piece: `marks`,
    the logits of all heads and then the link vectors, and `states`, what `etl.model.look` goes on from.
    """
    graph = _Graph(weights)
    x = _embedding(graph)
    for number, sink in enumerate(first):
        if number == min(STATES_AFTER, len(first) - 1):
            graph.add("Gather", x, "wanted", name=STATES)
        x = _layer(graph, x, sink, f"layers.{number}.", heads, last=number == len(first) - 1)
    joined = [np.concatenate([weights[f"{part}.{kind}"] for part in ("tags", "vectors")]) for kind in ("weight", "bias")]
    _dense(graph, x, *joined, name=MARKS)
    return graph.model({MARKS: len(joined[1]), STATES: len(weights["norm.bias"])})


class _Graph:
    """Nodes and constants in the order in which they were made; a value is known by its name."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._numbers = count()

    def constant(self, value: npt.ArrayLike) -> str:
        """A fixed tensor."""
        name = f"c{next(self._numbers)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str) -> str:
        """One of the network's weights, in full precision."""
        return self.constant(self.weights[name])

    def add(self, operator: str, *inputs: str, name: str = "", **attributes: object) -> str:
        """A node with one output; `ms.` before the operator marks onnxruntime's own."""
        return self.add_many(operator, 1, *inputs, name=name, **attributes)[0]

    def add_many(self, operator: str, outputs: int, *inputs: str, name: str = "", **attributes: object) -> list[str]:
        """A node with several outputs."""
        names = [name or f"v{next(self._numbers)}" for _ in range(outputs)]
        domain, _, kind = operator.rpartition(".")
        self._nodes.append(helper.make_node(kind, inputs, names, domain="com.microsoft" if domain else "", **attributes))
        return names

    def model(self, widths: Mapping[str, int]) -> onnx.ModelProto:
        """The whole, with outputs of these widths."""
        sizes = dict(zip(INPUTS, ("pieces", "pieces", "wanted"), strict=True))
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [size]) for name, size in sizes.items()]
        outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["wanted", width]) for name, width in widths.items()]
        graph = helper.make_graph(self._nodes, "tagger", inputs, outputs, self._constants)
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=_FORMAT, producer_name="cuttings")


def quantise(weight: Floats, axis: int) -> tuple[npt.NDArray[np.int8], Floats]:
    """A matrix in eight bits and what to multiply it by, one scale for each index that is left when `axis` is taken away."""
    scale = np.abs(weight).max(axis, keepdims=True) / np.float32(_LARGEST)
    scale = np.where(scale == 0, np.float32(1), scale).astype(np.float32)
    return np.rint(weight / scale).astype(np.int8), scale


def _embedding(graph: _Graph) -> str:
    """Piece, type and place of each piece, summed and normalised; the table of pieces is most of the file, so it has eight bits too."""
    table, scale = quantise(graph.weights["pieces.weight"], axis=1)
    rows = graph.add("Cast", graph.add("Gather", graph.constant(table), "ids"), to=TensorProto.FLOAT)
    x = graph.add("Mul", rows, graph.add("Gather", graph.constant(scale), "ids"))
    x = graph.add("Add", x, graph.add("Gather", graph.weight("types.weight"), "types"))
    places = graph.constant(graph.weights["places.weight"][1:])  # the first place is that of `[CLS]`
    zero = graph.constant(np.zeros(1, np.int64))
    places = graph.add("Slice", places, zero, graph.add("Shape", "ids"), zero)
    return _normalised(graph, graph.add("Add", x, places), "norm")


def _layer(graph: _Graph, x: str, first: Floats, name: str, heads: int, *, last: bool) -> str:
    """One transformer layer; the last one asks only on behalf of the wanted pieces."""
    asking = graph.add("Gather", x, "wanted") if last else x
    mixed = _attention(graph, x, asking, first, name, heads)
    y = graph.add("Add", asking, _linear(graph, mixed, name + "joined"))
    y = _normalised(graph, y, name + "after_attention")
    wide = graph.add("ms.Gelu", _linear(graph, y, name + "widen"))
    narrow = _linear(graph, wide, name + "narrow")
    return _normalised(graph, graph.add("Add", y, narrow), name + "after_inner")


def _attention(graph: _Graph, x: str, asking: str, first: Floats, name: str, heads: int) -> str:
    """Values of `x` mixed for each piece of `asking`; the queries' weights are scaled, so that the scores need not be."""
    width = len(graph.weights[name + "query.bias"])
    scale = np.float32((width // heads) ** -0.5)
    apart = graph.constant(np.array([0, heads, width // heads]))
    shared = graph.add_many("DynamicQuantizeLinear", 3, x)
    key, value = (_with_first(graph, shared, first, name + part) for part in ("key", "value"))
    scaled = [part * scale for part in _layer_weights(graph, name + "query")]
    query = _dense_shared(graph, shared, *scaled) if asking == x else _dense(graph, asking, *scaled)
    query, key, value = (graph.add("Reshape", part, apart) for part in (query, key, value))  # pieces x heads x width of a head
    scores = graph.add("ms.FusedMatMul", query, key, transBatchA=1, transBatchB=1, transB=1)
    mixed = graph.add("ms.FusedMatMul", graph.add("Softmax", scores, axis=-1), value, transBatchB=1)
    return graph.add("Reshape", graph.add("Transpose", mixed, perm=[1, 0, 2]), graph.constant(np.array([0, width])))


def _with_first(graph: _Graph, shared: list[str], first: Floats, name: str) -> str:
    """Keys or values of all pieces, those of `[CLS]` before them as constants."""
    weight, bias = _layer_weights(graph, name)
    return graph.add("Concat", graph.constant((weight @ first + bias)[None]), _dense_shared(graph, shared, weight, bias), axis=0)


def _layer_weights(graph: _Graph, name: str) -> list[Floats]:
    return [graph.weights[f"{name}.{kind}"] for kind in ("weight", "bias")]


def _linear(graph: _Graph, x: str, name: str) -> str:
    return _dense(graph, x, *_layer_weights(graph, name))


def _dense(graph: _Graph, x: str, weight: Floats, bias: Floats, name: str = "") -> str:
    """A linear layer in eight bits, a scale for each of its outputs; `weight` is outputs x inputs, as torch has it."""
    numbers, scale = quantise(weight, axis=1)
    constants = [graph.constant(numbers.T), graph.constant(scale[:, 0]), "", graph.constant(bias)]
    return graph.add("ms.DynamicQuantizeMatMul", x, *constants, name=name)


def _dense_shared(graph: _Graph, rounded: list[str], weight: Floats, bias: Floats) -> str:
    """The same for an input that is already in eight bits: (numbers, scale, zero point)."""
    numbers, scale = quantise(weight, axis=1)
    x, x_scale, x_zero = rounded
    constants = [graph.constant(numbers.T), x_scale, graph.constant(scale[:, 0]), x_zero, "", graph.constant(bias)]
    return graph.add("ms.MatMulIntegerToFloat", x, *constants)


def _normalised(graph: _Graph, x: str, name: str) -> str:
    scale, shift = graph.weight(name + ".weight"), graph.weight(name + ".bias")
    return graph.add("LayerNormalization", x, scale, shift, axis=-1, epsilon=_EPSILON)
