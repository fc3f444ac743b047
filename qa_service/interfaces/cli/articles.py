"""`qa articles list` and `qa articles show`."""

from qa_service.interfaces.cli.backend import Backend, open_backend
from qa_service.interfaces.cli.render import article_lines, summary_lines
from qa_service.interfaces.cli.runner import Exit
from qa_service.interfaces.cli.terminal import show, show_json, warn
from qa_service.interfaces.http.schemas import PageOut
from qa_service.settings import Settings

PAGE = 200


async def list_articles(settings: Settings, indexes: list[str], as_json: bool) -> Exit:
    """List all, page by page underneath."""
    async with open_backend(settings) as backend:
        listed = await _read_all(backend, indexes)
    if as_json:
        show_json(listed.model_dump(mode="json"))
    elif listed.data:
        show(summary_lines(listed.data))
    else:
        warn("There are no articles. Stop the service if it runs, then: qa ingest PATH")
    return Exit.DONE


async def show_article(
    settings: Settings, article_id: str, revision: int | None, as_json: bool
) -> Exit:
    """Show one."""
    async with open_backend(settings) as backend:
        article = await backend.article(article_id, revision)
    if as_json:
        show_json(article.model_dump(mode="json"))
    else:
        show(article_lines(article))
    return Exit.DONE


async def _read_all(backend: Backend, indexes: list[str]) -> PageOut:
    page = await backend.articles(indexes, PAGE, None)
    rows = list(page.data)
    while page.next_cursor is not None:
        page = await backend.articles(indexes, PAGE, page.next_cursor)
        rows += page.data
    return PageOut(data=rows, next_cursor=None)
