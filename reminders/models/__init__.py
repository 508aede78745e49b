"""The outbox, and how people want to be reached."""

from reminders.models.outbox import Failure, Message, MessageStatus
from reminders.models.reach import Bounced, Channel, Preference, PushDevice, Reach, Timing

__all__ = [
    "Bounced",
    "Channel",
    "Failure",
    "Message",
    "MessageStatus",
    "Preference",
    "PushDevice",
    "Reach",
    "Timing",
]
