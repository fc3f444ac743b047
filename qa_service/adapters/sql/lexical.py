"""Lexical search by SQLite's FTS5: the one module that knows it and that another database replaces.

The full-text table keeps no text: its content is the view `published_terms`, so that `rebuild` and
`integrity-check` know what must be in it. It is written here and not by triggers, which a migration
that rebuilds a table would drop silently. Such a migration of `passages` or `articles` must drop
the view first and make it again. The tokenizer parts at white space only, so that the terms are
exactly the ones that the analysis made.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, select, text

from qa_service.adapters.sql.engine import Transactions
from qa_service.adapters.sql.rows import is_term, split_terms
from qa_service.adapters.sql.schema import INDEXES, TERM_COUNTS
from qa_service.domain.passages import Hit, TermCounts

_TITLE_WEIGHT = 3.0
_FREQUENT = 0.05
"""Terms in a greater share of the passages are dropped: FTS5 scores every row with any term."""
_ALWAYS_KEPT = 2
_SMALL = 1000
"""Passages: in fewer, every term may stay."""
_MOST_TERMS = 64
"""Of a query, the rarest; more would only cost time."""
_MOST_VARIABLES = 500
_DEEPER = 5
"""Times `k` that are looked at where other indexes' passages may be among the best: looking up
the index of every match takes three times as long, and is done only where these do not suffice."""

_COUNTS = (
    select(TERM_COUNTS.c.term, func.sum(TERM_COUNTS.c.passages))
    .where(TERM_COUNTS.c.index_name.in_(bindparam("indexes", expanding=True)))
    .where(TERM_COUNTS.c.term.in_(bindparam("terms", expanding=True)))
    .group_by(TERM_COUNTS.c.term)
)
_SIZES = select(INDEXES.c.name, INDEXES.c.passages)

_BEST = text(
    f"""SELECT passages.id, found.score, articles.index_name FROM (
            SELECT rowid AS key, -bm25(lexical, {_TITLE_WEIGHT}, 1.0) AS score
            FROM lexical WHERE lexical MATCH :query ORDER BY score DESC, rowid LIMIT :k
        ) AS found JOIN passages ON passages.key = found.key
        JOIN articles ON articles.current_key = passages.revision_key
        ORDER BY found.score DESC, found.key"""
)
_BEST_OF_SOME = text(
    f"""SELECT passages.id, -bm25(lexical, {_TITLE_WEIGHT}, 1.0) AS score
        FROM lexical JOIN passages ON passages.key = lexical.rowid
        JOIN articles ON articles.current_key = passages.revision_key
        WHERE lexical MATCH :query AND articles.index_name IN :indexes
        ORDER BY score DESC, passages.key LIMIT :k"""
).bindparams(bindparam("indexes", expanding=True))

_ADD = text(
    """INSERT INTO lexical (rowid, title_terms, body_terms)
       SELECT key, title_terms, body_terms FROM passages WHERE revision_key = :revision_key"""
)
_REMOVE = text(
    """INSERT INTO lexical (lexical, rowid, title_terms, body_terms)
       SELECT 'delete', key, title_terms, body_terms FROM passages
       WHERE revision_key = :revision_key"""
)
_TERMS = text("SELECT title_terms, body_terms FROM passages WHERE revision_key = :revision_key")
_COUNT_UP = text(
    """INSERT INTO term_counts (index_name, term, passages) VALUES (:index, :term, :count)
       ON CONFLICT (index_name, term)
       DO UPDATE SET passages = term_counts.passages + excluded.passages"""
)
_COUNT_DOWN = text(
    "UPDATE term_counts SET passages = passages - :count WHERE index_name = :index AND term = :term"
)
_FORGET = text(
    "DELETE FROM term_counts WHERE index_name = :index AND term = :term AND passages <= 0"
)


class SqlLexicalIndex:
    """The port `LexicalIndex`. Terms with white space or control characters match nothing."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def search(self, terms: Sequence[str], indexes: Sequence[str], k: int) -> list[Hit]:
        """Passages that hold any of the terms, best first by BM25 with the title weighted."""
        return await self._transactions.read(_search, terms, tuple(indexes), k)

    async def count_terms(self, terms: Sequence[str], indexes: Sequence[str]) -> TermCounts:
        """Document frequencies over the indexes' published passages; a term in none counts 0."""
        return await self._transactions.read(_count_terms, terms, tuple(indexes))


