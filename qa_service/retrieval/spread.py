"""Choosing which hits to rank, so that no article and no repeated story fills the list."""

from collections import Counter
from collections.abc import Sequence

from qa_service.domain.passages import Candidate

_SAME_STORY = 0.8
"""Share of common terms from which two passages count as the same text."""


def spread(ids: Sequence[str], limit: int, per_article: int) -> list[str]:
    """The first `limit`, at most `per_article` of an article while others have some left."""
    taken: list[str] = []
    left: list[str] = []
    seen: Counter[str] = Counter()
    for name in ids:
        article = name.split(":", 1)[0]
        seen[article] += 1
        (taken if seen[article] <= per_article else left).append(name)
    chosen = set([*taken, *left][:limit])
    return [name for name in ids if name in chosen]


def cut_after_distinct(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The first candidates that hold `limit` different texts: copies of a kept one do not count."""
    kept: list[Candidate] = []
    distinct: list[frozenset[str]] = []
    for candidate in candidates:
        terms = _terms(candidate)
        if not any(_overlap(terms, other) >= _SAME_STORY for other in distinct):
            if len(distinct) == limit:
                continue
            distinct.append(terms)
        kept.append(candidate)
    return kept


def is_varied(candidates: Sequence[Candidate], texts: int) -> bool:
    """Whether several articles are among them, and at least so many different texts."""
    distinct: list[frozenset[str]] = []
    for candidate in candidates:
        terms = _terms(candidate)
        if not any(_overlap(terms, other) >= _SAME_STORY for other in distinct):
            distinct.append(terms)
    return len(distinct) >= texts and len({one.source.article_id for one in candidates}) > 1


def _terms(candidate: Candidate) -> frozenset[str]:
    return frozenset(term for one in candidate.sentences for term in one.terms)


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / max(len(left | right), 1)
