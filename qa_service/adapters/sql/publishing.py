"""What is derived of a revision, and the moment from which the revision answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from qa_service.adapters.sql.lexical import add_entries, remove_entries
from qa_service.adapters.sql.rows import insert_all, join_terms
from qa_service.adapters.sql.schema import (
    ARTICLES,
    INDEXES,
    PASSAGE_VECTORS,
    PASSAGES,
    REVISIONS,
    SENTENCE_VECTORS,
)
from qa_service.domain.articles import Article
from qa_service.domain.errors import ArticleNotFound
from qa_service.domain.passages import EmbeddedPassage, EncodedSentence
from qa_service.domain.vectors import Vector


@dataclass(frozen=True, slots=True)
class VectorNames:
    """Which models made the vectors that are written."""

    embedder: str = ""
    encoder: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a revision stands among its article's."""

    index: str
    article_key: int
    revision_key: int
    current_key: int | None


def put_passages(
    connection: Connection,
    article: Article,
    passages: Sequence[EmbeddedPassage],
    sentences: Sequence[EncodedSentence],
    names: VectorNames,
) -> None:
    """Replace what is derived of a revision; one that answers goes on doing so, with the new."""
    place = _place(connection, article)
    is_current = place.current_key == place.revision_key
    if is_current:
        _withdraw(connection, place.index, place.revision_key)
    _forget(connection, place.revision_key)
    _insert_passages(connection, place.revision_key, passages, names.embedder)
    rows = [_of_sentence(place.revision_key, one, names.encoder) for one in sentences]
    insert_all(connection, insert(SENTENCE_VECTORS), rows)
    connection.execute(
        update(REVISIONS)
        .where(REVISIONS.c.key == place.revision_key)
        .values(passages=len(passages), sentences=len(sentences))
    )
    if is_current:
        _offer(connection, place.index, place.revision_key)


def publish(connection: Connection, article: Article) -> list[str]:
    """Make this the revision that answers; gives the former one's passage ids, which are gone."""
    place = _place(connection, article)
    if place.current_key == place.revision_key:
        return []
    former: list[str] = []
    if place.current_key is not None:
        query = select(PASSAGES.c.id).where(PASSAGES.c.revision_key == place.current_key)
        former = list(connection.execute(query.order_by(PASSAGES.c.position)).scalars())
        _withdraw(connection, place.index, place.current_key)
        _forget(connection, place.current_key)
    connection.execute(
        update(ARTICLES)
        .where(ARTICLES.c.key == place.article_key)
        .values(current_key=place.revision_key, current_revision=article.revision)
    )
    _offer(connection, place.index, place.revision_key)
    return former


def is_published(connection: Connection, article: Article) -> bool:
    """Whether this is the revision that answers."""
    place = _place(connection, article)
    return place.current_key == place.revision_key


def load_ids(connection: Connection, index: str) -> set[str]:
    """Of all published passages of an index."""
    query = (
        select(PASSAGES.c.id)
        .join(ARTICLES, ARTICLES.c.current_key == PASSAGES.c.revision_key)
        .where(ARTICLES.c.index_name == index)
    )
    return set(connection.execute(query).scalars())


def load_vectors(connection: Connection, passage_ids: Sequence[str]) -> list[tuple[str, Vector]]:
    """Of those of the passages that are published, in the order of their ids."""
    query = (
        select(PASSAGES.c.id, PASSAGE_VECTORS.c.vector)
        .join(PASSAGE_VECTORS, PASSAGE_VECTORS.c.passage_key == PASSAGES.c.key)
        .join(ARTICLES, ARTICLES.c.current_key == PASSAGES.c.revision_key)
        .where(PASSAGES.c.id.in_(passage_ids))
        .order_by(PASSAGES.c.id)
    )
    return [(passage_id, vector) for passage_id, vector in connection.execute(query)]


def _place(connection: Connection, article: Article) -> _Place:
    row = connection.execute(
        select(ARTICLES.c.index_name, ARTICLES.c.key, REVISIONS.c.key, ARTICLES.c.current_key)
        .join(REVISIONS, REVISIONS.c.article_key == ARTICLES.c.key)
        .where(ARTICLES.c.id == article.id, REVISIONS.c.revision == article.revision)
    ).one_or_none()
    if row is None:
        raise ArticleNotFound(article.id)
    return _Place(*row)


def _offer(connection: Connection, index: str, revision_key: int) -> None:
    add_entries(connection, index, revision_key)
    _resize(connection, index, revision_key, +1)


def _withdraw(connection: Connection, index: str, revision_key: int) -> None:
    remove_entries(connection, index, revision_key)
    _resize(connection, index, revision_key, -1)


def _resize(connection: Connection, index: str, revision_key: int, sign: int) -> None:
    passages, sentences = connection.execute(
        select(REVISIONS.c.passages, REVISIONS.c.sentences).where(REVISIONS.c.key == revision_key)
    ).one()
    connection.execute(
        update(INDEXES)
        .where(INDEXES.c.name == index)
        .values(
            articles=INDEXES.c.articles + sign,
            passages=INDEXES.c.passages + sign * passages,
            sentences=INDEXES.c.sentences + sign * sentences,
        )
    )


def _forget(connection: Connection, revision_key: int) -> None:
    connection.execute(
        delete(SENTENCE_VECTORS).where(SENTENCE_VECTORS.c.revision_key == revision_key)
    )
    keys = select(PASSAGES.c.key).where(PASSAGES.c.revision_key == revision_key)
    connection.execute(delete(PASSAGE_VECTORS).where(PASSAGE_VECTORS.c.passage_key.in_(keys)))
    connection.execute(delete(PASSAGES).where(PASSAGES.c.revision_key == revision_key))
    connection.execute(
        update(REVISIONS).where(REVISIONS.c.key == revision_key).values(passages=0, sentences=0)
    )


def _insert_passages(
    connection: Connection, revision_key: int, passages: Sequence[EmbeddedPassage], embedder: str
) -> None:
    insert_all(connection, insert(PASSAGES), [_of_passage(revision_key, one) for one in passages])
    query = select(PASSAGES.c.id, PASSAGES.c.key).where(PASSAGES.c.revision_key == revision_key)
    keys = dict(connection.execute(query).all())
    vectors = [
        {"passage_key": keys[one.passage.id], "embedder": embedder, "vector": one.vector}
        for one in passages
    ]
    insert_all(connection, insert(PASSAGE_VECTORS), vectors)


def _of_passage(revision_key: int, embedded: EmbeddedPassage) -> dict[str, object]:
    passage = embedded.passage
    return {
        "id": passage.id,
        "revision_key": revision_key,
        "position": passage.position,
        "paragraphs": json.dumps(passage.paragraphs),
        "first_paragraph": passage.paragraphs[0],
        "last_paragraph": passage.paragraphs[-1],
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "title_terms": join_terms(embedded.title_terms),
        "body_terms": join_terms(embedded.body_terms),
    }


def _of_sentence(revision_key: int, sentence: EncodedSentence, encoder: str) -> dict[str, object]:
    return {
        "revision_key": revision_key,
        "start": sentence.start,
        "end": sentence.end,
        "paragraph": sentence.paragraph,
        "encoder": encoder,
        "vector": sentence.vector,
        "context_vector": sentence.context_vector,
        "tokens": sentence.tokens,
        "lead_rows": sentence.lead_rows,
        "terms": join_terms(sentence.terms),
    }