def add_entries(connection: Connection, index: str, revision_key: int) -> None:
    """Make a revision's passages findable."""
    connection.execute(_ADD, {"revision_key": revision_key})
    counts = _counted(connection, index, revision_key)
    if counts:
        connection.execute(_COUNT_UP, counts)


def remove_entries(connection: Connection, index: str, revision_key: int) -> None:
    """Make them unfindable; needs the passages' rows, which may go only afterwards."""
    connection.execute(_REMOVE, {"revision_key": revision_key})
    counts = _counted(connection, index, revision_key)
    if counts:
        connection.execute(_COUNT_DOWN, counts)
        connection.execute(_FORGET, counts)


def _counted(connection: Connection, index: str, revision_key: int) -> list[dict[str, object]]:
    counts: Counter[str] = Counter()
    for title, body in connection.execute(_TERMS, {"revision_key": revision_key}):
        counts.update({*split_terms(title), *split_terms(body)})
    return [{"index": index, "term": term, "count": count} for term, count in counts.items()]


def _search(
    connection: Connection, terms: Sequence[str], indexes: tuple[str, ...], k: int
) -> list[Hit]:
    counts = _count_terms(connection, terms, indexes)
    chosen = _worth_asking(counts)
    if not chosen or k <= 0:
        return []
    query = " OR ".join('"' + term.replace('"', '""') + '"' for term in chosen)
    filled = {name for name, passages in connection.execute(_SIZES) if passages}
    depth = k if filled <= set(indexes) else k * _DEEPER
    rows = connection.execute(_BEST, {"query": query, "k": depth}).all()
    hits = [Hit(passage_id, score) for passage_id, score, index in rows if index in indexes][:k]
    if len(hits) == k or len(rows) < depth:
        return hits
    some = connection.execute(_BEST_OF_SOME, {"query": query, "k": k, "indexes": indexes})
    return [Hit(passage_id, score) for passage_id, score in some]


def _worth_asking(counts: TermCounts) -> list[str]:
    """Terms that occur, without the frequent ones, rarest first."""
    present = {term: count for term, count in counts.counts.items() if count}
    rarest = sorted(present, key=lambda term: (present[term], term))
    if counts.passages > _SMALL:
        limit = counts.passages * _FREQUENT
        rarest = [
            term
            for place, term in enumerate(rarest)
            if place < _ALWAYS_KEPT or present[term] <= limit
        ]
    return rarest[:_MOST_TERMS]


def _count_terms(
    connection: Connection, terms: Sequence[str], indexes: tuple[str, ...]
) -> TermCounts:
    asked = list(dict.fromkeys(terms))
    found: dict[str, int] = {}
    usable = [term for term in asked if is_term(term)]
    for first in range(0, len(usable), _MOST_VARIABLES):
        some = usable[first : first + _MOST_VARIABLES]
        found.update(_as_counts(connection, some, indexes))
    sizes: Mapping[str, int] = dict(connection.execute(_SIZES).all())
    passages = sum(sizes.get(name, 0) for name in set(indexes))
    return TermCounts(passages, {term: found.get(term, 0) for term in asked})


def _as_counts(
    connection: Connection, terms: Sequence[str], indexes: tuple[str, ...]
) -> dict[str, int]:
    rows = connection.execute(_COUNTS, {"terms": terms, "indexes": indexes})
    return dict(rows.all())
