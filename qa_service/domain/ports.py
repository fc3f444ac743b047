"""What the floors above need of the outside, named for the need.

An adapter and its fake pass the same contract.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qa_service.domain.answers import Answer, Searched
from qa_service.domain.articles import Article, ArticleSummary, Manuscript, RawArticle
from qa_service.domain.generations import Fingerprint
from qa_service.domain.passages import (
    Candidate,
    EmbeddedPassage,
    EncodedSentence,
    Filters,
    Hit,
    Passage,
    TermCounts,
)
from qa_service.domain.vectors import Encoding, Vector


class Embedder(Protocol):
    """Embeds passages and questions for dense search. Long texts go in windows: none is cut off."""

    @property
    def name(self) -> str:
        """Model name and hash of its weights: another name is another vector space."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    @property
    def window(self) -> int:
        """Tokens of text that one input may hold."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, without the special ones."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text, in order."""


class SentenceEncoder(Protocol):
    """Encodes sentences and questions for ranking."""

    @property
    def name(self) -> str:
        """Model name and hash of its weights."""

    async def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """One encoding a text, in order."""


class PassageSplitter(Protocol):
    """Cuts an article into passages."""

    @property
    def name(self) -> str:
        """Its settings in short: another name makes other passages."""

    def split(self, article: Article) -> list[Passage]:
        """Passages in reading order that hold every quotable sentence exactly once."""


class VectorIndex(Protocol):
    """Approximate nearest neighbours of one index's passages; derived, may be lost and rebuilt."""

    async def upsert(self, ids: Sequence[str], vectors: Sequence[Vector]) -> None:
        """Add or replace."""

    async def delete(self, ids: Sequence[str]) -> None:
        """Remove; unknown ids are ignored."""

    async def search(self, vector: Vector, k: int) -> list[Hit]:
        """The nearest, best first; score is cosine."""

    async def ids(self) -> set[str]:
        """Of everything it holds."""

    async def close(self) -> None:
        """Write what is pending and let go of the files."""


class VectorIndexes(Protocol):
    """Where vector indexes are kept, a generation beside the other."""

    async def open(self, index: str, fingerprint: Fingerprint) -> VectorIndex:
        """The index's current generation, made if there is none; raises `IndexOutOfDate`."""


class LexicalIndex(Protocol):
    """Passages by the terms in them."""

    async def search(self, terms: Sequence[str], indexes: Sequence[str], k: int) -> list[Hit]:
        """Passages that hold any of the terms, best first by BM25 with the title weighted."""

    async def count_terms(self, terms: Sequence[str], indexes: Sequence[str]) -> TermCounts:
        """Document frequencies over the passages of the indexes."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the indexes that were asked for."""

    articles: int
    passages: int
    sentences: int
    last_added_at: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list of articles, and the cursor of the next (None: the end)."""

    rows: tuple[ArticleSummary, ...]
    next_cursor: str | None


class EvidenceStore(Protocol):
    """What search needs of the truth."""

    async def candidates(
        self, passage_ids: Sequence[str], indexes: Sequence[str]
    ) -> list[Candidate]:
        """Those that may answer (current, in one of the indexes), in the order given."""

    async def scan(
        self, vector: Vector, indexes: Sequence[str], filters: Filters, k: int
    ) -> list[Hit]:
        """The nearest passages by exact search through those that pass the filters."""

    async def passing(self, passage_ids: Sequence[str], filters: Filters) -> set[str]:
        """Those of the passages whose articles pass the filters."""

    async def searched(self, indexes: Sequence[str], filters: Filters) -> Searched:
        """How much would be searched."""


class ArticleStore(EvidenceStore, Protocol):
    """The truth about articles. Each method is one transaction."""

    async def database_id(self) -> str:
        """Made at random when the database was made."""

    async def indexes(self) -> tuple[str, ...]:
        """Names, sorted."""

    async def create_index(self, name: str) -> bool:
        """Whether it is new; seeds go into new ones only."""

    async def mark_seeded(self, index: str) -> None:
        """Seeds were ingested: never again for this index."""

    async def is_seeded(self, index: str) -> bool:
        """Whether seeds were ingested."""

    async def find_known(self, index: str, manuscript: Manuscript, source: str) -> Article | None:
        """The latest revision of the same article: known by url, else by text, else by source.

        One text under two urls is two articles.
        """

    async def last_from(self, article_id: str, source: str) -> Article | None:
        """The latest of an article's revisions that came from this source, if any did."""

    async def file(self, article: Article, raw: RawArticle) -> None:
        """Acknowledge a revision durably. It answers only when published."""

    async def unpublished(self) -> list[Article]:
        """Revisions filed but not published, oldest first."""

    async def count_unpublished(self) -> int:
        """How many those are."""

    async def is_published(self, article: Article) -> bool:
        """Whether this is the revision that answers."""

    async def put_passages(
        self,
        article: Article,
        passages: Sequence[EmbeddedPassage],
        sentences: Sequence[EncodedSentence],
    ) -> None:
        """Store what is derived of a revision, lexical entries too, instead of what was there."""

    async def publish(self, article: Article) -> list[str]:
        """Make this the revision that answers; gives the passage ids of the former one."""

    async def article(
        self, article_id: str, indexes: Sequence[str], revision: int | None = None
    ) -> Article | None:
        """A published article's revision (None: the current), if it is in one of the indexes."""

    async def articles(
        self, indexes: Sequence[str], *, limit: int, cursor: str | None = None
    ) -> Page:
        """Published articles, newest first by when they were added, then by id."""

    async def statistics(self, indexes: Sequence[str]) -> Statistics:
        """Sizes and freshness."""

    async def passage_ids(self, index: str) -> set[str]:
        """Of all published passages: what the vector index must hold."""

    async def passage_vectors(self, passage_ids: Sequence[str]) -> list[tuple[str, Vector]]:
        """Of those that are published, by id; a few thousand at once."""


class AnswerStore(Protocol):
    """Answers kept."""

    async def save(self, answer: Answer, owner: str) -> None:
        """Durably, or again with its next state."""

    async def answer(self, answer_id: str, owner: str) -> Answer | None:
        """None: no such answer, or another's."""


class Clock(Protocol):
    """Time and new names."""

    def now(self) -> datetime:
        """In UTC."""

    def stopwatch(self) -> float:
        """Milliseconds from an arbitrary moment, never going back."""

    def new_id(self, prefix: str) -> str:
        """Such as `ans_…`: sortable by time, not guessable."""


class ArticleReader(Protocol):
    """Reads articles from a path: a file, or a directory of files."""

    def find(self, path: str) -> list[str]:
        """Files at the path, sorted; raises `UnreadableArticle` if there is nothing to read."""

    def read(self, path: str) -> RawArticle:
        """One file; raises `UnreadableArticle`."""
