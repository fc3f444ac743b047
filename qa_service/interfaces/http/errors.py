"""Every error as RFC 9457 `application/problem+json`, with the `error` that OpenAI clients read."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from qa_service.domain.errors import (
    BadRequest,
    DataBusy,
    DataUnusable,
    Forbidden,
    NotFound,
    QAError,
    StorageFull,
    UnreadableArticle,
)
from qa_service.interfaces.http.faults import FaultOut, fault_of, unreadable_body

log = logging.getLogger(__name__)

# The first that fits counts.
_STATUS: tuple[tuple[type[QAError], int], ...] = (
    (BadRequest, 422),
    (UnreadableArticle, 422),
    (NotFound, 404),
    (Forbidden, 403),
    (StorageFull, 507),
    (DataBusy, 503),
    (DataUnusable, 503),
)

_TYPES = {403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}

_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    500: "internal_error",
}


class ErrorOut(BaseModel):
    """The same error in the shape of the OpenAI protocol."""

    message: str
    type: str
    code: str
    param: str | None


class Problem(BaseModel):
    """An error, RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[FaultOut] = Field(description="What is wrong with the request, part by part")
    error: ErrorOut


def add_error_handlers(app: FastAPI) -> None:
    """Let no error leave in another shape."""
    app.add_exception_handler(QAError, _on_qa_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_exception)


def problem(
    scope: Mapping[str, Any],
    status: int,
    detail: str,
    *,
    code: str | None = None,
    faults: Sequence[FaultOut] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The response for an error; `scope` is the request's ASGI scope."""
    first = faults[0] if faults else None
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=scope.get("path", ""),
        request_id=scope.get("state", {}).get("request_id", ""),
        errors=list(faults),
        error=ErrorOut(
            message=detail,
            type=_TYPES.get(status, "invalid_request_error" if status < 500 else "server_error"),
            code=code or _CODES.get(status, HTTPStatus(status).name.lower()),
            param=(first.pointer or first.parameter) if first else None,
        ),
    )
    return JSONResponse(
        body.model_dump(mode="json"),
        status,
        headers=dict(headers or {}) | {"Cache-Control": "no-store"},
        media_type="application/problem+json",
    )


def status_of(error: QAError) -> int:
    """The HTTP status that an error of the domain takes."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


async def _on_qa_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, QAError)
    status = status_of(error)
    if status >= 500:
        log.warning("%s", error)
    return problem(request.scope, status, str(error), code=error.code)


async def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [fault_of(one) for one in error.errors()]
    detail = faults[0].sentence
    return problem(request.scope, 422, detail, code="invalid_request", faults=faults)


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:
        # FastAPI's own: its JSON reader gave up, and not for a wrong character.
        fault = unreadable_body(request.headers.get("content-encoding", ""), error.__cause__)
        return problem(request.scope, 422, fault.sentence, code="invalid_request", faults=[fault])
    details = {
        404: "There is nothing at this address.",
        405: f"{request.method} is not possible here.",
    }
    headers = dict(error.headers or {})
    if headers.get("Allow") == "GET":
        headers["Allow"] = "GET, HEAD"
    detail = details.get(error.status_code, error.detail)
    return problem(request.scope, error.status_code, detail, headers=headers)
