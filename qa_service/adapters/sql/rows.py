"""Articles to rows and back: the two sides of one translation."""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Insert, bindparam, insert, select

from qa_service.adapters.sql.schema import ARTICLES, PARAGRAPHS, REVISIONS, SENTENCES, TEXTS
from qa_service.domain.articles import Article, Paragraph, ParagraphKind, RawArticle, Sentence

_REVISION = (
    select(
        REVISIONS.c.key,
        ARTICLES.c.id,
        ARTICLES.c.index_name,
        REVISIONS.c.revision,
        REVISIONS.c.title,
        TEXTS.c.text,
        REVISIONS.c.publisher,
        REVISIONS.c.byline,
        REVISIONS.c.published_at,
        REVISIONS.c.url,
        REVISIONS.c.language,
        REVISIONS.c.cleaner,
    )
    .join(ARTICLES, ARTICLES.c.key == REVISIONS.c.article_key)
    .join(TEXTS, TEXTS.c.revision_key == REVISIONS.c.key)
    .where(REVISIONS.c.key == bindparam("key"))
)
_PARAGRAPHS = (
    select(PARAGRAPHS)
    .where(PARAGRAPHS.c.revision_key == bindparam("key"))
    .order_by(PARAGRAPHS.c.number)
)
_SENTENCES = (
    select(SENTENCES.c.paragraph, SENTENCES.c.start, SENTENCES.c.end)
    .where(SENTENCES.c.revision_key == bindparam("key"))
    .order_by(SENTENCES.c.paragraph, SENTENCES.c.ordinal)
)


def text_hash(text: str) -> str:
    """By which the same words are known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def insert_revision(
    connection: Connection, article: Article, raw: RawArticle, *, article_key: int, now: str
) -> None:
    """Everything that a revision is, but for what is derived of it."""
    result = connection.execute(
        insert(REVISIONS).values(
            article_key=article_key,
            revision=article.revision,
            title=article.title,
            publisher=article.publisher,
            byline=article.byline,
            published_at=article.published_at,
            url=article.url,
            language=article.language,
            cleaner=article.cleaner,
            text_hash=text_hash(article.text),
            source=raw.source,
            encoding=raw.encoding,
            reader=raw.reader,
            received_at=now,
            citable=sum(one.is_quotable for one in article.paragraphs),
        )
    )
    key = inserted_key(result)
    received = zlib.compress(raw.received, 6)
    connection.execute(insert(TEXTS).values(revision_key=key, text=article.text, received=received))
    insert_all(
        connection, insert(PARAGRAPHS), [_of_paragraph(key, one) for one in article.paragraphs]
    )
    sentences = [row for one in article.paragraphs for row in _of_sentences(key, one)]
    insert_all(connection, insert(SENTENCES), sentences)


def load_revision(connection: Connection, key: int) -> Article:
    """A revision as it was filed: an equal object."""
    row = connection.execute(_REVISION, {"key": key}).one()
    sentences: dict[int, list[Sentence]] = defaultdict(list)
    for paragraph, start, end in connection.execute(_SENTENCES, {"key": key}):
        sentences[paragraph].append(Sentence(start, end))
    return Article(
        id=row.id,
        index=row.index_name,
        revision=row.revision,
        title=row.title,
        text=row.text,
        paragraphs=tuple(
            Paragraph(
                number=one.number,
                key=one.paragraph_key,
                kind=ParagraphKind(one.kind),
                start=one.start,
                end=one.end,
                sentences=tuple(sentences[one.number]),
            )
            for one in connection.execute(_PARAGRAPHS, {"key": key})
        ),
        publisher=row.publisher,
        byline=row.byline,
        published_at=row.published_at,
        url=row.url,
        language=row.language,
        cleaner=row.cleaner,
    )


def revision_key(connection: Connection, article_id: str, revision: int) -> int | None:
    """The row of a revision."""
    query = (
        select(REVISIONS.c.key)
        .join(ARTICLES, ARTICLES.c.key == REVISIONS.c.article_key)
        .where(ARTICLES.c.id == article_id, REVISIONS.c.revision == revision)
    )
    key: int | None = connection.execute(query).scalar_one_or_none()
    return key


def insert_all(
    connection: Connection, statement: Insert, rows: Sequence[dict[str, object]]
) -> None:
    """Rows by one statement; without any, SQLAlchemy would insert one of defaults."""
    if rows:
        connection.execute(statement, rows)


def inserted_key(result: CursorResult[Any]) -> int:
    """The integer key that the database gave to a new row."""
    key = result.inserted_primary_key
    if key is None:  # pragma: no cover - every supported database returns it
        raise AssertionError("no key came back for a new row")
    return int(key[0])


def join_terms(terms: Iterable[str]) -> str:
    """Terms as one column, which is also what full-text search reads."""
    return " ".join(term for term in terms if is_term(term))


def split_terms(column: str) -> tuple[str, ...]:
    """And back."""
    return tuple(column.split(" ")) if column else ()


def is_term(term: str) -> bool:
    """Whether it is one token to full-text search, which parts at ASCII blanks and controls."""
    return bool(term) and all(
        " " < letter != "\x7f" and not "\ud800" <= letter <= "\udfff" for letter in term
    )


def _of_paragraph(key: int, paragraph: Paragraph) -> dict[str, object]:
    return {
        "revision_key": key,
        "number": paragraph.number,
        "paragraph_key": paragraph.key,
        "kind": paragraph.kind.value,
        "start": paragraph.start,
        "end": paragraph.end,
    }


def _of_sentences(key: int, paragraph: Paragraph) -> list[dict[str, object]]:
    return [
        {
            "revision_key": key,
            "paragraph": paragraph.number,
            "ordinal": ordinal,
            "start": sentence.start,
            "end": sentence.end,
        }
        for ordinal, sentence in enumerate(paragraph.sentences)
    ]
