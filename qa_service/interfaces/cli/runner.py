"""Runs one command: its settings, its errors as one line, its exit code."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import IntEnum

from qa_service.domain.errors import BadRequest, DataBusy, DataUnusable, QAError
from qa_service.interfaces.cli.terminal import flush, silence, warn
from qa_service.settings import load_settings


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    ABSTAINED = 3
    DATA = 4
    PARTLY = 5
    INTERRUPTED = 130


def run(work: Callable[..., Awaitable[Exit]], **options: object) -> int:
    """Do the work with the settings; what can be said to a person becomes one line."""

    async def begin() -> Exit:
        return await work(load_settings(), **options)

    try:
        code = asyncio.run(begin())
        flush()
    except QAError as error:
        warn(f"error: {error}")
        return exit_of(error)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read has read enough.
        silence()
        return Exit.DONE
    return code


def exit_of(error: QAError) -> Exit:
    """The exit code that an error takes."""
    if isinstance(error, BadRequest):
        return Exit.USAGE
    if isinstance(error, DataBusy | DataUnusable):
        return Exit.DATA
    return Exit.FAILED
