"""The outbox, and how people want to be reached."""

from reminders.models.outbox import Failure, Message, MessageStatus
from reminders.models.planning import LookedAt
from reminders.models.reach import Bounced, Channel, Preference, PushDevice, Reach, Timing

__all__ = [
    "Bounced",
    "Channel",
    "Failure",
    "LookedAt",
    "Message",
    "MessageStatus",
    "Preference",
    "PushDevice",
    "Reach",
    "Timing",
]
