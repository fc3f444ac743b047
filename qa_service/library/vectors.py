"""The vector indexes of all indexes, kept in step with the article store."""

from collections.abc import Iterator, Mapping

from qa_service.domain.generations import Fingerprint
from qa_service.domain.ports import ArticleStore, VectorIndex, VectorIndexes

_AT_ONCE = 2_000
"""Vectors in memory at a time while an index is filled."""


class OpenVectors(Mapping[str, VectorIndex]):
    """The vector indexes that are open, by name of index."""

    def __init__(self, places: VectorIndexes, articles: ArticleStore, derivation: str) -> None:
        self._places = places
        self._articles = articles
        self._derivation = derivation
        self._open: dict[str, VectorIndex] = {}

    def __getitem__(self, name: str) -> VectorIndex:
        return self._open[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    async def open(self, index: str) -> None:
        """Open an index and give it what the store has and it lacks; raises `IndexOutOfDate`."""
        fingerprint = Fingerprint(self._derivation, await self._articles.database_id())
        self._open[index] = await self._places.open(index, fingerprint)
        await self._fill(index)

    async def missing(self, index: str) -> tuple[int, int]:
        """How many passages of the store it lacks, and how many it has that the store has not."""
        stored = await self._articles.passage_ids(index)
        held = await self._open[index].ids()
        return len(stored - held), len(held - stored)

    async def close(self) -> None:
        """Write what is pending and let go of the files."""
        while self._open:
            _, index = self._open.popitem()
            await index.close()

    async def _fill(self, index: str) -> None:
        stored = await self._articles.passage_ids(index)
        held = await self._open[index].ids()
        lacking = sorted(stored - held)
        for first in range(0, len(lacking), _AT_ONCE):
            rows = await self._articles.passage_vectors(lacking[first : first + _AT_ONCE])
            await self._open[index].upsert([name for name, _ in rows], [one for _, one in rows])
        if surplus := held - stored:
            await self._open[index].delete(sorted(surplus))
