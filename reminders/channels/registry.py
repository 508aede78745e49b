"""Which channels there are, and which of them a message may go by."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.channels.carrier import Carrier
from reminders.channels.email import EmailChannel
from reminders.channels.push import PushChannel
from reminders.channels.text import TextChannel
from reminders.models import Channel

CARRIERS: Mapping[Channel, type[Carrier]] = {
    carrier.channel: carrier for carrier in (PushChannel, EmailChannel, TextChannel)
}


def needs() -> list[str]:
    """What is read of a message's person before it is asked for `routes`, as `prefetch_related` takes it."""
    return ["person__bounced", *(f"person__{name}" for carrier in CARRIERS.values() for name in carrier.needs)]


def ways_of(nursery: Nursery) -> frozenset[Channel]:
    """The channels by which anything can go from a nursery."""
    return frozenset(channel for channel, carrier in CARRIERS.items() if carrier.is_configured(nursery))


def routes(person: Person, wished: Iterable[Channel], nursery: Nursery) -> list[Channel]:
    """Of the channels that are wished, in their order, those that have somewhere to go: what was refused for good is
    passed over while it is still the person's address."""
    bounced = {(row.channel, row.address) for row in person.bounced.all()}
    found = []
    for name in wished:
        carrier = CARRIERS.get(name)
        if carrier is not None and carrier.is_configured(nursery) and carrier.reaches(person):
            address = carrier.address(person)
            if not address or (name, address) not in bounced:
                found.append(name)
    return found


def no_way_to(person: Person) -> str:
    """Why there are no routes, for the manager."""
    refused = sorted(person.bounced.all(), key=lambda row: row.at)
    if refused:
        return refused[-1].sentence
    return _("%(name)s has no address, no phone and no device that we can write to.") % {"name": person.short_name}
