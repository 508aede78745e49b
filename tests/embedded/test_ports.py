"""The port of `script/run`, among other programs that want one."""

import socket
from contextlib import ExitStack

import pytest

from nursery.embedded import ports


def test_a_taken_port_gives_the_next():
    with ExitStack() as open_sockets:
        taken = open_sockets.enter_context(socket.socket())
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = [open_sockets.enter_context(listener) for listener in ports.listen(port)]
        assert port < ports.port_of(found[0]) < port + 200


def test_a_port_that_is_taken_on_every_address_gives_the_next():
    with ExitStack() as open_sockets:
        taken = open_sockets.enter_context(socket.socket())
        taken.bind(("0.0.0.0", 0))  # noqa: S104 - another program's choice
        taken.listen()
        port = taken.getsockname()[1]
        found = [open_sockets.enter_context(listener) for listener in ports.listen(port)]
        assert ports.port_of(found[0]) > port


def test_a_port_once_found_is_kept_from_the_next_who_looks():
    with ExitStack() as open_sockets:
        mine = [open_sockets.enter_context(listener) for listener in ports.listen(20_000)]
        other = [open_sockets.enter_context(listener) for listener in ports.listen(ports.port_of(mine[0]))]
        assert ports.port_of(other[0]) > ports.port_of(mine[0])


def test_every_address_of_this_machine_has_the_same_port():
    with ExitStack() as open_sockets:
        found = [open_sockets.enter_context(listener) for listener in ports.listen(20_000)]
        assert len({ports.port_of(listener) for listener in found}) == 1


@pytest.mark.parametrize("word", ["eighty", "0", "70000", "-1"])
def test_what_is_no_port_is_refused_in_a_sentence(monkeypatch, word: str):
    monkeypatch.setenv("PORT", word)
    with pytest.raises(SystemExit, match="PORT must be a number"):
        ports.wanted()
