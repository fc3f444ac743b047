"""What holds for every test: the network is locked, and property tests repeat exactly."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, print_blob=True, database=None
)
settings.load_profile("repeatable")


class NetworkRefused(RuntimeError):
    """Not an OSError, so that code which survives a lost connection does not hide the attempt."""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    if not _is_address(host):
        return host in {"", "localhost"}
    address = ipaddress.ip_address(host)
    return address.is_loopback or address.is_unspecified


def _text(host: str | bytes | None) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host or ""


class _Lock:
    """Stands before Python's sockets and name lookups. Extension modules with sockets of their own
    (uvloop, gRPC) and child processes are not seen; tests use neither to leave the machine."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def refuse(self, what: str) -> None:
        self.refused.append(what)
        raise NetworkRefused(
            f"A test tried to reach {what}; tests reach this machine only. Use a fake, or a server"
            " on 127.0.0.1."
        )

    def before_address(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Guard a method of socket whose last argument is the address."""

        def guarded(sock: socket.socket, *args: Any) -> Any:
            if sock.family in {socket.AF_INET, socket.AF_INET6}:
                host = _text(args[-1][0])
                if not _is_here(host):
                    sock.close()  # the caller expects OSError only, and would leave it open
                    self.refuse(f"{host}:{args[-1][1]}")
            return call(sock, *args)

        return guarded

    def before_name(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Guard a lookup whose first argument is a host; an address is no lookup."""

        def guarded(host: str | bytes | None, *args: Any, **kwargs: Any) -> Any:
            name = _text(host)
            if not (_is_here(name) or _is_address(name)):
                self.refuse(name)
            return call(host, *args, **kwargs)

        return guarded


@pytest.fixture(scope="session", autouse=True)
def network_lock() -> Iterator[_Lock]:
    """Locks the network before any other fixture runs."""
    lock = _Lock()
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex", "sendto"):
            call = getattr(socket.socket, method)
            patch.setattr(socket.socket, method, lock.before_address(call))
        for function in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            call = getattr(socket, function)
            patch.setattr(socket, function, lock.before_name(call))
        yield lock


@pytest.fixture(autouse=True)
def refused_network(network_lock: _Lock) -> Iterator[list[str]]:
    """What was refused during this test. Whatever is left in it fails the test, even where the
    code under test, or a thread, swallowed the error."""
    network_lock.refused.clear()
    yield network_lock.refused
    if network_lock.refused:
        pytest.fail(f"This test tried to reach {', '.join(network_lock.refused)}.", pytrace=False)
