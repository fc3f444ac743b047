"""The API as its callers see it."""

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from qa_service.conversations.assistant import Assistant
from qa_service.domain.errors import StorageFull
from qa_service.interfaces.asgi import create_app
from qa_service.library.articles import Library
from qa_service.library.reports import Check

FERRY: dict[str, Any] = {
    "index": "news",
    "article_id": "art_ferry0000000",
    "revision": 1,
    "paragraph": 1,
    "paragraph_key": "k1",
    "start": 0,
    "end": 23,
    "title": "Ferry sinks",
    "publisher": "The Post",
    "published_at": "2024-05-01",
    "permalink": "/a/art_ferry0000000?v=1#p1",
}
SENTENCE = {"text": "The ferry sank at noon.", "citations": [1], "support": "quoted"}
CITATION = FERRY | {"number": 1, "quote": "The ferry sank at noon.", "url": None}
ROW = FERRY | {"text": "The ferry sank at noon.", "score": 1.0}
ANSWER: dict[str, Any] = {
    "id": "ans_1",
    "status": "completed",
    "conversation_id": None,
    "permalink": "/c#ans_1",
    "question": "ferry?",
    "standalone_question": "ferry?",
    "indexes": ["news"],
    "filters": {"articles": [], "publishers": [], "from": None, "to": None},
    "mode": "extractive",
    "model": None,
    "prompt_version": None,
    "created_at": "2024-05-02T08:30:00Z",
    "text": "The ferry sank at noon. [1]",
    "sentences": [SENTENCE],
    "citations": [CITATION],
    "conflicts": [],
    "abstention": None,
    "fallback": None,
    "searched": {"articles": 1, "passages": 1, "undated_left_out": 0},
    "usage": None,
    "timings_ms": {"retrieve": 1.0, "answer": 2.0, "total": 3.0},
}


@pytest.fixture
async def client(assistant: Assistant, library: Library) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(assistant, library, "https://news.example.org")
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


def problem_of(response: httpx.Response) -> dict[str, Any]:
    """The body of an error, having checked what all errors share."""
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert set(body) == {
        "type", "title", "status", "detail", "instance", "request_id", "errors", "error",
    }  # fmt: skip
    assert body["status"] == response.status_code
    assert body["instance"] == response.request.url.path
    assert body["request_id"] == response.headers["x-request-id"]
    assert set(body["error"]) == {"message", "type", "code", "param"}
    assert body["error"]["message"] == body["detail"]
    assert all(set(one) == {"detail", "pointer", "parameter"} for one in body["errors"])
    return body


