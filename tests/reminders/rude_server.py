"""A mail server that misbehaves at one point of the conversation, once or for ever, and is a good one otherwise."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STAGES = ("banner", "ehlo", "mail", "rcpt", "data", "letter")
_GOOD = {
    "banner": b"220 here\r\n",
    "ehlo": b"250 here\r\n",
    "mail": b"250 go on\r\n",
    "rcpt": b"250 go on\r\n",
    "data": b"354 go on\r\n",
    "letter": b"250 taken\r\n",
}

Manner = Callable[[socket.socket, threading.Event], None]


def says(answer: bytes) -> Manner:
    return lambda line, _ends: line.sendall(answer)


def hangs_up(line: socket.socket, _ends: threading.Event) -> None:
    line.shutdown(socket.SHUT_RDWR)


def says_nothing(_line: socket.socket, ends: threading.Event) -> None:
    ends.wait(60)


def dribbles(line: socket.socket, ends: threading.Event) -> None:
    """A byte now and then, for ever: each of them is an answer in time."""
    line.sendall(b"250-")
    while not ends.wait(0.05):
        line.sendall(b".")


class RudeServer:
    """`taken` are the letters it has in hand, by recipient, whether or not it has said so."""

    def __init__(self) -> None:
        self.stage, self.manner, self.times = "", says(b""), 0
        self.taken: list[str] = []
        self._ends = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._lines: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def misbehave(self, stage: str, manner: Manner, times: int = 1) -> None:
        self.stage, self.manner, self.times = stage, manner, times

    def close(self) -> None:
        self._ends.set()
        self._listening.close()
        for line in self._lines:
            line.close()

    def _listen(self) -> None:
        while not self._ends.is_set():
            try:
                line, _address = self._listening.accept()
            except OSError:
                return  # closed
            self._lines.append(line)
            threading.Thread(target=self._talk, args=[line], daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        try:
            with line, line.makefile("rb") as heard:
                self._converse(line, heard)
        except OSError:
            return  # whoever called has hung up

    def _converse(self, line: socket.socket, heard: "Iterator[bytes]") -> None:
        self._answer(line, "banner")
        to = ""
        for said in heard:
            word = said[:4].lower().strip().decode(errors="replace")
            if word == "quit":
                line.sendall(b"221 bye\r\n")
                return
            if word not in _GOOD:
                line.sendall(b"250 very well\r\n")  # RSET
                continue
            if word == "rcpt":
                to = said.decode(errors="replace").partition("<")[2].partition(">")[0]
            if self._answer(line, word) and word == "data":
                for text in heard:
                    if text == b".\r\n":
                        break
                self.taken.append(to)
                self._answer(line, "letter")

    def _answer(self, line: socket.socket, stage: str) -> bool:
        """Whether it was the good answer."""
        if stage == self.stage and self.times > 0:
            self.times -= 1
            self.manner(line, self._ends)
            return False
        line.sendall(_GOOD[stage])
        return True


@contextmanager
def rude_server() -> Iterator[RudeServer]:
    server = RudeServer()
    try:
        yield server
    finally:
        server.close()
