"""`qa ask` and `qa search`."""

from typing import Any

from qa_service.interfaces.cli.backend import open_backend
from qa_service.interfaces.cli.render import answer_lines, row_lines
from qa_service.interfaces.cli.runner import Exit
from qa_service.interfaces.cli.terminal import show, show_json, warn
from qa_service.settings import Settings


async def ask(settings: Settings, question: str, where: dict[str, Any], as_json: bool) -> Exit:
    """Answer a question; `where` has the members `indexes` and `filters` of a request."""
    async with open_backend(settings) as backend:
        answer = await backend.ask({"question": question, **where})
    if as_json:
        show_json(answer.model_dump(mode="json", by_alias=True))
    else:
        show(answer_lines(answer, settings.public_url or backend.address))
    if answer.status != "completed":
        return Exit.FAILED
    return Exit.DONE if answer.abstention is None else Exit.ABSTAINED


async def search(
    settings: Settings, query: str, k: int, where: dict[str, Any], as_json: bool
) -> Exit:
    """Find paragraphs."""
    async with open_backend(settings) as backend:
        found = await backend.search({"query": query, "k": k, **where})
    if as_json:
        show_json(found.model_dump(mode="json"))
    elif found.data:
        show(row_lines(found.data, settings.public_url or backend.address))
    else:
        warn("Nothing was found.")
    return Exit.DONE
