"""Measures, checked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.evaluation.measures import (
    CurvePoint,
    hit_at,
    quantile,
    reciprocal_rank,
    risk_coverage,
    share,
)


def test_a_share_of_nothing_is_not_measured() -> None:
    assert share([True, False, True, True]) == 0.75
    assert share([False]) == 0.0
    assert share([]) is None


@pytest.mark.parametrize(
    ("rights", "at_1", "at_3", "rank"),
    [
        ([True, False], True, True, 1.0),
        ([False, False, True], False, True, 1 / 3),
        ([False, False, False, True], False, False, 0.25),
        ([False], False, False, 0.0),
        ([], False, False, 0.0),
    ],
)
def test_a_hit_counts_within_the_first_and_a_rank_by_its_reciprocal(
    rights: list[bool], at_1: bool, at_3: bool, rank: float
) -> None:
    assert (hit_at(rights, 1), hit_at(rights, 3), reciprocal_rank(rights)) == (at_1, at_3, rank)


def test_a_quantile_is_one_of_the_values() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [quantile(values, part) for part in (0.0, 0.5, 0.99, 1.0)] == [1.0, 3.0, 5.0, 5.0]
    assert quantile([7.0], 0.5) == 7.0
    assert quantile([], 0.5) is None


@given(st.lists(st.floats(0, 1), min_size=1), st.floats(0, 1))
def test_at_most_a_part_of_the_values_lies_below_its_quantile(
    values: list[float], part: float
) -> None:
    found = quantile(values, part)
    assert found in values
    assert sum(one < found for one in values) <= part * len(values)


def test_the_curve_tells_what_each_threshold_answers_and_refuses() -> None:
    answerable = [0.1, 0.4, 0.6, 0.7, 0.8, 0.8, 0.9, 0.9, 0.95, 1.0]
    curve = risk_coverage(
        answerable,
        near=[0.2, 0.5, 0.65, 0.65],
        far=[0.0],
        left_out=[0.5, 0.7],
        shares=(1.0, 0.9, 0.8),
    )
    assert curve == (
        CurvePoint(1.0, 0.1, 0.0, 1.0, 0.0),
        CurvePoint(0.9, 0.4, 0.25, 1.0, 0.0),
        CurvePoint(0.8, 0.6, 0.5, 1.0, 0.5),
    )


def test_without_questions_there_is_no_curve_and_without_a_group_no_figure() -> None:
    assert risk_coverage([], [0.1], [0.2], [0.3]) == ()
    assert risk_coverage([0.5], [], [0.2], [], (0.9,)) == (CurvePoint(0.9, 0.5, None, 1.0, None),)
