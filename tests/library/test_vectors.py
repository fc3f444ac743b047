"""Vector indexes are opened under the fingerprint of what made them, and kept in step."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from qa_service.domain.errors import IndexOutOfDate
from qa_service.domain.generations import Fingerprint
from qa_service.domain.principals import LOCAL
from qa_service.domain.vectors import Vector
from qa_service.library.vectors import OpenVectors
from tests.contracts.newsroom import make_article, publish
from tests.fakes import InMemoryVectorIndex
from tests.stack import DERIVATION, KeptVectors, Place


class Places(KeptVectors):
    """Remembers under which fingerprint each index was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: dict[str, Fingerprint] = {}

    async def open(self, index: str, fingerprint: Fingerprint) -> InMemoryVectorIndex:
        self.opened[index] = fingerprint
        await super().open(index, fingerprint)
        return self.held[index]


async def test_every_index_is_opened_with_its_own_passages(tmp_path: Path) -> None:
    places = Places()
    async with Place(tmp_path, places).open() as stack:
        store = stack.database.articles
        for name in ("news", "wire"):
            await store.create_index(name)
            await publish(store, make_article(f"Seoul warned {name}.", index=name))
        vectors = OpenVectors(places, store, DERIVATION.name)
        assert dict(vectors) == {}
        for name in ("news", "wire"):
            await vectors.open(name)
            assert await vectors.missing(name) == (0, 0)
        fingerprint = Fingerprint(DERIVATION.name, await store.database_id())
        assert places.opened == {"news": fingerprint, "wire": fingerprint}
        assert dict(vectors) == places.held
        assert [len(await index.ids()) for index in vectors.values()] == [1, 1]


async def test_lost_and_stray_entries_are_counted_and_put_right_when_opened(
    tmp_path: Path,
) -> None:
    places = KeptVectors()
    async with Place(tmp_path, places).open() as stack:
        await stack.library.start(LOCAL, None)
        await publish(stack.database.articles, make_article("One.", "Two.", "Three."))
        stored = await stack.database.articles.passage_ids("news")
        (one,) = await stack.database.articles.passage_vectors(sorted(stored)[:1])
        await places.held["news"].upsert(["stray:1:0"], [one[1]])
        assert await stack.vectors.missing("news") == (3, 1)
        await stack.vectors.open("news")
        assert await stack.vectors.missing("news") == (0, 0)
        assert await places.held["news"].ids() == stored


async def test_an_index_is_filled_portion_by_portion_with_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_service.library.vectors._AT_ONCE", 2)
    portions: list[list[str]] = []

    class Watched(InMemoryVectorIndex):
        async def upsert(self, ids: Sequence[str], vectors: Sequence[Vector]) -> None:
            portions.append(list(ids))
            await super().upsert(ids, vectors)

    places = KeptVectors()
    async with Place(tmp_path, places).open() as stack:
        store = stack.database.articles
        await store.create_index("news")
        article = make_article("One.", "Two.", "Three.", "Four.", "Five.", "Six.")
        await publish(store, article)
        names = [f"{article.id}:1:{position}" for position in range(6)]
        places.held["news"] = Watched()
        await InMemoryVectorIndex.upsert(
            places.held["news"], *zip(*await store.passage_vectors(names[1:2]), strict=True)
        )
        await stack.vectors.open("news")
        assert portions == [[names[0], names[2]], names[3:5], names[5:]]
        assert await stack.vectors.missing("news") == (0, 0)


async def test_vectors_that_another_derivation_made_are_refused(tmp_path: Path) -> None:
    places = KeptVectors()
    async with Place(tmp_path, places).open() as stack:
        await stack.library.start(LOCAL, None)
        other = OpenVectors(places, stack.database.articles, "another model")
        with pytest.raises(IndexOutOfDate):
            await other.open("news")


async def test_closing_lets_go_of_every_index(tmp_path: Path) -> None:
    closed: list[InMemoryVectorIndex] = []

    class Closing(InMemoryVectorIndex):
        async def close(self) -> None:
            closed.append(self)

    places = KeptVectors()
    places.held = {"news": Closing(), "wire": Closing()}
    async with Place(tmp_path, places).open() as stack:
        await stack.database.articles.create_index("wire")
        await stack.library.start(LOCAL, None)
        await stack.vectors.close()
        assert sorted(map(id, closed)) == sorted(map(id, places.held.values()))
        assert len(stack.vectors) == 0
