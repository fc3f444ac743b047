"""Connections, transactions, and the one place where the database's errors become ours."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from qa_service.adapters.disk import fault_at
from qa_service.domain.errors import BadRequest, DataBusy, DataUnusable, QAError

P = ParamSpec("P")
T = TypeVar("T")

_READERS = 4
_BUSY_TIMEOUT_S = 5.0


class Transactions:
    """Runs units of work in worker threads: readers side by side, writers one after the other."""

    def __init__(self, engine: Engine, place: Path) -> None:
        self._engine = engine
        self._writing_engine = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._place = place
        self._readers = ThreadPoolExecutor(_READERS, "database-reader")
        # One thread is the writers' queue: what has begun ends, even if its caller is cancelled.
        self._writer = ThreadPoolExecutor(1, "database-writer")

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the work returns; all its statements see one state of the data."""
        run = self._run(self._engine, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._readers, run)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the work returns, once it is on the disk; if it raises, nothing is changed."""
        run = self._run(self._writing_engine, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writer, run)

    async def close(self) -> None:
        """Let what has begun end, then let go of the file."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._writer.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    def _run(
        self,
        engine: Engine,
        work: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Callable[[], T]:
        def run() -> T:
            try:
                with engine.begin() as connection:
                    return work(connection, *args, **kwargs)
            except DBAPIError as error:
                raise translated(error, self._place) from error
            except UnicodeEncodeError as error:
                # Half a surrogate pair, which JSON can carry and no database can hold.
                raise BadRequest(
                    f"A text holds {error.object[error.start]!a}, which is no character.",
                    "Send whole characters.",
                ) from error

        return run


def connect(path: Path) -> Engine:
    """An engine on a SQLite file: write-ahead log, every commit on the disk before it counts."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "timeout": _BUSY_TIMEOUT_S},
        pool_size=_READERS + 1,
        max_overflow=0,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def translated(error: DBAPIError, place: Path) -> QAError | DBAPIError:
    """What happened to the data, in our terms; a mistake in our SQL comes back as it is."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    fault = fault_at(place) if code in _STORAGE_CODES else None
    if fault is not None:
        return fault
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DataBusy(
            f"{place} is locked by another process.", "Stop what else uses it, or try again."
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DataUnusable(
            f"{place} is damaged or is not a database ({error.orig}).",
            "Put back a copy of it, or move it away to begin anew.",
        )
    if code in _STORAGE_CODES:
        return DataUnusable(
            f"{place} cannot be used ({error.orig}).", "Check the disk and the file's permissions."
        )
    return error


_STORAGE_CODES = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
)


def _prepare(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -16384",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
