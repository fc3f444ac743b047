"""Figures are held against their floors."""

import pytest

from qa_service.domain.errors import BadRequest
from qa_service.evaluation.report import find_shortfalls

FIGURES = {
    "name": "news",
    "retrieval": {"sentence_hit_at_1": 0.9, "sentence_hit_at_3": None},
    "refusals": {"far": 1.0},
    "body_as_furniture": 2,
    "furniture_found": 0.5,
}


@pytest.mark.parametrize(
    ("floors", "shortfalls"),
    [
        ({}, []),
        ({"retrieval.sentence_hit_at_1": 0.9, "refusals.far": 0.97}, []),
        (
            {"retrieval.sentence_hit_at_1": 0.9001},
            ["news: retrieval.sentence_hit_at_1 is 0.9000, not 0.9001"],
        ),
        ({"furniture_found": 0.6}, ["news: furniture_found is 0.5000, not 0.6000"]),
        (
            {"retrieval.sentence_hit_at_3": 0.9},
            ["news: retrieval.sentence_hit_at_3 was not measured"],
        ),
        ({"body_as_furniture": 2}, []),
        ({"body_as_furniture": 0}, ["news: body_as_furniture is 2.0000, not 0.0000"]),
    ],
    ids=[
        "no floor",
        "on and above",
        "just below",
        "not in a section",
        "not measured",
        "a count is held from above",
        "a count that is too high",
    ],
)
def test_a_figure_below_its_floor_is_named(floors: dict[str, float], shortfalls: list[str]) -> None:
    assert find_shortfalls(FIGURES, floors) == shortfalls


def test_every_shortfall_is_named_in_the_order_of_the_floors() -> None:
    found = find_shortfalls(FIGURES, {"refusals.far": 2.0, "retrieval.sentence_hit_at_1": 0.95})
    assert [line.split()[1] for line in found] == ["refusals.far", "retrieval.sentence_hit_at_1"]


@pytest.mark.parametrize("name", ["retrieval.no_such_figure", "no_such_section.far", "no_such"])
def test_a_floor_of_no_figure_is_an_error_and_not_passed_over(name: str) -> None:
    with pytest.raises(BadRequest):
        find_shortfalls(FIGURES, {name: 0.5})
