import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from qa_service.adapters.chroma_index import ALONE, ChromaIndex, Pace
from qa_service.domain.errors import DataUnusable, StorageFull, StorageReadOnly
from tests.contracts.vector_index import EAST, NORTH, DurableVectorIndexContract
from tests.disks import fill_disk, make_read_only
from tests.fakes import vector_of


class TestChromaIndex(DurableVectorIndexContract):
    @pytest.fixture
    async def index(self, tmp_path: Path) -> AsyncIterator[ChromaIndex]:
        index = self.open_index(tmp_path / "chroma")
        yield index
        await index.close()

    def open_index(self, directory: Path) -> ChromaIndex:
        return ChromaIndex(directory, Pace(batch=32, pause_s=0))


async def test_more_vectors_than_chroma_takes_at_once_go_in_as_several_batches(
    tmp_path: Path,
) -> None:
    index = ChromaIndex(tmp_path, ALONE)
    index._limit = 10
    names = [f"p{number}" for number in range(25)]
    await index.upsert(names, [vector_of([1, number, 0]) for number in range(25)])
    assert await index.ids() == set(names)
    await index.delete(names[:12])
    assert await index.ids() == set(names[12:])
    await index.close()


async def test_a_directory_that_chroma_cannot_open_says_that_it_can_be_rebuilt(
    tmp_path: Path,
) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(DataUnusable, match="is filled from the stored vectors"):
        ChromaIndex(tmp_path)


async def test_a_vector_of_another_length_is_refused_with_advice(tmp_path: Path) -> None:
    index = ChromaIndex(tmp_path)
    await index.upsert(["east"], [EAST])
    with pytest.raises(DataUnusable, match="is filled from the stored vectors"):
        await index.upsert(["long"], [vector_of([1, 0, 0, 0, 0])])
    await index.upsert(["north"], [NORTH])
    assert await index.ids() == {"east", "north"}
    await index.close()


async def test_settings_of_chroma_in_the_environment_file_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CHROMA_SERVER_HOST=elsewhere\nQA_PORT=9\n")
    monkeypatch.chdir(tmp_path)
    index = ChromaIndex(tmp_path / "chroma")
    assert index._client.get_settings().chroma_server_host is None
    await index.close()


async def test_a_full_disk_is_said_and_what_was_there_is_still_found(small_disk: Path) -> None:
    index = ChromaIndex(small_disk / "chroma")
    await index.upsert(["east"], [EAST])
    fill_disk(small_disk)
    names = [f"p{number}" for number in range(200)]
    with pytest.raises(StorageFull):
        await index.upsert(names, [NORTH] * 200)
    assert (await index.search(EAST, 1))[0].passage_id == "east"
    await index.close()


async def test_once_closed_no_file_is_open_any_more(tmp_path: Path) -> None:
    """Promise 4, nothing lost: whoever gets the data lock next has the files alone."""
    for number in range(10):
        directory = tmp_path / str(number)
        index = ChromaIndex(directory)
        await index.upsert(["east"], [EAST])
        await index.close()
        assert [one for one in open_files() if one.startswith(f"{directory}/")] == []


def open_files() -> list[str]:
    """Of this process; none where the system does not tell."""
    names: list[str] = []
    for link in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):
            names.append(os.readlink(link))
    return names


async def test_a_read_only_disk_is_said(small_disk: Path) -> None:
    await ChromaIndex(small_disk / "chroma").close()
    make_read_only(small_disk)
    with pytest.raises(StorageReadOnly):
        ChromaIndex(small_disk / "new")


async def test_nobody_is_waited_for_until_the_first_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("qa_service.adapters.chroma_index.asyncio.sleep", sleep)
    index = ChromaIndex(tmp_path, Pace(batch=10, pause_s=0.5))
    names = [f"p{number}" for number in range(25)]
    vectors = [vector_of([1, number, 0]) for number in range(25)]
    await index.upsert(names, vectors)
    assert pauses == []
    await index.search(EAST, 1)
    await index.upsert(names, vectors)
    assert pauses == [0.5, 0.5]
    await index.close()


async def test_searches_go_on_while_vectors_are_written(tmp_path: Path) -> None:
    index = ChromaIndex(tmp_path, Pace(batch=16, pause_s=0))
    rows = np.random.default_rng(3).standard_normal((301, 32))
    first, *others = (vector_of(list(row)) for row in rows)
    await index.upsert(["first"], [first])
    await index.search(first, 1)
    names = [f"p{number}" for number in range(300)]
    writing = asyncio.create_task(index.upsert(names, others))
    searches = 0
    while not writing.done():
        assert (await index.search(first, 1))[0].passage_id == "first"
        searches += 1
    await writing
    assert searches > 1
    assert await index.ids() == {"first", *names}
    await index.close()
