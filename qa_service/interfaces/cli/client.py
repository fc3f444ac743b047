"""The running service, asked over HTTP."""

from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import quote

import httpx

from qa_service.domain.errors import (
    ArticleNotFound,
    BadRequest,
    DataBusy,
    DataUnusable,
    NotFound,
    QAError,
)
from qa_service.interfaces.http.answer_schemas import AnswerOut
from qa_service.interfaces.http.schemas import ArticleOut, PageOut, ReadinessOut, SearchOut

_BASES: tuple[tuple[int, type[QAError]], ...] = (
    (422, BadRequest),
    (404, NotFound),
    (503, DataUnusable),
    (507, DataUnusable),
)

PATIENCE_SECONDS = 60.0


class ServiceClient:
    """Asks the service what `OpenData` asks the data."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    @property
    def address(self) -> str:
        """Of the service."""
        return str(self._http.base_url).rstrip("/")

    async def ask(self, body: dict[str, Any]) -> AnswerOut:
        """The answer to a question."""
        return AnswerOut.model_validate(await self._call("POST", "/api/v1/answers", json=body))

    async def search(self, body: dict[str, Any]) -> SearchOut:
        """Paragraphs, best first."""
        return SearchOut.model_validate(await self._call("POST", "/api/v1/search", json=body))

    async def articles(self, indexes: list[str], limit: int, cursor: str | None) -> PageOut:
        """A page of the articles."""
        query: dict[str, Any] = {"limit": limit, "index": indexes}
        if cursor is not None:
            query["cursor"] = cursor
        return PageOut.model_validate(await self._call("GET", "/api/v1/articles", params=query))

    async def article(self, article_id: str, revision: int | None) -> ArticleOut:
        """One article."""
        if "/" in article_id:  # however it is quoted, the service would read it as a longer path
            raise ArticleNotFound(article_id)
        path = f"/api/v1/articles/{quote(article_id, safe='')}"
        if revision is not None:
            path += f"/revisions/{revision}"
        response = await self._send("GET", path)
        if response.status_code == 404 and "revision_not_found" not in response.text:
            raise ArticleNotFound(article_id)
        return ArticleOut.model_validate(_content(response))

    async def examine(self) -> ReadinessOut:
        """Whether all is well."""
        response = await self._send("GET", "/readyz")
        return ReadinessOut.model_validate(response.json())

    async def _call(self, method: str, path: str, **options: Any) -> Any:
        return _content(await self._send(method, path, **options))

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise DataBusy(
                f"The service at {self._http.base_url} holds the data and does not answer "
                f"({type(error).__name__}).",
                "Wait until it has started, or stop it.",
            ) from None


async def connect(stack: AsyncExitStack, address: str) -> ServiceClient:
    """A client for as long as the stack lasts; raises `DataBusy` if nothing answers there."""
    # The environment's proxies are not asked: the service is on this machine.
    http = httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS, trust_env=False)
    client = ServiceClient(await stack.enter_async_context(http))
    await client._send("GET", "/healthz")
    return client


def _content(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json()
    kind = next((base for status, base in _BASES if status == response.status_code), QAError)
    raise kind(_detail(response))


def _detail(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"The service answered with status {response.status_code}."
