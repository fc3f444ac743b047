"""When nothing answers, which of the reasons it is, and what the reader is told to do."""

import pytest

from qa_service.answering.abstain import abstain, find_reason
from qa_service.answering.confidence import Calibration, read_calibration
from qa_service.domain.answers import Abstention, AbstentionReason, Searched, SearchRow

CALIBRATION = Calibration(read_calibration().weights, 0.0, answer_from=0.5, near_from=0.25)
SOME, NONE = Searched(articles=5, passages=60), Searched()
ROW = SearchRow("news", "art_a", 1, 2, "k", "It sank.", 0, 8, 1.5, "Ferry", None, None)


@pytest.mark.parametrize(
    ("confidence", "reason"),
    [
        (1.0, None),
        (0.5, None),
        (0.4999, AbstentionReason.WEAK_MATCH),
        (0.25, AbstentionReason.WEAK_MATCH),
        (0.2499, AbstentionReason.NO_MATCH),
        (0.0, AbstentionReason.NO_MATCH),
    ],
)
def test_a_question_is_refused_below_its_threshold(
    confidence: float, reason: AbstentionReason | None
) -> None:
    """Promise 3, no silent guess: what is not sure enough is a typed refusal."""
    assert find_reason(confidence, CALIBRATION, SOME, held=60) is reason


@pytest.mark.parametrize("confidence", [0.0, 1.0])
@pytest.mark.parametrize(
    ("held", "reason"),
    [(0, AbstentionReason.EMPTY_INDEX), (60, AbstentionReason.OUT_OF_RANGE)],
)
def test_where_nothing_was_searched_what_is_held_tells_why(
    confidence: float, held: int, reason: AbstentionReason
) -> None:
    assert find_reason(confidence, CALIBRATION, NONE, held) is reason


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (AbstentionReason.NO_MATCH, "say nothing about this"),
        (AbstentionReason.WEAK_MATCH, "The nearest passages are given."),
        (AbstentionReason.OUT_OF_RANGE, "Widen the dates or leave a filter out."),
        (AbstentionReason.EMPTY_INDEX, "Stop the service if it runs, then: qa ingest PATH"),
    ],
)
def test_each_reason_says_what_is_and_what_to_do(reason: AbstentionReason, words: str) -> None:
    said = abstain(reason, (ROW,))
    assert words in said.message
    assert said == Abstention(reason, said.message, (ROW,))


def test_every_reason_that_is_found_here_has_its_own_words() -> None:
    found = set(AbstentionReason) - {AbstentionReason.MODEL_DECLINED}
    assert len({abstain(reason).message for reason in found}) == len(found)
