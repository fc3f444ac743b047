"""The default embedder: all-MiniLM-L6-v2 on the CPU, with no key and no network.

The only home of `onnxruntime` and `tokenizers`. Where the model's files come from, and what was
measured with them, is written in `minilm_model/MODEL_CARD.md`.
"""

import asyncio
import hashlib
import os
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

from qa_service.domain.errors import ModelFileDamaged
from qa_service.domain.vectors import Encoding, Vector

MODEL_FOLDER = Path(__file__).parent / "minilm_model"

MODEL_SHA256 = "facb6422f3ec5bfcef787fe52fcd727522b7750cd4347585474e2d00ce781239"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

DIMENSIONS = 384
WINDOW = 254
"""Tokens of text in one pass: the 256 the model was tuned with, less [CLS] and [SEP]."""

CLS, SEP = 101, 102
LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Result = TypeVar("Result")
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of a text's tokens that goes through the model in one pass."""

    ids: Sequence[int]
    """Vocabulary ids, without the special tokens."""
    offsets: Sequence[tuple[int, int]]
    """Where each token stands in the whole text, in code points."""


class MiniLM:
    """An `Embedder` and a `SentenceEncoder`; safe to share between tasks and threads.

    Each text goes through the model alone and on one thread, and as many texts at once as there
    are processors. The int8 graph scales its activations by the whole input, so in a batch the
    neighbours would change a text's vector (measured: cosine 0.995 to the same text alone); and
    on two cores this is no slower than batches spread over both.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, processors: int | None = None) -> None:
        """Load the model from `folder`; `processors` bounds the texts of one call in work at once.

        Raises:
            ModelFileDamaged: a file is missing, or is not the released one.
        """
        weights = _read_released(folder / "model.onnx", MODEL_SHA256)
        vocabulary = _read_released(folder / "tokenizer.json", TOKENIZER_SHA256)
        self._session = _open_session(weights)
        self._tokenizer = _open_tokenizer(vocabulary)
        self._processors = processors or os.cpu_count() or 1

    @property
    def name(self) -> str:
        return f"all-MiniLM-L6-v2-int8@{MODEL_SHA256[:12]}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    @property
    def window(self) -> int:
        return WINDOW

    def count_tokens(self, text: str) -> int:
        return len(self._tokenize(text).ids)

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await self._map(self._embed_one, texts)

    async def encode(self, texts: Sequence[str]) -> list[Encoding]:
        return await self._map(self._encode_one, texts)

    async def _map(self, work: Callable[[str], Result], texts: Sequence[str]) -> list[Result]:
        """`work` on every text in threads, results in the order of the texts.

        Each call brings its own workers, so a question never queues behind a long ingest.
        """
        pending = deque(enumerate(texts))
        done: dict[int, Result] = {}

        def work_through() -> None:
            while pending:
                try:
                    index, text = pending.popleft()
                except IndexError:  # another worker was quicker
                    return
                done[index] = work(text)

        workers = min(self._processors, len(texts))
        try:
            await asyncio.gather(*(asyncio.to_thread(work_through) for _ in range(workers)))
        finally:
            pending.clear()  # a cancelled or failed call leaves no thread at work
        return [done[index] for index in range(len(texts))]

    def _embed_one(self, text: str) -> Vector:
        windows = _cut_into_windows(self._tokenize(text))
        pooled = [self._run(window, "embedding")[0] for window in windows]
        return _pool(windows, pooled)

    def _encode_one(self, text: str) -> Encoding:
        windows = _cut_into_windows(self._tokenize(text))
        outputs = [self._run(window, "embedding", "tokens") for window in windows]
        # The first and last rows of a pass belong to [CLS] and [SEP].
        rows = np.concatenate([tokens[1:-1] for _, tokens in outputs])
        return Encoding(
            vector=_pool(windows, [embedding for embedding, _ in outputs]),
            tokens=np.rint(rows * 127).astype(np.int8).tobytes(),
            offsets=tuple(offset for window in windows for offset in window.offsets),
        )

    def _tokenize(self, text: str) -> tokenizers.Encoding:
        # Half a surrogate pair is no text to the tokenizer; its stand-in keeps the offsets right.
        readable = LONE_SURROGATE.sub("\ufffd", text)
        return self._tokenizer.encode(readable, add_special_tokens=False)

    def _run(self, window: Window, *outputs: str) -> list[Floats]:
        """The named outputs of one pass, without their batch axis."""
        ids = np.array([[CLS, *window.ids, SEP]], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        return [output[0] for output in self._session.run(outputs, inputs)]


def _cut_into_windows(encoding: tokenizers.Encoding) -> list[Window]:
    """The whole text in runs of at most `WINDOW` tokens; a text without tokens is one empty run.

    A run ends between words, unless one word fills more than half of it.
    """
    ids, offsets, words = encoding.ids, encoding.offsets, encoding.word_ids
    windows: list[Window] = []
    start = 0
    while len(ids) - start > WINDOW:
        end = start + WINDOW
        while words[end] == words[end - 1] and end > start + WINDOW // 2:
            end -= 1
        if words[end] == words[end - 1]:
            end = start + WINDOW
        windows.append(Window(ids[start:end], offsets[start:end]))
        start = end
    return [*windows, Window(ids[start:], offsets[start:])]


def _pool(windows: Sequence[Window], embeddings: Sequence[Floats]) -> Vector:
    """The mean of the windows' vectors, each weighing as many tokens as it has, at unit length."""
    weights = np.array([[max(len(window.ids), 1)] for window in windows], dtype=np.float32)
    mean = (np.stack(embeddings) * weights).sum(axis=0)
    unit = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return Vector(unit.astype("<f2").tobytes())


def _read_released(path: Path, sha256: str) -> bytes:
    """The file's content, when it is the one that was released."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelFileDamaged(path) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelFileDamaged(path)
    return content


def _open_session(weights: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def _open_tokenizer(vocabulary: bytes) -> tokenizers.Tokenizer:
    tokenizer = tokenizers.Tokenizer.from_buffer(vocabulary)
    # The file asks for 128 tokens, cut off or filled up; here a text is never cut off.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    # "[SEP]" in an article is five characters of text, not the model's own mark.
    tokenizer.encode_special_tokens = True
    return tokenizer
