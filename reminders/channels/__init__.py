"""How a letter leaves the house. Every channel answers in the same three ways when it fails (see `faults`)."""

from reminders.channels.email import EmailChannel, address_of, message_id
from reminders.channels.faults import ChannelAway, NotSent, Unreachable
from reminders.channels.text import TextChannel, full_number, number_of, sends_texts

__all__ = [
    "ChannelAway",
    "EmailChannel",
    "NotSent",
    "TextChannel",
    "Unreachable",
    "address_of",
    "full_number",
    "message_id",
    "number_of",
    "sends_texts",
]
