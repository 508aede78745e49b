"""What has been said of who came: when a mark was last made, and breaks."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from nursery.dates import local_day
from nursery.models import Nursery, Term
from rota.models import Booking, BookingStatus, Break, HistoryEntry, Verb
from rota.queries.levels import with_levels

MARKS = (Verb.MARKED_WORKED, Verb.MARKED_MISSED, Verb.MARK_UNDONE, Verb.MARK_CORRECTED, Verb.TIMES_SET, Verb.WALKED_IN)


def with_marks(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Each booking with `marked_at`, when somebody last said something of it (or None), `walked_in`, and its level."""
    said = HistoryEntry.objects.filter(booking=OuterRef("pk"), verb__in=MARKS).order_by("-at", "-pk")
    walked_in = HistoryEntry.objects.filter(booking=OuterRef("pk"), verb=Verb.WALKED_IN)
    return with_levels(bookings).annotate(marked_at=Subquery(said.values("at")[:1]), walked_in=Exists(walked_in))


def marked_on(booking: Booking, nursery: Nursery) -> dt.date | None:
    """The day on which a booking `with_marks` was last marked; None where nothing has been said of it.

    A mark whose making is not in the history (a nursery file brought it) counts as made on the shift's day.
    """
    marked_at: dt.datetime | None = getattr(booking, "marked_at", None)
    if marked_at is not None:
        return local_day(marked_at, nursery.zone)
    said = booking.status != BookingStatus.BOOKED or booking.there_from or booking.there_to
    return booking.shift.date if said else None


def breaks_of(booking: Booking) -> list[tuple[dt.datetime, dt.datetime]]:
    return list(Break.objects.filter(booking=booking).order_by("starts_at").values_list("starts_at", "ends_at"))


def term_holding(day: dt.date) -> Term | None:
    return Term.objects.filter(starts__lte=day, ends__gte=day).first()
