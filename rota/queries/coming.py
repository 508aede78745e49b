"""Turns that are still ahead, and which of them somebody is to be reminded of now."""

import datetime as dt

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When

from nursery.dates import DAY, WEEK, local_day, local_instant
from nursery.models import Closure, Nursery
from reminders.kinds import EARLY
from rota.models import Booking, BookingStatus, HistoryEntry, ShiftStatus, Verb

EVENING = dt.time(18)
TWO_DAYS = dt.timedelta(hours=48)  # by the clock that nobody moves: a change of clocks makes it 47 or 49 on the wall


def evening_before(day: dt.date, nursery: Nursery) -> dt.datetime:
    """18:00 on the nursery's own clock, the day before `day`."""
    return local_instant(day - DAY, EVENING, nursery.zone)


def week_before(day: dt.date, nursery: Nursery) -> dt.datetime:
    """Early on the same weekday of the week before, by the nursery's own clock."""
    return local_instant(day - WEEK, EARLY, nursery.zone)


def bookings_to_come(now: dt.datetime) -> QuerySet[Booking]:
    """Booked, on a shift that is still ahead, was not cancelled and falls in no closure."""
    closed = Closure.objects.filter(starts__lte=OuterRef("shift__date"), ends__gte=OuterRef("shift__date"))
    return (
        Booking.objects.filter(~Exists(closed), status=BookingStatus.BOOKED, shift__starts_at__gt=now)
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .select_related("shift__duty", "shift__room", "place", "person")
    )


def bookings_tomorrow(now: dt.datetime, nursery: Nursery) -> QuerySet[Booking]:
    """Those whose evening before has come."""
    return bookings_to_come(now).filter(
        shift__date__range=(local_day(now, nursery.zone), _last_evening_for(now, nursery))
    )


def bookings_in_two_days(now: dt.datetime, nursery: Nursery) -> QuerySet[Booking]:
    """Those that begin within 48 hours and whose evening before has not come; each was booked before these 48 hours
    began and has been as it is since, for whoever books or is told of a change later has just read the day."""
    return (
        bookings_to_come(now)
        .filter(shift__starts_at__lte=now + TWO_DAYS, shift__date__gt=_last_evening_for(now, nursery))
        .annotate(moment=F("shift__starts_at") - TWO_DAYS)
        .filter(_as_it_was_at_the_moment())
    )


def bookings_in_a_week(now: dt.datetime, nursery: Nursery) -> QuerySet[Booking]:
    """Those a week ahead, booked before this morning and as they were then. Where a morning or two were missed, those
    of the days before as well, down to two days ahead."""
    today = local_day(now, nursery.zone)
    moments = {day: week_before(day, nursery) for day in (today + n * DAY for n in range(2, 8))}
    come = {day: moment for day, moment in moments.items() if moment <= now}
    return (
        bookings_to_come(now)
        .filter(shift__date__in=come, shift__starts_at__gt=now + TWO_DAYS)
        .annotate(
            moment=Case(
                *(When(shift__date=day, then=Value(moment)) for day, moment in come.items()),
                output_field=DateTimeField(),
            )
        )
        .filter(_as_it_was_at_the_moment())
    )


def _last_evening_for(now: dt.datetime, nursery: Nursery) -> dt.date:
    """The last day whose evening before has come."""
    today = local_day(now, nursery.zone)
    return today + DAY if evening_before(today + DAY, nursery) <= now else today


def _as_it_was_at_the_moment() -> Q:
    """Of a booking with its `moment`: it was there, and nobody has been told since of another day, or that it is theirs
    now instead of another's."""
    told = Q(verb=Verb.SHIFT_CHANGED) | Q(verb__in=[Verb.HANDED_OVER, Verb.SWAPPED]) & (
        Q(actor=OuterRef("person")) | Q(subject=OuterRef("person"))
    )
    since = HistoryEntry.objects.filter(told, shift=OuterRef("shift"), at__gte=OuterRef("moment"))
    return Q(booked_at__lt=F("moment")) & Q(~Exists(since))
