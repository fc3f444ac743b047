"""The question as ranking sees it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from qa_service.domain.passages import TermCounts
from qa_service.domain.vectors import TOKEN_DIMENSIONS, Encoding, Vector
from qa_service.domain.words import Word, find_words
from qa_service.retrieval.asked import Asked, find_asked

Floats = npt.NDArray[np.float32]

_MINOR_WEIGHT = 0.2
"""Of stop words and punctuation in late interaction (`docs/figures.md` holds what was measured)."""


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A question, analysed once for all candidates."""

    text: str
    asked: Asked
    terms: tuple[str, ...]
    """Content terms, each once, in order."""
    idf: Floats
    """One a term."""
    pairs: frozenset[tuple[str, str]]
    """Neighbouring content terms."""
    vector: Floats
    """In the sentence encoder's space."""
    passage_vector: Floats
    """In the passages' space, which may be another model's."""
    tokens: Floats
    """One unit row a token."""
    token_weights: Floats
    words: tuple[tuple[int, ...], ...]
    """For each content word, its rows in `tokens`."""


def make_probe(text: str, encoding: Encoding, passage_vector: Vector, counts: TermCounts) -> Probe:
    """Analyse a question; `counts` are the document frequencies of its terms."""
    found = find_words(text)
    content = [word for word in found if not word.is_stop] or found
    kept = tuple(dict.fromkeys(word.term for word in content))
    idf = {term: _idf(counts, term) for term in kept}
    rows = [(word, _rows_of(word, encoding.offsets)) for word in content]
    tokens = np.frombuffer(encoding.tokens, dtype=np.int8).reshape(-1, TOKEN_DIMENSIONS)
    return Probe(
        text=text,
        asked=find_asked(text),
        terms=kept,
        idf=np.array(list(idf.values()), dtype=np.float32),
        pairs=frozenset(pairwise(word.term for word in content)),
        vector=_floats(encoding.vector),
        passage_vector=_floats(passage_vector),
        tokens=tokens.astype(np.float32) / np.float32(127),
        token_weights=_token_weights(len(tokens), rows, idf),
        words=tuple(places for _, places in rows if places),
    )


def _token_weights(
    tokens: int, rows: Sequence[tuple[Word, tuple[int, ...]]], idf: Mapping[str, float]
) -> Floats:
    """A rare word's tokens weigh more: 1 for the mean idf of the question's content words."""
    weights = np.full(tokens, _MINOR_WEIGHT, dtype=np.float32)
    mean = sum(idf.values()) / max(len(idf), 1) or 1.0
    for word, places in rows:
        weights[list(places)] = idf[word.term] / mean
    return weights


def _floats(vector: Vector) -> Floats:
    return np.frombuffer(vector, dtype=np.float16).astype(np.float32)


def _rows_of(word: Word, offsets: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    return tuple(
        row for row, (start, end) in enumerate(offsets) if start < word.end and end > word.start
    )


def _idf(counts: TermCounts, term: str) -> float:
    """Robertson and Sparck Jones's, kept positive as in Lucene."""
    seen = counts.counts.get(term, 0)
    return math.log(1.0 + (counts.passages - seen + 0.5) / (seen + 0.5))
