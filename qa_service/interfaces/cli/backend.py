"""What the commands ask: the data, or the running service that holds them; both give the same."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

from qa_service.bootstrap import Service, open_service, running_service
from qa_service.domain.errors import DataBusy
from qa_service.domain.principals import LOCAL
from qa_service.interfaces.cli.client import connect
from qa_service.interfaces.cli.ingest import tell
from qa_service.interfaces.http.answer_schemas import AnswerOut
from qa_service.interfaces.http.faults import read_body
from qa_service.interfaces.http.requests import QuestionIn, SearchIn
from qa_service.interfaces.http.schemas import ArticleOut, PageOut, ReadinessOut, SearchOut
from qa_service.settings import Settings


class Backend(Protocol):
    """Requests in and answers out, as the API has them."""

    @property
    def address(self) -> str:
        """Of the service that was asked, where permalinks lead; empty if none runs."""

    async def ask(self, body: dict[str, Any]) -> AnswerOut:
        """The answer to a question."""

    async def search(self, body: dict[str, Any]) -> SearchOut:
        """Paragraphs, best first."""

    async def articles(self, indexes: list[str], limit: int, cursor: str | None) -> PageOut:
        """A page of the articles."""

    async def article(self, article_id: str, revision: int | None) -> ArticleOut:
        """One article."""

    async def examine(self) -> ReadinessOut:
        """Whether all is well."""


class OpenData:
    """The data, opened by this process."""

    address = ""

    def __init__(self, service: Service) -> None:
        self._assistant = service.assistant
        self._library = service.library

    async def ask(self, body: dict[str, Any]) -> AnswerOut:
        """The answer to a question."""
        asked = read_body(QuestionIn, body)
        answer = await self._assistant.ask(
            LOCAL,
            asked.question,
            indexes=tuple(asked.indexes),
            filters=asked.filters.to_filters(),
            mode=asked.mode,
        )
        return AnswerOut.from_answer(answer)

    async def search(self, body: dict[str, Any]) -> SearchOut:
        """Paragraphs, best first."""
        asked = read_body(SearchIn, body)
        rows = await self._assistant.search(
            LOCAL,
            asked.query,
            k=asked.k,
            indexes=tuple(asked.indexes),
            filters=asked.filters.to_filters(),
        )
        return SearchOut.from_rows(rows)

    async def articles(self, indexes: list[str], limit: int, cursor: str | None) -> PageOut:
        """A page of the articles."""
        page = await self._library.articles(
            LOCAL, indexes=tuple(indexes), limit=limit, cursor=cursor
        )
        return PageOut.from_page(page)

    async def article(self, article_id: str, revision: int | None) -> ArticleOut:
        """One article."""
        return ArticleOut.from_article(await self._library.article(LOCAL, article_id, revision))

    async def examine(self) -> ReadinessOut:
        """Whether all is well."""
        return ReadinessOut.from_checks(await self._library.examine(LOCAL))


@asynccontextmanager
async def open_backend(settings: Settings, *, seeded: bool = True) -> AsyncIterator[Backend]:
    """The running service if there is one, else the data; raises `DataBusy` if neither can be had.

    What an earlier run left undone is finished before anything is asked. `seeded`: and the seeds
    are read in.
    """
    async with AsyncExitStack() as stack:
        backend: Backend
        try:
            service = await stack.enter_async_context(open_service(settings))
        except DataBusy:
            address = running_service(settings)
            if not address:
                raise
            backend = await connect(stack, address)
        else:
            tell(await service.library.start(LOCAL, settings.seeds if seeded else None))
            backend = OpenData(service)
        yield backend
