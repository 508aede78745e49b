"""One request to a push service. Its address came from somebody's browser, so it is not trusted: https alone, never
into a private network, no proxy, no redirect, and no more read than a line."""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LONGEST = 1000  # characters of an address; the longest in use have about 500
_MOST = 300  # bytes of an answer that are read
_NAT64 = IPv6Network("64:ff9b::/96")


class NotOurs(Exception):  # noqa: N818
    """An address to which nothing of ours is sent."""


class NoWay(Exception):  # noqa: N818
    """Nothing was handed over."""


class NoAnswer(Exception):  # noqa: N818
    """The request was on its way, and nobody knows whether it was taken."""


def parts_of(endpoint: str) -> SplitResult:
    """An address that may be one of a push service's; raises NotOurs."""
    try:
        parts = urlsplit(endpoint)
        _port = parts.port
    except ValueError as error:
        raise NotOurs from error
    host = parts.hostname or ""
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint and len(endpoint) <= LONGEST
    if not plain or parts.scheme != "https" or set("@[") & set(parts.netloc) or not host:
        raise NotOurs
    if not settings.PUSH_TO_LOOPBACK:
        with suppress(ValueError):  # a name, most likely; where it leads is seen when something is sent
            if not _is_public(host):
                raise NotOurs
        if "." not in host:
            raise NotOurs
    return parts


def origin_of(endpoint: str) -> str:
    """ "https://fcm.googleapis.com"; raises NotOurs."""
    parts = parts_of(endpoint)
    return f"{parts.scheme}://{parts.netloc.lower()}"


@dataclass(slots=True)
class Posting:
    """Call it in a thread of its own, and `cut` it where that takes too long."""

    endpoint: str
    body: bytes
    headers: dict[str, str]
    trust: ssl.SSLContext
    seconds: float
    status: int = 0
    words: bytes = b""
    handed: bool = False
    _line: socket.socket | None = field(default=None, repr=False)

    def __call__(self) -> None:
        """`status` and `words` are then the answer's; raises NotOurs, NoWay or NoAnswer."""
        parts = parts_of(self.endpoint)
        host, port = parts.hostname or "", parts.port or 443
        connection = HTTPSConnection(host, port, timeout=self.seconds, context=self.trust)
        try:
            connection.sock = self._connected(host, port)
            self.handed = True
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request("POST", path, self.body, self.headers)
            answer = connection.getresponse()
            self.status, self.words = answer.status, answer.read(_MOST)
        except (OSError, HTTPException, ValueError) as error:
            raise (NoAnswer if self.handed else NoWay)(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()

    def cut(self) -> None:
        """End it, so that what was given up is not taken a little later."""
        if self._line is not None:
            with suppress(OSError):  # the other side may have ended it already
                self._line.shutdown(socket.SHUT_RDWR)

    def _connected(self, host: str, port: int) -> ssl.SSLSocket:
        """To an address that was looked at, so that a name which leads elsewhere a moment later leads nowhere."""
        found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        public = [str(address) for address in found if may_be_reached(str(address))]
        if not public:  # what a resolver says may be wrong today and right tomorrow
            raise NoWay("It leads into a private network.")
        self._line = _first_that_answers(public, port, self.seconds)
        line = self.trust.wrap_socket(self._line, server_hostname=host, do_handshake_on_connect=False)
        self._line = line
        line.do_handshake()
        return line


def _first_that_answers(addresses: list[str], port: int, seconds: float) -> socket.socket:
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), seconds / len(addresses))
    return socket.create_connection((addresses[-1], port), seconds)


def may_be_reached(address: str) -> bool:
    """Whether a number is one that we send to."""
    return _is_public(address) or (settings.PUSH_TO_LOOPBACK and ip_address(address).is_loopback)


def _is_public(address: str) -> bool:
    """Raises ValueError for what is no number."""
    number = ip_address(address.partition("%")[0])
    inner = _carried(number)
    return number.is_global and not number.is_multicast and (inner is None or inner.is_global)


def _carried(number: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The older network's address inside one of the newer's: what is private there is private."""
    if isinstance(number, IPv4Address):
        return None
    if number in _NAT64:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour
