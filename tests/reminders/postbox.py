"""A real mail server on loopback that keeps what it is given, and misbehaves when it is told to."""

import asyncio
import queue
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mail:
    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        """As a reader of mail shows it: a long line may have been folded before its first word."""
        return str(self.message["Subject"]).strip()

    def body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        content: str = part.get_content()
        return content.replace("\r\n", "\n")


@dataclass
class Postbox:
    """`refuse` answers for an address, `silent` never answers once it has a letter for one.

    `cut_off` is, by line, the last letter that came on one that has not been ended with a goodbye: whoever gave it may
    not have heard that it was taken.
    """

    mails: "queue.Queue[Mail]" = field(default_factory=queue.Queue)
    refuse: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    refuse_sender: str = ""
    per_connection: int = 1_000_000
    on_mail: Callable[[Mail], None] | None = None
    connections: int = 0
    cut_off: dict[int, Mail] = field(default_factory=dict)

    async def handle_EHLO(self, server, session: Session, envelope: Envelope, hostname: str, responses):
        session.host_name = hostname
        self.connections += 1
        session.line, session.taken = self.connections, 0  # type: ignore[attr-defined]
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):
        if self.refuse_sender:
            return self.refuse_sender
        if session.taken >= self.per_connection:  # type: ignore[attr-defined]
            return "421 enough on this line"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope):
        (to,) = envelope.rcpt_tos
        if to in self.silent:
            await asyncio.Event().wait()
        assert isinstance(envelope.content, bytes)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        mail = Mail(to, parsed)
        self.mails.put(mail)
        session.taken += 1  # type: ignore[attr-defined]
        self.cut_off[session.line] = mail  # type: ignore[attr-defined]
        if self.on_mail is not None:
            self.on_mail(mail)
        return "250 taken"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.cut_off.pop(getattr(session, "line", 0), None)
        return "221 Bye"

    def all(self) -> list[Mail]:
        """What has come since the last look, in the order of coming."""
        came = []
        while not self.mails.empty():
            came.append(self.mails.get_nowait())
        return came


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def mail_server(postbox: Postbox) -> Controller:
    return Controller(postbox, hostname="127.0.0.1", port=free_port())
