"""What may still come of a message that could not be sent. Pure."""

import datetime as dt

from reminders.models import Message

OF_USE = dt.timedelta(days=14)  # what was to be said longer ago, nobody wants to hear as news


def is_of_use(message: Message, now: dt.datetime) -> bool:
    """Whether it is worth another try; its kind, asked again when it is written, may still say no."""
    return now - message.due_at <= OF_USE
