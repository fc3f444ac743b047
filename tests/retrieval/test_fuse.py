"""Reciprocal rank fusion, checked by hand."""

import pytest

from qa_service.domain.passages import Hit
from qa_service.retrieval.fuse import fuse


def hits(names: str) -> list[Hit]:
    """Best first; the scores themselves must not matter."""
    return [Hit(name, 100.0 / rank) for rank, name in enumerate(names, start=1)]


def test_what_stands_high_in_both_lists_comes_first() -> None:
    fused = fuse([hits("abc"), hits("bd")])
    assert [one.passage_id for one in fused] == ["b", "a", "d", "c"]
    assert [one.score for one in fused] == pytest.approx(
        [1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63], abs=1e-12
    )


def test_less_smoothing_favours_the_first_ranks() -> None:
    lists = [hits("axb"), hits("cxb"), hits("deb")]
    assert fuse(lists, smoothing=60)[0].passage_id == "b"
    assert [one.passage_id for one in fuse(lists, smoothing=0)] == ["a", "b", "c", "d", "x", "e"]
    assert fuse(lists, smoothing=0)[0].score == 1.0


def test_what_is_equally_good_comes_in_the_order_of_its_name() -> None:
    assert [one.passage_id for one in fuse([hits("b"), hits("a")])] == ["a", "b"]
    assert fuse([hits("b"), hits("a")]) == fuse([hits("a"), hits("b")])


def test_nothing_gives_nothing() -> None:
    assert fuse([]) == fuse([[], []]) == []
