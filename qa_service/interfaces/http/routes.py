"""The operations of the native API. Each is one call of floor 2 between two translations."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response

from qa_service.conversations.assistant import Assistant
from qa_service.domain.events import AnswerEvent, Created
from qa_service.domain.principals import LOCAL, Principal
from qa_service.interfaces.http.answer_schemas import AnswerOut
from qa_service.interfaces.http.errors import Problem
from qa_service.interfaces.http.events import (
    MEDIA_TYPE,
    EventStream,
    encode_events,
    prefers_events,
)
from qa_service.interfaces.http.requests import QuestionIn, SearchIn
from qa_service.interfaces.http.schemas import (
    ArticleOut,
    HealthOut,
    PageOut,
    ReadinessOut,
    SearchOut,
    StatisticsOut,
)
from qa_service.library.articles import Library
from qa_service.settings import VERSION

REVISION_LIMIT = 2**31 - 1


def current_principal() -> Principal:
    """Whoever sits at the machine: only loopback is served until access control exists."""
    return LOCAL


def current_assistant(request: Request) -> Assistant:
    """The one that the composition root built."""
    return cast(Assistant, request.app.state.assistant)


def current_library(request: Request) -> Library:
    """The one that the composition root built."""
    return cast(Library, request.app.state.library)


def require_json(request: Request) -> None:
    """Raise 415 for a body of another type, which a page of another site could send unasked."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise HTTPException(415, "Send the body as application/json.")


Me = Annotated[Principal, Depends(current_principal)]
TheAssistant = Annotated[Assistant, Depends(current_assistant)]
TheLibrary = Annotated[Library, Depends(current_library)]
Json = Depends(require_json)
ArticleId = Annotated[str, Path(examples=["art_2g5n3a7q4xkd"])]
IndexNames = Annotated[list[str], Query(alias="index", description="May be repeated; none: all")]


_EVERYWHERE = (400, 405, 422, 500, 503, 507)


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Problem} for status in sorted({*statuses, *_EVERYWHERE})}


api = APIRouter(prefix="/api/v1")
operations = APIRouter()


@api.post(
    "/answers",
    operation_id="ask",
    summary="Ask a question",
    tags=["answers"],
    response_model=AnswerOut,
    responses=_problems(404, 413, 415) | {200: {"content": {MEDIA_TYPE: {}}}},
    dependencies=[Json],
)
async def ask(
    body: QuestionIn, request: Request, me: Me, assistant: TheAssistant
) -> AnswerOut | Response:
    """Answer from the articles, every sentence cited; as events where the Accept header prefers."""
    filters = body.filters.to_filters()
    if prefers_events(request.headers.get("accept", "")):
        events = assistant.stream(
            me, body.question, indexes=tuple(body.indexes), filters=filters, mode=body.mode
        )
        return await _stream(events)
    answer = await assistant.ask(
        me, body.question, indexes=tuple(body.indexes), filters=filters, mode=body.mode
    )
    return AnswerOut.from_answer(answer)


async def _stream(events: AsyncIterator[AnswerEvent]) -> EventStream:
    """The first step goes before the headers, so that a bad question is an error like any other."""
    created = await anext(events)
    assert isinstance(created, Created)
    return EventStream(encode_events(created, events))


@api.get(
    "/answers/{answer_id}",
    operation_id="getAnswer",
    summary="Read an answer again",
    tags=["answers"],
    responses=_problems(404),
)
async def read_answer(answer_id: str, me: Me, assistant: TheAssistant) -> AnswerOut:
    """The answer as it was given."""
    return AnswerOut.from_answer(await assistant.answer(me, answer_id))


@api.post(
    "/search",
    operation_id="search",
    summary="Find paragraphs",
    tags=["articles"],
    responses=_problems(404, 413, 415),
    dependencies=[Json],
)
async def search(body: SearchIn, me: Me, assistant: TheAssistant) -> SearchOut:
    """The paragraphs nearest to the query, best first."""
    filters = body.filters.to_filters()
    rows = await assistant.search(
        me, body.query, k=body.k, indexes=tuple(body.indexes), filters=filters
    )
    return SearchOut.from_rows(rows)


@api.get(
    "/articles",
    operation_id="listArticles",
    summary="List articles",
    tags=["articles"],
    responses=_problems(404),
)
async def list_articles(
    request: Request,
    response: Response,
    me: Me,
    library: TheLibrary,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before")] = None,
    indexes: IndexNames = [],  # noqa: B006
) -> PageOut:
    """Newest first."""
    page = await library.articles(me, indexes=tuple(indexes), limit=limit, cursor=cursor)
    if page.next_cursor is not None:
        query = [("limit", str(limit)), ("cursor", page.next_cursor)]
        link = urlencode(query + [("index", one) for one in indexes])
        response.headers["Link"] = f'<{request.url.path}?{link}>; rel="next"'
    return PageOut.from_page(page)


@api.get(
    "/articles/{article_id}",
    operation_id="getArticle",
    summary="Read an article",
    tags=["articles"],
    responses=_problems(404),
)
async def read_article(article_id: ArticleId, me: Me, library: TheLibrary) -> ArticleOut:
    """The current revision's canonical text and its paragraphs."""
    return ArticleOut.from_article(await library.article(me, article_id))


@api.get(
    "/articles/{article_id}/revisions/{revision}",
    operation_id="getRevision",
    summary="Read an article as it was",
    tags=["articles"],
    responses=_problems(404),
)
async def read_revision(
    article_id: ArticleId,
    revision: Annotated[int, Path(ge=1, le=REVISION_LIMIT)],
    me: Me,
    library: TheLibrary,
) -> ArticleOut:
    """A revision's canonical text and its paragraphs: what a citation of it quotes."""
    return ArticleOut.from_article(await library.article(me, article_id, revision))


@api.get(
    "/stats",
    operation_id="getStatistics",
    summary="Sizes and freshness",
    tags=["articles"],
    responses=_problems(404),
)
async def read_statistics(me: Me, library: TheLibrary, indexes: IndexNames = []) -> StatisticsOut:  # noqa: B006
    """Of the indexes named."""
    return StatisticsOut.from_statistics(await library.statistics(me, tuple(indexes)))


@operations.get("/", include_in_schema=False)
async def read_root() -> dict[str, str]:
    """What this is and where to go on."""
    return {
        "name": "qa-service",
        "version": VERSION,
        "about": "Answers questions from news articles; every sentence is cited and quoted.",
        "ask": "POST /api/v1/answers",
        "description": "/openapi.json",
    }


@operations.get("/healthz", operation_id="getHealth", summary="Does it run?", tags=["operations"])
async def read_health() -> HealthOut:
    """Answers while the process runs."""
    return HealthOut(version=VERSION)


@operations.get(
    "/readyz",
    operation_id="getReadiness",
    summary="Can it answer?",
    tags=["operations"],
    responses={503: {"model": ReadinessOut}},
)
async def read_readiness(response: Response, me: Me, library: TheLibrary) -> ReadinessOut:
    """503 with the checks that failed, while questions cannot be answered."""
    readiness = ReadinessOut.from_checks(await library.examine(me))
    response.status_code = 200 if readiness.ready else 503
    return readiness
