"""What speaks for each sentence (`domain.passages.Signals`), for all candidates at once."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from qa_service.domain.passages import Candidate, EncodedSentence, Signals
from qa_service.domain.vectors import TOKEN_DIMENSIONS
from qa_service.domain.words import STOP_WORDS, terms
from qa_service.retrieval.asked import Asked, holds_new_value
from qa_service.retrieval.probe import Probe

Floats = npt.NDArray[np.float32]
Table = npt.NDArray[np.float32]
"""One row a sentence, one column a field of `Signals`, in its order."""

FIELDS = tuple(Signals.__dataclass_fields__)
_K1, _B = 1.2, 0.75  # BM25's customary values
_SENTENCE_WORDS, _PASSAGE_WORDS = 25.0, 90.0
"""Typical lengths in words, by which BM25 judges length: fixed, so that corpora compare."""


def measure(probe: Probe, candidates: Sequence[Candidate]) -> Table:
    """Signals of every sentence of every candidate, in their order."""
    candidates = [one for one in candidates if one.sentences]
    sentences = [sentence for one in candidates for sentence in one.sentences]
    if not sentences:
        return np.zeros((0, len(FIELDS)), dtype=np.float32)
    sizes = [len(one.sentences) for one in candidates]
    owner = np.repeat(np.arange(len(candidates)), sizes)
    columns = {
        **_lexical(probe, candidates, sentences, owner),
        **_similarities(probe, candidates, sentences, owner),
        **_late(probe, sentences, sizes, owner),
        **_form(probe, candidates, sentences),
    }
    return np.stack([columns[name] for name in FIELDS], axis=1).astype(np.float32)


def as_signals(row: Floats) -> Signals:
    """One row of the table."""
    return Signals(*(float(value) for value in row))


def _lexical(
    probe: Probe,
    candidates: Sequence[Candidate],
    sentences: Sequence[EncodedSentence],
    owner: npt.NDArray[np.int64],
) -> dict[str, Floats]:
    wanted = {term: column for column, term in enumerate(probe.terms)}
    counts = np.zeros((len(sentences), len(wanted)), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        for term in sentence.terms:
            if (column := wanted.get(term)) is not None:
                counts[row, column] += 1
    lengths = np.array([len(sentence.terms) for sentence in sentences], dtype=np.float32)
    passage_counts = np.zeros((len(candidates), len(wanted)), dtype=np.float32)
    np.add.at(passage_counts, owner, counts)
    passage_lengths = np.bincount(owner, weights=lengths, minlength=len(candidates))
    with_previous = counts.copy()
    same = owner[1:] == owner[:-1]
    with_previous[1:][same] += counts[:-1][same]
    articles = _article_counts(probe, candidates, passage_counts)
    return {
        "article_coverage": _coverage(articles, probe.idf)[owner],
        "passage_coverage": _coverage(passage_counts, probe.idf)[owner],
        "sentence_coverage": _coverage(counts, probe.idf),
        "context_coverage": _coverage(with_previous, probe.idf),
        "sentence_bm25": _bm25(counts, lengths / _SENTENCE_WORDS, probe.idf),
        "passage_bm25": _bm25(passage_counts, passage_lengths / _PASSAGE_WORDS, probe.idf)[owner],
        "bigrams": _bigrams(probe, sentences),
        "length": np.minimum(lengths / 40.0, 1.0),
    }


def _article_counts(probe: Probe, candidates: Sequence[Candidate], counts: Floats) -> Floats:
    """For each candidate, the terms in its article's headline and in all that was found of it."""
    totals: dict[str, Floats] = {}
    for candidate, own in zip(candidates, counts, strict=True):
        name = candidate.source.article_id
        if name not in totals:
            title = set(terms(candidate.source.title))
            totals[name] = np.array([term in title for term in probe.terms], dtype=np.float32)
        totals[name] = totals[name] + own
    return np.stack([totals[one.source.article_id] for one in candidates])


def _coverage(counts: Floats, idf: Floats) -> Floats:
    total = float(idf.sum()) or 1.0
    return np.asarray(((counts > 0) * idf).sum(axis=1) / total, dtype=np.float32)


def _bm25(counts: Floats, relative_length: npt.NDArray[np.floating], idf: Floats) -> Floats:
    """As a share of the most it could be, which is every term without end."""
    norm = _K1 * (1 - _B + _B * relative_length)[:, None]
    total = float(idf.sum()) * (_K1 + 1) or 1.0
    scores = (counts * (_K1 + 1) / (counts + norm) * idf).sum(axis=1) / total
    return np.asarray(scores, dtype=np.float32)


