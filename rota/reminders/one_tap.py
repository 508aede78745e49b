"""Letters that are answered by one tap: whom they reach, and the link of each reader (see accounts/links.py).

People who share an address get one letter, which names each of them and has a link for each: the first of them, by
their rows, gets it, and it speaks to all who were asked at the same time and may still answer.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.links import link_path
from accounts.models import Person
from nursery.templatetags.say import say_list
from reminders.channels import Unreachable, address_of
from reminders.letters import absolute


def readers(person: Person, asked: Iterable[Person]) -> list[Person] | None:
    """Whom the letter to `person` speaks to, of those `asked` together; None where another's letter does."""
    address = _address(person)
    people = sorted({one.pk: one for one in asked if _address(one) == address}.values(), key=lambda one: one.pk)
    return people if people and people[0].pk == person.pk else None


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