async def test_an_answer_is_one_whole_object(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/answers", json={"question": " ferry? "})
    assert (response.status_code, response.json()) == (200, ANSWER)
    assert (await client.get("/api/v1/answers/ans_1")).json() == ANSWER


async def test_an_abstention_is_an_answer(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/answers", json={"question": "volcano?"})
    answer = response.json()
    assert (response.status_code, answer["status"], answer["text"]) == (200, "completed", "")
    assert answer["abstention"] == {
        "reason": "no_match",
        "message": "The articles do not say.",
        "nearest": [ROW | {"score": 0.1}],
    }


async def test_an_answer_comes_as_events_where_they_are_preferred(
    client: httpx.AsyncClient,
) -> None:
    """Promise 2, no dangling marker: a citation comes before the first sentence that uses it."""
    response = await client.post(
        "/api/v1/answers", json={"question": "ferry?"}, headers={"Accept": "text/event-stream"}
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    head: list[dict[str, Any]] = [
        {"sequence": number, "answer_id": "ans_1"} for number in range(1, 7)
    ]
    begun = ANSWER | {
        "status": "running", "text": "", "sentences": [], "citations": [],
        "searched": {"articles": 0, "passages": 0, "undated_left_out": 0},
        "timings_ms": {"retrieve": 0.0, "answer": 0.0, "total": 0.0},
    }  # fmt: skip
    expected: list[tuple[str, dict[str, Any]]] = [
        ("answer.created", {"answer": begun}),
        ("answer.status", {"stage": "retrieve", "message": "Searching the articles"}),
        ("answer.sources", {"sources": [ROW], "searched": ANSWER["searched"]}),
        ("answer.citation", {"citation": CITATION}),
        ("answer.sentence", {"sentence": SENTENCE}),
        ("answer.completed", {"answer": ANSWER}),
    ]
    assert parse_events(response.text) == [
        (name, f"ans_1:{shared['sequence']}", {"type": name} | shared | members)
        for (name, members), shared in zip(expected, head, strict=True)
    ]


async def test_an_answer_that_breaks_off_says_so_as_an_event(
    client: httpx.AsyncClient, assistant: Any
) -> None:
    assistant.broken = RuntimeError("secret")
    response = await client.post(
        "/api/v1/answers",
        json={"question": "break later"},
        headers={"Accept": "text/event-stream"},
    )
    name, _, data = parse_events(response.text)[-1]
    assert (name, data["answer"]["status"]) == ("answer.failed", "failed")
    assert data["message"] == "Something went wrong here; ask again."
    assert "secret" not in response.text


async def test_an_answer_that_broke_off_keeps_what_was_said_and_tells_the_remedy(
    client: httpx.AsyncClient, assistant: Any
) -> None:
    assistant.broken = StorageFull("the answers")
    response = await client.post(
        "/api/v1/answers",
        json={"question": "ferry, break last"},
        headers={"Accept": "text/event-stream"},
    )
    _, _, data = parse_events(response.text)[-1]
    assert data["answer"] == ANSWER | {
        "status": "failed",
        "question": "ferry, break last",
        "standalone_question": "ferry, break last",
        "timings_ms": {"retrieve": 0.0, "answer": 0.0, "total": 0.0},
    }
    assert data["message"].startswith("No space is left for the answers. Free some")


@pytest.mark.parametrize(
    ("question", "code"),
    [("", "question_empty"), (" \n", "question_empty"), ("?!", "question_empty"),
     ("a" * 2001, "question_too_long")],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_a_question_without_words_or_too_long_is_refused(
    client: httpx.AsyncClient, question: str, code: str, accept: str
) -> None:
    response = await client.post(
        "/api/v1/answers", json={"question": question}, headers={"Accept": accept}
    )
    assert (response.status_code, problem_of(response)["error"]["code"]) == (422, code)


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("answers", {}, "/question"),
        ("answers", {"question": 7}, "/question"),
        ("answers", {"question": "\ud800"}, "/question"),
        ("answers", {"question": "a", "qestion": "b"}, "/qestion"),
        ("answers", {"question": "a", "filters": {"form": None}}, "/filters/form"),
        ("answers", {"question": "a", "filters": {"from": "yesterday"}}, "/filters/from"),
        ("answers", {"question": "a", "filters": {"to": 12}}, "/filters/to"),
        ("answers", {"question": "a", "indexes": "news"}, "/indexes"),
        ("answers", {"question": "a", "mode": "poem"}, "/mode"),
        ("answers", {"question": "a", "conversation_id": "c"}, "/conversation_id"),
        ("search", {"query": "a", "k": 0}, "/k"),
        ("search", {"query": "a", "k": 51}, "/k"),
        ("search", {"query": "a", "k": "5"}, "/k"),
        ("search", {"query": "a", "filters": {"a/b": 1}}, "/filters/a~1b"),
    ],
)
async def test_a_fault_in_the_body_is_pointed_at(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], pointer: str
) -> None:
    response = await client.post(
        f"/api/v1/{path}", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    found = problem_of(response)
    assert (response.status_code, found["error"]["code"]) == (422, "invalid_request")
    assert found["errors"][0]["pointer"] == found["error"]["param"] == pointer


@pytest.mark.parametrize(
    ("method", "path", "content", "media", "status", "code"),
    [
        ("GET", "/nothing", None, None, 404, "not_found"),
        ("GET", "/api/v1/nothing", None, None, 404, "not_found"),
        ("GET", "/api/v1/articles/", None, None, 404, "not_found"),
        ("DELETE", "/api/v1/answers", None, None, 405, "method_not_allowed"),
        ("GET", "/api/v1/articles/art_x", None, None, 404, "article_not_found"),
        ("GET", "/api/v1/articles/art_ferry0000000/revisions/2", None, None, 404,
         "revision_not_found"),
        ("GET", "/api/v1/articles/art_x/revisions/0", None, None, 422, "invalid_request"),
        ("GET", "/api/v1/answers/ans_x", None, None, 404, "answer_not_found"),
        ("GET", "/api/v1/articles?index=sport", None, None, 404, "index_not_found"),
        ("GET", "/api/v1/articles?limit=0", None, None, 422, "invalid_request"),
        ("GET", f"/api/v1/articles/art_x/revisions/{10**30}", None, None, 422, "invalid_request"),
        ("POST", "/api/v1/answers", b"{", "application/json", 422, "invalid_request"),
        ("POST", "/api/v1/answers", b"\xff\xfe\xfd", "application/json", 422, "invalid_request"),
        ("POST", "/api/v1/answers", b"[" * 100_000, "application/json", 422, "invalid_request"),
        ("POST", "/api/v1/answers", b"{}", "text/plain", 415, "unsupported_media_type"),
        ("POST", "/api/v1/answers", b"{}", None, 415, "unsupported_media_type"),
        ("POST", "/api/v1/answers", b" " * 1_048_577, "application/json", 413, "body_too_large"),
        ("POST", "/api/v1/answers",
         b'{"question": "a", "filters": {"from": "2024-02-01", "to": "2024-01-01"}}',
         "application/json", 422, "bad_filter"),
        ("POST", "/api/v1/answers", b'{"question": "a", "indexes": ["sport"]}',
         "application/json", 404, "index_not_found"),
    ],
)  # fmt: skip
async def test_every_error_has_one_shape(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    content: bytes | None,
    media: str | None,
    status: int,
    code: str,
) -> None:
    headers = {"Content-Type": media} if media else {}
    response = await client.request(method, path, content=content, headers=headers)
    assert (response.status_code, problem_of(response)["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("content", "headers", "why"),
    [
        (b'{"question": ', {}, "at character 13"),
        (b'{"question": "\xff"}', {}, "it is not UTF-8"),
        (b'{"question": "\xe9"}', {"Content-Type": "application/json; charset=latin-1"},
         "it is not UTF-8"),
        (gzip.compress(b'{"question": "ferry?"}', mtime=0), {"Content-Encoding": "gzip"},
         "it is compressed; send it as it is"),
        (b"[" * 100_000, {}, "it is nested too deeply"),
        (b"9" * 5_000, {}, "a number in it is too long"),
    ],
    ids=["cut off", "not UTF-8", "Latin-1", "compressed", "nested", "a long number"],
)  # fmt: skip
async def test_every_body_that_is_not_json_is_told_so_in_the_same_words(
    client: httpx.AsyncClient, content: bytes, headers: dict[str, str], why: str
) -> None:
    response = await client.post(
        "/api/v1/answers",
        content=content,
        headers={"Content-Type": "application/json"} | headers,
    )
    found = problem_of(response)
    assert (response.status_code, found["error"]["code"]) == (422, "invalid_request")
    detail = f"the body is not JSON ({why})"
    assert found["errors"] == [{"detail": detail, "pointer": "", "parameter": None}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the body is missing."),
        (b"[1]", "the body is not a JSON object."),
        (b"{}", "/question: it is missing."),
        (b'{"question": "a", "filters": 1}', "/filters: it is not an object."),
        (b'{"question": "a", "form": 1}', "/form: there is no such member."),
        (b'{"question": "a", "conversation_id": "c"}',
         "/conversation_id: it is reserved: leave it out, or send null."),
        (b'{"question": "a", "mode": "poem"}',
         "/mode: it should be 'auto', 'extractive' or 'generated'."),
    ],
)  # fmt: skip
async def test_a_fault_is_told_in_plain_words(
    client: httpx.AsyncClient, content: bytes, said: str
) -> None:
    response = await client.post(
        "/api/v1/answers", content=content, headers={"Content-Type": "application/json"}
    )
    assert problem_of(response)["detail"] == said


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/readyz", "/openapi.json", "/api/v1/articles", "/a/art_ferry0000000",
     "/api/v1/articles/art_ferry0000000", "/api/v1/articles/art_x"],
)  # fmt: skip
async def test_head_says_what_get_says_without_the_body(
    client: httpx.AsyncClient, path: str
) -> None:
    said, got = await client.head(path), await client.get(path)
    assert (said.status_code, said.content) == (got.status_code, b"")
    for response in (said, got):
        del response.headers["x-request-id"]
    lengths = [int(one.headers.pop("content-length")) for one in (said, got)]
    assert said.headers == got.headers
    assert abs(lengths[0] - lengths[1]) <= 40  # an error's body has the request's own id


