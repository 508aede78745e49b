"""The channels of one pass, each opened when the first letter goes by it."""

import logging

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.channels.carrier import Carrier
from reminders.channels.faults import ChannelAway, NotSent, Unreachable
from reminders.channels.registry import CARRIERS
from reminders.letters import Letter
from reminders.models import Channel

logger = logging.getLogger(__name__)


class OpenChannels:
    """`away` says why a channel is left out for the rest of the pass."""

    def __init__(self) -> None:
        self._opened: dict[Channel, Carrier] = {}
        self.away: dict[Channel, str] = {}

    def send(self, channel: Channel, letter: Letter, *, nursery: Nursery, person: Person, public_id: str) -> None:
        """Raises what `Carrier.send` raises."""
        carrier = self._opened.get(channel)
        if carrier is None:
            carrier = self._opened[channel] = CARRIERS[channel]()
        try:
            carrier.send(letter, nursery=nursery, person=person, public_id=public_id)
        except ChannelAway as error:
            logger.error("The channel %s is away: %s", channel, error)
            self.away[channel] = str(error)
            raise
        except (Unreachable, NotSent):
            raise
        except Exception as error:
            # A fault of ours: this letter alone goes another way, or waits for a better version.
            logger.exception("Letter %s could not go by %s.", public_id, channel)
            raise NotSent(_("It could not be sent (%(fault)s).") % {"fault": type(error).__name__}) from error

    def close(self) -> None:
        for carrier in self._opened.values():
            carrier.close()
        self._opened.clear()
