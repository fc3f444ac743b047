"""`qa serve`."""

import asyncio
import contextlib
import errno
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator

import uvicorn

from qa_service.bootstrap import Service, open_service
from qa_service.domain.errors import BadSetting, QAError
from qa_service.domain.principals import LOCAL
from qa_service.interfaces.asgi import create_app
from qa_service.interfaces.cli.ingest import summarize
from qa_service.interfaces.cli.runner import Exit
from qa_service.interfaces.cli.terminal import count, warn
from qa_service.settings import VERSION, Settings

GRACE_SECONDS = 5
"""How long answers on their way may take when the service is asked to stop."""

BACKLOG = 512


async def serve(settings: Settings) -> Exit:
    """Until SIGINT or SIGTERM, which are a good end."""
    task = asyncio.current_task()
    assert task is not None
    stop = _Stop(task)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.ask)
    try:
        # Bound before anything is read in: a port in use is told at once.
        with contextlib.closing(bind(settings.host, settings.port)) as listener:
            address = _address_of(listener)
            warn(f"qa {VERSION}, data in {settings.data_dir}")
            async with open_service(settings, address=address) as service:
                await _start(service, settings)
                await _answer(service, settings, listener, stop)
    except asyncio.CancelledError:
        if not stop.asked:
            raise
        task.uncancel()
    warn("stopped")
    return Exit.DONE


class _Stop:
    """Ends the start at once, and the service gently."""

    def __init__(self, task: asyncio.Task[object]) -> None:
        self._task = task
        self.server: uvicorn.Server | None = None
        self.asked = False

    def ask(self) -> None:
        if self.server is None:
            self._task.cancel()
        elif self.asked:
            self.server.force_exit = True
        else:
            self.server.should_exit = True
        self.asked = True


class _Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would raise them again, and spoil the exit code."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _start(service: Service, settings: Settings) -> None:
    begun = time.monotonic()
    report = await service.library.start(LOCAL, settings.seeds)
    seconds = time.monotonic() - begun
    for refused in report.refused:
        warn(f"refused: {refused.source}: {refused.reason}. {refused.advice}".rstrip())
    for note in report.notes:
        warn(f"note: {note}")
    if report.added or report.changed or report.refused:
        warn(f"{summarize(report)} in {seconds:.1f} s")
    holds = await service.library.statistics(LOCAL)
    warn(f"holding {count(holds.articles, 'article')} ({count(holds.passages, 'passage')})")


async def _answer(
    service: Service, settings: Settings, listener: socket.socket, stop: _Stop
) -> None:
    app = create_app(service.assistant, service.library, settings.public_url)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        loop="asyncio",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    stop.server = _Server(config)
    address = _address_of(listener)
    warn(f"serving at {address} (Ctrl-C stops it); ask with one of:")
    warn(f'  {_command()} ask "who warned Russia of consequences?"')
    warn(
        f"  curl -s {address}/api/v1/answers -H 'Content-Type: application/json' "
        '-d \'{"question": "who warned Russia of consequences?"}\''
    )
    await stop.server.serve(sockets=[listener])


def _command() -> str:
    """How this program is called from here: it need not be on the PATH."""
    return "qa" if shutil.which("qa") else os.path.relpath(sys.argv[0])


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises `QAError` for a port in use, `BadSetting` for other faults."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sets TCP_NODELAY only where it is: without, Nagle's
    # algorithm and delayed acknowledgements add 40 ms to each answer on a kept connection.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # SO_REUSEADDR lets two sockets bind until one listens; and whoever asks while we still
        # start waits in the backlog instead of being turned away.
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} is in use."
            raise QAError(
                message, "Stop what serves there, or set QA_PORT to another port."
            ) from None
        raise BadSetting(f"{host}:{port} cannot be served at: {error.strerror}.") from None
    return listener


def _address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
