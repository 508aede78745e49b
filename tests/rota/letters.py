"""What a person would read, if their message of a kind were sent at a moment."""

import datetime as dt

from accounts.models import Person
from reminders.actions import letter_for
from reminders.letters import Letter
from reminders.models import Message


def letter_to(person: Person, kind: str, now: dt.datetime) -> Letter | None:
    """None when there is nothing to say (any more)."""
    message = Message.objects.get(person=person, kind=kind)
    return letter_for(message.nursery, message, now)
