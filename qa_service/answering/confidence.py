"""How likely the evidence holds the answer: a logistic over what tells answerable questions from others.

Made by `scripts/train_confidence.py` from questions whose own paragraph was left out of the index.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from qa_service.domain.passages import Evidence

CALIBRATION_FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Signs:
    """What is looked at, taken from the best sentence unless said otherwise."""

    score: float
    passage_coverage: float
    sentence_coverage: float
    late: float
    passage_late: float
    sentence_similarity: float
    passage_similarity: float
    weakest_word: float
    passage_weakest_word: float
    bigrams: float
    asked_kind: float
    best_coverage: float
    """Greatest coverage of any passage."""
    best_late: float
    """Greatest late interaction of any sentence."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A weight a sign, and from which confidence an answer is given."""

    weights: Signs
    bias: float
    answer_from: float
    """Below it the question is refused."""
    near_from: float
    """Below it not even the topic is in the articles."""


def read_calibration(path: Path = CALIBRATION_FILE) -> Calibration:
    """From its file; a missing or unknown name is a `TypeError` or `KeyError`."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        Signs(**stored["weights"]), stored["bias"], stored["answer_from"], stored["near_from"]
    )


def find_signs(evidence: Sequence[Evidence]) -> Signs:
    """Of evidence that is ranked, best first, and not empty."""
    best = evidence[0].sentences[0]
    of_all = [sentence.signals for one in evidence for sentence in one.sentences]
    return Signs(
        score=best.score,
        passage_coverage=best.signals.passage_coverage,
        sentence_coverage=best.signals.sentence_coverage,
        late=best.signals.late,
        passage_late=best.signals.passage_late,
        sentence_similarity=best.signals.sentence_similarity,
        passage_similarity=best.signals.passage_similarity,
        weakest_word=best.signals.weakest_word,
        passage_weakest_word=best.signals.passage_weakest_word,
        bigrams=best.signals.bigrams,
        asked_kind=best.signals.asked_kind,
        best_coverage=max(one.passage_coverage for one in of_all),
        best_late=max(one.late for one in of_all),
    )


def confidence(evidence: Sequence[Evidence], calibration: Calibration) -> float:
    """Between 0 and 1; 0 for no evidence."""
    if not evidence:
        return 0.0
    signs = find_signs(evidence)
    total = calibration.bias + sum(
        getattr(calibration.weights, one.name) * getattr(signs, one.name) for one in fields(Signs)
    )
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))