async def test_what_takes_no_method_names_those_it_takes(client: httpx.AsyncClient) -> None:
    response = await client.delete("/api/v1/articles")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


async def test_a_revision_that_is_not_there_is_told_from_an_article(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/api/v1/articles/art_ferry0000000/revisions/99")
    assert problem_of(response)["detail"] == (
        "The article 'art_ferry0000000' has no revision 99. "
        "Leave the revision out for the current one."
    )


async def test_an_id_of_any_length_is_shown_short(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/api/v1/articles/{'a' * 5_000}")
    detail = problem_of(response)["detail"]
    assert detail.startswith(f"There is no article '{'a' * 100}'…. ")


async def test_a_request_with_two_hosts_is_refused(client: httpx.AsyncClient) -> None:
    headers = [("Host", "localhost"), ("Host", "evil.example.org")]
    response = await client.get("/healthz", headers=headers)
    assert (response.status_code, problem_of(response)["error"]["code"]) == (400, "bad_host")


async def test_a_body_of_unknown_length_is_cut_off_while_it_is_read(
    client: httpx.AsyncClient,
) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while taken < 100:
            taken += 1
            yield b" " * 65_536

    response = await client.post(
        "/api/v1/answers", content=endless(), headers={"Content-Type": "application/json"}
    )
    assert (response.status_code, problem_of(response)["error"]["code"]) == (413, "body_too_large")
    assert taken < 20


async def test_an_unforeseen_error_leaks_nothing(client: httpx.AsyncClient, assistant: Any) -> None:
    assistant.broken = RuntimeError("secret")
    response = await client.post("/api/v1/answers", json={"question": "break"})
    assert (response.status_code, problem_of(response)["error"]["code"]) == (500, "internal_error")
    assert "secret" not in response.text


async def test_a_sane_request_id_is_kept_and_another_is_replaced(client: httpx.AsyncClient) -> None:
    sane = await client.get("/healthz", headers={"X-Request-Id": "trace-1"})
    other = await client.get("/healthz", headers={"X-Request-Id": "a b<script>"})
    assert sane.headers["x-request-id"] == "trace-1"
    assert other.headers["x-request-id"].startswith("req_")


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("NEWS.example.org", 200),
     ("evil.example.org", 400), ("127.0.0.1.evil.org", 400), ("", 400)],
)  # fmt: skip
async def test_only_own_names_are_answered_to(
    client: httpx.AsyncClient, host: str, status: int
) -> None:
    response = await client.get("/healthz", headers={"Host": host})
    assert response.status_code == status
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in response.headers


