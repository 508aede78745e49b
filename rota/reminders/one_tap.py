"""Letters that are answered by one tap: whom they reach, and the link of each reader (see accounts/links.py).

People who share an address and are told by it at the same moment get one letter, which names each of them and has a
link for each: the first of them, by their rows, gets it, and it speaks to all who were asked at the same time and may
still answer. Whoever is told another way, at another time or not at all has no part in it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Lower, NullIf, Trim
from django.utils.translation import gettext as _

from accounts.links import link_path
from accounts.models import Person
from nursery.templatetags.say import say_list
from reminders.channels import Unreachable, address_of
from reminders.letters import absolute
from reminders.models import Message
from reminders.queries.together import told_together
from rota import messages
from rota.models import Booking


def readers(message: Message, asked: Iterable[Person]) -> list[Person] | None:
    """Whom the letter speaks to, of those `asked` together; None where another's letter does, or its person is not
    asked any more. Four queries where others share the address."""
    address = _address(message.person)
    people = {one.pk: one for one in asked if _address(one) == address}
    if message.person_id not in people:
        return None
    found = list(people.values()) if len(people) == 1 else told_together(message, list(people.values()))
    return found if found[0].pk == message.person_id else None


def _address(person: Person) -> str:
    """Alone with themselves, whoever cannot be written to."""
    try:
        return address_of(person).lower()
    except Unreachable:
        return f"#{person.pk}"


def link_words(people: list[Person], purpose: str, subject: str, expires_at: dt.datetime) -> dict[str, Any]:
    """The links of `people`, by name where there are several, and whom the letter greets."""
    names = [_first_name(person) for person in people]
    urls = [absolute(link_path(person, purpose, subject, expires_at)) for person in people]
    several = len(people) > 1
    return {
        "links": [{"name": name if several else "", "url": url} for name, url in zip(names, urls, strict=True)],
        "first_name": say_list(names),
    }


def _first_name(person: Person) -> str:
    return person.name.split()[0] if person.name.strip() else ""


def sample_links() -> dict[str, Any]:
    """For previews: a link that opens nothing."""
    return {"links": [{"name": "", "url": absolute("/go/…/")}], "first_name": _("Tomasz")}


# --- about a turn of one's own ---------------------------------------------------------------------------------------
def shared_addresses(people: Iterable[Person]) -> set[str]:
    """Of the addresses at which `people` are written to, those that others of the nursery have as well. One query."""
    wanted = {_address(person) for person in people}
    address = Lower(Coalesce(NullIf(Trim("email"), Value("")), F("account__email")))
    found = Person.objects.annotate(address=address).filter(address__in=wanted).values_list("address", flat=True)
    return {name for name, people in Counter(found).items() if people > 1}


def turn_taps(message: Message, booking: Booking, *, shared: set[str], asked: bool) -> list[dict[str, Any]]:
    """The links by which a letter about a turn is answered, each with its words: by name where several read at the
    address. Somebody who has said that they will be there, or who has `asked` for cover, is not asked that again, and
    whoever comes to learn need not find anybody instead."""
    person = message.person
    found = []
    if booking.will_come_at is None:
        found.append((messages.WILL_COME, _("I’ll be there")))
    if not asked and not booking.shadow:
        found.append((messages.CANNOT_COME, _("I can’t: find cover")))
    subject = f"{booking.public_id}-{message.public_id}"
    by_name = _address(person) in shared
    return [
        {
            "label": _("%(name)s: %(answer)s") % {"name": _first_name(person), "answer": label} if by_name else label,
            "url": absolute(link_path(person, purpose, subject, booking.shift.starts_at)),
            "plain": purpose == messages.CANNOT_COME,
        }
        for purpose, label in found
    ]


def sample_taps() -> list[dict[str, Any]]:
    url = absolute("/go/…/")
    return [
        {"label": _("I’ll be there"), "url": url, "plain": False},
        {"label": _("I can’t: find cover"), "url": url, "plain": True},
    ]
