"""Who is told the same at the same time: one letter at an address speaks to all of them."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from accounts.models import Person
from reminders.channels import needs, routes
from reminders.kinds import kinds
from reminders.models import Channel, Message
from reminders.queries.wishes import Wishes
from reminders.rules.timing import moment_to_send


def told_together(message: Message, people: Sequence[Person]) -> list[Person]:
    """Of `people`, who share an e-mail address with the message's person (one of them) and are told the same: those
    to whom e-mail goes first and at the same moment as to that person, who is alone where it goes another way first.
    Nobody who asked not to be told is among them. In the order of their rows; a fixed number of queries.
    """
    kind, nursery = kinds()[message.kind], message.nursery
    wishes = Wishes({person.pk for person in people}, [message.kind])
    prefetch_related_objects(list(people), *(name.removeprefix("person__") for name in needs()))

    def by_mail_at(person: Person) -> dt.datetime | None:
        wish = wishes.of(person.pk, kind)
        if next(iter(routes(person, wish.channels, nursery)), None) != Channel.EMAIL:
            return None
        return moment_to_send(
            message.due_at, timing=wish.timing, quiet=wish.quiet, urgent=message.urgent, zone=nursery.zone
        )

    moments = {person.pk: by_mail_at(person) for person in people}
    mine = moments[message.person_id]
    together = [one for one in people if one.pk == message.person_id or (mine and moments[one.pk] == mine)]
    return sorted(together, key=lambda one: one.pk)
