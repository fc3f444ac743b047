"""Ask here. A question travels down to the evidence once, and up as an answer once."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from qa_service.answering.abstain import abstain, find_reason
from qa_service.answering.confidence import Calibration, confidence
from qa_service.answering.extract import Extract, extract
from qa_service.domain.answers import (
    Answer,
    Fallback,
    Mode,
    Question,
    SearchRow,
    Status,
    Timings,
)
from qa_service.domain.errors import (
    AnswerNotFound,
    ArticleNotFound,
    BadRequest,
    QuestionEmpty,
    QuestionTooLong,
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
from qa_service.domain.passages import Evidence, Filters
from qa_service.domain.ports import AnswerStore, ArticleStore, Clock
from qa_service.domain.principals import Principal, Scope
from qa_service.domain.words import find_words
from qa_service.retrieval.search import Search, as_rows

LONGEST_QUESTION = 2_000
"""Characters."""
MOST_ROWS = 50
_SOURCES = 8
_NO_MODEL = Fallback(
    "model_unavailable", "No language model is configured; the articles are quoted."
)
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions for a principal from the indexes that the principal may read."""

    search_in: Search
    articles: ArticleStore
    answers: AnswerStore
    calibration: Calibration
    clock: Clock

    async def ask(
        self,
        principal: Principal,
        text: str,
        *,
        indexes: tuple[str, ...] = (),
        filters: Filters = Filters(),
        mode: Mode = Mode.AUTO,
    ) -> Answer:
        """The finished answer; raises as `stream` does."""
        stream = self.stream(principal, text, indexes=indexes, filters=filters, mode=mode)
        async with aclosing(stream) as events:
            async for event in events:
                if isinstance(event, Completed):
                    return event.answer
        raise AssertionError("a stream ends with Completed")

    async def stream(
        self,
        principal: Principal,
        text: str,
        *,
        indexes: tuple[str, ...] = (),
        filters: Filters = Filters(),
        mode: Mode = Mode.AUTO,
    ) -> AsyncGenerator[AnswerEvent, None]:
        """The answer as it comes; it is stored before `Completed` is given.

        Raises `QuestionEmpty`, `QuestionTooLong`, `IndexNotFound`, `ArticleNotFound` (of a filter)
        or `Forbidden` before any event.
        """
        principal.require(Scope.ASK)
        question = await self._question(principal, text, indexes, filters, mode)
        began = self.clock.stopwatch()
        answer = self._begin(question)
        yield Created(answer)
        yield Progress("searching", f"Searching {', '.join(question.indexes)}")
        evidence, searched = await self.search_in.find(question)
        retrieved = self.clock.stopwatch()
        yield SourcesFound(as_rows(evidence, _SOURCES), searched)
        # Where nothing passes the filters, it matters whether there is anything at all.
        held = searched.passages or (await self.articles.statistics(question.indexes)).passages
        answer, written = self._write(replace(answer, searched=searched), evidence, held)
        if written:
            yield Progress("answering", "Choosing the sentences that answer")
            for event in _in_order(written):
                yield event
        done = self.clock.stopwatch()
        timings = Timings(retrieved - began, done - retrieved, done - began)
        answer = replace(answer, status=Status.COMPLETED, timings_ms=timings)
        await self.answers.save(answer, principal.subject)
        yield Completed(answer)

    async def search(
        self,
        principal: Principal,
        query: str,
        *,
        k: int = 10,
        indexes: tuple[str, ...] = (),
        filters: Filters = Filters(),
    ) -> tuple[SearchRow, ...]:
        """The best `k` paragraphs (1 to 50); raises as `stream` does."""
        principal.require(Scope.SEARCH)
        if not 1 <= k <= MOST_ROWS:
            raise BadRequest(f"k is {k}.", f"Give a number from 1 to {MOST_ROWS}.")
        question = await self._question(principal, query, indexes, filters, Mode.EXTRACTIVE)
        evidence, _ = await self.search_in.find(question)
        return as_rows(evidence, k)

    async def answer(self, principal: Principal, answer_id: str) -> Answer:
        """A stored answer of the principal's own; raises `AnswerNotFound`."""
        principal.require(Scope.READ_ANSWERS)
        found = await self.answers.answer(answer_id, principal.subject)
        if found is None:
            raise AnswerNotFound(answer_id)
        return found

    async def _question(
        self,
        principal: Principal,
        text: str,
        indexes: tuple[str, ...],
        filters: Filters,
        mode: Mode,
    ) -> Question:
        stripped = " ".join(text.split())
        # The length goes first: to find the words of a megabyte would hold up all for seconds.
        if len(stripped) > LONGEST_QUESTION:
            raise QuestionTooLong(len(stripped), LONGEST_QUESTION)
        if not find_words(stripped):
            raise QuestionEmpty
        existing = await self.articles.indexes()
        readable = principal.readable(existing, indexes)
        # No misspelt id passes in silence; one of another index is no mistake, it only leaves
        # nothing to search.
        for one in filters.articles:
            if await self.articles.article(one, principal.readable(existing, ())) is None:
                raise ArticleNotFound(one)
        return Question(stripped, readable, filters, mode)

    def _begin(self, question: Question) -> Answer:
        return Answer(
            id=self.clock.new_id("ans_"),
            status=Status.RUNNING,
            question=question.text,
            standalone_question=question.text,
            indexes=question.indexes,
            filters=question.filters,
            mode=Mode.EXTRACTIVE,
            created_at=self.clock.now(),
            fallback=_NO_MODEL if question.mode is Mode.GENERATED else None,
        )

    def _write(
        self, answer: Answer, evidence: list[Evidence], held: int
    ) -> tuple[Answer, Extract | None]:
        sure = confidence(evidence, self.calibration)
        reason = find_reason(sure, self.calibration, answer.searched, held)
        if reason:
            return replace(answer, abstention=abstain(reason, as_rows(evidence, _NEAREST))), None
        written = extract(evidence)
        return replace(answer, sentences=written.sentences, citations=written.citations), written


def _in_order(written: Extract) -> list[AnswerEvent]:
    """Each citation before the first sentence that uses it."""
    events: list[AnswerEvent] = []
    for sentence in written.sentences:
        events += [Cited(one) for one in written.citations if one.number in sentence.citations]
        events.append(Said(sentence))
    return events
