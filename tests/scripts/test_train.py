"""The weights are what the data say: checked where one knows what must come out."""

import random
from dataclasses import asdict, replace

import numpy as np
import pytest

from qa_service.answering.confidence import Calibration
from qa_service.domain.passages import Evidence, Signals
from qa_service.retrieval.rank import rerank
from scripts.train import fit_rank, fit_signs, newton, ranked_rights, sure_of
from scripts.training_parts import Asked, Part, halve
from tests.answering.evidence import NO_SIGNALS, make_evidence, with_signals

EVEN = np.ones(4)


def test_without_a_penalty_the_bias_is_the_log_odds() -> None:
    found = newton(np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0]), EVEN, np.zeros(1))
    assert found == pytest.approx([np.log(3)])


def test_a_weight_counts_as_so_many_rows() -> None:
    labels = np.array([1.0, 0.0])
    found = newton(np.ones((2, 1)), labels, np.array([5.0, 1.0]), np.zeros(1))
    assert found == pytest.approx([np.log(5)])


def test_what_one_column_separates_is_told_by_that_column() -> None:
    design = np.array([[2.0, 1.0, 1.0], [2.0, -1.0, 1.0], [-2.0, 1.0, 1.0], [-2.0, -1.0, 1.0]])
    labels, penalty = np.array([1.0, 1.0, 0.0, 0.0]), np.array([0.1, 0.1, 0.0])
    found = newton(design, labels, EVEN, penalty)
    assert ((design @ found > 0) == (labels == 1.0)).all()
    assert found[0] > 1
    assert found[1:] == pytest.approx([0.0, 0.0], abs=1e-6)
    sure = 1 / (1 + np.exp(-design @ found))
    assert design.T @ (sure - labels) + penalty * found == pytest.approx(np.zeros(3), abs=1e-6)


def test_a_heavier_penalty_makes_smaller_weights_and_no_data_none() -> None:
    design, labels = np.array([[1.0], [-1.0]]), np.array([1.0, 0.0])
    found = [newton(design, labels, np.ones(2), np.array([one])) for one in (0.1, 1.0, 10.0)]
    assert found[0] > found[1] > found[2] > 0
    assert newton(np.zeros((2, 1)), labels, np.ones(2), np.ones(1)) == pytest.approx([0.0])


def ask(similarity: float, dice: random.Random) -> Asked:
    """Three sentences of which the second is right: nearer by `similarity`; all else is chance."""
    rows = []
    for is_right in (False, True, False):
        noise = Signals(*[dice.random() for _ in asdict(NO_SIGNALS)])
        nearness = 0.4 + 0.1 * dice.random() + (similarity if is_right else 0.0)
        rows.append(replace(noise, sentence_similarity=nearness, focus=0.7))
    plain = make_evidence("art_a", (0.0, "It rained."), (0.0, "It sank."), (0.0, "It snowed."))
    return Asked([with_signals(plain, rows)], ((False, True, False),))


def make_part(seed: int, questions: int = 60) -> Part:
    dice = random.Random(seed)
    return Part(
        name="toys",
        weight=1.0,
        answerable=[ask(0.4, dice) for _ in range(questions)],
        left_out=[ask(0.0, dice).evidence for _ in range(questions)],
        near=[ask(0.0, dice).evidence for _ in range(questions)],
        far=[],
    )


def test_the_rank_learns_what_tells_the_right_sentences_and_keeps_it_elsewhere() -> None:
    rank = fit_rank([make_part(1)])
    weights = asdict(rank)
    assert max(weights, key=lambda name: abs(weights[name])) == "sentence_similarity"
    assert weights["sentence_similarity"] > 0
    assert weights["focus"] == 0.0  # the same everywhere, so it tells nothing
    elsewhere = make_part(2)
    firsts = [ranked_rights(one, rank)[0] for one in elsewhere.answerable]
    assert sum(firsts) >= 0.95 * len(firsts)


def test_questions_with_all_or_no_sentences_right_teach_nothing() -> None:
    part = make_part(1)
    idle = [Asked(one.evidence, (flags,)) for one in part.answerable for flags in [(True,) * 3]]
    none = [Asked(one.evidence, ((False,) * 3,)) for one in part.answerable]
    more = replace(part, answerable=[*part.answerable, *idle, *none])
    assert fit_rank([more]) == fit_rank([part])


def test_flags_follow_their_sentences_when_these_are_ranked() -> None:
    asked = ask(5.0, random.Random(3))
    by_similarity = replace(NO_SIGNALS, sentence_similarity=1.0)
    assert ranked_rights(asked, by_similarity) == [True, False, False]
    assert ranked_rights(asked, replace(NO_SIGNALS, sentence_similarity=-1.0))[-1] is True


def test_the_signs_tell_the_answerable_from_those_whose_answer_was_left_out() -> None:
    rank = replace(NO_SIGNALS, sentence_similarity=10.0)
    calibration = Calibration(*fit_signs([make_part(1)], rank), 0.5, 0.2)
    elsewhere = make_part(2)

    def sure(questions: list[list[Evidence]]) -> float:
        return float(np.mean(sure_of(questions, rank, calibration)))

    assert sure([one.evidence for one in elsewhere.answerable]) > 0.8
    assert sure(elsewhere.left_out) < 0.2


def test_halves_hold_every_question_once() -> None:
    part = make_part(1, questions=5)
    first, second = halve(part)
    assert [first.name, second.name] == ["toys first", "toys second"]
    assert [*first.answerable, *second.answerable] == part.answerable
    assert [*first.left_out, *second.left_out] == part.left_out
    assert rerank(first.left_out[0], NO_SIGNALS)[0].score == 0.0
