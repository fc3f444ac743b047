"""The native API as an ASGI application."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from qa_service.conversations.assistant import Assistant
from qa_service.interfaces.http.errors import add_error_handlers
from qa_service.interfaces.http.reading import reading
from qa_service.interfaces.http.routes import api, operations
from qa_service.library.articles import Library
from qa_service.settings import VERSION


class Api(FastAPI):
    """FastAPI, but for the media type of its errors, which it would describe as plain JSON."""

    def openapi(self) -> dict[str, Any]:
        """The description of the API, OpenAPI 3.1."""
        if not self.openapi_schema:
            schema = get_openapi(
                title=self.title,
                version=self.version,
                description=self.description,
                routes=self.routes,
            )
            for path in schema["paths"].values():
                for operation in path.values():
                    _mark_problems(operation["responses"])
            self.openapi_schema = schema
        return self.openapi_schema


def create_api(assistant: Assistant, library: Library) -> Api:
    """Built of what floor 2 offers; nothing else is reached from here."""
    app = Api(
        title="qa-service",
        version=VERSION,
        description="Answers questions from news articles; every sentence is cited and quoted.",
        docs_url=None,  # FastAPI's page loads its scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.assistant = assistant
    app.state.library = library
    app.include_router(api)
    app.include_router(operations)
    app.include_router(reading)
    add_error_handlers(app)
    return app


def _mark_problems(responses: dict[str, Any]) -> None:
    for response in responses.values():
        content = response.get("content", {})
        media = content.get("application/json", {})
        if media.get("schema", {}).get("$ref", "").endswith("/Problem"):
            response["content"] = {"application/problem+json": media}
