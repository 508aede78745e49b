"""In which browsers a person's notifications are shown."""

from dataclasses import dataclass

from accounts.models import Person
from reminders.models import PushDevice


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser says of where its notifications go; the keys in base64url, for sealing them."""

    endpoint: str
    p256dh: str
    auth: str


def at_hand(person: Person) -> list[PushDevice]:
    """The one that was turned on last comes first."""
    return list(PushDevice.objects.filter(person=person).order_by("-added_at", "-pk"))
