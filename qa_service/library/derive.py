"""What is derived of an article: its passages and sentences, embedded."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from qa_service.domain.articles import Article, Paragraph, Sentence
from qa_service.domain.passages import EmbeddedPassage, EncodedSentence, Passage
from qa_service.domain.ports import Embedder, PassageSplitter, SentenceEncoder
from qa_service.domain.vectors import TOKEN_DIMENSIONS, Encoding, Vector
from qa_service.domain.words import terms

Span: TypeAlias = tuple[Paragraph, Sentence | None, Sentence]
"""A sentence with its paragraph and the sentence before it there."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """Makes passages and sentences searchable; another `name` makes others."""

    splitter: PassageSplitter
    embedder: Embedder
    encoder: SentenceEncoder

    @property
    def name(self) -> str:
        """Splitter and models with their versions: the fingerprint of what is derived."""
        return " ".join((self.splitter.name, self.embedder.name, self.encoder.name))

    async def passages(self, article: Article) -> list[EmbeddedPassage]:
        """In reading order."""
        cut, words = await asyncio.to_thread(self._cut, article)
        vectors = await self.embedder.embed([passage.text for passage in cut])
        title = terms(article.title)
        return [
            EmbeddedPassage(passage, vector, title, body)
            for passage, vector, body in zip(cut, vectors, words, strict=True)
        ]

    async def sentences(self, article: Article) -> list[EncodedSentence]:
        """Every quotable sentence in reading order, alone and behind the one before it."""
        spans = [
            (paragraph, previous, sentence)
            for paragraph in article.paragraphs
            for previous, sentence in zip(
                (None, *paragraph.sentences), paragraph.sentences, strict=False
            )
        ]
        behind = [article.quote(sentence) for _, previous, sentence in spans if previous]
        # Only their vectors are kept: rows of tokens are many times larger.
        alone = [one.vector for one in await self.encoder.encode(behind)]
        contexts = await self.encoder.encode(
            [article.text[(previous or one).start : one.end] for _, previous, one in spans]
        )
        return await asyncio.to_thread(_all_encoded, article, spans, alone, contexts)

    def _cut(self, article: Article) -> tuple[list[Passage], list[tuple[str, ...]]]:
        """Passages, and the terms of each."""
        cut = self.splitter.split(article)
        paragraphs = {one.number: one for one in article.paragraphs}
        return cut, [
            tuple(
                chain.from_iterable(
                    terms(article.quote(sentence))
                    for number in passage.paragraphs
                    for sentence in _inside(paragraphs[number].sentences, passage)
                )
            )
            for passage in cut
        ]


def _inside(sentences: tuple[Sentence, ...], passage: Passage) -> tuple[Sentence, ...]:
    """Those of a paragraph that the passage holds: a long paragraph is in many passages."""
    first = bisect_left(sentences, passage.start, key=lambda one: one.start)
    end = bisect_right(sentences, passage.end, key=lambda one: one.end)
    return sentences[first:end]


def _all_encoded(
    article: Article, spans: Sequence[Span], alone: Iterable[Vector], contexts: Iterable[Encoding]
) -> list[EncodedSentence]:
    vectors = iter(alone)
    return [
        _encoded(article, span, next(vectors) if span[1] else context.vector, context)
        for span, context in zip(spans, contexts, strict=True)
    ]


def _encoded(article: Article, span: Span, alone: Vector, context: Encoding) -> EncodedSentence:
    paragraph, previous, sentence = span
    lead = sentence.start - previous.start if previous else 0
    lead_rows = sum(1 for start, _ in context.offsets if start < lead)
    has_own_rows = lead_rows < len(context.offsets)
    return EncodedSentence(
        paragraph=paragraph.number,
        start=sentence.start,
        end=sentence.end,
        vector=alone,
        context_vector=context.vector,
        # A sentence of signs without tokens still has a row, which matches nothing.
        tokens=context.tokens if has_own_rows else context.tokens + bytes(TOKEN_DIMENSIONS),
        lead_rows=lead_rows,
        terms=terms(article.quote(sentence)),
    )
