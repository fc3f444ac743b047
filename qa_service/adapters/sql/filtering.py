"""Which articles pass a filter, what would be searched, and exact search through what passes."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, select

from qa_service.adapters.sql.schema import ARTICLES, INDEXES, PASSAGE_VECTORS, PASSAGES, REVISIONS
from qa_service.domain.answers import Searched
from qa_service.domain.errors import BadFilter
from qa_service.domain.passages import Filters, Hit
from qa_service.domain.vectors import Vector

_CURRENT = ARTICLES.c.current_key == REVISIONS.c.key
_MOST_NAMES = 5_000
"""A database takes only so many parameters."""
_ROWS_AT_ONCE = 1024
"""Few enough for their matrix to stay in the processor's cache."""


def scan(
    connection: Connection, vector: Vector, indexes: Sequence[str], filters: Filters, k: int
) -> list[Hit]:
    """The nearest passages by exact search; equal scores in the order of their ids."""
    query = (
        select(PASSAGES.c.id, PASSAGE_VECTORS.c.vector)
        .join(PASSAGE_VECTORS, PASSAGE_VECTORS.c.passage_key == PASSAGES.c.key)
        .join(ARTICLES, ARTICLES.c.current_key == PASSAGES.c.revision_key)
        .join(REVISIONS, _CURRENT)
        .where(ARTICLES.c.index_name.in_(indexes), *_passing(filters), *_in_time(filters))
    )
    wanted = np.frombuffer(vector, "<f2").astype(np.float32)
    best: list[Hit] = []
    for rows in connection.execute(query).partitions(_ROWS_AT_ONCE):
        ids, vectors = zip(*rows, strict=True)
        matrix = np.frombuffer(b"".join(vectors), "<f2").reshape(len(ids), -1)
        scores = matrix.astype(np.float32) @ wanted
        order = np.argsort(-scores, kind="stable")[:k] if k < len(ids) else range(len(ids))
        best += [Hit(ids[place], float(scores[place])) for place in order]
        best = sorted(best, key=lambda hit: (-hit.score, hit.passage_id))[: max(k, 0)]
    return best


def find_passing(connection: Connection, passage_ids: Sequence[str], filters: Filters) -> set[str]:
    """Those of the passages whose articles pass the filters."""
    query = (
        select(PASSAGES.c.id)
        .join(ARTICLES, ARTICLES.c.current_key == PASSAGES.c.revision_key)
        .join(REVISIONS, _CURRENT)
        .where(PASSAGES.c.id.in_(passage_ids), *_passing(filters), *_in_time(filters))
    )
    return set(connection.execute(query).scalars())


def count_searched(connection: Connection, indexes: Sequence[str], filters: Filters) -> Searched:
    """How much would be searched, and how many articles are left out for having no date."""
    if filters.is_empty:
        sizes = select(func.sum(INDEXES.c.articles), func.sum(INDEXES.c.passages))
        articles, passages = connection.execute(sizes.where(INDEXES.c.name.in_(indexes))).one()
        return Searched(articles or 0, passages or 0)
    known = [ARTICLES.c.index_name.in_(indexes), *_passing(filters)]
    counts = select(func.count(), func.sum(REVISIONS.c.passages)).select_from(ARTICLES)
    counts = counts.join(REVISIONS, _CURRENT).where(*known)
    articles, passages = connection.execute(counts.where(*_in_time(filters))).one()
    undated = 0
    if filters.is_dated:
        query = counts.where(REVISIONS.c.published_at.is_(None))
        undated = connection.execute(query).one()[0]
    return Searched(articles, passages or 0, undated)


def _passing(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if len(filters.articles) + len(filters.publishers) > _MOST_NAMES:
        raise BadFilter(
            f"A filter may name at most {_MOST_NAMES:,} articles and publishers.", "Name fewer."
        )
    if filters.articles:
        conditions.append(ARTICLES.c.id.in_(filters.articles))
    if filters.publishers:
        conditions.append(REVISIONS.c.publisher.in_(filters.publishers))
    return conditions


def _in_time(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.first_day is not None:
        conditions.append(REVISIONS.c.published_at >= filters.first_day)
    if filters.last_day is not None:
        conditions.append(REVISIONS.c.published_at <= filters.last_day)
    return conditions
