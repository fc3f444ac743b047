"""Choosing which hits to rank, so that no article and no repeated story fills the list."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

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


def cut_after_distinct(
    candidates: Sequence[Candidate], limit: int, per_article: int | None = None
) -> list[Candidate]:
    """The candidates that hold the first `limit` different texts; copies of them do not count.

    With `per_article`, the texts are spread over the articles as `spread` does it.
    """
    original = dict(_originals(candidates))
    distinct = list(dict.fromkeys(original.values()))
    kept = frozenset(spread(distinct, limit, limit if per_article is None else per_article))
    return [one for one in candidates if original[one.passage.id] in kept]


def is_varied(candidates: Sequence[Candidate], texts: int) -> bool:
    """Whether they hold at least so many different texts, no more than half of one article."""
    of_article = Counter(one.source.article_id for one in candidates)
    if 2 * max(of_article.values(), default=0) > len(candidates):
        return False
    distinct = (name for name, original in _originals(candidates) if name == original)
    return len(list(islice(distinct, texts))) == texts


def _originals(candidates: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """Each passage with the first one that has the same text, give or take a few words."""
    distinct: dict[str, frozenset[str]] = {}
    for candidate in candidates:
        name = candidate.passage.id
        terms = frozenset(chain.from_iterable(one.terms for one in candidate.sentences))
        same = (one for one, other in distinct.items() if _are_copies(terms, other))
        original = next(same, name)
        if original == name:
            distinct[name] = terms
        yield name, original


def _are_copies(left: frozenset[str], right: frozenset[str]) -> bool:
    # Most pairs differ too much in length, which costs less to see than their common terms.
    if min(len(left), len(right)) < _SAME_STORY * max(len(left), len(right)):
        return False
    common = len(left & right)
    return 0 < common >= _SAME_STORY * (len(left) + len(right) - common)
