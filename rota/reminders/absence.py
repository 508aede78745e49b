"""What is said when somebody is away: to the manager, and to those who could come. Why is never known."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.dates import DAY, local_day, say_day, say_times
from nursery.models import Nursery
from reminders.kinds import Group, Kind
from reminders.letters import absolute
from reminders.models import Message
from rota import messages
from rota.models import LIVE, Absence, Booking, Place, Shift, Verb
from rota.queries.absences import places_for, places_open_through
from rota.reminders.enclosed import enclosed
from rota.reminders.words import sample_words, week_link


def _absence(message: Message, now: dt.datetime) -> Absence | None:
    today = local_day(now, message.nursery.zone)
    return Absence.objects.filter(public_id=message.subject, ends__gte=today).select_related("person").first()


def _left(absence: Absence, now: dt.datetime) -> QuerySet[Booking]:
    """The turns to come from which these days away have taken their person."""
    turns = Booking.objects.filter(
        person=absence.person,
        shift__date__range=(absence.starts, absence.ends),
        shift__starts_at__gt=now,
        history__verb=Verb.ABSENT,
    )
    return turns.exclude(status__in=LIVE).distinct()


def _line(shift: Shift) -> str:
    """ "Wed 7 Oct, 09:00–13:00, care"."""
    return f"{say_day(shift.date)}, {say_times(shift.starts, shift.ends)}, {shift.duty.name.lower()}"


def _span(starts: dt.date, ends: dt.date) -> dict[str, Any]:
    return {"first": say_day(starts), "last": say_day(ends), "one_day": starts == ends}


def _places(places: Sequence[Place], nursery: Nursery) -> dict[str, Any]:
    """The list, and a link to the week of the first of them."""
    first = min((place.shift for place in places), key=lambda shift: shift.starts_at, default=None)
    home = absolute(reverse("home:home", args=[nursery.slug]))
    return {
        "places": [_line(place.shift) for place in places],
        "count": len(places),
        "link": week_link(nursery, first) if first is not None else home,
    }


class AbsenceEntered(Kind):
    """To the manager and a deputy, once, with the list of what is open; and to whoever is away, when somebody else
    entered it."""

    name = messages.ABSENCE_ENTERED
    description = _("When somebody of the staff is down as away, with the places that it opens")
    template = "rota/mail/absence_entered"
    group = Group.RUNNING
    readers = _("to the manager and today’s deputies, and to whoever is away")

    def concerns(self, person: Person) -> bool:
        return person.approves or person.is_paid

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        absence = _absence(message, now)
        if absence is None:
            return None
        mine = absence.person_id == message.person_id
        return (
            {"who": absence.person.short_name, "mine": mine}
            | _span(absence.starts, absence.ends)
            | _places(places_open_through(absence, now), message.nursery)
            | (enclosed(message, now, gone=_left(absence, now)) if mine else {})
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return {"who": "Marta Z.", "mine": False} | _sample(nursery, now)


class PlacesOpen(Kind):
    """To everybody who could take one of the places that somebody's days away have opened: one message with all of
    them. Who is away is not said."""

    name = messages.PLACES_OPEN
    description = _("When places have come open that you could take")
    template = "rota/mail/places_open"
    group = Group.COVER

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        absence = _absence(message, now)
        if absence is None:
            return None
        places = places_for(message.person, places_open_through(absence, now), message.nursery, now)
        if not places:
            return None  # taken since, or they are busy now
        days = [place.shift.date for place in places]
        return _span(min(days), max(days)) | _places(places, message.nursery)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return _sample(nursery, now)


def _sample(nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
    first = local_day(now, nursery.zone) + DAY
    lines = []
    for ahead in (1, 2):
        words = sample_words(nursery, now, days_ahead=ahead)
        lines.append(f"{words['day']}, {words['times']}, {words['duty']}")
    return _span(first, first + DAY) | {
        "places": lines,
        "count": len(lines),
        "link": sample_words(nursery, now)["link"],
    }
