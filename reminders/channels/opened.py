"""The channels of one pass, each opened when the first letter goes by it."""

import logging

from nursery.models import Nursery
from reminders.channels.carrier import Carrier
from reminders.channels.faults import ChannelAway
from reminders.channels.registry import CARRIERS
from reminders.letters import Letter
from reminders.models import Channel, Message

logger = logging.getLogger(__name__)


class OpenChannels:
    """`away` says why a channel is left out for the rest of the pass."""

    def __init__(self) -> None:
        self._opened: dict[Channel, Carrier] = {}
        self.away: dict[Channel, str] = {}

    def send(self, channel: Channel, letter: Letter, message: Message, nursery: Nursery) -> None:
        """Raises what `Carrier.send` raises."""
        carrier = self._opened.get(channel)
        if carrier is None:
            carrier = self._opened[channel] = CARRIERS[channel]()
        try:
            carrier.send(letter, nursery=nursery, person=message.person, public_id=message.public_id)
        except ChannelAway as error:
            logger.error("The channel %s is away: %s", channel, error)
            self.away[channel] = str(error)
            raise

    def close(self) -> None:
        for carrier in self._opened.values():
            carrier.close()
        self._opened.clear()
