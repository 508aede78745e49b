"""Who stands where, who asks for cover, and who offers."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.owned import NurseryOwned
from nursery.public_ids import PublicIdField
from rota.models.plan import Place, PlaceKind, Shift

UNDO_FOR = dt.timedelta(minutes=10)  # domain 02: undo within 10 minutes of booking


class BookingStatus(models.TextChoices):
    BOOKED = "booked", _("booked")
    WORKED = "worked", _("worked")
    MISSED = "missed", _("missed")
    CANCELLED = "cancelled", _("cancelled")
    CANCELLED_LATE = "cancelled_late", _("cancelled late")


LIVE = [BookingStatus.BOOKED, BookingStatus.WORKED]


class Booking(NurseryOwned):
    """One person in one place on one shift.

    `kind` is the kind of place, kept even when a booking has no place of its own (a shadow; one that was cancelled
    with its place). `covers` is the booking beside which an extra paid person stands. `there_from` and `there_to`
    are the instants of the time really there, where it differs from the shift. `during` is kept by the database
    from these. `will_come_at` is when its person last said that they will be there, which holds for the time that the
    shift then had; whether they were is in `status` and `confirmed`.
    """

    public_id = PublicIdField()
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="bookings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="bookings")
    kind = models.CharField(max_length=6, choices=PlaceKind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bookings")
    status = models.CharField(max_length=14, choices=BookingStatus.choices, default=BookingStatus.BOOKED)
    shadow = models.BooleanField(default=False)
    covers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="covered_by")
    there_from = models.DateTimeField(null=True, blank=True)
    there_to = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)
    will_come_at = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField()
    during = DateTimeRangeField(editable=False, null=True)
    # Kept by the database, for calendars that have read it: who, where, or whether, changed so many times; when last.
    revision = models.PositiveIntegerField(db_default=0, editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(status__in=LIVE, covers__isnull=True),
                name="one_live_booking_a_place",
            ),
            models.UniqueConstraint(fields=["covers"], condition=Q(status__in=LIVE), name="one_live_extra_a_booking"),
            ExclusionConstraint(
                name="no_person_twice_at_once",
                expressions=[
                    (Func(F("person"), F("person"), Value("[]"), function="int8range"), "&&"),
                    ("during", "&&"),
                ],
                condition=Q(status__in=LIVE),
            ),
            models.CheckConstraint(
                condition=Q(shadow=True, place__isnull=True)
                | Q(shadow=False, place__isnull=False)
                | Q(shadow=False, status__in=[BookingStatus.CANCELLED, BookingStatus.CANCELLED_LATE]),
                name="only_shadows_stand_outside_places",
            ),
            models.CheckConstraint(
                condition=Q(covers__isnull=True) | Q(kind=PlaceKind.PARENT, shadow=False),
                name="extras_stand_in_parent_places",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "status"], name="booking_person_status"),
            models.Index(
                fields=["shift"],
                include=["nursery", "person", "public_id", "booked_at"],
                condition=Q(status="booked"),
                name="booking_to_come",
            ),
        ]

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    def can_be_undone_at(self, now: dt.datetime) -> bool:
        return self.status == BookingStatus.BOOKED and now - self.booked_at < UNDO_FOR


class Break(NurseryOwned):
    """A span of a booking in which its person is away; half-open."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="breaks")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="break_ends_after_start")]


class CoverStatus(models.TextChoices):
    OPEN = "open", _("open")
    FILLED = "filled", _("filled")
    WITHDRAWN = "withdrawn", _("withdrawn")


class CoverRequest(NurseryOwned):
    """Somebody who cannot come asks for cover, and stays responsible until it is approved. No reason is kept.

    Those who could come are told in waves: `wave` counts the ones sent, `next_wave_at` is empty once all are told.
    """

    public_id = PublicIdField()
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="cover_requests")
    status = models.CharField(max_length=9, choices=CoverStatus.choices, default=CoverStatus.OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    wave = models.PositiveSmallIntegerField(default=0)
    next_wave_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(status="open"), name="one_open_cover_request_a_booking"
            )
        ]


class OfferStatus(models.TextChoices):
    OPEN = "open", _("open")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Offer(NurseryOwned):
    """Somebody would stand in a place: to cover for another (`request`), or in an open place of the other kind.

    Until the manager's yes it is an offer, not a booking (domain 02, place).
    """

    public_id = PublicIdField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="offers")
    request = models.ForeignKey(CoverRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers")
    status = models.CharField(max_length=9, choices=OfferStatus.choices, default=OfferStatus.OPEN)
    offered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person"],
                condition=Q(status="open"),
                name="one_open_offer_a_place_and_person",
            )
        ]
        indexes = [models.Index(fields=["nursery", "status"], name="offer_nursery_status")]
