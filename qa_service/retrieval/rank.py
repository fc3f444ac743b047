"""A learned linear rank of sentences: a weight a signal, made by `scripts/train.py`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import numpy as np

from qa_service.domain.articles import Sentence
from qa_service.domain.passages import Candidate, Evidence, ScoredSentence, Signals
from qa_service.domain.words import STOP_TERMS
from qa_service.retrieval.probe import Probe
from qa_service.retrieval.signals import FIELDS, as_signals, measure

WEIGHTS_FILE = Path(__file__).with_name("rank_weights.json")

_values = attrgetter(*FIELDS)


def read_weights(path: Path = WEIGHTS_FILE) -> Signals:
    """The weight of each signal; a missing or unknown name is a `TypeError`."""
    return Signals(**json.loads(path.read_text(encoding="utf-8"))["weights"])


def rank(probe: Probe, candidates: Sequence[Candidate], weights: Signals) -> list[Evidence]:
    """Evidence, best first: a passage is as good as its best sentence."""
    held = [one for one in candidates if one.sentences]
    table = measure(probe, held)
    scores = table @ np.array(_values(weights), dtype=np.float32)
    rows = zip(as_signals(table), scores.tolist(), strict=True)
    return _in_order(
        Evidence(
            one.source,
            one.passage,
            one.paragraphs,
            tuple(
                ScoredSentence(
                    Sentence(sentence.start, sentence.end),
                    sentence.paragraph,
                    score,
                    signals,
                    frozenset(sentence.terms) - STOP_TERMS,
                )
                # The passage's sentences come first: they end a passage, the rows must not.
                for sentence, (signals, score) in zip(one.sentences, rows, strict=False)
            ),
        )
        for one in held
    )


def rerank(evidence: Iterable[Evidence], weights: Signals) -> list[Evidence]:
    """The same evidence, scored by these weights."""
    factors = _values(weights)
    return _in_order(
        replace(
            one,
            sentences=tuple(
                replace(sentence, score=_dot(_values(sentence.signals), factors))
                for sentence in one.sentences
            ),
        )
        for one in evidence
    )


def _in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    sorted_within = [
        replace(
            one,
            sentences=tuple(sorted(one.sentences, key=lambda each: (-each.score, each.span.start))),
        )
        for one in evidence
    ]
    return sorted(sorted_within, key=lambda one: (-one.score, one.passage.id))


def _dot(values: Sequence[float], factors: Sequence[float]) -> float:
    return sum(value * factor for value, factor in zip(values, factors, strict=True))
