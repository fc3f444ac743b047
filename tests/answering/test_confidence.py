"""How sure the service is that the evidence holds the answer."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_service.answering.confidence import (
    CALIBRATION_FILE,
    Calibration,
    Signs,
    confidence,
    find_signs,
    read_calibration,
)
from qa_service.domain.passages import Evidence, Signals
from tests.answering.evidence import NO_SIGNALS, make_evidence, with_signals

NO_SIGNS = Signs(*[0.0 for _ in fields(Signs)])
LEARNED = read_calibration()


def test_the_calibration_is_exactly_the_signs() -> None:
    stored = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    assert stored.keys() == {"made_from", "weights", "bias", "answer_from", "near_from"}
    assert stored["weights"].keys() == {one.name for one in fields(Signs)}
    assert asdict(LEARNED) == {name: stored[name] for name in stored.keys() - {"made_from"}}


def test_the_thresholds_stand_in_order() -> None:
    assert 0.0 < LEARNED.near_from <= LEARNED.answer_from < 1.0


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda stored: stored["weights"].update(unknown=1.0), TypeError),
        (lambda stored: stored["weights"].pop("score"), TypeError),
        (lambda stored: stored.pop("bias"), KeyError),
        (lambda stored: stored.pop("near_from"), KeyError),
    ],
)
def test_a_calibration_of_another_make_is_refused(
    tmp_path: Path, change: Callable[[dict[str, object]], object], error: type[Exception]
) -> None:
    stored = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    change(stored)
    place = tmp_path / "calibration.json"
    place.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(error):
        read_calibration(place)


def test_no_evidence_is_no_confidence() -> None:
    """Promise 3, no silent guess: nothing found can never be enough."""
    assert confidence([], LEARNED) == 0.0
    assert confidence([], replace(LEARNED, bias=100.0)) == 0.0


def test_signs_are_of_the_best_sentence_or_the_best_of_any() -> None:
    low, high = (Signals(*[value for _ in fields(Signals)]) for value in (0.25, 0.75))
    first = with_signals(make_evidence("art_a", (9.0, "One."), (8.0, "Two.")), [low, high])
    second = with_signals(make_evidence("art_b", (7.0, "Three.")), [NO_SIGNALS])
    assert find_signs([first, second]) == Signs(
        score=9.0,
        asked_kind=0.25,
        names=0.25,
        numbers=0.25,
        weakest_word=0.25,
        passage_plain_late=0.25,
        best_article_names=0.75,
        best_plain_late=0.75,
        best_passage_weakest_word=0.75,
        best_sentence_similarity=0.75,
        best_focus=0.75,
    )


def test_confidence_is_the_logistic_of_the_weighted_signs() -> None:
    by_score = Calibration(replace(NO_SIGNS, score=2.0), -4.0, 0.5, 0.2)
    assert [
        round(confidence([_with_a_common_word(score)], by_score), 4) for score in (0.0, 2.0, 3.0)
    ] == [0.018, 0.5, 0.8808]


def test_evidence_without_a_word_of_the_question_is_no_confidence() -> None:
    """Promise 3, no silent guess: what is only near in meaning is not taken for an answer."""
    near = make_evidence("art_a", (100.0, "It sank."))
    assert confidence([near], LEARNED) == 0.0
    assert confidence([near, _with_a_common_word(1.0)], LEARNED) > 0.9


def _with_a_common_word(score: float) -> Evidence:
    evidence = make_evidence("art_a", (score, "It sank."))
    return with_signals(evidence, [replace(NO_SIGNALS, passage_coverage=0.5)])


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_better_score_is_never_less_sure(one: float, other: float) -> None:
    low, high = sorted((one, other))
    sure = [confidence([_with_a_common_word(score)], LEARNED) for score in (low, high)]
    assert 0.0 <= sure[0] <= sure[1] <= 1.0


@given(st.lists(st.floats(-1e9, 1e9), min_size=len(fields(Signals)), max_size=len(fields(Signals))))
def test_confidence_stays_between_0_and_1_whatever_the_signals(values: list[float]) -> None:
    evidence = with_signals(make_evidence("art_a", (1.0, "It sank.")), [Signals(*values)])
    assert 0.0 <= confidence([evidence], LEARNED) <= 1.0
