"""`qa ingest`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qa_service.bootstrap import Service, open_service, running_service
from qa_service.domain.errors import BadRequest, DataBusy, DataUnusable
from qa_service.domain.principals import LOCAL
from qa_service.interfaces.cli.runner import Exit
from qa_service.interfaces.cli.terminal import count, sanitize, show_json, warn
from qa_service.library.reports import IngestProgress, IngestReport, joined
from qa_service.settings import Settings


async def ingest(settings: Settings, paths: list[str], index: str, as_json: bool) -> Exit:
    """Read files in; what is refused stops nothing else."""
    if not all(paths):
        raise BadRequest("A path is empty.", "Name a file or a directory.")
    try:
        async with open_service(settings) as service:
            tell(await service.library.start(LOCAL, settings.seeds))
            report = await _read_in(service, paths, index)
    except DataBusy as busy:
        address = running_service(settings)
        if not address:
            raise
        message = f"The service at {address} is running on these data."
        raise DataBusy(message, "Stop it first, then read the articles in.") from busy
    tell(report)
    if as_json:
        show_json(asdict(report))
    else:
        warn(summarize(report))
    return _exit_of(report)


def tell(report: IngestReport) -> None:
    """What was refused and noted, to stderr."""
    for refused in report.refused:
        warn(f"refused: {refused.source}: {refused.reason}. {refused.advice}".rstrip())
    for note in report.notes:
        warn(f"note: {note}")


def summarize(report: IngestReport) -> str:
    """Such as `5 articles added, 1 unchanged, 2 refused`."""
    parts = [f"{count(len(report.added), 'article')} added"]
    for word in ("changed", "unchanged", "refused"):
        if getattr(report, word):
            parts.append(f"{len(getattr(report, word))} {word}")
    return ", ".join(parts)


async def _read_in(service: Service, paths: list[str], index: str) -> IngestReport:
    """As the library does it; when the storage takes no more, what was done is told first."""
    done: list[IngestReport] = []
    try:
        with _progress_bar() as show:

            def watch(progress: IngestProgress) -> None:
                show(progress)
                if progress.report:
                    done.append(progress.report)

            return await service.library.ingest(LOCAL, paths, index=index, watch=watch)
    except DataUnusable:
        report = joined(done)
        tell(report)
        warn(f"{summarize(report)}, then it ended:")
        raise


def _exit_of(report: IngestReport) -> Exit:
    if not report.refused:
        return Exit.DONE
    return Exit.PARTLY if report.added or report.changed or report.unchanged else Exit.FAILED


@contextmanager
def _progress_bar() -> Iterator[Callable[[IngestProgress], None]]:
    """On a terminal only, and on stderr: stdout carries the result."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True, markup=False)
    with Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task("reading", total=None)

        def watch(progress: IngestProgress) -> None:
            name = sanitize(progress.source.rpartition("/")[2])[:40]
            # Rich reads markup in a task's words; the name of a file is none.
            bar.update(
                task,
                completed=progress.done,
                total=progress.total,
                description=name.replace("[", "(").replace("]", ")"),
            )

        yield watch
