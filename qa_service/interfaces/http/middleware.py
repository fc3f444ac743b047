"""What holds for every request: its id, safe headers, the Host check, the last resort."""

import ipaddress
import logging
import re
import secrets
from collections.abc import Collection

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa_service.interfaces.http.errors import problem

log = logging.getLogger(__name__)

BODY_LIMIT = 1024 * 1024
"""Bytes."""

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class RequestEnvelope:
    """Gives requests an id, responses safe headers, unforeseen errors a body that leaks nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        offered = Headers(scope=scope).get("x-request-id", "")
        request_id = offered if _SANE_ID.fullmatch(offered) else f"req_{secrets.token_hex(10)}"
        scope.setdefault("state", {})["request_id"] = request_id
        has_started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            log.exception("request %s failed: %s %s", request_id, scope["method"], scope["path"])
            if has_started:
                raise
            detail = f"Something went wrong here. The log has more under {request_id}."
            await problem(scope, 500, detail)(scope, receive, send_with_headers)


class HeadAsGet:
    """HEAD wherever GET does (RFC 9110, 9.3.2): the same headers, and no body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)


class HostGuard:
    """Refuses foreign Host headers: another site's page could else come in by DNS rebinding."""

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self.app = app
        self.allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            hosts = Headers(scope=scope).getlist("host")
            # Two: each reader on the way might take another one for the right one.
            if len(hosts) != 1 or not self._is_allowed(_name_of(hosts[0])):
                response = problem(
                    scope,
                    400,
                    "The Host header names another service, or there are several. Ask at the "
                    "address that qa serve prints, or set QA_PUBLIC_URL.",
                    code="bad_host",
                )
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _is_allowed(self, name: str) -> bool:
        if name == "localhost" or name in self.allowed:
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False


class BodyLimit:
    """Stops reading a body that is too large, whatever length it claims."""

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        taken = 0

        async def receive_within_limit() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise HTTPException(413, f"The body has more than {self.limit:,} bytes.")
            return message

        await self.app(scope, receive_within_limit, send)


def _name_of(host: str) -> str:
    """Without port and brackets, in lower case."""
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+))(?::\d*)?", host)
    return (match[1] or match[2]).lower().rstrip(".") if match else ""
