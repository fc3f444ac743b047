"""Stand-ins that keep the promises of what they stand for: each passes the contract of its port."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from qa_service.domain.passages import Hit
from qa_service.domain.vectors import TOKEN_DIMENSIONS, Encoding, Vector

DIMENSIONS = 384

_WORD = re.compile(r"\w+")


class FakeClock:
    """Stands still until it is moved; each new name comes after the one before."""

    def __init__(self, now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)) -> None:
        self._now = now
        self._names = 0

    def now(self) -> datetime:
        return self._now

    def stopwatch(self) -> float:
        return self._now.timestamp() * 1000

    def new_id(self, prefix: str) -> str:
        self._names += 1
        return f"{prefix}{self._names:026d}"

    def advance(self, step: timedelta = timedelta(seconds=1)) -> None:
        self._now += step


class HashedWordsEncoder:
    """Both `Embedder` and `SentenceEncoder`: texts that share words are near."""

    name = "hashed-words/1"
    dimensions = DIMENSIONS
    window = 256

    def count_tokens(self, text: str) -> int:
        return len(_WORD.findall(text))

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [_pooled(text) for text in texts]

    async def encode(self, texts: Sequence[str]) -> list[Encoding]:
        return [_encoded(text) for text in texts]


class InMemoryVectorIndex:
    """Exact nearest neighbours, in a dictionary."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vector] = {}

    async def upsert(self, ids: Sequence[str], vectors: Sequence[Vector]) -> None:
        self._vectors.update(zip(ids, vectors, strict=True))

    async def delete(self, ids: Sequence[str]) -> None:
        for one in ids:
            self._vectors.pop(one, None)

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        wanted = as_array(vector)
        hits = [Hit(one, float(as_array(held) @ wanted)) for one, held in self._vectors.items()]
        return sorted(hits, key=lambda hit: -hit.score)[: max(k, 0)]

    async def ids(self) -> set[str]:
        return set(self._vectors)

    async def close(self) -> None:
        return None


def as_array(vector: Vector) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """A stored vector, to reckon with."""
    return np.frombuffer(vector, "<f2").astype(np.float32)


def vector_of(values: Sequence[float]) -> Vector:
    """The unit vector in the direction of the values, as it is stored."""
    array = np.asarray(values, np.float32)
    return Vector((array / max(float(np.linalg.norm(array)), 1e-9)).astype("<f2").tobytes())


def _pooled(text: str) -> Vector:
    words = _WORD.findall(text.lower()) or [""]
    return vector_of(list(np.sum([_direction(word, DIMENSIONS) for word in words], axis=0)))


def _encoded(text: str) -> Encoding:
    spans = [match.span() for match in _WORD.finditer(text)]
    rows = [_direction(text[start:end].lower(), TOKEN_DIMENSIONS) for start, end in spans]
    tokens = b"".join(np.round(127 * row).astype(np.int8).tobytes() for row in rows)
    return Encoding(_pooled(text), tokens, tuple(spans))


def _direction(word: str, dimensions: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8])
    array = np.random.default_rng(seed).standard_normal(dimensions, np.float32)
    return array / np.linalg.norm(array)
