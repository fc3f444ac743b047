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
from qa_service.retrieval.asked import Asked, find_asked, find_focus

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
    rows: tuple[tuple[int, ...], ...]
    """For each term, the rows in `tokens` of its first word; a sign without tokens has none."""
    names: frozenset[int]
    """Which terms are of words written as names."""
    numbers: frozenset[int]
    focus: int | None
    """The term of the noun that is asked for, where the question's form tells."""


def make_probe(text: str, encoding: Encoding, passage_vector: Vector, counts: TermCounts) -> Probe:
    """Analyse a question; `counts` are the document frequencies of its terms."""
    found = find_words(text)
    content = [word for word in found if not word.is_stop] or found
    first = {word.term: word for word in reversed(content)}
    kept = tuple(dict.fromkeys(word.term for word in content))
    idf = {term: _idf(counts, term) for term in kept}
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
        token_weights=_token_weights(content, encoding.offsets, idf),
        rows=tuple(_rows_of(first[term], encoding.offsets) for term in kept),
        names=frozenset(place for place, term in enumerate(kept) if _is_name(text, first[term])),
        numbers=frozenset(
            place for place, term in enumerate(kept) if text[first[term].start].isdigit()
        ),
        focus=_find_focus(text, content, kept),
    )


def _is_name(text: str, word: Word) -> bool:
    """A capital that neither the question's beginning nor its being all capitals explains."""
    return bool(text[: word.start].strip()) and text[word.start].isupper() and not text.isupper()


def _find_focus(text: str, content: Sequence[Word], kept: tuple[str, ...]) -> int | None:
    begin = find_focus(text)
    if begin is None:
        return None
    return next((kept.index(word.term) for word in content if word.start >= begin), None)


def _token_weights(
    content: Sequence[Word], offsets: tuple[tuple[int, int], ...], idf: Mapping[str, float]
) -> Floats:
    """A rare word's tokens weigh more: 1 for the mean idf of the question's content words."""
    weights = np.full(len(offsets), _MINOR_WEIGHT, dtype=np.float32)
    mean = sum(idf.values()) / max(len(idf), 1) or 1.0
    for word in content:
        weights[list(_rows_of(word, offsets))] = idf[word.term] / mean
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
