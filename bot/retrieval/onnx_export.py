"""MiniLM's weights (safetensors) to an ONNX graph, with numpy and onnx alone.

The graph is BERT's encoder as its paper describes it (Devlin et al., 2018): embeddings, then layers of
self-attention and feed-forward, each with a residual connection and layer normalisation.
"""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[Any]]
KINDS = {"F32": "<f4", "F16": "<f2", "I64": "<i8"}
OPSET, IR = 17, 8
MASKED = -10000.0


def read_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of a safetensors file: a length, a JSON header, then the numbers."""
    held = path.read_bytes()
    (length,) = struct.unpack("<Q", held[:8])
    header = json.loads(held[8 : 8 + length])
    header.pop("__metadata__", None)
    return {name: _array(held, 8 + length, told) for name, told in header.items()}


def _array(held: bytes, start: int, told: Mapping[str, Any]) -> NDArray[Any]:
    count = int(np.prod(told["shape"]))
    offset = start + told["data_offsets"][0]
    return np.frombuffer(held, KINDS[told["dtype"]], count=count, offset=offset).reshape(told["shape"])


def export(weights: Weights, config: Mapping[str, Any], target: Path) -> None:
    """Write the ONNX graph: ``input_ids`` and ``attention_mask`` in, ``last_hidden_state`` out."""
    import onnx
    from onnx import TensorProto, helper

    graph = _Graph(weights)
    output = _encoder(graph, config)
    graph.node("Identity", [output], out="last_hidden_state")
    tokens = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "seq"])
        for name in ("input_ids", "attention_mask")
    ]
    hidden = helper.make_tensor_value_info(
        "last_hidden_state", TensorProto.FLOAT, ["batch", "seq", config["hidden_size"]]
    )
    made = helper.make_graph(graph.nodes, "minilm", tokens, [hidden], graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


class _Graph:
    """Nodes and constants as they are added."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, *, transposed: bool = False) -> str:
        held = self.weights[name].astype("f4")
        return self.constant(held.T if transposed else held)

    def node(self, kind: str, inputs: list[str], out: str = "", **attributes: Any) -> str:
        from onnx import helper

        name = out or f"value_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def linear(self, value: str, name: str) -> str:
        product = self.node("MatMul", [value, self.weight(f"{name}.weight", transposed=True)])
        return self.node("Add", [product, self.weight(f"{name}.bias")])

    def normed(self, value: str, name: str, epsilon: float) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", [value, scale, shift], axis=-1, epsilon=epsilon)


def _encoder(graph: _Graph, config: Mapping[str, Any]) -> str:
    value = _embedded(graph, config["layer_norm_eps"])
    bias = _mask_bias(graph)
    for number in range(config["num_hidden_layers"]):
        value = _layer(graph, value, bias, f"encoder.layer.{number}", config)
    return value


def _embedded(graph: _Graph, epsilon: float) -> str:
    length = graph.node("Slice", [graph.node("Shape", ["input_ids"]), *_ints(graph, [1], [2], [0])])
    start, axis = _ints(graph, [0], [0])
    position = graph.node(
        "Slice", [graph.weight("embeddings.position_embeddings.weight"), start, length, axis]
    )
    words = graph.node("Gather", [graph.weight("embeddings.word_embeddings.weight"), "input_ids"])
    first_kind = graph.constant(graph.weights["embeddings.token_type_embeddings.weight"][0].astype("f4"))
    added = graph.node("Add", [graph.node("Add", [words, first_kind]), position])
    return graph.normed(added, "embeddings.LayerNorm", epsilon)


def _ints(graph: _Graph, *values: list[int]) -> list[str]:
    return [graph.constant(np.array(value, dtype=np.int64)) for value in values]


def _mask_bias(graph: _Graph) -> str:
    """Padding is kept out of attention by a large negative number."""
    mask = graph.node("Cast", ["attention_mask"], to=1)
    wide = graph.node("Unsqueeze", [mask, *_ints(graph, [1, 2])])
    padding = graph.node("Sub", [graph.constant(np.float32(1)), wide])
    return graph.node("Mul", [padding, graph.constant(np.float32(MASKED))])


def _layer(graph: _Graph, value: str, bias: str, name: str, config: Mapping[str, Any]) -> str:
    epsilon = config["layer_norm_eps"]
    attended = graph.linear(_attention(graph, value, bias, name, config), f"{name}.attention.output.dense")
    value = graph.normed(graph.node("Add", [attended, value]), f"{name}.attention.output.LayerNorm", epsilon)
    wide = _gelu(graph, graph.linear(value, f"{name}.intermediate.dense"))
    narrow = graph.linear(wide, f"{name}.output.dense")
    return graph.normed(graph.node("Add", [narrow, value]), f"{name}.output.LayerNorm", epsilon)


def _attention(graph: _Graph, value: str, bias: str, name: str, config: Mapping[str, Any]) -> str:
    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    (split,) = _ints(graph, [0, 0, heads, hidden // heads])
    query, key, content = (
        graph.node("Reshape", [graph.linear(value, f"{name}.attention.self.{part}"), split])
        for part in ("query", "key", "value")
    )
    query = graph.node("Transpose", [query], perm=[0, 2, 1, 3])
    key = graph.node("Transpose", [key], perm=[0, 2, 3, 1])
    content = graph.node("Transpose", [content], perm=[0, 2, 1, 3])
    scale = graph.constant(np.float32(1 / np.sqrt(hidden // heads)))
    likeness = graph.node("Mul", [graph.node("MatMul", [query, key]), scale])
    weights = graph.node("Softmax", [graph.node("Add", [likeness, bias])], axis=-1)
    mixed = graph.node("Transpose", [graph.node("MatMul", [weights, content])], perm=[0, 2, 1, 3])
    (joined,) = _ints(graph, [0, 0, hidden])
    return graph.node("Reshape", [mixed, joined])


def _gelu(graph: _Graph, value: str) -> str:
    root = graph.constant(np.float32(1 / np.sqrt(2)))
    error = graph.node("Erf", [graph.node("Mul", [value, root])])
    share = graph.node("Add", [error, graph.constant(np.float32(1))])
    half = graph.constant(np.float32(0.5))
    return graph.node("Mul", [graph.node("Mul", [value, share]), half])
