"""What every channel can be asked and told."""

from abc import ABC, abstractmethod
from typing import ClassVar

from accounts.models import Person
from nursery.models import Nursery
from reminders.letters import Letter
from reminders.models import Channel


class Carrier(ABC):
    """One channel for one pass: made without opening anything, opened by the first letter, closed at the end.

    To add one: a file here with its class, and its line in `CARRIERS` (registry.py). The engine
    asks `is_configured` and `reaches` for every message, so neither opens nor reads anything: `needs` names the
    relations of a person that are read beforehand, for many people at once, and are there in `reaches` and `send`.
    """

    channel: ClassVar[Channel]
    needs: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def is_configured(cls, nursery: Nursery) -> bool:
        """Whether anything can go by it from this nursery; one that is not is left out as if it were not there."""
        return True

    @classmethod
    @abstractmethod
    def reaches(cls, person: Person) -> bool:
        """Whether there is anything to send to. Whether it is any good is found out by sending."""

    @classmethod
    def address(cls, person: Person) -> str:
        """Where it goes, as `Bounced` keeps it when it is refused for good; blank for what does not bounce."""
        return ""

    @abstractmethod
    def send(self, letter: Letter, *, nursery: Nursery, person: Person, public_id: str) -> None:
        """Returns when the letter is taken; else raises Unreachable, NotSent or ChannelAway (see `faults`).

        Called outside any transaction and outside the nursery's scope, in the language of the nursery, for whose
        manager the faults' sentences are. Takes at most settings.REMINDER_LETTER_SECONDS. `public_id` is the same
        for every try of the same letter.
        """

    def close(self) -> None:
        """After the last letter; never raises for what the other side does."""
        return
