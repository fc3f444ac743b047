"""What is derived of an article: its passages and sentences, embedded."""

import asyncio
from dataclasses import dataclass
from itertools import chain

from qa_service.domain.articles import Article, Paragraph, Sentence
from qa_service.domain.passages import EmbeddedPassage, EncodedSentence
from qa_service.domain.ports import Embedder, PassageSplitter, SentenceEncoder
from qa_service.domain.vectors import TOKEN_DIMENSIONS, Encoding
from qa_service.domain.words import terms


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
        cut = await asyncio.to_thread(self.splitter.split, article)
        vectors = await self.embedder.embed([passage.text for passage in cut])
        title = terms(article.title)
        return [
            EmbeddedPassage(
                passage,
                vector,
                title,
                tuple(
                    chain.from_iterable(
                        terms(article.quote(sentence))
                        for paragraph in article.paragraphs
                        if paragraph.number in passage.paragraphs
                        for sentence in paragraph.sentences
                        if passage.start <= sentence.start and sentence.end <= passage.end
                    )
                ),
            )
            for passage, vector in zip(cut, vectors, strict=True)
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
        alone = [article.quote(sentence) for _, _, sentence in spans]
        context = [
            article.text[previous.start : sentence.end]
            for _, previous, sentence in spans
            if previous
        ]
        encoded = await self.encoder.encode([*alone, *context])
        behind = iter(encoded[len(alone) :])
        return [
            _encoded(article, span, itself, next(behind) if span[1] else itself)
            for span, itself in zip(spans, encoded, strict=False)
        ]


def _encoded(
    article: Article,
    span: tuple[Paragraph, Sentence | None, Sentence],
    alone: Encoding,
    context: Encoding,
) -> EncodedSentence:
    paragraph, previous, sentence = span
    lead = sentence.start - previous.start if previous else 0
    lead_rows = sum(1 for start, _ in context.offsets if start < lead)
    has_own_rows = lead_rows < len(context.offsets)
    return EncodedSentence(
        paragraph=paragraph.number,
        start=sentence.start,
        end=sentence.end,
        vector=alone.vector,
        context_vector=context.vector,
        # A sentence of signs without tokens still has a row, which matches nothing.
        tokens=context.tokens if has_own_rows else context.tokens + bytes(TOKEN_DIMENSIONS),
        lead_rows=lead_rows,
        terms=terms(article.quote(sentence)),
    )
