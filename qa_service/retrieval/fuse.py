"""Fusing ranked lists."""

from collections.abc import Iterable, Sequence

from qa_service.domain.passages import Hit


def fuse(lists: Iterable[Sequence[Hit]], smoothing: int = 60) -> list[Hit]:
    """Reciprocal rank fusion, best first (Cormack et al., SIGIR 2009; `smoothing` is their k)."""
    scores: dict[str, float] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, start=1):
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + 1.0 / (smoothing + rank)
    return [
        Hit(name, score)
        for name, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    ]
