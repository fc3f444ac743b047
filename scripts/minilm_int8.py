"""The int8 form of the default embedder's graph, and how near it is to the exact one.

Texts are given as vocabulary ids with the special tokens.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model

SMOOTHING = 0.75
"""How much of a channel's spread moves from the activations to the weights: measured best of
0.5, 0.7, 0.75, 0.8, 0.85, 0.9 and 0.95 by the agreement that this script prints."""
SAMPLE_EVERY = 4
"""Every fourth text of the corpus measures the channels; another fourth, the agreement."""

Floats = npt.NDArray[np.float32]


def run_graph(graph: Path, texts: list[list[int]], outputs: list[str]) -> list[list[Floats]]:
    """The named outputs for each text, one text a pass."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    results = []
    for ids in texts:
        inputs = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
        results.append(session.run(outputs, inputs))
    return results


def largest_inputs(graph: Path, texts: list[list[int]], scratch: Path) -> dict[str, Floats]:
    """For each input of a matrix product, the greatest magnitude seen in each channel."""
    model = onnx.load(graph)
    names = list(dict.fromkeys(node.input[0] for node in matrix_products(model)))
    model.graph.output.extend(
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names
    )
    onnx.save(model, scratch)
    largest: dict[str, Floats] = {}
    for values in run_graph(scratch, texts, names):
        for name, value in zip(names, values, strict=True):
            seen = np.abs(value).reshape(-1, value.shape[-1]).max(axis=0)
            largest[name] = np.maximum(largest.get(name, seen), seen)
    return largest


def matrix_products(model: onnx.ModelProto) -> list[onnx.NodeProto]:
    """The nodes that multiply by a stored weight matrix."""
    return [node for node in model.graph.node if node.op_type in {"MatMul", "Attention"}]


def smooth(graph: Path, largest: dict[str, Floats], to: Path) -> None:
    """Even out the channels before each matrix product, and undo it in the product's weights.

    The graph computes the same, but one outlying channel no longer sets the int8 scale of all the
    others (SmoothQuant, arXiv 2211.10438).
    """
    model = onnx.load(graph)
    stored = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in matrix_products(model):
        matrix = onnx.numpy_helper.to_array(stored[node.input[1]])
        spread = np.maximum(largest[node.input[0]], 1e-5) ** SMOOTHING
        spread /= np.maximum(np.abs(matrix).max(axis=1), 1e-5) ** (1 - SMOOTHING)
        spread = (spread / np.exp(np.log(spread).mean())).astype(np.float32)
        stored[node.input[1]].CopyFrom(
            onnx.numpy_helper.from_array(matrix * spread[:, None], node.input[1])
        )
        factor = f"{node.input[1]}_smoothing"
        model.graph.initializer.append(onnx.numpy_helper.from_array(1 / spread, factor))
        scaling = onnx.helper.make_node("Mul", [node.input[0], factor], [factor + "_out"], factor)
        model.graph.node.insert(list(model.graph.node).index(node), scaling)
        node.input[0] = factor + "_out"
    onnx.save(model, to)


def report_agreement(exact: Path, quantised: Path, texts: list[list[int]]) -> None:
    """Print how near the quantised outputs are to the exact ones, as cosines."""
    outputs = ["embedding", "tokens"]
    pairs = zip(run_graph(exact, texts, outputs), run_graph(quantised, texts, outputs), strict=True)
    cosines = [[(a * b).sum(axis=-1).ravel() for a, b in zip(*pair, strict=True)] for pair in pairs]
    for name, of_texts in zip(outputs, zip(*cosines, strict=True), strict=True):
        values = np.concatenate(of_texts)
        print(f"{name}: cosine to fp32 mean {values.mean():.4f}, least {values.min():.4f}")


def quantise(exact: Path, texts: list[list[int]], to: Path) -> None:
    """The graph with fused attention, smoothed, weights and embedding table in int8."""
    fused, smoothed = exact.with_name("fused.onnx"), exact.with_name("smoothed.onnx")
    optimize_model(
        str(exact), model_type="bert", num_heads=12, hidden_size=384, opt_level=0
    ).save_model_to_file(str(fused))
    largest = largest_inputs(fused, texts, exact.with_name("observed.onnx"))
    smooth(fused, largest, smoothed)
    quantize_dynamic(
        smoothed,
        to,
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
