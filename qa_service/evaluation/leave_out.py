"""The same search with passages left out: near-topic questions without answers, by the hundred."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_service.domain.answers import Question, Searched
from qa_service.domain.passages import Candidate, Filters, Hit, TermCounts
from qa_service.domain.ports import EvidenceStore, LexicalIndex, VectorIndex
from qa_service.domain.vectors import Vector
from qa_service.domain.words import terms
from qa_service.evaluation.gold import GoldQuestion
from qa_service.retrieval.search import Search


async def leave_out_right(search: Search, question: Question, gold: GoldQuestion) -> Search:
    """The search without any passage that holds a right paragraph, however deep it lies."""
    left: dict[str, Candidate] = {}
    while True:
        without = leave_out(search, list(left.values()))
        evidence, _ = await without.find(question)
        names = [one.passage.id for one in evidence]
        right = {
            one.passage.id: one
            for one in await search.articles.candidates(names, question.indexes)
            if any(gold.is_right_paragraph(paragraph.text) for paragraph in one.paragraphs)
        }
        if not right:
            return without
        left |= right


def leave_out(search: Search, passages: Sequence[Candidate]) -> Search:
    """As if these passages had never been indexed: not found, not counted."""
    left = frozenset(one.passage.id for one in passages)
    words = tuple(frozenset(terms(one.passage.text)) for one in passages)
    return replace(
        search,
        articles=_Store(search.articles, left),
        lexical=_Lexical(search.lexical, left, words),
        vectors={name: _Vectors(index, left) for name, index in search.vectors.items()},
    )


@dataclass(frozen=True, slots=True)
class _Store:
    inner: EvidenceStore
    left: frozenset[str]

    async def candidates(
        self, passage_ids: Sequence[str], indexes: Sequence[str]
    ) -> list[Candidate]:
        kept = [one for one in passage_ids if one not in self.left]
        return await self.inner.candidates(kept, indexes)

    async def scan(
        self, vector: Vector, indexes: Sequence[str], filters: Filters, k: int
    ) -> list[Hit]:
        found = await self.inner.scan(vector, indexes, filters, k + len(self.left))
        return _without(found, self.left)[:k]

    async def passing(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        return await self.inner.passing(passage_ids, filters) - self.left

    async def searched(self, indexes: Sequence[str], filters: Filters) -> Searched:
        return await self.inner.searched(indexes, filters)


@dataclass(frozen=True, slots=True)
class _Lexical:
    inner: LexicalIndex
    left: frozenset[str]
    words: tuple[frozenset[str], ...]

    async def search(self, terms: Sequence[str], indexes: Sequence[str], k: int) -> list[Hit]:
        found = await self.inner.search(terms, indexes, k + len(self.left))
        return _without(found, self.left)[:k]

    async def count_terms(self, terms: Sequence[str], indexes: Sequence[str]) -> TermCounts:
        whole = await self.inner.count_terms(terms, indexes)
        counts = {
            term: max(0, count - sum(term in words for words in self.words))
            for term, count in whole.counts.items()
        }
        return TermCounts(max(0, whole.passages - len(self.words)), counts)


@dataclass(frozen=True, slots=True)
class _Vectors:
    inner: VectorIndex
    left: frozenset[str]

    async def upsert(self, ids: Sequence[str], vectors: Sequence[Vector]) -> None:
        await self.inner.upsert(ids, vectors)

    async def delete(self, ids: Sequence[str]) -> None:
        await self.inner.delete(ids)

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        return _without(await self.inner.search(vector, k + len(self.left)), self.left)[:k]

    async def ids(self) -> set[str]:
        return await self.inner.ids() - self.left

    async def close(self) -> None:
        await self.inner.close()


def _without(hits: list[Hit], left: frozenset[str]) -> list[Hit]:
    return [one for one in hits if one.passage_id not in left]
