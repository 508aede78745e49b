"""What the rota's papers hold: the shifts of some days as everybody may see them, and the names on them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.models import Person
from nursery.dates import days_between
from nursery.models import Closure, Term
from rota.models import LIVE, Booking, BookingStatus, CoverRequest, CoverStatus, Place, PlaceKind, Shift, ShiftStatus
from rota.queries.facts import shifts_with_places


@dataclass(frozen=True, slots=True)
class PaperDay:
    """`shifts` are as `shifts_with_places` reads them."""

    date: dt.date
    closure: Closure | None
    shifts: list[Shift]


def paper_days(first: dt.date, last: dt.date) -> list[PaperDay]:
    """Monday to Friday, and a weekend's day with work on it: four queries, whatever the span."""
    closures = list(Closure.objects.filter(starts__lte=last, ends__gte=first).order_by("starts"))
    shifts: dict[dt.date, list[Shift]] = defaultdict(list)
    for shift in shifts_with_places(Shift.objects.filter(date__range=(first, last))):
        shifts[shift.date].append(shift)
    return [
        PaperDay(day, next((c for c in closures if c.starts <= day <= c.ends), None), shifts.get(day, []))
        for day in days_between(first, last)
        if day.weekday() < 5 or day in shifts
    ]


def term_of(day: dt.date) -> Term | None:
    return Term.objects.filter(starts__lte=day, ends__gte=day).first()


def terms_to_print(today: dt.date) -> list[Term]:
    """The present term and those ahead, the soonest first; where there is none, the last."""
    ahead = list(Term.objects.filter(ends__gte=today).order_by("starts"))
    return ahead or list(Term.objects.order_by("-starts")[:1])


def names_between(first: dt.date, last: dt.date) -> list[str]:
    """The short names of everybody who stands on a shift of these days, each once. One query."""
    names = (
        Booking.objects.filter(shift__date__range=(first, last), status__in=LIVE)
        .order_by()
        .values_list("person__name", flat=True)
        .distinct()
    )
    return sorted({Person(name=name).short_name for name in names})


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place of one shift and who stands in it; or a shadow, or (for the manager) somebody who did not come."""

    date: dt.date
    starts: dt.time
    ends: dt.time
    length: dt.timedelta  # elapsed
    duty: str
    room: str
    kind: PlaceKind
    number: int | None
    cancelled: bool
    person: Person | None
    status: BookingStatus | None
    asks_cover: bool
    shadow: bool
    beside: bool  # paid cover that stands beside whoever holds the place


def place_lines(first: dt.date, last: dt.date) -> Iterator[PlaceLine]:
    """In order of time; two queries, a thousand rows at a time of the first. `person` has a name and roles alone."""
    standing: dict[int, list[Booking]] = defaultdict(list)
    outside: dict[int, list[Booking]] = defaultdict(list)
    bookings = (
        Booking.objects.filter(shift__date__range=(first, last), status__in=[*LIVE, BookingStatus.MISSED])
        .annotate(asks=Exists(CoverRequest.objects.filter(booking=OuterRef("pk"), status=CoverStatus.OPEN)))
        .select_related("person")
        .only("shift_id", "place_id", "kind", "status", "shadow", "covers_id", "person__name", "person__roles")
        .order_by("pk")
    )
    for booking in bookings:
        if booking.place_id is None:
            outside[booking.shift_id].append(booking)
        else:
            standing[booking.place_id].append(booking)
    places = (
        Place.objects.filter(shift__date__range=(first, last))
        .order_by("shift__date", "shift__starts", "shift__duty__key", "shift__room__key", "shift", "kind", "number")
        .select_related("shift__duty", "shift__room")
    )
    before: Place | None = None
    for place in places.iterator(chunk_size=1000):
        if before is not None and before.shift_id != place.shift_id:
            yield from (_line(before, shadow) for shadow in outside.get(before.shift_id, []))
        held = standing.get(place.pk, [])
        yield from (_line(place, booking) for booking in held)
        if not any(booking.status in LIVE and booking.covers_id is None for booking in held):
            yield _line(place, None)
        before = place
    if before is not None:
        yield from (_line(before, shadow) for shadow in outside.get(before.shift_id, []))


def _line(place: Place, booking: Booking | None) -> PlaceLine:
    shift = place.shift
    shadow = booking is not None and booking.shadow
    return PlaceLine(
        date=shift.date,
        starts=shift.starts,
        ends=shift.ends,
        length=shift.ends_at - shift.starts_at,
        duty=shift.duty.name,
        room=shift.room.name if shift.room is not None else "",
        kind=PlaceKind(booking.kind if shadow and booking is not None else place.kind),
        number=None if shadow else place.number,
        cancelled=shift.status == ShiftStatus.CANCELLED,
        person=booking.person if booking is not None else None,
        status=BookingStatus(booking.status) if booking is not None else None,
        asks_cover=booking is not None and bool(booking.asks),  # type: ignore[attr-defined]  # annotated above
        shadow=shadow,
        beside=booking is not None and booking.covers_id is not None,
    )
