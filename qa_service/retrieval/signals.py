"""What speaks for each sentence (`domain.passages.Signals`), for all candidates at once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from qa_service.domain.passages import Candidate, EncodedSentence, Signals
from qa_service.retrieval.asked import Asked, holds_new_value
from qa_service.retrieval.late_signals import measure_late
from qa_service.retrieval.lexical_signals import measure_lexical
from qa_service.retrieval.probe import Probe

Floats = npt.NDArray[np.float32]
Table = npt.NDArray[np.float32]
"""One row a sentence, one column a field of `Signals`, in its order."""

FIELDS = tuple(Signals.__dataclass_fields__)


def measure(probe: Probe, candidates: Sequence[Candidate]) -> Table:
    """Signals of every sentence of every candidate, in their order."""
    held = [one for one in candidates if one.sentences]
    sentences = [sentence for one in held for sentence in one.sentences]
    if not sentences:
        return np.zeros((0, len(FIELDS)), dtype=np.float32)
    columns = {
        **measure_lexical(probe, held, sentences),
        **measure_late(probe, sentences, [len(one.sentences) for one in held]),
        **_similarities(probe, held, sentences),
        **_form(probe, held),
    }
    return np.stack([columns[name] for name in FIELDS], axis=1).astype(np.float32)


def as_signals(table: Table) -> list[Signals]:
    """One for each row."""
    return [Signals(*row) for row in table.tolist()]


def _similarities(
    probe: Probe, candidates: Sequence[Candidate], sentences: Sequence[EncodedSentence]
) -> dict[str, Floats]:
    passages = _matrix([one.vector for one in candidates]) @ probe.passage_vector
    return {
        "passage_similarity": np.repeat(passages, [len(one.sentences) for one in candidates]),
        "context_similarity": _matrix([one.context_vector for one in sentences]) @ probe.vector,
        "sentence_similarity": _matrix([one.vector for one in sentences]) @ probe.vector,
    }


def _matrix(vectors: Sequence[bytes]) -> Floats:
    joined = np.frombuffer(b"".join(vectors), dtype=np.float16)
    return joined.reshape(len(vectors), -1).astype(np.float32)


def _form(probe: Probe, candidates: Sequence[Candidate]) -> dict[str, Floats]:
    opening = [1.0 / (1.0 + one.passage.position) for one in candidates for _ in one.sentences]
    if probe.asked is Asked.OTHER:
        kinds = [0.0] * len(opening)
    else:
        known = frozenset(probe.terms)
        kinds = [
            1.0 if holds_new_value(_words_of(one, sentence), probe.asked, known) else -1.0
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
