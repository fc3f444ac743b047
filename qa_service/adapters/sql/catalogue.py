"""What a reader sees of the articles: one, lists, sizes."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from qa_service.adapters.sql.rows import load_revision
from qa_service.adapters.sql.schema import ARTICLES, INDEXES, REVISIONS
from qa_service.domain.articles import Article, ArticleSummary
from qa_service.domain.errors import BadRequest
from qa_service.domain.ports import Page, Statistics

_MOST_REVISIONS = 2**31 - 1
"""What an integer column holds."""


def find_article(
    connection: Connection, article_id: str, indexes: Sequence[str], revision: int | None
) -> Article | None:
    """A revision of a published article; one filed after the current is not there yet."""
    if revision is not None and not 0 < revision <= _MOST_REVISIONS:
        return None
    query = (
        select(REVISIONS.c.key)
        .join(ARTICLES, ARTICLES.c.key == REVISIONS.c.article_key)
        .where(ARTICLES.c.id == article_id, ARTICLES.c.index_name.in_(indexes))
    )
    if revision is None:
        query = query.where(REVISIONS.c.key == ARTICLES.c.current_key)
    else:
        query = query.where(
            REVISIONS.c.revision == revision, REVISIONS.c.revision <= ARTICLES.c.current_revision
        )
    key = connection.execute(query).scalar_one_or_none()
    return None if key is None else load_revision(connection, key)


def list_articles(
    connection: Connection, indexes: Sequence[str], limit: int, cursor: str | None
) -> Page:
    """Published articles, newest first by when they were added, then by id."""
    query = (
        select(
            ARTICLES.c.id,
            ARTICLES.c.index_name,
            REVISIONS.c.revision,
            REVISIONS.c.title,
            REVISIONS.c.publisher,
            REVISIONS.c.published_at,
            REVISIONS.c.url,
            REVISIONS.c.language,
            REVISIONS.c.citable,
            ARTICLES.c.added_at,
        )
        .join(REVISIONS, REVISIONS.c.key == ARTICLES.c.current_key)
        .where(ARTICLES.c.index_name.in_(indexes))
        .order_by(ARTICLES.c.added_at.desc(), ARTICLES.c.id)
        .limit(max(limit, 1) + 1)
    )
    if cursor is not None:
        added_at, article_id = _opened(cursor)
        older = ARTICLES.c.added_at < added_at
        query = query.where(
            older | ((ARTICLES.c.added_at == added_at) & (ARTICLES.c.id > article_id))
        )
    found: Sequence[Row[*tuple[Any, ...]]] = connection.execute(query).all()
    rows = [ArticleSummary(*row) for row in found]
    shown = tuple(rows[: max(limit, 1)])
    return Page(shown, _sealed(shown[-1]) if len(rows) > len(shown) else None)


def count_everything(connection: Connection, indexes: Sequence[str]) -> Statistics:
    """Sizes and freshness of what is published."""
    sizes = select(
        func.coalesce(func.sum(INDEXES.c.articles), 0),
        func.coalesce(func.sum(INDEXES.c.passages), 0),
        func.coalesce(func.sum(INDEXES.c.sentences), 0),
    ).where(INDEXES.c.name.in_(indexes))
    newest = select(func.max(ARTICLES.c.added_at)).where(
        ARTICLES.c.index_name.in_(indexes), ARTICLES.c.current_key.is_not(None)
    )
    articles, passages, sentences = connection.execute(sizes).one()
    return Statistics(articles, passages, sentences, connection.execute(newest).scalar())


def _sealed(row: ArticleSummary) -> str:
    place = json.dumps([row.added_at, row.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _opened(cursor: str) -> tuple[str, str]:
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        match place:
            case [str(added_at), str(article_id)]:
                datetime.fromisoformat(added_at)
                return added_at, article_id
    except (binascii.Error, ValueError, TypeError, RecursionError):
        pass
    raise BadRequest("The cursor is not one of this service's.", "Start without a cursor.")
