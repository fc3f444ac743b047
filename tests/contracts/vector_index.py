"""The contract of `VectorIndex`."""

from pathlib import Path

import numpy as np
import pytest

from qa_service.domain.ports import VectorIndex
from tests.fakes import vector_of

EAST, NORTH, WEST = (vector_of(one) for one in ([1, 0, 0], [0, 1, 0], [-1, 0, 0]))
NORTH_EAST = vector_of([1, 1, 0])


class VectorIndexContract:
    """Subclasses give the fixture `index`: an empty one."""

    async def test_an_empty_index_finds_nothing(self, index: VectorIndex) -> None:
        assert await index.search(EAST, 5) == []
        assert await index.ids() == set()

    async def test_the_nearest_come_first_with_their_cosine(self, index: VectorIndex) -> None:
        await index.upsert(["west", "north", "east"], [WEST, NORTH, EAST])
        hits = await index.search(vector_of([2, 1, 0]), 3)
        assert [hit.passage_id for hit in hits] == ["east", "north", "west"]
        expected = [2 / 5**0.5, 1 / 5**0.5, -2 / 5**0.5]
        assert [hit.score for hit in hits] == pytest.approx(expected, abs=1e-3)

    async def test_no_more_come_than_were_asked_for_or_are_there(self, index: VectorIndex) -> None:
        await index.upsert(["east", "north"], [EAST, NORTH])
        assert len(await index.search(EAST, 1)) == 1
        assert len(await index.search(EAST, 50)) == 2
        assert await index.search(EAST, 0) == []

    async def test_an_id_that_comes_again_is_replaced(self, index: VectorIndex) -> None:
        await index.upsert(["one", "two"], [EAST, NORTH])
        await index.upsert(["one"], [WEST])
        assert await index.ids() == {"one", "two"}
        assert [hit.passage_id for hit in await index.search(EAST, 2)] == ["two", "one"]

    async def test_an_id_twice_in_one_call_is_the_latter(self, index: VectorIndex) -> None:
        await index.upsert(["one", "one"], [EAST, WEST])
        assert [hit.score for hit in await index.search(WEST, 5)] == pytest.approx([1.0], abs=1e-3)

    async def test_nothing_may_be_added_or_removed(self, index: VectorIndex) -> None:
        await index.upsert([], [])
        await index.delete([])
        assert await index.ids() == set()

    async def test_what_is_removed_is_gone_and_unknown_ids_are_ignored(
        self, index: VectorIndex
    ) -> None:
        await index.upsert(["east", "north"], [EAST, NORTH])
        await index.delete(["east", "never there"])
        await index.delete(["never there"])
        assert await index.ids() == {"north"}
        assert [hit.passage_id for hit in await index.search(EAST, 5)] == ["north"]

    async def test_each_of_many_vectors_is_its_own_nearest(self, index: VectorIndex) -> None:
        rows = np.random.default_rng(7).standard_normal((150, 16))
        vectors = {f"art_{place}:1:0": vector_of(list(row)) for place, row in enumerate(rows)}
        await index.upsert(list(vectors), list(vectors.values()))
        assert await index.ids() == set(vectors)
        for name in list(vectors)[::15]:
            assert (await index.search(vectors[name], 1))[0].passage_id == name


class DurableVectorIndexContract(VectorIndexContract):
    """Subclasses also give `open_index`, which opens a directory."""

    async def test_a_closed_index_opens_again_with_all_it_held(self, tmp_path: Path) -> None:
        index = self.open_index(tmp_path / "kept")
        await index.upsert(["east", "north"], [EAST, NORTH])
        await index.close()
        again = self.open_index(tmp_path / "kept")
        assert await again.ids() == {"east", "north"}
        assert (await again.search(NORTH_EAST, 1))[0].score == pytest.approx(0.5**0.5, abs=1e-3)
        await again.close()

    def open_index(self, directory: Path) -> VectorIndex:
        raise NotImplementedError
