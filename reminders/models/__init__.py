"""The outbox, and how people want to be reached."""

from reminders.models.outbox import MOMENT, Failure, Message, MessageStatus
from reminders.models.planning import LookedAt
from reminders.models.reach import Bounced, Channel, Preference, PushDevice, Reach, Timing
from reminders.models.sweep import Sweep

__all__ = [
    "MOMENT",
    "Bounced",
    "Channel",
    "Failure",
    "LookedAt",
    "Message",
    "MessageStatus",
    "Preference",
    "PushDevice",
    "Reach",
    "Sweep",
    "Timing",
]
