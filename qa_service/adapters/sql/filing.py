"""Articles coming in: known or new, filed durably, published later."""

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from qa_service.adapters.sql.rows import (
    insert_revision,
    inserted_key,
    load_revision,
    revision_key,
    text_hash,
)
from qa_service.adapters.sql.schema import ARTICLES, INDEXES, REVISIONS
from qa_service.domain.articles import Article, Manuscript, RawArticle
from qa_service.domain.errors import DataBusy, IndexNotFound

_UNPUBLISHED = ARTICLES.c.current_revision.is_(None) | (
    REVISIONS.c.revision > ARTICLES.c.current_revision
)

_ANY = REVISIONS.alias()
_HAS_URL = (
    select(_ANY.c.key).where(_ANY.c.article_key == ARTICLES.c.key, _ANY.c.url.is_not(None)).exists()
)


def find_known(
    connection: Connection, index: str, manuscript: Manuscript, source: str
) -> Article | None:
    """The latest revision, published or not, of the article that this document is."""
    same_text = REVISIONS.c.text_hash == text_hash(manuscript.text)
    from_there = REVISIONS.c.source == source
    signs: tuple[ColumnElement[bool], ...] = (same_text, from_there)
    if manuscript.url is not None:
        by_url = REVISIONS.c.url == manuscript.url
        signs = (by_url, and_(same_text, ~_HAS_URL), from_there)
    for sign in signs:
        article_key = connection.execute(
            select(ARTICLES.c.key)
            .join(REVISIONS, REVISIONS.c.article_key == ARTICLES.c.key)
            .where(ARTICLES.c.index_name == index, sign)
            .order_by(from_there.desc(), REVISIONS.c.key.desc())
            .limit(1)
        ).scalar()
        if article_key is not None:
            return _latest(connection, article_key)
    return None


def find_last_from(connection: Connection, article_id: str, source: str) -> Article | None:
    """The latest of an article's revisions that came from this source, if any did."""
    key = connection.execute(
        select(REVISIONS.c.key)
        .join(ARTICLES, ARTICLES.c.key == REVISIONS.c.article_key)
        .where(ARTICLES.c.id == article_id, REVISIONS.c.source == source)
        .order_by(REVISIONS.c.revision.desc())
        .limit(1)
    ).scalar()
    return None if key is None else load_revision(connection, key)


def file_revision(connection: Connection, article: Article, raw: RawArticle, now: str) -> None:
    """Store a revision; the same one twice is one, another under the same number is refused."""
    key = revision_key(connection, article.id, article.revision)
    if key is not None:
        if load_revision(connection, key) != article:
            raise DataBusy(
                f"Revision {article.revision} of {article.id} was filed by another meanwhile.",
                "Send the article again.",
            )
        return
    article_key = connection.execute(
        select(ARTICLES.c.key).where(ARTICLES.c.id == article.id)
    ).scalar()
    if article_key is None:
        article_key = _insert_article(connection, article, now)
    insert_revision(connection, article, raw, article_key=article_key, now=now)


def find_unpublished(connection: Connection) -> list[Article]:
    """Revisions above the one that answers, oldest first."""
    query = (
        select(REVISIONS.c.key)
        .join(ARTICLES, ARTICLES.c.key == REVISIONS.c.article_key)
        .where(_UNPUBLISHED)
        .order_by(REVISIONS.c.key)
    )
    return [load_revision(connection, key) for key in connection.execute(query).scalars().all()]


def count_unpublished(connection: Connection) -> int:
    """How many those are."""
    query = (
        select(func.count())
        .select_from(REVISIONS)
        .join(ARTICLES, ARTICLES.c.key == REVISIONS.c.article_key)
        .where(_UNPUBLISHED)
    )
    return connection.execute(query).scalar_one()


def _latest(connection: Connection, article_key: int) -> Article:
    key = connection.execute(
        select(REVISIONS.c.key)
        .where(REVISIONS.c.article_key == article_key)
        .order_by(REVISIONS.c.revision.desc())
        .limit(1)
    ).scalar_one()
    return load_revision(connection, key)


def _insert_article(connection: Connection, article: Article, now: str) -> int:
    names = connection.execute(select(INDEXES.c.name).order_by(INDEXES.c.name)).scalars().all()
    if article.index not in names:
        raise IndexNotFound(article.index, tuple(names))
    return inserted_key(
        connection.execute(
            insert(ARTICLES).values(id=article.id, index_name=article.index, added_at=now)
        )
    )
