"""A second channel for the engine's own tests: text messages by way of the same mail server, as some providers take
them. What the server refuses, this channel refuses."""

import smtplib

from django.conf import settings

from accounts.models import Person
from reminders.channels import Carrier, ChannelAway, NotSent, Unreachable
from reminders.models import Channel


class TextByMail(Carrier):
    channel = Channel.TEXT

    @classmethod
    def reaches(cls, person: Person) -> bool:
        return bool(person.phone)

    @classmethod
    def address(cls, person: Person) -> str:
        return person.phone

    def send(self, letter, *, nursery, person, public_id) -> None:
        try:
            with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
                server.sendmail("site@example.org", [f"{person.phone}@text.example"], f"Subject: {letter.subject}\r\n")
        except smtplib.SMTPRecipientsRefused as error:
            ((code, reply),) = error.recipients.values()
            raise (Unreachable if code >= 500 else NotSent)(f"The provider says {code} {reply.decode()}") from error
        except OSError as error:
            raise ChannelAway(str(error)) from error
