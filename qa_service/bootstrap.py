"""The composition root: everything is built here, from the settings, and closed here."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_service.adapters.clock import SystemClock
from qa_service.adapters.data_lock import DataLock, read_holder
from qa_service.conversations.assistant import Assistant
from qa_service.library.articles import Library
from qa_service.settings import Settings

HEAVY = {
    "open_database": "qa_service.adapters.sql.database:open_database",
    "upgrade": "qa_service.adapters.sql.upgrade:upgrade",
    "MiniLM": "qa_service.adapters.minilm:MiniLM",
    "ChromaIndex": "qa_service.adapters.chroma_index:ChromaIndex",
}
"""Adapters whose import costs over 50 ms: loaded when a service is opened."""

DEFAULT_INDEX = "news"


@dataclass(frozen=True, slots=True)
class Service:
    """What interfaces may call: floor 2, ready to work."""

    assistant: Assistant
    library: Library
    settings: Settings


@asynccontextmanager
async def open_service(settings: Settings, *, address: str = "") -> AsyncIterator[Service]:
    """The data are this process's until the end; raises `DataBusy` where they are another's.

    `address`: where this process can be asked while it holds them.
    """
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        lock = DataLock(_lock_path(settings), address, clock)
        await stack.enter_async_context(lock.hold())
        raise NotImplementedError


def running_service(settings: Settings) -> str:
    """The address of the service that holds the data; empty if there is none to ask."""
    holder = read_holder(_lock_path(settings))
    return holder.address if holder else ""


def load(name: str) -> Any:
    """An adapter of the table `HEAVY`."""
    module, _, attribute = HEAVY[name].partition(":")
    return getattr(importlib.import_module(module), attribute)


def _lock_path(settings: Settings) -> Path:
    return settings.data_dir / "qa.lock"
