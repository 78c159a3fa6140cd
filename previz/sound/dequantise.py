"""Turn a dynamically quantised ONNX graph back into floats.

The speech model is published on PyPI as int8. On processors without int8 dot products the integer convolutions
are slower than float ones, so the graph is rewritten once, at installation:

    DynamicQuantizeLinear → ConvInteger | MatMulInteger [→ Add bias] → Cast → Mul scale     becomes     Conv | MatMul
"""

from collections import defaultdict

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_FLOAT_OPERATOR = {"ConvInteger": "Conv", "MatMulInteger": "MatMul"}


class UnexpectedGraph(Exception):  # noqa: N818 - says what happened
    """The graph is not the quantised pattern that the rewrite knows."""


class _Graph:
    """Look-ups over a graph: who makes a value, who uses it, which values are constants."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.proto = graph
        self.constants = {tensor.name: tensor for tensor in graph.initializer}
        self.makers = {output: node for node in graph.node for output in node.output}
        self.users: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in graph.node:
            for name in node.input:
                self.users[name].append(node)

    def array(self, name: str) -> NDArray[np.generic]:
        if name not in self.constants:
            raise UnexpectedGraph(f"{name} is not a constant")
        values: NDArray[np.generic] = numpy_helper.to_array(self.constants[name])
        return values

    def only_user(self, name: str, operator: str) -> onnx.NodeProto:
        users = self.users[name]
        if len(users) != 1 or users[0].op_type != operator:
            raise UnexpectedGraph(f"{name} should feed one {operator}, feeds {[user.op_type for user in users]}")
        return users[0]

    def upstream(self, name: str, operator: str) -> onnx.NodeProto:
        """The nearest node of this operator, walking back through first inputs."""
        while True:
            if name not in self.makers:
                raise UnexpectedGraph(f"no {operator} before {name}")
            node = self.makers[name]
            if node.op_type == operator:
                return node
            name = node.input[0]


def dequantise(model: onnx.ModelProto) -> None:
    """Rewrite every integer convolution and matrix product of ``model`` to floats, in place.

    Raises ``UnexpectedGraph`` when an integer operator does not stand in the pattern above.
    """
    graph = _Graph(model.graph)
    replaced: dict[str, onnx.NodeProto] = {}
    dropped: set[str] = set()
    for node in model.graph.node:
        if node.op_type in _FLOAT_OPERATOR:
            last, float_node, chain = _float_twin(graph, node)
            replaced[last] = float_node
            dropped |= chain
    nodes = [replaced.get(node.output[0], node) for node in model.graph.node if node.output[0] not in dropped]
    _keep_what_is_used(model.graph, nodes)


def _float_twin(graph: _Graph, node: onnx.NodeProto) -> tuple[str, onnx.NodeProto, set[str]]:
    """The float node for an integer one, the value it now makes, and the values that are no longer made."""
    quantise = graph.makers[node.input[0]]
    chain = {node.output[0]}
    value, bias = node.output[0], None
    user = graph.users[value][0]
    if user.op_type == "Add":
        addend = next(name for name in user.input if name != value)
        bias = graph.upstream(addend, "Div").input[0]
        value = user.output[0]
        chain.add(value)
    cast = graph.only_user(value, "Cast")
    chain.add(cast.output[0])
    rescale = graph.only_user(cast.output[0], "Mul")
    scales = graph.upstream(next(name for name in rescale.input if name != cast.output[0]), "Mul")
    weight_scale = next(name for name in scales.input if name != quantise.output[1])

    weight = f"{node.input[1]}_float"
    if weight not in graph.constants:
        tensor = numpy_helper.from_array(_float_weight(graph, node, weight_scale), weight)
        graph.proto.initializer.append(tensor)
        graph.constants[weight] = tensor
    inputs = [quantise.input[0], weight, *([bias] if bias else [])]
    twin = helper.make_node(_FLOAT_OPERATOR[node.op_type], inputs, [rescale.output[0]], name=f"{node.name}_float")
    twin.attribute.extend(node.attribute)
    return rescale.output[0], twin, chain


def _float_weight(graph: _Graph, node: onnx.NodeProto, scale_name: str) -> NDArray[np.float32]:
    quantised = graph.array(node.input[1]).astype(np.int32)
    zero = graph.array(node.input[3]).astype(np.int32)
    scale = graph.array(scale_name).astype(np.float32)
    if node.op_type == "ConvInteger":  # one scale per output channel, the first axis
        per_channel = (-1,) + (1,) * (quantised.ndim - 1)
        zero, scale = zero.reshape(per_channel), scale.reshape(per_channel)
    weight: NDArray[np.float32] = ((quantised - zero) * scale).astype(np.float32)
    return weight


def _keep_what_is_used(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    """Set the graph's nodes to those its outputs need, and drop the constants nobody reads."""
    wanted = {output.name for output in graph.output}
    kept: list[onnx.NodeProto] = []
    for node in reversed(nodes):  # nodes stand in topological order
        if wanted.intersection(node.output):
            kept.append(node)
            wanted.update(node.input)
    constants = [tensor for tensor in graph.initializer if tensor.name in wanted]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(reversed(kept))
    graph.initializer.extend(constants)
