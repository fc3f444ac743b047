"""Server-sent events: when they are preferred, how they keep a line open, how they end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from starlette.types import Message

from qa_service.domain.answers import Answer, Mode, Status
from qa_service.domain.events import AnswerEvent, Completed, Created
from qa_service.domain.passages import Filters
from qa_service.interfaces.http.events import EventStream, encode_events, prefers_events

ANSWER = Answer(
    id="ans_1",
    status=Status.RUNNING,
    question="?",
    standalone_question="?",
    indexes=("news",),
    filters=Filters(),
    mode=Mode.EXTRACTIVE,
    created_at=datetime(2024, 5, 2, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("accept", "preferred"),
    [
        ("text/event-stream", True),
        ("text/event-stream, */*;q=0.1", True),
        ("text/event-stream, */*", True),
        ("application/json;q=0.5, text/event-stream", True),
        ("TEXT/Event-Stream ; q=0.9", True),
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("application/json, text/event-stream", False),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=0.2, application/*", False),
        ("text/event-stream;q=x", False),
        (";;,,q=", False),
    ],
)
def test_events_are_sent_to_those_who_prefer_them(accept: str, preferred: bool) -> None:
    assert prefers_events(accept) is preferred


async def test_a_silent_stream_is_kept_open_by_comments() -> None:
    async def slow() -> AsyncIterator[AnswerEvent]:
        await asyncio.sleep(0.05)
        yield Completed(ANSWER)

    chunks = [one async for one in encode_events(Created(ANSWER), slow(), ping_seconds=0.01)]
    assert chunks[1] == b": ping\n\n"
    assert [one[:22] for one in (chunks[0], chunks[-1])] == [
        b"event: answer.created\n",
        b"event: answer.complete",
    ]


async def test_a_reader_who_goes_away_ends_the_work_without_noise(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended = asyncio.Event()

    async def endless() -> AsyncIterator[AnswerEvent]:
        try:
            await asyncio.Event().wait()
            yield Completed(ANSWER)
        finally:
            ended.set()

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        while len(sent) < 2:
            await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    stream = EventStream(encode_events(Created(ANSWER), endless()))
    await stream({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)
    assert ended.is_set()
    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    assert caplog.records == []
