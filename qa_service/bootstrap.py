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
from qa_service.adapters.generations import GenerationDirectories
from qa_service.answering.confidence import read_calibration
from qa_service.conversations.assistant import Assistant
from qa_service.domain.articles import Article
from qa_service.domain.passages import Passage, PassageSettings
from qa_service.domain.ports import Embedder, PassageSplitter, VectorIndex
from qa_service.ingestion.readers.plain_text import PlainTextReader
from qa_service.library.articles import Library
from qa_service.library.derive import Derivation
from qa_service.library.vectors import OpenVectors
from qa_service.retrieval.rank import read_weights
from qa_service.retrieval.search import Search
from qa_service.settings import Settings

HEAVY = {
    "open_database": "qa_service.adapters.sql.database:open_database",
    "VectorNames": "qa_service.adapters.sql.publishing:VectorNames",
    "upgrade": "qa_service.adapters.sql.upgrade:upgrade",
    "MiniLM": "qa_service.adapters.minilm:MiniLM",
    "ChromaIndex": "qa_service.adapters.chroma_index:ChromaIndex",
    "LlamaIndexSplitter": "qa_service.adapters.llama_index:LlamaIndexSplitter",
}
"""Adapters whose import costs over 50 ms: loaded when they are needed."""


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
        minilm = await asyncio.to_thread(lambda: load("MiniLM")())
        names = load("VectorNames")(minilm.name, minilm.name)
        database = load("open_database")(settings.database, clock, _upgrade, names)
        stack.push_async_callback(database.close)
        derivation = Derivation(LateSplitter(minilm), minilm, minilm)
        places = GenerationDirectories(settings.indexes_dir, _open_vectors)
        vectors = OpenVectors(places, database.articles, derivation.name)
        stack.push_async_callback(vectors.close)
        search = Search(
            articles=database.articles,
            lexical=database.lexical,
            vectors=vectors,
            embedder=minilm,
            encoder=minilm,
            weights=read_weights(),
        )
        yield Service(
            Assistant(search, database.articles, database.answers, read_calibration(), clock),
            Library(
                reader=PlainTextReader(settings.max_article_mb),
                articles=database.articles,
                derivation=derivation,
                vectors=vectors,
            ),
            settings,
        )


def running_service(settings: Settings) -> str:
    """The address of the service that holds the data; empty if there is none to ask."""
    holder = read_holder(_lock_path(settings))
    return holder.address if holder else ""


class LateSplitter:
    """LlamaIndex, loaded when the first article is cut: a question never waits for it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._splitter: PassageSplitter | None = None
        self._settings = PassageSettings(embedder.window)
        # Known before it is loaded, since vectors are opened under this name.
        self.name = self._settings.name

    def split(self, article: Article) -> list[Passage]:
        """Passages in reading order."""
        if self._splitter is None:
            make = load("LlamaIndexSplitter")
            self._splitter = make(self._embedder.count_tokens, self._settings)
        return self._splitter.split(article)


def load(name: str) -> Any:
    """An adapter of the table `HEAVY`."""
    module, _, attribute = HEAVY[name].partition(":")
    return getattr(importlib.import_module(module), attribute)


def _upgrade(connection: Any) -> None:
    load("upgrade")(connection)


def _open_vectors(directory: Path) -> VectorIndex:
    index: VectorIndex = load("ChromaIndex")(directory)
    return index


def _lock_path(settings: Settings) -> Path:
    return settings.data_dir / "qa.lock"
