"""Hits joined back to the truth, on the way of every question: four statements for any number."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from qa_service.adapters.sql.rows import split_terms
from qa_service.adapters.sql.schema import (
    ARTICLES,
    PARAGRAPHS,
    PASSAGE_VECTORS,
    PASSAGES,
    REVISIONS,
    SENTENCE_VECTORS,
    TEXTS,
)
from qa_service.domain.passages import (
    Candidate,
    CitedParagraph,
    EncodedSentence,
    Passage,
    Source,
)

_PASSAGES = (
    select(
        PASSAGES.c.key,
        PASSAGES.c.revision_key,
        PASSAGES.c.id,
        PASSAGES.c.position,
        PASSAGES.c.paragraphs,
        PASSAGES.c.start,
        PASSAGES.c.end,
        PASSAGES.c.text,
        PASSAGE_VECTORS.c.vector,
    )
    .join(PASSAGE_VECTORS, PASSAGE_VECTORS.c.passage_key == PASSAGES.c.key)
    .join(ARTICLES, ARTICLES.c.current_key == PASSAGES.c.revision_key)
    .where(PASSAGES.c.id.in_(bindparam("ids", expanding=True)))
    .where(ARTICLES.c.index_name.in_(bindparam("indexes", expanding=True)))
)
_SOURCES = (
    select(
        REVISIONS.c.key,
        TEXTS.c.text,
        ARTICLES.c.index_name,
        ARTICLES.c.id,
        REVISIONS.c.revision,
        REVISIONS.c.title,
        REVISIONS.c.publisher,
        REVISIONS.c.published_at,
        REVISIONS.c.url,
    )
    .join(ARTICLES, ARTICLES.c.key == REVISIONS.c.article_key)
    .join(TEXTS, TEXTS.c.revision_key == REVISIONS.c.key)
    .where(REVISIONS.c.key.in_(bindparam("keys", expanding=True)))
)
_PARAGRAPHS = (
    select(
        PASSAGES.c.key,
        PARAGRAPHS.c.number,
        PARAGRAPHS.c.paragraph_key,
        PARAGRAPHS.c.start,
        PARAGRAPHS.c.end,
    )
    .join(
        PARAGRAPHS,
        (PARAGRAPHS.c.revision_key == PASSAGES.c.revision_key)
        & PARAGRAPHS.c.number.between(PASSAGES.c.first_paragraph, PASSAGES.c.last_paragraph),
    )
    .where(PASSAGES.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(PASSAGES.c.key, PARAGRAPHS.c.number)
)
_SENTENCES = (
    select(
        PASSAGES.c.key,
        SENTENCE_VECTORS.c.paragraph,
        SENTENCE_VECTORS.c.start,
        SENTENCE_VECTORS.c.end,
        SENTENCE_VECTORS.c.vector,
        SENTENCE_VECTORS.c.context_vector,
        SENTENCE_VECTORS.c.tokens,
        SENTENCE_VECTORS.c.lead_rows,
        SENTENCE_VECTORS.c.terms,
    )
    .join(
        SENTENCE_VECTORS,
        (SENTENCE_VECTORS.c.revision_key == PASSAGES.c.revision_key)
        & (SENTENCE_VECTORS.c.start >= PASSAGES.c.start)
        & (SENTENCE_VECTORS.c.start < PASSAGES.c.end),
    )
    .where(PASSAGES.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(PASSAGES.c.key, SENTENCE_VECTORS.c.start)
)


def find_candidates(
    connection: Connection, passage_ids: Sequence[str], indexes: tuple[str, ...]
) -> list[Candidate]:
    """Those of the passages that may answer, in the order given."""
    asked = tuple(dict.fromkeys(passage_ids))
    rows = connection.execute(_PASSAGES, {"ids": asked, "indexes": indexes}).all()
    if not rows:
        return []
    sources = _sources(connection, {row.revision_key for row in rows})
    keys = tuple(row.key for row in rows)
    spans = _grouped(connection.execute(_PARAGRAPHS, {"keys": keys}).all())
    sentences = _grouped(connection.execute(_SENTENCES, {"keys": keys}).all())
    found: dict[str, Candidate] = {}
    for key, revision_key, passage_id, position, numbers, start, end, text, vector in rows:
        source, article_text = sources[revision_key]
        held = tuple(json.loads(numbers))
        found[passage_id] = Candidate(
            source=source,
            passage=Passage(
                passage_id, source.article_id, source.revision, position, held, start, end, text
            ),
            vector=vector,
            paragraphs=tuple(
                CitedParagraph(number, name, first, last, article_text[first:last])
                for number, name, first, last in spans[key]
                if number in held
            ),
            sentences=tuple(_as_sentence(*row) for row in sentences[key] if row[0] in held),
        )
    return [found[one] for one in asked if one in found]


def _sources(connection: Connection, keys: set[int]) -> dict[int, tuple[Source, str]]:
    rows = connection.execute(_SOURCES, {"keys": tuple(keys)}).all()
    return {key: (Source(*source), text) for key, text, *source in rows}


def _as_sentence(number: int, *rest: Any) -> EncodedSentence:
    start, end, vector, context_vector, tokens, lead_rows, terms = rest
    return EncodedSentence(
        number, start, end, vector, context_vector, tokens, lead_rows, split_terms(terms)
    )


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for key, *rest in rows:
        groups[key].append(tuple(rest))
    return groups
