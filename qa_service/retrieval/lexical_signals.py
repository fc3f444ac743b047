"""Signals by exact terms: coverage, BM25, names, numbers, neighbouring words."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from qa_service.domain.passages import Candidate, EncodedSentence
from qa_service.domain.words import STOP_TERMS, terms
from qa_service.retrieval.probe import Probe

Floats = npt.NDArray[np.float32]

_K1, _B = 1.2, 0.75  # BM25's customary values
_SENTENCE_WORDS, _PASSAGE_WORDS = 25.0, 90.0
"""Typical lengths against which BM25 judges: fixed, so that scores compare between corpora."""


def measure_lexical(
    probe: Probe, candidates: Sequence[Candidate], sentences: Sequence[EncodedSentence]
) -> dict[str, Floats]:
    """Columns, one value a sentence."""
    owner = np.repeat(np.arange(len(candidates)), [len(one.sentences) for one in candidates])
    counts = _count(probe, sentences)
    lengths = np.array([len(sentence.terms) for sentence in sentences], dtype=np.float32)
    passage_counts = np.zeros((len(candidates), len(probe.terms)), dtype=np.float32)
    np.add.at(passage_counts, owner, counts)
    passage_lengths = np.bincount(owner, weights=lengths, minlength=len(candidates))
    article_counts = _article_counts(probe, candidates, passage_counts)
    with_previous = counts.copy()
    same = owner[1:] == owner[:-1]
    with_previous[1:][same] += counts[:-1][same]
    return {
        "passage_coverage": _coverage(passage_counts, probe.idf)[owner],
        "sentence_coverage": _coverage(counts, probe.idf),
        "context_coverage": _coverage(with_previous, probe.idf),
        "article_coverage": _coverage(article_counts, probe.idf)[owner],
        "sentence_bm25": _bm25(counts, lengths / _SENTENCE_WORDS, probe.idf),
        "passage_bm25": _bm25(passage_counts, passage_lengths / _PASSAGE_WORDS, probe.idf)[owner],
        "names": _share(passage_counts, probe.names)[owner],
        "article_names": _share(article_counts, probe.names)[owner],
        "numbers": _share(counts, probe.numbers),
        "bigrams": _bigrams(probe, sentences),
        "length": np.minimum(lengths / 40.0, 1.0),
    }


def _count(probe: Probe, sentences: Sequence[EncodedSentence]) -> Floats:
    wanted = {term: column for column, term in enumerate(probe.terms)}
    counts = np.zeros((len(sentences), len(wanted)), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        for term in sentence.terms:
            if (column := wanted.get(term)) is not None:
                counts[row, column] += 1
    return counts


@lru_cache(maxsize=4096)
def _title_terms(title: str) -> frozenset[str]:
    return frozenset(terms(title))


def _article_counts(probe: Probe, candidates: Sequence[Candidate], counts: Floats) -> Floats:
    """For each candidate, the terms in its article's headline and all its article's candidates."""
    totals: dict[str, Floats] = {}
    for candidate, own in zip(candidates, counts, strict=True):
        name = candidate.source.article_id
        if name not in totals:
            title = _title_terms(candidate.source.title)
            totals[name] = np.array([term in title for term in probe.terms], dtype=np.float32)
        totals[name] = totals[name] + own
    return np.stack([totals[one.source.article_id] for one in candidates])


def _coverage(counts: Floats, idf: Floats) -> Floats:
    total = float(idf.sum()) or 1.0
    return np.asarray(((counts > 0) * idf).sum(axis=1) / total, dtype=np.float32)


def _share(counts: Floats, places: Collection[int]) -> Floats:
    if not places:
        return np.ones(len(counts), dtype=np.float32)
    return np.asarray((counts[:, list(places)] > 0).mean(axis=1), dtype=np.float32)


def _bm25(counts: Floats, relative_length: npt.NDArray[np.floating], idf: Floats) -> Floats:
    """As a share of the most it could be, which is every term without end."""
    norm = _K1 * (1 - _B + _B * relative_length)[:, None]
    total = float(idf.sum()) * (_K1 + 1) or 1.0
    gains = counts * (_K1 + 1) / (counts + norm) * idf
    return np.asarray(gains.sum(axis=1) / total, dtype=np.float32)


def _bigrams(probe: Probe, sentences: Sequence[EncodedSentence]) -> Floats:
    if not probe.pairs:
        return np.zeros(len(sentences), dtype=np.float32)
    shares = []
    for sentence in sentences:
        content = [term for term in sentence.terms if term not in STOP_TERMS]
        shares.append(len(probe.pairs.intersection(pairwise(content))) / len(probe.pairs))
    return np.array(shares, dtype=np.float32)