async def test_search_gives_rows(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/search", json={"query": "ferry", "k": 1})
    assert response.json() == {"data": [ROW]}


async def test_articles_are_listed_page_by_page(client: httpx.AsyncClient) -> None:
    first = await client.get("/api/v1/articles?limit=1&index=news")
    assert first.json()["next_cursor"] == "second page"
    assert first.json()["data"] == [
        {
            "id": "art_ferry0000000", "index": "news", "revision": 1, "title": "Ferry sinks",
            "publisher": "The Post", "published_at": "2024-05-01", "url": None, "language": None,
            "paragraphs": 2, "added_at": "2024-05-02T08:00:00Z",
        }
    ]  # fmt: skip
    assert first.links["next"]["url"] == "/api/v1/articles?limit=1&cursor=second+page&index=news"
    assert (await client.get(first.links["next"]["url"])).json()["next_cursor"] is None


async def test_an_article_has_its_text_and_paragraphs(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/articles/art_ferry0000000/revisions/1")
    article = response.json()
    assert (await client.get("/api/v1/articles/art_ferry0000000")).json() == article
    text = article.pop("text")
    assert article == {
        "id": "art_ferry0000000", "index": "news", "revision": 1, "title": "Ferry sinks",
        "publisher": "The Post", "published_at": "2024-05-01", "url": None, "language": None,
        "paragraphs": [
            {"number": 1, "key": "k1", "kind": "body", "start": 0, "end": 23},
            {"number": 2, "key": "k2", "kind": "body", "start": 25, "end": len(text)},
        ],
    }  # fmt: skip


async def test_readiness_names_the_failing_checks(client: httpx.AsyncClient, library: Any) -> None:
    assert (await client.get("/readyz")).status_code == 200
    library.checks = (Check("disk", False, "It is full.", "Free some."),)
    response = await client.get("/readyz")
    checks = [{"name": "disk", "ok": False, "detail": "It is full.", "advice": "Free some."}]
    assert (response.status_code, response.json()) == (503, {"ready": False, "checks": checks})


async def test_every_operation_tells_of_its_errors_as_problems(client: httpx.AsyncClient) -> None:
    description = (await client.get("/openapi.json")).json()
    ids = []
    for path, operations in description["paths"].items():
        for operation in operations.values():
            ids.append(operation["operationId"])
            for status, response in operation["responses"].items():
                if path.startswith("/api/"):
                    assert {"400", "405", "422", "500", "503", "507"} <= set(operation["responses"])
                if path.startswith("/api/") and not status.startswith("2"):
                    assert list(response["content"]) == ["application/problem+json"], (path, status)
    assert ids == [
        "ask", "getAnswer", "search", "listArticles", "getArticle", "getRevision", "getStatistics",
        "getHealth", "getReadiness",
    ]  # fmt: skip


def parse_events(text: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Name, id and data of each event; comments are left out."""
    events = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if fields:
            events.append((fields["event"], fields["id"], json.loads(fields["data"])))
    return events
