"""One process owns the data: a lock that its death lets go of, and says whose it is.

The operating system holds the lock (`flock`), not the file's being there, so a dead holder's is
free. The file tells the others where the holder can be reached.
"""

import asyncio
import fcntl
import json
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from qa_service.adapters.disk import fault_at
from qa_service.domain.errors import DataBusy, StorageReadOnly
from qa_service.domain.ports import Clock

_TRIES = 4
_BETWEEN_TRIES_S = 0.02


@dataclass(frozen=True, slots=True)
class Holder:
    """Who owns the data."""

    pid: int
    address: str
    """Where its service can be reached; empty for a command that serves nobody."""
    started_at: str


class DataLock:
    """The lock, on a file in the data directory."""

    def __init__(self, path: Path, address: str, clock: Clock) -> None:
        self._path = path
        self._address = address
        self._clock = clock

    def hold(self) -> AbstractAsyncContextManager[None]:
        """While owned; raises `DataBusy`, or `StorageReadOnly` and the like."""
        return self._hold()

    @asynccontextmanager
    async def _hold(self) -> AsyncIterator[None]:
        file = await self._take_patiently()
        try:
            yield
        finally:
            # Emptied, never removed: another process may be waiting on this very file.
            os.ftruncate(file, 0)
            os.close(file)

    async def _take_patiently(self) -> int:
        """Somebody who only asks for the holder has the lock for a moment, too."""
        for _ in range(_TRIES - 1):
            try:
                return self._take()
            except DataBusy:
                await asyncio.sleep(_BETWEEN_TRIES_S)
        return self._take()

    def _take(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            place = self._path.parent
            raise fault_at(self._path) or StorageReadOnly(str(place)) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            started_at = self._clock.now().isoformat()
            holder = Holder(os.getpid(), self._address, started_at)
            os.ftruncate(file, 0)
            os.pwrite(file, json.dumps(asdict(holder)).encode(), 0)
        except BlockingIOError as error:
            os.close(file)
            raise _busy(self._path, _written(self._path)) from error
        except OSError as error:
            os.close(file)
            raise fault_at(self._path) or StorageReadOnly(str(self._path)) from error
        return file


def read_holder(path: Path) -> Holder | None:
    """Who holds the lock now, without taking it; None: nobody, whatever a dead one left written."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _written(path)
    finally:
        os.close(file)
    return None


def _written(path: Path) -> Holder:
    """What the holder wrote; it may be between taking the lock and writing."""
    try:
        told = json.loads(path.read_bytes())
        return Holder(int(told["pid"]), str(told["address"]), str(told["started_at"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Holder(0, "", "")


def _busy(path: Path, holder: Holder) -> DataBusy:
    process = f"process {holder.pid}" if holder.pid else "another process"
    place = f" at {holder.address}" if holder.address else ""
    return DataBusy(
        f"The data in {path.parent} is in use by {process}{place}.",
        "Use that service, or stop it first." if place else "Wait until it ends, or stop it.",
    )
