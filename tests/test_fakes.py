"""The fakes keep the contracts that the real adapters keep."""

import pytest

from tests.contracts.vector_index import VectorIndexContract
from tests.fakes import FakeClock, HashedWordsEncoder, InMemoryVectorIndex, as_array


class TestInMemoryVectorIndex(VectorIndexContract):
    @pytest.fixture
    def index(self) -> InMemoryVectorIndex:
        return InMemoryVectorIndex()


async def test_texts_that_share_words_are_nearer_than_texts_that_do_not() -> None:
    wanted, near, far = map(
        as_array,
        await HashedWordsEncoder().embed(["who warned Russia?", "Seoul warned Russia", "a cake"]),
    )
    assert wanted @ near > wanted @ far + 0.3


async def test_a_text_has_one_row_of_tokens_for_each_offset() -> None:
    (encoding,) = await HashedWordsEncoder().encode(["Kim met Putin."])
    assert encoding.offsets == ((0, 3), (4, 7), (8, 13))
    assert len(encoding.tokens) == 3 * 64


def test_each_new_name_comes_after_the_one_before() -> None:
    clock = FakeClock()
    names = [clock.new_id("ans_") for _ in range(20)]
    assert names == sorted(set(names))
