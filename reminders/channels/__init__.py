"""How a letter leaves the house. Every channel answers in the same three ways when it fails (see `faults`)."""

from reminders.channels.carrier import Carrier
from reminders.channels.email import EmailChannel, address_of, message_id
from reminders.channels.faults import ChannelAway, NotSent, Unheard, Unreachable, in_words
from reminders.channels.opened import OpenChannels
from reminders.channels.push import PushChannel, sends_notifications
from reminders.channels.registry import CARRIERS, needs, no_way_to, routes, ways_of
from reminders.channels.sealing import phone_keys, public_key
from reminders.channels.text import TextChannel, full_number, number_of, sends_texts

__all__ = [
    "CARRIERS",
    "Carrier",
    "ChannelAway",
    "EmailChannel",
    "NotSent",
    "OpenChannels",
    "PushChannel",
    "TextChannel",
    "Unheard",
    "Unreachable",
    "address_of",
    "full_number",
    "in_words",
    "message_id",
    "needs",
    "no_way_to",
    "number_of",
    "phone_keys",
    "public_key",
    "routes",
    "sends_notifications",
    "sends_texts",
    "ways_of",
]
