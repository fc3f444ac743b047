"""All that is served over HTTP, as one ASGI application."""

from urllib.parse import urlsplit

from qa_service.conversations.assistant import Assistant
from qa_service.interfaces.http.app import Api, create_api
from qa_service.interfaces.http.middleware import BodyLimit, HeadAsGet, HostGuard, RequestEnvelope
from qa_service.library.articles import Library


def create_app(assistant: Assistant, library: Library, public_url: str | None = None) -> Api:
    """`public_url`: an address of the service besides loopback."""
    public_host = urlsplit(public_url or "").hostname
    app = create_api(assistant, library)
    # The last added is the outermost.
    app.add_middleware(BodyLimit)
    app.add_middleware(HostGuard, allowed={public_host} if public_host else set())
    app.add_middleware(RequestEnvelope)
    app.add_middleware(HeadAsGet)
    return app
