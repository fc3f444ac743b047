"""Floor 2 on its own database, with models made of words and vectors that survive a restart."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from qa_service.adapters.sql.database import Database, open_database
from qa_service.adapters.sql.upgrade import upgrade
from qa_service.answering.confidence import read_calibration
from qa_service.conversations.assistant import Assistant
from qa_service.domain.articles import Article
from qa_service.domain.errors import IndexOutOfDate
from qa_service.domain.generations import Fingerprint
from qa_service.domain.passages import Candidate, CitedParagraph, Passage, Signals, Source
from qa_service.domain.ports import VectorIndex
from qa_service.ingestion.readers.plain_text import PlainTextReader
from qa_service.library.articles import Library
from qa_service.library.derive import Derivation
from qa_service.library.vectors import OpenVectors
from qa_service.retrieval.search import Search
from tests.fakes import FakeClock, HashedWordsEncoder, InMemoryVectorIndex


class ParagraphSplitter:
    """One passage a quotable paragraph."""

    name = "one-a-paragraph/1"

    def split(self, article: Article) -> list[Passage]:
        quotable = [one for one in article.paragraphs if one.is_quotable]
        return [
            Passage(
                id=f"{article.id}:{article.revision}:{position}",
                article_id=article.id,
                revision=article.revision,
                position=position,
                paragraphs=(one.number,),
                start=one.sentences[0].start,
                end=one.sentences[-1].end,
                text=f"{article.title}\n{article.quote(one)}",
            )
            for position, one in enumerate(quotable)
        ]


ENCODER = HashedWordsEncoder()
DERIVATION = Derivation(ParagraphSplitter(), ENCODER, ENCODER)
EVEN = Signals(*[1.0 for _ in fields(Signals)])
"""Weights that count every signal alike, so that tests do not hang on what was learned."""


class KeptVectors:
    """The port `VectorIndexes`, in memory."""

    def __init__(self) -> None:
        self.held: dict[str, InMemoryVectorIndex] = {}
        self._fingerprints: dict[str, Fingerprint] = {}

    async def open(self, index: str, fingerprint: Fingerprint) -> VectorIndex:
        if self._fingerprints.setdefault(index, fingerprint) != fingerprint:
            raise IndexOutOfDate(f"{index} is of another make.", "Make it anew.")
        return self.held.setdefault(index, InMemoryVectorIndex())


@dataclass(frozen=True, slots=True)
class Stack:
    """What one start of the service consists of."""

    library: Library
    assistant: Assistant
    search: Search
    database: Database
    vectors: OpenVectors
    clock: FakeClock

    def surest(self) -> Assistant:
        """An assistant that answers whenever it finds anything."""
        sure = replace(self.assistant.calibration, answer_from=0.0, near_from=0.0)
        return replace(self.assistant, calibration=sure)


@dataclass(frozen=True, slots=True)
class Place:
    """A data directory, to be opened again and again."""

    folder: Path
    vectors: KeptVectors = field(default_factory=KeptVectors)
    clock: FakeClock = field(default_factory=FakeClock)

    def write(self, name: str, text: str) -> str:
        """A file to ingest; gives its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    @asynccontextmanager
    async def open(self, derivation: Derivation = DERIVATION) -> AsyncIterator[Stack]:
        """A start of the service, and its end."""
        database = open_database(f"sqlite:///{self.folder / 'qa.db'}", self.clock, upgrade)
        vectors = OpenVectors(self.vectors, database.articles, derivation.name)
        search = Search(
            articles=database.articles,
            lexical=database.lexical,
            vectors=vectors,
            embedder=derivation.embedder,
            encoder=derivation.encoder,
            weights=EVEN,
        )
        try:
            yield Stack(
                library=Library(
                    reader=PlainTextReader(),
                    articles=database.articles,
                    derivation=derivation,
                    vectors=vectors,
                ),
                assistant=Assistant(
                    search, database.articles, database.answers, read_calibration(), self.clock
                ),
                search=search,
                database=database,
                vectors=vectors,
                clock=self.clock,
            )
        finally:
            await vectors.close()
            await database.close()


async def candidates_of(articles: Sequence[Article]) -> list[Candidate]:
    """Every passage of the articles as the store would give it."""
    return [one for article in articles for one in await _candidates(article)]


async def _candidates(article: Article) -> list[Candidate]:
    source = Source(
        article.index,
        article.id,
        article.revision,
        article.title,
        article.publisher,
        article.published_at,
        article.url,
    )
    sentences = await DERIVATION.sentences(article)
    return [
        Candidate(
            source,
            made.passage,
            made.vector,
            tuple(
                CitedParagraph(one.number, one.key, one.start, one.end, article.quote(one))
                for one in article.paragraphs
                if one.number in made.passage.paragraphs
            ),
            tuple(one for one in sentences if one.paragraph in made.passage.paragraphs),
        )
        for made in await DERIVATION.passages(article)
    ]
