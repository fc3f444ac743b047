"""The socket that is served at."""

import contextlib
import socket

import pytest

from qa_service.domain.errors import BadSetting, QAError
from qa_service.interfaces.cli.serve import bind


def test_answers_are_not_held_back_by_nagle_s_algorithm() -> None:
    """Asyncio turns it off only for sockets that name their protocol: else 40 ms an answer."""
    with contextlib.closing(bind("127.0.0.1", 0)) as listener:
        assert (listener.type, listener.proto) == (socket.SOCK_STREAM, socket.IPPROTO_TCP)


def test_a_port_in_use_and_an_impossible_address_are_told() -> None:
    with contextlib.closing(bind("127.0.0.1", 0)) as listener:
        with pytest.raises(QAError, match="is in use"):
            bind("127.0.0.1", listener.getsockname()[1])
        with pytest.raises(BadSetting, match="cannot be served at"):
            bind("192.0.2.1", 0)
