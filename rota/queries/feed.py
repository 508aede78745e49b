"""What calendars read: addresses, one person's turns, and the nursery's open places."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Person
from nursery.dates import DAY
from rota.models import LIVE, Booking, BookingStatus, CalendarFeed, Shift, ShiftStatus

# A calendar keeps what is over for a year, and is told for a month that a turn is off.
LOOK_BACK = 366 * DAY
SAY_CANCELLED_FOR = 30 * DAY


def feed_by_token(token: str) -> CalendarFeed | None:
    """Revoked ones too, with their person and the nursery."""
    return CalendarFeed.objects.select_related("person", "nursery").filter(token=token).first()


def live_feed(person: Person | None) -> CalendarFeed | None:
    """The address in use of a person's turns; without a person, the nursery's."""
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()


@dataclass(frozen=True, slots=True)
class Turn:
    """One booking as its person's calendar sees it. `starts` and `ends` are wall-clock times."""

    booking_id: str  # public
    place_id: str | None  # public; a shadow has none
    shift_id: str  # public
    day: dt.date
    starts: dt.time
    ends: dt.time
    duty: str
    room: str
    shadow: bool
    cancelled: bool
    revision: int
    changed_at: dt.datetime


def turns_of(person: Person, now: dt.datetime, today: dt.date) -> list[Turn]:
    """From a year back on, the earliest first; cancelled ones while they are news. One query."""
    news = Q(changed_at__gte=now - SAY_CANCELLED_FOR) | Q(shift__changed_at__gte=now - SAY_CANCELLED_FOR)
    off = ~Q(status__in=[*LIVE, BookingStatus.MISSED]) | Q(shift__status=ShiftStatus.CANCELLED)
    return _turns(
        Booking.objects.filter(person=person, shift__date__gte=today - LOOK_BACK).exclude(
            off & (~news | Q(shift__date__lt=today - SAY_CANCELLED_FOR))
        )
    )


def turns_booked(bookings: Iterable[Booking | int]) -> list[Turn]:
    """These bookings, the earliest first. One query."""
    return _turns(Booking.objects.filter(pk__in=[getattr(booking, "pk", booking) for booking in bookings]))


def _turns(bookings: QuerySet[Booking]) -> list[Turn]:
    rows = bookings.order_by("shift__starts_at", "pk").values_list(
        "public_id",
        "place__public_id",
        "shift__public_id",
        "shift__date",
        "shift__starts",
        "shift__ends",
        "shift__duty__name",
        "shift__room__name",
        "shadow",
        "status",
        "shift__status",
        "revision",
        "shift__revision",
        "changed_at",
        "shift__changed_at",
    )
    gone = {BookingStatus.CANCELLED, BookingStatus.CANCELLED_LATE}
    return [
        Turn(
            booking_id=booking,
            place_id=place,
            shift_id=shift,
            day=day,
            starts=starts,
            ends=ends,
            duty=duty,
            room=room or "",
            shadow=shadow,
            cancelled=status in gone or shift_status == ShiftStatus.CANCELLED,
            revision=revision + shift_revision,
            changed_at=max(changed_at, shift_changed_at),
        )
        for (
            booking,
            place,
            shift,
            day,
            starts,
            ends,
            duty,
            room,
            shadow,
            status,
            shift_status,
            revision,
            shift_revision,
            changed_at,
            shift_changed_at,
        ) in rows
    ]


@dataclass(frozen=True, slots=True)
class OpenShift:
    """A shift that still wants somebody: how many, and no names."""

    shift_id: str  # public
    day: dt.date
    starts: dt.time
    ends: dt.time
    duty: str
    room: str
    places: int
    revision: int
    changed_at: dt.datetime


def open_shifts(today: dt.date) -> list[OpenShift]:
    """From today on, the earliest first. One query."""
    held = (
        Booking.objects.filter(shift=OuterRef("pk"), status__in=LIVE, covers=None, shadow=False)
        .order_by()
        .values("shift")
        .annotate(n=Count("pk"))
        .values("n")
    )
    touched = (
        Booking.objects.filter(shift=OuterRef("pk"))
        .order_by()
        .values("shift")
        .annotate(m=Max("changed_at"))
        .values("m")
    )
    rows = (
        Shift.objects.filter(date__gte=today)
        .exclude(status=ShiftStatus.CANCELLED)
        .annotate(
            open=Count("places") - Coalesce(Subquery(held), 0),
            last=Greatest("changed_at", Coalesce(Subquery(touched), "changed_at")),
        )
        .filter(open__gt=0)
        .order_by("starts_at", "pk")
        .values_list(
            "public_id", "date", "starts", "ends", "duty__name", "room__name", "open", "revision", "last", named=False
        )
    )
    return [
        OpenShift(shift, day, starts, ends, duty, room or "", places, revision, changed_at)
        for shift, day, starts, ends, duty, room, places, revision, changed_at in rows
    ]
