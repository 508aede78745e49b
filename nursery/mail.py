"""Mail for a machine without a mail server: one `.eml` file a message in var/mail/, which the demo shows."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%f")
            name = f"{stamp}-{secrets.token_hex(4)}.eml"
            unfinished = folder / f".{name}"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder / name)  # a reader never sees half a message
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class SentMail:
    """One message as the demo's mail page shows it; `name` is its file, newest first."""

    name: str
    to: str
    subject: str
    sent: dt.datetime
    text: str


def _read(path: Path) -> SentMail:
    parsed: ParsedMessage = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = parsed.get_body(("plain",))
    stamp = dt.datetime.strptime(path.name.split("-")[0], "%Y%m%dT%H%M%S.%f").replace(tzinfo=dt.UTC)
    return SentMail(
        name=path.name,
        to=str(parsed["To"] or ""),
        subject=str(parsed["Subject"] or ""),
        sent=stamp,
        text=body.get_content() if body else "",
    )


def sent_mail(limit: int = 50) -> list[SentMail]:
    folder = Path(settings.MAIL_DIR)
    if not folder.is_dir():
        return []
    return [_read(path) for path in sorted(folder.glob("[0-9]*.eml"), reverse=True)[:limit]]
