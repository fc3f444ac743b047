"""Saying that the articles do not say."""

from qa_service.answering.confidence import Calibration
from qa_service.domain.answers import Abstention, AbstentionReason, Searched, SearchRow

_MESSAGES = {
    AbstentionReason.NO_MATCH: (
        "The articles say nothing about this. Ask in other words, or add articles that do."
    ),
    AbstentionReason.WEAK_MATCH: (
        "The articles come near this but do not answer it. The nearest passages are given."
    ),
    AbstentionReason.OUT_OF_RANGE: (
        "No article passes the filters. Widen the dates or leave a filter out."
    ),
    AbstentionReason.EMPTY_INDEX: (
        "There are no articles to search yet. Stop the service if it runs, then: qa ingest PATH"
    ),
}


def abstain(reason: AbstentionReason, nearest: tuple[SearchRow, ...] = ()) -> Abstention:
    """With the reason in a reader's words."""
    return Abstention(reason, _MESSAGES[reason], nearest)


def find_reason(
    confidence: float, calibration: Calibration, searched: Searched, held: int
) -> AbstentionReason | None:
    """Why the question is refused; None: it is answered.

    `held`: passages in the indexes, whether they pass the filters or not.
    """
    if not held:
        return AbstentionReason.EMPTY_INDEX
    if not searched.passages:
        return AbstentionReason.OUT_OF_RANGE
    if confidence >= calibration.answer_from:
        return None
    if confidence >= calibration.near_from:
        return AbstentionReason.WEAK_MATCH
    return AbstentionReason.NO_MATCH
