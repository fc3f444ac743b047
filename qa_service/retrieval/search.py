"""A question to evidence: dense and lexical hits fused, joined to the store, ranked by sentence."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_service.domain.answers import Question, Searched, SearchRow
from qa_service.domain.passages import Candidate, Evidence, Hit, Signals
from qa_service.domain.ports import (
    Embedder,
    EvidenceStore,
    LexicalIndex,
    SentenceEncoder,
    VectorIndex,
)
from qa_service.domain.vectors import Encoding, Vector
from qa_service.domain.words import content_terms, terms
from qa_service.retrieval.fuse import fuse
from qa_service.retrieval.probe import make_probe
from qa_service.retrieval.rank import rank
from qa_service.retrieval.spread import cut_after_distinct, is_varied, spread

_DEPTH, _DEEPER = 50, 500
"""Hits taken from each search; more where one article or story takes the first of them."""
_FETCHED, _RANKED = 30, 20
"""Passages loaded, and different ones among them that are ranked."""
_PER_ARTICLE = 6


@dataclass(frozen=True, slots=True)
class Search:
    """Finds evidence in the indexes it is given; knows no principal."""

    articles: EvidenceStore
    lexical: LexicalIndex
    vectors: Mapping[str, VectorIndex]
    """By name of index."""
    embedder: Embedder
    encoder: SentenceEncoder
    weights: Signals

    async def find(self, question: Question) -> tuple[list[Evidence], Searched]:
        """Evidence, best first, and how much was searched."""
        searched, (encoding, vector) = await asyncio.gather(
            self.articles.searched(question.indexes, question.filters), self._encode(question.text)
        )
        if not searched.passages:
            return [], searched
        asked = content_terms(question.text)
        candidates, counts = await asyncio.gather(
            self._candidates(question, vector),
            self.lexical.count_terms(asked, question.indexes),
        )
        probe = make_probe(question.text, encoding, vector, counts)
        return rank(probe, candidates, self.weights), searched

    async def _candidates(self, question: Question, vector: Vector) -> list[Candidate]:
        """The best hits; where one article or story takes them all, those behind it too."""
        lists = await self._hits(question, vector, _DEPTH)
        first = await self._load(question, [hit.passage_id for hit in fuse(lists)])
        if all(len(hits) < _DEPTH for hits in lists) or is_varied(first, _RANKED // 2):
            return cut_after_distinct(first, _RANKED)
        known = {one.passage.id for one in first}
        lists = await self._hits(question, vector, _DEEPER)
        names = [hit.passage_id for hit in fuse(lists) if hit.passage_id not in known]
        second = await self._load(question, names)
        return cut_after_distinct([*first, *second], _RANKED, _PER_ARTICLE)

    async def _load(self, question: Question, names: Sequence[str]) -> list[Candidate]:
        chosen = spread(names, _FETCHED, _PER_ARTICLE)
        return await self.articles.candidates(chosen, question.indexes)

    async def _hits(self, question: Question, vector: Vector, depth: int) -> Sequence[list[Hit]]:
        return await asyncio.gather(
            self._dense(question, vector, depth), self._lexical(question, depth)
        )

    async def _encode(self, text: str) -> tuple[Encoding, Vector]:
        (encoding,) = await self.encoder.encode([text])
        if self.embedder.name == self.encoder.name:
            return encoding, encoding.vector
        (vector,) = await self.embedder.embed([text])
        return encoding, vector

    async def _dense(self, question: Question, vector: Vector, depth: int) -> list[Hit]:
        if not question.filters.is_empty:
            return await self.articles.scan(vector, question.indexes, question.filters, depth)
        found = await asyncio.gather(
            *(self.vectors[name].search(vector, depth) for name in question.indexes)
        )
        merged = [hit for hits in found for hit in hits]
        return sorted(merged, key=lambda hit: (-hit.score, hit.passage_id))[:depth]

    async def _lexical(self, question: Question, depth: int) -> list[Hit]:
        wanted = tuple(dict.fromkeys(terms(question.text)))
        if question.filters.is_empty:
            return await self.lexical.search(wanted, question.indexes, depth)
        hits = await self.lexical.search(wanted, question.indexes, depth * 10)
        passing = await self.articles.passing([hit.passage_id for hit in hits], question.filters)
        return [hit for hit in hits if hit.passage_id in passing][:depth]


def as_rows(evidence: Sequence[Evidence], limit: int) -> tuple[SearchRow, ...]:
    """One row a paragraph, best first."""
    rows: dict[tuple[str, int], SearchRow] = {}
    scored = ((one, sentence) for one in evidence for sentence in one.sentences)
    for one, sentence in sorted(scored, key=lambda pair: -pair[1].score):
        key = (one.source.article_id, sentence.paragraph)
        if key in rows:
            continue
        paragraph = one.paragraph(sentence.paragraph)
        rows[key] = SearchRow(
            index=one.source.index,
            article_id=one.source.article_id,
            revision=one.source.revision,
            paragraph=paragraph.number,
            paragraph_key=paragraph.key,
            text=paragraph.text,
            start=paragraph.start,
            end=paragraph.end,
            score=round(sentence.score, 4),
            title=one.source.title,
            publisher=one.source.publisher,
            published_at=one.source.published_at,
        )
        if len(rows) == limit:
            break
    return tuple(rows.values())
