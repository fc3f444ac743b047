"""The vector indexes of all indexes, kept in step with the article store."""

from collections.abc import Iterator, Mapping

from qa_service.domain.generations import Fingerprint
from qa_service.domain.ports import ArticleStore, VectorIndex, VectorIndexes


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
        stored = {name for name, _ in await self._articles.passage_vectors(index)}
        held = await self._open[index].ids()
        return len(stored - held), len(held - stored)

    async def close(self) -> None:
        """Write what is pending and let go of the files."""
        while self._open:
            _, index = self._open.popitem()
            await index.close()

    async def _fill(self, index: str) -> None:
        stored = dict(await self._articles.passage_vectors(index))
        held = await self._open[index].ids()
        lacking = [name for name in stored if name not in held]
        if lacking:
            await self._open[index].upsert(lacking, [stored[name] for name in lacking])
        if surplus := held.difference(stored):
            await self._open[index].delete(sorted(surplus))
