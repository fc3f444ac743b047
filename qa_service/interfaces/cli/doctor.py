"""`qa doctor`."""

from qa_service.interfaces.cli.backend import open_backend
from qa_service.interfaces.cli.runner import Exit
from qa_service.interfaces.cli.terminal import Line, show, show_json
from qa_service.interfaces.http.schemas import CheckOut
from qa_service.settings import Settings


async def doctor(settings: Settings, as_json: bool) -> Exit:
    """Look at everything; nothing new is read in."""
    async with open_backend(settings, seeded=False) as backend:
        readiness = await backend.examine()
    if as_json:
        show_json(readiness.model_dump(mode="json"))
    else:
        show([_line(one) for one in readiness.checks])
    return Exit.DONE if readiness.ready else Exit.FAILED


def _line(check: CheckOut) -> Line:
    text = f"{check.name}: {check.detail} {check.advice}".rstrip()
    return Line(text, lead="ok    ") if check.ok else Line(text, lead="FAULT ", style="bold red")
