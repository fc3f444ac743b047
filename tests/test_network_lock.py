"""The lock on the network that conftest.py puts before every test."""

import asyncio
import contextlib
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

OUTSIDE = ("192.0.2.1", 80)
"""Reserved for documentation by RFC 5737; nobody is there."""


def attempt_connect() -> None:
    with socket.socket() as sock:
        sock.connect(OUTSIDE)


def attempt_connect_ex() -> None:
    with socket.socket() as sock:
        sock.connect_ex(OUTSIDE)


def attempt_create_connection() -> None:
    socket.create_connection(OUTSIDE, timeout=1)


def attempt_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.sendto(b"hello", OUTSIDE)


def attempt_ipv6() -> None:
    with socket.socket(socket.AF_INET6) as sock:
        sock.connect(("2001:db8::1", 80))


def attempt_asyncio() -> None:
    asyncio.run(_open(*OUTSIDE))


async def _open(host: str, port: int) -> None:
    await asyncio.open_connection(host, port)


def attempt_httpx() -> None:
    httpx.get("http://192.0.2.1/", trust_env=False)


ATTEMPTS = [
    attempt_connect,
    attempt_connect_ex,
    attempt_create_connection,
    attempt_datagram,
    attempt_ipv6,
    attempt_asyncio,
    attempt_httpx,
]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_no_way_out_is_open(attempt: Callable[[], None], refused_network: list[str]) -> None:
    with pytest.raises(RuntimeError, match="tests reach this machine only"):
        attempt()
    assert [address.rsplit(":", 1)[0] for address in refused_network] in (
        ["192.0.2.1"],
        ["2001:db8::1"],
    )
    refused_network.clear()


@pytest.mark.parametrize(
    "lookup", [lambda name: socket.gethostbyname(name), lambda name: socket.getaddrinfo(name, 80)]
)
def test_no_name_is_looked_up(lookup: Callable[[str], object], refused_network: list[str]) -> None:
    with pytest.raises(RuntimeError, match=r"example\.org"):
        lookup("example.org")
    assert refused_network == ["example.org"]
    refused_network.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_be_reached(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = (host, server.getsockname()[1])
        with socket.create_connection(address, timeout=5) as client:
            client.sendall(b"x")


def test_unix_sockets_can_be_reached() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_an_attempt_is_remembered_when_the_error_is_swallowed(refused_network: list[str]) -> None:
    def swallow() -> None:
        with contextlib.suppress(Exception):
            attempt_connect()

    thread = threading.Thread(target=swallow)
    thread.start()
    thread.join()
    assert refused_network == ["192.0.2.1:80"]
    refused_network.clear()


def test_a_swallowed_attempt_fails_its_test(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(
        "import contextlib, socket\n"
        "def test_it():\n"
        "    with contextlib.suppress(Exception):\n"
        f"        socket.create_connection({OUTSIDE})\n"
    )
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=.", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "This test tried to reach 192.0.2.1:80." in run.stdout
    assert run.returncode == pytest.ExitCode.TESTS_FAILED
