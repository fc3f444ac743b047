"""A service of one article in memory, which keeps the promises that the interfaces rely on."""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import pytest

from qa_service.conversations.assistant import Assistant
from qa_service.domain.answers import (
    Abstention,
    AbstentionReason,
    Answer,
    AnswerSentence,
    Citation,
    Mode,
    Searched,
    SearchRow,
    Status,
    Support,
    Timings,
)
from qa_service.domain.articles import Article, ArticleSummary, Paragraph, ParagraphKind, Sentence
from qa_service.domain.errors import (
    AnswerNotFound,
    ArticleNotFound,
    QuestionEmpty,
    QuestionTooLong,
    RevisionNotFound,
    UnreadableArticle,
)
from qa_service.domain.events import (
    AnswerEvent,
    Cited,
    Completed,
    Created,
    Progress,
    Said,
    SourcesFound,
)
from qa_service.domain.passages import Filters
from qa_service.domain.ports import Page, Statistics
from qa_service.domain.principals import Principal, Scope
from qa_service.library.articles import Library
from qa_service.library.reports import Check, IngestProgress, IngestReport, Refused

TEXT = "The ferry sank at noon.\n\nNobody was hurt, \x1b[31mthe mayor said."

ARTICLE = Article(
    id="art_ferry0000000",
    index="news",
    revision=1,
    title="Ferry sinks",
    text=TEXT,
    paragraphs=(
        Paragraph(1, "k1", ParagraphKind.BODY, 0, 23, (Sentence(0, 23),)),
        Paragraph(2, "k2", ParagraphKind.BODY, 25, len(TEXT), (Sentence(25, len(TEXT)),)),
    ),
    publisher="The Post",
    published_at=date(2024, 5, 1),
)

MOMENT = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)


