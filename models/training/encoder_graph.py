"""Writing models/encoder.onnx and encoder_bytes.onnx: the encoder's layers as graphs, without their weights.

Usage: PYTHONPATH=models python -m training.encoder_graph [FOLDER]      (the ``vectors`` extra)

The weights are named as in disputes.npz and are given when the graph is loaded (extractor/pipeline/encoder).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import onnx
from onnx import NodeProto, TensorProto, helper

LAYERS, SIZE, WIDE, HEADS = 6, 384, 1536, 12
"""Those of all-MiniLM-L6-v2."""
OPSETS = {"": 18, "com.microsoft": 1}
FORMAT = 9
PLAIN = frozenset({"MatMul", "Add", "Split", "Identity"})
"""Operations of the standard; the others are ONNX Runtime's own, each several of the standard in one."""
EPSILON = 1e-12


class Graph:
    """Nodes and the weights they ask for, gathered layer by layer."""

    def __init__(self, in_bytes: bool) -> None:
        self.in_bytes = in_bytes
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def weight(self, name: str, *shape: int, kind: int = TensorProto.FLOAT) -> str:
        """A weight that is given from outside."""
        tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="given")
        self.weights.append(tensor)
        return name

    def node(self, kind: str, inputs: list[str], outputs: list[str], **settings: Any) -> str:
        """One operation; the name of its first output."""
        domain = "" if kind in PLAIN else "com.microsoft"
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **settings))
        return outputs[0]

    def linear(self, x: str, name: str, wide: int, out: int) -> str:
        """A matrix over x, and a bias; in bytes, x becomes bytes on the way."""
        if self.in_bytes:
            matrix = self.weight(f"{name}.weight", wide, out, kind=TensorProto.INT8)
            scale, bias = self.weight(f"{name}.scale", out), self.weight(f"{name}.bias", out)
            return self.node("DynamicQuantizeMatMul", [x, matrix, scale, "", bias], [name])
        matrix, bias = self.weight(f"{name}.weight", wide, out), self.weight(f"{name}.bias", out)
        return self.node("Add", [self.node("MatMul", [x, matrix], [f"{name}.product"]), bias], [name])

    def normed(self, x: str, added: str, name: str) -> str:
        """The layer norm of a sum."""
        weights = [self.weight(f"{name}.{part}", SIZE) for part in ("weight", "bias")]
        return self.node("SkipLayerNormalization", [x, added, *weights], [name], epsilon=EPSILON)

    def layer(self, x: str, n: int) -> str:
        """One layer: attention, then two matrices, each added to what came in and normed."""
        mixed = self.linear(x, f"{n}.mix", SIZE, 3 * SIZE)
        parts = [f"{n}.queries", f"{n}.keys", f"{n}.values"]
        self.node("Split", [mixed], parts, axis=-1, num_outputs=3)
        seen = self.node("MultiHeadAttention", parts, [f"{n}.seen"], num_heads=HEADS)
        x = self.normed(self.linear(seen, f"{n}.join", SIZE, SIZE), x, f"{n}.first_norm")
        wide = self.node("FastGelu", [self.linear(x, f"{n}.widen", SIZE, WIDE)], [f"{n}.gelu"])
        return self.normed(self.linear(wide, f"{n}.narrow", WIDE, SIZE), x, f"{n}.last_norm")


def build(in_bytes: bool) -> bytes:
    """The graph: "embedded" (1 x pieces x size) in, "vectors" of the same shape out."""
    made = Graph(in_bytes)
    x = "embedded"
    for n in range(LAYERS):
        x = made.layer(x, n)
    made.node("Identity", [x], ["vectors"])
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "pieces", SIZE]) for name in ("embedded", "vectors")
    ]
    graph = helper.make_graph(made.nodes, "encoder", ends[:1], ends[1:], made.weights)
    opsets = [helper.make_opsetid(domain, version) for domain, version in OPSETS.items()]
    model: onnx.ModelProto = helper.make_model(
        graph, opset_imports=opsets, ir_version=FORMAT, producer_name="extractor"
    )
    written: bytes = model.SerializeToString(deterministic=True)
    return written


if __name__ == "__main__":
    home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]
    (home / "encoder.onnx").write_bytes(build(in_bytes=False))
    (home / "encoder_bytes.onnx").write_bytes(build(in_bytes=True))
