"""A made-up letter of any kind, for showing it to whoever runs the nursery: on a page, or as mail."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.kinds import Group, Kind, kinds
from reminders.letters import Letter, voice_of, write_letter
from reminders.models import Channel, Message

SAMPLE = "reminders.sample"


def sample_letter(kind: Kind, nursery: Nursery, person: Person, now: dt.datetime) -> Letter:
    """What `person` would read of a made-up case, in their own language; but for the line that turns the kind off, for
    who looks at a sample does not mean that."""
    with voice_of(nursery, person):
        made_up = kind.preview(nursery, now) | {"stop": ""}
        return write_letter(kind, made_up, nursery=nursery, person=person, now=now)


class Sample(Kind):
    """A sample of the kind that the message's subject names, which its reader has asked for: by the outbox, as every
    letter, so that no page waits for a mail server."""

    name = SAMPLE
    description = _("A sample of a message, which you asked for")
    template = "reminders/sample"
    group = Group.RUNNING
    channels = (Channel.EMAIL,)
    needed = True
    may_wait = False
    asked_for = True

    def concerns(self, person: Person) -> bool:
        """Nobody has to choose about what they ask for."""
        return False

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        kind = kinds().get(message.subject)
        if kind is None or kind.name == self.name:
            return None
        return self._words(kind, message.nursery, message.person, now)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        kind = next(each for each in kinds().values() if each.name != self.name)
        return self._words(kind, nursery, Person(nursery=nursery, name="Helen Tanaka"), now)

    def _words(self, kind: Kind, nursery: Nursery, person: Person, now: dt.datetime) -> dict[str, Any]:
        letter = sample_letter(kind, nursery, person, now)
        return {"letter": letter, "link": letter.link, "attachments": letter.attachments}


KINDS = [Sample]
