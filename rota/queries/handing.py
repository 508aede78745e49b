"""Who of a family could take a turn over."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import Refusal
from rota.models import Booking, HistoryEntry, Verb
from rota.queries.facts import askers, members_on
from rota.rules.facts import Post, Question
from rota.rules.handing import hand_over_refusal


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody of the family, and why they may not take the turn (None: they may)."""

    person: Person
    refusal: Refusal | None


def takers(booking: Booking, post: Post, me: Person, nursery: Nursery, now: dt.datetime) -> Sequence[Taker]:
    """To whom I may hand my booking over; or me alone, where it is somebody else's. Four queries."""
    family = members_on(post.shift.date).filter(family=booking.person.family_id).exclude(pk=booking.person_id)
    if booking.person_id != me.pk:
        family = family.filter(pk=me.pk)
    day = post.shift.date
    return [
        Taker(asker.person, hand_over_refusal(booking, Question(post, asker, nursery, now), me))
        for asker in askers(family.order_by("name", "pk"), day, day).values()
        if asker.acts_in(booking.kind)
    ]


def handed_over_at(booking: Booking) -> dt.datetime | None:
    """When the turn of `booking` was last handed over within the family; None where it never was."""
    handed = HistoryEntry.objects.filter(booking=booking, verb=Verb.HANDED_OVER).order_by("-at", "-pk").first()
    return handed.at if handed is not None else None
