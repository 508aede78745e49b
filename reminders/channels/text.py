"""Text messages: through apprise, an optional extra, by the provider whose address the operator has set.

`settings.TEXT_URLS` holds that address by the nursery's slug, and under "" for all others; `{phone}` in it is where
the number goes. Without an address, or without apprise, a nursery sends no text messages and nobody is offered them.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.channels.carrier import Carrier
from reminders.channels.faults import ChannelAway, NotSent, Unheard, Unreachable
from reminders.letters import Letter
from reminders.models import Channel

TEXT_SECONDS = 20.0  # for one message, whatever the provider does
_PLACE = "{phone}"
# A text message of 160 characters holds 70 as soon as one of them is none of the telephone's own alphabet.
_PLAIN = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " "})


def sends_texts(nursery: Nursery) -> bool:
    return bool(_address_for(nursery)) and find_spec("apprise") is not None


def full_number(typed: str, country: str) -> str | None:
    """ "+447700900123" for a number as people write it, without a country one of `country`; None for what is none.
    Only where apprise is installed."""
    numbers = import_module("phonenumbers")
    try:
        number = numbers.parse(typed, country.partition("-")[0])
    except numbers.NumberParseException:
        return None
    # Not `is_valid_number`: it knows the numbers given out when it was made, and refuses those given out since.
    if numbers.is_possible_number_with_reason(number) != numbers.ValidationResult.IS_POSSIBLE:
        return None
    return str(numbers.format_number(number, numbers.PhoneNumberFormat.E164))


def number_of(person: Person, nursery: Nursery) -> str:
    """The person's number in full; raises Unreachable."""
    typed = person.phone.strip()
    if not typed:
        raise Unreachable(_("%(name)s has no telephone number.") % {"name": person.short_name})
    number = full_number(typed, nursery.country)
    if number is None:
        raise Unreachable(_("“%(number)s” is not a telephone number.") % {"number": typed})
    return number


def words_of(letter: Letter) -> str:
    """The subject, which says it all, and where to answer. With a link of one tap that is about 230 characters: two
    messages, which a telephone puts together."""
    return f"{letter.subject.translate(_PLAIN)}\n{letter.link}"


class TextChannel(Carrier):
    """Keeps nothing between two messages."""

    channel = Channel.TEXT

    def __init__(self, *, send_seconds: float = TEXT_SECONDS) -> None:
        self._send_seconds = send_seconds

    @classmethod
    def is_configured(cls, nursery: Nursery) -> bool:
        return sends_texts(nursery)

    @classmethod
    def reaches(cls, person: Person) -> bool:
        return bool(cls.address(person))

    @classmethod
    def address(cls, person: Person) -> str:
        return person.phone.strip()

    def send(self, letter: Letter, *, nursery: Nursery, person: Person, public_id: str) -> None:
        """Raises Unreachable, NotSent (Unheard) or ChannelAway; returns when the provider has taken the message.

        A provider that does not answer in time may have taken it all the same, and then sends it twice.
        """
        if not sends_texts(nursery):
            raise Unreachable(_("This nursery sends no text messages."))
        number = number_of(person, nursery)
        apprise = import_module("apprise")
        provider = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Turnabout", async_mode=False))
        if not provider.add(_address_for(nursery).replace(_PLACE, quote(number, safe=""))):
            raise ChannelAway(_("The text message provider’s address cannot be read."))
        answer: Any = provider.notify(body=words_of(letter), timeout=self._send_seconds)
        if answer.status == apprise.AppriseResultStatus.TIMEOUT:
            raise Unheard(_("The text message provider did not answer in time."))
        if not answer:
            raise NotSent(_("The text message provider did not take the message."))


def _address_for(nursery: Nursery) -> str:
    return settings.TEXT_URLS.get(nursery.slug) or settings.TEXT_URLS.get("", "")
