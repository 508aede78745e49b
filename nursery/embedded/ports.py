"""The port that the web server listens on."""

import errno
import os
import socket
from contextlib import suppress

FIRST = 8000
_TRIES = 200
_TAKEN = {errno.EADDRINUSE, errno.EACCES}


def wanted() -> int:
    """PORT, or 8000. Raises SystemExit for what is no port."""
    word = os.environ.get("PORT") or str(FIRST)
    if not word.isdecimal() or not 0 < int(word) < 65536:
        raise SystemExit(f"PORT must be a number from 1 to 65535, not {word!r}.")
    return int(word)


def listen(first: int) -> list[socket.socket]:
    """Sockets that listen on this machine's own addresses, at `first` or the next port that is free.

    They are held from here on, so no other program can come in between, and a visitor who is early waits.
    Raises SystemExit where no port is free.
    """
    for port in range(first, min(first + _TRIES, 65536)):
        with suppress(_PortTakenError):
            return _on_all_loopbacks(port)
    raise SystemExit(f"No free port from {first} on. Name another: PORT=9000 script/run")


def port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


class _PortTakenError(Exception):
    pass


def _on_all_loopbacks(port: int) -> list[socket.socket]:
    listeners = [_listening(socket.AF_INET, "127.0.0.1", port)]
    if socket.has_ipv6:
        try:
            # `localhost` may be either; a machine without IPv6 is well with one.
            listeners.append(_listening(socket.AF_INET6, "::1", port))
        except _PortTakenError:
            listeners[0].close()
            raise
        except OSError as error:
            if error.errno not in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
                raise
    return listeners


def _listening(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        if error.errno in _TAKEN:
            raise _PortTakenError from error
        raise
    return listener
