import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from qa_service.adapters.data_lock import (
    DataLock,
    Holder,
    read_holder,
)
from qa_service.domain.errors import DataBusy, StorageFull, StorageReadOnly
from tests.disks import fill_disk, make_read_only
from tests.fakes import FakeClock

ADDRESS = "http://127.0.0.1:8000"
HOLD = textwrap.dedent(
    """
    import asyncio, sys
    from pathlib import Path
    from qa_service.adapters.clock import SystemClock
    from qa_service.adapters.data_lock import DataLock

    async def main():
        async with DataLock(Path(sys.argv[1]), "http://127.0.0.1:8123", SystemClock()).hold():
            print("held", flush=True)
            sys.stdin.read()

    asyncio.run(main())
    """
)


def start_holder(path: Path) -> subprocess.Popen[str]:
    """Another process that has the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def lock(path: Path) -> DataLock:
    return DataLock(path, ADDRESS, FakeClock())


async def test_while_held_the_file_tells_who_and_afterwards_nobody(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "lock"
    assert read_holder(path) is None
    async with lock(path).hold():
        assert read_holder(path) == Holder(os.getpid(), ADDRESS, "2026-11-21T12:00:00+00:00")
    assert read_holder(path) is None
    async with lock(path).hold():
        pass


async def test_a_second_process_is_told_who_holds_the_data_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = start_holder(path)
    try:
        with pytest.raises(DataBusy) as refused:
            async with lock(path).hold():
                pytest.fail("two processes hold one lock")
        assert str(refused.value) == (
            f"The data in {tmp_path} is in use by process {process.pid} at http://127.0.0.1:8123."
            " Use that service, or stop it first."
        )
        holder = read_holder(path)
        assert holder is not None
        assert (holder.pid, holder.address) == (process.pid, "http://127.0.0.1:8123")
    finally:
        process.communicate("")
    async with lock(path).hold():
        pass


async def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = start_holder(path)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert json.loads(path.read_text())["pid"] == process.pid
    assert read_holder(path) is None
    async with lock(path).hold():
        assert read_holder(path) == Holder(os.getpid(), ADDRESS, "2026-11-21T12:00:00+00:00")


async def test_whoever_asks_for_the_holder_keeps_nobody_from_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    async with lock(path).hold():
        pass

    async def ask() -> None:
        for _ in range(200):
            await asyncio.to_thread(read_holder, path)

    asking = asyncio.create_task(ask())
    for _ in range(50):
        async with lock(path).hold():
            await asyncio.sleep(0)
    await asking


async def test_a_holder_that_wrote_nothing_readable_is_just_another_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    async with lock(path).hold():
        path.write_text("not json")
        with pytest.raises(DataBusy, match="another process"):
            async with lock(path).hold():
                pass


async def test_a_read_only_disk_is_said(small_disk: Path) -> None:
    async with lock(small_disk / "lock").hold():
        pass
    make_read_only(small_disk)
    for path in (small_disk / "lock", small_disk / "new", small_disk / "deep" / "lock"):
        with pytest.raises(StorageReadOnly, match="cannot be written"):
            async with lock(path).hold():
                pass
    assert read_holder(small_disk / "lock") is None


async def test_a_full_disk_is_said(small_disk: Path) -> None:
    fill_disk(small_disk)
    with pytest.raises(StorageFull):
        async with lock(small_disk / "lock").hold():
            pass
