"""An answer as it comes, as server-sent events (WHATWG HTML, section 9.2)."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel
from starlette.responses import StreamingResponse
from starlette.types import Send

from qa_service.domain.answers import Answer, Status
from qa_service.domain.errors import QAError
from qa_service.domain.events import (
    AnswerEvent,
    Cited,
    Completed,
    Created,
    Failed,
    Progress,
    Said,
    SourcesFound,
)
from qa_service.interfaces.http.answer_schemas import (
    AnswerOut,
    CitationOut,
    SearchedOut,
    SentenceOut,
)
from qa_service.interfaces.http.schemas import SearchRowOut

log = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"

PING_SECONDS = 15.0

_PING = b": ping\n\n"


class EventStream(StreamingResponse):
    """Sends events, and ends their making at once when the reader goes away."""

    def __init__(self, events: AsyncGenerator[bytes]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(events, headers=headers, media_type=MEDIA_TYPE)
        self._events = events

    async def stream_response(self, send: Send) -> None:
        """Send all; Starlette alone would leave an abandoned generator to the garbage collector."""
        async with contextlib.aclosing(self._events):
            await super().stream_response(send)


async def encode_events(
    created: Created, events: AsyncIterator[AnswerEvent], ping_seconds: float = PING_SECONDS
) -> AsyncGenerator[bytes]:
    """The stream of an answer whose first event has come; a comment whenever it is silent."""
    answer = created.answer
    sequence = 1
    yield _encode(answer.id, sequence, created)
    async with (
        contextlib.aclosing(_guarded(answer, events)) as guarded,
        contextlib.aclosing(_with_pings(guarded, ping_seconds)) as pinged,
    ):
        async for event in pinged:
            if event is None:
                yield _PING
            else:
                sequence += 1
                yield _encode(answer.id, sequence, event)


def prefers_events(accept: str) -> bool:
    """Whether an Accept header (RFC 9110, 12.5.1) would rather have events than JSON."""
    wanted = {}
    for part in accept.lower().split(","):
        media, *parameters = (one.strip() for one in part.split(";"))
        quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        with contextlib.suppress(ValueError):
            wanted[media] = float(quality)
    events = wanted.get(MEDIA_TYPE, 0.0)
    if "application/json" in wanted:
        return events > wanted["application/json"]
    return events > 0 and events >= max(wanted.get("application/*", 0.0), wanted.get("*/*", 0.0))


async def _guarded(
    answer: Answer, events: AsyncIterator[AnswerEvent]
) -> AsyncGenerator[AnswerEvent]:
    """The headers are out: an error can only be told as an event, after what was said before."""
    try:
        async for event in events:
            answer = _with(answer, event)
            yield event
    except QAError as error:
        log.warning("answer %s broke off: %s", answer.id, error)
        yield Failed(replace(answer, status=Status.FAILED), str(error))
    except Exception:
        log.exception("answer %s broke off", answer.id)
        yield Failed(replace(answer, status=Status.FAILED), "Something went wrong here; ask again.")
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


def _with(answer: Answer, event: AnswerEvent) -> Answer:
    match event:
        case SourcesFound(_, searched):
            return replace(answer, searched=searched)
        case Cited(citation):
            return replace(answer, citations=(*answer.citations, citation))
        case Said(sentence):
            return replace(answer, sentences=(*answer.sentences, sentence))
        case _:
            return answer


async def _with_pings(
    events: AsyncIterator[AnswerEvent], seconds: float
) -> AsyncGenerator[AnswerEvent | None]:
    """None: nothing came for that long. Ends the work of `events` when the reader goes away."""
    coming: asyncio.Task[AnswerEvent | None] | None = None
    try:
        while True:
            coming = coming or asyncio.create_task(_next(events))
            done, _ = await asyncio.wait({coming}, timeout=seconds)
            if not done:
                yield None
                continue
            event = coming.result()
            coming = None
            if event is None:
                return
            yield event
    finally:
        if coming is not None:
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await coming


async def _next(events: AsyncIterator[AnswerEvent]) -> AnswerEvent | None:
    return await anext(events, None)


def _encode(answer_id: str, sequence: int, event: AnswerEvent) -> bytes:
    name, members = _members(event)
    data = {"type": name, "sequence": sequence, "answer_id": answer_id} | members
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\nid: {answer_id}:{sequence}\ndata: {text}\n\n".encode()


def _members(event: AnswerEvent) -> tuple[str, dict[str, Any]]:
    match event:
        case Created(answer):
            return "answer.created", {"answer": _plain(AnswerOut.from_answer(answer))}
        case Progress(stage, message):
            return "answer.status", {"stage": stage, "message": message}
        case SourcesFound(rows, searched):
            sources = [_plain(SearchRowOut.from_row(one)) for one in rows]
            return "answer.sources", {
                "sources": sources,
                "searched": _plain(SearchedOut.from_searched(searched)),
            }
        case Cited(citation):
            return "answer.citation", {"citation": _plain(CitationOut.from_citation(citation))}
        case Said(sentence):
            return "answer.sentence", {"sentence": _plain(SentenceOut.from_sentence(sentence))}
        case Completed(answer):
            return "answer.completed", {"answer": _plain(AnswerOut.from_answer(answer))}
        case Failed(answer, message):
            return "answer.failed", {
                "answer": _plain(AnswerOut.from_answer(answer)),
                "message": message,
            }


def _plain(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True)
