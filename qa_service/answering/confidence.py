"""How likely the evidence holds the answer: a logistic over what tells such questions from others.

Made by `scripts/train.py`.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from qa_service.domain.passages import Evidence, Signals

CALIBRATION_FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Signs:
    """What is looked at: of the best sentence, or the best of any sentence (`best_…`)."""

    score: float
    asked_kind: float
    names: float
    numbers: float
    weakest_word: float
    passage_plain_late: float
    best_article_names: float
    best_plain_late: float
    best_passage_weakest_word: float
    best_sentence_similarity: float
    best_focus: float


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


def _all_signals(evidence: Sequence[Evidence]) -> list[Signals]:
    return [sentence.signals for one in evidence for sentence in one.sentences]


def find_signs(evidence: Sequence[Evidence]) -> Signs:
    """Of evidence that is ranked, best first, and not empty."""
    first = evidence[0].sentences[0]
    every = _all_signals(evidence)
    return Signs(
        score=first.score,
        asked_kind=first.signals.asked_kind,
        names=first.signals.names,
        numbers=first.signals.numbers,
        weakest_word=first.signals.weakest_word,
        passage_plain_late=first.signals.passage_plain_late,
        best_article_names=max(one.article_names for one in every),
        best_plain_late=max(one.plain_late for one in every),
        best_passage_weakest_word=max(one.passage_weakest_word for one in every),
        best_sentence_similarity=max(one.sentence_similarity for one in every),
        best_focus=max(one.focus for one in every),
    )


def confidence(evidence: Sequence[Evidence], calibration: Calibration) -> float:
    """Between 0 and 1; 0 for no evidence, and for none that has a word of the question.

    What is only near in meaning has not been read: so a question in another script, or one of
    no words that the articles know, would be answered by whatever is nearest.
    """
    if not any(one.passage_coverage for one in _all_signals(evidence)):
        return 0.0
    signs = find_signs(evidence)
    total = calibration.bias + sum(
        getattr(calibration.weights, one.name) * getattr(signs, one.name) for one in fields(Signs)
    )
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))
