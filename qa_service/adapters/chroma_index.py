"""The port `VectorIndex` on Chroma, its only home: nothing but ids and bytes crosses this border.

One process owns the directory (`data_lock`): two would lose each other's vectors without an error.
Chroma rewrites its files in place, so a crash may damage them; whatever fails here is said to be
rebuildable, since the article store holds every vector.
"""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.config import Settings
from numpy.typing import NDArray

from qa_service.adapters.disk import fault_at
from qa_service.domain.errors import DataUnusable
from qa_service.domain.passages import Hit
from qa_service.domain.vectors import Vector

T = TypeVar("T")

_COLLECTION = "passages"
_SYNC_THRESHOLD = 10_000
"""Records between two rewrites of the graph's files, in each of which a crash damages them."""
_THREADS = 4
_OPEN_FILES = Path("/proc/self/fd")
_TRIES = 200
_BETWEEN_TRIES_S = 0.01


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast vectors go in once somebody searches: searches wait while a batch is written."""

    batch: int = 32
    pause_s: float = 0.02


ALONE = Pace(batch=2000, pause_s=0.0)
"""Until the first search: nobody waits behind."""


class ChromaIndex:
    """One index's vectors, by cosine, in a directory of Chroma's."""

    def __init__(self, directory: Path, pace: Pace = Pace()) -> None:
        """Open or make it; raises `DataUnusable`."""
        self._directory = directory
        self._pace = pace
        self._is_searched = False
        with _Translating(directory):
            directory.mkdir(parents=True, exist_ok=True)
            # `_env_file`: else Chroma would take settings from the `.env` of this service.
            settings = Settings(_env_file=None, anonymized_telemetry=False)
            client = chromadb.PersistentClient(path=str(directory), settings=settings)
            self._client = cast(Client, client)
            self._collection = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "sync_threshold": _SYNC_THRESHOLD}},
            )
            self._limit = self._client.get_max_batch_size()
        self._threads = ThreadPoolExecutor(_THREADS, "chroma")

    async def upsert(self, ids: Sequence[str], vectors: Sequence[Vector]) -> None:
        """Add or replace, in batches with pauses between them."""
        latest = dict(zip(ids, vectors, strict=True))
        names = list(latest)
        done = 0
        while done < len(names):
            pace = self._pace if self._is_searched else ALONE
            if done:
                await asyncio.sleep(pace.pause_s)
            some = names[done : done + max(1, min(pace.batch, self._limit))]
            await self._run(partial(self._upsert, some, [latest[one] for one in some]))
            done += len(some)

    async def delete(self, ids: Sequence[str]) -> None:
        """Remove; unknown ids are ignored."""
        names = list(dict.fromkeys(ids))
        for first in range(0, len(names), self._limit):
            some = names[first : first + self._limit]
            await self._run(partial(self._collection.delete, ids=some))

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """The nearest, best first; score is cosine."""
        self._is_searched = True
        return await self._run(lambda: self._search(vector, k)) if k > 0 else []

    async def ids(self) -> set[str]:
        """Of everything it holds."""
        return set(await self._run(lambda: self._collection.get(include=[])["ids"]))

    async def close(self) -> None:
        """Let what has begun end, then let go of the files; at most 2 s are waited for that."""
        await asyncio.to_thread(self._close)

    def _upsert(self, ids: list[str], vectors: list[Vector]) -> None:
        self._collection.upsert(ids=ids, embeddings=[_as_array(one) for one in vectors])

    def _search(self, vector: Vector, k: int) -> list[Hit]:
        found = self._collection.query(
            query_embeddings=[_as_array(vector)], n_results=k, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [
            Hit(passage_id, 1.0 - distance)
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def _close(self) -> None:
        self._threads.shutdown()
        self._client.close()
        # Chroma's own threads close its files later, and the data lock must outlast them.
        for _ in range(_TRIES):
            if not _is_open_below(self._directory):
                return
            time.sleep(_BETWEEN_TRIES_S)

    async def _run(self, work: Callable[[], T]) -> T:
        def run() -> T:
            with _Translating(self._directory):
                return work()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)


class _Translating:
    """Turns whatever Chroma raises into what can be done about it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        # A panic in Chroma's Rust is a BaseException of a module that cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            return
        raise fault_at(self._directory, "QA_INDEXES_DIR") or DataUnusable(
            f"The vector index in {self._directory} cannot be used ({error}).",
            f"Stop the service, move {self._directory.parent} away and start again: "
            "it is filled from the stored vectors, with nothing lost.",
        ) from error


def _is_open_below(directory: Path) -> bool:
    """Whether this process has a file there open; "no" where the system does not tell."""
    below = os.path.join(os.path.realpath(directory), "")
    return any(_target(one).startswith(below) for one in _OPEN_FILES.glob("*"))


def _target(link: Path) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""  # closed meanwhile


def _as_array(vector: Vector) -> NDArray[Any]:
    return np.frombuffer(vector, "<f2").astype(np.float32)
