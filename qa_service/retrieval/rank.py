"""A learned linear rank of sentences: a weight a signal, made by `scripts/train_rank.py`."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

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
    table = measure(probe, candidates)
    scores = table @ np.array(astuple(weights), dtype=np.float32)
    evidence: list[Evidence] = []
    row = 0
    for candidate in candidates:
        scored = []
        for sentence in candidate.sentences:
            span = Sentence(sentence.start, sentence.end)
            signals = as_signals(table[row])
            scored.append(ScoredSentence(span, sentence.paragraph, float(scores[row]), signals))
            row += 1
        if scored:
            scored.sort(key=lambda one: (-one.score, one.span.start))
            evidence.append(
                Evidence(candidate.source, candidate.passage, candidate.paragraphs, tuple(scored))
            )
    return sorted(evidence, key=lambda one: (-one.score, one.passage.id))
