"""E-mail: Django's own, one connection for a pass, bounded in time whatever the mail server does."""

import logging
import smtplib
import socket
from contextlib import suppress
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.channels.bounded import Watch, within
from reminders.channels.carrier import Carrier
from reminders.channels.faults import ChannelAway, NotSent, Unheard, Unreachable, in_words
from reminders.letters import Letter
from reminders.models import Channel

logger = logging.getLogger(__name__)

_GOODBYE_SECONDS = 5.0
_CLOSING = 421


def message_id(public_id: str) -> str:
    """The same for every try of one message, so that a mail reader can tell that a second copy is one."""
    return f"<{public_id}.reminder@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def address_of(person: Person) -> str:
    """The person's own address, else the one their account signs in with; raises Unreachable."""
    address = EmailChannel.address(person)
    if not address:
        raise Unreachable(_("%(name)s has no e-mail address.") % {"name": person.short_name})
    try:
        validate_email(address)
    except ValidationError:
        raise Unreachable(_("“%(address)s” is not an e-mail address.") % {"address": address}) from None
    return address


def mail_of(letter: Letter, *, nursery: Nursery, person: Person, public_id: str) -> EmailMultiAlternatives:
    """The letter as it goes to the mail server; raises Unreachable."""
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        # The nursery's name is what the reader's list shows; the address stays the site's.
        formataddr((" ".join(nursery.name.split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        [address_of(person)],
        headers={
            "Message-ID": message_id(public_id),
            "Auto-Submitted": "auto-generated",
            **_ways_to_stop(letter.stop),
        },
    )
    mail.attach_alternative(letter.html, "text/html")
    for attachment in letter.attachments:
        mail.attach(attachment.name, attachment.content, attachment.media_type)
    return mail


class _SentAway(Exception):  # noqa: N818
    """The mail server ends this conversation, and has taken nothing of the letter."""


class EmailChannel(Carrier):
    """One connection to the mail server for one pass, opened for the first letter and again when it broke."""

    channel = Channel.EMAIL
    needs = ("account",)

    def __init__(self) -> None:
        self._send_seconds = float(settings.REMINDER_LETTER_SECONDS)
        self._backend: BaseEmailBackend | None = None
        self._watch = Watch(self._cut)

    @classmethod
    def reaches(cls, person: Person) -> bool:
        return bool(cls.address(person))

    @classmethod
    def address(cls, person: Person) -> str:
        return person.email.strip() or (person.account.email if person.account is not None else "")

    def send(self, letter: Letter, *, nursery: Nursery, person: Person, public_id: str) -> None:
        """Raises Unreachable, NotSent (Unheard) or ChannelAway; returns when the server has taken the letter."""
        mail = mail_of(letter, nursery=nursery, person=person, public_id=public_id)
        try:
            self._hand_over(mail)
        except _SentAway:
            # So many letters on one connection and no more: it has taken none of this one.
            try:
                self._hand_over(mail)
            except _SentAway as error:
                raise ChannelAway(str(error)) from error

    def close(self) -> None:
        if self._backend is not None:
            try:
                within(_GOODBYE_SECONDS, self._backend.close, give_up=self._cut)
            except (OSError, smtplib.SMTPException):
                logger.debug("The connection to the mail server broke as it was closed.")
            self._backend = None
        self._watch.end()

    def _hand_over(self, mail: EmailMultiAlternatives) -> None:
        backend = self._opened()
        try:
            with self._watch.over(self._send_seconds):
                backend.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            self._unless_sent_away(code, reply)
            sentence = _("The mail server does not take this address: %(reply)s") % {"reply": _said(code, reply)}
            raise (Unreachable if code >= 500 else NotSent)(sentence) from error
        except smtplib.SMTPSenderRefused as error:
            self._unless_sent_away(error.smtp_code, error.smtp_error)
            self._drop()
            raise ChannelAway(_said(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPDataError as error:
            self._unless_sent_away(error.smtp_code, error.smtp_error)
            sentence = _("The mail server did not take the message: %(reply)s")
            raise NotSent(sentence % {"reply": _said(error.smtp_code, error.smtp_error)}) from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            late = isinstance(error, TimeoutError) or self._watch.gave_up
            sentence = (
                _("The mail server did not answer in time.") if late else _("The connection to the mail server broke.")
            )
            raise Unheard(sentence) from error
        if self._watch.gave_up:  # at the very moment at which it was taken
            self._drop()

    def _unless_sent_away(self, code: int, reply: bytes | str) -> None:
        """421 at any point ends the conversation and says nothing of the letter."""
        if code == _CLOSING:
            self._drop()
            raise _SentAway(_said(code, reply))

    def _opened(self) -> BaseEmailBackend:
        if self._backend is None:
            self._backend = get_connection()
            try:
                within(self._send_seconds, self._backend.open, give_up=self._cut)
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                raise ChannelAway(in_words(f"{type(error).__name__}: {error}")) from error
        return self._backend

    def _drop(self) -> None:
        """Leave a connection of which nothing is known any more, without waiting for its goodbye."""
        self._cut()
        self._backend = None

    def _cut(self) -> None:
        """End a conversation that takes too long, so that what was given up is not sent a little later."""
        conversation = getattr(self._backend, "connection", None)
        line = getattr(conversation, "sock", None)
        if isinstance(line, socket.socket):
            with suppress(OSError):  # the other side may have ended it already
                line.shutdown(socket.SHUT_RDWR)


def _ways_to_stop(url: str) -> dict[str, str]:
    """What a reader of mail shows as "Unsubscribe"; by one press where the address is https (RFC 8058)."""
    if not url:
        return {}
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url.startswith("https://") else {}
    return {"List-Unsubscribe": f"<{url}>", **one_click}


def _said(code: int, reply: bytes | str) -> str:
    return f"{code} {in_words(reply)}"