def _bigrams(probe: Probe, sentences: Sequence[EncodedSentence]) -> Floats:
    if not probe.pairs:
        return np.zeros(len(sentences), dtype=np.float32)
    shares = []
    for sentence in sentences:
        content = [term for term in sentence.terms if term not in STOP_WORDS]
        shares.append(len(probe.pairs.intersection(pairwise(content))) / len(probe.pairs))
    return np.array(shares, dtype=np.float32)


def _similarities(
    probe: Probe,
    candidates: Sequence[Candidate],
    sentences: Sequence[EncodedSentence],
    owner: npt.NDArray[np.int64],
) -> dict[str, Floats]:
    passages = _matrix([one.vector for one in candidates]) @ probe.passage_vector
    alone = _matrix([one.vector for one in sentences]) @ probe.vector
    context = _matrix([one.context_vector for one in sentences]) @ probe.vector
    return {
        "passage_similarity": passages[owner],
        "context_similarity": context,
        "sentence_similarity": alone,
    }


def _matrix(vectors: Sequence[bytes]) -> Floats:
    joined = np.frombuffer(b"".join(vectors), dtype=np.float16)
    return joined.reshape(len(vectors), -1).astype(np.float32)


def _late(
    probe: Probe,
    sentences: Sequence[EncodedSentence],
    sizes: Sequence[int],
    owner: npt.NDArray[np.int64],
) -> dict[str, Floats]:
    """Late interaction (ColBERT, arXiv 2004.12832), without training: the mean of the best matches.

    A sentence's own tokens were encoded behind the sentence before it, so that a pronoun there
    carries what it stands for.
    """
    if not len(probe.tokens):
        nothing = np.zeros(len(sentences), dtype=np.float32)
        names = ("late", "context_late", "passage_late", "weakest_word", "passage_weakest_word")
        return dict.fromkeys(names, nothing)
    joined = np.frombuffer(b"".join(one.tokens for one in sentences), dtype=np.int8)
    similarity = joined.reshape(-1, TOKEN_DIMENSIONS).astype(np.float32) @ (probe.tokens.T / 127.0)
    starts = np.array([0, *accumulate(len(one.tokens) // TOKEN_DIMENSIONS for one in sentences)])
    context = np.maximum.reduceat(similarity, starts[:-1], axis=0)
    own_starts = starts[:-1] + [one.lead_rows for one in sentences]
    bounds = np.stack([own_starts, starts[1:]], axis=1).ravel()[:-1]
    own = np.maximum.reduceat(similarity, bounds, axis=0)[::2]
    passage = np.maximum.reduceat(own, [0, *accumulate(sizes)][:-1], axis=0)
    weight = probe.token_weights / probe.token_weights.sum()
    return {
        "late": own @ weight,
        "context_late": context @ weight,
        "passage_late": (passage @ weight)[owner],
        "weakest_word": _weakest_word(probe, own),
        "passage_weakest_word": _weakest_word(probe, passage)[owner],
    }


def _weakest_word(probe: Probe, best: Floats) -> Floats:
    if not probe.words:
        return np.zeros(len(best), dtype=np.float32)
    words = [best[:, list(rows)].mean(axis=1) for rows in probe.words]
    return np.asarray(np.stack(words, axis=1).min(axis=1), dtype=np.float32)


def _form(
    probe: Probe, candidates: Sequence[Candidate], sentences: Sequence[EncodedSentence]
) -> dict[str, Floats]:
    opening = [1.0 / (1.0 + one.passage.position) for one in candidates for _ in one.sentences]
    if probe.asked is Asked.OTHER:
        kinds = [0.0] * len(sentences)
    else:
        terms = frozenset(probe.terms)
        kinds = [
            1.0 if holds_new_value(_words_of(one, sentence), probe.asked, terms) else -1.0
            for one in candidates
            for sentence in one.sentences
        ]
    return {
        "asked_kind": np.array(kinds, dtype=np.float32),
        "opening": np.array(opening, dtype=np.float32),
    }


def _words_of(candidate: Candidate, sentence: EncodedSentence) -> str:
    home = next(one for one in candidate.paragraphs if one.number == sentence.paragraph)
    return home.text[sentence.start - home.start : sentence.end - home.start]
