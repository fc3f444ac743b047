"""Signals by late interaction (ColBERT, arXiv 2004.12832), without training: means of best matches.

A sentence's own tokens were encoded behind the sentence before it, so that a pronoun there carries
what it stands for.
"""

from collections.abc import Collection, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from qa_service.domain.passages import EncodedSentence
from qa_service.domain.vectors import TOKEN_DIMENSIONS
from qa_service.retrieval.probe import Probe

Floats = npt.NDArray[np.float32]

_UNTOLD = 0.7
"""Stands for the match of a word that the question does not have: a middling one."""


def measure_late(
    probe: Probe, sentences: Sequence[EncodedSentence], sizes: Sequence[int]
) -> dict[str, Floats]:
    """Columns, one value a sentence; `sizes`: sentences of each passage, in order."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    own, context = _best_matches(probe, sentences)
    passage = np.maximum.reduceat(own, [0, *accumulate(sizes)][:-1], axis=0)
    weight = probe.token_weights / (probe.token_weights.sum() or 1.0)
    own_words, passage_words = _by_word(probe, own), _by_word(probe, passage)
    plain = [place for place in range(len(probe.terms)) if place not in probe.names]
    focus = [] if probe.focus is None else [probe.focus]
    return {
        "late": own @ weight,
        "context_late": context @ weight,
        "passage_late": (passage @ weight)[owner],
        "plain_late": _mean(own_words, plain),
        "passage_plain_late": _mean(passage_words, plain)[owner],
        "weakest_word": own_words.min(axis=1),
        "passage_weakest_word": passage_words.min(axis=1)[owner],
        "focus": _mean(_by_word(probe, context), focus),
    }


def _best_matches(probe: Probe, sentences: Sequence[EncodedSentence]) -> tuple[Floats, Floats]:
    """For each sentence and token of the question: the best match in it, and in it with context."""
    if not len(probe.tokens):
        nothing = np.zeros((len(sentences), 0), dtype=np.float32)
        return nothing, nothing
    joined = np.frombuffer(b"".join(one.tokens for one in sentences), dtype=np.int8)
    rows = joined.reshape(-1, TOKEN_DIMENSIONS).astype(np.float32)
    similarity = rows @ (probe.tokens.T / np.float32(127))
    starts = np.array([0, *accumulate(len(one.tokens) // TOKEN_DIMENSIONS for one in sentences)])
    own_starts = starts[:-1] + [one.lead_rows for one in sentences]
    bounds = np.stack([own_starts, starts[1:]], axis=1).ravel()[:-1]
    own = np.maximum.reduceat(similarity, bounds, axis=0)[::2]
    return own, np.maximum.reduceat(similarity, starts[:-1], axis=0)


def _by_word(probe: Probe, best: Floats) -> Floats:
    """One column a term: the mean over its tokens; a sign without tokens matches middling."""
    columns = [
        best[:, list(rows)].mean(axis=1) if rows else np.full(len(best), _UNTOLD)
        for rows in probe.rows
    ]
    untold = [np.full(len(best), _UNTOLD)]
    return np.stack(columns or untold, axis=1).astype(np.float32)


def _mean(words: Floats, places: Collection[int]) -> Floats:
    if not places:
        return np.full(len(words), _UNTOLD, dtype=np.float32)
    return np.asarray(words[:, list(places)].mean(axis=1), dtype=np.float32)
