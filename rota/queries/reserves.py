"""Who said "call me"."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.models import Person
from nursery.models import Nursery
from rota.models import Place, Reserve, Shift
from rota.queries.facts import askers, holder_of, members_on
from rota.queries.limits import standing_of, standings_for
from rota.queries.term_days import term_days
from rota.rules.booking import booking_refusal
from rota.rules.facts import Post, Question


def reserves_for(shift: Shift) -> QuerySet[Reserve]:
    """For the shift itself and for its weekday, by name."""
    return (
        Reserve.objects.filter(Q(shift=shift) | Q(weekday=shift.date.weekday()))
        .select_related("person")
        .order_by("person__name", "person", "shift", "pk")
    )


def reserve_ids(shift: Shift) -> set[int]:
    """The ids of the people whom `reserves_for` names."""
    return set(reserves_for(shift).order_by().values_list("person", flat=True))


def my_reserves(me: Person, today: dt.date) -> list[Reserve]:
    """Mine: weekdays, and shifts that are still to come."""
    return list(
        Reserve.objects.filter(Q(weekday__isnull=False) | Q(shift__date__gte=today), person=me)
        .select_related("shift__duty", "shift__room")
        .order_by("weekday", "shift__starts_at", "pk")
    )


def reserves_who_may_book(place: Place, besides: Iterable[int], nursery: Nursery, now: dt.datetime) -> list[Person]:
    """The reserves who may book an open place at once, by name; `besides` are ids of people left out.

    Seven queries, whatever their number, and the term's shares where the nursery limits what a family may book.
    """
    shift = place.shift
    people = list(
        members_on(shift.date).filter(pk__in=reserve_ids(shift)).exclude(pk__in=besides).order_by("name", "pk")
    )
    days = term_days(shift.date, shift.date)
    post = Post(place, shift, holder_of(place), days.closure(shift.date), days.term(shift.date))
    standings = standings_for([post], people, nursery, now)
    return [
        asker.person
        for asker in askers(people, shift.date, shift.date).values()
        if asker.acts_in(place.kind)
        and booking_refusal(Question(post, asker, nursery, now, standing_of(standings, post, asker.person))) is None
    ]
