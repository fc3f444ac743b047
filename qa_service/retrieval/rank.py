"""A learned linear rank of sentences: a weight a signal, made by `scripts/train.py`."""

import json
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path

from qa_service.domain.articles import Sentence
from qa_service.domain.passages import Candidate, Evidence, ScoredSentence, Signals
from qa_service.retrieval.probe import Probe
from qa_service.retrieval.signals import as_signals, measure

WEIGHTS_FILE = Path(__file__).with_name("rank_weights.json")


def read_weights(path: Path = WEIGHTS_FILE) -> Signals:
    """The weight of each signal; a missing or unknown name is a `TypeError`."""
    return Signals(**json.loads(path.read_text(encoding="utf-8"))["weights"])


def rank(probe: Probe, candidates: Sequence[Candidate], weights: Signals) -> list[Evidence]:
    """Evidence, best first: a passage is as good as its best sentence."""
    held = [one for one in candidates if one.sentences]
    rows = iter(measure(probe, held))
    evidence = [
        Evidence(
            one.source,
            one.passage,
            one.paragraphs,
            tuple(
                ScoredSentence(
                    Sentence(sentence.start, sentence.end),
                    sentence.paragraph,
                    0.0,
                    as_signals(next(rows)),
                )
                for sentence in one.sentences
            ),
        )
        for one in held
    ]
    return rerank(evidence, weights)


def rerank(evidence: Sequence[Evidence], weights: Signals) -> list[Evidence]:
    """The same evidence, scored by these weights."""
    factors = astuple(weights)
    scored = [
        replace(
            one,
            sentences=tuple(
                sorted(
                    (
                        replace(sentence, score=_dot(astuple(sentence.signals), factors))
                        for sentence in one.sentences
                    ),
                    key=lambda sentence: (-sentence.score, sentence.span.start),
                )
            ),
        )
        for one in evidence
    ]
    return sorted(scored, key=lambda one: (-one.score, one.passage.id))


def _dot(values: Sequence[float], factors: Sequence[float]) -> float:
    return sum(value * factor for value, factor in zip(values, factors, strict=True))