class MemoryAssistant:
    """Answers with the paragraphs that share a word with the question."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.broken: Exception | None = None

    async def ask(
        self,
        principal: Principal,
        text: str,
        *,
        indexes: tuple[str, ...] = (),
        filters: Filters = Filters(),
        mode: Mode = Mode.AUTO,
    ) -> Answer:
        events = self.stream(principal, text, indexes=indexes, filters=filters, mode=mode)
        last = [one async for one in events][-1]
        assert isinstance(last, Completed)
        return last.answer

    async def stream(
        self,
        principal: Principal,
        text: str,
        *,
        indexes: tuple[str, ...] = (),
        filters: Filters = Filters(),
        mode: Mode = Mode.AUTO,
    ) -> AsyncIterator[AnswerEvent]:
        rows = await self.search(principal, text, indexes=indexes, filters=filters)
        begun = Answer(
            id=f"ans_{len(self.answers) + 1}",
            status=Status.RUNNING,
            question=text.strip(),
            standalone_question=text.strip(),
            indexes=principal.readable(("news",), indexes),
            filters=filters,
            mode=Mode.EXTRACTIVE,
            created_at=MOMENT,
        )
        yield Created(begun)
        yield Progress("retrieve", "Searching the articles")
        searched = Searched(articles=1, passages=1)
        yield SourcesFound(tuple(rows), searched)
        if self.broken and "break later" in text:
            raise self.broken
        citations = tuple(_cite(number, row) for number, row in enumerate(rows, 1))
        said = tuple(AnswerSentence(one.quote, (one.number,), Support.QUOTED) for one in citations)
        for citation, sentence in zip(citations, said, strict=True):
            yield Cited(citation)
            yield Said(sentence)
        nothing = Abstention(AbstentionReason.NO_MATCH, "The articles do not say.", (_row(1, 0.1),))
        if self.broken and "break last" in text:
            raise self.broken
        answer = replace(
            begun,
            status=Status.COMPLETED,
            sentences=said,
            citations=citations,
            abstention=None if rows else nothing,
            searched=searched,
            timings_ms=Timings(1.0, 2.0, 3.0),
        )
        self.answers[answer.id] = answer
        yield Completed(answer)

    async def search(
        self,
        principal: Principal,
        query: str,
        *,
        k: int = 10,
        indexes: tuple[str, ...] = (),
        filters: Filters = Filters(),
    ) -> list[SearchRow]:
        principal.require(Scope.ASK)
        principal.readable(("news",), indexes)
        words = set(re.findall(r"\w+", query.lower()))
        if self.broken and "break" in words and not words & {"later", "last"}:
            raise self.broken
        if not words:
            raise QuestionEmpty
        if len(query.strip()) > 2000:
            raise QuestionTooLong(len(query.strip()), 2000)
        if filters.publishers and ARTICLE.publisher not in filters.publishers:
            return []
        rows = [_row(number, 1 / number) for number in (1, 2)]
        return [one for one in rows if words & set(re.findall(r"\w+", one.text.lower()))][:k]

    async def answer(self, principal: Principal, answer_id: str) -> Answer:
        principal.require(Scope.READ_ANSWERS)
        if answer_id not in self.answers:
            raise AnswerNotFound(answer_id)
        return self.answers[answer_id]


class MemoryLibrary:
    """Holds one article, and takes any path that ends in `.txt`."""

    def __init__(self) -> None:
        self.checks: tuple[Check, ...] = (Check("database", True, "1 article", ""),)

    async def ingest(
        self,
        principal: Principal,
        paths: Sequence[str],
        *,
        index: str = "news",
        watch: Callable[[IngestProgress], None] = lambda progress: None,
    ) -> IngestReport:
        principal.require(Scope.WRITE_ARTICLES)
        for done, path in enumerate(paths, 1):
            if path.endswith(".missing"):
                raise UnreadableArticle(path, "there is no such file", "Check the path.")
            watch(IngestProgress(done, len(paths), path))
        taken = tuple(f"art_{index}" for path in paths if path.endswith(".txt"))
        refused = [
            Refused(one, "it is empty", "Fill it.") for one in paths if one.endswith(".empty")
        ]
        return IngestReport(taken, (), (), tuple(refused), ())

    async def articles(
        self,
        principal: Principal,
        *,
        indexes: tuple[str, ...] = (),
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page:
        principal.readable(("news",), indexes)
        row = ArticleSummary(
            ARTICLE.id, "news", 1, ARTICLE.title, ARTICLE.publisher, ARTICLE.published_at, None,
            None, 2, "2024-05-02T08:00:00Z",
        )  # fmt: skip
        return Page((row,), None if cursor else "second page")

    async def article(
        self, principal: Principal, article_id: str, revision: int | None = None
    ) -> Article:
        principal.require(Scope.READ_ARTICLES)
        if article_id != ARTICLE.id:
            raise ArticleNotFound(article_id)
        if revision not in (None, 1):
            raise RevisionNotFound(article_id, revision)
        return ARTICLE

    async def statistics(self, principal: Principal, indexes: Sequence[str] = ()) -> Statistics:
        principal.readable(("news",), tuple(indexes))
        return Statistics(1, 1, 2, "2024-05-02T08:00:00Z")

    async def examine(self, principal: Principal) -> tuple[Check, ...]:
        principal.require(Scope.READ_ARTICLES)
        return self.checks

    async def start(self, principal: Principal, seeds: str | None) -> IngestReport:
        principal.require(Scope.WRITE_ARTICLES)
        return IngestReport((), (), (ARTICLE.id,), (), ())


def _row(number: int, score: float) -> SearchRow:
    place = ARTICLE.paragraphs[number - 1]
    return SearchRow(
        "news", ARTICLE.id, 1, number, place.key, ARTICLE.quote(place), place.start, place.end,
        score, ARTICLE.title, ARTICLE.publisher, ARTICLE.published_at,
    )  # fmt: skip


def _cite(number: int, row: SearchRow) -> Citation:
    return Citation(
        number, row.index, row.article_id, row.revision, row.paragraph, row.paragraph_key, row.text,
        row.start, row.end, row.title, row.publisher, row.published_at, None,
    )  # fmt: skip


@pytest.fixture
def assistant() -> Assistant:
    return cast(Assistant, MemoryAssistant())


@pytest.fixture
def library() -> Library:
    return cast(Library, MemoryLibrary())
